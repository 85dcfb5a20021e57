//! What a person typed of an account, checked as they type.

use super::{Account, ExternalId, Partition, ProfileName, Region, RoleArn, Service, Services};
use super::{TeamName, text_problem};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The longest name of an account, in characters: it must fit a row.
const LONGEST_NAME: usize = 64;

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
    /// Carried through an edit; the form has no field for it.
    pub colour: Option<String>,
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
            external_id: ExternalId::generate().as_str().to_owned(),
            regions: String::new(),
            profile: String::new(),
            services_off: Services::default().unread(),
            teams: BTreeSet::new(),
            colour: None,
        }
    }

    /// The form of an existing account.
    pub fn of(account: &Account) -> Self {
        let mut regions = vec![account.home_region.as_str()];
        for region in &account.regions {
            if *region != account.home_region {
                regions.push(region.as_str());
            }
        }
        let role = account.role.as_ref().map(ToString::to_string);
        let external_id = account.external_id.as_ref().map(ToString::to_string);
        let profile = account.profile.as_ref().map(|profile| profile.0.clone());
        Self {
            id: Some(account.id),
            name: account.name.clone(),
            role_arn: role.unwrap_or_default(),
            external_id: external_id.unwrap_or_default(),
            regions: regions.join(", "),
            profile: profile.unwrap_or_default(),
            services_off: account.services.unread(),
            teams: account.teams.iter().cloned().collect(),
            colour: account.colour.clone(),
        }
    }

    /// Every problem with what is typed, next to the other accounts. The account that
    /// is edited may be among them.
    pub fn problems(&self, others: &[Account]) -> Vec<Problem> {
        self.read(others).1
    }

    /// The account that is typed, or what is wrong with it. A draft without an `id`
    /// becomes a new account.
    pub fn parse(&self, others: &[Account]) -> Result<Account, Vec<Problem>> {
        let (account, problems) = self.read(others);
        if problems.iter().all(|problem| problem.is_warning) {
            Ok(account)
        } else {
            Err(problems)
        }
    }

    /// Reads every field; what cannot be read is a problem and left out.
    fn read(&self, others: &[Account]) -> (Account, Vec<Problem>) {
        let others: Vec<&Account> = others
            .iter()
            .filter(|other| Some(other.id) != self.id)
            .collect();
        let mut problems = Problems::default();
        let name = problems.keep(Field::Name, read_name(&self.name, &others));
        let role = problems.keep(Field::RoleArn, read_role(&self.role_arn, &others));
        let external_id = read_optional(&self.external_id, ExternalId::parse);
        let external_id = problems.keep(Field::ExternalId, external_id).flatten();
        let role = role.flatten();
        let partition = role.as_ref().map(|role| role.partition);
        let regions = read_regions(&self.regions, partition, &mut problems);
        let profile = read_optional(&self.profile, read_profile);
        let profile = problems.keep(Field::Profile, profile).flatten();
        if self.services_off.len() == Service::ALL.len() {
            problems.warn(
                Field::Services,
                "every service is off, so nothing will be read; switch at least one on".to_owned(),
            );
        }
        let home_region = regions.first().cloned();
        let account = Account {
            id: self.id.unwrap_or_else(Uuid::new_v4),
            name: name.unwrap_or_default(),
            role,
            external_id,
            home_region: home_region.unwrap_or_else(|| default_region(partition)),
            regions: if regions.len() > 1 {
                regions
            } else {
                Vec::new()
            },
            services: Services::without(&self.services_off),
            profile,
            colour: self.colour.clone(),
            teams: self.teams.iter().cloned().collect(),
        };
        (account, problems.0)
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn keep<T>(&mut self, field: Field, read: Result<T, String>) -> Option<T> {
        read.map_err(|sentence| self.push(field, sentence, false))
            .ok()
    }

    fn warn(&mut self, field: Field, sentence: String) {
        self.push(field, sentence, true);
    }

    fn push(&mut self, field: Field, sentence: String, is_warning: bool) {
        self.0.push(Problem {
            field,
            sentence,
            is_warning,
        });
    }
}

fn read_name(typed: &str, others: &[&Account]) -> Result<String, String> {
    let name = typed.trim();
    if name.is_empty() {
        return Err("the account needs a name, like shop-prod".to_owned());
    }
    if let Some(problem) = text_problem("a name", name) {
        return Err(problem);
    }
    if name.chars().count() > LONGEST_NAME {
        let length = name.chars().count();
        return Err(format!(
            "a name has at most {LONGEST_NAME} characters, this one has {length}"
        ));
    }
    let folded = name.to_lowercase();
    match others
        .iter()
        .find(|other| other.name.to_lowercase() == folded)
    {
        Some(other) => Err(format!(
            "there is an account called {:?} already; choose a name of its own",
            other.name
        )),
        None => Ok(name.to_owned()),
    }
}

fn read_role(typed: &str, others: &[&Account]) -> Result<Option<RoleArn>, String> {
    let role: Option<RoleArn> = read_optional(typed, |typed| {
        typed
            .parse()
            .map_err(|error: super::ArnError| error.to_string())
    })?;
    let is_taken = |other: &&&Account| match (&other.role, &role) {
        (Some(taken), Some(role)) => taken.is_same_role(role),
        _ => false,
    };
    match others.iter().find(is_taken) {
        Some(other) => Err(format!(
            "the account {:?} has this role already; edit that one, or paste another role's ARN",
            other.name
        )),
        None => Ok(role),
    }
}

fn read_profile(typed: &str) -> Result<ProfileName, String> {
    let name = typed.trim();
    match text_problem("a profile's name", name) {
        Some(problem) => Err(problem),
        None => Ok(ProfileName(name.to_owned())),
    }
}

/// A field that may be left empty.
fn read_optional<T>(
    typed: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        read(typed).map(Some)
    }
}

/// The regions in the order typed, each once.
fn read_regions(typed: &str, role: Option<Partition>, problems: &mut Problems) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let words = typed.split(|character: char| character == ',' || character.is_whitespace());
    for word in words.filter(|word| !word.is_empty()) {
        let read = Region::parse(word).map_err(|error| error.to_string());
        if let Some(region) = problems.keep(Field::Regions, read)
            && !regions.contains(&region)
        {
            regions.push(region);
        }
    }
    for region in regions.iter().filter(|region| region.place().is_none()) {
        problems.warn(
            Field::Regions,
            format!("{region} is a region that this version does not know; check that it is meant"),
        );
    }
    if regions.is_empty() && typed.trim().is_empty() {
        let region = default_region(role);
        problems.warn(
            Field::Regions,
            format!("no region is typed, so {region} will be read"),
        );
    }
    check_partition(&regions, role, problems);
    regions
}

fn check_partition(regions: &[Region], role: Option<Partition>, problems: &mut Problems) {
    let Some(partition) = role.or_else(|| regions.first().map(Region::partition)) else {
        return;
    };
    let whose = match role {
        Some(_) => "the role",
        None => "the first region",
    };
    for region in regions {
        let other = region.partition();
        if other != partition {
            let right = partition.default_region();
            problems.push(
                Field::Regions,
                format!(
                    "{region} is in the partition {other} and {whose} in {partition}; \
                     choose regions of {partition}, like {right}"
                ),
                false,
            );
        }
    }
}

fn default_region(partition: Option<Partition>) -> Region {
    Region::new(partition.unwrap_or(Partition::Aws).default_region())
}

#[cfg(test)]
mod tests;
