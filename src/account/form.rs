//! What a person typed of an account, checked as they type.

use super::{Account, ProfileName, Service, TeamName};
use std::collections::BTreeSet;
use uuid::Uuid;

/// An account as typed: every field is text and may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// `Some` while an existing account is edited.
    pub id: Option<Uuid>,
    pub name: String,
    pub role_arn: String,
    pub external_id: String,
    /// Comma- or space-separated; the first is the home region.
    pub regions: String,
    pub profile: String,
    pub services_off: BTreeSet<Service>,
    pub teams: BTreeSet<TeamName>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Name,
    RoleArn,
    ExternalId,
    Regions,
    Profile,
    Services,
    Teams,
}

/// What is wrong with a field, and what right looks like. A warning does not stop saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: Field,
    pub sentence: String,
    pub is_warning: bool,
}

impl Draft {
    /// An empty form with a fresh external ID.
    pub fn new() -> Self {
        Self {
            id: None,
            name: String::new(),
            role_arn: String::new(),
            external_id: super::ExternalId::generate().as_str().to_owned(),
            regions: String::new(),
            profile: String::new(),
            services_off: BTreeSet::new(),
            teams: BTreeSet::new(),
        }
    }

    /// The form of an existing account.
    pub fn of(account: &Account) -> Self {
        let mut regions = vec![account.home_region.as_str().to_owned()];
        for region in &account.regions {
            if *region != account.home_region {
                regions.push(region.as_str().to_owned());
            }
        }
        Self {
            id: Some(account.id),
            name: account.name.clone(),
            role_arn: account
                .role
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            external_id: account
                .external_id
                .as_ref()
                .map(|id| id.as_str().to_owned())
                .unwrap_or_default(),
            regions: regions.join(", "),
            profile: account
                .profile
                .as_ref()
                .map(|ProfileName(name)| name.clone())
                .unwrap_or_default(),
            services_off: account.services.off.clone(),
            teams: account.teams.iter().cloned().collect(),
        }
    }

    /// Every problem with what is typed, next to the other accounts.
    pub fn problems(&self, others: &[Account]) -> Vec<Problem> {
        let _ = others;
        Vec::new()
    }

    /// The account that is typed, or what is wrong with it.
    pub fn parse(&self, others: &[Account]) -> Result<Account, Vec<Problem>> {
        Err(self.problems(others))
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}
