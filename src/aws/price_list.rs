//! Whole tables of the Price List API, asked as the base identity: nothing of an account
//! is read, and no role is assumed. It must not know what becomes of the tables.

use super::Aws;
use super::error::Failure;
use super::refusal;
use crate::account::{ProfileName, Region};
use crate::prices::price_list::Service;
use crate::prices::{AsOf, Facts};
use crate::provider::Explanation;
use aws_sdk_pricing::types::{Filter, FilterType};
use aws_types::SdkConfig;
use std::collections::BTreeSet;

const CALL: &str = "pricing:GetProducts";

/// The most that AWS puts on a page.
const A_PAGE: i32 = 100;

/// A table as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceTable {
    pub facts: Facts,
    /// How many pages it took.
    pub calls: usize,
}

impl Aws {
    /// A service's prices of a region, all that are known here; as of the day that is
    /// given. The caller's own identity needs `pricing:GetProducts`.
    pub async fn price_table(
        &self,
        profile: Option<&ProfileName>,
        (region, service): (&Region, Service),
        as_of: &AsOf,
    ) -> Result<PriceTable, Explanation> {
        let endpoint = Region::new(endpoint_near(region));
        let config = self.base.config(profile, Some(&endpoint)).await;
        let asked = table(&config, region, service, as_of).await;
        asked.map_err(|failure| refusal::of_base(&failure, profile))
    }
}

async fn table(
    config: &SdkConfig,
    region: &Region,
    service: Service,
    as_of: &AsOf,
) -> Result<PriceTable, Failure> {
    let client = aws_sdk_pricing::Client::new(config);
    let mut table = PriceTable {
        facts: Facts::default(),
        calls: 0,
    };
    for question in service.questions {
        let filters = filters(region, question)?;
        let (mut seen, mut token) = (BTreeSet::new(), None);
        loop {
            let request = client.get_products().service_code(service.code);
            let request = request
                .set_filters(Some(filters.clone()))
                .set_next_token(token);
            let answer = request.max_results(A_PAGE).send().await;
            let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
            table.calls += 1;
            for document in answer.price_list() {
                service
                    .read(&mut table.facts, region.as_str(), (document, as_of))
                    .map_err(|error| Failure::bad_answer(CALL, error.to_string()))?;
            }
            token = answer.next_token().map(str::to_owned);
            match &token {
                None => break,
                Some(next) if !seen.insert(next.clone()) => {
                    return Err(Failure::bad_answer(CALL, "the same page token came twice"));
                }
                Some(_) => {}
            }
        }
    }
    Ok(table)
}

fn filters(region: &Region, question: &[(&str, &str)]) -> Result<Vec<Filter>, Failure> {
    let of_region = [("regionCode", region.as_str())];
    let terms = of_region.iter().chain(question);
    terms
        .map(|(field, value)| {
            Filter::builder()
                .r#type(FilterType::TermMatch)
                .field(*field)
                .value(*value)
                .build()
                .map_err(|error| Failure::bad_answer(CALL, error.to_string()))
        })
        .collect()
}

/// The price list is served in three regions.
fn endpoint_near(region: &Region) -> &'static str {
    match region.as_str().split('-').next() {
        Some("eu" | "af" | "me" | "il") => "eu-central-1",
        Some("ap") => "ap-south-1",
        _ => "us-east-1",
    }
}
