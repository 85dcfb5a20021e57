//! S3 buckets. Each region lists its own; what a bucket is set up for takes a call for
//! each aspect. No call reads or lists what is in one.

mod settings;

use super::gaps::Gaps;
use super::{Collecting, Collector, Pace, Scope, joined, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource};
use aws_sdk_s3::types::{
    Bucket, BucketLocationConstraint, Event, FilterRule, NotificationConfigurationFilter,
    ReplicationRule, ReplicationRuleStatus, S3KeyFilter,
};
use settings::{Notifications, Settings};
use std::sync::Arc;

const CALL: &str = "s3:ListBuckets";
const LOCATION: &str = "s3:GetBucketLocation";

pub const COLLECTOR: Collector = Collector {
    name: "buckets",
    title: "S3 buckets",
    service: Service::S3,
    scope: Scope::Regional,
    actions: &[
        "s3:GetBucketLocation",
        "s3:GetBucketNotification",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetEncryptionConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListAllMyBuckets",
    ],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// In the words of S3 a bucket that was deleted between two calls.
const GONE: &str = "NoSuchBucket";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let mut gaps = Gaps::default();
        let listed = list(&reader).await?;
        let buckets = of_region(&reader, listed, &mut gaps).await?;
        let asked = reader
            .each(&buckets, |bucket| settings::of(&reader, name_of(bucket)))
            .await;
        let mut rows = Vec::with_capacity(asked.len());
        for (bucket, settings) in asked {
            match settings {
                Ok(mut settings) => {
                    for (what, failure) in settings.failures.drain(..) {
                        gaps.add(what, name_of(bucket), failure);
                    }
                    rows.push((bucket, settings));
                }
                Err(failure) if failure.has_code(GONE) => {}
                Err(failure) => return Err(failure),
            }
        }
        let mut read = Read::resources((&reader, CALL), &rows, |(bucket, settings)| {
            convert(&reader.place, bucket, settings)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

async fn list(reader: &Reader) -> Result<Vec<Bucket>, Failure> {
    reader
        .pages(CALL, &|token| {
            Box::pin(async move {
                let request = reader.clients.s3().list_buckets();
                let request = request.bucket_region(reader.place.region.as_str());
                let request = request.max_buckets(reader.page_size(1, 1000));
                let answer = request.set_continuation_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.buckets.unwrap_or_default();
                Ok((rows, answer.continuation_token))
            })
        })
        .await
}

/// The buckets that are in this region, where an answer has others too, or does not say.
async fn of_region(
    reader: &Reader,
    mut listed: Vec<Bucket>,
    gaps: &mut Gaps,
) -> Result<Vec<Bucket>, Failure> {
    let here = reader.place.region.as_str();
    listed.retain(|bucket| bucket.bucket_region().is_none_or(|region| region == here));
    let (mut own, unsaid): (Vec<Bucket>, Vec<Bucket>) = listed
        .into_iter()
        .partition(|bucket| bucket.bucket_region().is_some());
    // Whether it could be asked is to be known all the same.
    let asked = match own.first() {
        Some(bucket) if reader.is_probing() => std::slice::from_ref(bucket),
        _ => unsaid.as_slice(),
    };
    let located = reader
        .each(asked, |bucket| location(reader, name_of(bucket)))
        .await;
    let mut found = Vec::new();
    for (bucket, location) in located {
        match location {
            Ok(region) if region == here => found.push(bucket.clone()),
            Ok(_) => {}
            Err(failure) if failure.has_code(GONE) => {}
            Err(failure) => gaps.add("the region", name_of(bucket), failure),
        }
    }
    if own.is_empty() {
        own = found;
    } else if !reader.is_probing() {
        own.extend(found);
    }
    Ok(own)
}

async fn location(reader: &Reader, bucket: &str) -> Result<String, Failure> {
    let answer = reader.call(LOCATION, async {
        let request = reader.clients.s3().get_bucket_location().bucket(bucket);
        let answer = request.send().await;
        answer.map_err(|error| Failure::of(LOCATION, &error))
    });
    let constraint = answer.await?.location_constraint;
    let constraint = constraint.as_ref().map(BucketLocationConstraint::as_str);
    Ok(region_of(constraint).to_owned())
}

/// The oldest regions have their own ways to say where they are.
fn region_of(constraint: Option<&str>) -> &str {
    match constraint {
        None | Some("" | "US") => "us-east-1",
        Some("EU") => "eu-west-1",
        Some(region) => region,
    }
}

fn name_of(bucket: &Bucket) -> &str {
    bucket.name().unwrap_or_default()
}

fn convert(place: &Place, bucket: &Bucket, settings: &Settings) -> Option<Resource> {
    let name = bucket.name().filter(|name| !name.is_empty())?;
    let entry = Entry::new(place, Kind::Bucket, place.bucket(name), CALL)
        .named(Some(name))
        .tags(
            settings
                .tags
                .iter()
                .map(|tag| (Some(tag.key()), Some(tag.value()))),
        )
        .state(None, Health::Neutral);
    let entry = with_notifications(entry, place, &settings.notifications);
    let entry = with_replication(entry, place, &settings.replication);
    let names = host_names(place, name);
    let bus = settings.notifications.to_event_bridge.then_some("yes");
    Some(
        entry
            .fact("public access", settings.public_access.as_deref())
            .fact("policy", settings.policy)
            .fact("encryption", settings.encryption.as_deref())
            .fact("events to eventbridge", bus)
            .fact("created", time(bucket.creation_date()))
            .fact("dns name", joined(names.iter().map(String::as_str)))
            .finish(),
    )
}

/// As origins and aliases name it.
fn host_names(place: &Place, bucket: &str) -> [String; 4] {
    let (region, suffix) = (&place.region, place.partition.dns_suffix());
    [
        format!("{bucket}.s3.{region}.{suffix}"),
        format!("{bucket}.s3.{suffix}"),
        format!("{bucket}.s3-website.{region}.{suffix}"),
        format!("{bucket}.s3-website-{region}.{suffix}"),
    ]
}

fn with_notifications(entry: Entry, place: &Place, notifications: &Notifications) -> Entry {
    let mut entry = entry.told_by(settings::NOTIFICATIONS);
    for (arn, label, field) in notifications.targets() {
        let to = Reference::Id(place.given(arn));
        entry = entry.labelled(RelationshipKind::SendsEventsTo, to, label, field);
    }
    entry
}

/// `ObjectCreated:* images/*.jpg`, as the wire says it.
fn events_label(
    events: &[Event],
    filter: Option<&NotificationConfigurationFilter>,
) -> Option<String> {
    let events = events.iter().map(Event::as_str);
    let events = joined(events.map(|event| event.strip_prefix("s3:").unwrap_or(event)))?;
    let rules = filter.and_then(NotificationConfigurationFilter::key);
    let rules = rules.map(S3KeyFilter::filter_rules).unwrap_or_default();
    // AWS takes them in small letters and gives them back with a capital.
    let value = |wanted: &str| {
        let named = |rule: &&FilterRule| {
            let name = rule.name();
            name.is_some_and(|name| name.as_str().eq_ignore_ascii_case(wanted))
        };
        let found = rules.iter().find(named);
        found.and_then(|rule| rule.value()).unwrap_or_default()
    };
    let (prefix, suffix) = (value("prefix"), value("suffix"));
    Some(match (prefix, suffix) {
        ("", "") => events,
        _ => format!("{events} {prefix}*{suffix}"),
    })
}

fn with_replication(entry: Entry, place: &Place, rules: &[ReplicationRule]) -> Entry {
    let enabled = |rule: &&ReplicationRule| rule.status() == &ReplicationRuleStatus::Enabled;
    let destinations = rules.iter().filter(enabled).filter_map(|rule| {
        let destination = rule.destination()?;
        Some(place.given(destination.bucket()))
    });
    entry.told_by(settings::REPLICATION).relates_to_all(
        RelationshipKind::ReplicatesTo,
        destinations,
        "ReplicationConfiguration.Rules[].Destination.Bucket",
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::settings::{Notifications, Settings, blocked, encrypted_by};
    use super::{convert, region_of};
    use crate::inventory::Health;
    use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
    use aws_sdk_s3::types::{
        Bucket, Destination, Event, EventBridgeConfiguration, FilterRule, FilterRuleName,
        LambdaFunctionConfiguration, NotificationConfigurationFilter,
        PublicAccessBlockConfiguration, QueueConfiguration, ReplicationRule, ReplicationRuleStatus,
        S3KeyFilter, ServerSideEncryption, ServerSideEncryptionByDefault,
        ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
    };

    fn notifications() -> Notifications {
        let rule = |name, value: &str| FilterRule::builder().name(name).value(value).build();
        let key = S3KeyFilter::builder()
            .filter_rules(rule(FilterRuleName::Prefix, "images/"))
            .filter_rules(rule(FilterRuleName::Suffix, ".jpg"));
        let filter = NotificationConfigurationFilter::builder().key(key.build());
        let function = LambdaFunctionConfiguration::builder()
            .lambda_function_arn("arn:aws:lambda:eu-west-1:111122223333:function:resize:live")
            .events(Event::S3ObjectCreated)
            .filter(filter.build());
        let queue = QueueConfiguration::builder()
            .queue_arn("arn:aws:sqs:eu-west-1:111122223333:removed")
            .events(Event::S3ObjectRemoved);
        let all = GetBucketNotificationConfigurationOutput::builder()
            .lambda_function_configurations(function.build().unwrap())
            .queue_configurations(queue.build().unwrap())
            .event_bridge_configuration(EventBridgeConfiguration::builder().build());
        Notifications::of(all.build())
    }

    fn replicating(to: &str, status: ReplicationRuleStatus) -> ReplicationRule {
        let destination = Destination::builder().bucket(format!("arn:aws:s3:::{to}"));
        ReplicationRule::builder()
            .status(status)
            .destination(destination.build().unwrap())
            .build()
            .unwrap()
    }

    #[test]
    fn a_bucket_says_where_its_events_and_its_copies_go() {
        let settings = Settings {
            notifications: notifications(),
            replication: vec![
                replicating("shop-copy", ReplicationRuleStatus::Enabled),
                replicating("shop-old", ReplicationRuleStatus::Disabled),
            ],
            policy: Some("not public"),
            public_access: Some(blocked(None)),
            ..Settings::default()
        };
        let row = Bucket::builder().name("shop-images").build();
        let bucket = convert(&place(), &row, &settings).unwrap();
        assert_eq!(bucket.id.as_str(), "arn:aws:s3:::shop-images");
        assert_eq!(
            (bucket.health, bucket.state.as_str()),
            (Health::Neutral, "")
        );
        assert_eq!(
            related(&bucket),
            [
                "sends-events-to resize [ObjectCreated:* images/*.jpg]",
                "sends-events-to removed [ObjectRemoved:*]",
                "replicates-to shop-copy",
            ]
        );
        assert_eq!(
            bucket.relationships[2].evidence.call,
            "s3:GetBucketReplication"
        );
        let names = bucket.fact("dns name").unwrap();
        assert!(names.starts_with("shop-images.s3.eu-west-1.amazonaws.com, shop-images.s3."));
        assert_eq!(
            facts(&bucket)[..3],
            [
                "public access=not blocked",
                "policy=not public",
                "events to eventbridge=yes"
            ]
        );
        let nameless = Bucket::builder().build();
        assert_eq!(convert(&place(), &nameless, &Settings::default()), None);
    }

    #[test]
    fn what_is_blocked_and_how_it_is_encrypted_is_said_in_short() {
        for (policies, acls, expected) in [
            (true, true, "blocked"),
            (false, false, "not blocked"),
            (false, true, "not blocked: new policies, policies"),
        ] {
            let block = PublicAccessBlockConfiguration::builder()
                .block_public_policy(policies)
                .restrict_public_buckets(policies)
                .block_public_acls(acls)
                .ignore_public_acls(acls);
            assert_eq!(blocked(Some(&block.build())), expected);
        }
        let by_default = ServerSideEncryptionByDefault::builder()
            .sse_algorithm(ServerSideEncryption::AwsKms)
            .kms_master_key_id("key/1")
            .build();
        let rule = ServerSideEncryptionRule::builder()
            .apply_server_side_encryption_by_default(by_default.unwrap());
        let configuration = ServerSideEncryptionConfiguration::builder().rules(rule.build());
        let encrypted = encrypted_by(&configuration.build().unwrap());
        assert_eq!(encrypted.as_deref(), Some("aws:kms key/1"));
    }

    #[test]
    fn every_location_is_a_region() {
        for (constraint, region) in [
            (None, "us-east-1"),
            (Some(""), "us-east-1"),
            (Some("EU"), "eu-west-1"),
            (Some("eu-central-1"), "eu-central-1"),
        ] {
            assert_eq!(region_of(constraint), region);
        }
    }
}
