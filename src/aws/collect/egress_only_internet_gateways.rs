//! Egress-only internet gateways: the way out for IPv6.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{AttachmentStatus, EgressOnlyInternetGateway};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeEgressOnlyInternetGateways";

pub const COLLECTOR: Collector = Collector {
    name: "egress-only-internet-gateways",
    title: "Egress-only internet gateways",
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
                let client = reader.clients.ec2();
                let request = client.describe_egress_only_internet_gateways();
                let request = request.max_results(reader.page_size(5, 255));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.egress_only_internet_gateways.unwrap_or_default();
                let rows = rows.iter().map(|row| convert(&reader.place, row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &EgressOnlyInternetGateway) -> Option<Resource> {
    let id = gateway.egress_only_internet_gateway_id()?;
    let attachment = gateway.attachments().first();
    let state = attachment.map_or(Some("detached"), |one| {
        one.state().map(AttachmentStatus::as_str)
    });
    let health = match state {
        Some("detached") => Health::Stopped,
        word => lifecycle(word),
    };
    let vpc = attachment.and_then(|attachment| attachment.vpc_id());
    let vpc = vpc.map(|id| place.ec2(id));
    let field = "EgressOnlyInternetGateways[].Attachments[].VpcId";
    let kind = Kind::EgressOnlyInternetGateway;
    Some(
        Entry::new(place, kind, place.ec2(id), CALL)
            .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(state, health)
            .within([(vpc.clone(), field)])
            .relates(RelationshipKind::IsAttachedTo, vpc, field)
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{
        AttachmentStatus, EgressOnlyInternetGateway, InternetGatewayAttachment,
    };

    #[test]
    fn a_gateway_is_attached_to_its_vpc() {
        let attachment = InternetGatewayAttachment::builder()
            .state(AttachmentStatus::Attached)
            .vpc_id("vpc-1");
        let gateway = EgressOnlyInternetGateway::builder()
            .egress_only_internet_gateway_id("eigw-1")
            .attachments(attachment.build());
        let gateway = convert(&place(), &gateway.build()).unwrap();
        assert_eq!(gateway.health, Health::Healthy);
        assert_eq!(
            related(&gateway),
            ["is-contained-in vpc-1", "is-attached-to vpc-1"]
        );
    }
}
