//! VPC peering connections, with both sides.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_ec2::types::{
    VpcPeeringConnection, VpcPeeringConnectionStateReasonCode, VpcPeeringConnectionVpcInfo,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVpcPeeringConnections";

pub const COLLECTOR: Collector = Collector {
    name: "peering-connections",
    title: "VPC peering connections",
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
                let request = reader.clients.ec2().describe_vpc_peering_connections();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer
                    .vpc_peering_connections
                    .unwrap_or_default()
                    .into_iter();
                let is_there = |row: &VpcPeeringConnection| word(row) != Some("deleted");
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, peering: &VpcPeeringConnection) -> Option<Resource> {
    let id = peering.vpc_peering_connection_id()?;
    let state = word(peering);
    let requester = peering.requester_vpc_info();
    let accepter = peering.accepter_vpc_info();
    let message = peering.status().and_then(|status| status.message());
    let is_well = state == Some("active");
    let known_as = requester.map_or_else(|| place.clone(), |side| of_side(place, side));
    Some(
        Entry::new(place, Kind::PeeringConnection, known_as.ec2(id), CALL)
            .tags(peering.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(state, lifecycle(state))
            .reason(message.filter(|_| !is_well))
            .relates(
                RelationshipKind::PeersWith,
                requester.and_then(|side| vpc(place, side)),
                "VpcPeeringConnections[].RequesterVpcInfo.VpcId",
            )
            .relates(
                RelationshipKind::PeersWith,
                accepter.and_then(|side| vpc(place, side)),
                "VpcPeeringConnections[].AccepterVpcInfo.VpcId",
            )
            .fact("requester", requester.and_then(side))
            .fact("accepter", accepter.and_then(side))
            .finish(),
    )
}

fn word(peering: &VpcPeeringConnection) -> Option<&str> {
    peering
        .status()
        .and_then(|status| status.code())
        .map(VpcPeeringConnectionStateReasonCode::as_str)
}

/// A VPC of whichever account and region it is in.
fn vpc(place: &Place, side: &VpcPeeringConnectionVpcInfo) -> Option<ResourceId> {
    Some(of_side(place, side).ec2(side.vpc_id()?))
}

/// Where a side is. The connection itself is the requester's: both sides list it, and
/// must not be taken for two.
fn of_side(place: &Place, side: &VpcPeeringConnectionVpcInfo) -> Place {
    let owner = side.owner_id().and_then(|owner| owner.parse().ok());
    place.elsewhere(owner, side.region())
}

fn side(side: &VpcPeeringConnectionVpcInfo) -> Option<String> {
    let parts = [
        side.vpc_id(),
        side.cidr_block(),
        side.owner_id(),
        side.region(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::convert;
    use crate::inventory::{Health, Reference};
    use aws_sdk_ec2::types::{
        VpcPeeringConnection, VpcPeeringConnectionStateReason, VpcPeeringConnectionStateReasonCode,
        VpcPeeringConnectionVpcInfo,
    };

    #[test]
    fn both_sides_are_named_where_they_are() {
        let near = VpcPeeringConnectionVpcInfo::builder()
            .vpc_id("vpc-1")
            .build();
        let far = VpcPeeringConnectionVpcInfo::builder()
            .vpc_id("vpc-2")
            .owner_id("444455556666")
            .region("us-east-1")
            .build();
        let waiting = VpcPeeringConnectionStateReason::builder()
            .code(VpcPeeringConnectionStateReasonCode::PendingAcceptance)
            .build();
        let peering = VpcPeeringConnection::builder()
            .vpc_peering_connection_id("pcx-1")
            .requester_vpc_info(near)
            .accepter_vpc_info(far)
            .status(waiting)
            .build();
        let peering = convert(&place(), &peering).unwrap();
        let ends: Vec<String> = peering
            .relationships
            .iter()
            .map(|relationship| match &relationship.to {
                Reference::Id(id) => id.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            ends,
            [
                "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
                "arn:aws:ec2:us-east-1:444455556666:vpc/vpc-2",
            ]
        );
        assert_eq!(peering.health, Health::Pending);
    }

    #[test]
    fn both_sides_give_it_one_arn() {
        let side = |vpc: &str, owner: &str, region: &str| {
            VpcPeeringConnectionVpcInfo::builder()
                .vpc_id(vpc)
                .owner_id(owner)
                .region(region)
                .build()
        };
        let peering = VpcPeeringConnection::builder()
            .vpc_peering_connection_id("pcx-1")
            .requester_vpc_info(side("vpc-1", "111122223333", "eu-west-1"))
            .accepter_vpc_info(side("vpc-2", "444455556666", "us-east-1"))
            .build();
        let far = place().elsewhere("444455556666".parse().ok(), Some("us-east-1"));
        let (near, far) = (convert(&place(), &peering), convert(&far, &peering));
        let (near, far) = (near.unwrap(), far.unwrap());
        assert_eq!(near.id, far.id);
        assert_ne!(near.account, far.account, "each is read where it was read");
    }
}
