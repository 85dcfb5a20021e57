//! What keeps data: databases, caches, search, streams, tables, buckets, file systems.

use super::bill::{Bill, Component};
use super::cost::Usage;
use crate::inventory::{Kind, Measure, RelationshipKind};
use crate::prices::{Deployment, Engine, NodeService, Product, Quantity, Rate};
use compact_str::format_compact;

const GB_STORED: Usage = Usage("gb-stored");
const REQUESTS: Usage = Usage("requests");

pub(super) fn db_instance(bill: &mut Bill, component: Component) {
    if matches!(component.state(), "creating" | "deleting" | "failed") {
        return;
    }
    let cluster = component.related(RelationshipKind::IsMemberOf, Kind::DbCluster);
    // The three instances of a Multi-AZ cluster are billed together.
    if cluster.is_some_and(|cluster| cluster.fact("class").is_some()) {
        return;
    }
    let is_stopped = component.state() == "stopped";
    match (component.fact("class"), cluster) {
        _ if is_stopped => {}
        (Some("db.serverless"), Some(cluster)) => serverless(bill, cluster),
        (Some(class), cluster) => class_hours(bill, component, (class, cluster)),
        (None, _) => bill.unknown("instance", "its class is not known"),
    }
    if cluster.is_none() {
        storage(bill, component);
    }
}

/// As much as it runs with when nothing happens.
fn serverless(bill: &mut Bill, cluster: Component) {
    let least = cluster
        .measure(Measure::MinimumMilliAcu)
        .unwrap_or_default();
    let rate = if is_io_optimized(cluster) {
        Rate::AuroraServerlessV2IoOptimizedAcuHour
    } else {
        Rate::AuroraServerlessV2AcuHour
    };
    let least = Quantity::of_f64(least as f64 / 1000.0).unwrap_or(Quantity::ZERO);
    bill.at_least(("capacity units", Usage("acu")), rate, least);
}

fn class_hours(bill: &mut Bill, component: Component, (class, cluster): (&str, Option<Component>)) {
    let name = component.fact("engine").unwrap_or_default();
    let is_optimized = cluster.is_some_and(is_io_optimized);
    let product = match name {
        "neptune" if is_optimized => Product::node(NodeService::NeptuneIoOptimized, class),
        "neptune" => Product::node(NodeService::Neptune, class),
        "docdb" => Product::node(NodeService::DocumentDb, class),
        _ => {
            let licence = component.fact("license").unwrap_or_default();
            let Some(engine) = Engine::of_rds(name, licence) else {
                return bill.unknown(
                    format_compact!("{class}, {name}"),
                    "no list price of this engine and licence is known",
                );
            };
            let deployment = match is_optimized {
                true if engine.is_aurora() => Deployment::IoOptimized,
                _ if component.is("multi-az", "yes") && !engine.is_aurora() => Deployment::Multi,
                _ => Deployment::Single,
            };
            Product::database(class, engine, deployment)
        }
    };
    let several = component.is("multi-az", "yes") && cluster.is_none();
    let zones = if several { ", Multi-AZ" } else { "" };
    bill.month(
        format_compact!("{class}, {name}{zones}"),
        product,
        Quantity::ONE,
    );
}

fn is_io_optimized(cluster: Component) -> bool {
    let kind = cluster.fact("storage type").unwrap_or_default();
    kind.ends_with("iopt1")
}

/// With a standby everything is there twice, and priced so.
fn storage(bill: &mut Bill, component: Component) {
    let Some(size) = component.measure(Measure::StorageGib) else {
        return bill.unknown("storage", "its size is not known");
    };
    let is_multi = component.is("multi-az", "yes");
    let kind = component.fact("storage type").unwrap_or("gp2");
    let of = |single, multi| if is_multi { multi } else { single };
    let rate = match kind {
        "gp2" => of(Rate::RdsGp2SingleGbMonth, Rate::RdsGp2MultiGbMonth),
        "gp3" => of(Rate::RdsGp3SingleGbMonth, Rate::RdsGp3MultiGbMonth),
        "io1" => of(Rate::RdsIo1SingleGbMonth, Rate::RdsIo1MultiGbMonth),
        "io2" if !is_multi => Rate::RdsIo2SingleGbMonth,
        "standard" if !is_multi => Rate::RdsMagneticSingleGbMonth,
        _ => {
            return bill.unknown(
                format_compact!("{size} GiB {kind}"),
                "no price of this storage is known",
            );
        }
    };
    bill.month(
        format_compact!("{size} GiB {kind}"),
        rate,
        Quantity::of(size),
    );
    performance(bill, component, kind);
}

fn performance(bill: &mut Bill, component: Component, kind: &str) {
    let iops = component.measure(Measure::Iops).unwrap_or_default();
    let copies = if component.is("multi-az", "yes") {
        2
    } else {
        1
    };
    match kind {
        "gp3" => {
            let (of_iops, of_throughput) = included(component);
            let rate = component
                .measure(Measure::ThroughputMibps)
                .unwrap_or_default();
            for (more, unit, price) in [
                (
                    iops.saturating_sub(of_iops),
                    "IOPS",
                    Rate::RdsGp3IopsSingleMonth,
                ),
                (
                    rate.saturating_sub(of_throughput),
                    "MiB/s",
                    Rate::RdsGp3ThroughputSingleMibPerSecondMonth,
                ),
            ] {
                if more > 0 {
                    let what = format_compact!("{more} {unit} beyond what is included");
                    bill.month(what, price, Quantity::of(more * copies));
                }
            }
        }
        "io1" | "io2" if iops > 0 => {
            let price = if copies == 2 {
                Rate::RdsIopsMultiMonth
            } else {
                Rate::RdsIopsSingleMonth
            };
            bill.month(format_compact!("{iops} IOPS"), price, Quantity::of(iops));
        }
        _ => {}
    }
}

/// The IOPS and MiB/s that come with gp3: more from a size on that differs by engine.
/// Source: Amazon RDS User Guide, "gp3 storage".
fn included(component: Component) -> (u64, u64) {
    let size = component.measure(Measure::StorageGib).unwrap_or_default();
    let engine = component.fact("engine").unwrap_or_default();
    let striped = match engine {
        engine if engine.starts_with("sqlserver") => return (3000, 125),
        engine if engine.starts_with("oracle") => 200,
        _ => 400,
    };
    if size >= striped {
        (12_000, 500)
    } else {
        (3000, 125)
    }
}

pub(super) fn db_cluster(bill: &mut Bill, component: Component) {
    let engine = component.fact("engine").unwrap_or_default();
    if let Some(class) = component.fact("class") {
        return multi_az_cluster(bill, component, (class, engine));
    }
    let is_optimized = is_io_optimized(component);
    let (storage, io) = match engine {
        "docdb" => (
            Rate::DocumentDbStorageGbMonth,
            Some(Rate::DocumentDbIoMillion),
        ),
        "neptune" => {
            return bill.unknown("storage and I/O", "no price of Neptune's storage is known");
        }
        _ if is_optimized => (Rate::AuroraStorageIoOptimizedGbMonth, None),
        _ => (Rate::AuroraStorageGbMonth, Some(Rate::AuroraIoMillion)),
    };
    bill.usage("storage", GB_STORED, storage);
    if let Some(io) = io {
        bill.usage("I/O requests", Usage("io-requests"), io);
    }
}

/// A writer and two readers, at one price.
fn multi_az_cluster(bill: &mut Bill, component: Component, (class, engine): (&str, &str)) {
    let what = format_compact!("{class}, {engine}, three instances");
    match Engine::of_rds(engine, "") {
        Some(engine) => {
            let product = Product::database(class, engine, Deployment::MultiReadable);
            bill.month(what, product, Quantity::ONE);
        }
        None => bill.unknown(what, "no list price of this engine is known"),
    }
    if let Some(size) = component.measure(Measure::StorageGib) {
        let kind = component.fact("storage type").unwrap_or("io1");
        bill.unknown(
            format_compact!("{size} GiB {kind}"),
            "no price of a cluster's storage is in the table",
        );
    }
}

/// The nodes are the clusters'; a replication group has none besides.
pub(super) fn cache_cluster(bill: &mut Bill, component: Component) {
    let service = match component.fact("engine") {
        Some("valkey") => NodeService::ElastiCacheValkey,
        Some("memcached") => NodeService::ElastiCacheMemcached,
        _ => NodeService::ElastiCacheRedis,
    };
    nodes(bill, component, service);
}

fn nodes(bill: &mut Bill, component: Component, service: NodeService) {
    let (class, count) = (component.fact("class"), component.measure(Measure::Nodes));
    let (Some(class), Some(count)) = (class, count) else {
        return bill.unknown("nodes", "their class or number is not known");
    };
    let product = Product::node(service, class);
    let noun = if count == 1 { "node" } else { "nodes" };
    bill.month(
        format_compact!("{count} {noun}, {class}"),
        product,
        Quantity::of(count),
    );
}

pub(super) fn search_domain(bill: &mut Bill, component: Component) {
    nodes(bill, component, NodeService::OpenSearch);
    let more = [
        (Measure::MasterNodes, "master class", "dedicated masters"),
        (Measure::WarmNodes, "warm class", "warm nodes"),
    ];
    for (measure, class, what) in more {
        let count = component.measure(measure).filter(|count| *count > 0);
        if let (Some(count), Some(class)) = (count, component.fact(class)) {
            let product = Product::node(NodeService::OpenSearch, class);
            let what = format_compact!("{count} {what}, {class}");
            bill.month(what, product, Quantity::of(count));
        }
    }
    let data = component.measure(Measure::Nodes).unwrap_or(1);
    let Some(size) = component.measure(Measure::StorageGib) else {
        return;
    };
    let kind = component.fact("storage type").unwrap_or("gp2");
    let what = format_compact!("{data} × {size} GiB {kind}");
    let rate = match kind {
        "gp2" => Rate::OpenSearchGp2GbMonth,
        "gp3" => Rate::OpenSearchGp3GbMonth,
        "io1" => Rate::OpenSearchIo1GbMonth,
        _ => return bill.unknown(what, "no price of this storage is known"),
    };
    bill.month(what, rate, Quantity::of(size * data));
}

pub(super) fn redshift_cluster(bill: &mut Bill, component: Component) {
    if component.state() == "paused" {
        return bill.usage(
            "managed storage",
            GB_STORED,
            Rate::RedshiftManagedStorageGbMonth,
        );
    }
    nodes(bill, component, NodeService::Redshift);
    let class = component.fact("class").unwrap_or_default();
    if class.starts_with("ra3") || class.starts_with("rg") {
        bill.usage(
            "managed storage",
            GB_STORED,
            Rate::RedshiftManagedStorageGbMonth,
        );
    }
}

pub(super) fn kafka_cluster(bill: &mut Bill, component: Component) {
    if component.is("type", "SERVERLESS") {
        bill.month(
            "serverless cluster",
            Rate::MskServerlessClusterHour,
            Quantity::ONE,
        );
        bill.usage(
            "partition-hours",
            Usage("partition-hours"),
            Rate::MskServerlessPartitionHour,
        );
        bill.usage("storage", GB_STORED, Rate::MskServerlessStorageGbMonth);
        bill.usage("data in", Usage("gb-in"), Rate::MskServerlessInGb);
        return bill.usage("data out", Usage("gb-out"), Rate::MskServerlessOutGb);
    }
    let class = component.fact("class").unwrap_or_default();
    if class.starts_with("express") {
        nodes(bill, component, NodeService::MskExpressBroker);
        return bill.unknown(
            "storage and data in",
            "no price of Express storage is known",
        );
    }
    nodes(bill, component, NodeService::MskBroker);
    let brokers = component.measure(Measure::Nodes).unwrap_or(1);
    match component.measure(Measure::StorageGib) {
        Some(size) => bill.month(
            format_compact!("{brokers} × {size} GiB"),
            Rate::MskStorageGbMonth,
            Quantity::of(size * brokers),
        ),
        None => bill.unknown("storage", "its size is not known"),
    }
}

pub(super) fn table(bill: &mut Bill, component: Component) {
    let is_infrequent = component.is("class", "STANDARD_INFREQUENT_ACCESS");
    let rate = if is_infrequent {
        Rate::DynamoDbStorageIaGbMonth
    } else {
        Rate::DynamoDbStorageGbMonth
    };
    if let Some(bytes) = component.measure(Measure::SizeBytes) {
        bill.month("storage", rate, gibibytes(bytes));
        bill.note("as AWS last counted it, the free 25 GB not taken off");
    }
    let reads = component.measure(Measure::ReadUnits);
    let writes = component.measure(Measure::WriteUnits);
    if let (Some(reads), Some(writes)) = (reads, writes) {
        let what = format_compact!("{reads} read units");
        bill.month(what, Rate::DynamoDbProvisionedRcuHour, Quantity::of(reads));
        let what = format_compact!("{writes} write units");
        bill.month(what, Rate::DynamoDbProvisionedWcuHour, Quantity::of(writes));
        if component.fact("indexes").is_some() {
            bill.note("without what its indexes have of their own");
        }
        return;
    }
    bill.usage("reads", Usage("reads"), Rate::DynamoDbOnDemandReadMillion);
    bill.usage(
        "writes",
        Usage("writes"),
        Rate::DynamoDbOnDemandWriteMillion,
    );
}

fn gibibytes(bytes: u64) -> Quantity {
    let count = bytes as f64 / f64::from(1 << 30);
    Quantity::of_f64(count).unwrap_or(Quantity::ZERO)
}

pub(super) fn stream(bill: &mut Bill, component: Component) {
    if component.is("mode", "ON_DEMAND") {
        bill.month(
            "stream, on demand",
            Rate::KinesisOnDemandStreamHour,
            Quantity::ONE,
        );
        bill.usage("data in", Usage("gb-in"), Rate::KinesisOnDemandInGb);
        return bill.usage("data out", Usage("gb-out"), Rate::KinesisOnDemandOutGb);
    }
    let Some(shards) = component.measure(Measure::Shards) else {
        return bill.unknown("shards", "their number is not known");
    };
    let counted = |count: u64| Quantity::of(count);
    bill.month(
        format_compact!("{shards} shards"),
        Rate::KinesisShardHour,
        counted(shards),
    );
    let retention = component.measure(Measure::RetentionHours).unwrap_or(24);
    if retention > 24 {
        let what = format_compact!("{retention} h of retention");
        bill.month(
            what,
            Rate::KinesisExtendedRetentionShardHour,
            counted(shards),
        );
    }
    let consumers = component.measure(Measure::Consumers).unwrap_or_default();
    if consumers > 0 {
        let noun = if consumers == 1 {
            "consumer"
        } else {
            "consumers"
        };
        let what = format_compact!("{consumers} {noun} with enhanced fan-out");
        let count = counted(shards * consumers);
        bill.month(what, Rate::KinesisEnhancedFanoutShardHour, count);
    }
    bill.usage(
        "PUT units",
        Usage("put-units"),
        Rate::KinesisPutPayloadMillion,
    );
}

pub(super) fn bucket(bill: &mut Bill, _: Component) {
    bill.usage("storage, Standard", GB_STORED, Rate::S3StandardGbMonthT1);
    let infrequent = Usage("gb-stored-infrequent");
    bill.usage(
        "storage, Standard-IA",
        infrequent,
        Rate::S3StandardIaGbMonth,
    );
    bill.usage(
        "PUT, COPY, POST, LIST",
        Usage("put-requests"),
        Rate::S3PutCopyPostList1000,
    );
    bill.usage("GET, SELECT", Usage("get-requests"), Rate::S3GetSelect1000);
}

pub(super) fn file_system(bill: &mut Bill, component: Component) {
    if !component.is("type", "EFS") {
        let kind = component.fact("type").unwrap_or("file system");
        return bill.unknown(kind, "no price of it is in the table");
    }
    let Some(size) = component.measure(Measure::SizeBytes) else {
        return bill.unknown("storage", "its size is not known");
    };
    let seldom = component
        .measure(Measure::InfrequentBytes)
        .unwrap_or_default();
    let archive = component.measure(Measure::ArchiveBytes).unwrap_or_default();
    let often = size.saturating_sub(seldom).saturating_sub(archive);
    let is_one_zone = component.resource().zone.is_some();
    let standard = if is_one_zone {
        Rate::EfsOneZoneGbMonth
    } else {
        Rate::EfsStandardGbMonth
    };
    bill.month("storage", standard, gibibytes(often));
    bill.note("as much as it holds now");
    for (bytes, what, rate) in [
        (seldom, "storage, Infrequent Access", Rate::EfsIaGbMonth),
        (archive, "storage, Archive", Rate::EfsArchiveGbMonth),
    ] {
        if bytes > 0 {
            bill.month(what, rate, gibibytes(bytes));
        }
    }
    if let Some(rate) = component.measure(Measure::ThroughputMibps) {
        let what = format_compact!("{rate} MiB/s provisioned");
        let price = Rate::EfsProvisionedThroughputMibPerSecondMonth;
        return bill.month(what, price, Quantity::of(rate));
    }
    if component
        .fact("throughput")
        .is_some_and(|mode| mode.starts_with("elastic"))
    {
        bill.usage("data read", Usage("gb-read"), Rate::EfsElasticReadGb);
        bill.usage("data written", Usage("gb-written"), Rate::EfsElasticWriteGb);
    }
}

pub(super) fn repository(bill: &mut Bill, _: Component) {
    bill.usage("images", GB_STORED, Rate::EcrStorageGbMonth);
}

pub(super) fn queue(bill: &mut Bill, component: Component) {
    let rate = if component.is("fifo", "yes") {
        Rate::SqsFifoRequestsMillion
    } else {
        Rate::SqsStandardRequestsMillion
    };
    bill.usage("requests", REQUESTS, rate);
}

pub(super) fn topic(bill: &mut Bill, _: Component) {
    bill.usage("requests", REQUESTS, Rate::SnsRequestsMillion);
    bill.usage(
        "HTTP deliveries",
        Usage("http-deliveries"),
        Rate::SnsHttp100k,
    );
}
