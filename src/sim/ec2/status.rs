//! Status checks and scheduled events.

use super::{Listing, Row, one, owned, page, respond};
use crate::sim::filter::Filtered;
use crate::sim::front::Call;
use crate::sim::geography;
use crate::sim::refusal::Refusal;
use crate::sim::seed;
use crate::sim::view::{Checks, Instance, InstanceState, View};
use crate::sim::xml::Xml;
use std::borrow::Cow;

const STATUSES: Listing = Listing {
    set: "instanceStatusSet",
    ids: "InstanceId",
    most: 1000,
    missing: ("InvalidInstanceID.NotFound", "instance ID"),
};

struct StatusRow<'v, 'a> {
    instance: Instance<'a>,
    view: &'v View<'a>,
}

pub(super) fn describe(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    super::instance::refuse_pages_of_named(call)?;
    let all = call.parameters.is_true("IncludeAllInstances");
    let rows = view
        .instances()
        .into_iter()
        .filter(|instance| all || instance.state == InstanceState::Running)
        .map(|instance| (instance.ordinal() + 1, StatusRow { instance, view }));
    let found = page(call, &STATUSES, rows)?;
    Ok(respond(call, |xml| {
        xml.items(STATUSES.set, found.items, |xml, row| row.write(xml));
        xml.optional("nextToken", found.next.as_deref());
    }))
}

impl StatusRow<'_, '_> {
    /// The summary's word, the detail's word, and since when it is impaired: first of
    /// the system's check, then of the instance's.
    fn words(&self) -> [(&'static str, &'static str, Option<i64>); 2] {
        match self.instance.checks() {
            Checks::Passed => [("ok", "passed", None); 2],
            Checks::Initializing => [("initializing", "initializing", None); 2],
            Checks::NotApplicable => [("not-applicable", "", None); 2],
            Checks::Impaired { since } => {
                [("ok", "passed", None), ("impaired", "failed", Some(since))]
            }
        }
    }

    fn write_check(&self, xml: &mut Xml, name: &str, words: (&str, &str, Option<i64>)) {
        let (status, detail, since) = words;
        xml.element(name, |xml| {
            xml.text("status", status);
            if !detail.is_empty() {
                xml.items("details", [detail], |xml, detail| {
                    xml.text("name", "reachability");
                    xml.text("status", detail);
                    let since = since.map(|at| self.view.time(at));
                    xml.optional("impairedSince", since.as_deref());
                });
            }
        });
    }
}

impl Filtered for StatusRow<'_, '_> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        self.instance.tags()
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        let [system, instance] = self.words();
        match filter {
            "availability-zone" => one(&self.instance.subnet.zone),
            "instance-state-name" => one(self.instance.state.word()),
            "instance-state-code" => owned(self.instance.state.code()),
            "instance-status.status" => one(instance.0),
            "system-status.status" => one(system.0),
            "event.code" => {
                let event = self.instance.scheduled_event();
                Some(event.into_iter().map(|(code, _, _)| code.into()).collect())
            }
            _ => None,
        }
    }
}

impl Row for StatusRow<'_, '_> {
    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.instance.id)
    }

    fn write(&self, xml: &mut Xml) {
        let instance = &self.instance;
        let zone = &instance.subnet.zone;
        xml.text("instanceId", &instance.id);
        xml.text("availabilityZone", zone);
        let zone_id = geography::zone_id(&self.view.region.account, zone);
        xml.text("availabilityZoneId", &zone_id);
        if let Some((code, text, since)) = instance.scheduled_event() {
            xml.items("eventsSet", [code], |xml, code| {
                let id = seed::id("instance-event", &format!("{}/{since}", instance.id));
                xml.text("instanceEventId", &id);
                xml.text("code", code);
                xml.text("description", text);
                xml.text("notBefore", &self.view.time(since + 3 * 86_400));
                xml.text("notAfter", &self.view.time(since + 3 * 86_400 + 7200));
            });
        }
        xml.element("instanceState", |xml| {
            xml.value("code", instance.state.code());
            xml.text("name", instance.state.word());
        });
        let [system, own] = self.words();
        self.write_check(xml, "systemStatus", system);
        self.write_check(xml, "instanceStatus", own);
        let volumes = (system.0, system.1, None);
        self.write_check(xml, "attachedEbsStatus", volumes);
    }
}
