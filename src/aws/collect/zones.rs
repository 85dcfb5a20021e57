//! Availability Zones, with AWS's own word on their state.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Resource};
use aws_sdk_ec2::types::{AvailabilityZone, AvailabilityZoneState};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeAvailabilityZones";

pub const COLLECTOR: Collector = Collector {
    name: "zones",
    title: "Availability Zones",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let request = reader.clients.ec2().describe_availability_zones();
        let answer = reader.call(CALL, async {
            let answer = request.send().await;
            answer.map_err(|error| Failure::of(CALL, &error))
        });
        let answer = answer.await?;
        Ok(Read::resources(
            (&reader, CALL),
            answer.availability_zones(),
            |row| convert(&reader.place, row),
        ))
    })
}

fn convert(place: &Place, zone: &AvailabilityZone) -> Option<Resource> {
    let name = zone.zone_name()?;
    let state = zone.state().map(AvailabilityZoneState::as_str);
    let health = match state {
        None | Some("available") => Health::Neutral,
        Some("impaired" | "constrained") => Health::Degraded,
        Some("unavailable") => Health::Unhealthy,
        Some(_) => Health::Unknown,
    };
    let message = zone.messages().iter().find_map(|message| message.message());
    Some(
        Entry::new(place, Kind::AvailabilityZone, place.zone(name), CALL)
            .named(Some(name))
            .zone(Some(name))
            .state(state, health)
            .reason(message)
            .fact("zone id", zone.zone_id())
            .fact("type", zone.zone_type())
            .fact("group", zone.group_name())
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{AvailabilityZone, AvailabilityZoneMessage, AvailabilityZoneState};

    #[test]
    fn an_impaired_zone_is_a_problem() {
        for (state, health) in [
            (AvailabilityZoneState::Available, Health::Neutral),
            (AvailabilityZoneState::Impaired, Health::Degraded),
            (AvailabilityZoneState::Unavailable, Health::Unhealthy),
        ] {
            let message = AvailabilityZoneMessage::builder().message("power").build();
            let zone = AvailabilityZone::builder()
                .zone_name("eu-west-1a")
                .state(state)
                .messages(message)
                .build();
            let zone = convert(&place(), &zone).unwrap();
            assert_eq!((zone.health, zone.name.as_str()), (health, "eu-west-1a"));
            assert_eq!(zone.reason.as_deref(), Some("power"));
        }
        assert_eq!(
            convert(&place(), &AvailabilityZone::builder().build()),
            None
        );
    }
}
