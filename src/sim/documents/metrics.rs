//! What `CloudWatch` has counted, drawn by each metric's own name: the same in every run,
//! and plausible for a service of some size. It must not know which resources there are.

use super::request;
use crate::sim::front::Call;
use crate::sim::page::{self, PageRequest};
use crate::sim::query::Parameters;
use crate::sim::refusal::Refusal;
use crate::sim::seed;
use jiff::Timestamp;
use serde_json::{Value, json};

const DAY: i64 = 86_400;
const MOST_QUERIES: usize = 500;
const MOST_POINTS: usize = 100_800;

/// The metrics that services publish: the namespace, the names, every dimension that they
/// are told by, in alphabetical order, and between what a day has of it.
const PUBLISHED: &[Published] = &[
    ("AWS/ApiGateway", &["Count"], &["ApiId"], (1e4, 1e6)),
    ("AWS/ApiGateway", &["Count"], &["ApiName"], (1e4, 1e6)),
    ("AWS/ApiGateway", &["MessageCount"], &["ApiId"], (1e4, 1e6)),
    (
        "AWS/ApplicationELB",
        &["ConsumedLCUs"],
        &["LoadBalancer"],
        (4.0, 200.0),
    ),
    (
        "AWS/CloudFront",
        &["BytesDownloaded"],
        &["DistributionId", "Region"],
        (1e9, 4e11),
    ),
    (
        "AWS/CloudFront",
        &["Requests"],
        &["DistributionId", "Region"],
        (1e5, 1e7),
    ),
    (
        "AWS/DocDB",
        &["VolumeBytesUsed"],
        &["DBClusterIdentifier"],
        (1e10, 4e11),
    ),
    (
        "AWS/DocDB",
        &["VolumeReadIOPs", "VolumeWriteIOPs"],
        &["DBClusterIdentifier"],
        (1e5, 2e7),
    ),
    (
        "AWS/DynamoDB",
        &["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"],
        &["TableName"],
        (1e4, 4e6),
    ),
    (
        "AWS/EBS",
        &["VolumeReadOps", "VolumeWriteOps"],
        &["VolumeId"],
        (1e4, 1e6),
    ),
    (
        "AWS/EFS",
        &["DataReadIOBytes", "DataWriteIOBytes"],
        &["FileSystemId"],
        (1e8, 2e10),
    ),
    (
        "AWS/ELB",
        &["EstimatedProcessedBytes"],
        &["LoadBalancerName"],
        (1e9, 4e10),
    ),
    (
        "AWS/GatewayELB",
        &["ConsumedLCUs"],
        &["LoadBalancer"],
        (4.0, 100.0),
    ),
    (
        "AWS/Kinesis",
        &["GetRecords.Bytes", "IncomingBytes"],
        &["StreamName"],
        (1e8, 4e10),
    ),
    (
        "AWS/Kinesis",
        &["IncomingRecords"],
        &["StreamName"],
        (1e5, 1e7),
    ),
    ("AWS/Lambda", &["Duration"], &["FunctionName"], (1e6, 1e8)),
    (
        "AWS/Lambda",
        &["Invocations"],
        &["FunctionName"],
        (1e3, 1e6),
    ),
    (
        "AWS/NATGateway",
        &["BytesInFromDestination", "BytesInFromSource"],
        &["NatGatewayId"],
        (1e9, 4e10),
    ),
    (
        "AWS/NetworkELB",
        &["ConsumedLCUs"],
        &["LoadBalancer"],
        (4.0, 100.0),
    ),
    (
        "AWS/PrivateLinkEndpoints",
        &["BytesProcessed"],
        &["Endpoint Type", "Service Name", "VPC Endpoint Id", "VPC Id"],
        (1e8, 1e10),
    ),
    (
        "AWS/RDS",
        &["ServerlessDatabaseCapacity"],
        &["DBInstanceIdentifier"],
        (0.5, 8.0),
    ),
    (
        "AWS/RDS",
        &["VolumeBytesUsed"],
        &["DBClusterIdentifier"],
        (1e10, 4e11),
    ),
    (
        "AWS/RDS",
        &["VolumeReadIOPs", "VolumeWriteIOPs"],
        &["DBClusterIdentifier"],
        (1e5, 2e7),
    ),
    (
        "AWS/S3",
        &["BucketSizeBytes"],
        &["BucketName", "StorageType"],
        (1e9, 2e12),
    ),
    (
        "AWS/SNS",
        &["NumberOfMessagesPublished"],
        &["TopicName"],
        (1e3, 1e6),
    ),
    (
        "AWS/SQS",
        &[
            "NumberOfEmptyReceives",
            "NumberOfMessagesDeleted",
            "NumberOfMessagesReceived",
            "NumberOfMessagesSent",
        ],
        &["QueueName"],
        (1e3, 1e6),
    ),
    (
        "AWS/States",
        &["ExecutionsStarted"],
        &["StateMachineArn"],
        (1e2, 1e5),
    ),
    (
        "AWS/TransitGateway",
        &["BytesIn"],
        &["TransitGateway", "TransitGatewayAttachment"],
        (1e9, 4e10),
    ),
    (
        "AWS/WAFV2",
        &["AllowedRequests", "BlockedRequests"],
        &["Region", "Rule", "WebACL"],
        (1e4, 1e6),
    ),
    (
        "AWS/WAFV2",
        &["AllowedRequests", "BlockedRequests"],
        &["Rule", "WebACL"],
        (1e4, 1e6),
    ),
];

type Published = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    (f64, f64),
);

/// One query of a request.
struct Asked {
    id: String,
    /// What it is told by, in words; nothing where no service publishes it.
    key: Option<(String, (f64, f64))>,
    period: i64,
    is_sum: bool,
}

/// A value with its query and its time.
type Point = (usize, i64, f64);

pub(super) fn answer(call: &Call<'_>) -> Result<Value, Refusal> {
    let invalid = |text: &str| Refusal::new(400, request::invalid(call.service), text);
    let queries = queries(call.parameters);
    if queries.is_empty() || queries.len() > MOST_QUERIES {
        return Err(invalid("MetricDataQueries must hold 1 to 500 queries."));
    }
    let time = |name| call.parameters.get(name).and_then(seconds);
    let (Some(begins), Some(ends)) = (time("StartTime"), time("EndTime")) else {
        return Err(invalid("StartTime and EndTime are required."));
    };
    let size = page::ranged_size(call.parameters, "MaxDatapoints", (MOST_POINTS, MOST_POINTS));
    let size = size.map_err(|refusal| invalid(&refusal.message))?;
    let token = call.parameters.get("NextToken");
    let page = PageRequest::new(call.parameters, token, size);
    let page = page.map_err(|()| invalid("The token is not valid"))?;

    let all = queries.iter().enumerate();
    let all: Vec<Point> = all
        .flat_map(|(place, query)| {
            query
                .points(begins, ends)
                .map(move |(at, v)| (place, at, v))
        })
        .collect();
    let counts: Vec<usize> = (0..queries.len())
        .map(|place| all.iter().filter(|(of, ..)| *of <= place).count())
        .collect();
    let numbered = (1..)
        .zip(all)
        .map(|(number, point)| (number, (number, point)));
    let cut = page.tampered(call.faults).cut(numbered);
    let reached = cut.items.last().map_or(u64::MAX, |(number, _)| *number);
    let results = queries.iter().enumerate().map(|(place, query)| {
        let points = cut.items.iter().filter(|(_, (of, ..))| *of == place);
        let (times, values): (Vec<String>, Vec<f64>) = points
            .map(|(_, (_, at, value))| (stamp(*at), value))
            .unzip();
        let is_whole = cut.next.is_none() || counts[place] as u64 <= reached;
        json!({
            "Id": query.id,
            "Label": query.id,
            "Timestamps": times,
            "Values": values,
            "StatusCode": if is_whole { "Complete" } else { "PartialData" },
        })
    });
    let mut body = json!({ "MetricDataResults": results.collect::<Vec<_>>(), "Messages": [] });
    if let Some(next) = cut.next {
        body["NextToken"] = next.into();
    }
    Ok(body)
}

/// As the protocols write lists: with `member`, or without.
fn queries(parameters: &Parameters) -> Vec<Asked> {
    let lists = ["MetricDataQueries", "MetricDataQueries.member"];
    let found = lists.into_iter().flat_map(|list| {
        (1..).map_while(move |number| Asked::at(parameters, &format!("{list}.{number}")))
    });
    found.collect()
}

impl Asked {
    fn at(parameters: &Parameters, path: &str) -> Option<Self> {
        let text = |name: &str| parameters.get(&format!("{path}.{name}"));
        let id = text("Id")?.to_owned();
        let of_metric = |name: &str| text(&format!("MetricStat.Metric.{name}"));
        let mut dimensions: Vec<(&str, &str)> = ["Dimensions", "Dimensions.member"]
            .into_iter()
            .flat_map(|list| {
                (1..).map_while(move |number| {
                    let name = of_metric(&format!("{list}.{number}.Name"))?;
                    Some((name, of_metric(&format!("{list}.{number}.Value"))?))
                })
            })
            .collect();
        dimensions.sort_unstable();
        let (space, name) = (of_metric("Namespace")?, of_metric("MetricName")?);
        let mut published = PUBLISHED.iter();
        let published = published.find(|(of, names, by, _)| {
            let given = dimensions.iter().map(|(name, _)| *name);
            *of == space && names.contains(&name) && by.iter().copied().eq(given)
        });
        let key = published.map(|(.., range)| {
            let told = dimensions
                .iter()
                .map(|(name, value)| format!("/{name}={value}"));
            (
                format!("{space}/{name}{}", told.collect::<String>()),
                *range,
            )
        });
        Some(Self {
            id,
            key,
            period: text("MetricStat.Period")?.parse().ok()?,
            is_sum: text("MetricStat.Stat") == Some("Sum"),
        })
    }

    /// The latest first, as AWS answers.
    fn points(&self, begins: i64, ends: i64) -> impl Iterator<Item = (i64, f64)> {
        let period = self.period.max(60);
        let first = begins - begins.rem_euclid(period);
        let count = if ends > first && self.key.is_some() {
            (ends - first - 1) / period + 1
        } else {
            0
        };
        let starts = (0..count).rev().map(move |step| first + step * period);
        starts.filter_map(move |at| Some((at, self.value(at)?)))
    }

    fn value(&self, at: i64) -> Option<f64> {
        let (key, (least, most)) = self.key.as_ref()?;
        let usual = least * (most / least).powf(share(key));
        let swing = 0.8 + 0.4 * share(&format!("{key}@{at}"));
        let days = self.period as f64 / DAY as f64;
        Some(usual * swing * if self.is_sum { days } else { 1.0 })
    }
}

/// A number from nought to one that stands for a key.
fn share(key: &str) -> f64 {
    (seed::number(key) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A time as a number of seconds, or as it is written.
fn seconds(text: &str) -> Option<i64> {
    let number: Option<f64> = text.parse().ok();
    let number = number.map(|seconds| seconds as i64);
    number.or_else(|| Some(text.parse::<Timestamp>().ok()?.as_second()))
}

fn stamp(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds);
    time.map(|time| time.to_string()).unwrap_or_default()
}
