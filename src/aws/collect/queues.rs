//! SQS queues: how much waits in them, and where what cannot be handled goes.

use super::{Collecting, Collector, Pace, Scope, pairs, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource};
use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_types::DateTime;
use std::collections::HashMap;
use std::sync::Arc;

const LIST: &str = "sqs:ListQueues";
const CALL: &str = "sqs:GetQueueAttributes";
const TAGS: &str = "sqs:ListQueueTags";

pub const COLLECTOR: Collector = Collector {
    name: "queues",
    title: "SQS queues",
    service: Service::Sqs,
    scope: Scope::Regional,
    actions: &[LIST, CALL, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// What a queue that is no more is called: by the JSON protocol, and by the older one.
const GONE: &str = "QueueDoesNotExist";
const GONE_OF_OLD: &str = "AWS.SimpleQueueService.NonExistentQueue";

type Texts = HashMap<String, String>;

struct Queue {
    url: String,
    attributes: HashMap<QueueAttributeName, String>,
    tags: Texts,
}

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let urls = urls(reader).await?;
        reader.parts(&urls, GONE, |url| of_queue(reader, url)).await
    })
}

async fn urls(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|token| {
            Box::pin(async move {
                let request = reader.clients.sqs().list_queues();
                let request = request.max_results(reader.page_size(1, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                Ok((answer.queue_urls.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

async fn of_queue(reader: &Reader, url: &str) -> Result<Read, Failure> {
    let attributes = reader.call(CALL, async {
        let request = reader.clients.sqs().get_queue_attributes().queue_url(url);
        let request = request.set_attribute_names(Some(asked_for()));
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        Ok(answer.attributes.unwrap_or_default())
    });
    let attributes = match attributes.await {
        Err(failure) if failure.has_code(GONE_OF_OLD) => return Ok(Read::nothing()),
        attributes => attributes?,
    };
    let tags = reader.call(TAGS, async {
        let request = reader.clients.sqs().list_queue_tags().queue_url(url);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
        Ok(answer.tags.unwrap_or_default())
    });
    let (tags, untagged) = match tags.await {
        Ok(tags) => (tags, None),
        Err(failure) if failure.has_code(GONE) => return Err(failure),
        Err(failure) => (Texts::new(), Some(failure)),
    };
    let queue = Queue {
        url: url.to_owned(),
        attributes,
        tags,
    };
    let mut read = Read::resources((reader, CALL), &[queue], |row| convert(&reader.place, row));
    if let Some(failure) = untagged {
        read.lacks(&format!("the tags of {url}"), failure);
    }
    Ok(read)
}

/// Not its policy, nor what AWS refuses for queues of the other type.
fn asked_for() -> Vec<QueueAttributeName> {
    use QueueAttributeName as Name;
    vec![
        Name::QueueArn,
        Name::ApproximateNumberOfMessages,
        Name::ApproximateNumberOfMessagesNotVisible,
        Name::ApproximateNumberOfMessagesDelayed,
        Name::RedrivePolicy,
        Name::VisibilityTimeout,
        Name::MessageRetentionPeriod,
        Name::DelaySeconds,
        Name::KmsMasterKeyId,
        Name::SqsManagedSseEnabled,
        Name::CreatedTimestamp,
    ]
}

fn convert(place: &Place, queue: &Queue) -> Option<Resource> {
    use QueueAttributeName as Name;
    let text = |name: Name| queue.attributes.get(&name).map(String::as_str);
    let seconds = |name: Name| text(name).and_then(|text| text.parse().ok()).map(span);
    let arn = text(Name::QueueArn)?;
    let redrive = text(Name::RedrivePolicy).and_then(Redrive::of);
    let created = text(Name::CreatedTimestamp).and_then(|text| text.parse().ok());
    let created = created.map(DateTime::from_secs);
    let is_fifo = super::is_fifo(arn);
    let managed = match text(Name::SqsManagedSseEnabled) {
        Some("true") => Some("managed by SQS"),
        Some(_) => Some("none"),
        None => None,
    };
    let key = text(Name::KmsMasterKeyId).or(managed);
    let mut entry = Entry::new(place, Kind::Queue, place.given(arn), CALL)
        .tags(pairs(Some(&queue.tags)))
        .fact("messages", text(Name::ApproximateNumberOfMessages))
        .fact(
            "in flight",
            text(Name::ApproximateNumberOfMessagesNotVisible),
        )
        .fact("delayed", text(Name::ApproximateNumberOfMessagesDelayed))
        .fact("fifo", yes_or_no(Some(is_fifo)))
        .fact("retention", seconds(Name::MessageRetentionPeriod))
        .fact("visibility timeout", seconds(Name::VisibilityTimeout))
        .fact(
            "delay",
            seconds(Name::DelaySeconds).filter(|delay| delay != "0 s"),
        )
        .fact(
            "receives before dead letter",
            redrive.as_ref().map(|redrive| redrive.receives.as_str()),
        )
        .fact("encryption key", key)
        .fact("url", Some(&queue.url))
        .fact("created", super::time(created.as_ref()));
    if let Some(redrive) = redrive {
        entry = entry.labelled(
            RelationshipKind::SendsEventsTo,
            Reference::Id(place.given(&redrive.target)),
            Some("dead letters".to_owned()),
            "Attributes.RedrivePolicy.deadLetterTargetArn",
        );
    }
    Some(entry.finish())
}

/// Where messages go that nobody could handle.
struct Redrive {
    target: String,
    receives: String,
}

impl Redrive {
    fn of(policy: &str) -> Option<Self> {
        let policy: serde_json::Value = serde_json::from_str(policy).ok()?;
        let receives = policy.get("maxReceiveCount")?;
        Some(Self {
            target: policy.get("deadLetterTargetArn")?.as_str()?.to_owned(),
            receives: receives.to_string().trim_matches('"').to_owned(),
        })
    }
}

/// `345600` as `4 d`.
fn span(seconds: u64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
    let whole = |(length, _): &(u64, &str)| seconds > 0 && seconds.is_multiple_of(*length);
    match units.into_iter().find(whole) {
        Some((length, unit)) => format!("{} {unit}", seconds / length),
        None => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{Queue, convert};
    use aws_sdk_sqs::types::QueueAttributeName as Name;
    use std::collections::HashMap;

    #[test]
    fn a_queue_says_what_waits_and_where_dead_letters_go() {
        let policy = r#"{"deadLetterTargetArn":
            "arn:aws:sqs:eu-west-1:111122223333:orders-dead","maxReceiveCount":"5"}"#;
        let attributes = [
            (Name::QueueArn, "arn:aws:sqs:eu-west-1:111122223333:orders"),
            (Name::ApproximateNumberOfMessages, "42"),
            (Name::MessageRetentionPeriod, "345600"),
            (Name::VisibilityTimeout, "30"),
            (Name::DelaySeconds, "0"),
            (Name::SqsManagedSseEnabled, "true"),
            (Name::RedrivePolicy, policy),
        ];
        let attributes = attributes.map(|(name, value)| (name, value.to_owned()));
        let queue = Queue {
            url: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders".to_owned(),
            attributes: attributes.into(),
            tags: [("team".to_owned(), "shop".to_owned())].into(),
        };
        let row = convert(&place(), &queue).unwrap();
        assert_eq!(row.name, "orders");
        assert_eq!(row.tags.get("team"), Some("shop"));
        assert_eq!(
            related(&row),
            ["sends-events-to orders-dead [dead letters]"]
        );
        assert_eq!(
            facts(&row)[..6],
            [
                "messages=42",
                "fifo=no",
                "retention=4 d",
                "visibility timeout=30 s",
                "receives before dead letter=5",
                "encryption key=managed by SQS",
            ]
        );
        let nameless = Queue {
            attributes: HashMap::new(),
            ..queue
        };
        assert_eq!(convert(&place(), &nameless), None);
    }
}
