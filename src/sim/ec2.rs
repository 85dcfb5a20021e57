//! EC2's query protocol: which operations there are, and what all lists have in common.
//! It must not know the other services.

mod endpoint;
mod instance;
mod interface;
mod network;
mod place;
mod security;
mod status;
mod tag;
mod transit;
mod volume;

use super::documents;
use super::filter::{self, Filtered};
use super::front::Call;
use super::page::{self, Page, PageRequest};
use super::query::Service;
use super::refusal::Refusal;
use super::view::View;
use super::xml::Xml;
use std::borrow::Cow;
use std::collections::BTreeSet;

pub(super) fn answer(call: &Call<'_>) -> Result<String, Refusal> {
    let view = view(call)?;
    match call.action {
        "DescribeRegions" => Ok(place::regions(call)),
        "DescribeAvailabilityZones" => Ok(place::zones(call, view)),
        "DescribeVpcs" => list(call, &network::VPCS, network::vpcs(view)),
        "DescribeSubnets" => list(call, &network::SUBNETS, network::subnets(view)),
        "DescribeRouteTables" => list(call, &network::ROUTE_TABLES, network::route_tables(view)),
        "DescribeInternetGateways" => list(
            call,
            &network::INTERNET_GATEWAYS,
            network::internet_gateways(view),
        ),
        "DescribeNatGateways" => list(call, &network::NAT_GATEWAYS, network::nat_gateways(view)),
        "DescribeNetworkAcls" => list(call, &network::NETWORK_ACLS, network::network_acls(view)),
        "DescribeSecurityGroups" => list(call, &security::GROUPS, security::groups(view)),
        "DescribeSecurityGroupRules" => list(call, &security::RULES, security::rules(view)),
        "DescribeInstances" => instance::describe(call, view),
        "DescribeInstanceStatus" => status::describe(call, view),
        "DescribeVolumes" => list(call, &volume::VOLUMES, volume::volumes(view)),
        "DescribeAddresses" => list(call, &interface::ADDRESSES, interface::addresses(view)),
        "DescribeNetworkInterfaces" => {
            list(call, &interface::INTERFACES, interface::interfaces(view))
        }
        "DescribeVpcEndpoints" => list(call, &endpoint::ENDPOINTS, endpoint::endpoints(view)),
        "DescribeVpcPeeringConnections" => {
            list(call, &endpoint::PEERINGS, endpoint::peerings(view))
        }
        "DescribeTransitGateways" => list(call, &transit::GATEWAYS, transit::gateways(view)),
        "DescribeTransitGatewayAttachments" => {
            list(call, &transit::ATTACHMENTS, transit::attachments(view))
        }
        "DescribeTags" => {
            let after = page::ec2_page(call.parameters, tag::TAGS.most)?.after();
            list(call, &tag::TAGS, tag::tags(view, after))
        }
        _ => documents::ec2(call),
    }
}

fn view<'c, 'a>(call: &'c Call<'a>) -> Result<&'c View<'a>, Refusal> {
    call.view
        .as_ref()
        .ok_or_else(|| Refusal::unknown_key(Service::Ec2))
}

/// One thing in a list.
trait Row: Filtered {
    fn id(&self) -> Cow<'_, str>;

    fn write(&self, xml: &mut Xml);
}

/// How a list is asked for and answered.
struct Listing {
    /// The name of the set in the answer.
    set: &'static str,
    /// The parameter that ids are given in.
    ids: &'static str,
    /// The most of one page; 0 where AWS does not page.
    most: usize,
    /// The error for an id that is not there, and what the thing is called in it.
    missing: (&'static str, &'static str),
}

fn list<T: Row>(
    call: &Call<'_>,
    listing: &Listing,
    rows: impl Iterator<Item = (u64, T)>,
) -> Result<String, Refusal> {
    let page = page(call, listing, rows)?;
    Ok(respond(call, |xml| {
        xml.items(listing.set, page.items, |xml, row| row.write(xml));
        xml.optional("nextToken", page.next.as_deref());
    }))
}

/// The rows that the caller asked for, cut to a page.
fn page<T: Row>(
    call: &Call<'_>,
    listing: &Listing,
    rows: impl Iterator<Item = (u64, T)>,
) -> Result<Page<T>, Refusal> {
    let request = if listing.most == 0 {
        PageRequest::everything()
    } else {
        page::ec2_page(call.parameters, listing.most)?
    };
    let request = request.tampered(call.faults);
    let ids: BTreeSet<String> = call.parameters.list(listing.ids).into_iter().collect();
    let filters = call.parameters.filters();
    let mut missing = ids.clone();
    let mut wanted = Vec::new();
    for (ordinal, row) in rows {
        let named = ids.is_empty() || ids.contains(row.id().as_ref());
        if named {
            missing.remove(row.id().as_ref());
        }
        if named && request.reaches(ordinal) && filter::passes(&row, &filters)? {
            wanted.push((ordinal, row));
        }
        if ids.is_empty() && request.is_full(wanted.len()) {
            break;
        }
    }
    if let Some(id) = missing.first() {
        let (code, thing) = listing.missing;
        return Err(Refusal::new(
            400,
            code,
            format!("The {thing} '{id}' does not exist"),
        ));
    }
    Ok(request.cut(wanted))
}

/// EC2's envelope.
pub(super) fn respond(call: &Call<'_>, inside: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::with_declaration();
    let name = format!("{}Response", call.action);
    xml.root(&name, &Service::Ec2.namespace(), |xml| {
        xml.text("requestId", call.request_id);
        inside(xml);
    });
    xml.finish()
}

fn write_tags<'a, V: AsRef<str>>(xml: &mut Xml, tags: impl IntoIterator<Item = (&'a str, V)>) {
    xml.items("tagSet", tags, |xml, (key, value)| {
        xml.text("key", key);
        xml.text("value", value.as_ref());
    });
}

/// Tags of the estate in the form that rows give them.
fn borrowed(tags: &super::description::Tags) -> Vec<(&str, Cow<'_, str>)> {
    tags.iter()
        .map(|(key, value)| (key.as_str(), Cow::Borrowed(value.as_str())))
        .collect()
}

/// Ordinals for lists that do not change.
fn numbered<T>(rows: impl Iterator<Item = T>) -> impl Iterator<Item = (u64, T)> {
    (1..).zip(rows)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it ends the arms of `Filtered::values`"
)]
fn one(value: &str) -> Option<Vec<Cow<'_, str>>> {
    Some(vec![Cow::Borrowed(value)])
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it ends the arms of `Filtered::values`"
)]
fn owned<'a>(value: impl std::fmt::Display) -> Option<Vec<Cow<'a, str>>> {
    Some(vec![Cow::Owned(format!("{value}"))])
}
