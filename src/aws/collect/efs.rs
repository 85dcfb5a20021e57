//! EFS file systems with their mount targets: a file system stands in the VPC of its
//! mount targets, each of which stands in a subnet.

mod convert;

use super::gaps::Gaps;
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use aws_sdk_efs::types::{FileSystemDescription, LifeCycleState, MountTargetDescription};
use std::sync::Arc;

const CALL: &str = "elasticfilesystem:DescribeFileSystems";
const TARGETS: &str = "elasticfilesystem:DescribeMountTargets";
const GROUPS: &str = "elasticfilesystem:DescribeMountTargetSecurityGroups";

pub const COLLECTOR: Collector = Collector {
    name: "efs-file-systems",
    title: "EFS file systems",
    service: Service::Efs,
    scope: Scope::Regional,
    actions: &[CALL, TARGETS, GROUPS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// A mount target with the security groups that it carries.
type Target = (MountTargetDescription, Vec<String>);

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let mut gaps = Gaps::default();
        let mut systems = file_systems(reader).await?;
        systems.retain(|system| system.life_cycle_state() != &LifeCycleState::Deleted);
        let targets = targets(reader, &systems, &mut gaps).await?;
        let mut read = Read::resources((reader, CALL), &systems, |system| {
            convert::file_system(&reader.place, system, &targets)
        });
        read.append(Read::resources((reader, TARGETS), &targets, |target| {
            convert::mount_target(&reader.place, target, &systems)
        }));
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn file_systems(reader: &Reader) -> Result<Vec<FileSystemDescription>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.efs().describe_file_systems();
                let request = request.max_items(reader.page_size(1, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.file_systems.unwrap_or_default(), answer.next_marker))
            })
        })
        .await
}

/// Every mount target of these, with its security groups.
async fn targets(
    reader: &Reader,
    systems: &[FileSystemDescription],
    gaps: &mut Gaps,
) -> Result<Vec<Target>, Failure> {
    let asked = reader
        .each(systems, |system| {
            targets_of(reader, system.file_system_id())
        })
        .await;
    let mut targets = Vec::new();
    for (system, answer) in asked {
        let whose = ("the mount targets", system.file_system_id());
        targets.extend(gaps.keep(whose, answer));
    }
    targets.retain(|target| target.life_cycle_state() != &LifeCycleState::Deleted);
    let asked = reader
        .each(&targets, |target| {
            groups_of(reader, target.mount_target_id())
        })
        .await;
    let mut with_groups = Vec::with_capacity(asked.len());
    for (target, answer) in asked {
        let whose = ("the security groups", target.mount_target_id());
        let groups = gaps.keep(whose, answer);
        with_groups.push((target.clone(), groups));
    }
    Ok(with_groups)
}

async fn targets_of(reader: &Reader, system: &str) -> Result<Vec<MountTargetDescription>, Failure> {
    let fetched = reader
        .pages(TARGETS, &|marker| {
            Box::pin(async move {
                let request = reader.clients.efs().describe_mount_targets();
                let request = request.file_system_id(system).set_marker(marker);
                let request = request.max_items(reader.page_size(1, 100));
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(TARGETS, &error))?;
                Ok((answer.mount_targets.unwrap_or_default(), answer.next_marker))
            })
        })
        .await;
    super::listeners::without_the_gone(fetched, "FileSystemNotFound")
}

/// One that comes or goes has none that could be asked for.
async fn groups_of(reader: &Reader, target: &str) -> Result<Vec<String>, Failure> {
    let answer = reader.call(GROUPS, async {
        let request = reader.clients.efs().describe_mount_target_security_groups();
        let answer = request.mount_target_id(target).send().await;
        answer.map_err(|error| Failure::of(GROUPS, &error))
    });
    let none = ["MountTargetNotFound", "IncorrectMountTargetState"];
    match answer.await {
        Ok(answer) => Ok(answer.security_groups),
        Err(failure) if none.iter().any(|code| failure.has_code(code)) => Ok(Vec::new()),
        Err(failure) => Err(failure),
    }
}
