//! VPN connections and their tunnels. AWS answers with their pre-shared keys as well, so
//! this is read only where it was asked for, and the keys are let go before anything
//! else happens.

use super::{Collecting, Collector, Pace, Scope, time, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::{
    TelemetryStatus, VgwTelemetry, VpnConnection, VpnConnectionOptions, VpnState,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeVpnConnections";

pub const COLLECTOR: Collector = Collector {
    name: "vpn-connections",
    title: "VPN connections",
    service: Service::VpnConnections,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        // AWS answers with all of them at once.
        let fetch: &Fetch<_> = &|_| {
            Box::pin(async move {
                let answer = reader.clients.ec2().describe_vpn_connections().send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.vpn_connections.unwrap_or_default().into_iter();
                let is_there = |row: &VpnConnection| row.state() != Some(&VpnState::Deleted);
                let rows = rows
                    .map(without_keys)
                    .filter(is_there)
                    .map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), None))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn without_keys(mut row: VpnConnection) -> VpnConnection {
    row.customer_gateway_configuration = None;
    row.pre_shared_key_arn = None;
    if let Some(options) = &mut row.options {
        options.tunnel_options = None;
    }
    row
}

fn convert(place: &Place, row: &VpnConnection) -> Option<Resource> {
    let id = row.vpn_connection_id()?;
    let word = row.state().map(VpnState::as_str);
    let tunnels = row.vgw_telemetry();
    let is_up = |tunnel: &&VgwTelemetry| tunnel.status() == Some(&TelemetryStatus::Up);
    let (up, all) = (tunnels.iter().filter(is_up).count(), tunnels.len());
    let counted = format!("{up} of {all} tunnels up");
    let health = match lifecycle(word) {
        Health::Healthy if all == 0 => Health::Unknown,
        Health::Healthy if up == 0 => Health::Unhealthy,
        Health::Healthy if up < all => Health::Degraded,
        health => health,
    };
    let id_of = |id: Option<&str>| id.filter(|id| !id.is_empty()).map(|id| place.ec2(id));
    let attached = RelationshipKind::IsAttachedTo;
    let options = row.options();
    let mut entry = Entry::new(place, Kind::VpnConnection, place.ec2(id), CALL)
        .tags(row.tags().iter().map(|tag| (tag.key(), tag.value())))
        .state(word, health)
        .reason(Some(counted.as_str()).filter(|_| health.is_problem()))
        .relates(
            attached,
            id_of(row.customer_gateway_id()),
            "VpnConnections[].CustomerGatewayId",
        )
        .relates(
            attached,
            id_of(row.vpn_gateway_id()),
            "VpnConnections[].VpnGatewayId",
        )
        .relates(
            attached,
            id_of(row.transit_gateway_id()),
            "VpnConnections[].TransitGatewayId",
        )
        .fact("tunnels", (all > 0).then_some(counted.as_str()));
    for tunnel in tunnels {
        entry = entry.fact("tunnel", Some(said(tunnel)));
    }
    let is_static = options.and_then(VpnConnectionOptions::static_routes_only);
    let is_fast = options.and_then(VpnConnectionOptions::enable_acceleration);
    let theirs = options.and_then(VpnConnectionOptions::local_ipv4_network_cidr);
    let ours = options.and_then(VpnConnectionOptions::remote_ipv4_network_cidr);
    Some(
        entry
            .fact("static routes only", yes_or_no(is_static))
            .fact("accelerated", yes_or_no(is_fast))
            .fact("customer network", theirs)
            .fact("aws network", ours)
            .finish(),
    )
}

/// `203.0.113.1 DOWN since 2026-01-31T09:00:00Z: IPSEC IS DOWN`.
fn said(tunnel: &VgwTelemetry) -> String {
    let address = tunnel.outside_ip_address().unwrap_or("?");
    let word = tunnel.status().map_or("?", TelemetryStatus::as_str);
    let since = time(tunnel.last_status_change());
    let since = since.map(|since| format!(" since {since}"));
    let reason = tunnel.status_message().filter(|text| !text.is_empty());
    let reason = reason.map(|reason| format!(": {reason}"));
    let (since, reason) = (since.unwrap_or_default(), reason.unwrap_or_default());
    format!("{address} {word}{since}{reason}")
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{convert, without_keys};
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{
        TelemetryStatus as Status, TunnelOption, VgwTelemetry, VpnConnection, VpnConnectionOptions,
        VpnState,
    };

    #[test]
    fn a_connection_is_as_well_as_its_tunnels_and_keys_are_let_go() {
        let (up, down) = (Status::Up, Status::Down);
        for (first, second, health, counted) in [
            (&up, &up, Health::Healthy, "2 of 2 tunnels up"),
            (&up, &down, Health::Degraded, "1 of 2 tunnels up"),
            (&down, &down, Health::Unhealthy, "0 of 2 tunnels up"),
        ] {
            let tunnel = |status: &Status| {
                let tunnel = VgwTelemetry::builder().outside_ip_address("203.0.113.1");
                tunnel.status(status.clone()).build()
            };
            let option = TunnelOption::builder().pre_shared_key("hush").build();
            let options = VpnConnectionOptions::builder().tunnel_options(option);
            let row = VpnConnection::builder()
                .vpn_connection_id("vpn-1")
                .state(VpnState::Available)
                .customer_gateway_id("cgw-1")
                .vpn_gateway_id("vgw-1")
                .customer_gateway_configuration("<pre_shared_key>hush</pre_shared_key>")
                .options(options.build())
                .vgw_telemetry(tunnel(first))
                .vgw_telemetry(tunnel(second));
            let row = without_keys(row.build());
            assert_eq!(row.customer_gateway_configuration(), None);
            assert!(row.options().unwrap().tunnel_options().is_empty());
            let found = convert(&place(), &row).unwrap();
            assert_eq!(found.health, health);
            let reason = found.reason.as_deref();
            assert_eq!(reason, Some(counted).filter(|_| health.is_problem()));
            assert_eq!(
                related(&found),
                ["is-attached-to cgw-1", "is-attached-to vgw-1"]
            );
            assert_eq!(facts(&found)[0], format!("tunnels={counted}"));
        }
    }
}
