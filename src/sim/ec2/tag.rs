//! Tags of everything that has them.

use super::{Listing, Row, endpoint, instance, interface, network, one, security, volume};
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
/// ordinals stay the same while instances come and go. Resources that earlier pages have
/// shown are passed over before their tags are made.
pub(super) fn tags<'a>(
    view: &View<'a>,
    after: Option<u64>,
) -> impl Iterator<Item = (u64, TagRow)> + use<'a> {
    let after = after.unwrap_or(0);
    of_kind((1, "vpc"), after, network::vpcs(view))
        .chain(of_kind((2, "subnet"), after, network::subnets(view)))
        .chain(of_kind(
            (3, "route-table"),
            after,
            network::route_tables(view),
        ))
        .chain(of_kind(
            (4, "internet-gateway"),
            after,
            network::internet_gateways(view),
        ))
        .chain(of_kind(
            (5, "natgateway"),
            after,
            network::nat_gateways(view),
        ))
        .chain(of_kind(
            (6, "security-group"),
            after,
            security::groups(view),
        ))
        .chain(of_kind(
            (7, "elastic-ip"),
            after,
            interface::addresses(view),
        ))
        .chain(of_kind(
            (8, "vpc-endpoint"),
            after,
            endpoint::endpoints(view),
        ))
        .chain(of_kind(
            (9, "vpc-peering-connection"),
            after,
            endpoint::peerings(view),
        ))
        .chain(of_kind((10, "volume"), after, volume::volumes(view)))
        .chain(of_kind((11, "instance"), after, instance::rows(view)))
}

fn of_kind<T: Row>(
    (number, kind): (u64, &'static str),
    after: u64,
    rows: impl Iterator<Item = (u64, T)>,
) -> impl Iterator<Item = (u64, TagRow)> {
    const TAGS_OF_ONE: u64 = 1 << 6;
    rows.map(move |(at, row)| ((number << 58) | (at << 6), row))
        .filter(move |(base, _)| base + TAGS_OF_ONE > after)
        .flat_map(move |(base, row)| {
            let resource = row.id().into_owned();
            let tags: Vec<(String, String)> = row
                .tags()
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value.into_owned()))
                .collect();
            (base + 1..).zip(tags).map(move |(ordinal, (key, value))| {
                let resource = resource.clone();
                (
                    ordinal,
                    TagRow {
                        resource,
                        kind,
                        key,
                        value,
                    },
                )
            })
        })
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
