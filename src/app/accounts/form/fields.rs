//! What is typed in the form, and the account that it makes.

use super::Form;
use crate::account::{Account, Draft, Field, Problem, RoleArn, Service};
use crate::app::accounts::{Accounts, Around, TextField};

impl Field {
    pub(in crate::app) const ALL: [Self; 7] = [
        Self::RoleArn,
        Self::Name,
        Self::Regions,
        Self::ExternalId,
        Self::Profile,
        Self::Services,
        Self::Teams,
    ];
}

impl Form {
    pub fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", TextField::value)
    }

    pub fn field(&self, field: Field) -> Option<&TextField> {
        self.fields.get(&field)
    }

    pub fn draft(&self) -> Draft {
        Draft {
            id: self.opened.id,
            name: self.text(Field::Name).to_owned(),
            role_arn: self.text(Field::RoleArn).to_owned(),
            external_id: self.text(Field::ExternalId).to_owned(),
            regions: self.text(Field::Regions).to_owned(),
            profile: self.text(Field::Profile).to_owned(),
            services_off: self.services_off.clone(),
            teams: self.teams.clone(),
            colour: self.opened.colour.clone(),
        }
    }

    /// The account as typed. A new one keeps its id from one attempt to the next.
    pub fn account(&self, accounts: &Accounts) -> Result<Account, Vec<Problem>> {
        let account = self.draft().parse(accounts.all())?;
        Ok(Account {
            id: self.id,
            ..account
        })
    }

    /// The role as far as it is typed.
    pub fn role(&self) -> Option<RoleArn> {
        self.text(Field::RoleArn).trim().parse().ok()
    }

    pub fn is_pending(&self) -> bool {
        self.text(Field::RoleArn).trim().is_empty()
    }

    pub fn reads(&self, service: Service) -> bool {
        !self.services_off.contains(&service)
    }

    pub fn is_shared_with(&self, accounts: &Accounts, team: usize) -> bool {
        accounts
            .team_files()
            .nth(team)
            .and_then(|file| file.team.as_ref())
            .is_some_and(|team| self.teams.contains(team))
    }

    pub fn teams(&self) -> impl Iterator<Item = &str> {
        self.teams.iter().map(|team| team.0.as_str())
    }

    /// What is wrong with a field, once there is reason to say it.
    pub fn problem(&self, field: Field) -> Option<&Problem> {
        let is_shown = self.touched.contains(&field) || !self.text(field).is_empty();
        self.problems
            .iter()
            .filter(|problem| problem.field == field && is_shown)
            .min_by_key(|problem| problem.is_warning)
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| !problem.is_warning)
    }

    pub fn external_id_differs(&self) -> bool {
        self.is_edit() && self.text(Field::ExternalId).trim() != self.opened.external_id
    }

    /// Whether a session that was made before the edit is another one's now.
    pub fn changes_session(&self) -> bool {
        let (typed, opened) = (self.draft(), &self.opened);
        typed.role_arn != opened.role_arn
            || typed.external_id != opened.external_id
            || typed.profile != opened.profile
            || typed.regions != opened.regions
            || typed.services_off != opened.services_off
    }

    pub(super) fn typed(&mut self, field: Field, around: &mut Around<'_>) {
        self.touched.insert(field);
        self.suggestion = None;
        self.refusal = None;
        self.problems = self.draft().problems(around.accounts.all());
    }

    pub(super) fn toggle_service(&mut self, service: Service, around: &mut Around<'_>) {
        if !self.services_off.remove(&service) {
            self.services_off.insert(service);
        }
        self.typed(Field::Services, around);
    }

    /// All on; all off where all are on. What is off by default is switched on alone.
    pub(super) fn toggle_all_services(&mut self, around: &mut Around<'_>) {
        let mut off = self.services_off.iter();
        if off.all(|service| service.is_off_by_default()) {
            self.services_off = Service::ALL.into();
        } else {
            self.services_off.retain(|one| one.is_off_by_default());
        }
        self.typed(Field::Services, around);
    }

    /// The services that are off, in the order of the list.
    pub fn services_off(&self) -> Vec<Service> {
        let off = Service::ALL.into_iter();
        off.filter(|service| !self.reads(*service)).collect()
    }

    /// A file that cannot be written is neither given the account nor rid of it.
    pub(super) fn toggle_team(&mut self, position: usize, around: &mut Around<'_>) {
        let Some(file) = around.accounts.team_files().nth(position) else {
            return;
        };
        let (Some(team), None) = (file.team.clone(), &file.read_only) else {
            return;
        };
        if !self.teams.remove(&team) {
            self.teams.insert(team);
        }
        self.typed(Field::Teams, around);
    }
}
