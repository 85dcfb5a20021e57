//! Many accounts at once: found, tested several at a time, told as a table, and saved
//! together after a yes.

use super::arguments::Import;
use super::{Desk, Outcome};
use crate::account::import::{Candidates, of_members, of_numbers, of_profiles};
use crate::account::store::Loaded;
use crate::account::{Account, AccountId, Draft, ProfileName};
use crate::provider::{Probe, Provider, Verdict};
use crate::text::columns;
use color_eyre::eyre::{Result, WrapErr, eyre};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Accounts that are tested at a time.
const AT_ONCE: usize = 8;

/// A row of the table.
struct Tried {
    name: String,
    number: Option<AccountId>,
    result: Tested,
}

enum Tested {
    Works(Box<Account>),
    /// It is connected already, under this name.
    Known(String),
    Fails(String),
}

impl Desk<'_> {
    pub(super) async fn import(&mut self, loaded: &Loaded, asked: Import) -> Result<Outcome> {
        let found = self.candidates(&asked).await?;
        for issue in &found.issues {
            self.warn(issue)?;
        }
        let mut tried = Vec::new();
        let mut others = loaded.accounts.clone();
        for draft in found.drafts {
            tried.push(parsed(completed(draft, &asked), &mut others));
        }
        let tried = tested(self.provider, tried).await;
        let works: Vec<Account> = tried.iter().filter_map(Tried::account).collect();
        if !asked.form.is_json() {
            self.say(&text(&tried))?;
        }
        let is_agreed = self.agreed(&works, asked.yes)?;
        let saved = match is_agreed {
            Some(true) if !works.is_empty() => {
                let added = self.store.add_all(&works)?;
                for note in &added.notes {
                    self.warn(note)?;
                }
                if !asked.form.is_json() {
                    for file in &added.files {
                        let line = format!("saved {} in {}\n", told(added.count), file.display());
                        self.say(&line)?;
                    }
                }
                added.count
            }
            _ => 0,
        };
        if asked.form.is_json() {
            self.say(&as_json(&tried, saved))?;
        }
        Ok(match is_agreed {
            None => Outcome::Usage,
            Some(_) => outcome(&tried),
        })
    }

    async fn candidates(&self, asked: &Import) -> Result<Candidates> {
        let pattern = asked.role_pattern.as_deref().unwrap_or_default();
        if let Some(accounts) = &asked.source.accounts {
            let list = if Path::new(accounts).is_file() {
                read(Path::new(accounts))?
            } else {
                accounts.clone()
            };
            return Ok(of_numbers(&list, pattern));
        }
        if asked.source.from_organization {
            let profile = asked.profile.clone().map(ProfileName);
            let members = self.provider.organization(profile).await;
            let members = members.map_err(|why| eyre!("list the organization: {why}"))?;
            return Ok(of_members(&members, pattern));
        }
        Ok(of_profiles(&read(&configuration()?)?))
    }

    /// `None` where nobody can say yes.
    fn agreed(&mut self, works: &[Account], yes: bool) -> Result<Option<bool>> {
        if works.is_empty() || yes {
            return Ok(Some(true));
        }
        let question = format!("Save {}?", told(works.len()));
        let Some(confirm) = &mut self.confirm else {
            self.warn(&format!(
                "{question} Nobody can be asked here, and nothing was saved: add --yes"
            ))?;
            return Ok(None);
        };
        let agreed = confirm(&question).wrap_err("ask for a yes")?;
        if !agreed {
            self.say("nothing was saved\n")?;
        }
        Ok(Some(agreed))
    }
}

impl Tried {
    fn account(&self) -> Option<Account> {
        match &self.result {
            Tested::Works(account) => Some((**account).clone()),
            _ => None,
        }
    }

    fn word(&self) -> &'static str {
        match &self.result {
            Tested::Works(_) => "works",
            Tested::Known(_) => "known",
            Tested::Fails(_) => "FAILS",
        }
    }

    fn detail(&self) -> String {
        match &self.result {
            Tested::Works(account) => account.watched_regions()[0].to_string(),
            Tested::Known(name) => format!("connected already as {name}"),
            Tested::Fails(why) => why.clone(),
        }
    }
}

/// What the source does not say is as it was asked for all.
fn completed(draft: Draft, asked: &Import) -> Draft {
    let or = |own: String, common: Option<&String>| match (own.is_empty(), common) {
        (true, Some(common)) => common.clone(),
        _ => own,
    };
    let regions = (!asked.regions.is_empty()).then(|| asked.regions.join(", "));
    Draft {
        external_id: or(draft.external_id, asked.external_id.as_ref()),
        profile: or(draft.profile, asked.profile.as_ref()),
        regions: or(draft.regions, regions.as_ref()),
        ..draft
    }
}

/// The account of a draft, next to those that there are and those before it. A name that
/// is taken gets a number.
fn parsed(draft: Draft, others: &mut Vec<Account>) -> Tried {
    let role = draft.role_arn.parse::<crate::account::RoleArn>().ok();
    let number = role.as_ref().map(|role| role.account);
    let is_same = |other: &&Account| match (&other.role, &role) {
        (Some(known), Some(role)) => known.is_same_role(role),
        _ => false,
    };
    if let Some(known) = others.iter().find(is_same) {
        return Tried {
            name: draft.name,
            number,
            result: Tested::Known(known.name.clone()),
        };
    }
    let names: BTreeSet<String> = others
        .iter()
        .map(|other| other.name.to_lowercase())
        .collect();
    let name = free(&draft.name, &names);
    let draft = Draft { name, ..draft };
    let result = match draft.parse(others) {
        Ok(account) => {
            others.push(account.clone());
            Tested::Works(Box::new(account))
        }
        Err(problems) => {
            let sentences = problems.into_iter().filter(|problem| !problem.is_warning);
            let sentences: Vec<String> = sentences.map(|problem| problem.sentence).collect();
            Tested::Fails(sentences.join("; "))
        }
    };
    Tried {
        name: draft.name,
        number,
        result,
    }
}

fn free(name: &str, taken: &BTreeSet<String>) -> String {
    let is_free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(is_free).unwrap_or_default()
}

/// Each that could be parsed is tested, in the order in which it was found.
async fn tested(provider: &dyn Provider, tried: Vec<Tried>) -> Vec<Tried> {
    let tests = tried.into_iter().map(|one| async move {
        let Tested::Works(account) = &one.result else {
            return one;
        };
        let mut checks = provider.verify(account, Probe::Connection);
        let mut failure = None;
        while let Some(check) = checks.next().await {
            if let Verdict::Failed(why) = check.verdict {
                let cause = why.causes.first().map(|cause| {
                    // The table has no room for the text that would.
                    let sentence = cause.sentence.trim_end_matches("; this one would");
                    format!(": {sentence}")
                });
                failure.get_or_insert(format!("{}{}", why.summary, cause.unwrap_or_default()));
            }
        }
        match failure {
            Some(why) => Tried {
                result: Tested::Fails(why),
                ..one
            },
            None => one,
        }
    });
    stream::iter(tests.collect::<Vec<_>>())
        .buffered(AT_ONCE)
        .collect()
        .await
}

fn outcome(tried: &[Tried]) -> Outcome {
    let fails = tried
        .iter()
        .filter(|one| matches!(one.result, Tested::Fails(_)));
    match (fails.count(), tried.len()) {
        (0, 1..) => Outcome::Done,
        (fails, all) if fails == all => Outcome::Failed,
        _ => Outcome::Partly,
    }
}

fn told(count: usize) -> String {
    match count {
        1 => "1 account".to_owned(),
        count => format!("{count} accounts"),
    }
}

fn text(tried: &[Tried]) -> String {
    if tried.is_empty() {
        return "no account was found\n".to_owned();
    }
    let widest = tried
        .iter()
        .map(|one| columns(&one.name))
        .max()
        .unwrap_or(0);
    let rows = tried.iter().map(|one| {
        let number = one
            .number
            .map_or_else(|| "-".to_owned(), AccountId::grouped);
        let gap = " ".repeat(widest - columns(&one.name));
        format!(
            "{}  {}{gap}  {number:<14}  {}\n",
            one.word(),
            one.name,
            one.detail()
        )
    });
    let count = |word| tried.iter().filter(|one| one.word() == word).count();
    let sum = format!(
        "{} found: {} work, {} known already, {} fail\n",
        tried.len(),
        count("works"),
        count("known"),
        count("FAILS")
    );
    rows.collect::<String>() + &sum
}

fn as_json(tried: &[Tried], saved: usize) -> String {
    let rows = tried.iter().map(|one| {
        json!({
            "name": one.name,
            "account": one.number.map(|number| number.to_string()),
            "result": one.word().to_lowercase(),
            "detail": one.detail(),
        })
    });
    let rows: Vec<Value> = rows.collect();
    format!("{:#}\n", json!({ "accounts": rows, "saved": saved }))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).wrap_err_with(|| format!("read {}", path.display()))
}

/// Where the AWS tools keep their profiles.
fn configuration() -> Result<PathBuf> {
    let named = std::env::var_os("AWS_CONFIG_FILE").map(PathBuf::from);
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".aws/config"));
    named.or_else(home).ok_or_else(|| {
        eyre!("neither AWS_CONFIG_FILE nor HOME says where the AWS configuration is")
    })
}
