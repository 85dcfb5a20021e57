//! Where a subnet's traffic leaves: the routes of its own table, else of its VPC's
//! main table. AWS states routes of tables; people ask about subnets.

use super::{Link, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind, Resource, ResourceId};
use std::collections::BTreeMap;

/// What joins a subnet without an association of its own to its VPC's main table.
const MAIN: Evidence = Evidence {
    call: "ec2:DescribeRouteTables",
    field: "RouteTables[].Associations[].Main",
};

/// A link from each subnet to each gateway that a route of its table leads to, with
/// the route's own evidence; and to the main table, where that one is in force.
pub(super) fn of_subnets(survey: &Survey) -> Vec<Link> {
    let tables = Tables::of(survey);
    let mut links = Vec::new();
    for assessed in survey.resources.values() {
        let subnet = &assessed.resource;
        if subnet.kind != Kind::Subnet {
            continue;
        }
        let Some(table) = tables.of_subnet(subnet) else {
            continue;
        };
        if !tables.by_subnet.contains_key(&subnet.id) {
            links.push(Link {
                from: subnet.id.clone(),
                to: table.clone(),
                kind: RelationshipKind::IsAssociatedWith,
                label: Some("main".to_owned()),
                evidence: MAIN,
                seen: None,
            });
        }
        for (_, route) in survey.links_from(table) {
            if route.kind == RelationshipKind::RoutesTo {
                links.push(Link {
                    from: subnet.id.clone(),
                    ..route.clone()
                });
            }
        }
    }
    links
}

/// Route tables by what they serve.
#[derive(Default)]
struct Tables<'a> {
    by_subnet: BTreeMap<&'a ResourceId, &'a ResourceId>,
    main_by_vpc: BTreeMap<&'a ResourceId, &'a ResourceId>,
}

impl<'a> Tables<'a> {
    fn of(survey: &'a Survey) -> Self {
        let mut tables = Self::default();
        for (id, assessed) in &survey.resources {
            let table = &assessed.resource;
            if table.kind != Kind::RouteTable {
                continue;
            }
            // An association may be stated by either end.
            let stated = survey.links_from(id).map(|(_, link)| (link, &link.to));
            let heard = survey.links_to(id).map(|(_, link)| (link, &link.from));
            for (link, other) in stated.chain(heard) {
                if link.kind == RelationshipKind::IsAssociatedWith {
                    tables.by_subnet.insert(other, id);
                }
            }
            if let (Some("true"), Some(vpc)) = (table.fact("main"), &table.parent) {
                tables.main_by_vpc.insert(vpc, id);
            }
        }
        tables
    }

    fn of_subnet(&self, subnet: &Resource) -> Option<&'a ResourceId> {
        let own = self.by_subnet.get(&subnet.id);
        let main = || self.main_by_vpc.get(subnet.parent.as_ref()?);
        own.or_else(main).copied()
    }
}
