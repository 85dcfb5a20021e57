//! Classic Load Balancers: listeners are part of them, and instances stand behind them
//! without a target group.

use super::listeners::without_the_gone;
use super::load_balancers;
use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Evidence, Health, Kind, Observation, Reference, RelationshipKind};
use crate::inventory::{Resource, ResourceId, Slice};
use crate::text;
use aws_sdk_elasticloadbalancing::types::{
    HealthCheck, InstanceState, Listener, ListenerDescription, LoadBalancerDescription, Tag,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CALL: &str = load_balancers::CALL;
const TAGS: &str = load_balancers::TAGS;
const HEALTH: &str = "elasticloadbalancing:DescribeInstanceHealth";

pub const COLLECTOR: Collector = Collector {
    name: "classic-load-balancers",
    title: "Classic Load Balancers",
    service: Service::LoadBalancing,
    scope: Scope::Regional,
    actions: &[CALL, TAGS],
    pace: Pace::Structure,
    after: None,
    collect,
};

pub const INSTANCES: Collector = Collector {
    name: "classic-instance-health",
    title: "Instances behind Classic Load Balancers",
    actions: &[CALL, HEALTH],
    pace: Pace::Status,
    after: Some(COLLECTOR.name),
    collect: collect_health,
    ..COLLECTOR
};

/// `DescribeTags` takes this many names.
const TAGGED_AT_ONCE: usize = 20;

type Tags = BTreeMap<String, Vec<Tag>>;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let rows = balancers(&reader).await?;
        let names = rows.iter().filter_map(|row| row.load_balancer_name.clone());
        let names: Vec<String> = names.collect();
        let chunks: Vec<&[String]> = names.chunks(TAGGED_AT_ONCE).collect();
        let mut tags = Tags::new();
        let mut gap = None;
        for (_, answer) in reader.each(&chunks, |chunk| tags_of(&reader, chunk)).await {
            match answer {
                Ok(described) => tags.extend(described),
                Err(failure) => gap = Some(failure),
            }
        }
        let mut read = Read::resources((&reader, CALL), &rows, |row| {
            convert(&reader.place, row, &tags)
        });
        if let Some(failure) = gap {
            read.lacks("tags", failure);
        }
        Ok(read)
    })
}

fn collect_health(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let balancers = balancers(&reader).await?;
        let mut read = Read::whole(Slice::observed([]));
        for (balancer, answer) in reader.each(&balancers, |row| instances(&reader, row)).await {
            read.append(Read::observations(HEALTH, &answer?, |state| {
                observed(&reader.place, balancer, state)
            }));
        }
        Ok(read)
    })
}

async fn balancers(reader: &Reader) -> Result<Vec<LoadBalancerDescription>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.classic_elb().describe_load_balancers();
                let request = request.page_size(reader.page_size(1, 400));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.load_balancer_descriptions.unwrap_or_default();
                Ok((rows, answer.next_marker))
            })
        })
        .await
}

async fn tags_of(reader: &Reader, names: &[String]) -> Result<Vec<(String, Vec<Tag>)>, Failure> {
    let found = reader
        .call(TAGS, async {
            let request = reader.clients.classic_elb().describe_tags();
            let request = request.set_load_balancer_names(Some(names.to_vec()));
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
            let described = answer.tag_descriptions.unwrap_or_default().into_iter();
            let described = described
                .filter_map(|one| Some((one.load_balancer_name?, one.tags.unwrap_or_default())));
            Ok(described.collect())
        })
        .await;
    without_the_gone(found, "LoadBalancerNotFound")
}

async fn instances(
    reader: &Reader,
    balancer: &LoadBalancerDescription,
) -> Result<Vec<InstanceState>, Failure> {
    let Some(name) = balancer.load_balancer_name() else {
        return Ok(Vec::new());
    };
    let found = reader
        .call(HEALTH, async {
            let request = reader.clients.classic_elb().describe_instance_health();
            let answer = request.load_balancer_name(name).send().await;
            let answer = answer.map_err(|error| Failure::of(HEALTH, &error))?;
            Ok(answer.instance_states.unwrap_or_default())
        })
        .await;
    without_the_gone(found, "LoadBalancerNotFound")
}

fn listeners(row: &LoadBalancerDescription) -> impl Iterator<Item = &Listener> {
    let described = row.listener_descriptions().iter();
    described.filter_map(ListenerDescription::listener)
}

fn convert(place: &Place, row: &LoadBalancerDescription, tags: &Tags) -> Option<Resource> {
    let name = row.load_balancer_name()?;
    let tags = tags.get(name).into_iter().flatten();
    let check = row.health_check().map(HealthCheck::target);
    let groups = row.security_groups().iter();
    let subnets = row.subnets().iter();
    let id = place.load_balancer(&text::clean(name));
    let field = "LoadBalancerDescriptions[].VPCId";
    let mut entry = Entry::new(place, Kind::LoadBalancer, id, CALL)
        .named(Some(name))
        .tags(tags.map(|tag| (Some(tag.key()), tag.value())))
        .state(None, Health::Neutral)
        .within([(row.vpc_id().map(|id| place.ec2(id)), field)])
        .relates_to_all(
            RelationshipKind::IsContainedIn,
            subnets.map(|id| place.ec2(id)),
            "LoadBalancerDescriptions[].Subnets[]",
        )
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            groups.map(|id| place.ec2(id)),
            "LoadBalancerDescriptions[].SecurityGroups[]",
        )
        .fact("type", Some("classic"))
        .fact("scheme", row.scheme())
        .fact("dns name", row.dns_name());
    for listener in listeners(row) {
        entry = entry.fact("listener", Some(route(listener)));
    }
    Some(
        entry
            .fact("health check", check)
            .fact("created", time(row.created_time()))
            .finish(),
    )
}

/// `443/https -> 8080/http`.
fn route(listener: &Listener) -> String {
    let asked = listener.protocol().to_ascii_lowercase();
    let behind = listener.instance_protocol().unwrap_or(listener.protocol());
    let (from, to) = (listener.load_balancer_port(), listener.instance_port());
    format!("{from}/{asked} -> {to}/{}", behind.to_ascii_lowercase())
}

fn observed(
    place: &Place,
    balancer: &LoadBalancerDescription,
    row: &InstanceState,
) -> Option<Observation> {
    let name = balancer.load_balancer_name()?;
    let through: ResourceId = place.load_balancer(&text::clean(name));
    let ports: BTreeSet<i32> = listeners(balancer).map(Listener::instance_port).collect();
    let ports: Vec<String> = ports.iter().map(i32::to_string).collect();
    let state = row.state().unwrap_or("Unknown");
    let said = row
        .description()
        .filter(|text| !text.is_empty() && *text != "N/A");
    Some(Observation {
        of: Reference::Id(place.ec2(&text::clean(row.instance_id()?))),
        through: Some(through),
        label: (!ports.is_empty()).then(|| ports.join(", ").into()),
        health: health(state, said),
        state: text::clean(state).into(),
        reason: said.map(|text| text::clean(text).into()),
        evidence: Evidence {
            call: HEALTH,
            field: "InstanceStates[].InstanceId",
        },
    })
}

fn health(state: &str, said: Option<&str>) -> Health {
    match state {
        "InService" => Health::Healthy,
        "OutOfService" if said.is_some_and(|text| text.contains("still in progress")) => {
            Health::Pending
        }
        "OutOfService" => Health::Unhealthy,
        _ => Health::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Tags, convert, observed};
    use crate::inventory::Health;
    use aws_sdk_elasticloadbalancing::types::{
        InstanceState, Listener, ListenerDescription, LoadBalancerDescription,
    };

    fn row() -> LoadBalancerDescription {
        let listener = Listener::builder()
            .protocol("HTTPS")
            .load_balancer_port(443)
            .instance_protocol("HTTP")
            .instance_port(8080)
            .build()
            .unwrap();
        let listener = ListenerDescription::builder().listener(listener).build();
        LoadBalancerDescription::builder()
            .load_balancer_name("old")
            .dns_name("old-1.eu-west-1.elb.amazonaws.com")
            .scheme("internet-facing")
            .vpc_id("vpc-1")
            .subnets("subnet-1")
            .security_groups("sg-1")
            .listener_descriptions(listener)
            .build()
    }

    #[test]
    fn a_classic_balancer_stands_in_its_subnets() {
        let balancer = convert(&place(), &row(), &Tags::new()).unwrap();
        assert_eq!(balancer.parent.as_ref().unwrap().short(), "vpc-1");
        assert_eq!(
            related(&balancer),
            [
                "is-contained-in vpc-1",
                "is-contained-in subnet-1",
                "is-associated-with sg-1"
            ]
        );
        assert_eq!(
            facts(&balancer),
            [
                "type=classic",
                "scheme=internet-facing",
                "dns name=old-1.eu-west-1.elb.amazonaws.com",
                "listener=443/https -> 8080/http",
            ]
        );
    }

    #[test]
    fn an_instance_is_seen_through_its_balancer() {
        let failed = "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";
        for (state, said, health) in [
            ("InService", "N/A", Health::Healthy),
            ("OutOfService", failed, Health::Unhealthy),
            (
                "OutOfService",
                "Instance registration is still in progress.",
                Health::Pending,
            ),
            ("Unknown", "A transient error occurred.", Health::Unknown),
        ] {
            let row_of = InstanceState::builder()
                .instance_id("i-1")
                .state(state)
                .description(said);
            let seen = observed(&place(), &row(), &row_of.build()).unwrap();
            assert_eq!(seen.health, health, "{said}");
            assert_eq!(seen.through.unwrap().short(), "old");
            assert_eq!(seen.label.as_deref(), Some("8080"));
            assert_eq!(seen.reason.is_none(), said == "N/A");
        }
    }
}
