//! Peerings between VPCs, also of two accounts, and the routes that lead through them.

use super::{DescriptionError, unknown};
use crate::sim::description;
use crate::sim::estate::{Account, Destination, PeerVpc, Peering, Region, Route, RouteTarget};
use crate::sim::seed;
use std::collections::BTreeMap;

/// Joins two VPCs: both sides list the connection and route to each other.
pub(in crate::sim) fn join(
    accounts: &mut BTreeMap<String, Account>,
    described: &description::Peering,
) -> Result<(), DescriptionError> {
    let requester = side(accounts, &described.requester)?;
    let accepter = side(accounts, &described.accepter)?;
    let mut tags = description::Tags::new();
    tags.insert("Name".to_owned(), described.name.clone());
    let peering = Peering {
        id: seed::id(
            "pcx",
            &format!("{}/{}", described.requester, described.accepter),
        ),
        requester: requester.clone(),
        accepter: accepter.clone(),
        tags,
    };
    connect(accounts, &peering, (&requester, &accepter));
    // Tags belong to the account that set them.
    let far = Peering {
        tags: if requester.account == accepter.account {
            peering.tags.clone()
        } else {
            description::Tags::new()
        },
        ..peering
    };
    connect(accounts, &far, (&accepter, &requester));
    Ok(())
}

/// The VPC at `account/region/vpc`.
pub(super) fn side(
    accounts: &BTreeMap<String, Account>,
    place: &str,
) -> Result<PeerVpc, DescriptionError> {
    let absent = || unknown("a peering or an attachment", place);
    let mut parts = place.split('/');
    let mut part = || parts.next().ok_or_else(absent);
    let (account, region, name) = (part()?, part()?, part()?);
    let found = accounts.get(account).ok_or_else(absent)?;
    let found = found.regions.get(region).ok_or_else(absent)?;
    let mut vpcs = found.vpcs.iter();
    let vpc = vpcs
        .find(|vpc| vpc.tags.get("Name").is_some_and(|tag| tag == name))
        .ok_or_else(absent)?;
    Ok(PeerVpc {
        account: account.to_owned(),
        region: region.to_owned(),
        id: vpc.id.clone(),
        cidr: vpc.cidr.clone(),
    })
}

fn connect(
    accounts: &mut BTreeMap<String, Account>,
    peering: &Peering,
    (near, far): (&PeerVpc, &PeerVpc),
) {
    let account = accounts.get_mut(&near.account);
    let Some(region) = account.and_then(|account| account.regions.get_mut(&near.region)) else {
        return;
    };
    if !region.peerings.iter().any(|known| known.id == peering.id) {
        region.peerings.push(peering.clone());
    }
    let target = || RouteTarget::Peering(peering.id.clone());
    route(region, near, (&far.cidr, &target));
}

/// From the private subnets of a VPC to far addresses.
pub(super) fn route(
    region: &mut Region,
    near: &PeerVpc,
    (cidr, target): (&str, &dyn Fn() -> RouteTarget),
) {
    let vpc = region.vpcs.iter().position(|vpc| vpc.id == near.id);
    let subnets = &region.subnets;
    let tables = region.route_tables.iter_mut().filter(|table| {
        let private = table.subnets.iter().any(|at| !subnets[*at].public);
        Some(table.vpc) == vpc && private
    });
    for table in tables {
        table.routes.push(Route {
            destination: Destination::Cidr(cidr.to_owned()),
            target: target(),
        });
    }
}
