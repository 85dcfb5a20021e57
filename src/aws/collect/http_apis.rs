//! HTTP and WebSocket APIs of API Gateway: where their routes lead.

use super::api_domains::{self, Hosts};
use super::event_buses;
use super::integrations::{self, Targets};
use super::rest_apis::ACTION;
use super::{Collecting, Collector, Pace, Scope, joined, pairs, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, Resource, ResourceId};
use aws_sdk_apigatewayv2::types::{Api, Integration, ProtocolType, Route, Stage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CALL: &str = "apigateway:GetApis";
const INTEGRATIONS: &str = "apigateway:GetIntegrations";
const ROUTES: &str = "apigateway:GetRoutes";
const STAGES: &str = "apigateway:GetStages";
pub(super) const DOMAINS: &str = "apigateway:GetDomainNames";
pub(super) const MAPPINGS: &str = "apigateway:GetApiMappings";

pub const COLLECTOR: Collector = Collector {
    name: "http-apis",
    title: "HTTP and WebSocket APIs",
    service: Service::ApiGateway,
    scope: Scope::Regional,
    actions: &[ACTION],
    pace: Pace::Detail,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let apis = apis(reader).await?;
        let (hosts, missing) = match api_domains::of_http_apis(reader).await {
            Ok(hosts) => (hosts, None),
            Err(failure) => (Hosts::new(), Some(failure)),
        };
        let mut read = Read::nothing();
        let mut links = Links::new();
        for (api, parts) in reader.each(&apis, |api| parts(reader, api)).await {
            let (parts, failure) = match parts {
                Ok(parts) => (parts, None),
                Err(failure) if failure.has_code("NotFound") => continue,
                Err(failure) => (Parts::default(), Some(failure)),
            };
            read.append(Read::resources((reader, CALL), &[api], |api| {
                convert(&reader.place, api, &parts, &hosts)
            }));
            behind_links(&parts, &mut links);
            if let (Some(failure), Some(name)) = (failure, api.name()) {
                read.lacks(&format!("the integrations of {name}"), failure);
            }
        }
        let links: Vec<_> = links.into_iter().collect();
        read.append(Read::resources((reader, INTEGRATIONS), &links, |row| {
            Some(link(&reader.place, row))
        }));
        if let Some(failure) = missing {
            read.lacks("domain names", failure);
        }
        Ok(read)
    })
}

async fn apis(reader: &Reader) -> Result<Vec<Api>, Failure> {
    reader
        .pages(CALL, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_apis();
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

/// What is asked of each API.
#[derive(Default)]
struct Parts {
    integrations: Vec<Integration>,
    routes: Vec<Route>,
    stages: Vec<Stage>,
}

async fn parts(reader: &Reader, api: &Api) -> Result<Parts, Failure> {
    let id = api.api_id().unwrap_or_default();
    let integrations = reader
        .pages(INTEGRATIONS, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_integrations();
                let request = request.api_id(id).set_next_token(token);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(INTEGRATIONS, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    let routes = reader
        .pages(ROUTES, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_routes();
                let request = request.api_id(id).set_next_token(token);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(ROUTES, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    let stages = reader
        .pages(STAGES, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_stages();
                let request = request.api_id(id).set_next_token(token);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(STAGES, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.next_token))
            })
        })
        .await?;
    Ok(Parts {
        integrations,
        routes,
        stages,
    })
}

fn convert(place: &Place, api: &Api, parts: &Parts, hosts: &Hosts) -> Option<Resource> {
    let id = api.api_id()?;
    let own = api.api_endpoint().and_then(|url| url.split_once("://"));
    let own = own.filter(|_| api.disable_execute_api_endpoint() != Some(true));
    let own = own.map(|(_, host)| host.trim_end_matches('/').to_owned());
    let more = hosts.get(id).into_iter().flatten().cloned();
    let names: BTreeSet<String> = own.into_iter().chain(more).collect();
    let stages = parts.stages.iter().filter_map(Stage::stage_name);
    let entry = Entry::new(
        place,
        Kind::Api,
        place.api_gateway(&format!("apis/{id}")),
        INTEGRATIONS,
    )
    .named(api.name())
    .tags(pairs(api.tags()))
    .fact("protocol", api.protocol_type().map(ProtocolType::as_str))
    .fact("dns name", joined(names.iter().map(String::as_str)))
    .fact("stages", joined(stages))
    .fact("routes", Some(parts.routes.len()))
    .fact("created", time(api.created_date()));
    let targets = targets(place, parts);
    Some(targets.stated(entry, "Items[].IntegrationUri").finish())
}

fn targets(place: &Place, parts: &Parts) -> Targets {
    let mut targets = Targets::default();
    for integration in &parts.integrations {
        let Some(to) = target(place, integration) else {
            continue;
        };
        targets.add(to.clone(), "");
        let id = integration.integration_id().unwrap_or_default();
        let routes = parts.routes.iter().filter(|route| {
            let target = route.target().unwrap_or_default();
            target.strip_prefix("integrations/") == Some(id)
        });
        for key in routes.filter_map(Route::route_key) {
            targets.add(to.clone(), key);
        }
    }
    targets
}

fn target(place: &Place, integration: &Integration) -> Option<Reference> {
    if let Some(id) = integration.connection_id() {
        return Some(Reference::Id(vpc_link(place, id)));
    }
    if let Some(uri) = integration.integration_uri() {
        return integrations::target(place, uri);
    }
    // A service that is called directly has what it is called for among the parameters.
    let parameters = integration.request_parameters()?;
    let fixed = |name: &str| {
        let value = parameters.get(name).map(String::as_str);
        value.filter(|value| !value.starts_with('$'))
    };
    let id = fixed("QueueUrl").and_then(|url| place.queue(url));
    let id = id.or_else(|| fixed("StateMachineArn").map(|arn| place.given(arn)));
    let stream = |name| place.arn("kinesis", &format!("stream/{name}"));
    let id = id.or_else(|| fixed("StreamName").map(stream));
    let bus = |name| event_buses::id(place, name);
    let id = id.or_else(|| fixed("EventBusName").map(bus));
    id.map(Reference::Id)
}

fn vpc_link(place: &Place, id: &str) -> ResourceId {
    place.api_gateway(&format!("vpclinks/{id}"))
}

/// What each VPC link reaches, which it does not say itself.
type Links = BTreeMap<String, BTreeSet<String>>;

fn behind_links(parts: &Parts, links: &mut Links) {
    for integration in &parts.integrations {
        if let (Some(id), Some(uri)) = (integration.connection_id(), integration.integration_uri())
        {
            let behind = links.entry(id.to_owned()).or_default();
            behind.insert(uri.to_owned());
        }
    }
}

fn link(place: &Place, (id, behind): &(String, BTreeSet<String>)) -> Resource {
    let mut targets = Targets::default();
    for uri in behind {
        if let Some(to) = integrations::target(place, uri) {
            targets.add(to, "");
        }
    }
    let entry = Entry::new(place, Kind::VpcLink, vpc_link(place, id), INTEGRATIONS);
    targets.stated(entry, "Items[].IntegrationUri").finish()
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Hosts, Links, Parts, behind_links, convert, link};
    use aws_sdk_apigatewayv2::types::{
        Api, ConnectionType, Integration, ProtocolType, Route, Stage,
    };

    fn route(key: &str, integration: &str) -> Route {
        let target = format!("integrations/{integration}");
        Route::builder().route_key(key).target(target).build()
    }

    fn linked() -> Integration {
        Integration::builder()
            .integration_id("i2")
            .connection_type(ConnectionType::VpcLink)
            .connection_id("v1")
            .integration_uri(
                "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2",
            )
            .build()
    }

    #[test]
    fn an_api_leads_to_what_its_routes_call() {
        let function = Integration::builder()
            .integration_id("i1")
            .integration_uri("arn:aws:lambda:eu-west-1:111122223333:function:orders");
        let queue = Integration::builder()
            .integration_id("i3")
            .integration_subtype("SQS-SendMessage")
            .request_parameters(
                "QueueUrl",
                "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
            )
            .request_parameters("MessageBody", "$request.body");
        let parts = Parts {
            integrations: vec![function.build(), linked(), queue.build()],
            routes: vec![route("GET /orders", "i1"), route("$default", "i2")],
            stages: vec![Stage::builder().stage_name("$default").build()],
        };
        let row = Api::builder()
            .api_id("a1b2c3")
            .name("shop")
            .protocol_type(ProtocolType::Http)
            .api_endpoint("https://a1b2c3.execute-api.eu-west-1.amazonaws.com")
            .build();
        let api = convert(&place(), &row, &parts, &Hosts::new()).unwrap();
        assert_eq!(
            related(&api),
            [
                "forwards-to v1 [$default]",
                "forwards-to orders [GET /orders]",
                "forwards-to orders",
            ]
        );
        assert_eq!(
            facts(&api),
            [
                "protocol=HTTP",
                "dns name=a1b2c3.execute-api.eu-west-1.amazonaws.com",
                "stages=$default",
                "routes=2",
            ]
        );
        let mut links = Links::new();
        behind_links(&parts, &mut links);
        let link = link(&place(), &links.pop_first().unwrap());
        assert_eq!(
            link.id.as_str(),
            "arn:aws:apigateway:eu-west-1::/vpclinks/v1"
        );
        assert_eq!(related(&link), ["forwards-to 2"]);
    }
}
