//! Internet gateways.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{AttachmentStatus, InternetGateway};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeInternetGateways";

pub const COLLECTOR: Collector = Collector {
    name: "internet-gateways",
    title: "Internet gateways",
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
                let request = reader.clients.ec2().describe_internet_gateways();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.internet_gateways.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &InternetGateway) -> Option<Resource> {
    let id = gateway.internet_gateway_id()?;
    let attachment = gateway.attachments().first();
    let state = attachment
        .and_then(|attachment| attachment.state())
        .map_or("detached", AttachmentStatus::as_str);
    let health = match state {
        "detached" => Health::Stopped,
        other => lifecycle(Some(other)),
    };
    let vpc = attachment.and_then(|attachment| attachment.vpc_id());
    let vpc = vpc.map(|id| place.ec2(id));
    let mut entry = Entry::new(place, Kind::InternetGateway, place.ec2(id), CALL)
        .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state(Some(state), health)
        .fact("owner", gateway.owner_id());
    if vpc.is_some() {
        let field = "InternetGateways[].Attachments[].VpcId";
        entry = entry.within([(vpc.clone(), field)]).relates(
            RelationshipKind::IsAttachedTo,
            vpc,
            field,
        );
    }
    Some(entry.finish())
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{AttachmentStatus, InternetGateway, InternetGatewayAttachment};

    #[test]
    fn a_gateway_is_attached_or_stands_alone() {
        // The API answers `available` here, where its documentation says `attached`.
        let attachment = InternetGatewayAttachment::builder()
            .vpc_id("vpc-1")
            .state(AttachmentStatus::from("available"))
            .build();
        let attached = InternetGateway::builder()
            .internet_gateway_id("igw-1")
            .attachments(attachment)
            .build();
        let attached = convert(&place(), &attached).unwrap();
        assert_eq!(attached.health, Health::Healthy);
        assert_eq!(
            related(&attached),
            ["is-contained-in vpc-1", "is-attached-to vpc-1"]
        );

        let alone = InternetGateway::builder()
            .internet_gateway_id("igw-2")
            .build();
        let alone = convert(&place(), &alone).unwrap();
        assert_eq!((alone.health, alone.parent), (Health::Stopped, None));
    }
}
