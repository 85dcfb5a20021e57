//! Direct Connect: the lines into a data centre.

use super::{Collecting, Collector, Pace, Scope, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, Resource};
use aws_sdk_directconnect::types::{Connection, ConnectionState as State};
use std::sync::Arc;

const CALL: &str = "directconnect:DescribeConnections";

pub const COLLECTOR: Collector = Collector {
    name: "direct-connect-connections",
    title: "Direct Connect connections",
    service: Service::DirectConnect,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.direct_connect().describe_connections();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.connections.unwrap_or_default().into_iter();
                let is_there = |row: &Connection| {
                    !matches!(
                        row.connection_state(),
                        Some(State::Deleted | State::Rejected)
                    )
                };
                let rows = rows
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

/// What Direct Connect's own words mean.
pub(super) fn health(word: Option<&str>) -> Health {
    match word {
        Some("down") => Health::Unhealthy,
        Some("ordering" | "requested" | "confirming" | "verifying" | "testing") => Health::Pending,
        word => lifecycle(word),
    }
}

fn convert(place: &Place, row: &Connection) -> Option<Resource> {
    let id = row.connection_id()?;
    let word = row.connection_state().map(State::as_str);
    let owner = place.of(row.owner_account());
    let id = owner.arn("directconnect", &format!("dxcon/{id}"));
    Some(
        Entry::new(place, Kind::DirectConnectConnection, id, CALL)
            .named(row.connection_name())
            .tags(row.tags().iter().map(|tag| (Some(tag.key()), tag.value())))
            .state(word, health(word))
            .fact("location", row.location())
            .fact("bandwidth", row.bandwidth())
            .fact("partner", row.partner_name().or(row.provider_name()))
            .fact("vlan", Some(row.vlan()).filter(|vlan| *vlan > 0))
            .fact("aggregation group", row.lag_id())
            .fact("device", row.aws_logical_device_id())
            .fact("jumbo frames", yes_or_no(row.jumbo_frame_capable()))
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_directconnect::types::{Connection, ConnectionState};

    #[test]
    fn a_line_is_as_its_state_says() {
        for (state, health) in [
            (ConnectionState::Available, Health::Healthy),
            (ConnectionState::Down, Health::Unhealthy),
            (ConnectionState::Ordering, Health::Pending),
            (ConnectionState::from("novel"), Health::Unknown),
        ] {
            let line = Connection::builder()
                .connection_id("dxcon-1")
                .connection_name("to the cellar")
                .connection_state(state)
                .bandwidth("1Gbps")
                .build();
            let line = convert(&place(), &line).unwrap();
            assert_eq!(line.health, health, "{}", line.state);
            assert_eq!(
                line.id.as_str(),
                "arn:aws:directconnect:eu-west-1:111122223333:dxcon/dxcon-1"
            );
            assert_eq!(facts(&line), ["bandwidth=1Gbps"]);
        }
    }
}
