//! Virtual private gateways: a VPC's end of a VPN or of Direct Connect.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{AttachmentStatus, GatewayType, VpnGateway, VpnState};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVpnGateways";

pub const COLLECTOR: Collector = Collector {
    name: "vpn-gateways",
    title: "VPN gateways",
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
        // AWS answers with all of them at once.
        let fetch: &Fetch<_> = &|_| {
            Box::pin(async move {
                let answer = reader.clients.ec2().describe_vpn_gateways().send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.vpn_gateways.unwrap_or_default().into_iter();
                let is_there = |row: &VpnGateway| row.state() != Some(&VpnState::Deleted);
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), None))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &VpnGateway) -> Option<Resource> {
    let id = gateway.vpn_gateway_id()?;
    let attached = |state: &AttachmentStatus| *state != AttachmentStatus::Detached;
    let mut attachments = gateway.vpc_attachments().iter();
    let attachment = attachments.find(|one| one.state().is_some_and(attached));
    let (state, health) = match (gateway.state(), attachment) {
        (Some(VpnState::Available), None) => (Some("detached"), Health::Stopped),
        (Some(VpnState::Available), Some(attachment)) => {
            let word = attachment.state().map(AttachmentStatus::as_str);
            (word, lifecycle(word))
        }
        (state, _) => {
            let word = state.map(VpnState::as_str);
            (word, lifecycle(word))
        }
    };
    let vpc = attachment.and_then(|attachment| attachment.vpc_id());
    let vpc = vpc.map(|id| place.ec2(id));
    let field = "VpnGateways[].VpcAttachments[].VpcId";
    Some(
        Entry::new(place, Kind::VpnGateway, place.ec2(id), CALL)
            .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
            .zone(gateway.availability_zone().filter(|zone| !zone.is_empty()))
            .state(state, health)
            .within([(vpc.clone(), field)])
            .relates(RelationshipKind::IsAttachedTo, vpc, field)
            .fact("type", gateway.r#type().map(GatewayType::as_str))
            .fact("autonomous system", gateway.amazon_side_asn())
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{AttachmentStatus as State, VpcAttachment, VpnGateway, VpnState};

    #[test]
    fn a_gateway_is_attached_to_one_vpc_at_most() {
        for (before, now, health, expected) in [
            (None, Some(State::Attached), Health::Healthy, "vpc-2"),
            (
                Some(State::Detached),
                Some(State::Attached),
                Health::Healthy,
                "vpc-2",
            ),
            (Some(State::Detached), None, Health::Stopped, ""),
            (None, Some(State::Attaching), Health::Pending, "vpc-2"),
        ] {
            let attachment = |vpc: &str, state| VpcAttachment::builder().vpc_id(vpc).state(state);
            let before = before.map(|state| attachment("vpc-1", state).build());
            let now = now.map(|state| attachment("vpc-2", state).build());
            let gateway = VpnGateway::builder()
                .vpn_gateway_id("vgw-1")
                .state(VpnState::Available)
                .set_vpc_attachments(Some(before.into_iter().chain(now).collect()));
            let gateway = convert(&place(), &gateway.build()).unwrap();
            assert_eq!(gateway.health, health);
            let relations = ["is-contained-in", "is-attached-to"];
            let expected: Vec<String> = relations
                .iter()
                .filter(|_| !expected.is_empty())
                .map(|relation| format!("{relation} {expected}"))
                .collect();
            assert_eq!(related(&gateway), expected);
        }
    }
}
