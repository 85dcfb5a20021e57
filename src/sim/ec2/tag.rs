//! Tags of everything that has them.

use super::{Listing, Row, interface, network, one, security, volume};
use crate::sim::filter::Filtered;
use crate::sim::view::View;
use crate::sim::xml::Xml;
use std::borrow::Cow;

pub(super) const TAGS: Listing = Listing {
    set: "tagSet",
    ids: "",
    most: 1000,
    missing: ("", ""),
};

/// One tag of one resource.
pub(super) struct TagRow {
    resource: String,
    kind: &'static str,
    key: String,
    value: String,
}

/// Tags are numbered within their resource, resources within their kind, so that the
/// ordinals stay the same while instances come and go.
pub(super) fn tags<'a>(view: &'a View<'a>) -> impl Iterator<Item = (u64, TagRow)> {
    let kinds: [Box<dyn Iterator<Item = (u64, Tagged)>>; 10] = [
        Box::new(network::vpcs(view).map(|(at, row)| (at, tagged(&row, "vpc")))),
        Box::new(network::subnets(view).map(|(at, row)| (at, tagged(&row, "subnet")))),
        Box::new(network::route_tables(view).map(|(at, row)| (at, tagged(&row, "route-table")))),
        Box::new(
            network::internet_gateways(view)
                .map(|(at, row)| (at, tagged(&row, "internet-gateway"))),
        ),
        Box::new(network::nat_gateways(view).map(|(at, row)| (at, tagged(&row, "natgateway")))),
        Box::new(security::groups(view).map(|(at, row)| (at, tagged(&row, "security-group")))),
        Box::new(interface::addresses(view).map(|(at, row)| (at, tagged(&row, "elastic-ip")))),
        Box::new(
            super::endpoint::peerings(view)
                .map(|(at, row)| (at, tagged(&row, "vpc-peering-connection"))),
        ),
        Box::new(volume::volumes(view).map(|(at, row)| (at, tagged(&row, "volume")))),
        Box::new(super::instance::rows(view).map(|(at, row)| (at, tagged(&row, "instance")))),
    ];
    (0_u64..).zip(kinds).flat_map(|(kind, rows)| {
        rows.flat_map(move |(at, tagged)| {
            let base = (kind << 58) | (at << 6);
            let Tagged { resource, name, tags } = tagged;
            (1_u64..).zip(tags).map(move |(number, (key, value))| {
                let resource = resource.clone();
                (base + number, TagRow { resource, kind: name, key, value })
            })
        })
    })
}

struct Tagged {
    resource: String,
    name: &'static str,
    tags: Vec<(String, String)>,
}

fn tagged(row: &impl Row, name: &'static str) -> Tagged {
    let tags = row.tags().into_iter();
    Tagged {
        resource: row.id().into_owned(),
        name,
        tags: tags.map(|(key, value)| (key.to_owned(), value.into_owned())).collect(),
    }
}

impl Filtered for TagRow {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        vec![(&self.key, Cow::Borrowed(&self.value))]
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "key" => one(&self.key),
            "value" => one(&self.value),
            "resource-id" => one(&self.resource),
            "resource-type" => one(self.kind),
            _ => None,
        }
    }
}

impl Row for TagRow {
    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.resource)
    }

    fn write(&self, xml: &mut Xml) {
        xml.text("resourceId", &self.resource);
        xml.text("resourceType", self.kind);
        xml.text("key", &self.key);
        xml.text("value", &self.value);
    }
}
