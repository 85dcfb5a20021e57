//! Application, Network and Gateway Load Balancers. What they send where is in their
//! listeners.

use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_elasticloadbalancingv2::types::{
    AvailabilityZone, IpAddressType, LoadBalancer, LoadBalancerSchemeEnum, LoadBalancerStateEnum,
    LoadBalancerTypeEnum, Tag, TagDescription,
};
use futures::future::try_join_all;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const CALL: &str = "elasticloadbalancing:DescribeLoadBalancers";
pub(super) const TAGS: &str = "elasticloadbalancing:DescribeTags";

pub const COLLECTOR: Collector = Collector {
    name: "load-balancers",
    title: "Load balancers",
    service: Service::LoadBalancing,
    scope: Scope::Regional,
    actions: &[CALL, TAGS],
    pace: Pace::Structure,
    after: None,
    collect,
};

/// `DescribeTags` takes this many ARNs.
const TAGGED_AT_ONCE: usize = 20;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let rows = fetch(&reader).await?;
        let arns = rows.iter().filter_map(LoadBalancer::load_balancer_arn);
        let (tags, untagged) = tags_of(&reader, arns.map(str::to_owned).collect()).await?;
        let mut read = Read::resources((&reader, CALL), &rows, |row| {
            convert(&reader.place, row, &tags)
        });
        if let Some(failure) = untagged {
            read.lacks("tags", failure);
        }
        Ok(read)
    })
}

/// Every load balancer; listeners are asked for one balancer at a time.
pub(super) async fn fetch(reader: &Reader) -> Result<Vec<LoadBalancer>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elb().describe_load_balancers();
                let request = request.page_size(reader.page_size(1, 400));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((
                    answer.load_balancers.unwrap_or_default(),
                    answer.next_marker,
                ))
            })
        })
        .await
}

/// By ARN. Tags come by a call of their own; without it the rest is still worth having.
pub(super) type Tags = BTreeMap<String, Vec<Tag>>;

pub(super) async fn tags_of(
    reader: &Reader,
    arns: Vec<String>,
) -> Result<(Tags, Option<Failure>), Failure> {
    let chunks = arns.chunks(TAGGED_AT_ONCE).map(|chunk| {
        reader.call(TAGS, async move {
            let request = reader.clients.elb().describe_tags();
            let answer = request.set_resource_arns(Some(chunk.to_vec())).send().await;
            let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
            Ok(answer.tag_descriptions.unwrap_or_default())
        })
    });
    match try_join_all(chunks).await {
        Ok(described) => Ok((by_arn(described.into_iter().flatten()), None)),
        Err(failure) => Ok((Tags::new(), Some(failure))),
    }
}

fn by_arn(described: impl Iterator<Item = TagDescription>) -> Tags {
    described
        .filter_map(|one| Some((one.resource_arn?, one.tags.unwrap_or_default())))
        .collect()
}

pub(super) fn pairs<'a>(
    tags: &'a Tags,
    arn: &str,
) -> impl Iterator<Item = (Option<&'a str>, Option<&'a str>)> {
    let tags = tags.get(arn).into_iter().flatten();
    tags.map(|tag| (tag.key(), tag.value()))
}

fn convert(place: &Place, balancer: &LoadBalancer, tags: &Tags) -> Option<Resource> {
    let arn = balancer.load_balancer_arn()?;
    let state = balancer.state();
    let word = state
        .and_then(|state| state.code())
        .map(LoadBalancerStateEnum::as_str);
    // An active one is as well as its targets are: that is for the survey to say.
    let health = match word {
        Some("active") => Health::Neutral,
        Some("active_impaired") => Health::Degraded,
        Some("provisioning") => Health::Pending,
        Some("failed") => Health::Unhealthy,
        _ => Health::Unknown,
    };
    let zones = balancer.availability_zones();
    let subnets = zones.iter().filter_map(AvailabilityZone::subnet_id);
    let names: Vec<&str> = zones
        .iter()
        .filter_map(AvailabilityZone::zone_name)
        .collect();
    let groups = balancer.security_groups().iter();
    let zone = match names.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let kind = balancer.r#type().map(LoadBalancerTypeEnum::as_str);
    let scheme = balancer.scheme().map(LoadBalancerSchemeEnum::as_str);
    let addresses = balancer.ip_address_type().map(IpAddressType::as_str);
    Some(
        Entry::new(place, Kind::LoadBalancer, ResourceId::new(arn), CALL)
            .named(balancer.load_balancer_name())
            .tags(pairs(tags, arn))
            .zone(zone)
            .state(word, health)
            .reason(state.and_then(|state| state.reason()))
            .within([(
                balancer.vpc_id().map(|id| place.ec2(id)),
                "LoadBalancers[].VpcId",
            )])
            .relates_to_all(
                RelationshipKind::IsContainedIn,
                subnets.map(|id| place.ec2(id)),
                "LoadBalancers[].AvailabilityZones[].SubnetId",
            )
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.map(|id| place.ec2(id)),
                "LoadBalancers[].SecurityGroups",
            )
            .fact("type", kind)
            .fact("scheme", scheme)
            .fact("dns name", balancer.dns_name())
            .measure(Measure::Zones, Some(zones.len()))
            .fact("zones", super::joined(names))
            .fact("address type", addresses)
            .fact("created", time(balancer.created_time()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Tags, convert};
    use crate::inventory::Health;
    use aws_sdk_elasticloadbalancingv2::types::{
        AvailabilityZone, LoadBalancer, LoadBalancerSchemeEnum, LoadBalancerState,
        LoadBalancerStateEnum, LoadBalancerTypeEnum, Tag,
    };

    const ARN: &str =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188";

    #[test]
    fn a_balancer_spans_its_subnets() {
        let zone = |name: &str, subnet: &str| {
            let zone = AvailabilityZone::builder().zone_name(name);
            zone.subnet_id(subnet).build()
        };
        let balancer = LoadBalancer::builder()
            .load_balancer_arn(ARN)
            .load_balancer_name("web")
            .r#type(LoadBalancerTypeEnum::Application)
            .scheme(LoadBalancerSchemeEnum::InternetFacing)
            .dns_name("web-1.eu-west-1.elb.amazonaws.com")
            .vpc_id("vpc-1")
            .availability_zones(zone("eu-west-1a", "subnet-1"))
            .availability_zones(zone("eu-west-1b", "subnet-2"))
            .security_groups("sg-1")
            .build();
        let tag = Tag::builder().key("team").value("shop").build();
        let tags = Tags::from([(ARN.to_owned(), vec![tag])]);
        let balancer = convert(&place(), &balancer, &tags).unwrap();
        assert_eq!(balancer.name, "web");
        assert_eq!(balancer.tags.get("team"), Some("shop"));
        assert_eq!(balancer.zone, None);
        assert_eq!(
            related(&balancer),
            [
                "is-contained-in vpc-1",
                "is-contained-in subnet-1",
                "is-contained-in subnet-2",
                "is-associated-with sg-1",
            ]
        );
        assert_eq!(
            facts(&balancer),
            [
                "type=application",
                "scheme=internet-facing",
                "dns name=web-1.eu-west-1.elb.amazonaws.com",
                "zones=eu-west-1a, eu-west-1b",
            ]
        );
    }

    #[test]
    fn its_state_decides_its_health_but_for_active() {
        for (state, health) in [
            (LoadBalancerStateEnum::Active, Health::Neutral),
            (LoadBalancerStateEnum::ActiveImpaired, Health::Degraded),
            (LoadBalancerStateEnum::Provisioning, Health::Pending),
            (LoadBalancerStateEnum::Failed, Health::Unhealthy),
        ] {
            let state = LoadBalancerState::builder()
                .code(state)
                .reason("why")
                .build();
            let row = LoadBalancer::builder()
                .load_balancer_arn(ARN)
                .state(state)
                .build();
            let balancer = convert(&place(), &row, &Tags::new()).unwrap();
            assert_eq!(balancer.health, health);
            assert_eq!(balancer.reason.as_deref(), Some("why"));
        }
        assert_eq!(
            convert(&place(), &LoadBalancer::builder().build(), &Tags::new()),
            None
        );
    }
}
