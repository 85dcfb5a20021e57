//! Route tables: where a subnet's traffic may go. A table says which subnets it is
//! associated with, and with the fact `main` that it serves those of its VPC that have
//! no association of their own.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource};
use aws_sdk_ec2::types::{Route, RouteState, RouteTable, RouteTableAssociation};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeRouteTables";

pub const COLLECTOR: Collector = Collector {
    name: "route-tables",
    title: "Route tables",
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
                let request = reader.clients.ec2().describe_route_tables();
                let request = request.max_results(reader.page_size(5, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.route_tables.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, table: &RouteTable) -> Option<Resource> {
    let id = table.route_table_id()?;
    let associations = table.associations();
    let is_main = associations.iter().any(|one| one.main() == Some(true));
    let subnets = associations
        .iter()
        .filter_map(RouteTableAssociation::subnet_id);
    let gateways = associations
        .iter()
        .filter_map(RouteTableAssociation::gateway_id);
    let blackholes = table.routes().iter().filter(|route| is_blackhole(route));
    let blackholes: Vec<&str> = blackholes.filter_map(destination).collect();
    let health = if blackholes.is_empty() {
        Health::Neutral
    } else {
        Health::Degraded
    };
    let reason = format!("the target of {} is gone", blackholes.join(", "));
    let mut entry = Entry::new(place, Kind::RouteTable, place.ec2(id), CALL)
        .tags(table.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state((!blackholes.is_empty()).then_some("blackhole"), health)
        .reason((!blackholes.is_empty()).then_some(reason.as_str()))
        .within([(
            table.vpc_id().map(|id| place.ec2(id)),
            "RouteTables[].VpcId",
        )])
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            subnets.map(|id| place.ec2(id)),
            "RouteTables[].Associations[].SubnetId",
        )
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            gateways.map(|id| place.ec2(id)),
            "RouteTables[].Associations[].GatewayId",
        )
        .fact("main", Some(is_main));
    for route in table.routes() {
        entry = with_route(entry, place, route);
    }
    Some(entry.finish())
}

fn with_route(entry: Entry, place: &Place, route: &Route) -> Entry {
    let to = destination(route).unwrap_or("?");
    let Some((target, field)) = target(route) else {
        return entry.fact("route", Some(format!("{to} -> nowhere")));
    };
    let entry = entry.fact("route", Some(format!("{to} -> {target}")));
    // Within the VPC there is nothing to draw.
    if target == "local" {
        return entry;
    }
    entry.labelled(
        RelationshipKind::RoutesTo,
        Reference::Id(place.ec2(target)),
        Some(to.to_owned()),
        field,
    )
}

fn destination(route: &Route) -> Option<&str> {
    route
        .destination_cidr_block()
        .or(route.destination_ipv6_cidr_block())
        .or(route.destination_prefix_list_id())
}

/// A gateway endpoint comes in `GatewayId`; a NAT instance has an interface as well.
fn target(route: &Route) -> Option<(&str, &'static str)> {
    [
        (route.gateway_id(), "RouteTables[].Routes[].GatewayId"),
        (
            route.nat_gateway_id(),
            "RouteTables[].Routes[].NatGatewayId",
        ),
        (
            route.transit_gateway_id(),
            "RouteTables[].Routes[].TransitGatewayId",
        ),
        (
            route.vpc_peering_connection_id(),
            "RouteTables[].Routes[].VpcPeeringConnectionId",
        ),
        (
            route.egress_only_internet_gateway_id(),
            "RouteTables[].Routes[].EgressOnlyInternetGatewayId",
        ),
        (route.instance_id(), "RouteTables[].Routes[].InstanceId"),
        (
            route.network_interface_id(),
            "RouteTables[].Routes[].NetworkInterfaceId",
        ),
        (
            route.local_gateway_id(),
            "RouteTables[].Routes[].LocalGatewayId",
        ),
        (
            route.carrier_gateway_id(),
            "RouteTables[].Routes[].CarrierGatewayId",
        ),
    ]
    .into_iter()
    .find_map(|(target, field)| Some((target.filter(|id| !id.is_empty())?, field)))
}

fn is_blackhole(route: &Route) -> bool {
    route.state() == Some(&RouteState::Blackhole)
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{Route, RouteState, RouteTable, RouteTableAssociation};

    fn route(to: &str) -> aws_sdk_ec2::types::builders::RouteBuilder {
        Route::builder().destination_cidr_block(to)
    }

    #[test]
    fn a_table_says_where_its_subnets_lead() {
        let main = RouteTableAssociation::builder().main(true).build();
        let own = RouteTableAssociation::builder()
            .subnet_id("subnet-1")
            .build();
        let table = RouteTable::builder()
            .route_table_id("rtb-1")
            .vpc_id("vpc-1")
            .associations(main)
            .associations(own)
            .routes(route("10.0.0.0/16").gateway_id("local").build())
            .routes(route("0.0.0.0/0").gateway_id("igw-1").build())
            .routes(
                route("10.9.0.0/16")
                    .vpc_peering_connection_id("pcx-1")
                    .state(RouteState::Blackhole)
                    .build(),
            )
            .build();
        let table = convert(&place(), &table).unwrap();
        assert_eq!(
            related(&table),
            [
                "is-contained-in vpc-1",
                "is-associated-with subnet-1",
                "routes-to igw-1 [0.0.0.0/0]",
                "routes-to pcx-1 [10.9.0.0/16]",
            ]
        );
        assert_eq!(
            facts(&table),
            [
                "main=true",
                "route=10.0.0.0/16 -> local",
                "route=0.0.0.0/0 -> igw-1",
                "route=10.9.0.0/16 -> pcx-1",
            ]
        );
        assert_eq!(table.health, Health::Degraded);
        assert_eq!(
            table.reason.as_deref(),
            Some("the target of 10.9.0.0/16 is gone")
        );
    }

    #[test]
    fn a_route_to_nothing_is_kept_as_a_fact() {
        let table = RouteTable::builder()
            .route_table_id("rtb-2")
            .routes(Route::builder().build())
            .build();
        let table = convert(&place(), &table).unwrap();
        assert_eq!(facts(&table), ["main=false", "route=? -> nowhere"]);
        assert!(table.relationships.is_empty());
    }
}
