//! NAT gateways.

use super::{Collecting, Collector, Pace, Scope, joined, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{ConnectivityType, NatGateway, NatGatewayState};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeNatGateways";

pub const COLLECTOR: Collector = Collector {
    name: "nat-gateways",
    title: "NAT gateways",
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
                let request = reader.clients.ec2().describe_nat_gateways();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.nat_gateways.unwrap_or_default().into_iter();
                let is_there = |row: &NatGateway| row.state() != Some(&NatGatewayState::Deleted);
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, gateway: &NatGateway) -> Option<Resource> {
    let id = gateway.nat_gateway_id()?;
    let state = gateway.state().map(NatGatewayState::as_str);
    let addresses = gateway.nat_gateway_addresses();
    let allocations = addresses.iter().filter_map(|one| one.allocation_id());
    let interfaces = addresses
        .iter()
        .filter_map(|one| one.network_interface_id());
    let public = addresses.iter().filter_map(|one| one.public_ip());
    let private = addresses.iter().filter_map(|one| one.private_ip());
    Some(
        Entry::new(place, Kind::NatGateway, place.ec2(id), CALL)
            .tags(gateway.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(state, lifecycle(state))
            .reason(gateway.failure_message())
            .within([
                (
                    gateway.subnet_id().map(|id| place.ec2(id)),
                    "NatGateways[].SubnetId",
                ),
                (
                    gateway.vpc_id().map(|id| place.ec2(id)),
                    "NatGateways[].VpcId",
                ),
            ])
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                allocations.map(|id| place.ec2(id)),
                "NatGateways[].NatGatewayAddresses[].AllocationId",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                interfaces.map(|id| place.ec2(id)),
                "NatGateways[].NatGatewayAddresses[].NetworkInterfaceId",
            )
            .fact("public address", joined(public))
            .fact("private address", joined(private))
            .fact(
                "connectivity",
                gateway.connectivity_type().map(ConnectivityType::as_str),
            )
            .fact("created", time(gateway.create_time()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{NatGateway, NatGatewayAddress, NatGatewayState};

    #[test]
    fn a_nat_gateway_stands_in_its_subnet_with_its_address() {
        let address = NatGatewayAddress::builder()
            .allocation_id("eipalloc-1")
            .public_ip("203.0.113.7")
            .build();
        let gateway = NatGateway::builder()
            .nat_gateway_id("nat-1")
            .subnet_id("subnet-1")
            .vpc_id("vpc-1")
            .state(NatGatewayState::Failed)
            .failure_message("no address")
            .nat_gateway_addresses(address)
            .build();
        let gateway = convert(&place(), &gateway).unwrap();
        assert_eq!(gateway.parent.as_ref().unwrap().short(), "subnet-1");
        assert_eq!(gateway.health, Health::Unhealthy);
        assert_eq!(gateway.reason.as_deref(), Some("no address"));
        assert_eq!(
            related(&gateway),
            [
                "is-contained-in subnet-1",
                "is-contained-in vpc-1",
                "is-associated-with eipalloc-1"
            ]
        );
        assert_eq!(facts(&gateway), ["public address=203.0.113.7"]);
    }
}
