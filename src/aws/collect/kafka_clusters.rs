//! MSK clusters, with brokers of their own or serverless. AWS names their subnets and
//! not their VPC.

use super::status_words::health_of;
use super::subnet_groups::{Fields, SubnetGroup};
use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_kafka::types::{
    Cluster, ClusterState, ClusterType, EbsStorageInfo, Provisioned, Serverless,
};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "kafka:ListClustersV2";

pub const COLLECTOR: Collector = Collector {
    name: "kafka-clusters",
    title: "MSK clusters",
    service: Service::Msk,
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
                let request = reader.clients.kafka().list_clusters_v2();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.cluster_info_list.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, cluster: &Cluster) -> Option<Resource> {
    let arn = cluster.cluster_arn()?;
    let word = cluster.state().map(ClusterState::as_str);
    // A map without order; what is made of it has one.
    let tags: BTreeMap<&str, &str> = cluster
        .tags()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let reason = cluster.state_info().and_then(|info| info.message());
    let entry = Entry::new(place, Kind::KafkaCluster, ResourceId::new(arn), CALL)
        .named(cluster.cluster_name())
        .tags(
            tags.into_iter()
                .map(|(key, value)| (Some(key), Some(value))),
        )
        .state(word, health_of(word))
        .reason(reason);
    Some(with_facts(placed(entry, place, cluster), cluster).finish())
}

fn placed(entry: Entry, place: &Place, cluster: &Cluster) -> Entry {
    let brokers = cluster
        .provisioned()
        .and_then(Provisioned::broker_node_group_info);
    let own = brokers.into_iter().map(|brokers| {
        let (subnets, groups) = (brokers.client_subnets(), brokers.security_groups());
        (subnets, groups)
    });
    let serverless = cluster.serverless();
    let serverless = serverless.map(Serverless::vpc_configs);
    let serverless = serverless.into_iter().flatten();
    let serverless = serverless.map(|vpc| (vpc.subnet_ids(), vpc.security_group_ids()));
    let (mut subnets, mut groups) = (SubnetGroup::default(), Vec::new());
    for (of_one, carried) in own.chain(serverless) {
        let of_one = of_one.iter().map(|id| (place.ec2(id), None));
        subnets.subnets.extend(of_one);
        groups.extend(carried.iter().map(|id| place.ec2(id)));
    }
    let fields = Fields {
        subnet: match cluster.provisioned() {
            Some(_) => "ClusterInfoList[].Provisioned.BrokerNodeGroupInfo.ClientSubnets",
            None => "ClusterInfoList[].Serverless.VpcConfigs[].SubnetIds",
        },
        vpc: "",
    };
    subnets.place_all(entry, fields).relates_to_all(
        RelationshipKind::IsAssociatedWith,
        groups,
        match cluster.provisioned() {
            Some(_) => "ClusterInfoList[].Provisioned.BrokerNodeGroupInfo.SecurityGroups",
            None => "ClusterInfoList[].Serverless.VpcConfigs[].SecurityGroupIds",
        },
    )
}

fn with_facts(entry: Entry, cluster: &Cluster) -> Entry {
    let provisioned = cluster.provisioned();
    let brokers = provisioned.and_then(Provisioned::broker_node_group_info);
    let software = provisioned.and_then(Provisioned::current_broker_software_info);
    let volumes = brokers.and_then(|brokers| brokers.storage_info()?.ebs_storage_info());
    let size = volumes.and_then(EbsStorageInfo::volume_size);
    let transit = provisioned.and_then(|provisioned| {
        let encryption = provisioned.encryption_info()?.encryption_in_transit()?;
        Some(encryption.client_broker()?.as_str())
    });
    entry
        .fact("type", cluster.cluster_type().map(ClusterType::as_str))
        .fact(
            "version",
            software.and_then(|software| software.kafka_version()),
        )
        .fact(
            "brokers",
            provisioned.and_then(Provisioned::number_of_broker_nodes),
        )
        .fact("class", brokers.and_then(|brokers| brokers.instance_type()))
        .fact("storage", size.map(|size| format!("{size} GiB a broker")))
        .measure(
            Measure::Nodes,
            provisioned.and_then(Provisioned::number_of_broker_nodes),
        )
        .measure(Measure::StorageGib, size)
        .fact("clients use", transit)
        .fact("created", time(cluster.creation_time()))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_kafka::types::{
        BrokerNodeGroupInfo, BrokerSoftwareInfo, Cluster, ClusterState, ClusterType,
        EbsStorageInfo, Provisioned, Serverless, StateInfo, StorageInfo, VpcConfig,
        builders::ClusterBuilder,
    };

    fn cluster() -> ClusterBuilder {
        Cluster::builder()
            .cluster_name("events")
            .cluster_arn("arn:aws:kafka:eu-west-1:111122223333:cluster/events/1-2")
            .tags("team", "shop")
    }

    #[test]
    fn a_provisioned_cluster_is_attached_to_its_brokers_subnets() {
        let volumes = EbsStorageInfo::builder().volume_size(100).build();
        let brokers = BrokerNodeGroupInfo::builder()
            .client_subnets("subnet-a")
            .client_subnets("subnet-b")
            .security_groups("sg-1")
            .instance_type("kafka.m7g.large")
            .storage_info(StorageInfo::builder().ebs_storage_info(volumes).build());
        let software = BrokerSoftwareInfo::builder().kafka_version("3.6.0").build();
        let provisioned = Provisioned::builder()
            .broker_node_group_info(brokers.build())
            .current_broker_software_info(software)
            .number_of_broker_nodes(2);
        let info = StateInfo::builder().message("a broker is replaced").build();
        let row = cluster()
            .cluster_type(ClusterType::Provisioned)
            .state(ClusterState::Healing)
            .state_info(info)
            .provisioned(provisioned.build())
            .build();
        let found = convert(&place(), &row).unwrap();
        assert_eq!(
            (found.name.as_str(), found.health),
            ("events", Health::Degraded)
        );
        assert_eq!(found.reason.as_deref(), Some("a broker is replaced"));
        assert_eq!(found.tags.get("team"), Some("shop"));
        assert_eq!(
            related(&found),
            [
                "is-attached-to subnet-a",
                "is-attached-to subnet-b",
                "is-associated-with sg-1"
            ]
        );
        assert_eq!(
            facts(&found),
            [
                "type=PROVISIONED",
                "version=3.6.0",
                "brokers=2",
                "class=kafka.m7g.large",
                "storage=100 GiB a broker",
            ]
        );
    }

    #[test]
    fn a_serverless_cluster_has_its_subnets_elsewhere() {
        let vpc = VpcConfig::builder()
            .subnet_ids("subnet-a")
            .security_group_ids("sg-1");
        let row = cluster()
            .state(ClusterState::Active)
            .serverless(Serverless::builder().vpc_configs(vpc.build()).build());
        let found = convert(&place(), &row.build()).unwrap();
        assert_eq!(found.health, Health::Healthy);
        assert_eq!(
            related(&found),
            ["is-contained-in subnet-a", "is-associated-with sg-1"]
        );
        assert_eq!(convert(&place(), &Cluster::builder().build()), None);
    }
}
