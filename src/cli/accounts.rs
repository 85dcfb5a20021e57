//! `skymap accounts`: the accounts files from the command line, for scripts and for
//! people without the map. It must not know which cloud is behind the provider.

mod arguments;
mod check;
mod import;
mod table;
mod terminal;

pub use arguments::Arguments;
pub use terminal::{agreed, answer};

use super::Outcome;
use super::output::printable;
use crate::account::store::{Loaded, Saved, Store};
use crate::account::{Account, Draft, Problem, find, onboard};
use crate::provider::Provider;
use arguments::{Command, Fields, Form, Typed};
use color_eyre::Report;
use color_eyre::eyre::{Result, WrapErr};
use std::io::{self, Write};

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
pub async fn run(arguments: Arguments, mut desk: Desk<'_>) -> Result<Outcome> {
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
        Command::Import(asked) => desk.import(&loaded, asked).await,
        Command::Test { account, form } => {
            let account = find(&loaded.accounts, &account)?;
            if account.role.is_none() {
                return Err(Report::msg(pending(account)));
            }
            let checked = desk.check(account, form.is_json()).await?;
            Ok(checked.outcome())
        }
    }
}

impl Desk<'_> {
    fn list(&mut self, loaded: &Loaded, form: Form) -> Result<Outcome> {
        let text = if form.is_json() {
            table::json(loaded)
        } else {
            table::text(loaded)
        };
        self.say(&text)?;
        Ok(if loaded.left_out == 0 {
            Outcome::Done
        } else {
            Outcome::Partly
        })
    }

    async fn add(&mut self, loaded: &Loaded, name: String, fields: Fields) -> Result<Outcome> {
        let mut draft = Draft::new();
        if fields.role_arn.as_ref().is_some_and(|arn| !arn.is_empty()) {
            // The role exists: its trust policy asks for what it asks for.
            draft.external_id.clear();
        }
        draft.name = name;
        let typed = fields.typed_into(draft);
        let Some(account) = self.parsed(&typed.draft, loaded)? else {
            return Ok(Outcome::Usage);
        };
        let saved = self.store.save(&account, None)?;
        self.report(&saved)?;
        self.after(&saved.account, typed.is_checked).await
    }

    async fn edit(&mut self, loaded: &Loaded, before: &Account, typed: Typed) -> Result<Outcome> {
        let Some(account) = self.parsed(&typed.draft, loaded)? else {
            return Ok(Outcome::Usage);
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
    async fn after(&mut self, account: &Account, is_checked: bool) -> Result<Outcome> {
        if account.role.is_none() {
            self.say(&next_steps(account))?;
            return Ok(Outcome::Done);
        }
        if !is_checked {
            return Ok(Outcome::Done);
        }
        let checked = self.check(account, false).await?;
        Ok(if checked.has_failed() {
            self.warn("the account is saved although its check failed")?;
            Outcome::Partly
        } else {
            Outcome::Done
        })
    }

    fn remove(&mut self, loaded: &Loaded, account: &Account, yes: bool) -> Result<Outcome> {
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
                return Ok(Outcome::Done);
            }
        }
        let removed = self.store.remove(account)?;
        self.provider.forget(account.id);
        for file in removed.files {
            self.say(&format!(
                "removed {} from {}\n",
                account.name,
                file.display()
            ))?;
        }
        for note in &removed.notes {
            self.warn(note)?;
        }
        if let Some(role) = &account.role {
            let handout = onboard::delete_role(role);
            self.say(&format!("\n{}\n\n{}", handout.note, handout.text))?;
        }
        Ok(Outcome::Done)
    }

    fn refuse(&mut self, sentence: &str) -> Result<Outcome> {
        self.warn(sentence)?;
        Ok(Outcome::Usage)
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
        writeln!(self.errors, "skymap: {}", printable(sentence)).wrap_err("write to standard error")
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
