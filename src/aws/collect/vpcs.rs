//! VPCs.

use super::{Collecting, Collector, Pace, Scope, joined, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Resource};
use aws_sdk_ec2::types::Vpc;
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVpcs";

pub const COLLECTOR: Collector = Collector {
    name: "vpcs",
    title: "VPCs",
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
                let request = reader.clients.ec2().describe_vpcs();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.vpcs.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, vpc: &Vpc) -> Option<Resource> {
    let id = vpc.vpc_id()?;
    let state = vpc.state().map(aws_sdk_ec2::types::VpcState::as_str);
    let associated = vpc.cidr_block_association_set();
    let further = associated.iter().filter_map(|block| block.cidr_block());
    let further = further.filter(|block| Some(*block) != vpc.cidr_block());
    let ipv6 = vpc.ipv6_cidr_block_association_set().iter();
    Some(
        Entry::new(place, Kind::Vpc, place.of(vpc.owner_id()).ec2(id), CALL)
            .tags(vpc.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(state, neutral_when_available(state))
            .fact("cidr", vpc.cidr_block())
            .fact("further cidrs", joined(further))
            .fact(
                "ipv6 cidrs",
                joined(ipv6.filter_map(|block| block.ipv6_cidr_block())),
            )
            .fact("default", yes_or_no(vpc.is_default()))
            .fact("owner", vpc.owner_id())
            .finish(),
    )
}

/// A network that is there has no health of its own.
pub(super) fn neutral_when_available(state: Option<&str>) -> crate::inventory::Health {
    match state {
        None | Some("available") => crate::inventory::Health::Neutral,
        other => lifecycle(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{Tag, Vpc, VpcState};

    #[test]
    fn a_vpc_is_known_by_its_tag_else_by_its_id() {
        let tag = Tag::builder().key("Name").value("prod\u{1b}[2J").build();
        let full = Vpc::builder()
            .vpc_id("vpc-1")
            .state(VpcState::Available)
            .cidr_block("10.0.0.0/16")
            .is_default(false)
            .tags(tag)
            .build();
        let vpc = convert(&place(), &full).unwrap();
        assert_eq!(
            vpc.id.as_str(),
            "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"
        );
        assert_eq!(vpc.name, "prod[2J");
        assert_eq!(
            (vpc.state.as_str(), vpc.health),
            ("available", Health::Neutral)
        );
        assert_eq!(facts(&vpc), ["cidr=10.0.0.0/16", "default=no"]);

        let bare = convert(&place(), &Vpc::builder().vpc_id("vpc-2").build()).unwrap();
        assert_eq!(bare.name, "vpc-2");
        assert!(bare.facts.is_empty());
        assert_eq!(convert(&place(), &Vpc::builder().build()), None);
    }
}
