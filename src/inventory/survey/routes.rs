//! Where a subnet's traffic leaves: the routes of its own table, else of its VPC's
//! main table. AWS states routes of tables; people ask about subnets.

use super::{Link, Ordinal, Survey};
use crate::inventory::{Evidence, Kind, RelationshipKind};
use compact_str::CompactString;
use std::collections::HashMap;

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
    for (subnet, assessed) in survey.iter() {
        if assessed.resource.kind != Kind::Subnet {
            continue;
        }
        let Some(table) = tables.of_subnet(subnet, assessed.parent) else {
            continue;
        };
        if !tables.by_subnet.contains_key(&subnet) {
            links.push(Link {
                from: subnet,
                to: table,
                kind: RelationshipKind::IsAssociatedWith,
                label: Some(CompactString::const_new("main")),
                evidence: MAIN,
                seen: None,
            });
        }
        for (_, route) in survey.links_from(table) {
            if route.kind == RelationshipKind::RoutesTo {
                links.push(Link {
                    from: subnet,
                    ..route.clone()
                });
            }
        }
    }
    links
}

/// Route tables by what they serve.
#[derive(Default)]
struct Tables {
    by_subnet: HashMap<Ordinal, Ordinal>,
    main_by_vpc: HashMap<Ordinal, Ordinal>,
}

impl Tables {
    fn of(survey: &Survey) -> Self {
        let mut tables = Self::default();
        for (table, assessed) in survey.iter() {
            if assessed.resource.kind != Kind::RouteTable {
                continue;
            }
            // An association may be stated by either end.
            let stated = survey.links_from(table).map(|(_, link)| (link, link.to));
            let heard = survey.links_to(table).map(|(_, link)| (link, link.from));
            for (link, other) in stated.chain(heard) {
                if link.kind == RelationshipKind::IsAssociatedWith {
                    tables.by_subnet.insert(other, table);
                }
            }
            if let (Some("true"), Some(vpc)) = (assessed.resource.fact("main"), assessed.parent) {
                tables.main_by_vpc.insert(vpc, table);
            }
        }
        tables
    }

    fn of_subnet(&self, subnet: Ordinal, vpc: Option<Ordinal>) -> Option<Ordinal> {
        let own = self.by_subnet.get(&subnet);
        let main = || self.main_by_vpc.get(&vpc?);
        own.or_else(main).copied()
    }
}
