//! One account as three texts say it: as a person left it, as it was when they began,
//! and as somebody else has written it meanwhile.

use crate::account::{Account, Services};

/// The names of the fields in which two copies differ, as the file spells them.
/// Teams are not a field of a record.
pub(super) fn differences(one: &Account, other: &Account) -> Vec<&'static str> {
    let fields = [
        ("name", one.name != other.name),
        ("role_arn", one.role != other.role),
        ("external_id", one.external_id != other.external_id),
        ("home_region", one.home_region != other.home_region),
        ("regions", one.regions != other.regions),
        ("services_off", one.services.off != other.services.off),
        ("services_on", one.services.on != other.services.on),
        ("profile", one.profile != other.profile),
        ("colour", one.colour != other.colour),
    ];
    fields
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
}

/// A field that the person did not touch is kept as it stands on disk; one that both
/// changed is the person's, who is told which.
pub(super) struct Merge<'a> {
    pub(super) ours: &'a Account,
    pub(super) as_read: &'a Account,
    pub(super) on_disk: &'a Account,
}

impl Merge<'_> {
    /// The account to write, and the fields in which somebody else's change is lost.
    pub(super) fn merged(&self) -> (Account, Vec<&'static str>) {
        let mut lost = Vec::new();
        let account = Account {
            id: self.ours.id,
            name: self.field("name", |account| &account.name, &mut lost),
            role: self.field("role_arn", |account| &account.role, &mut lost),
            external_id: self.field("external_id", |account| &account.external_id, &mut lost),
            home_region: self.field("home_region", |account| &account.home_region, &mut lost),
            regions: self.field("regions", |account| &account.regions, &mut lost),
            services: Services {
                off: self.field("services_off", |account| &account.services.off, &mut lost),
                on: self.field("services_on", |account| &account.services.on, &mut lost),
            },
            profile: self.field("profile", |account| &account.profile, &mut lost),
            colour: self.field("colour", |account| &account.colour, &mut lost),
            teams: self.field("team access", |account| &account.teams, &mut lost),
        };
        if is_consistent(&account) {
            (account, lost)
        } else {
            (self.ours.clone(), differences(self.ours, self.on_disk))
        }
    }

    fn field<T: PartialEq + Clone>(
        &self,
        name: &'static str,
        of: impl Fn(&Account) -> &T,
        lost: &mut Vec<&'static str>,
    ) -> T {
        let (ours, as_read, on_disk) = (of(self.ours), of(self.as_read), of(self.on_disk));
        if ours == as_read {
            return on_disk.clone();
        }
        if on_disk != as_read && on_disk != ours {
            lost.push(name);
        }
        ours.clone()
    }
}

/// Fields that were changed by two people may not fit each other: a role of one
/// partition with regions of another, a home region that is not watched.
fn is_consistent(account: &Account) -> bool {
    let partition = account.home_region.partition();
    let regions = &account.regions;
    account
        .role
        .as_ref()
        .is_none_or(|role| role.partition == partition)
        && regions.iter().all(|region| region.partition() == partition)
        && (regions.is_empty() || regions.contains(&account.home_region))
}
