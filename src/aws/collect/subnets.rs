//! Subnets: a zone's part of a VPC.

use super::vpcs::neutral_when_available;
use super::{Collecting, Collector, Pace, Scope, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{Subnet, SubnetState};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeSubnets";

pub const COLLECTOR: Collector = Collector {
    name: "subnets",
    title: "Subnets",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.ec2().describe_subnets();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.subnets.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, subnet: &Subnet) -> Option<Resource> {
    let id = subnet.subnet_id()?;
    let state = subnet.state().map(SubnetState::as_str);
    let zone = subnet.availability_zone();
    // A shared subnet is its owner's, and so is its VPC. Zone names are everybody's own.
    let owner = place.of(subnet.owner_id());
    Some(
        Entry::new(place, Kind::Subnet, owner.ec2(id), CALL)
            .tags(subnet.tags().iter().map(|tag| (tag.key(), tag.value())))
            .zone(zone)
            .state(state, neutral_when_available(state))
            .within([(subnet.vpc_id().map(|id| owner.ec2(id)), "Subnets[].VpcId")])
            .relates(
                RelationshipKind::IsContainedIn,
                zone.map(|zone| place.zone(zone)),
                "Subnets[].AvailabilityZone",
            )
            .fact("cidr", subnet.cidr_block())
            .fact("availability zone", zone)
            .fact("zone id", subnet.availability_zone_id())
            .fact("free addresses", subnet.available_ip_address_count())
            .fact(
                "public addresses at launch",
                yes_or_no(subnet.map_public_ip_on_launch()),
            )
            .fact("default for zone", yes_or_no(subnet.default_for_az()))
            .fact(
                "owner",
                subnet
                    .owner_id()
                    .filter(|id| *id != place.account.to_string()),
            )
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use aws_sdk_ec2::types::Subnet;

    #[test]
    fn a_subnet_stands_in_its_vpc_and_its_zone() {
        let subnet = Subnet::builder()
            .subnet_id("subnet-1")
            .vpc_id("vpc-1")
            .availability_zone("eu-west-1a")
            .build();
        let subnet = convert(&place(), &subnet).unwrap();
        assert_eq!(subnet.parent.as_ref().unwrap().short(), "vpc-1");
        assert_eq!(subnet.zone.as_deref(), Some("eu-west-1a"));
        assert_eq!(
            related(&subnet),
            ["is-contained-in vpc-1", "is-contained-in eu-west-1a"]
        );
        let bare = convert(&place(), &Subnet::builder().subnet_id("subnet-2").build()).unwrap();
        assert!(bare.relationships.is_empty());
    }
}
