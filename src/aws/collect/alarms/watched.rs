//! Which resource the dimensions of a metric name (CloudWatch's user guide and each
//! service's list of its metrics). It must not know how an alarm is.

use super::super::node_groups::scaling_group;
use crate::account::Region;
use crate::aws::arns::Place;
use crate::inventory::ResourceId;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricAlarm};
use std::collections::{BTreeMap, BTreeSet};

type Dimensions<'a> = BTreeMap<&'a str, &'a str>;

/// What the metric of an alarm is of, or all of those that it computes with.
pub(super) fn by_metrics(place: &Place, alarm: &MetricAlarm) -> BTreeSet<ResourceId> {
    let space = alarm.namespace().unwrap_or_default();
    let own = by_dimensions(place, space, &map(alarm.dimensions()));
    let queries = alarm.metrics().iter();
    let computed = queries.filter_map(|query| {
        let metric = query.metric_stat()?.metric()?;
        let place = place.of(query.account_id());
        let space = metric.namespace().unwrap_or_default();
        by_dimensions(&place, space, &map(Metric::dimensions(metric)))
    });
    own.into_iter().chain(computed).collect()
}

fn map(dimensions: &[Dimension]) -> Dimensions<'_> {
    let pairs = dimensions.iter();
    pairs
        .filter_map(|one| Some((one.name()?, one.value()?)))
        .collect()
}

/// Services whose metrics name one resource: the namespace, the dimension, the service in
/// ARNs and what stands before the value there.
const SIMPLE: &[(&str, &str, &str, &str)] = &[
    ("AWS/RDS", "DBInstanceIdentifier", "rds", "db:"),
    ("AWS/RDS", "DBClusterIdentifier", "rds", "cluster:"),
    ("AWS/DocDB", "DBInstanceIdentifier", "rds", "db:"),
    ("AWS/DocDB", "DBClusterIdentifier", "rds", "cluster:"),
    ("AWS/Neptune", "DBInstanceIdentifier", "rds", "db:"),
    ("AWS/Neptune", "DBClusterIdentifier", "rds", "cluster:"),
    ("AWS/Lambda", "FunctionName", "lambda", "function:"),
    ("AWS/SQS", "QueueName", "sqs", ""),
    ("AWS/SNS", "TopicName", "sns", ""),
    ("AWS/DynamoDB", "TableName", "dynamodb", "table/"),
    ("AWS/Kinesis", "StreamName", "kinesis", "stream/"),
    (
        "AWS/ElastiCache",
        "CacheClusterId",
        "elasticache",
        "cluster:",
    ),
    (
        "AWS/ElastiCache",
        "ReplicationGroupId",
        "elasticache",
        "replicationgroup:",
    ),
    ("AWS/ES", "DomainName", "es", "domain/"),
    ("AWS/Redshift", "ClusterIdentifier", "redshift", "cluster:"),
    (
        "AWS/EFS",
        "FileSystemId",
        "elasticfilesystem",
        "file-system/",
    ),
    ("AWS/FSx", "FileSystemId", "fsx", "file-system/"),
    ("AWS/EKS", "ClusterName", "eks", "cluster/"),
    ("ContainerInsights", "ClusterName", "eks", "cluster/"),
    (
        "AWS/ApplicationELB",
        "TargetGroup",
        "elasticloadbalancing",
        "",
    ),
    ("AWS/NetworkELB", "TargetGroup", "elasticloadbalancing", ""),
    ("AWS/GatewayELB", "TargetGroup", "elasticloadbalancing", ""),
    (
        "AWS/ApplicationELB",
        "LoadBalancer",
        "elasticloadbalancing",
        "loadbalancer/",
    ),
    (
        "AWS/NetworkELB",
        "LoadBalancer",
        "elasticloadbalancing",
        "loadbalancer/",
    ),
    (
        "AWS/GatewayELB",
        "LoadBalancer",
        "elasticloadbalancing",
        "loadbalancer/",
    ),
    (
        "AWS/ELB",
        "LoadBalancerName",
        "elasticloadbalancing",
        "loadbalancer/",
    ),
];

/// Resources of EC2, whose ids say what they are.
const OF_EC2: &[(&str, &str)] = &[
    ("AWS/EC2", "InstanceId"),
    // What the agent on an instance measures, in whichever namespace it is told to.
    ("", "InstanceId"),
    ("AWS/EBS", "VolumeId"),
    ("AWS/NATGateway", "NatGatewayId"),
    ("AWS/TransitGateway", "TransitGateway"),
    ("AWS/VPN", "VpnId"),
    ("AWS/PrivateLinkEndpoints", "VPC Endpoint Id"),
];

/// The resource, the most exact where the dimensions name several.
fn by_dimensions(place: &Place, space: &str, all: &Dimensions) -> Option<ResourceId> {
    let value = |name: &str| all.get(name).copied().filter(|value| !value.is_empty());
    if let Some(id) = of_containers(place, space, all) {
        return Some(id);
    }
    for (of, name) in OF_EC2 {
        if (of.is_empty() || *of == space)
            && let Some(id) = value(name).filter(|id| id.contains('-'))
        {
            return Some(place.ec2(id));
        }
    }
    for (of, name, service, before) in SIMPLE {
        if *of == space
            && let Some(value) = value(name)
        {
            return Some(place.arn(service, &format!("{before}{value}")));
        }
    }
    match space {
        "AWS/EC2" | "AWS/AutoScaling" => {
            let name = value("AutoScalingGroupName");
            name.map(|name| scaling_group(place, name))
        }
        "AWS/S3" => value("BucketName").map(|name| place.bucket(name)),
        "AWS/States" => value("StateMachineArn").map(|arn| place.given(arn)),
        "AWS/ApiGateway" => {
            let path = |id| place.api_gateway(&format!("apis/{id}"));
            value("ApiId").map(path)
        }
        "AWS/CloudFront" => {
            let global = Region::global();
            let place = place.elsewhere(None, Some(global.as_str()));
            value("DistributionId").map(|id| place.arn("cloudfront", &format!("distribution/{id}")))
        }
        "AWS/Events" => {
            let bus = value("EventBusName").filter(|bus| *bus != "default");
            let bus = bus.map(|bus| format!("{bus}/")).unwrap_or_default();
            value("RuleName").map(|name| place.arn("events", &format!("rule/{bus}{name}")))
        }
        _ => None,
    }
}

/// ECS names a service by its cluster and its own name.
fn of_containers(place: &Place, space: &str, all: &Dimensions) -> Option<ResourceId> {
    if !matches!(space, "AWS/ECS" | "ECS/ContainerInsights") {
        return None;
    }
    let cluster = all.get("ClusterName")?;
    Some(match all.get("ServiceName") {
        Some(service) => place.arn("ecs", &format!("service/{cluster}/{service}")),
        None => place.arn("ecs", &format!("cluster/{cluster}")),
    })
}

/// The alarms in `ALARM("a") AND NOT OK(arn:…:alarm:b)`.
pub(super) fn by_rule(place: &Place, rule: &str) -> BTreeSet<ResourceId> {
    let mut named = BTreeSet::new();
    let mut rest = rule;
    while let Some((before, behind)) = rest.split_once('(') {
        rest = behind;
        let is_state = ["ALARM", "OK", "INSUFFICIENT_DATA"]
            .iter()
            .any(|state| before.trim_end().ends_with(state));
        if !is_state {
            continue;
        }
        let inside = behind.trim_start();
        let quote = inside
            .chars()
            .next()
            .filter(|first| ['"', '\''].contains(first));
        let name = match quote {
            Some(quote) => inside[1..].split(quote).next(),
            None => inside.split(')').next().map(str::trim),
        };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            continue;
        };
        named.insert(if name.starts_with("arn:") {
            place.given(name)
        } else {
            place.arn("cloudwatch", &format!("alarm:{name}"))
        });
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::super::example::place;
    use super::{ResourceId, by_dimensions, by_rule};

    #[test]
    fn dimensions_name_a_resource() {
        let here = "eu-west-1:111122223333";
        for (space, dimensions, expected) in [
            (
                "AWS/EC2",
                &[("InstanceId", "i-1")][..],
                format!("ec2:{here}:instance/i-1"),
            ),
            (
                "Custom/Agent",
                &[("InstanceId", "i-1"), ("path", "/")],
                format!("ec2:{here}:instance/i-1"),
            ),
            (
                "AWS/ApplicationELB",
                &[
                    ("LoadBalancer", "app/web/1"),
                    ("TargetGroup", "targetgroup/api/2"),
                ],
                format!("elasticloadbalancing:{here}:targetgroup/api/2"),
            ),
            (
                "AWS/ApplicationELB",
                &[("LoadBalancer", "app/web/1")],
                format!("elasticloadbalancing:{here}:loadbalancer/app/web/1"),
            ),
            (
                "AWS/RDS",
                &[("DBClusterIdentifier", "shop")],
                format!("rds:{here}:cluster:shop"),
            ),
            (
                "AWS/ECS",
                &[("ClusterName", "shop"), ("ServiceName", "orders")],
                format!("ecs:{here}:service/shop/orders"),
            ),
            (
                "AWS/SQS",
                &[("QueueName", "orders")],
                format!("sqs:{here}:orders"),
            ),
            (
                "AWS/S3",
                &[("BucketName", "assets"), ("StorageType", "x")],
                "s3:::assets".to_owned(),
            ),
            (
                "AWS/AutoScaling",
                &[("AutoScalingGroupName", "web")],
                format!("autoscaling:{here}:autoScalingGroup:*:autoScalingGroupName/web"),
            ),
            (
                "AWS/CloudFront",
                &[("DistributionId", "E1"), ("Region", "Global")],
                "cloudfront::111122223333:distribution/E1".to_owned(),
            ),
            (
                "AWS/Events",
                &[("EventBusName", "shop"), ("RuleName", "paid")],
                format!("events:{here}:rule/shop/paid"),
            ),
        ] {
            let found = by_dimensions(&place(), space, &dimensions.iter().copied().collect());
            assert_eq!(found.unwrap().as_str(), format!("arn:aws:{expected}"));
        }
        let custom = [("Shop", "one")].into();
        assert_eq!(by_dimensions(&place(), "Shop", &custom), None);
    }

    #[test]
    fn a_rule_names_alarms() {
        let arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm";
        for (rule, expected) in [
            (r#"ALARM("a b") OR ALARM('c(1)')"#, &["a b", "c(1)"][..]),
            ("(OK(a) AND NOT INSUFFICIENT_DATA( b ))", &["a", "b"]),
            (&format!("ALARM({arn}:a)"), &["a"]),
            ("TRUE", &[]),
        ] {
            let found = by_rule(&place(), rule);
            let found: Vec<&str> = found.iter().map(ResourceId::as_str).collect();
            let expected: Vec<String> = expected
                .iter()
                .map(|name| format!("{arn}:{name}"))
                .collect();
            assert_eq!(found, expected, "{rule}");
        }
    }
}
