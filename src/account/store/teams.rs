//! The accounts files: the personal one, and those that `config.toml` names as teams'.

use crate::account::{TeamName, text_problem};
use crate::files::{self, Ownership};
use std::path::{Path, PathBuf};
use toml_edit::{Item, TableLike};

/// A file that may hold accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountsFile {
    /// `None` is the personal file.
    pub(super) team: Option<TeamName>,
    /// As it is configured; a symbolic link stays one.
    pub(super) path: PathBuf,
}

impl AccountsFile {
    pub(super) fn ownership(&self) -> Ownership {
        match self.team {
            None => Ownership::Personal,
            Some(_) => Ownership::Team,
        }
    }
}

/// Every file that may hold accounts.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The personal file first, then the teams' in the order of `config.toml`.
    pub(super) files: Vec<AccountsFile>,
    pub(super) issues: Vec<String>,
    /// How many of the issues cost a file.
    pub(super) left_out: usize,
}

impl Known {
    pub(super) fn of(config_dir: &Path) -> Self {
        let mut all = Self::default();
        all.files.push(AccountsFile {
            team: None,
            path: config_dir.join("accounts.toml"),
        });
        let config = config_dir.join("config.toml");
        if files::is_world_writable(&config) {
            all.issues.push(world_writable(&config));
        }
        let teams = read_teams(&config).unwrap_or_else(|issue| {
            all.leave_out(issue);
            Vec::new()
        });
        for team in teams {
            match team.and_then(|team| distinct(team, config_dir, &all.files)) {
                Ok(file) => all.files.push(file),
                Err(sentence) => all.leave_out(format!("{}: {sentence}", config.display())),
            }
        }
        all
    }

    fn leave_out(&mut self, issue: String) {
        self.issues.push(issue);
        self.left_out += 1;
    }
}

pub(super) fn world_writable(path: &Path) -> String {
    let path = path.display();
    format!(
        "{path}: anybody on this machine may change this file; take that right away with: chmod o-w {path}"
    )
}

type Team = (TeamName, String);

fn read_teams(config: &Path) -> Result<Vec<Result<Team, String>>, String> {
    let path = config.display();
    let text = files::read(config).map_err(|error| format!("{path}: {error}"))?;
    let text = String::from_utf8(text.text)
        .map_err(|_| format!("{path}: this is not UTF-8 text, so no team is known"))?;
    let document = files::document::parse(&text).map_err(|broken| {
        let (line, column, sentence) = (broken.line, broken.column, broken.sentence);
        format!("{path}:{line}:{column}: {sentence}; no team is known and no setting is in force until that is mended")
    })?;
    let Some(teams) = document.get("teams") else {
        return Ok(Vec::new());
    };
    let Some(teams) = teams.as_table_like() else {
        return Err(format!("{path}: expected tables like [teams.platform]"));
    };
    Ok(teams.iter().map(|(name, item)| team(name, item)).collect())
}

fn team(name: &str, item: &Item) -> Result<Team, String> {
    let file = item
        .as_table_like()
        .and_then(|team: &dyn TableLike| team.get("file"))
        .and_then(Item::as_str);
    if let Some(problem) = text_problem("the name of a team", name) {
        return Err(format!(
            "the team {:?}: {problem}",
            crate::text::clean(name)
        ));
    }
    if let Some(problem) = file.and_then(|file| text_problem("the path of its file", file)) {
        return Err(format!("the team {name:?}: {problem}"));
    }
    match file {
        Some(file) if !file.trim().is_empty() => Ok((TeamName(name.to_owned()), file.to_owned())),
        _ => Err(format!(
            "the team {name:?} needs its accounts file, like file = \"/srv/skymap/{name}.toml\""
        )),
    }
}

/// Two names of one file would make an account of one team an account of the other.
fn distinct(
    (team, file): Team,
    config_dir: &Path,
    known: &[AccountsFile],
) -> Result<AccountsFile, String> {
    let path = config_dir.join(expanded(&file));
    let real = files::real_path(&path);
    let same = known
        .iter()
        .find(|other| files::real_path(&other.path) == real);
    match same {
        None => Ok(AccountsFile {
            team: Some(team),
            path,
        }),
        Some(AccountsFile { team: None, .. }) => Err(format!(
            "the team {:?} names the personal accounts file; give it a file of its own",
            team.0
        )),
        Some(AccountsFile {
            team: Some(other), ..
        }) => Err(format!(
            "the teams {:?} and {:?} name the same file; {:?} is left out",
            other.0, team.0, team.0
        )),
    }
}

fn expanded(file: &str) -> PathBuf {
    match (file.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(file),
    }
}
