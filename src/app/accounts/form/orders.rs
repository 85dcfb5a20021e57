//! What the form asks of the outside: who we are, a check, texts copied and written.

use super::{Focus, Form, Step};
use crate::account::onboard::{Handout, Onboarding};
use crate::account::{ExternalId, Field, Partition, ProfileName, Services};
use crate::app::Effect;
use crate::app::accounts::{Accounts, Around, CheckRun};
use crate::provider::Probe;
use std::path::PathBuf;

impl Form {
    pub(super) fn copy(&mut self, around: &mut Around<'_>) {
        self.is_handed_out |= !matches!(self.focus, Focus::Line(_));
        match self.focus {
            Focus::Handout(position) => {
                if let Some(handout) = self.handouts(around.accounts).get(position) {
                    around.effects.push(Effect::Copy {
                        what: handout.title.to_owned(),
                        text: handout.text.clone(),
                    });
                }
            }
            Focus::Line(line) => {
                if let Some(check) = &self.check {
                    check.copy(line, around);
                }
            }
            _ => around.effects.push(Effect::Copy {
                what: "external ID".to_owned(),
                text: self.text(Field::ExternalId).trim().to_owned(),
            }),
        }
    }

    pub(super) fn write(&mut self, around: &mut Around<'_>) {
        if let Focus::Handout(position) = self.focus
            && let Some(handout) = self.handouts(around.accounts).get(position)
        {
            self.is_handed_out = true;
            around.effects.push(Effect::WriteFile {
                path: PathBuf::from(handout.file_name),
                text: handout.text.clone(),
            });
        }
    }

    pub(super) fn again(&mut self, around: &mut Around<'_>) {
        match self.step {
            Step::Identity => self.ask_caller(true, around),
            Step::Check => self.start_check(Probe::Standard, around),
            _ => {}
        }
    }

    /// Asks who we are, where that is not known for the typed profile.
    pub(super) fn ask_caller(&mut self, again: bool, around: &mut Around<'_>) {
        let profile = self.text(Field::Profile).trim();
        let profile = (!profile.is_empty()).then(|| ProfileName(profile.to_owned()));
        around.accounts.ask_caller(profile, again, around.effects);
    }

    /// Checks what is typed, where it is an account with a role.
    pub fn start_check(&mut self, probe: Probe, around: &mut Around<'_>) {
        if let Ok(account) = self.account(around.accounts)
            && account.role.is_some()
        {
            self.check = Some(CheckRun::start(account, probe, around));
            self.focus = Focus::Nothing;
            self.scroll = 0;
        }
    }

    /// Whether the check was of what is typed now.
    pub fn is_check_current(&self, accounts: &Accounts) -> bool {
        match (&self.check, self.account(accounts)) {
            (Some(check), Ok(account)) => check.account == account,
            _ => false,
        }
    }

    /// The texts that make the role, as far as they can be made from what is typed.
    pub fn handouts(&self, accounts: &Accounts) -> Vec<Handout> {
        let role = self.role();
        let caller = accounts.known_caller();
        let services = Services::without(&self.services_off);
        let external_id = ExternalId::parse(self.text(Field::ExternalId).trim()).ok();
        let partition = role.as_ref().map(|role| role.partition);
        Onboarding {
            account_name: match self.text(Field::Name).trim() {
                "" => "a new account",
                name => name,
            },
            partition: partition
                .or(caller.map(|caller| caller.partition))
                .unwrap_or(Partition::Aws),
            trusted: caller.map(|caller| caller.account),
            target: role.as_ref().map(|role| role.account),
            role_name: role.as_ref().map_or("skymap", |role| &role.path_and_name),
            external_id: external_id.as_ref(),
            services: &services,
            actions: &accounts.actions_of(&services),
            permissions: self.permissions,
        }
        .handouts()
    }
}
