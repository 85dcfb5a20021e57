//! One file system and one mount target as resources.

use super::{CALL, GROUPS, TARGETS, Target};
use crate::aws::arns::Place;
use crate::aws::collect::status_words::health_of;
use crate::aws::collect::{joined, size, time, yes_or_no};
use crate::aws::entry::Entry;
use crate::inventory::{Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_efs::types::{FileSystemDescription, FileSystemSize, ThroughputMode};
use std::collections::BTreeSet;

pub(super) fn file_system(
    place: &Place,
    system: &FileSystemDescription,
    targets: &[Target],
) -> Option<Resource> {
    let id = Some(system.file_system_id()).filter(|id| !id.is_empty())?;
    let own = || {
        let of_this = |(target, _): &&Target| target.file_system_id() == id;
        targets.iter().filter(of_this).map(|(target, _)| target)
    };
    let vpcs: BTreeSet<&str> = own().filter_map(|target| target.vpc_id()).collect();
    let vpc = vpcs.first().filter(|_| vpcs.len() == 1);
    let zones: BTreeSet<&str> = own()
        .filter_map(|target| target.availability_zone_name())
        .collect();
    let bytes = system.size_in_bytes();
    let word = system.life_cycle_state().as_str();
    let (region, suffix) = (&place.region, place.partition.dns_suffix());
    let entry = Entry::new(place, Kind::FileSystem, arn(place, system), CALL)
        .named(system.name())
        .tags(
            system
                .tags()
                .iter()
                .map(|tag| (Some(tag.key()), Some(tag.value()))),
        )
        .zone(system.availability_zone_name())
        .state(Some(word), health_of(Some(word)))
        .fact("type", Some("EFS"))
        .fact("size", bytes.map(|bytes| size(bytes.value())))
        .measure(Measure::SizeBytes, bytes.map(FileSystemSize::value))
        .measure(
            Measure::InfrequentBytes,
            bytes.and_then(FileSystemSize::value_in_ia),
        )
        .measure(
            Measure::ArchiveBytes,
            bytes.and_then(FileSystemSize::value_in_archive),
        )
        .measure(Measure::ThroughputMibps, provisioned(system))
        .fact("zones", joined(zones))
        .fact("performance", Some(system.performance_mode().as_str()))
        .fact("throughput", throughput(system))
        .fact("encrypted", yes_or_no(system.encrypted()))
        .fact("dns name", Some(format!("{id}.efs.{region}.{suffix}")))
        .fact("created", time(Some(system.creation_time())));
    let vpc = vpc.map(|id| place.ec2(id));
    let entry = entry
        .told_by(TARGETS)
        .within([(vpc, "MountTargets[].VpcId")]);
    Some(entry.finish())
}

pub(super) fn mount_target(
    place: &Place,
    (target, groups): &Target,
    systems: &[FileSystemDescription],
) -> Option<Resource> {
    let id = Some(target.mount_target_id()).filter(|id| !id.is_empty())?;
    let id = place.arn("elasticfilesystem", &format!("mount-target/{id}"));
    let known = |id: &str| !id.is_empty();
    let subnet = Some(target.subnet_id()).filter(|id| known(id));
    let system = Some(target.file_system_id()).filter(|id| known(id));
    let system = system.map(|id| {
        let mut systems = systems.iter();
        match systems.find(|system| system.file_system_id() == id) {
            Some(system) => arn(place, system),
            None => place.file_system(id),
        }
    });
    let interface = target.network_interface_id();
    let word = target.life_cycle_state().as_str();
    Some(
        Entry::new(place, Kind::MountTarget, id, TARGETS)
            .zone(target.availability_zone_name())
            .state(Some(word), health_of(Some(word)))
            .within([
                (subnet.map(|id| place.ec2(id)), "MountTargets[].SubnetId"),
                (
                    target.vpc_id().map(|id| place.ec2(id)),
                    "MountTargets[].VpcId",
                ),
            ])
            .relates(
                RelationshipKind::IsAttachedTo,
                system,
                "MountTargets[].FileSystemId",
            )
            .relates(
                RelationshipKind::IsAssociatedWith,
                interface.map(|id| place.ec2(id)),
                "MountTargets[].NetworkInterfaceId",
            )
            .told_by(GROUPS)
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.iter().map(|id| place.ec2(id)),
                "SecurityGroups",
            )
            .fact("private address", target.ip_address())
            .fact("ipv6 address", target.ipv6_address())
            .finish(),
    )
}

fn arn(place: &Place, system: &FileSystemDescription) -> ResourceId {
    match system.file_system_arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.file_system(system.file_system_id()),
    }
}

/// `elastic`, `provisioned, 128 MiB/s`.
fn throughput(system: &FileSystemDescription) -> Option<String> {
    let mode = system.throughput_mode().map(ThroughputMode::as_str)?;
    Some(match system.provisioned_throughput_in_mibps() {
        Some(rate) => format!("{mode}, {rate} MiB/s"),
        None => mode.to_owned(),
    })
}

/// In MiB a second, where it is bought by itself.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most some thousands"
)]
fn provisioned(system: &FileSystemDescription) -> Option<u64> {
    let rate = system.provisioned_throughput_in_mibps()?;
    Some(rate.ceil().clamp(0.0, 1e9) as u64)
}

#[cfg(test)]
mod tests {
    use super::{file_system, mount_target};
    use crate::aws::collect::example::{facts, place, related};
    use crate::inventory::{Health, ResourceId};
    use aws_sdk_efs::types::{
        FileSystemDescription, FileSystemSize, LifeCycleState, MountTargetDescription,
        PerformanceMode, Tag, ThroughputMode,
    };
    use aws_smithy_types::DateTime;

    const ARN: &str = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1";

    fn system() -> FileSystemDescription {
        let size = FileSystemSize::builder().value(6144).build();
        let tag = Tag::builder().key("Name").value("uploads").build();
        FileSystemDescription::builder()
            .owner_id("111122223333")
            .creation_token("uploads")
            .creation_time(DateTime::from_secs(0))
            .file_system_id("fs-1")
            .file_system_arn(ARN)
            .life_cycle_state(LifeCycleState::Available)
            .number_of_mount_targets(1)
            .size_in_bytes(size)
            .performance_mode(PerformanceMode::GeneralPurpose)
            .throughput_mode(ThroughputMode::Elastic)
            .tags(tag.unwrap())
            .build()
            .unwrap()
    }

    fn target(system: &str, state: LifeCycleState) -> super::Target {
        let target = MountTargetDescription::builder()
            .mount_target_id("fsmt-1")
            .file_system_id(system)
            .subnet_id("subnet-1")
            .vpc_id("vpc-1")
            .availability_zone_name("eu-west-1a")
            .network_interface_id("eni-1")
            .ip_address("10.0.0.9")
            .life_cycle_state(state)
            .build();
        (target.unwrap(), vec!["sg-1".to_owned()])
    }

    #[test]
    fn a_file_system_stands_in_the_vpc_of_its_mount_targets() {
        for (of, parent) in [("fs-1", Some("vpc-1")), ("fs-2", None)] {
            let targets = [target(of, LifeCycleState::Available)];
            let found = file_system(&place(), &system(), &targets).unwrap();
            assert_eq!((found.name.as_str(), found.id.as_str()), ("uploads", ARN));
            assert_eq!(found.health, Health::Healthy);
            assert_eq!(found.parent.as_ref().map(ResourceId::short), parent);
            assert_eq!(found.fact("zones").is_some(), parent.is_some());
            assert_eq!(found.fact("size"), Some("6 KiB"));
            assert_eq!(
                found.fact("dns name"),
                Some("fs-1.efs.eu-west-1.amazonaws.com")
            );
        }
    }

    #[test]
    fn a_mount_target_stands_in_its_subnet() {
        for (state, health) in [
            (LifeCycleState::Available, Health::Healthy),
            (LifeCycleState::Error, Health::Unhealthy),
        ] {
            let found = mount_target(&place(), &target("fs-1", state), &[system()]).unwrap();
            assert_eq!(found.health, health);
            assert_eq!(
                related(&found),
                [
                    "is-contained-in subnet-1",
                    "is-contained-in vpc-1",
                    "is-attached-to fs-1",
                    "is-associated-with eni-1",
                    "is-associated-with sg-1",
                ]
            );
            assert_eq!(facts(&found), ["private address=10.0.0.9"]);
        }
    }
}
