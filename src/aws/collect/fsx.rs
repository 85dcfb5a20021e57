//! FSx file systems: Windows, Lustre, NetApp ONTAP, OpenZFS.

use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, joined, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_fsx::types::{
    FileSystem, FileSystemLifecycle, FileSystemType, StorageType, WindowsFileSystemConfiguration,
};
use std::sync::Arc;

const CALL: &str = "fsx:DescribeFileSystems";

pub const COLLECTOR: Collector = Collector {
    name: "fsx-file-systems",
    title: "FSx file systems",
    service: Service::Fsx,
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
                let request = reader.clients.fsx().describe_file_systems();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.file_systems.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, system: &FileSystem) -> Option<Resource> {
    let id = match (system.resource_arn(), system.file_system_id()) {
        (Some(arn), _) => ResourceId::new(arn),
        (None, id) => place.arn("fsx", &format!("file-system/{}", id?)),
    };
    let word = system.lifecycle().map(FileSystemLifecycle::as_str);
    let failure = system.failure_details();
    let subnets = system.subnet_ids().iter();
    let subnets = SubnetGroup {
        vpc: system.vpc_id().map(|id| place.ec2(id)),
        subnets: subnets.map(|id| (place.ec2(id), None)).collect(),
    };
    let fields = Fields {
        subnet: "FileSystems[].SubnetIds",
        vpc: "FileSystems[].VpcId",
    };
    let entry = Entry::new(place, Kind::FileSystem, id, CALL)
        .tags(system.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state(word, health_of(word))
        .reason(failure.and_then(|details| details.message()));
    let interfaces = system.network_interface_ids().iter();
    let entry = subnets.place_all(entry, fields).relates_to_all(
        RelationshipKind::IsAssociatedWith,
        interfaces.map(|id| place.ec2(id)),
        "FileSystems[].NetworkInterfaceIds",
    );
    Some(with_facts(entry, system).finish())
}

fn with_facts(entry: Entry, system: &FileSystem) -> Entry {
    let kind = system.file_system_type().map(FileSystemType::as_str);
    let storage = system.storage_capacity();
    let storage = storage.map(|size| format!("{size} GiB"));
    entry
        .fact("type", kind.map(|kind| format!("FSx {kind}")))
        .fact("version", system.file_system_type_version())
        .fact("deployment", deployment(system))
        .fact("storage", storage)
        .fact(
            "storage type",
            system.storage_type().map(StorageType::as_str),
        )
        .measure(Measure::StorageGib, system.storage_capacity())
        .measure(Measure::ThroughputMibps, throughput(system))
        .fact(
            "throughput",
            throughput(system).map(|rate| format!("{rate} MB/s")),
        )
        .fact("dns name", joined(hosts(system)))
        .fact("kms key", system.kms_key_id())
        .fact("created", time(system.creation_time()))
}

fn deployment(system: &FileSystem) -> Option<&str> {
    let windows = system.windows_configuration();
    let lustre = system.lustre_configuration();
    let ontap = system.ontap_configuration();
    let zfs = system.open_zfs_configuration();
    None.or_else(|| Some(windows?.deployment_type()?.as_str()))
        .or_else(|| Some(lustre?.deployment_type()?.as_str()))
        .or_else(|| Some(ontap?.deployment_type()?.as_str()))
        .or_else(|| Some(zfs?.deployment_type()?.as_str()))
}

fn throughput(system: &FileSystem) -> Option<i32> {
    let windows = system.windows_configuration();
    let lustre = system.lustre_configuration();
    let ontap = system.ontap_configuration();
    let zfs = system.open_zfs_configuration();
    None.or_else(|| windows?.throughput_capacity())
        .or_else(|| lustre?.throughput_capacity())
        .or_else(|| ontap?.throughput_capacity())
        .or_else(|| zfs?.throughput_capacity())
}

/// Its own name, those that were given to it, and those of ONTAP's management.
fn hosts(system: &FileSystem) -> Vec<&str> {
    let windows = system.windows_configuration();
    let aliases = windows
        .map(WindowsFileSystemConfiguration::aliases)
        .unwrap_or_default();
    let endpoints = system.ontap_configuration();
    let endpoints = endpoints.and_then(|ontap| ontap.endpoints());
    let of_ontap = endpoints.into_iter().flat_map(|endpoints| {
        let both = [endpoints.management(), endpoints.intercluster()];
        both.into_iter().flatten().filter_map(|one| one.dns_name())
    });
    let aliases = aliases.iter().filter_map(|alias| alias.name());
    system
        .dns_name()
        .into_iter()
        .chain(aliases)
        .chain(of_ontap)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_fsx::types::{
        Alias, FileSystem, FileSystemFailureDetails, FileSystemLifecycle, FileSystemType,
        StorageType, Tag, WindowsDeploymentType, WindowsFileSystemConfiguration,
        builders::FileSystemBuilder,
    };

    fn system() -> FileSystemBuilder {
        let windows = WindowsFileSystemConfiguration::builder()
            .deployment_type(WindowsDeploymentType::MultiAz1)
            .throughput_capacity(32)
            .aliases(Alias::builder().name("files.corp.example").build());
        FileSystem::builder()
            .file_system_id("fs-1")
            .file_system_type(FileSystemType::Windows)
            .lifecycle(FileSystemLifecycle::Available)
            .vpc_id("vpc-1")
            .subnet_ids("subnet-a")
            .network_interface_ids("eni-1")
            .dns_name("amznfsx1.corp.example")
            .storage_capacity(300)
            .storage_type(StorageType::Ssd)
            .windows_configuration(windows.build())
            .tags(Tag::builder().key("Name").value("files").build())
    }

    #[test]
    fn a_file_system_stands_in_its_subnet_or_between_two() {
        let one = convert(&place(), &system().build()).unwrap();
        assert_eq!(one.name, "files");
        assert_eq!(
            related(&one),
            [
                "is-contained-in subnet-a",
                "is-contained-in vpc-1",
                "is-associated-with eni-1"
            ]
        );
        assert_eq!(
            facts(&one),
            [
                "type=FSx WINDOWS",
                "deployment=MULTI_AZ_1",
                "storage=300 GiB",
                "storage type=SSD",
                "throughput=32 MB/s",
                "dns name=amznfsx1.corp.example, files.corp.example",
            ]
        );
        let two = convert(&place(), &system().subnet_ids("subnet-b").build()).unwrap();
        assert_eq!(two.parent.unwrap().short(), "vpc-1");
        assert_eq!(convert(&place(), &FileSystem::builder().build()), None);
    }

    #[test]
    fn a_file_system_says_what_is_wrong() {
        let details = FileSystemFailureDetails::builder().message("no directory");
        for (lifecycle, health) in [
            (FileSystemLifecycle::Misconfigured, Health::Degraded),
            (FileSystemLifecycle::Failed, Health::Unhealthy),
        ] {
            let row = system().lifecycle(lifecycle);
            let row = row.failure_details(details.clone().build()).build();
            let found = convert(&place(), &row).unwrap();
            assert_eq!(found.health, health);
            assert_eq!(found.reason.as_deref(), Some("no directory"));
        }
    }
}
