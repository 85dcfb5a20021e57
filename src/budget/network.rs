//! What joins: addresses, gateways, load balancers, endpoints, attachments.

use super::bill::{Bill, Component};
use super::cost::Usage;
use crate::inventory::{Kind, Measure, Ordinal, Survey};
use crate::prices::{Quantity, Rate};
use compact_str::format_compact;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

const GB_PROCESSED: Usage = Usage("gb-processed");

/// How many public IPv4 addresses each resource pays for: an address is billed once,
/// whoever else knows it.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    of: HashMap<Ordinal, u64>,
}

impl Addresses {
    pub fn of(survey: &Survey) -> Self {
        let mut found = Self::default();
        let mut seen = HashSet::new();
        for kind in [
            Kind::ElasticIp,
            Kind::NetworkInterface,
            Kind::Instance,
            Kind::NatGateway,
        ] {
            let of_kind = survey
                .iter()
                .filter(|(ordinal, _)| survey.kind(*ordinal) == kind);
            for (ordinal, assessed) in of_kind {
                let public = assessed.resource.public_addresses();
                let new = public
                    .filter(IpAddr::is_ipv4)
                    .filter(|one| seen.insert(*one));
                let count = new.count() as u64;
                if count > 0 {
                    found.of.insert(ordinal, count);
                }
            }
        }
        found
    }

    pub fn charge(&self, bill: &mut Bill, component: Component) {
        let Some(count) = self.of.get(&component.ordinal) else {
            return;
        };
        let is_idle = component.resource().kind == Kind::ElasticIp
            && component.resource().fact("private address").is_none();
        let rate = if is_idle {
            Rate::PublicIpv4IdleHour
        } else {
            Rate::PublicIpv4InUseHour
        };
        let what = match count {
            1 => "public IPv4 address".into(),
            _ => format_compact!("{count} public IPv4 addresses"),
        };
        bill.month(what, rate, Quantity::of(*count));
    }
}

pub(super) fn nat_gateway(bill: &mut Bill, component: Component) {
    if component.state() != "available" {
        return;
    }
    bill.month("NAT gateway", Rate::NatHour, Quantity::ONE);
    bill.usage("data processed", GB_PROCESSED, Rate::NatGb);
}

pub(super) fn load_balancer(bill: &mut Bill, component: Component) {
    let kind = component.fact("type").unwrap_or("application");
    let (what, hour, unit) = match kind {
        "network" => ("Network Load Balancer", Rate::NlbHour, Rate::NlcuHour),
        "gateway" => ("Gateway Load Balancer", Rate::GwlbHour, Rate::GlcuHour),
        "classic" => {
            bill.month("Classic Load Balancer", Rate::ClbHour, Quantity::ONE);
            return bill.usage("data processed", GB_PROCESSED, Rate::ClbGb);
        }
        _ => ("Application Load Balancer", Rate::AlbHour, Rate::LcuHour),
    };
    bill.month(what, hour, Quantity::ONE);
    bill.at_least(("capacity units", Usage("lcu")), unit, Quantity::ONE);
}

pub(super) fn vpc_endpoint(bill: &mut Bill, component: Component) {
    let zones = component.measure(Measure::Zones).unwrap_or(1).max(1);
    let (what, hour, gb) = match component.fact("type") {
        Some("Interface") => (
            "interface endpoint",
            Rate::EndpointInterfaceHour,
            Rate::EndpointInterfaceGbT1,
        ),
        Some("GatewayLoadBalancer") => (
            "Gateway Load Balancer endpoint",
            Rate::EndpointGwlbHour,
            Rate::EndpointGwlbGb,
        ),
        // Gateway endpoints are free.
        Some("Gateway") => return,
        _ => return bill.unknown("endpoint", "no price of this type of endpoint is known"),
    };
    let noun = if zones == 1 { "zone" } else { "zones" };
    bill.month(
        format_compact!("{what} in {zones} {noun}"),
        hour,
        Quantity::of(zones),
    );
    bill.usage("data processed", GB_PROCESSED, gb);
}

/// Billed to whoever attached it.
pub(super) fn transit_gateway_attachment(bill: &mut Bill, component: Component) {
    if component.state() != "available" {
        return;
    }
    let (hour, is_by_gb) = match component.fact("attached") {
        Some("vpc") => (Rate::TgwAttachmentVpcHour, true),
        Some("vpn") => (Rate::TgwAttachmentVpnHour, true),
        Some("direct-connect-gateway") => (Rate::TgwAttachmentDxHour, true),
        Some("peering" | "tgw-peering") => (Rate::TgwAttachmentPeeringHour, false),
        Some("connect") => (Rate::TgwAttachmentConnectHour, false),
        _ => return bill.unknown("attachment", "no price of this attachment is known"),
    };
    bill.month("attachment", hour, Quantity::ONE);
    if is_by_gb {
        bill.usage("data processed", GB_PROCESSED, Rate::TgwDataGb);
    }
}

pub(super) fn peering_connection(bill: &mut Bill, _: Component) {
    bill.usage(
        "data between zones, each way",
        Usage("gb-between-zones"),
        Rate::TransferBetweenZonesEachWayGb,
    );
}

pub(super) fn vpn_connection(bill: &mut Bill, component: Component) {
    if component.state() == "available" {
        bill.month("VPN connection", Rate::VpnHour, Quantity::ONE);
    }
}

pub(super) fn direct_connect_connection(bill: &mut Bill, component: Component) {
    let bandwidth = component.fact("bandwidth").unwrap_or("its");
    bill.unknown(
        format_compact!("{bandwidth} port"),
        "no price of ports is in the table",
    );
}
