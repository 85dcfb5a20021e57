//! Kinesis data streams.

use super::gaps::{Gaps, Tagged};
use super::status_words::health_of;
use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Measure, Resource, ResourceId};
use aws_sdk_kinesis::types::{EncryptionType, StreamDescriptionSummary, Tag};
use std::sync::Arc;

const LIST: &str = "kinesis:ListStreams";
const CALL: &str = "kinesis:DescribeStreamSummary";
const TAGS: &str = "kinesis:ListTagsForStream";

pub const COLLECTOR: Collector = Collector {
    name: "streams",
    title: "Kinesis streams",
    service: Service::Kinesis,
    scope: Scope::Regional,
    actions: &[LIST, CALL, TAGS],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// A stream that was deleted between two calls.
const GONE: &str = "ResourceNotFoundException";

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let names = names(reader).await?;
        let asked = reader.each(&names, |name| stream(reader, name)).await;
        let mut gaps = Gaps::default();
        let rows = gaps.tagged(asked, GONE);
        let mut read = Read::resources((reader, CALL), &rows, |(stream, tags)| {
            convert(&reader.place, stream, tags)
        });
        gaps.tell(&mut read);
        Ok(read)
    })
}

/// The last name of a page leads to the next page.
async fn names(reader: &Reader) -> Result<Vec<String>, Failure> {
    reader
        .pages(LIST, &|last| {
            Box::pin(async move {
                let request = reader.clients.kinesis().list_streams();
                let request = request.limit(reader.page_size(1, 100));
                let request = request.set_exclusive_start_stream_name(last);
                let answer = request.send().await;
                let answer = answer.map_err(|error| Failure::of(LIST, &error))?;
                let last = answer.stream_names.last().cloned();
                Ok((
                    answer.stream_names,
                    last.filter(|_| answer.has_more_streams),
                ))
            })
        })
        .await
}

async fn stream(
    reader: &Reader,
    name: &str,
) -> Result<Tagged<StreamDescriptionSummary, Vec<Tag>>, Failure> {
    let stream = reader.call(CALL, async {
        let request = reader.clients.kinesis().describe_stream_summary();
        let answer = request.stream_name(name).send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        let nothing = || Failure::bad_answer(CALL, format!("nothing of {name}"));
        answer.stream_description_summary.ok_or_else(nothing)
    });
    let stream = stream.await?;
    let tags = tags(reader, name).await;
    Ok((stream, tags))
}

/// Fifty at most: one page.
async fn tags(reader: &Reader, name: &str) -> Result<Vec<Tag>, Failure> {
    let answer = reader.call(TAGS, async {
        let request = reader.clients.kinesis().list_tags_for_stream();
        let answer = request.stream_name(name).limit(50).send().await;
        answer.map_err(|error| Failure::of(TAGS, &error))
    });
    Ok(answer.await?.tags)
}

fn convert(place: &Place, stream: &StreamDescriptionSummary, tags: &[Tag]) -> Option<Resource> {
    let name = Some(stream.stream_name()).filter(|name| !name.is_empty());
    let id = match stream.stream_arn() {
        "" => place.arn("kinesis", &format!("stream/{}", name?)),
        arn => ResourceId::new(arn),
    };
    let word = stream.stream_status().as_str();
    let mode = stream.stream_mode_details();
    let mode = mode.map(|mode| mode.stream_mode().as_str());
    let encryption = stream.encryption_type().map(EncryptionType::as_str);
    Some(
        Entry::new(place, Kind::Stream, id, CALL)
            .named(name)
            .tags(tags.iter().map(|tag| (Some(tag.key()), tag.value())))
            .state(Some(word), health_of(Some(word)))
            .fact("mode", mode)
            .fact("open shards", Some(stream.open_shard_count()))
            .measure(Measure::Shards, Some(stream.open_shard_count()))
            .measure(Measure::Consumers, stream.consumer_count())
            .measure(
                Measure::RetentionHours,
                Some(stream.retention_period_hours()),
            )
            .fact(
                "retention",
                Some(format!("{} h", stream.retention_period_hours())),
            )
            .fact("consumers", stream.consumer_count())
            .fact("encryption", encryption)
            .fact("created", time(Some(stream.stream_creation_timestamp())))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_kinesis::types::{
        EncryptionType, StreamDescriptionSummary, StreamMode, StreamModeDetails, StreamStatus, Tag,
    };
    use aws_smithy_types::DateTime;

    #[test]
    fn a_stream_is_as_its_status_says() {
        for (status, health) in [
            (StreamStatus::Active, Health::Healthy),
            (StreamStatus::Updating, Health::Pending),
        ] {
            let mode = StreamModeDetails::builder().stream_mode(StreamMode::OnDemand);
            let row = StreamDescriptionSummary::builder()
                .stream_name("clicks")
                .stream_arn("arn:aws:kinesis:eu-west-1:111122223333:stream/clicks")
                .stream_status(status)
                .stream_mode_details(mode.build().unwrap())
                .retention_period_hours(24)
                .open_shard_count(4)
                .encryption_type(EncryptionType::Kms)
                .stream_creation_timestamp(DateTime::from_secs(0))
                .set_enhanced_monitoring(Some(Vec::new()))
                .build()
                .unwrap();
            let tag = Tag::builder().key("team").value("shop").build().unwrap();
            let stream = convert(&place(), &row, &[tag]).unwrap();
            assert_eq!((stream.name.as_str(), stream.health), ("clicks", health));
            assert_eq!(stream.tags.get("team"), Some("shop"));
            assert_eq!(
                facts(&stream),
                [
                    "mode=ON_DEMAND",
                    "open shards=4",
                    "retention=24 h",
                    "encryption=KMS",
                    "created=1970-01-01T00:00:00Z",
                ]
            );
        }
    }
}
