//! REST APIs of API Gateway: where their methods lead.

use super::api_domains::{self, Hosts};
use super::integrations::{self, Targets};
use super::{Collecting, Collector, Pace, Scope, joined, pairs, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource};
use aws_sdk_apigateway::types::{
    ApiStatus, EndpointConfiguration, EndpointType, Integration, IntegrationType, Resource as Path,
    RestApi, Stage,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// All of API Gateway is read with this one.
pub(super) const ACTION: &str = "apigateway:GET";
const CALL: &str = "apigateway:GetRestApis";
const RESOURCES: &str = "apigateway:GetResources";
const STAGES: &str = "apigateway:GetStages";
pub(super) const DOMAINS: &str = "apigateway:GetDomainNames";
pub(super) const MAPPINGS: &str = "apigateway:GetBasePathMappings";

pub const COLLECTOR: Collector = Collector {
    name: "rest-apis",
    title: "REST APIs",
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
        let (hosts, missing) = match api_domains::of_rest_apis(reader).await {
            Ok(hosts) => (hosts, None),
            Err(failure) => (Hosts::new(), Some(failure)),
        };
        let mut read = Read::nothing();
        for (api, parts) in reader.each(&apis, |api| parts(reader, api)).await {
            let (parts, failure) = match parts {
                Ok(parts) => (parts, None),
                Err(failure) if failure.has_code("NotFound") => continue,
                Err(failure) => (Parts::default(), Some(failure)),
            };
            let api = std::slice::from_ref(api);
            read.append(Read::resources((reader, CALL), api, |api| {
                convert(&reader.place, api, &parts, &hosts)
            }));
            if let (Some(failure), Some(name)) = (failure, api[0].name()) {
                read.lacks(&format!("the methods of {name}"), failure);
            }
        }
        if let Some(failure) = missing {
            read.lacks("domain names", failure);
        }
        Ok(read)
    })
}

async fn apis(reader: &Reader) -> Result<Vec<RestApi>, Failure> {
    reader
        .pages(CALL, &|position| {
            Box::pin(async move {
                let request = reader.clients.api_gateway().get_rest_apis();
                let request = request.limit(reader.page_size(1, 500));
                let answer = request.set_position(position).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.position))
            })
        })
        .await
}

/// What is asked of each API.
#[derive(Default)]
struct Parts {
    paths: Vec<Path>,
    stages: Vec<Stage>,
}

async fn parts(reader: &Reader, api: &RestApi) -> Result<Parts, Failure> {
    let id = api.id().unwrap_or_default();
    let paths = reader
        .pages(RESOURCES, &|position| {
            Box::pin(async move {
                let request = reader.clients.api_gateway().get_resources();
                let request = request.rest_api_id(id).embed("methods");
                let request = request.limit(reader.page_size(1, 500));
                let answer = request.set_position(position).send().await;
                let answer = answer.map_err(|error| Failure::of(RESOURCES, &error))?;
                Ok((answer.items.unwrap_or_default(), answer.position))
            })
        })
        .await?;
    let stages = reader.call(STAGES, async {
        let request = reader.clients.api_gateway().get_stages().rest_api_id(id);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(STAGES, &error))?;
        Ok(answer.item.unwrap_or_default())
    });
    let stages = stages.await?;
    Ok(Parts { paths, stages })
}

fn convert(place: &Place, api: &RestApi, parts: &Parts, hosts: &Hosts) -> Option<Resource> {
    let id = api.id()?;
    let status = api.api_status().map(ApiStatus::as_str);
    let health = match api.api_status() {
        None => Health::Neutral,
        Some(ApiStatus::Updating) => Health::Pending,
        Some(_) => lifecycle(status),
    };
    let endpoint = api.endpoint_configuration();
    let types = endpoint.map(EndpointConfiguration::types).into_iter();
    let endpoints = endpoint.map(EndpointConfiguration::vpc_endpoint_ids);
    let own = (!api.disable_execute_api_endpoint()).then(|| host(place, id));
    let more = hosts.get(id).into_iter().flatten().cloned();
    let names: BTreeSet<String> = own.into_iter().chain(more).collect();
    let stages = parts.stages.iter().filter_map(Stage::stage_name);
    let (targets, services) = targets(place, &parts.paths);
    let methods = parts.paths.iter().filter_map(Path::resource_methods);
    let entry = Entry::new(
        place,
        Kind::Api,
        place.api_gateway(&format!("restapis/{id}")),
        CALL,
    )
    .named(api.name())
    .tags(pairs(api.tags()))
    .state(status, health)
    .reason(api.api_status_message())
    .relates_to_all(
        RelationshipKind::IsAssociatedWith,
        endpoints.into_iter().flatten().map(|id| place.ec2(id)),
        "items[].endpointConfiguration.vpcEndpointIds",
    )
    .fact("protocol", Some("REST"))
    .fact(
        "endpoint",
        joined(types.flatten().map(EndpointType::as_str)),
    )
    .fact("dns name", joined(names.iter().map(String::as_str)))
    .fact("stages", joined(stages))
    .fact("methods", Some(methods.map(HashMap::len).sum::<usize>()))
    .fact("calls services", joined(services))
    .fact("created", time(api.created_date()));
    let field = "items[].resourceMethods.methodIntegration.uri";
    Some(targets.stated(entry, field).finish())
}

/// The host under which an API is called by its id.
fn host(place: &Place, id: &str) -> String {
    let suffix = place.partition.dns_suffix();
    format!("{id}.execute-api.{}.{suffix}", place.region)
}

/// Where the methods lead, and the services that they call without naming a resource.
fn targets<'a>(place: &Place, paths: &'a [Path]) -> (Targets, BTreeSet<&'a str>) {
    let (mut targets, mut services) = (Targets::default(), BTreeSet::new());
    for path in paths {
        for (verb, method) in path.resource_methods().into_iter().flatten() {
            let Some(integration) = method.method_integration() else {
                continue;
            };
            let uri = integration.uri().unwrap_or_default();
            if let Some(to) = target(place, integration) {
                targets.add(to, &format!("{verb} {}", path.path().unwrap_or_default()));
            } else if let Some((service, _)) = integrations::service(uri) {
                services.insert(service);
            }
        }
    }
    (targets, services)
}

fn target(place: &Place, integration: &Integration) -> Option<Reference> {
    // The id of a link may be a stage's variable.
    let link = integration.connection_id().filter(|id| !id.contains('$'));
    if let Some(id) = link {
        let link = place.api_gateway(&format!("vpclinks/{id}"));
        return Some(Reference::Id(link));
    }
    if integration.r#type() == Some(&IntegrationType::Mock) {
        return None;
    }
    integrations::target(place, integration.uri()?)
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Hosts, Parts, convert};
    use aws_sdk_apigateway::types::{
        EndpointConfiguration, EndpointType, Integration, IntegrationType, Method, Resource,
        RestApi, Stage,
    };

    fn path(path: &str, integrations: &[(&str, Integration)]) -> Resource {
        let mut row = Resource::builder().path(path);
        for (verb, integration) in integrations {
            let method = Method::builder().method_integration(integration.clone());
            row = row.resource_methods(*verb, method.build());
        }
        row.build()
    }

    fn uri(uri: &str) -> Integration {
        Integration::builder().uri(uri).build()
    }

    #[test]
    fn an_api_leads_to_what_its_methods_call() {
        let function = uri(
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\
             arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations",
        );
        let link = Integration::builder()
            .uri("http://internal.example.com/")
            .connection_id("v1");
        let mock = Integration::builder().r#type(IntegrationType::Mock);
        let put = uri("arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem");
        let paths = vec![
            path("/orders", &[("GET", function.clone()), ("POST", function)]),
            path(
                "/stock",
                &[("ANY", link.build()), ("OPTIONS", mock.build())],
            ),
            path("/log", &[("PUT", put)]),
        ];
        let parts = Parts {
            paths,
            stages: vec![Stage::builder().stage_name("live").build()],
        };
        let endpoint = EndpointConfiguration::builder()
            .types(EndpointType::Private)
            .vpc_endpoint_ids("vpce-1");
        let row = RestApi::builder()
            .id("a1b2c3")
            .name("shop")
            .endpoint_configuration(endpoint.build())
            .build();
        let hosts = Hosts::from([("a1b2c3".to_owned(), vec!["api.example.com".to_owned()])]);
        let api = convert(&place(), &row, &parts, &hosts).unwrap();
        assert_eq!(
            api.id.as_str(),
            "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3"
        );
        assert_eq!(
            related(&api),
            [
                "is-associated-with vpce-1",
                "forwards-to v1 [ANY /stock]",
                "forwards-to orders [GET /orders, POST /orders]",
            ]
        );
        assert_eq!(
            facts(&api),
            [
                "protocol=REST",
                "endpoint=PRIVATE",
                "dns name=a1b2c3.execute-api.eu-west-1.amazonaws.com, api.example.com",
                "stages=live",
                "methods=5",
                "calls services=dynamodb",
            ]
        );
        let nameless = RestApi::builder().build();
        assert_eq!(convert(&place(), &nameless, &parts, &hosts), None);
    }
}
