//! SNS topics and their subscriptions. Addresses of people are not kept: of mail and text
//! messages only that there are some.

use super::{Collecting, Collector, Pace, Scope, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use crate::text;
use aws_sdk_sns::types::{Subscription, Tag};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const LIST: &str = "sns:ListTopics";
const SUBSCRIPTIONS: &str = "sns:ListSubscriptions";
const CALL: &str = "sns:GetTopicAttributes";
const TAGS: &str = "sns:ListTagsForResource";

pub const COLLECTOR: Collector = Collector {
    name: "topics",
    title: "SNS topics",
    service: Service::Sns,
    scope: Scope::Regional,
    actions: &[LIST, SUBSCRIPTIONS, CALL, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

type Subscriptions = BTreeMap<String, Vec<Subscription>>;

struct Topic {
    arn: String,
    attributes: HashMap<String, String>,
    tags: Vec<Tag>,
}

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let (arns, subscriptions) = futures::join!(arns(reader), subscriptions(reader));
        let arns = arns?;
        let (subscriptions, missing) = match subscriptions {
            Ok(all) => (by_topic(all), None),
            Err(failure) => (Subscriptions::new(), Some(failure)),
        };
        let mut read = reader
            .parts(&arns, "NotFound", |arn| {
                of_topic(reader, arn, &subscriptions)
            })
            .await?;
        if let Some(failure) = missing {
            read.lacks("subscriptions", failure);
        }
        Ok(read)
    })
}

async fn arns(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.sns().list_topics();
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                let topics = answer.topics.unwrap_or_default().into_iter();
                let arns = topics.filter_map(|topic| topic.topic_arn);
                Ok((arns.collect(), answer.next_token))
            })
        })
        .await
}

async fn subscriptions(reader: &Reader) -> Result<Vec<Subscription>, Failure> {
    reader
        .pages(SUBSCRIPTIONS, &|token| {
            Box::pin(async move {
                let request = reader.clients.sns().list_subscriptions();
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(SUBSCRIPTIONS, &error))?;
                Ok((answer.subscriptions.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

fn by_topic(all: Vec<Subscription>) -> Subscriptions {
    let mut subscriptions = Subscriptions::new();
    for one in all {
        if let Some(topic) = one.topic_arn() {
            subscriptions.entry(topic.to_owned()).or_default().push(one);
        }
    }
    subscriptions
}

async fn of_topic(
    reader: &Reader,
    arn: &String,
    subscriptions: &Subscriptions,
) -> Result<Read, Failure> {
    let attributes = reader.call(CALL, async {
        let request = reader.clients.sns().get_topic_attributes().topic_arn(arn);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.attributes.unwrap_or_default())
    });
    let attributes = attributes.await?;
    let tags = reader.call(TAGS, async {
        let request = reader.clients.sns().list_tags_for_resource();
        let answer = request.resource_arn(arn).send().await;
        let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
        Ok(answer.tags.unwrap_or_default())
    });
    let (tags, untagged) = match tags.await {
        Ok(tags) => (tags, None),
        Err(failure) if failure.has_code("ResourceNotFound") => (Vec::new(), None),
        Err(failure) => (Vec::new(), Some(failure)),
    };
    let topic = Topic {
        arn: arn.to_owned(),
        attributes,
        tags,
    };
    let subscriptions = subscriptions.get(arn).map_or(&[][..], Vec::as_slice);
    let mut read = Read::resources((reader, LIST), &[topic], |topic| {
        Some(convert(&reader.place, topic, subscriptions))
    });
    if let Some(failure) = untagged {
        read.lacks(&format!("the tags of {arn}"), failure);
    }
    Ok(read)
}

fn convert(place: &Place, topic: &Topic, subscriptions: &[Subscription]) -> Resource {
    let text = |name: &str| topic.attributes.get(name).map(String::as_str);
    let pending = text("SubscriptionsPending").filter(|count| *count != "0");
    let tags = topic.tags.iter();
    let mut entry = Entry::new(place, Kind::Topic, place.given(&topic.arn), SUBSCRIPTIONS)
        .tags(tags.map(|tag| (Some(tag.key()), Some(tag.value()))))
        .fact("display name", text("DisplayName"))
        .fact("subscriptions", Some(subscriptions.len()))
        .fact("pending subscriptions", pending)
        .fact("fifo", yes_or_no(Some(super::is_fifo(&topic.arn))))
        .fact("encryption key", text("KmsMasterKeyId"))
        .fact("archived for days", text("ArchivePolicy").and_then(days));
    for one in subscriptions {
        let Some((to, label)) = end(place, one) else {
            continue;
        };
        let is_pending = one.subscription_arn() == Some("PendingConfirmation");
        let label = match (label, is_pending) {
            (_, true) => Some("pending".to_owned()),
            (label, false) => label,
        };
        let field = "Subscriptions[].Endpoint";
        entry = entry.labelled(RelationshipKind::SendsEventsTo, to, label, field);
    }
    entry.finish()
}

/// The far end of a subscription, and what the wire says of it.
fn end(place: &Place, one: &Subscription) -> Option<(Reference, Option<String>)> {
    let endpoint = one.endpoint().unwrap_or_default();
    let protocol = one.protocol().unwrap_or_default();
    let people = |what: &str| {
        let (account, region) = (place.account, &place.region);
        let id = format!("subscription/{account}/{region}/{what} subscription");
        Some((Reference::Id(ResourceId::new(id)), None))
    };
    match protocol {
        "email" | "email-json" => people("mail"),
        "sms" => people("text message"),
        "http" | "https" => {
            let (_, rest) = endpoint.split_once("://")?;
            let authority = rest.split(['/', '?', '#']).next()?;
            let host = authority.rsplit('@').next()?;
            let host = host.split(':').next().filter(|host| !host.is_empty())?;
            let label = Some(protocol.to_owned());
            Some((Reference::DnsName(text::clean(host)), label))
        }
        _ if endpoint.starts_with("arn:") => Some((Reference::Id(place.given(endpoint)), None)),
        _ => None,
    }
}

fn days(policy: &str) -> Option<String> {
    let policy: serde_json::Value = serde_json::from_str(policy).ok()?;
    let days = policy.get("MessageRetentionPeriod")?.to_string();
    Some(days.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Topic, convert};
    use aws_sdk_sns::types::Subscription;

    #[test]
    fn a_topic_sends_to_its_subscriptions_and_keeps_no_address() {
        let queue = "arn:aws:sqs:eu-west-1:111122223333:orders";
        let rows = [
            ("sqs", queue, "arn"),
            (
                "https",
                "https://user:word@hooks.example.com:8443/a?token=b",
                "arn",
            ),
            ("email", "jo@example.com", "PendingConfirmation"),
            ("email", "al@example.com", "arn"),
            ("sms", "+3215550100", "arn"),
            ("firehose", "", "arn"),
        ];
        let rows = rows.map(|(protocol, endpoint, arn)| {
            Subscription::builder()
                .protocol(protocol)
                .endpoint(endpoint)
                .subscription_arn(arn)
                .build()
        });
        let topic = Topic {
            arn: "arn:aws:sns:eu-west-1:111122223333:orders".to_owned(),
            attributes: [("KmsMasterKeyId".to_owned(), "alias/aws/sns".to_owned())].into(),
            tags: Vec::new(),
        };
        let topic = convert(&place(), &topic, &rows);
        assert_eq!(
            related(&topic),
            [
                "sends-events-to orders",
                "sends-events-to hooks.example.com [https]",
                "sends-events-to mail subscription [pending]",
                "sends-events-to mail subscription",
                "sends-events-to text message subscription",
            ]
        );
        let said = format!("{topic:?}");
        for private in ["jo@", "+32", "token", "word"] {
            assert!(!said.contains(private), "{private}");
        }
        assert_eq!(
            facts(&topic),
            ["subscriptions=6", "fifo=no", "encryption key=alias/aws/sns"]
        );
    }
}
