//! What is attached to transit gateways: VPCs, of whichever account, and other gateways.
//! The gateway's owner is told of every attachment, everybody else of their own.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_ec2::types::{
    TransitGatewayAttachment, TransitGatewayAttachmentAssociation,
    TransitGatewayAttachmentResourceType as Attached, TransitGatewayAttachmentState,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeTransitGatewayAttachments";

pub const COLLECTOR: Collector = Collector {
    name: "transit-gateway-attachments",
    title: "Transit gateway attachments",
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
                let request = reader.clients.ec2().describe_transit_gateway_attachments();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.transit_gateway_attachments.unwrap_or_default();
                let is_there = |row: &TransitGatewayAttachment| {
                    row.state() != Some(&TransitGatewayAttachmentState::Deleted)
                };
                let rows = rows
                    .into_iter()
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, attachment: &TransitGatewayAttachment) -> Option<Resource> {
    let id = attachment.transit_gateway_attachment_id()?;
    let state = attachment
        .state()
        .map(TransitGatewayAttachmentState::as_str);
    let health = lifecycle(state);
    let owner = attachment.resource_owner_id();
    let attached = attachment.resource_type();
    let gateway = place.of(attachment.transit_gateway_owner_id());
    let table = attachment
        .association()
        .and_then(TransitGatewayAttachmentAssociation::transit_gateway_route_table_id);
    let mut entry = Entry::new(
        place,
        Kind::TransitGatewayAttachment,
        place.of(owner).ec2(id),
        CALL,
    )
    .tags(attachment.tags().iter().map(|tag| (tag.key(), tag.value())))
    .state(state, health)
    .relates(
        RelationshipKind::IsAttachedTo,
        attachment.transit_gateway_id().map(|id| gateway.ec2(id)),
        "TransitGatewayAttachments[].TransitGatewayId",
    );
    if let Some(to) = far_end(&place.of(owner), attachment) {
        entry = entry.labelled(
            RelationshipKind::PeersWith,
            Reference::Id(to),
            state
                .filter(|state| *state != "available")
                .map(str::to_owned),
            "TransitGatewayAttachments[].ResourceId",
        );
    }
    Some(
        entry
            .fact("attached", attached.map(Attached::as_str))
            .fact("resource", attachment.resource_id())
            .fact("owner", owner)
            .fact("route table", table)
            .finish(),
    )
}

/// What the gateway is joined to, where that is something that a map has.
fn far_end(place: &Place, attachment: &TransitGatewayAttachment) -> Option<ResourceId> {
    let is_drawn = matches!(
        attachment.resource_type(),
        Some(Attached::Vpc | Attached::Peering | Attached::TgwPeering)
    );
    let id = attachment.resource_id().filter(|_| is_drawn)?;
    Some(place.ec2(id))
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::{Health, Reference};
    use aws_sdk_ec2::types::{
        TransitGatewayAttachment, TransitGatewayAttachmentResourceType,
        TransitGatewayAttachmentState,
    };

    #[test]
    fn an_attachment_joins_a_gateway_and_a_vpc_of_any_account() {
        let vpn = TransitGatewayAttachmentResourceType::Vpn;
        let vpc = TransitGatewayAttachmentResourceType::Vpc;
        let available = TransitGatewayAttachmentState::Available;
        let waiting = TransitGatewayAttachmentState::PendingAcceptance;
        for (attached, resource, state, expected) in [
            (&vpc, "vpc-2", &available, "peers-with vpc-2"),
            (
                &vpc,
                "vpc-2",
                &waiting,
                "peers-with vpc-2 [pendingAcceptance]",
            ),
            (&vpn, "vpn-2", &available, ""),
        ] {
            let attachment = TransitGatewayAttachment::builder()
                .transit_gateway_attachment_id("tgw-attach-1")
                .transit_gateway_id("tgw-1")
                .transit_gateway_owner_id("444455556666")
                .resource_owner_id("777788889999")
                .resource_type(attached.clone())
                .resource_id(resource)
                .state(state.clone())
                .build();
            let attachment = convert(&place(), &attachment).unwrap();
            let expected: Vec<&str> = ["is-attached-to tgw-1", expected]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect();
            assert_eq!(related(&attachment), expected);
            let owners: Vec<&str> = attachment
                .relationships
                .iter()
                .filter_map(|relationship| match &relationship.to {
                    Reference::Id(id) => id.as_str().split(':').nth(4),
                    _ => None,
                })
                .collect();
            assert_eq!(owners[0], "444455556666");
            assert!(owners[1..].iter().all(|owner| *owner == "777788889999"));
            let is_well = attachment.health == Health::Healthy;
            assert_eq!(is_well, *state == available);
        }
    }
}
