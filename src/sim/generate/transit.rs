//! Transit gateways with the VPCs attached to them, also of other accounts, and the
//! routes that lead through them.

use super::peer::{route, side};
use super::{DescriptionError, unknown};
use crate::sim::description;
use crate::sim::estate::{Account, Attachment, PeerVpc, Region, RouteTarget, TransitGateway};
use crate::sim::seed;
use std::collections::{BTreeMap, BTreeSet};

/// Makes a gateway in its owner's region and attaches the VPCs: every account that takes
/// part sees the gateway and its own attachments, the owner sees them all.
pub(in crate::sim) fn attach(
    accounts: &mut BTreeMap<String, Account>,
    owner: &str,
    described: &description::TransitGateway,
) -> Result<(), DescriptionError> {
    let vpcs: Result<Vec<PeerVpc>, _> = described
        .attached
        .iter()
        .map(|place| side(accounts, place))
        .collect();
    let vpcs = vpcs?;
    let name = &described.region;
    let key = format!("{owner}/{name}/{}", described.name);
    let gateway = TransitGateway {
        id: seed::id("tgw", &key),
        owner: owner.to_owned(),
        tags: [("Name".to_owned(), described.name.clone())].into(),
    };
    let takes_part: BTreeSet<&str> = vpcs.iter().map(|vpc| vpc.account.as_str()).collect();
    for account in takes_part.into_iter().chain([owner]) {
        let region = accounts
            .get_mut(account)
            .and_then(|account| account.regions.get_mut(name))
            .ok_or_else(|| unknown("a transit gateway", &key))?;
        join(region, &gateway, &vpcs);
    }
    Ok(())
}

/// What one account sees of a gateway, and its routes through it.
fn join(region: &mut Region, gateway: &TransitGateway, vpcs: &[PeerVpc]) {
    let is_owner = region.account == gateway.owner;
    if region
        .transit_gateways
        .iter()
        .any(|known| known.id == gateway.id)
    {
        return;
    }
    region.transit_gateways.push(TransitGateway {
        tags: if is_owner {
            gateway.tags.clone()
        } else {
            description::Tags::new()
        },
        ..gateway.clone()
    });
    for vpc in vpcs {
        let is_own = region.account == vpc.account;
        if is_own || is_owner {
            region.attachments.push(Attachment {
                id: seed::id("tgw-attach", &format!("{}/{}", gateway.id, vpc.id)),
                gateway: gateway.id.clone(),
                gateway_owner: gateway.owner.clone(),
                vpc: vpc.clone(),
                tags: description::Tags::new(),
            });
        }
        for far in vpcs.iter().filter(|far| is_own && far.id != vpc.id) {
            let target = || RouteTarget::TransitGateway(gateway.id.clone());
            route(region, vpc, (&far.cidr, &target));
        }
    }
}
