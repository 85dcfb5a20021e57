//! Who of another account may come in. AWS lists a group's rules where the group is; the
//! group that a rule names may have been read elsewhere, or not at all.

use super::{Link, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind};

const REFERENCED: Evidence = Evidence {
    call: "ec2:DescribeSecurityGroupRules",
    field: "SecurityGroupRules[].ReferencedGroupInfo.GroupId",
};

/// A link from each group of another account that a rule lets in to the rule's own.
pub(super) fn from_elsewhere(survey: &Survey) -> Vec<Link> {
    let mut links = Vec::new();
    for (rule, assessed) in survey.iter() {
        let resource = &assessed.resource;
        let is_inbound = resource.kind == Kind::SecurityGroupRule
            && resource.fact("direction") == Some("inbound");
        // A rule through a peering that is gone permits nothing.
        let is_in_force = matches!(resource.fact("peering"), None | Some("active"));
        let Some(group) = assessed.parent.filter(|_| is_inbound && is_in_force) else {
            continue;
        };
        let named = survey
            .links_from(rule)
            .filter(|(_, link)| link.kind == RelationshipKind::IsAssociatedWith)
            .filter(|(_, link)| survey[link.to].resource.account != survey[group].resource.account);
        links.extend(named.map(|(_, link)| Link {
            from: link.to,
            to: group,
            kind: RelationshipKind::Permits,
            label: resource.fact("ports").map(Into::into),
            evidence: REFERENCED,
            seen: None,
        }));
    }
    links
}
