//! EBS volumes.

use super::{Collecting, Collector, Pace, Scope, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource};
use aws_sdk_ec2::types::{Volume, VolumeAttachment, VolumeState, VolumeType};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVolumes";

pub const COLLECTOR: Collector = Collector {
    name: "volumes",
    title: "Volumes",
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
                let request = reader.clients.ec2().describe_volumes();
                let request = request.max_results(reader.page_size(5, 500));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.volumes.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, volume: &Volume) -> Option<Resource> {
    let id = volume.volume_id()?;
    let state = volume.state().map(VolumeState::as_str);
    // A volume that is attached to nothing works, and does no work.
    let health = match state {
        Some("available") => Health::Stopped,
        other => lifecycle(other),
    };
    let attachments = volume.attachments();
    let instances = attachments.iter().filter_map(VolumeAttachment::instance_id);
    let device = attachments.first().and_then(VolumeAttachment::device);
    Some(
        Entry::new(place, Kind::Volume, place.ec2(id), CALL)
            .tags(volume.tags().iter().map(|tag| (tag.key(), tag.value())))
            .zone(volume.availability_zone())
            .state(state, health)
            .relates_to_all(
                RelationshipKind::IsAttachedTo,
                instances.map(|id| place.ec2(id)),
                "Volumes[].Attachments[].InstanceId",
            )
            .relates(
                RelationshipKind::IsContainedIn,
                volume.availability_zone().map(|zone| place.zone(zone)),
                "Volumes[].AvailabilityZone",
            )
            .fact("size", volume.size().map(|size| format!("{size} GiB")))
            .fact("type", volume.volume_type().map(VolumeType::as_str))
            .fact("iops", volume.iops())
            .fact(
                "throughput",
                volume.throughput().map(|rate| format!("{rate} MiB/s")),
            )
            .measure(Measure::StorageGib, volume.size())
            .measure(Measure::Iops, volume.iops())
            .measure(Measure::ThroughputMibps, volume.throughput())
            .fact("encrypted", yes_or_no(volume.encrypted()))
            .fact("device", device)
            .fact("snapshot", volume.snapshot_id())
            .fact("created", time(volume.create_time()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::{Health, Measure};
    use aws_sdk_ec2::types::{Volume, VolumeAttachment, VolumeState, VolumeType};

    #[test]
    fn a_volume_is_attached_or_idle() {
        let attachment = VolumeAttachment::builder()
            .instance_id("i-1")
            .device("/dev/sda1")
            .build();
        let attached = Volume::builder()
            .volume_id("vol-1")
            .size(8)
            .volume_type(VolumeType::Gp3)
            .encrypted(true)
            .state(VolumeState::InUse)
            .attachments(attachment)
            .build();
        let attached = convert(&place(), &attached).unwrap();
        assert_eq!(attached.health, Health::Healthy);
        assert_eq!(related(&attached), ["is-attached-to i-1"]);
        assert_eq!(
            facts(&attached),
            [
                "size=8 GiB",
                "type=gp3",
                "encrypted=yes",
                "device=/dev/sda1"
            ]
        );
        let measured = [Measure::StorageGib, Measure::Iops].map(|one| attached.measures.get(one));
        assert_eq!(measured, [Some(8), None]);
        for (state, health) in [
            (VolumeState::Available, Health::Stopped),
            (VolumeState::Creating, Health::Pending),
            (VolumeState::Error, Health::Unhealthy),
        ] {
            let row = Volume::builder().volume_id("vol-2").state(state).build();
            assert_eq!(convert(&place(), &row).unwrap().health, health);
        }
    }
}
