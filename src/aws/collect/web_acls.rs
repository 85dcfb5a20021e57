//! Web ACLs of WAF and what they stand before. Those for `CloudFront` live apart, and
//! each distribution says itself which one it has.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource};
use aws_sdk_wafv2::types::{ResourceType, Scope as Reach, WebAclSummary};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "wafv2:ListWebACLs";
const PROTECTED: &str = "wafv2:ListResourcesForWebACL";

pub const COLLECTOR: Collector = Collector {
    name: "web-acls",
    title: "Web ACLs",
    service: Service::Waf,
    scope: Scope::Regional,
    actions: &[CALL, PROTECTED],
    pace: Pace::Detail,
    after: None,
    collect,
};

pub const OF_CLOUDFRONT: Collector = Collector {
    name: "web-acls-of-cloudfront",
    title: "Web ACLs for CloudFront",
    scope: Scope::Global,
    actions: &[CALL],
    pace: Pace::Structure,
    collect: collect_for_cloudfront,
    ..COLLECTOR
};

/// Of other types the answer takes further permissions, those of their own services.
const PROTECTED_TYPES: [ResourceType; 3] = [
    ResourceType::ApplicationLoadBalancer,
    ResourceType::ApiGateway,
    ResourceType::Appsync,
];

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let acls = acls(&reader, &Reach::Regional).await?;
        let asked: Vec<(&str, ResourceType)> = acls
            .iter()
            .filter_map(WebAclSummary::arn)
            .flat_map(|arn| PROTECTED_TYPES.map(|kind| (arn, kind)))
            .collect();
        let answers = reader.each(&asked, |(arn, kind)| protected(&reader, arn, kind));
        let mut protected: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut gaps = Vec::new();
        for ((arn, kind), answer) in answers.await {
            match answer {
                Ok(arns) => protected.entry(arn).or_default().extend(arns),
                Err(failure) => gaps.push((arn, kind, failure)),
            }
        }
        let mut read = Read::resources((&reader, CALL), &acls, |row| {
            let protected = row.arn().and_then(|arn| protected.get(arn));
            convert(&reader.place, row, protected.map_or(&[], Vec::as_slice))
        });
        for (arn, kind, failure) in gaps {
            let kind = kind.as_str().to_ascii_lowercase().replace('_', " ");
            read.lacks(&format!("each {kind} that {arn} protects"), failure);
        }
        Ok(read)
    })
}

fn collect_for_cloudfront(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let acls = acls(&reader, &Reach::Cloudfront).await?;
        Ok(Read::resources((&reader, CALL), &acls, |row| {
            convert(&reader.place, row, &[])
        }))
    })
}

async fn acls(reader: &Reader, reach: &Reach) -> Result<Vec<WebAclSummary>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.waf().list_web_acls();
                let request = request.scope(reach.clone());
                let request = request.limit(reader.page_size(1, 100));
                let answer = request.set_next_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                // The last page names a marker too, behind which there is nothing.
                let rows = answer.web_acls.unwrap_or_default();
                let next = answer.next_marker.filter(|_| !rows.is_empty());
                Ok((rows, next))
            })
        })
        .await
}

async fn protected(
    reader: &Reader,
    acl: &str,
    kind: &ResourceType,
) -> Result<Vec<String>, Failure> {
    let found = reader
        .call(PROTECTED, async {
            let request = reader.clients.waf().list_resources_for_web_acl();
            let request = request.web_acl_arn(acl).resource_type(kind.clone());
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(PROTECTED, &error))?;
            Ok(answer.resource_arns.unwrap_or_default())
        })
        .await;
    super::listeners::without_the_gone(found, "WAFNonexistentItem")
}

fn convert(place: &Place, row: &WebAclSummary, protected: &[String]) -> Option<Resource> {
    let arn = row.arn()?;
    let mut entry = Entry::new(place, Kind::WebAcl, place.given(arn), CALL)
        .named(row.name())
        .fact("id", row.id())
        .fact("description", row.description())
        .fact("protects", Some(protected.len()).filter(|count| *count > 0));
    for arn in protected {
        // It stands before a stage; the map has the API.
        let (arn, stage) = match arn.split_once("/stages/") {
            Some((api, stage)) => (api, Some(stage.to_owned())),
            None => (arn.as_str(), None),
        };
        entry = entry.labelled(
            RelationshipKind::Protects,
            Reference::Id(place.given(arn)),
            stage,
            "ResourceArns[]",
        );
    }
    Some(entry.finish())
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_wafv2::types::WebAclSummary;

    #[test]
    fn an_acl_stands_before_balancers_and_apis() {
        let acl = WebAclSummary::builder()
            .arn("arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/1")
            .name("edge")
            .build();
        let protected = [
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1",
            "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod",
        ];
        let acl = convert(&place(), &acl, &protected.map(str::to_owned)).unwrap();
        assert_eq!((acl.name.as_str(), acl.health), ("edge", Health::Neutral));
        assert_eq!(related(&acl), ["protects web", "protects a1 [prod]"]);
        let nameless = WebAclSummary::builder().name("edge").build();
        assert_eq!(convert(&place(), &nameless, &[]), None);
    }
}
