//! Instances. Their status checks are another call and another slice: a running
//! instance has no health here until its checks are observed.

use super::{Collecting, Collector, Pace, Scope, joined, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{
    ArchitectureValues, EbsInstanceBlockDevice, GroupIdentifier, HttpTokensState, Instance,
    InstanceLifecycleType, InstanceNetworkInterface, InstanceStateName, InstanceType, Placement,
    Tenancy,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeInstances";

pub const COLLECTOR: Collector = Collector {
    name: "instances",
    title: "Instances",
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
                let request = reader.clients.ec2().describe_instances();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let reservations = answer.reservations.unwrap_or_default();
                let rows = reservations
                    .into_iter()
                    .flat_map(|reservation| reservation.instances.unwrap_or_default());
                // AWS lists a terminated instance for about an hour more.
                let is_there = |row: &Instance| word(row) != Some("terminated");
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, instance: &Instance) -> Option<Resource> {
    let id = instance.instance_id()?;
    let state = word(instance);
    let entry = Entry::new(place, Kind::Instance, place.ec2(id), CALL)
        .tags(instance.tags().iter().map(|tag| (tag.key(), tag.value())))
        .zone(
            instance
                .placement()
                .and_then(|placement| placement.availability_zone()),
        )
        .state(state, health(state))
        .reason(reason(instance))
        .within([
            (
                instance.subnet_id().map(|id| place.ec2(id)),
                "Reservations[].Instances[].SubnetId",
            ),
            (
                instance.vpc_id().map(|id| place.ec2(id)),
                "Reservations[].Instances[].VpcId",
            ),
        ])
        .relates_to_all(
            RelationshipKind::IsAssociatedWith,
            instance
                .security_groups()
                .iter()
                .filter_map(GroupIdentifier::group_id)
                .map(|id| place.ec2(id)),
            "Reservations[].Instances[].SecurityGroups[].GroupId",
        );
    Some(with_facts(entry, instance).finish())
}

fn with_facts(entry: Entry, instance: &Instance) -> Entry {
    let tenancy = instance.placement().and_then(Placement::tenancy);
    // Shared hardware is the rule.
    let tenancy = tenancy
        .map(Tenancy::as_str)
        .filter(|word| *word != "default");
    let interfaces = instance.network_interfaces();
    let ids = interfaces.iter();
    let ids = ids.filter_map(InstanceNetworkInterface::network_interface_id);
    let private = interfaces
        .iter()
        .flat_map(InstanceNetworkInterface::private_ip_addresses)
        .filter_map(|address| address.private_ip_address())
        .filter(|address| Some(*address) != instance.private_ip_address());
    let ipv6 = interfaces
        .iter()
        .flat_map(InstanceNetworkInterface::ipv6_addresses)
        .filter_map(|address| address.ipv6_address());
    let metadata = instance.metadata_options();
    let tokens = metadata.and_then(|options| options.http_tokens());
    let tags = instance.tags().iter();
    let group = tags
        .filter(|tag| tag.key() == Some("aws:autoscaling:groupName"))
        .find_map(|tag| tag.value());
    entry
        .fact("type", instance.instance_type().map(InstanceType::as_str))
        .fact("private address", instance.private_ip_address())
        .fact("further private addresses", joined(private))
        .fact("public address", instance.public_ip_address())
        .fact("ipv6 addresses", joined(ipv6))
        .fact("private dns name", instance.private_dns_name())
        .fact("public dns name", instance.public_dns_name())
        .fact("interfaces", joined(ids))
        .fact("volumes", joined(volumes(instance)))
        .fact("image", instance.image_id())
        .fact("platform", instance.platform_details())
        .fact(
            "architecture",
            instance.architecture().map(ArchitectureValues::as_str),
        )
        .fact("launched", time(instance.launch_time()))
        .fact("auto scaling group", group)
        .fact(
            "lifecycle",
            Some(
                instance
                    .instance_lifecycle()
                    .map_or("on-demand", InstanceLifecycleType::as_str),
            ),
        )
        .fact("tenancy", tenancy)
        .fact(
            "instance profile",
            instance
                .iam_instance_profile()
                .and_then(|profile| profile.arn()),
        )
        .fact("metadata tokens", tokens.map(HttpTokensState::as_str))
        .fact("ebs optimized", yes_or_no(instance.ebs_optimized()))
}

fn word(instance: &Instance) -> Option<&str> {
    instance
        .state()
        .and_then(|state| state.name())
        .map(InstanceStateName::as_str)
}

fn health(state: Option<&str>) -> Health {
    match state {
        Some("running") => Health::Neutral,
        Some("pending" | "stopping" | "shutting-down") => Health::Pending,
        Some("stopped" | "terminated") => Health::Stopped,
        _ => Health::Unknown,
    }
}

/// Why it stopped, as a sentence where there is one.
fn reason(instance: &Instance) -> Option<&str> {
    let sentence = instance.state_reason().and_then(|reason| reason.message());
    sentence.or(instance.state_transition_reason())
}

fn volumes(instance: &Instance) -> impl Iterator<Item = &str> {
    instance
        .block_device_mappings()
        .iter()
        .filter_map(|mapping| mapping.ebs().and_then(EbsInstanceBlockDevice::volume_id))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{
        EbsInstanceBlockDevice, GroupIdentifier, Instance, InstanceBlockDeviceMapping,
        InstanceNetworkInterface, InstanceState, InstanceStateName, InstanceType, Placement,
    };

    #[test]
    fn an_instance_says_what_it_is_and_what_it_is_part_of() {
        let disk = EbsInstanceBlockDevice::builder().volume_id("vol-1").build();
        let instance = Instance::builder()
            .instance_id("i-1")
            .instance_type(InstanceType::T3Micro)
            .state(
                InstanceState::builder()
                    .name(InstanceStateName::Running)
                    .build(),
            )
            .placement(Placement::builder().availability_zone("eu-west-1a").build())
            .subnet_id("subnet-1")
            .vpc_id("vpc-1")
            .private_ip_address("10.0.0.5")
            .security_groups(GroupIdentifier::builder().group_id("sg-1").build())
            .network_interfaces(
                InstanceNetworkInterface::builder()
                    .network_interface_id("eni-1")
                    .build(),
            )
            .block_device_mappings(InstanceBlockDeviceMapping::builder().ebs(disk).build())
            .build();
        let instance = convert(&place(), &instance).unwrap();
        assert_eq!(instance.parent.as_ref().unwrap().short(), "subnet-1");
        assert_eq!(instance.zone.as_deref(), Some("eu-west-1a"));
        assert_eq!(
            related(&instance),
            [
                "is-contained-in subnet-1",
                "is-contained-in vpc-1",
                "is-associated-with sg-1",
            ]
        );
        assert_eq!(
            facts(&instance),
            [
                "type=t3.micro",
                "private address=10.0.0.5",
                "interfaces=eni-1",
                "volumes=vol-1",
                "lifecycle=on-demand",
            ]
        );
    }

    #[test]
    fn its_state_decides_its_health_but_for_running() {
        for (state, health) in [
            (Some(InstanceStateName::Running), Health::Neutral),
            (Some(InstanceStateName::Pending), Health::Pending),
            (Some(InstanceStateName::Stopping), Health::Pending),
            (Some(InstanceStateName::ShuttingDown), Health::Pending),
            (Some(InstanceStateName::Stopped), Health::Stopped),
            (Some(InstanceStateName::from("novel")), Health::Unknown),
            (None, Health::Unknown),
        ] {
            let state = state.map(|name| InstanceState::builder().name(name).build());
            let row = Instance::builder()
                .instance_id("i-1")
                .set_state(state)
                .build();
            assert_eq!(convert(&place(), &row).unwrap().health, health, "{row:?}");
        }
        assert_eq!(convert(&place(), &Instance::builder().build()), None);
    }
}
