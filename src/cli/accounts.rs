//! `skymap accounts`: the accounts files from the command line, for scripts and for
//! people without the map. It must not know which cloud is behind the provider.

mod check;
mod table;

use crate::account::store::{Loaded, Saved, Store};
use crate::account::{Account, Draft, Problem, TeamName, find, onboard};
use crate::provider::Provider;
use clap::{Args, Subcommand, ValueEnum};
use color_eyre::Report;
use color_eyre::eyre::{Result, WrapErr};
use std::io::{self, Write};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the accounts
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Add an account; without a role it waits for one
    Add {
        /// A name of its own
        #[arg(long)]
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change an account; what is not named stays
    Edit {
        /// The account: its name, number, role ARN or id
        account: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Remove an account here; its role in AWS stays, and the command that deletes it is printed
    Remove {
        /// The account: its name, number, role ARN or id
        account: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Check an account's connection, a line for each step
    Test {
        /// The account: its name, number, role ARN or id
        account: String,
        #[command(flatten)]
        form: Form,
    },
}

/// The fields of an account that have a flag in `add` and in `edit`.
#[derive(Debug, Args)]
struct Fields {
    /// The role to assume, like `arn:aws:iam::111122223333:role/skymap` ('' for none yet)
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,
    /// What the role's trust policy asks for ('' for none); made for an account without a role
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// The profile of the AWS configuration to start from ('' for the default chain)
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// A region to watch, the home region first; may be given again
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// A team to share it with, as config.toml names it ('' for none); may be given again
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,
    /// Do not check the connection afterwards
    #[arg(long)]
    no_check: bool,
}

#[derive(Debug, Clone, Copy, Args)]
struct Form {
    /// The form of what is printed
    #[arg(long, value_name = "FORM", default_value = "table")]
    output: Output,
    /// Short for `--output json`
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Table,
    Json,
}

impl Form {
    fn is_json(self) -> bool {
        self.json || self.output == Output::Json
    }
}

/// How a command ended; what failed for another reason is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Nothing passed of what was to be checked.
    Failed,
    /// What was asked makes no sense; nothing was changed.
    Usage,
    /// Something could not be read or checked; standard error says what.
    Partly,
}

impl Ending {
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Partly => 3,
        }
    }
}

/// Asks a person a question and waits for yes or no.
pub type Confirm<'a> = &'a mut dyn FnMut(&str) -> io::Result<bool>;

/// What a command works with.
pub struct Desk<'a> {
    pub store: &'a Store,
    pub provider: &'a dyn Provider,
    pub out: &'a mut dyn Write,
    pub errors: &'a mut dyn Write,
    /// `None` when nobody sits at a terminal.
    pub confirm: Option<Confirm<'a>>,
}

/// Does what is asked. Streams of the provider are driven here, so the caller brings
/// the executor that they need.
pub async fn run(arguments: Arguments, mut desk: Desk<'_>) -> Result<Ending> {
    let loaded = desk.store.load();
    for issue in &loaded.issues {
        desk.warn(issue)?;
    }
    match arguments.command {
        Command::List { form } => desk.list(&loaded, form),
        Command::Add { name, fields } => desk.add(&loaded, name, fields).await,
        Command::Edit {
            account,
            name,
            fields,
        } => {
            let before = find(&loaded.accounts, &account)?;
            let mut draft = Draft::of(before);
            if name.is_none() && fields.is_empty() {
                return desk.refuse("nothing to change: name at least one field, like --role-arn");
            }
            if let Some(name) = name {
                draft.name = name;
            }
            desk.edit(&loaded, before, fields.typed_into(draft)).await
        }
        Command::Remove { account, yes } => {
            desk.remove(&loaded, find(&loaded.accounts, &account)?, yes)
        }
        Command::Test { account, form } => {
            let account = find(&loaded.accounts, &account)?;
            if account.role.is_none() {
                return Err(Report::msg(pending(account)));
            }
            let checked = desk.check(account, form.is_json()).await?;
            Ok(checked.ending())
        }
    }
}

/// A draft, and whether the account is checked once it is saved.
struct Typed {
    draft: Draft,
    is_checked: bool,
}

impl Fields {
    fn is_empty(&self) -> bool {
        self.role_arn.is_none()
            && self.external_id.is_none()
            && self.profile.is_none()
            && self.regions.is_empty()
            && self.teams.is_empty()
    }

    fn typed_into(self, mut draft: Draft) -> Typed {
        let fields = [
            (self.role_arn, &mut draft.role_arn),
            (self.external_id, &mut draft.external_id),
            (self.profile, &mut draft.profile),
        ];
        for (typed, field) in fields {
            if let Some(typed) = typed {
                *field = typed;
            }
        }
        if !self.regions.is_empty() {
            draft.regions = self.regions.join(", ");
        }
        if !self.teams.is_empty() {
            let named = self.teams.into_iter().filter(|team| !team.is_empty());
            draft.teams = named.map(TeamName).collect();
        }
        Typed {
            draft,
            is_checked: !self.no_check,
        }
    }
}

impl Desk<'_> {
    fn list(&mut self, loaded: &Loaded, form: Form) -> Result<Ending> {
        let text = if form.is_json() {
            table::json(loaded)
        } else {
            table::text(loaded)
        };
        self.say(&text)?;
        Ok(if loaded.left_out == 0 {
            Ending::Done
        } else {
            Ending::Partly
        })
    }

    async fn add(&mut self, loaded: &Loaded, name: String, fields: Fields) -> Result<Ending> {
        let mut draft = Draft::new();
        if fields.role_arn.as_ref().is_some_and(|arn| !arn.is_empty()) {
            // The role exists: its trust policy asks for what it asks for.
            draft.external_id.clear();
        }
        draft.name = name;
        let typed = fields.typed_into(draft);
        let Some(account) = self.parsed(&typed.draft, loaded)? else {
            return Ok(Ending::Usage);
        };
        let saved = self.store.save(&account, None)?;
        self.report(&saved)?;
        self.after(&saved.account, typed.is_checked).await
    }

    async fn edit(&mut self, loaded: &Loaded, before: &Account, typed: Typed) -> Result<Ending> {
        let Some(account) = self.parsed(&typed.draft, loaded)? else {
            return Ok(Ending::Usage);
        };
        let saved = self.store.save(&account, Some(before))?;
        self.provider.forget(account.id);
        self.report(&saved)?;
        self.after(&saved.account, typed.is_checked).await
    }

    /// The account that is typed, or its problems on standard error.
    fn parsed(&mut self, draft: &Draft, loaded: &Loaded) -> Result<Option<Account>> {
        let parsed = draft.parse(&loaded.accounts);
        let problems = match &parsed {
            Ok(_) => draft.problems(&loaded.accounts),
            Err(problems) => problems.clone(),
        };
        for Problem {
            sentence,
            is_warning,
            ..
        } in problems
        {
            if is_warning || parsed.is_err() {
                self.warn(&sentence)?;
            }
        }
        Ok(parsed.ok())
    }

    fn report(&mut self, saved: &Saved) -> Result<()> {
        let name = &saved.account.name;
        if saved.files.is_empty() {
            self.say(&format!("{name} is as it was\n"))?;
        }
        for file in &saved.files {
            self.say(&format!("saved {name} in {}\n", file.display()))?;
        }
        for note in &saved.notes {
            self.warn(note)?;
        }
        Ok(())
    }

    /// What follows a save: the way to a role, or the check of the one that there is.
    async fn after(&mut self, account: &Account, is_checked: bool) -> Result<Ending> {
        if account.role.is_none() {
            self.say(&next_steps(account))?;
            return Ok(Ending::Done);
        }
        if !is_checked {
            return Ok(Ending::Done);
        }
        let checked = self.check(account, false).await?;
        Ok(if checked.has_failed() {
            self.warn("the account is saved although its check failed")?;
            Ending::Partly
        } else {
            Ending::Done
        })
    }

    fn remove(&mut self, loaded: &Loaded, account: &Account, yes: bool) -> Result<Ending> {
        let files: Vec<String> = loaded
            .files_of(account.id)
            .map(|file| file.path.display().to_string())
            .collect();
        let what = format!("{} from {}", account.name, files.join(" and "));
        if !yes {
            let question = format!("Remove {what}?");
            let Some(confirm) = &mut self.confirm else {
                return self.refuse(&format!("{question} Nobody can be asked here: add --yes"));
            };
            if !confirm(&question).wrap_err("ask for a yes")? {
                self.say("nothing was removed\n")?;
                return Ok(Ending::Done);
            }
        }
        let changed = self.store.remove(account.id)?;
        self.provider.forget(account.id);
        for file in changed {
            self.say(&format!(
                "removed {} from {}\n",
                account.name,
                file.display()
            ))?;
        }
        if let Some(role) = &account.role {
            let handout = onboard::delete_role(role);
            self.say(&format!("\n{}\n\n{}", handout.note, handout.text))?;
        }
        Ok(Ending::Done)
    }

    fn refuse(&mut self, sentence: &str) -> Result<Ending> {
        self.warn(sentence)?;
        Ok(Ending::Usage)
    }

    /// A reader that has gone away wants no more, which is no error.
    fn say(&mut self, text: &str) -> Result<()> {
        let said = self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush());
        match said {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            said => said.wrap_err("write to standard output"),
        }
    }

    fn warn(&mut self, sentence: &str) -> Result<()> {
        writeln!(self.errors, "skymap: {sentence}").wrap_err("write to standard error")
    }
}

fn pending(account: &Account) -> String {
    format!(
        "the account {:?} is pending: it has no role yet; add it with: skymap accounts edit {} --role-arn ARN",
        account.name, account.id
    )
}

fn next_steps(account: &Account) -> String {
    let external_id = match &account.external_id {
        Some(external_id) => format!("external ID: {external_id}\n"),
        None => String::new(),
    };
    format!(
        "{external_id}\
         {name} is pending: it has no role yet.\n\
         1. Make a role in that account which trusts your own account{condition}, with the\n   \
            policy ReadOnlyAccess. The accounts window of the map (key a, then e) has the\n   \
            commands, the templates and a text for an administrator to copy.\n\
         2. Bring the role's ARN: skymap accounts edit {id} --role-arn ARN\n",
        name = account.name,
        condition = if account.external_id.is_some() {
            " and asks for that external ID"
        } else {
            ""
        },
        id = account.id,
    )
}
