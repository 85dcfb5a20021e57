//! `CloudFront` distributions: which names they answer to, and from where they fetch. The
//! headers that they send along, often a secret between them and an origin, are let go.

use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource};
use crate::text;
use aws_sdk_cloudfront::types::{DistributionSummary, Origin, ViewerCertificate};
use std::sync::Arc;

const CALL: &str = "cloudfront:ListDistributions";

pub const COLLECTOR: Collector = Collector {
    name: "distributions",
    title: "CloudFront distributions",
    service: Service::CloudFront,
    scope: Scope::Global,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|marker| {
            Box::pin(async move {
                let request = reader.clients.cloudfront().list_distributions();
                let request = request.max_items(reader.page_size(1, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let Some(list) = answer.distribution_list else {
                    return Err(Failure::bad_answer(CALL, "the answer holds no list"));
                };
                let next = list.next_marker.filter(|_| list.is_truncated);
                let rows = list.items.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), next))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, row: &DistributionSummary) -> Option<Resource> {
    let arn = Some(row.arn()).filter(|arn| !arn.is_empty())?;
    let aliases = row.aliases().map(aws_sdk_cloudfront::types::Aliases::items);
    let aliases: Vec<&str> = aliases.into_iter().flatten().map(String::as_str).collect();
    let names = [row.domain_name()].into_iter().chain(aliases.clone());
    let (word, health) = match (row.enabled(), row.status()) {
        (false, _) => ("disabled", Health::Stopped),
        (true, word @ "Deployed") => (word, Health::Healthy),
        (true, word @ "InProgress") => (word, Health::Pending),
        (true, word) => (word, Health::Unknown),
    };
    let certificate = row.viewer_certificate();
    let certificate = certificate.and_then(ViewerCertificate::acm_certificate_arn);
    let behaviour = row.default_cache_behavior();
    let mut entry = Entry::new(place, Kind::Distribution, place.given(arn), CALL)
        .named(aliases.first().copied().or(Some(row.domain_name())))
        .state(Some(word), health)
        .fact("id", Some(row.id()))
        .fact("dns name", joined(names))
        .fact("comment", Some(row.comment()))
        .fact(
            "viewers",
            behaviour.map(|behaviour| behaviour.viewer_protocol_policy().as_str()),
        )
        .fact("certificate", certificate)
        .fact("http version", Some(row.http_version().as_str()))
        .fact("ipv6", yes_or_no(Some(row.is_ipv6_enabled())))
        .fact("price class", Some(row.price_class().as_str()))
        .fact("modified", time(Some(row.last_modified_time())));
    for origin in row
        .origins()
        .map(aws_sdk_cloudfront::types::Origins::items)
        .into_iter()
        .flatten()
    {
        entry = entry.labelled(
            RelationshipKind::ForwardsTo,
            Reference::DnsName(text::clean(origin.domain_name())),
            joined(patterns(row, origin)),
            "DistributionList.Items[].Origins.Items[].DomainName",
        );
    }
    // The classic WAF had bare ids.
    let acl = Some(row.web_acl_id()).filter(|id| id.starts_with("arn:"));
    Some(
        entry
            .relates(
                RelationshipKind::IsAssociatedWith,
                acl.map(|arn| place.given(arn)),
                "DistributionList.Items[].WebACLId",
            )
            .finish(),
    )
}

/// Which paths are fetched from an origin, by itself or as a member of a group; `*` is
/// what no other pattern matches.
fn patterns<'a>(row: &'a DistributionSummary, origin: &Origin) -> Vec<&'a str> {
    let groups = row
        .origin_groups()
        .map(aws_sdk_cloudfront::types::OriginGroups::items);
    let groups: Vec<&str> = groups
        .into_iter()
        .flatten()
        .filter(|group| {
            let members = group
                .members()
                .map(aws_sdk_cloudfront::types::OriginGroupMembers::items);
            let mut members = members.into_iter().flatten();
            members.any(|member| member.origin_id() == origin.id())
        })
        .map(aws_sdk_cloudfront::types::OriginGroup::id)
        .collect();
    let is_asked = |target: &str| target == origin.id() || groups.contains(&target);
    let others = row
        .cache_behaviors()
        .map(aws_sdk_cloudfront::types::CacheBehaviors::items);
    let others = others.into_iter().flatten();
    let others = others.filter(|one| is_asked(one.target_origin_id()));
    let default = row.default_cache_behavior();
    let default = default.filter(|one| is_asked(one.target_origin_id()));
    others
        .map(aws_sdk_cloudfront::types::CacheBehavior::path_pattern)
        .chain(default.map(|_| "*"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_cloudfront::types::{
        Aliases, CacheBehavior, CacheBehaviors, DefaultCacheBehavior, DistributionSummary,
        HttpVersion, Origin, Origins, PriceClass, ViewerProtocolPolicy,
    };

    const ACL: &str = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1";

    fn row(enabled: bool, status: &str) -> DistributionSummary {
        let origin = |id: &str, host: &str| Origin::builder().id(id).domain_name(host).build();
        let https = ViewerProtocolPolicy::HttpsOnly;
        let api = CacheBehavior::builder()
            .path_pattern("/api/*")
            .target_origin_id("api")
            .viewer_protocol_policy(https.clone());
        let default = DefaultCacheBehavior::builder()
            .target_origin_id("files")
            .viewer_protocol_policy(https);
        let origins = Origins::builder()
            .quantity(2)
            .items(origin("files", "files.s3.eu-west-1.amazonaws.com").unwrap())
            .items(origin("api", "web-1.eu-west-1.elb.amazonaws.com").unwrap());
        let aliases = Aliases::builder().quantity(1).items("shop.example.com");
        let others = CacheBehaviors::builder().quantity(1);
        DistributionSummary::builder()
            .id("E1")
            .arn("arn:aws:cloudfront::111122223333:distribution/E1")
            .status(status)
            .last_modified_time(aws_smithy_types::DateTime::from_secs(0))
            .domain_name("d1.cloudfront.net")
            .aliases(aliases.build().unwrap())
            .origins(origins.build().unwrap())
            .default_cache_behavior(default.build().unwrap())
            .cache_behaviors(others.items(api.build().unwrap()).build().unwrap())
            .comment("")
            .price_class(PriceClass::PriceClass100)
            .enabled(enabled)
            .web_acl_id(ACL)
            .http_version(HttpVersion::Http2)
            .is_ipv6_enabled(true)
            .staging(false)
            .build()
            .unwrap()
    }

    #[test]
    fn a_distribution_forwards_to_its_origins_by_path() {
        for (enabled, status, health) in [
            (true, "Deployed", Health::Healthy),
            (true, "InProgress", Health::Pending),
            (false, "Deployed", Health::Stopped),
        ] {
            let found = convert(&place(), &row(enabled, status)).unwrap();
            assert_eq!(found.health, health);
            assert_eq!(found.name, "shop.example.com");
            assert_eq!(
                related(&found),
                [
                    "forwards-to files.s3.eu-west-1.amazonaws.com [*]",
                    "forwards-to web-1.eu-west-1.elb.amazonaws.com [/api/*]",
                    "is-associated-with 1",
                ]
            );
            assert_eq!(
                facts(&found)[1],
                "dns name=d1.cloudfront.net, shop.example.com"
            );
        }
    }
}
