//! What each step of the form shows, from top to bottom.

use super::{Focus, Form, Step};
use crate::account::onboard::{MFA_NOTE, Permissions};
use crate::account::store::FileState;
use crate::account::{AccountId, Field, Service};
use crate::app::accounts::{Accounts, Row, Tone, explained};

impl Form {
    pub fn rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        match self.step {
            Step::Identity => self.identity_rows(accounts, width),
            Step::Role => self.role_rows(accounts, width),
            Step::Permissions => self.permission_rows(accounts, width),
            Step::Account => self.account_rows(accounts),
            Step::Check => self.check_rows(accounts, width),
            Step::Save => self.save_rows(accounts, width),
        }
    }

    fn identity_rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        let mut rows = vec![Row::Heading("Who will assume the role")];
        match &accounts.caller {
            None => rows.push(Row::Text(Tone::Dim, "Asking AWS who we are …".to_owned())),
            Some(Ok(caller)) => {
                rows.push(Row::Fact("account", caller.account.grouped()));
                rows.push(Row::Fact("identity", caller.arn.clone()));
                rows.push(Row::Fact("partition", caller.partition.to_string()));
                rows.push(Row::Blank);
                rows.extend(Row::wrapped(Tone::Dim, TRUST, width));
            }
            Some(Err(explanation)) => {
                rows.extend(Row::wrapped(Tone::Bad, &explained(explanation), width));
                rows.push(Row::Blank);
                rows.extend(Row::wrapped(Tone::Dim, NO_CALLER, width));
            }
        }
        rows.push(Row::Blank);
        rows.push(Row::Heading("External ID of this account"));
        let external_id = self.text(Field::ExternalId).trim();
        if external_id.is_empty() {
            rows.push(Row::Text(
                Tone::Dim,
                "none: the role must not ask for one".to_owned(),
            ));
        } else {
            rows.push(Row::Fact("external ID", external_id.to_owned()));
        }
        rows.push(Row::Blank);
        rows.extend(Row::wrapped(Tone::Dim, EXTERNAL_ID, width));
        rows
    }

    fn role_rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        let mut rows = Row::wrapped(Tone::Dim, ROLE, width);
        rows.push(Row::Blank);
        let handouts = self.handouts(accounts);
        let lines = handouts.iter().enumerate();
        rows.extend(lines.map(|(position, handout)| Row::Handout {
            position,
            title: handout.title,
            file_name: handout.file_name,
        }));
        rows.push(Row::Blank);
        rows.extend(Row::wrapped(Tone::Plain, MFA_NOTE, width));
        // Where there is room, the selected text is read without opening it.
        if let Focus::Handout(position) = self.focus
            && let Some(handout) = handouts.get(position)
        {
            rows.push(Row::Blank);
            rows.push(Row::Heading(handout.title));
            rows.extend(Row::wrapped(Tone::Plain, &handout.note, width));
            rows.push(Row::Blank);
            rows.extend(Row::wrapped(Tone::Dim, &handout.text, width));
        }
        rows
    }

    fn permission_rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        let mut rows = vec![Row::Permission(Permissions::ReadOnlyAccess)];
        rows.extend(Row::wrapped(Tone::Dim, READ_ONLY_ACCESS, width));
        rows.push(Row::Blank);
        rows.push(Row::Permission(Permissions::Minimal));
        rows.extend(Row::wrapped(Tone::Dim, MINIMAL, width));
        rows.push(Row::Blank);
        let off: Vec<&str> = self
            .services_off()
            .into_iter()
            .map(Service::title)
            .collect();
        if !off.is_empty() {
            rows.push(Row::Heading("Off, and not called"));
            rows.extend(Row::wrapped(Tone::Dim, &off.join(", "), width));
            rows.push(Row::Blank);
        }
        rows.push(Row::Heading("What is called, by service"));
        for service in Service::ALL
            .into_iter()
            .filter(|service| self.reads(*service))
        {
            let actions = accounts.actions.get(&service);
            let actions = actions.map_or_else(String::new, |actions| actions.join(" "));
            rows.push(Row::Text(Tone::Plain, service.title().to_owned()));
            rows.extend(Row::wrapped(Tone::Dim, &actions, width));
        }
        rows
    }

    fn account_rows(&self, accounts: &Accounts) -> Vec<Row> {
        let fields = [
            Field::RoleArn,
            Field::Name,
            Field::Regions,
            Field::ExternalId,
            Field::Profile,
        ];
        let mut rows: Vec<Row> = fields
            .into_iter()
            .flat_map(|field| [Row::Field(field), Row::Note(field)])
            .collect();
        rows.push(Row::AllServices);
        if self.focus.is_service() {
            rows.extend(Service::ALL.map(Row::Service));
        }
        rows.push(Row::Note(Field::Services));
        let teams = accounts.team_files().count();
        rows.extend((0..teams).map(Row::Team));
        rows.push(Row::Note(Field::Teams));
        rows
    }

    fn check_rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        if self.is_pending() {
            return Row::wrapped(Tone::Dim, PENDING, width);
        }
        if self.has_errors() {
            let mut rows = vec![Row::Text(Tone::Warning, NOT_CHECKABLE.to_owned())];
            rows.extend(self.problem_rows(width));
            return rows;
        }
        let Some(check) = &self.check else {
            return vec![Row::Text(Tone::Dim, "r checks the connection".to_owned())];
        };
        let selected = match self.focus {
            Focus::Line(line) => line,
            _ => 0,
        };
        let mut rows = check.rows(selected, width);
        if !self.is_check_current(accounts) {
            rows.push(Row::Text(Tone::Warning, STALE_CHECK.to_owned()));
        }
        if !check.is_running && check.account.external_id.is_some() {
            rows.push(Row::Blank);
            rows.extend(Row::wrapped(Tone::Dim, PROBE, width));
        }
        rows
    }

    fn save_rows(&self, accounts: &Accounts, width: usize) -> Vec<Row> {
        let mut rows = self.summary_rows(accounts);
        rows.push(Row::Blank);
        rows.extend(self.problem_rows(width));
        let (tone, standing) = self.standing(accounts);
        rows.extend(Row::wrapped(tone, &standing, width));
        if let Some(refusal) = &self.refusal {
            rows.extend(Row::wrapped(
                Tone::Bad,
                &format!("Not saved: {refusal}"),
                width,
            ));
        }
        rows.push(Row::Blank);
        rows.push(Row::SaveButton);
        rows
    }

    fn summary_rows(&self, accounts: &Accounts) -> Vec<Row> {
        let number = self.role().map(|role| role.account);
        let role = match self.text(Field::RoleArn).trim() {
            "" => "none yet: the account is saved as pending",
            arn => arn,
        };
        let off = self.services_off();
        let names: Vec<&str> = off.iter().map(|service| service.title()).collect();
        let (on, all) = (Service::ALL.len() - off.len(), Service::ALL.len());
        let services = if off.is_empty() {
            format!("all {all}")
        } else {
            format!("{on} of {all}; off: {}", names.join(", "))
        };
        let teams: Vec<&str> = self.teams().collect();
        let teams = if teams.is_empty() {
            "none".to_owned()
        } else {
            teams.join(", ")
        };
        let mut rows = vec![
            Row::Fact("name", self.text(Field::Name).trim().to_owned()),
            Row::Fact(
                "account",
                number.map_or_else(String::new, AccountId::grouped),
            ),
            Row::Fact("role", role.to_owned()),
            Row::Fact("regions", self.text(Field::Regions).trim().to_owned()),
            Row::Fact("services", services),
            Row::Fact("teams", teams),
        ];
        rows.extend(self.files(accounts).map(|file| {
            let path = file.path.display();
            let path = match &file.read_only {
                Some(reason) => format!("{path} (read-only: {reason})"),
                None => path.to_string(),
            };
            Row::Fact("file", path)
        }));
        rows
    }

    /// The files that are written: where the account is, and those of the chosen teams.
    fn files<'a>(&'a self, accounts: &'a Accounts) -> impl Iterator<Item = &'a FileState> {
        accounts.files().filter(|file| match &file.team {
            Some(team) => self.teams.contains(team) || file.holds.contains(&self.id),
            None => !self.is_edit() || file.holds.contains(&self.id),
        })
    }

    fn problem_rows(&self, width: usize) -> Vec<Row> {
        let problems = self.problems().iter();
        problems
            .flat_map(|problem| {
                let tone = if problem.is_warning {
                    Tone::Warning
                } else {
                    Tone::Bad
                };
                let sentence = format!("{}: {}", label(problem.field), problem.sentence);
                Row::wrapped(tone, &sentence, width)
            })
            .collect()
    }

    /// What the check says of saving.
    fn standing(&self, accounts: &Accounts) -> (Tone, String) {
        match &self.check {
            _ if self.is_saving => (Tone::Dim, "Saving …".to_owned()),
            _ if self.is_pending() => (Tone::Dim, PENDING.to_owned()),
            None => (Tone::Dim, "The connection was not checked.".to_owned()),
            Some(_) if !self.is_check_current(accounts) => (Tone::Warning, STALE_CHECK.to_owned()),
            Some(check) => match check.outcome() {
                (Tone::Bad, sentence) => (Tone::Bad, format!("{sentence} {SAVED_ANYWAY}")),
                outcome => outcome,
            },
        }
    }
}

/// As the form names a field.
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::RoleArn => "Role ARN",
        Field::ExternalId => "External ID",
        Field::Regions => "Regions",
        Field::Profile => "Profile",
        Field::Services => "Services",
        Field::Teams => "Teams",
    }
}

const TRUST: &str = "The role's trust policy names this identity's account and the external ID below; \
    the texts of the next step do so.";
const NO_CALLER: &str = "The account can be added all the same: the texts of the next step then hold a \
    placeholder for the trusted account. r asks again.";
const EXTERNAL_ID: &str = "It was made for this account alone; the role's trust policy must ask for it, \
    so that nobody else can lead us into the role. y copies it. A role that exists with another one: \
    type that one in step 4.";
const ROLE: &str = "Make the role in the account that is to be read, in the way that suits you, or hand \
    the last text to whoever administers it. Enter shows a text, y copies it, w writes it to a file here.";
const READ_ONLY_ACCESS: &str = "AWS's own managed policy. It grows with AWS, so later versions of this \
    program need no new permissions. It also lets the role read contents, but our sessions cannot: \
    each one is narrowed to Describe, List and Get calls of configuration.";
const MINIMAL: &str = "A policy with the calls below and nothing else. A later version that reads more \
    shows what it lacks as denied until the policy is renewed.";
const PENDING: &str = "Without a role ARN the account is saved as pending: its external ID is kept, and \
    there is nothing to check yet. Paste the ARN in step 4 when the role exists.";
const NOT_CHECKABLE: &str = "The check needs what is typed in step 4 to be right:";
const STALE_CHECK: &str = "It was changed after the check.";
const PROBE: &str =
    "o also tries without the external ID, after a question: does the role really demand it?";
const SAVED_ANYWAY: &str = "It can be saved all the same, and tested again from the list.";
