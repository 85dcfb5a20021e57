//! OpenSearch and Elasticsearch domains, in a VPC or on the internet.

use super::gaps::Gaps;
use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, joined, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_opensearch::types::{
    ClusterConfig, DomainProcessingStatusType, DomainStatus, EbsOptions, EncryptionAtRestOptions,
    Tag, VpcDerivedInfo,
};
use std::collections::BTreeSet;
use std::sync::Arc;

const LIST: &str = "es:ListDomainNames";
const CALL: &str = "es:DescribeDomains";
const TAGS: &str = "es:ListTags";

pub const COLLECTOR: Collector = Collector {
    name: "search-domains",
    title: "OpenSearch domains",
    service: Service::OpenSearch,
    scope: Scope::Regional,
    actions: &[LIST, CALL, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// `DescribeDomains` takes this many names.
const DESCRIBED_AT_ONCE: usize = 5;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let names = names(reader).await?;
        let chunks: Vec<&[String]> = names.chunks(DESCRIBED_AT_ONCE).collect();
        let mut domains = Vec::with_capacity(names.len());
        for (_, answer) in reader.each(&chunks, |chunk| described(reader, chunk)).await {
            domains.extend(answer?);
        }
        domains.retain(|domain| domain.deleted() != Some(true));
        let mut gaps = Gaps::default();
        let mut rows = Vec::with_capacity(domains.len());
        let asked = reader
            .each(&domains, |domain| tags(reader, domain.arn()))
            .await;
        for (domain, answer) in asked {
            let whose = ("the tags", domain.domain_name());
            let tags = gaps.keep(whose, answer);
            rows.push((domain, tags));
        }
        let mut read = Read::resources((reader, CALL), &rows, |(domain, tags)| {
            convert(&reader.place, domain, tags)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn names(reader: &Reader) -> Result<Vec<String>, Failure> {
    let answer = reader.call(LIST, async {
        let request = reader.clients.opensearch().list_domain_names();
        let answer = request.send().await;
        answer.map_err(|error| Failure::of(LIST, &error))
    });
    let rows = answer.await?.domain_names.unwrap_or_default();
    Ok(rows.into_iter().filter_map(|row| row.domain_name).collect())
}

async fn described(reader: &Reader, names: &[String]) -> Result<Vec<DomainStatus>, Failure> {
    let answer = reader.call(CALL, async {
        let request = reader.clients.opensearch().describe_domains();
        let request = request.set_domain_names(Some(names.to_vec()));
        let answer = request.send().await;
        answer.map_err(|error| Failure::of(CALL, &error))
    });
    Ok(answer.await?.domain_status_list)
}

async fn tags(reader: &Reader, arn: &str) -> Result<Vec<Tag>, Failure> {
    let answer = reader.call(TAGS, async {
        let request = reader.clients.opensearch().list_tags().arn(arn);
        let answer = request.send().await;
        answer.map_err(|error| Failure::of(TAGS, &error))
    });
    Ok(answer.await?.tag_list.unwrap_or_default())
}

fn convert(place: &Place, domain: &DomainStatus, tags: &[Tag]) -> Option<Resource> {
    let name = Some(domain.domain_name()).filter(|name| !name.is_empty());
    let id = match domain.arn() {
        "" => place.arn("es", &format!("domain/{}", name?)),
        arn => ResourceId::new(arn),
    };
    let (word, health) = state(domain);
    let entry = Entry::new(place, Kind::SearchDomain, id, CALL)
        .named(name)
        .tags(tags.iter().map(|tag| (Some(tag.key()), Some(tag.value()))))
        .state(word, health);
    let entry = match domain.vpc_options() {
        Some(options) => placed(entry, place, options),
        None => entry,
    };
    Some(with_facts(entry, domain).finish())
}

/// Its word, or what its flags say where it gives none.
fn state(domain: &DomainStatus) -> (Option<&str>, Health) {
    let word = domain.domain_processing_status();
    match word.map(DomainProcessingStatusType::as_str) {
        // Cut off by AWS, for unpaid bills or a broken key.
        Some(word @ "Isolated") => (Some(word), Health::Unhealthy),
        // `UpdatingServiceSoftware`, `UpgradingEngineVersion`
        Some(word) if word.starts_with("Up") => (Some(word), Health::Pending),
        Some(word) => (Some(word), health_of(Some(word))),
        None if domain.processing() == Some(true) => (Some("processing"), Health::Pending),
        None if domain.created() == Some(true) => (Some("created"), Health::Healthy),
        None => (None, Health::Unknown),
    }
}

fn placed(entry: Entry, place: &Place, options: &VpcDerivedInfo) -> Entry {
    let zones = options.availability_zones();
    let only = zones.first().filter(|_| zones.len() == 1);
    let subnets = options.subnet_ids().iter();
    let subnets = SubnetGroup {
        vpc: options.vpc_id().map(|id| place.ec2(id)),
        subnets: subnets.map(|id| (place.ec2(id), only.cloned())).collect(),
    };
    let fields = Fields {
        subnet: "DomainStatusList[].VPCOptions.SubnetIds",
        vpc: "DomainStatusList[].VPCOptions.VPCId",
    };
    let groups = options.security_group_ids().iter();
    subnets.place_all(entry, fields).relates_to_all(
        RelationshipKind::IsAssociatedWith,
        groups.map(|id| place.ec2(id)),
        "DomainStatusList[].VPCOptions.SecurityGroupIds",
    )
}

fn with_facts(entry: Entry, domain: &DomainStatus) -> Entry {
    let cluster = domain.cluster_config();
    let kind = cluster.and_then(|cluster| Some(cluster.instance_type()?.as_str()));
    let masters = cluster.and_then(|cluster| Some(cluster.dedicated_master_type()?.as_str()));
    let warm = cluster.and_then(|cluster| Some(cluster.warm_type()?.as_str()));
    let volumes = domain.ebs_options();
    let volume_type = volumes.and_then(|volumes| Some(volumes.volume_type()?.as_str()));
    let aware = cluster.and_then(ClusterConfig::zone_awareness_enabled);
    let encryption = domain.encryption_at_rest_options();
    let is_inside = domain.vpc_options().is_some_and(|options| {
        // Of one on the internet they may be there and empty.
        options.vpc_id().is_some() || !options.subnet_ids().is_empty()
    });
    entry
        .fact("version", domain.engine_version())
        .fact("class", kind)
        .fact("nodes", cluster.and_then(ClusterConfig::instance_count))
        .fact(
            "dedicated masters",
            cluster.and_then(ClusterConfig::dedicated_master_count),
        )
        .fact("master class", masters)
        .fact("warm class", warm)
        .measure(
            Measure::Nodes,
            cluster.and_then(ClusterConfig::instance_count),
        )
        .measure(
            Measure::MasterNodes,
            cluster.and_then(ClusterConfig::dedicated_master_count),
        )
        .measure(
            Measure::WarmNodes,
            cluster.and_then(ClusterConfig::warm_count),
        )
        .measure(
            Measure::StorageGib,
            volumes.and_then(EbsOptions::volume_size),
        )
        .measure(Measure::Iops, volumes.and_then(EbsOptions::iops))
        .measure(
            Measure::ThroughputMibps,
            volumes.and_then(EbsOptions::throughput),
        )
        .fact("several zones", yes_or_no(aware))
        .fact("storage", volumes.and_then(storage))
        .fact("storage type", volume_type)
        .fact("dns name", joined(hosts(domain)))
        .fact("public", yes_or_no(Some(!is_inside)))
        .fact(
            "encrypted",
            yes_or_no(encryption.and_then(EncryptionAtRestOptions::enabled)),
        )
}

/// Of each node.
fn storage(options: &EbsOptions) -> Option<String> {
    let size = options.volume_size()?;
    Some(format!("{size} GiB a node"))
}

fn hosts(domain: &DomainStatus) -> BTreeSet<&str> {
    let of_vpc = domain.endpoints().into_iter().flatten();
    let own = domain.domain_endpoint_options();
    let own = own.and_then(|options| options.custom_endpoint());
    [domain.endpoint(), domain.endpoint_v2(), own]
        .into_iter()
        .flatten()
        .chain(of_vpc.map(|(_, host)| host.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_opensearch::types::{
        ClusterConfig, DomainProcessingStatusType, DomainStatus, EbsOptions, Tag, VolumeType,
        VpcDerivedInfo, builders::DomainStatusBuilder,
    };

    fn domain() -> DomainStatusBuilder {
        DomainStatus::builder()
            .domain_id("111122223333/logs")
            .domain_name("logs")
            .arn("arn:aws:es:eu-west-1:111122223333:domain/logs")
            .cluster_config(ClusterConfig::builder().instance_count(2).build())
    }

    #[test]
    fn a_domain_in_a_vpc_is_attached_to_its_subnets() {
        let options = VpcDerivedInfo::builder()
            .vpc_id("vpc-1")
            .subnet_ids("subnet-a")
            .subnet_ids("subnet-b")
            .availability_zones("eu-west-1a")
            .availability_zones("eu-west-1b")
            .security_group_ids("sg-1");
        let volumes = EbsOptions::builder().volume_size(100);
        let row = domain()
            .vpc_options(options.build())
            .ebs_options(volumes.volume_type(VolumeType::Gp3).build())
            .endpoints("vpc", "vpc-logs.eu-west-1.es.amazonaws.com")
            .engine_version("OpenSearch_2.13")
            .build()
            .unwrap();
        let tag = Tag::builder().key("team").value("shop").build().unwrap();
        let found = convert(&place(), &row, &[tag]).unwrap();
        assert_eq!(found.tags.get("team"), Some("shop"));
        assert_eq!(
            related(&found),
            [
                "is-contained-in vpc-1",
                "is-attached-to subnet-a",
                "is-attached-to subnet-b",
                "is-associated-with sg-1",
            ]
        );
        assert_eq!(
            facts(&found),
            [
                "version=OpenSearch_2.13",
                "nodes=2",
                "storage=100 GiB a node",
                "storage type=gp3",
                "dns name=vpc-logs.eu-west-1.es.amazonaws.com",
                "public=no",
            ]
        );
    }

    #[test]
    fn a_domain_is_as_its_status_or_its_flags_say() {
        use DomainProcessingStatusType as Status;
        for (row, health) in [
            (
                domain().domain_processing_status(Status::Active),
                Health::Healthy,
            ),
            (
                domain().domain_processing_status(Status::Modifying),
                Health::Pending,
            ),
            (
                domain().domain_processing_status(Status::Upgrading),
                Health::Pending,
            ),
            (
                domain().domain_processing_status(Status::Isolated),
                Health::Unhealthy,
            ),
            (domain().created(true).processing(true), Health::Pending),
            (domain().created(true).processing(false), Health::Healthy),
            (domain(), Health::Unknown),
        ] {
            let found = convert(&place(), &row.build().unwrap(), &[]).unwrap();
            assert_eq!(found.health, health, "{}", found.state);
            assert_eq!(found.fact("public"), Some("yes"));
        }
    }
}
