//! What stands in front or watches: zones, distributions, APIs, web ACLs, alarms, buses.

use super::bill::{Bill, Component};
use super::cost::Usage;
use crate::inventory::{Kind, Measure, Ordinal, Survey};
use crate::prices::{Quantity, Rate};
use compact_str::format_compact;
use std::collections::HashSet;

/// So many hosted zones of an account cost more each than those beyond.
const FIRST_ZONES: usize = 25;

/// The hosted zones beyond the first of their account.
#[derive(Debug, Default)]
pub(super) struct FurtherZones(HashSet<Ordinal>);

impl FurtherZones {
    pub fn of(survey: &Survey) -> Self {
        let mut counts = std::collections::HashMap::new();
        let zones = survey
            .iter()
            .filter(|(ordinal, _)| survey.kind(*ordinal) == Kind::HostedZone);
        let further = zones.filter(|(_, zone)| {
            let count: &mut usize = counts.entry(zone.resource.account).or_default();
            *count += 1;
            *count > FIRST_ZONES
        });
        Self(further.map(|(ordinal, _)| ordinal).collect())
    }

    pub fn charge(&self, bill: &mut Bill, component: Component) {
        let rate = if self.0.contains(&component.ordinal) {
            Rate::Route53HostedZoneMonthOver25
        } else {
            Rate::Route53HostedZoneMonthFirst25
        };
        bill.month("hosted zone", rate, Quantity::ONE);
    }
}

pub(super) fn distribution(bill: &mut Bill, _: Component) {
    bill.usage("data out", Usage("gb-out"), Rate::CloudFrontInternetOutGbT1);
    bill.usage(
        "HTTPS requests",
        Usage("requests"),
        Rate::CloudFrontHttpsRequests10k,
    );
}

pub(super) fn api(bill: &mut Bill, component: Component) {
    let requests = Usage("requests");
    match component.fact("protocol") {
        Some("REST") => bill.usage("requests", requests, Rate::ApiGatewayRestMillionT1),
        Some("WEBSOCKET") => {
            bill.usage(
                "messages",
                Usage("messages"),
                Rate::ApiGatewayWebsocketMillionT1,
            );
            bill.usage(
                "connection minutes",
                Usage("connection-minutes"),
                Rate::ApiGatewayWebsocketConnectionMillionMinutes,
            );
        }
        _ => bill.usage("requests", requests, Rate::ApiGatewayHttpMillionT1),
    }
}

pub(super) fn web_acl(bill: &mut Bill, _: Component) {
    bill.month("web ACL", Rate::WafAclMonth, Quantity::ONE);
    bill.usage("rules", Usage("rules"), Rate::WafRuleMonth);
    bill.usage("requests", Usage("requests"), Rate::WafRequestsMillion);
}

pub(super) fn alarm(bill: &mut Bill, component: Component) {
    if component.is("type", "composite") {
        let rate = Rate::CloudWatchAlarmCompositeMonth;
        return bill.month("composite alarm", rate, Quantity::ONE);
    }
    let metrics = component.measure(Measure::Metrics).unwrap_or(1);
    let is_fast = component
        .measure(Measure::PeriodSeconds)
        .is_some_and(|period| period < 60);
    let rate = if is_fast {
        Rate::CloudWatchAlarmHighResMonth
    } else {
        Rate::CloudWatchAlarmStandardMonth
    };
    let noun = if metrics == 1 { "metric" } else { "metrics" };
    let what = format_compact!("alarm on {metrics} {noun}");
    bill.month(what, rate, Quantity::of(metrics));
}

pub(super) fn event_bus(bill: &mut Bill, _: Component) {
    bill.usage(
        "custom events",
        Usage("events"),
        Rate::EventBridgeCustomEventsMillion,
    );
}
