//! VPC endpoints: a service's door inside a VPC.

use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Measure, RelationshipKind, Resource};
use aws_sdk_ec2::types::{SecurityGroupIdentifier, State, VpcEndpoint, VpcEndpointType};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVpcEndpoints";

pub const COLLECTOR: Collector = Collector {
    name: "vpc-endpoints",
    title: "VPC endpoints",
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
                let request = reader.clients.ec2().describe_vpc_endpoints();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.vpc_endpoints.unwrap_or_default().into_iter();
                let is_there = |row: &VpcEndpoint| row.state() != Some(&State::Deleted);
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, endpoint: &VpcEndpoint) -> Option<Resource> {
    let id = endpoint.vpc_endpoint_id()?;
    let state = endpoint.state().map(State::as_str);
    let error = endpoint.last_error().and_then(|error| error.message());
    let all = |ids: &[String]| -> Vec<_> { ids.iter().map(|id| place.ec2(id)).collect() };
    let groups = endpoint.groups().iter();
    let groups = groups.filter_map(SecurityGroupIdentifier::group_id);
    let names = endpoint.dns_entries().iter();
    let names = names.filter_map(|entry| entry.dns_name());
    let service = endpoint.service_name();
    let short = service.and_then(|name| name.rsplit('.').next());
    Some(
        Entry::new(place, Kind::VpcEndpoint, place.ec2(id), CALL)
            .named(short)
            .tags(endpoint.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(state, lifecycle(state))
            .reason(error)
            .within([(
                endpoint.vpc_id().map(|id| place.ec2(id)),
                "VpcEndpoints[].VpcId",
            )])
            .relates_to_all(
                RelationshipKind::IsContainedIn,
                all(endpoint.subnet_ids()),
                "VpcEndpoints[].SubnetIds",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.map(|id| place.ec2(id)),
                "VpcEndpoints[].Groups[].GroupId",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                all(endpoint.route_table_ids()),
                "VpcEndpoints[].RouteTableIds",
            )
            .fact("service", service)
            .fact(
                "type",
                endpoint.vpc_endpoint_type().map(VpcEndpointType::as_str),
            )
            .measure(Measure::Zones, Some(endpoint.subnet_ids().len()))
            .fact("private dns", yes_or_no(endpoint.private_dns_enabled()))
            .fact("dns name", joined(names))
            .fact("created", time(endpoint.creation_timestamp()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{SecurityGroupIdentifier, State, VpcEndpoint};

    #[test]
    fn an_endpoint_is_named_by_its_service_and_stands_in_its_subnets() {
        let group = SecurityGroupIdentifier::builder().group_id("sg-1").build();
        let endpoint = VpcEndpoint::builder()
            .vpc_endpoint_id("vpce-1")
            .service_name("com.amazonaws.eu-west-1.secretsmanager")
            .vpc_id("vpc-1")
            .subnet_ids("subnet-1")
            .groups(group)
            .state(State::from("available"))
            .build();
        let endpoint = convert(&place(), &endpoint).unwrap();
        assert_eq!(endpoint.name, "secretsmanager");
        assert_eq!(endpoint.health, Health::Healthy);
        assert_eq!(
            related(&endpoint),
            [
                "is-contained-in vpc-1",
                "is-contained-in subnet-1",
                "is-associated-with sg-1"
            ]
        );
    }
}
