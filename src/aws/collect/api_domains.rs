//! The domain names under which APIs of API Gateway are called besides their own, by the
//! id of the API.

use super::{http_apis, rest_apis};
use crate::aws::error::Failure;
use crate::aws::reader::Reader;
use std::collections::BTreeMap;

/// The hosts of each API.
pub(super) type Hosts = BTreeMap<String, Vec<String>>;

/// A domain name, the hosts that it answers to, and what it is asked for by.
struct Domain {
    name: String,
    id: Option<String>,
    hosts: Vec<String>,
}

/// Those of REST APIs.
pub(super) async fn of_rest_apis(reader: &Reader) -> Result<Hosts, Failure> {
    let domains = reader
        .pages(rest_apis::DOMAINS, &|position| {
            Box::pin(async move {
                let request = reader.clients.api_gateway().get_domain_names();
                let request = request.limit(reader.page_size(1, 500));
                let answer = request.set_position(position).send().await;
                let answer = answer.map_err(|error| Failure::of(rest_apis::DOMAINS, &error))?;
                let rows = answer.items.unwrap_or_default().into_iter();
                let rows = rows.filter_map(|row| {
                    let name = row.domain_name?;
                    let hosts = [row.regional_domain_name, row.distribution_domain_name];
                    let hosts = hosts.into_iter().flatten().chain([name.clone()]);
                    Some(Domain {
                        hosts: hosts.collect(),
                        id: row.domain_name_id,
                        name,
                    })
                });
                Ok((rows.collect(), answer.position))
            })
        })
        .await?;
    by_api(
        reader
            .each(&domains, |domain| base_paths(reader, domain))
            .await,
    )
}

async fn base_paths(reader: &Reader, domain: &Domain) -> Result<Vec<String>, Failure> {
    reader
        .pages(rest_apis::MAPPINGS, &|position| {
            Box::pin(async move {
                let request = reader.clients.api_gateway().get_base_path_mappings();
                let request = request.domain_name(&domain.name);
                let request = request.set_domain_name_id(domain.id.clone());
                let request = request.limit(reader.page_size(1, 500));
                let answer = request.set_position(position).send().await;
                let answer = answer.map_err(|error| Failure::of(rest_apis::MAPPINGS, &error))?;
                let rows = answer.items.unwrap_or_default().into_iter();
                Ok((
                    rows.filter_map(|row| row.rest_api_id).collect(),
                    answer.position,
                ))
            })
        })
        .await
}

/// Those of HTTP and WebSocket APIs.
pub(super) async fn of_http_apis(reader: &Reader) -> Result<Hosts, Failure> {
    let domains = reader
        .pages(http_apis::DOMAINS, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_domain_names();
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(http_apis::DOMAINS, &error))?;
                let rows = answer.items.unwrap_or_default().into_iter();
                let rows = rows.filter_map(|row| {
                    let name = row.domain_name?;
                    let configurations = row.domain_name_configurations.unwrap_or_default();
                    let hosts = configurations.into_iter();
                    let hosts = hosts.filter_map(|one| one.api_gateway_domain_name);
                    Some(Domain {
                        hosts: hosts.chain([name.clone()]).collect(),
                        id: None,
                        name,
                    })
                });
                Ok((rows.collect(), answer.next_token))
            })
        })
        .await?;
    by_api(
        reader
            .each(&domains, |domain| api_mappings(reader, domain))
            .await,
    )
}

async fn api_mappings(reader: &Reader, domain: &Domain) -> Result<Vec<String>, Failure> {
    reader
        .pages(http_apis::MAPPINGS, &|token| {
            Box::pin(async move {
                let request = reader.clients.api_gateway_v2().get_api_mappings();
                let request = request.domain_name(&domain.name);
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(http_apis::MAPPINGS, &error))?;
                let rows = answer.items.unwrap_or_default().into_iter();
                Ok((
                    rows.filter_map(|row| row.api_id).collect(),
                    answer.next_token,
                ))
            })
        })
        .await
}

/// A domain name that one of the two APIs cannot tell of belongs to the other.
fn by_api(mapped: Vec<(&Domain, Result<Vec<String>, Failure>)>) -> Result<Hosts, Failure> {
    let mut hosts = Hosts::new();
    for (domain, apis) in mapped {
        let apis = match apis {
            Err(failure) if failure.has_code("NotFound") || failure.has_code("BadRequest") => {
                continue;
            }
            apis => apis?,
        };
        for api in apis {
            hosts.entry(api).or_default().extend(domain.hosts.clone());
        }
    }
    Ok(hosts)
}

#[cfg(test)]
mod tests {
    use super::{Domain, by_api};
    use crate::aws::error::{Failure, kind_of};

    #[test]
    fn an_api_answers_to_every_host_of_its_domains() {
        let domain = |name: &str| Domain {
            name: name.to_owned(),
            id: None,
            hosts: vec![format!("d-{name}"), name.to_owned()],
        };
        let (shop, api, gone) = (domain("shop"), domain("api"), domain("gone"));
        let failure = |code: &str| Failure {
            kind: kind_of(code, ""),
            operation: "apigateway:GetApiMappings".to_owned(),
            message: String::new(),
            request_id: None,
        };
        let mapped = vec![
            (&shop, Ok(vec!["a1".to_owned()])),
            (&gone, Err(failure("NotFoundException"))),
            (&api, Ok(vec!["a1".to_owned(), "b2".to_owned()])),
        ];
        let hosts = by_api(mapped).unwrap();
        assert_eq!(hosts["a1"], ["d-shop", "shop", "d-api", "api"]);
        assert_eq!(hosts["b2"], ["d-api", "api"]);
        assert!(by_api(vec![(&gone, Err(failure("AccessDenied")))]).is_err());
    }
}
