//! VPC links: how API Gateway reaches into a VPC. Both of its APIs have their own.

use super::rest_apis::ACTION;
use super::{Collecting, Collector, Pace, Scope, pairs, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Read, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_apigateway::types::{VpcLink as RestLink, VpcLinkStatus as RestStatus};
use aws_sdk_apigatewayv2::types::{VpcLink as HttpLink, VpcLinkStatus as HttpStatus};
use std::sync::Arc;

/// Both APIs call it so.
const CALL: &str = "apigateway:GetVpcLinks";

pub const COLLECTOR: Collector = Collector {
    name: "vpc-links",
    title: "VPC links of APIs",
    service: Service::ApiGateway,
    scope: Scope::Regional,
    actions: &[ACTION],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let mut read = of_rest_apis(&reader).await?;
        read.append(of_http_apis(&reader).await?);
        Ok(read)
    })
}

async fn of_rest_apis(reader: &Reader) -> Result<Read, Failure> {
    let fetch: &Fetch<_> = &|position| {
        Box::pin(async move {
            let request = reader.clients.api_gateway().get_vpc_links();
            let request = request.limit(reader.page_size(1, 500));
            let answer = request.set_position(position).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            let rows = answer.items.unwrap_or_default().into_iter();
            let rows = rows.map(|row| of_rest(&reader.place, &row));
            Ok((rows.collect(), answer.position))
        })
    };
    reader.resources(CALL, fetch).await
}

async fn of_http_apis(reader: &Reader) -> Result<Read, Failure> {
    let fetch: &Fetch<_> = &|token| {
        Box::pin(async move {
            let request = reader.clients.api_gateway_v2().get_vpc_links();
            let answer = request.set_next_token(token).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            let rows = answer.items.unwrap_or_default().into_iter();
            let rows = rows.map(|row| of_http(&reader.place, &row));
            Ok((rows.collect(), answer.next_token))
        })
    };
    reader.resources(CALL, fetch).await
}

fn of_rest(place: &Place, link: &RestLink) -> Option<Resource> {
    let id = place.api_gateway(&format!("vpclinks/{}", link.id()?));
    let status = link.status().map(RestStatus::as_str);
    let health = lifecycle(status);
    Some(
        Entry::new(place, Kind::VpcLink, id, CALL)
            .named(link.name())
            .tags(pairs(link.tags()))
            .state(status, health)
            .reason(link.status_message().filter(|_| health != Health::Healthy))
            .relates_to_all(
                RelationshipKind::ForwardsTo,
                link.target_arns().iter().map(|arn| place.given(arn)),
                "items[].targetArns",
            )
            .fact("for", Some("REST APIs"))
            .finish(),
    )
}

fn of_http(place: &Place, link: &HttpLink) -> Option<Resource> {
    let id = place.api_gateway(&format!("vpclinks/{}", link.vpc_link_id()?));
    let status = link.vpc_link_status().map(HttpStatus::as_str);
    let health = match link.vpc_link_status() {
        // It carried nothing for two months.
        Some(HttpStatus::Inactive) => Health::Stopped,
        _ => lifecycle(status),
    };
    let message = link.vpc_link_status_message();
    let subnets = link.subnet_ids().iter().map(|id| place.ec2(id));
    let groups = link.security_group_ids().iter().map(|id| place.ec2(id));
    Some(
        Entry::new(place, Kind::VpcLink, id, CALL)
            .named(link.name())
            .tags(pairs(link.tags()))
            .state(status, health)
            .reason(message.filter(|_| health != Health::Healthy))
            .relates_to_all(RelationshipKind::IsAttachedTo, subnets, "Items[].SubnetIds")
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups,
                "Items[].SecurityGroupIds",
            )
            .fact("for", Some("HTTP APIs"))
            .fact("created", time(link.created_date()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{HttpLink, HttpStatus, RestLink, RestStatus, of_http, of_rest};
    use crate::inventory::Health;

    #[test]
    fn a_link_leads_from_an_api_into_a_vpc() {
        let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/in/1";
        let row = RestLink::builder()
            .id("v1")
            .name("inside")
            .status(RestStatus::Failed)
            .status_message("the balancer is gone")
            .target_arns(balancer)
            .build();
        let link = of_rest(&place(), &row).unwrap();
        assert_eq!(
            (link.name.as_str(), link.health),
            ("inside", Health::Unhealthy)
        );
        assert_eq!(link.reason.as_deref(), Some("the balancer is gone"));
        assert_eq!(related(&link), ["forwards-to in"]);

        let row = HttpLink::builder()
            .vpc_link_id("v2")
            .vpc_link_status(HttpStatus::Available)
            .vpc_link_status_message("VPC link is ready to route traffic")
            .subnet_ids("subnet-1")
            .security_group_ids("sg-1")
            .build();
        let link = of_http(&place(), &row).unwrap();
        assert_eq!((link.health, link.reason.as_ref()), (Health::Healthy, None));
        assert_eq!(
            related(&link),
            ["is-attached-to subnet-1", "is-associated-with sg-1"]
        );
        assert_eq!(of_rest(&place(), &RestLink::builder().build()), None);
        assert_eq!(of_http(&place(), &HttpLink::builder().build()), None);
    }
}
