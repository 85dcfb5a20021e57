//! Transit gateways: the account's own, and those that others share with it.

use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Resource};
use aws_sdk_ec2::types::{
    DnsSupportValue, TransitGateway, TransitGatewayOptions, TransitGatewayState,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeTransitGateways";

pub const COLLECTOR: Collector = Collector {
    name: "transit-gateways",
    title: "Transit gateways",
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
                let request = reader.clients.ec2().describe_transit_gateways();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.transit_gateways.unwrap_or_default().into_iter();
                let is_there =
                    |row: &TransitGateway| row.state() != Some(&TransitGatewayState::Deleted);
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &TransitGateway) -> Option<Resource> {
    let id = gateway.transit_gateway_id()?;
    let state = gateway.state().map(TransitGatewayState::as_str);
    let options = gateway.options();
    Some(
        Entry::new(
            place,
            Kind::TransitGateway,
            place.of(gateway.owner_id()).ec2(id),
            CALL,
        )
        .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state(state, lifecycle(state))
        .fact("owner", gateway.owner_id())
        .fact("description", gateway.description())
        .fact(
            "autonomous system",
            options.and_then(TransitGatewayOptions::amazon_side_asn),
        )
        .fact(
            "dns support",
            options
                .and_then(TransitGatewayOptions::dns_support)
                .map(DnsSupportValue::as_str),
        )
        .fact("created", time(gateway.creation_time()))
        .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{TransitGateway, TransitGatewayState};

    #[test]
    fn a_shared_gateway_has_its_owners_arn() {
        let shared = TransitGateway::builder()
            .transit_gateway_id("tgw-1")
            .owner_id("444455556666")
            .state(TransitGatewayState::Available)
            .build();
        let gateway = convert(&place(), &shared).unwrap();
        assert_eq!(
            gateway.id.as_str(),
            "arn:aws:ec2:eu-west-1:444455556666:transit-gateway/tgw-1"
        );
        assert_eq!(
            gateway.account.to_string(),
            "111122223333",
            "it was read here"
        );
        assert_eq!(gateway.health, Health::Healthy);
        assert_eq!(facts(&gateway), ["owner=444455556666"]);
    }
}
