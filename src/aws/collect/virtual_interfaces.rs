//! Virtual interfaces of Direct Connect: what runs over which line, and whether its BGP
//! sessions are up. AWS answers with their keys as well, so this is read only where it
//! was asked for, and the keys are let go before anything else happens.

use super::direct_connect_connections::health;
use super::direct_connect_gateways::gateway;
use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_directconnect::types::{BgpStatus, VirtualInterface, VirtualInterfaceState as State};
use std::sync::Arc;

const CALL: &str = "directconnect:DescribeVirtualInterfaces";

pub const COLLECTOR: Collector = Collector {
    name: "virtual-interfaces",
    title: "Virtual interfaces",
    service: Service::VirtualInterfaces,
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
                let client = reader.clients.direct_connect();
                let request = client.describe_virtual_interfaces();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.virtual_interfaces.unwrap_or_default().into_iter();
                let rows = rows
                    .map(without_keys)
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn without_keys(mut row: VirtualInterface) -> VirtualInterface {
    row.auth_key = None;
    row.customer_router_config = None;
    for peer in row.bgp_peers.iter_mut().flatten() {
        peer.auth_key = None;
    }
    row
}

fn is_there(row: &VirtualInterface) -> bool {
    let state = row.virtual_interface_state();
    !matches!(state, Some(State::Deleted | State::Rejected))
}

fn convert(place: &Place, row: &VirtualInterface) -> Option<Resource> {
    let id = row.virtual_interface_id()?;
    let there = place.of(row.owner_account());
    let word = row.virtual_interface_state().map(State::as_str);
    let peers = row.bgp_peers().iter();
    let up = peers.filter(|peer| peer.bgp_status() == Some(&BgpStatus::Up));
    let (up, all) = (up.count(), row.bgp_peers().len());
    let sessions = format!("{up} of {all} BGP sessions up");
    let health = match health(word) {
        Health::Healthy if all > 0 && up == 0 => Health::Unhealthy,
        Health::Healthy if up < all => Health::Degraded,
        health => health,
    };
    let line = row.connection_id();
    let line = line.map(|id| place.arn("directconnect", &format!("dxcon/{id}")));
    let end = row.direct_connect_gateway_id();
    let end = end.filter(|id| !id.is_empty());
    let private = row.virtual_gateway_id().filter(|id| !id.is_empty());
    let id = there.arn("directconnect", &format!("dxvif/{id}"));
    Some(
        Entry::new(place, Kind::VirtualInterface, id, CALL)
            .named(row.virtual_interface_name())
            .tags(row.tags().iter().map(|tag| (Some(tag.key()), tag.value())))
            .state(word, health)
            .reason(Some(sessions.as_str()).filter(|_| health.is_problem() && up < all))
            .relates(
                RelationshipKind::IsAttachedTo,
                line,
                "VirtualInterfaces[].ConnectionId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                end.map(|id| gateway(place, None, id)),
                "VirtualInterfaces[].DirectConnectGatewayId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                private.map(|id| place.ec2(id)),
                "VirtualInterfaces[].VirtualGatewayId",
            )
            .fact("type", row.virtual_interface_type())
            .fact("vlan", Some(row.vlan()))
            .fact("sessions", (all > 0).then_some(sessions.as_str()))
            .fact("amazon address", row.amazon_address())
            .fact("customer address", row.customer_address())
            .fact("mtu", row.mtu())
            .fact("location", row.location())
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{convert, without_keys};
    use crate::inventory::Health;
    use aws_sdk_directconnect::types::{
        BgpPeer, BgpStatus, VirtualInterface, VirtualInterfaceState,
    };

    #[test]
    fn sessions_that_are_down_count_and_keys_are_let_go() {
        let (up, down) = (BgpStatus::Up, BgpStatus::Down);
        for (first, second, health) in [
            (&up, &up, Health::Healthy),
            (&up, &down, Health::Degraded),
            (&down, &down, Health::Unhealthy),
        ] {
            let peer = |status: &BgpStatus| {
                let peer = BgpPeer::builder().auth_key("hush");
                peer.bgp_status(status.clone()).build()
            };
            let row = VirtualInterface::builder()
                .virtual_interface_id("dxvif-1")
                .virtual_interface_state(VirtualInterfaceState::Available)
                .connection_id("dxcon-1")
                .direct_connect_gateway_id("0a1b")
                .auth_key("hush")
                .customer_router_config("<auth_key>hush</auth_key>")
                .bgp_peers(peer(first))
                .bgp_peers(peer(second));
            let row = without_keys(row.build());
            assert!(!format!("{row:?}").contains("hush"));
            let found = convert(&place(), &row).unwrap();
            assert_eq!(found.health, health);
            assert_eq!(
                related(&found),
                ["is-attached-to dxcon-1", "is-attached-to 0a1b"]
            );
        }
    }
}
