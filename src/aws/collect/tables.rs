//! DynamoDB tables, with their replicas in other regions. What is written in a table
//! starts things through its stream, whose ARN stands for the table.

use super::gaps::{Gaps, Tagged};
use super::status_words::health_of;
use super::{Collecting, Collector, Pace, Scope, joined, size, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Measure, RelationshipKind, Resource, ResourceId};
use aws_sdk_dynamodb::types::{
    BillingMode, ProvisionedThroughputDescription, ReplicaDescription, ReplicaStatus,
    TableDescription, TableStatus, Tag,
};
use std::sync::Arc;

const LIST: &str = "dynamodb:ListTables";
const CALL: &str = "dynamodb:DescribeTable";
const TAGS: &str = "dynamodb:ListTagsOfResource";

pub const COLLECTOR: Collector = Collector {
    name: "tables",
    title: "DynamoDB tables",
    service: Service::DynamoDb,
    scope: Scope::Regional,
    actions: &[LIST, CALL, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// A table that was deleted between two calls.
const GONE: &str = "ResourceNotFoundException";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let names = names(reader).await?;
        let asked = reader.each(&names, |name| table(reader, name)).await;
        let mut gaps = Gaps::default();
        let rows = gaps.tagged(asked, GONE);
        let mut read = Read::resources((reader, CALL), &rows, |(table, tags)| {
            convert(&reader.place, table, tags)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn names(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|last| {
            Box::pin(async move {
                let request = reader.clients.dynamodb().list_tables();
                let request = request.limit(reader.page_size(1, 100));
                let answer = request.set_exclusive_start_table_name(last).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                let names = answer.table_names.unwrap_or_default();
                Ok((names, answer.last_evaluated_table_name))
            })
        })
        .await
}

async fn table(reader: &Reader, name: &str) -> Result<Tagged<TableDescription, Vec<Tag>>, Failure> {
    let table = reader.call(CALL, async {
        let request = reader.clients.dynamodb().describe_table().table_name(name);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        let nothing = || Failure::bad_answer(CALL, format!("nothing of {name}"));
        answer.table.ok_or_else(nothing)
    });
    let table = table.await?;
    let tags = match table.table_arn() {
        Some(arn) => tags(reader, arn).await,
        None => Ok(Vec::new()),
    };
    Ok((table, tags))
}

async fn tags(reader: &Reader, arn: &str) -> Result<Vec<Tag>, Failure> {
    reader
        .pages(TAGS, &|token| {
            Box::pin(async move {
                let request = reader.clients.dynamodb().list_tags_of_resource();
                let request = request.resource_arn(arn).set_next_token(token);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
                Ok((answer.tags.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

fn convert(place: &Place, table: &TableDescription, tags: &[Tag]) -> Option<Resource> {
    let name = table.table_name();
    let id = match table.table_arn() {
        Some(arn) => ResourceId::new(arn),
        None => place.arn("dynamodb", &format!("table/{}", name?)),
    };
    let (health, reason) = health(table);
    let own = place.region.as_str();
    let others = table.replicas().iter().filter_map(|replica| {
        let region = replica.region_name().filter(|region| *region != own)?;
        Some(match replica.replica_arn() {
            Some(arn) => place.given(arn),
            None => place
                .elsewhere(None, Some(region))
                .arn("dynamodb", &format!("table/{}", name?)),
        })
    });
    let entry = Entry::new(place, Kind::Table, id, CALL)
        .named(name)
        .tags(tags.iter().map(|tag| (Some(tag.key()), Some(tag.value()))))
        .state(table.table_status().map(TableStatus::as_str), health)
        .reason(reason.as_deref())
        .relates_to_all(
            RelationshipKind::ReplicatesTo,
            others,
            "Table.Replicas[].ReplicaArn",
        );
    Some(with_facts(entry, table).finish())
}

fn with_facts(entry: Entry, table: &TableDescription) -> Entry {
    let indexes = table.global_secondary_indexes().iter();
    let indexes = indexes.filter_map(|index| index.index_name());
    let stream = table.stream_specification();
    let stream = stream.filter(|stream| stream.stream_enabled());
    let encryption = table.sse_description();
    let encryption = encryption.and_then(|sse| Some(sse.sse_type()?.as_str()));
    let is_on_demand = is_on_demand(table);
    let units = table.provisioned_throughput().filter(|_| !is_on_demand);
    let class = table.table_class_summary();
    let class = class.and_then(|class| Some(class.table_class()?.as_str()));
    entry
        .fact("billing", billing(table))
        .fact("items", table.item_count())
        .fact("size", table.table_size_bytes().map(size))
        .measure(Measure::SizeBytes, table.table_size_bytes())
        .measure(
            Measure::ReadUnits,
            units.and_then(ProvisionedThroughputDescription::read_capacity_units),
        )
        .measure(
            Measure::WriteUnits,
            units.and_then(ProvisionedThroughputDescription::write_capacity_units),
        )
        .fact("class", class)
        .fact("indexes", joined(indexes))
        .fact(
            "stream",
            stream.and_then(|stream| Some(stream.stream_view_type()?.as_str())),
        )
        .fact(
            "stream arn",
            table.latest_stream_arn().filter(|_| stream.is_some()),
        )
        .fact("encryption", encryption)
        .fact(
            "deletion protection",
            yes_or_no(table.deletion_protection_enabled()),
        )
        .fact("created", time(table.creation_date_time()))
}

fn is_on_demand(table: &TableDescription) -> bool {
    let mode = table.billing_mode_summary();
    mode.and_then(|summary| summary.billing_mode()) == Some(&BillingMode::PayPerRequest)
}

/// `on demand`, `provisioned, 5 reads and 5 writes a second`.
fn billing(table: &TableDescription) -> Option<String> {
    if is_on_demand(table) {
        return Some("on demand".to_owned());
    }
    let throughput = table.provisioned_throughput()?;
    let reads = throughput.read_capacity_units()?;
    let writes = throughput.write_capacity_units()?;
    Some(format!(
        "provisioned, {reads} reads and {writes} writes a second"
    ))
}

/// A table whose copy elsewhere is broken is not all there.
fn health(table: &TableDescription) -> (Health, Option<String>) {
    let health = health_of(table.table_status().map(TableStatus::as_str));
    let broken = table.replicas().iter().find_map(broken);
    match (health, broken) {
        (Health::Healthy, Some(reason)) => (Health::Degraded, Some(reason)),
        (health, reason) => (health, reason),
    }
}

fn broken(replica: &ReplicaDescription) -> Option<String> {
    let status = replica.replica_status().map(ReplicaStatus::as_str)?;
    let is_broken = health_of(Some(status)) == Health::Unhealthy || status == "REGION_DISABLED";
    let region = replica.region_name()?;
    is_broken.then(|| format!("the replica in {region} is {status}"))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_dynamodb::types::{
        BillingMode, BillingModeSummary, ProvisionedThroughputDescription, ReplicaDescription,
        ReplicaStatus, StreamSpecification, StreamViewType, TableDescription, TableStatus, Tag,
    };

    const ARN: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";

    fn replica(region: &str, status: ReplicaStatus) -> ReplicaDescription {
        let replica = ReplicaDescription::builder().region_name(region);
        replica.replica_status(status).build()
    }

    #[test]
    fn a_global_table_copies_to_its_replicas() {
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::NewImage)
            .build();
        let row = TableDescription::builder()
            .table_name("orders")
            .table_arn(ARN)
            .table_status(TableStatus::Active)
            .replicas(replica("eu-west-1", ReplicaStatus::Active))
            .replicas(replica("us-east-1", ReplicaStatus::CreationFailed))
            .stream_specification(stream.unwrap())
            .latest_stream_arn(format!("{ARN}/stream/2026-01-31T09:00:00.000"))
            .billing_mode_summary(
                BillingModeSummary::builder()
                    .billing_mode(BillingMode::PayPerRequest)
                    .build(),
            )
            .item_count(3)
            .table_size_bytes(2048)
            .build();
        let tag = Tag::builder().key("team").value("shop").build().unwrap();
        let table = convert(&place(), &row, &[tag]).unwrap();
        assert_eq!(table.tags.get("team"), Some("shop"));
        assert_eq!(table.health, Health::Degraded);
        assert_eq!(
            table.reason.as_deref(),
            Some("the replica in us-east-1 is CREATION_FAILED")
        );
        assert_eq!(related(&table), ["replicates-to orders"]);
        assert!(format!("{:?}", table.relationships[0].to).contains(":us-east-1:"));
        assert_eq!(
            facts(&table),
            [
                "billing=on demand".to_owned(),
                "items=3".to_owned(),
                "size=2 KiB".to_owned(),
                "stream=NEW_IMAGE".to_owned(),
                format!("stream arn={ARN}/stream/2026-01-31T09:00:00.000"),
            ]
        );
    }

    #[test]
    fn a_table_is_as_its_status_says() {
        for (status, health) in [
            (TableStatus::Active, Health::Healthy),
            (TableStatus::Updating, Health::Pending),
            (TableStatus::Archived, Health::Stopped),
            (
                TableStatus::InaccessibleEncryptionCredentials,
                Health::Unhealthy,
            ),
        ] {
            let throughput = ProvisionedThroughputDescription::builder()
                .read_capacity_units(5)
                .write_capacity_units(1);
            let row = TableDescription::builder()
                .table_name("orders")
                .provisioned_throughput(throughput.build())
                .table_status(status)
                .build();
            let table = convert(&place(), &row, &[]).unwrap();
            assert_eq!((table.id.as_str(), table.health), (ARN, health));
            assert_eq!(
                facts(&table),
                ["billing=provisioned, 5 reads and 1 writes a second"]
            );
        }
        let nameless = TableDescription::builder().build();
        assert_eq!(convert(&place(), &nameless, &[]), None);
    }
}
