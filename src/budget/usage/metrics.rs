//! The table: which metrics tell a usage. Each service's page of its metrics is named
//! where it is used (all under docs.aws.amazon.com). What CloudWatch does not tell by
//! resource has no row: transitions of standard state machines, custom events of a bus,
//! what repositories hold, deliveries over HTTP, requests of buckets, whose metrics
//! somebody has to turn on under a name of their choice.

use super::{Metric, Statistic};
use crate::budget::bill::Component;
use crate::budget::cost::Usage;
use crate::inventory::{Kind, Ordinal, RelationshipKind, Resource, Survey};
use Statistic::{Average, Sum};
use compact_str::CompactString;

/// AWS counts 2³⁰ bytes as a GB.
const GB: f64 = 1.0 / (1_u64 << 30) as f64;

/// A metric, and how many units of the usage one of it is.
type Told = (Metric, f64);

/// The metrics that add up to a usage of a resource; none where CloudWatch cannot tell.
pub(super) fn of((survey, ordinal): (&Survey, Ordinal), usage: Usage) -> Vec<Told> {
    let component = Component {
        survey,
        ordinal,
        altered: None,
    };
    let resource = component.resource();
    let by = |name| vec![(name, CompactString::from(last(resource)))];
    match (resource.kind, usage.0) {
        // Amazon EBS User Guide, "CloudWatch metrics for Amazon EBS".
        (Kind::Volume, "requests") => {
            let names = ["VolumeReadOps", "VolumeWriteOps"];
            told(("AWS/EBS", Sum), &names, (by("VolumeId"), 1.0))
        }
        (Kind::Function, _) => function(component, usage),
        // Step Functions Developer Guide, "Monitoring with CloudWatch". One execution of
        // an Express workflow is one request.
        (Kind::StateMachine, "requests") => {
            let arn = resource.id.as_str().into();
            let by = vec![("StateMachineArn", arn)];
            told(("AWS/States", Sum), &["ExecutionsStarted"], (by, 1.0))
        }
        // VPC User Guide, "NAT gateway metrics": what comes in on both sides is processed.
        (Kind::NatGateway, "gb-processed") => {
            let names = ["BytesInFromSource", "BytesInFromDestination"];
            told(("AWS/NATGateway", Sum), &names, (by("NatGatewayId"), GB))
        }
        (Kind::LoadBalancer, _) => load_balancer(component, usage),
        (Kind::VpcEndpoint, "gb-processed") => endpoint(component),
        (Kind::TransitGatewayAttachment, "gb-processed") => attachment(component),
        // Amazon Aurora User Guide, "Amazon CloudWatch metrics for Aurora".
        (Kind::DbInstance, "acu") => {
            let names = ["ServerlessDatabaseCapacity"];
            let by = by("DBInstanceIdentifier");
            told(("AWS/RDS", Average), &names, (by, 1.0))
        }
        (Kind::DbCluster, _) => cluster(component, usage),
        // DynamoDB Developer Guide, "DynamoDB metrics and dimensions": of the table,
        // without its indexes.
        (Kind::Table, "reads") => {
            let names = ["ConsumedReadCapacityUnits"];
            told(("AWS/DynamoDB", Sum), &names, (by("TableName"), 1.0))
        }
        (Kind::Table, "writes") => {
            let names = ["ConsumedWriteCapacityUnits"];
            told(("AWS/DynamoDB", Sum), &names, (by("TableName"), 1.0))
        }
        // Kinesis Data Streams Developer Guide, "Monitoring with CloudWatch".
        (Kind::Stream, "gb-in") => {
            let names = ["IncomingBytes"];
            told(("AWS/Kinesis", Sum), &names, (by("StreamName"), GB))
        }
        (Kind::Stream, "gb-out") => {
            let names = ["GetRecords.Bytes"];
            told(("AWS/Kinesis", Sum), &names, (by("StreamName"), GB))
        }
        // A record of up to 25 KB is one unit; larger ones are more.
        (Kind::Stream, "put-units") => {
            let names = ["IncomingRecords"];
            told(("AWS/Kinesis", Sum), &names, (by("StreamName"), 1.0))
        }
        (Kind::Bucket, "gb-stored") => bucket(resource, "StandardStorage"),
        (Kind::Bucket, "gb-stored-infrequent") => bucket(resource, "StandardIAStorage"),
        // Amazon EFS User Guide, "CloudWatch metrics for Amazon EFS".
        (Kind::FileSystem, "gb-read") => {
            let names = ["DataReadIOBytes"];
            told(("AWS/EFS", Sum), &names, (by("FileSystemId"), GB))
        }
        (Kind::FileSystem, "gb-written") => {
            let names = ["DataWriteIOBytes"];
            told(("AWS/EFS", Sum), &names, (by("FileSystemId"), GB))
        }
        // SQS Developer Guide, "Available CloudWatch metrics": batches count each message.
        (Kind::Queue, "requests") => {
            let names = [
                "NumberOfMessagesSent",
                "NumberOfMessagesReceived",
                "NumberOfMessagesDeleted",
                "NumberOfEmptyReceives",
            ];
            told(("AWS/SQS", Sum), &names, (by("QueueName"), 1.0))
        }
        // SNS Developer Guide, "Monitoring topics using CloudWatch".
        (Kind::Topic, "requests") => {
            let names = ["NumberOfMessagesPublished"];
            told(("AWS/SNS", Sum), &names, (by("TopicName"), 1.0))
        }
        (Kind::Distribution, _) => distribution(resource, usage),
        (Kind::Api, _) => api(component, usage),
        (Kind::WebAcl, "requests") => web_acl(resource),
        _ => Vec::new(),
    }
}

fn told(
    (namespace, statistic): (&'static str, Statistic),
    names: &[&'static str],
    (dimensions, factor): (Vec<(&'static str, CompactString)>, f64),
) -> Vec<Told> {
    let metric = |name: &&'static str| Metric {
        namespace,
        name,
        dimensions: dimensions.clone(),
        statistic,
    };
    let metrics = names.iter().map(metric);
    metrics.map(|metric| (metric, factor)).collect()
}

/// The last part of its ARN: its name, or its id.
fn last(resource: &Resource) -> &str {
    let arn = resource.id.as_str();
    arn.rsplit([':', '/']).next().unwrap_or(arn)
}

/// Lambda Developer Guide, "Types of metrics for Lambda functions": the duration is in
/// milliseconds.
fn function(component: Component, usage: Usage) -> Vec<Told> {
    let by = vec![("FunctionName", last(component.resource()).into())];
    match usage.0 {
        "requests" => told(("AWS/Lambda", Sum), &["Invocations"], (by, 1.0)),
        "gb-seconds" => {
            let memory = component.fact("memory");
            let memory = memory.and_then(|memory| memory.strip_suffix(" MiB")?.parse().ok());
            let Some(mebibytes): Option<f64> = memory else {
                return Vec::new();
            };
            let factor = mebibytes / 1024.0 / 1000.0;
            told(("AWS/Lambda", Sum), &["Duration"], (by, factor))
        }
        _ => Vec::new(),
    }
}

/// User guides of Elastic Load Balancing, "CloudWatch metrics for your Application Load
/// Balancer" (Network, Gateway, Classic). A minute's capacity units are a part of the
/// hour's, as "Monitor capacity unit reservation" says: those of an hour add up.
fn load_balancer(component: Component, usage: Usage) -> Vec<Told> {
    let resource = component.resource();
    let namespace = match component.fact("type").unwrap_or("application") {
        "network" => "AWS/NetworkELB",
        "gateway" => "AWS/GatewayELB",
        "classic" => {
            let by = vec![("LoadBalancerName", last(resource).into())];
            let names = ["EstimatedProcessedBytes"];
            return told(("AWS/ELB", Sum), &names, (by, GB));
        }
        _ => "AWS/ApplicationELB",
    };
    let arn = resource.id.as_str();
    let (Some((_, path)), "lcu") = (arn.split_once(":loadbalancer/"), usage.0) else {
        return Vec::new();
    };
    let by = vec![("LoadBalancer", path.into())];
    told((namespace, Sum), &["ConsumedLCUs"], (by, 1.0 / 730.0))
}

/// AWS `PrivateLink` Guide, "CloudWatch metrics for AWS `PrivateLink`": the bytes billed to
/// the owner of the endpoint.
fn endpoint(component: Component) -> Vec<Told> {
    let resource = component.resource();
    let vpc = component.survey.vpc_of(component.ordinal);
    let vpc = vpc.map(|vpc| component.survey.id(vpc).short());
    let (Some(kind), Some(service), Some(vpc)) =
        (component.fact("type"), component.fact("service"), vpc)
    else {
        return Vec::new();
    };
    let by = vec![
        ("Endpoint Type", kind.into()),
        ("Service Name", service.into()),
        ("VPC Endpoint Id", last(resource).into()),
        ("VPC Id", vpc.into()),
    ];
    let names = ["BytesProcessed"];
    told(("AWS/PrivateLinkEndpoints", Sum), &names, (by, GB))
}

/// Amazon VPC Transit Gateways, "CloudWatch metrics": who sends pays, so what the gateway
/// receives from the attachment counts.
fn attachment(component: Component) -> Vec<Told> {
    let kind = RelationshipKind::IsAttachedTo;
    let resource = component.resource();
    let gateway = resource.relationships.iter().find(|to| to.kind == kind);
    let Some(crate::inventory::Reference::Id(gateway)) = gateway.map(|to| &to.to) else {
        return Vec::new();
    };
    let by = vec![
        ("TransitGateway", gateway.short().into()),
        ("TransitGatewayAttachment", last(resource).into()),
    ];
    told(("AWS/TransitGateway", Sum), &["BytesIn"], (by, GB))
}

/// Aurora as above; Amazon DocumentDB Developer Guide, "Monitoring with CloudWatch".
fn cluster(component: Component, usage: Usage) -> Vec<Told> {
    let namespace = match component.fact("engine") {
        Some("docdb") => "AWS/DocDB",
        _ => "AWS/RDS",
    };
    let by = vec![("DBClusterIdentifier", last(component.resource()).into())];
    match usage.0 {
        "gb-stored" => told((namespace, Average), &["VolumeBytesUsed"], (by, GB)),
        "io-requests" => {
            let names = ["VolumeReadIOPs", "VolumeWriteIOPs"];
            told((namespace, Sum), &names, (by, 1.0))
        }
        _ => Vec::new(),
    }
}

/// Amazon S3 User Guide, "Metrics and dimensions": once a day, for each storage type.
fn bucket(resource: &Resource, storage: &'static str) -> Vec<Told> {
    let by = vec![
        ("BucketName", last(resource).into()),
        ("StorageType", storage.into()),
    ];
    told(("AWS/S3", Average), &["BucketSizeBytes"], (by, GB))
}

/// CloudFront Developer Guide, "Using the API to get CloudFront metrics": in US East.
fn distribution(resource: &Resource, usage: Usage) -> Vec<Told> {
    let by = vec![
        ("DistributionId", last(resource).into()),
        ("Region", "Global".into()),
    ];
    match usage.0 {
        "gb-out" => told(("AWS/CloudFront", Sum), &["BytesDownloaded"], (by, GB)),
        "requests" => told(("AWS/CloudFront", Sum), &["Requests"], (by, 1.0)),
        _ => Vec::new(),
    }
}

/// API Gateway Developer Guide, "REST API execution with CloudWatch metrics" (HTTP,
/// `WebSocket`). REST APIs are told by their names, which need not be the only ones.
fn api(component: Component, usage: Usage) -> Vec<Told> {
    let resource = component.resource();
    let of_id = vec![("ApiId", CompactString::from(last(resource)))];
    match (component.fact("protocol"), usage.0) {
        (Some("REST"), "requests") if is_known_by_name(component) => {
            let by = vec![("ApiName", resource.name.clone())];
            told(("AWS/ApiGateway", Sum), &["Count"], (by, 1.0))
        }
        (Some("WEBSOCKET"), "messages") => {
            told(("AWS/ApiGateway", Sum), &["MessageCount"], (of_id, 1.0))
        }
        (Some("HTTP"), "requests") => told(("AWS/ApiGateway", Sum), &["Count"], (of_id, 1.0)),
        _ => Vec::new(),
    }
}

/// It is called as AWS calls it, by no tag, and no other one is.
fn is_known_by_name(component: Component) -> bool {
    let resource = component.resource();
    let has_tag = resource.tags.iter().any(|(key, _)| key == "Name");
    let place = |one: &Resource| (one.kind, one.account, one.region.clone(), one.name.clone());
    let others = component.survey.known().map(|one| &one.resource);
    let same = others.filter(|one| one.kind == Kind::Api && place(one) == place(resource));
    !has_tag && same.count() == 1
}

/// AWS WAF Developer Guide, "AWS WAF metrics and dimensions": the console calls the metric
/// as the web ACL. Those of distributions have no region there.
fn web_acl(resource: &Resource) -> Vec<Told> {
    let mut path = resource.id.as_str().rsplit('/').skip(1);
    let Some(name) = path.next() else {
        return Vec::new();
    };
    let mut by = vec![("Rule", "ALL".into()), ("WebACL", name.into())];
    if !resource.region.is_global() {
        by.insert(0, ("Region", resource.region.as_str().into()));
    }
    let names = [
        "AllowedRequests",
        "BlockedRequests",
        "CaptchaRequests",
        "ChallengeRequests",
    ];
    told(("AWS/WAFV2", Sum), &names, (by, 1.0))
}
