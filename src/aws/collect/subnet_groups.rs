//! Where what lives in several subnets stands. A database's or a cache's subnet group
//! says where it may live; its zone says in which of them it does.

use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::inventory::{RelationshipKind, ResourceId};

/// The subnets that something may use, and their VPC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SubnetGroup {
    pub vpc: Option<ResourceId>,
    /// Each with its zone, where that is known.
    pub subnets: Vec<(ResourceId, Option<String>)>,
}

/// The fields that a subnet group was read from, for evidence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub subnet: &'static str,
    pub vpc: &'static str,
}

impl SubnetGroup {
    /// Of ids, each subnet's with the name of its zone.
    pub(super) fn of<'a>(
        place: &Place,
        vpc: Option<&str>,
        subnets: impl Iterator<Item = (Option<&'a str>, Option<&'a str>)>,
    ) -> Self {
        let known =
            subnets.filter_map(|(id, zone)| Some((place.ec2(id?), zone.map(str::to_owned))));
        Self {
            vpc: vpc.map(|id| place.ec2(id)),
            subnets: known.collect(),
        }
    }

    /// Its subnet in a zone, where there is exactly one.
    fn in_zone(&self, zone: &str) -> Option<ResourceId> {
        let mut there = self
            .subnets
            .iter()
            .filter(|(_, of)| of.as_deref() == Some(zone));
        let only = there.next()?;
        there.next().is_none().then(|| only.0.clone())
    }

    /// Places one that is in one zone: in its subnet there, else in the VPC.
    pub(super) fn place(&self, entry: Entry, zone: Option<&str>, fields: Fields) -> Entry {
        let subnet = zone.and_then(|zone| self.in_zone(zone));
        entry
            .zone(zone)
            .within([(subnet, fields.subnet), (self.vpc.clone(), fields.vpc)])
    }

    /// Places one that uses all of them: in the VPC, unless there is but one subnet.
    pub(super) fn place_all(&self, entry: Entry, fields: Fields) -> Entry {
        let vpc = (self.vpc.clone(), fields.vpc);
        if let [(only, zone)] = self.subnets.as_slice() {
            let entry = entry.zone(zone.as_deref());
            return entry.within([(Some(only.clone()), fields.subnet), vpc]);
        }
        let subnets = self.subnets.iter().map(|(id, _)| id.clone());
        entry
            .within([vpc])
            .relates_to_all(RelationshipKind::IsAttachedTo, subnets, fields.subnet)
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{Fields, SubnetGroup};
    use crate::aws::entry::Entry;
    use crate::inventory::Kind;

    const FIELDS: Fields = Fields {
        subnet: "Subnets",
        vpc: "VpcId",
    };

    fn group(subnets: &[(&str, &str)]) -> SubnetGroup {
        SubnetGroup {
            vpc: Some(place().ec2("vpc-1")),
            subnets: subnets
                .iter()
                .map(|(id, zone)| (place().ec2(id), Some((*zone).to_owned())))
                .collect(),
        }
    }

    fn entry() -> Entry {
        let id = place().rds("db", "orders");
        Entry::new(&place(), Kind::DbInstance, id, "rds:DescribeDBInstances")
    }

    #[test]
    fn one_in_a_zone_stands_in_the_only_subnet_there() {
        let one = [("subnet-a", "eu-west-1a"), ("subnet-b", "eu-west-1b")];
        let two = [("subnet-a", "eu-west-1a"), ("subnet-b", "eu-west-1a")];
        for (subnets, zone, expected) in [
            (&one, Some("eu-west-1b"), "subnet-b"),
            (&one, Some("eu-west-1c"), "vpc-1"),
            (&one, None, "vpc-1"),
            (&two, Some("eu-west-1a"), "vpc-1"),
        ] {
            let placed = group(subnets).place(entry(), zone, FIELDS).finish();
            assert_eq!(placed.parent.unwrap().short(), expected);
        }
    }

    #[test]
    fn one_that_uses_several_stands_in_their_vpc() {
        let several = group(&[("subnet-a", "eu-west-1a"), ("subnet-b", "eu-west-1b")]);
        assert_eq!(
            related(&several.place_all(entry(), FIELDS).finish()),
            [
                "is-contained-in vpc-1",
                "is-attached-to subnet-a",
                "is-attached-to subnet-b"
            ]
        );
        let single = group(&[("subnet-a", "eu-west-1a")]);
        let placed = single.place_all(entry(), FIELDS).finish();
        assert_eq!(placed.zone.as_deref(), Some("eu-west-1a"));
        assert_eq!(
            related(&placed),
            ["is-contained-in subnet-a", "is-contained-in vpc-1"]
        );
    }
}
