//! Event buses of EventBridge. What they pass on is in their rules.

use super::{Collecting, Collector, Pace, Scope, time};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Resource, ResourceId};
use aws_sdk_eventbridge::types::EventBus;
use std::sync::Arc;

pub(super) const CALL: &str = "events:ListEventBuses";

pub const COLLECTOR: Collector = Collector {
    name: "event-buses",
    title: "Event buses",
    service: Service::EventBridge,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let rows = fetch(&reader).await?;
        Ok(Read::resources((&reader, CALL), &rows, |row| {
            convert(&reader.place, row)
        }))
    })
}

/// Every bus; rules are asked for one bus at a time.
pub(super) async fn fetch(reader: &Reader) -> Result<Vec<EventBus>, Failure> {
    reader
        .pages(CALL, &|token| {
            Box::pin(async move {
                let request = reader.clients.eventbridge().list_event_buses();
                let request = request.limit(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.event_buses.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

/// The ARN of a bus that is known by its name; its ARN may be given instead.
pub(super) fn id(place: &Place, name: &str) -> ResourceId {
    if name.starts_with("arn:") {
        return place.given(name);
    }
    place.arn("events", &format!("event-bus/{name}"))
}

fn convert(place: &Place, bus: &EventBus) -> Option<Resource> {
    let arn = bus.arn()?;
    let source = bus.name().filter(|name| name.starts_with("aws.partner/"));
    Some(
        Entry::new(place, Kind::EventBus, place.given(arn), CALL)
            .named(bus.name())
            .fact("description", bus.description())
            .fact("partner source", source)
            .fact("managed by", bus.managed_by())
            .fact("created", time(bus.creation_time()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::{convert, id};
    use aws_sdk_eventbridge::types::EventBus;

    #[test]
    fn a_bus_has_its_name() {
        let arn = "arn:aws:events:eu-west-1:111122223333:event-bus/shop";
        let row = EventBus::builder()
            .arn(arn)
            .name("shop")
            .description("orders")
            .build();
        let bus = convert(&place(), &row).unwrap();
        assert_eq!(bus.name, "shop");
        assert_eq!(facts(&bus), ["description=orders"]);
        assert_eq!(id(&place(), "shop"), bus.id);
        assert_eq!(id(&place(), arn), bus.id);
        assert_eq!(convert(&place(), &EventBus::builder().build()), None);
    }
}
