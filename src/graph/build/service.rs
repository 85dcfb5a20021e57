//! What an instance does, as far as its account says: the target group that sends to
//! it, its Auto Scaling group, its name without the number, or a tag; and what says so.

use crate::inventory::{Kind, Ordinal, RelationshipKind, Resource, Survey};
use crate::text::natural;
use compact_str::CompactString;
use std::collections::HashMap;
use std::hash::Hash;

/// Where a service's name was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupedBy {
    TargetGroup,
    AutoScalingGroup,
    /// The tag `Name`, without its number.
    Name,
    /// The tag `service` or `app`.
    Tag,
    /// Nothing says what it does.
    Id,
    /// Its kind: endpoints of one VPC are read as one thing.
    Kind,
    /// The cluster of databases that it is a member of.
    Cluster,
    EcsService,
}

impl GroupedBy {
    /// As the details view writes it.
    pub fn title(self) -> &'static str {
        match self {
            Self::TargetGroup => "target group",
            Self::AutoScalingGroup => "Auto Scaling group",
            Self::Name => "name",
            Self::Tag => "tag",
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Cluster => "cluster",
            Self::EcsService => "ECS service",
        }
    }
}

/// What an instance does, and what says so.
pub(super) struct Service {
    pub name: CompactString,
    pub grouped_by: GroupedBy,
    /// The group's name, the whole name or the tag's key.
    pub said_by: CompactString,
}

impl Service {
    pub(super) fn new(name: &str, grouped_by: GroupedBy, said_by: &str) -> Self {
        Self {
            name: name.into(),
            grouped_by,
            said_by: said_by.into(),
        }
    }

    fn of_group(grouped_by: GroupedBy, group: &str) -> Self {
        Self::new(without(group, &GROUP_WORDS), grouped_by, group)
    }
}

/// The groups that claim instances, by instance.
pub(super) struct Services<'a> {
    by_target_group: HashMap<Ordinal, &'a str>,
    by_scaling_group: HashMap<Ordinal, &'a str>,
    by_cluster: HashMap<Ordinal, &'a str>,
    /// The target group that an Auto Scaling group registers its members with, by name.
    group_targets: HashMap<&'a str, &'a str>,
}

/// AWS puts it on every instance of a group, and it stays when the group lets go.
const LAUNCHED_BY: &str = "aws:autoscaling:groupName";

impl<'a> Services<'a> {
    pub(super) fn of(survey: &'a Survey) -> Self {
        let mut services = Self {
            by_target_group: HashMap::new(),
            by_scaling_group: HashMap::new(),
            by_cluster: HashMap::new(),
            group_targets: HashMap::new(),
        };
        for link in &survey.links {
            if link.kind == RelationshipKind::ForwardsTo && link.seen.is_some() {
                if let Some(name) = name_of(survey, link.from, Kind::TargetGroup) {
                    claim(&mut services.by_target_group, link.to, name);
                }
            } else if let Some(group) = name_of(survey, link.from, Kind::AutoScalingGroup)
                && let Some(targets) = name_of(survey, link.to, Kind::TargetGroup)
            {
                claim(&mut services.group_targets, group, targets);
            } else if link.kind == RelationshipKind::IsMemberOf {
                let kinds = [Kind::DbCluster, Kind::ReplicationGroup, Kind::EcsService];
                for kind in kinds {
                    if let Some(name) = name_of(survey, link.to, kind) {
                        claim(&mut services.by_cluster, link.from, name);
                    }
                }
                // Either end may state the membership.
                for (member, group) in [(link.from, link.to), (link.to, link.from)] {
                    if let Some(name) = name_of(survey, group, Kind::AutoScalingGroup) {
                        claim(&mut services.by_scaling_group, member, name);
                    }
                }
            }
        }
        services
    }

    /// The cluster of databases that it is a member of.
    pub(super) fn of_database(&self, ordinal: Ordinal) -> Option<Service> {
        let name = self.by_cluster.get(&ordinal)?;
        Some(Service::new(name, GroupedBy::Cluster, name))
    }

    pub(super) fn of_instance(&self, ordinal: Ordinal, resource: &Resource) -> Service {
        if let Some(name) = self.by_target_group.get(&ordinal) {
            return Service::of_group(GroupedBy::TargetGroup, name);
        }
        if let Some(name) = self.by_cluster.get(&ordinal) {
            return Service::new(name, GroupedBy::EcsService, name);
        }
        let member = self.by_scaling_group.get(&ordinal).copied();
        let launched = || resource.tags.get(LAUNCHED_BY);
        if let Some(name) = member.or_else(launched) {
            // One that is on its way in or out is of the service that it will be or was.
            if let Some(targets) = self.group_targets.get(name) {
                return Service::of_group(GroupedBy::TargetGroup, targets);
            }
            return Service::of_group(GroupedBy::AutoScalingGroup, name);
        }
        if resource.name != resource.id.short() {
            let stem = without_number(&resource.name);
            return Service::new(stem, GroupedBy::Name, &resource.name);
        }
        match tagged(resource) {
            Some((key, value)) => Service::new(value, GroupedBy::Tag, key),
            None => Service::new(&resource.name, GroupedBy::Id, &resource.name),
        }
    }
}

/// Of several groups the first by name, so that the answer does not depend on order.
fn claim<'a, K: Eq + Hash>(claims: &mut HashMap<K, &'a str>, id: K, name: &'a str) {
    let claimed = claims.entry(id).or_insert(name);
    if natural(name, claimed).is_lt() {
        *claimed = name;
    }
}

fn name_of(survey: &Survey, ordinal: Ordinal, kind: Kind) -> Option<&str> {
    let resource = &survey[ordinal].resource;
    (resource.kind == kind).then_some(resource.name.as_str())
}

/// The tag that says what it does, as the account spells it.
fn tagged(resource: &Resource) -> Option<(&str, &str)> {
    ["service", "app"].iter().find_map(|wanted| {
        resource
            .tags
            .iter()
            .find(|(key, value)| key.eq_ignore_ascii_case(wanted) && !value.is_empty())
    })
}

/// What people add to a group's name to say that it is one.
const GROUP_WORDS: [&str; 5] = ["tg", "asg", "target-group", "auto-scaling-group", "targets"];

/// What a target group is called without the words that say that it is one.
pub(in crate::graph) fn service_of_group(name: &str) -> &str {
    without(name, &GROUP_WORDS)
}

/// `web-tg` and `tg-web` are both `web`.
fn without<'a>(name: &'a str, words: &[&str]) -> &'a str {
    let cut = words.iter().find_map(|word| {
        let rest = name
            .strip_suffix(word)
            .and_then(|rest| rest.strip_suffix(['-', '_']))
            .or_else(|| name.strip_prefix(word)?.strip_prefix(['-', '_']))?;
        Some(rest).filter(|rest| !rest.is_empty())
    });
    cut.unwrap_or(name)
}

/// `web-7` and `web7` are `web`; a bare id and a number stay as they are.
fn without_number(name: &str) -> &str {
    let stem = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let stem = stem.trim_end_matches(['-', '_', '.', ' ']);
    if stem.is_empty() || name.starts_with("i-") {
        name
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::{GROUP_WORDS, without, without_number};

    #[test]
    fn a_group_and_a_number_leave_the_service() {
        for (name, service) in [
            ("web-tg", "web"),
            ("tg-web", "web"),
            ("shop-web-target-group", "shop-web"),
            ("web_asg", "web"),
            ("tg", "tg"),
            ("storage", "storage"),
        ] {
            assert_eq!(without(name, &GROUP_WORDS), service, "{name}");
        }
        for (name, service) in [
            ("web-7", "web"),
            ("web07", "web"),
            ("web", "web"),
            ("42", "42"),
            ("i-0abc12", "i-0abc12"),
        ] {
            assert_eq!(without_number(name), service, "{name}");
        }
    }
}
