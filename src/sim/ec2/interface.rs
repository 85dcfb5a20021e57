//! Network interfaces, of instances and of AWS's own things, and elastic addresses.

use super::instance::{mac_address, private_dns, public_dns};
use super::network::Standing;
use super::{Listing, Row, borrowed, one, owned, write_tags};
use crate::sim::estate::{Address, Association, Interface, Region};
use crate::sim::filter::Filtered;
use crate::sim::geography;
use crate::sim::seed;
use crate::sim::view::{Instance, View};
use crate::sim::xml::Xml;
use std::borrow::Cow;
use std::net::Ipv4Addr;

pub(super) const INTERFACES: Listing = Listing {
    set: "networkInterfaceSet",
    ids: "NetworkInterfaceId",
    most: 1000,
    missing: ("InvalidNetworkInterfaceID.NotFound", "networkInterface ID"),
};
pub(super) const ADDRESSES: Listing = Listing {
    set: "addressesSet",
    ids: "AllocationId",
    most: 0,
    missing: ("InvalidAllocationID.NotFound", "allocation ID"),
};

/// Where an interface hangs.
enum Owner<'a> {
    Instance(Instance<'a>),
    Aws(&'a Interface),
}

pub(super) struct InterfaceRow<'a> {
    id: Cow<'a, str>,
    region: &'a Region,
    owner: Owner<'a>,
    view: View<'a>,
}

/// AWS's own come first: they are few and stay.
pub(super) fn interfaces<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, InterfaceRow<'a>)> + use<'a> {
    let region = view.region;
    let view = *view;
    let own = (1..)
        .zip(&region.interfaces)
        .map(move |(ordinal, interface)| {
            let row = InterfaceRow {
                id: interface.id.as_str().into(),
                region,
                owner: Owner::Aws(interface),
                view,
            };
            (ordinal, row)
        });
    let after = region.interfaces.len() as u64 + 1;
    let instances = view.instances().into_iter().filter(Instance::is_attached);
    own.chain(instances.map(move |instance| {
        let row = InterfaceRow {
            id: instance.interface(),
            region,
            view,
            owner: Owner::Instance(instance),
        };
        let ordinal = match &row.owner {
            Owner::Instance(instance) => after + instance.ordinal(),
            Owner::Aws(_) => after,
        };
        (ordinal, row)
    }))
}

impl InterfaceRow<'_> {
    fn subnet(&self) -> usize {
        match &self.owner {
            Owner::Instance(instance) => instance.slot.subnet,
            Owner::Aws(interface) => interface.subnet,
        }
    }

    fn private_ip(&self) -> Ipv4Addr {
        match &self.owner {
            Owner::Instance(instance) => instance.private_ip(),
            Owner::Aws(interface) => interface.private_ip,
        }
    }

    fn public(&self) -> Option<&Association> {
        match &self.owner {
            Owner::Instance(instance) => instance.slot.public.as_ref(),
            Owner::Aws(interface) => interface.public.as_ref(),
        }
    }

    fn security_groups(&self) -> &[usize] {
        match &self.owner {
            Owner::Instance(instance) => &instance.group.security_groups,
            Owner::Aws(interface) => &interface.security_groups,
        }
    }

    fn description(&self) -> &str {
        match &self.owner {
            Owner::Instance(_) => "",
            Owner::Aws(interface) => &interface.description,
        }
    }

    fn kind(&self) -> &'static str {
        match &self.owner {
            Owner::Instance(_) => "interface",
            Owner::Aws(interface) => interface.kind,
        }
    }

    fn vpc_id(&self) -> &str {
        &self.region.vpcs[self.region.subnets[self.subnet()].vpc].id
    }

    fn write_association(&self, xml: &mut Xml) {
        if let Some(public) = self.public() {
            let address = public.public_ip.to_string();
            xml.element("association", |xml| {
                xml.text("publicIp", &address);
                xml.text("publicDnsName", &public_dns(&self.region.name, &address));
                xml.text("ipOwnerId", &public.owner);
                xml.optional("allocationId", public.allocation.as_deref());
                xml.optional("associationId", public.id.as_deref());
            });
        }
    }

    fn write_attachment(&self, xml: &mut Xml) {
        xml.element("attachment", |xml| {
            let id = match &self.owner {
                Owner::Aws(interface) if interface.attached_by == "amazon-aws" => {
                    seed::id("ela-attach", &self.id)
                }
                _ => seed::id("eni-attach", &self.id),
            };
            xml.text("attachmentId", &id);
            match &self.owner {
                Owner::Instance(instance) => {
                    xml.text("instanceId", &instance.id);
                    xml.text("instanceOwnerId", &self.region.account);
                }
                Owner::Aws(interface) => xml.text("instanceOwnerId", interface.attached_by),
            }
            let is_instance = matches!(self.owner, Owner::Instance(_));
            xml.value("deviceIndex", u8::from(!is_instance));
            xml.value("networkCardIndex", 0);
            xml.text("status", "attached");
            let since = match &self.owner {
                Owner::Instance(instance) => instance.launched(),
                Owner::Aws(_) => -180 * 86_400,
            };
            xml.text("attachTime", &self.view.time(since));
            xml.value("deleteOnTermination", is_instance);
        });
    }
}

impl Filtered for InterfaceRow<'_> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        Vec::new()
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        let subnet = &self.region.subnets[self.subnet()];
        match filter {
            "network-interface-id" => one(&self.id),
            "vpc-id" => one(self.vpc_id()),
            "subnet-id" => one(&subnet.id),
            "availability-zone" => one(&subnet.zone),
            "interface-type" => one(self.kind()),
            "status" => one("in-use"),
            "description" => one(self.description()),
            "private-ip-address" | "addresses.private-ip-address" => owned(self.private_ip()),
            "requester-managed" => owned(matches!(self.owner, Owner::Aws(_))),
            "attachment.instance-id" => match &self.owner {
                Owner::Instance(instance) => one(&instance.id),
                Owner::Aws(_) => Some(Vec::new()),
            },
            "group-id" => {
                let groups = self.security_groups().iter();
                Some(
                    groups
                        .map(|at| (&self.region.security_groups[*at].id).into())
                        .collect(),
                )
            }
            _ => None,
        }
    }
}

impl Row for InterfaceRow<'_> {
    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn write(&self, xml: &mut Xml) {
        let region = self.region;
        let subnet = &region.subnets[self.subnet()];
        let address = self.private_ip().to_string();
        let dns = private_dns(&region.name, &address);
        xml.text("networkInterfaceId", &self.id);
        xml.text("subnetId", &subnet.id);
        xml.text("vpcId", self.vpc_id());
        xml.text("availabilityZone", &subnet.zone);
        xml.text(
            "availabilityZoneId",
            &geography::zone_id(&region.account, &subnet.zone),
        );
        xml.text("description", self.description());
        xml.text("ownerId", &region.account);
        if let Owner::Aws(interface) = &self.owner {
            xml.text("requesterId", interface.requester);
        }
        xml.value("requesterManaged", matches!(self.owner, Owner::Aws(_)));
        xml.text("status", "in-use");
        xml.text("macAddress", &mac_address(&self.id));
        xml.text("privateIpAddress", &address);
        xml.text("privateDnsName", &dns);
        xml.value("sourceDestCheck", self.kind() != "nat_gateway");
        xml.items("groupSet", self.security_groups(), |xml, at| {
            let group = &region.security_groups[*at];
            xml.text("groupId", &group.id);
            xml.text("groupName", &group.name);
        });
        self.write_attachment(xml);
        self.write_association(xml);
        xml.items("privateIpAddressesSet", [&address], |xml, address| {
            xml.text("privateIpAddress", address);
            xml.text("privateDnsName", &dns);
            xml.value("primary", true);
            self.write_association(xml);
        });
        xml.items("ipv6AddressesSet", std::iter::empty::<()>(), |_, ()| {});
        xml.text("interfaceType", self.kind());
        write_tags(xml, self.tags());
    }
}

pub(super) fn addresses<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, Address>)> + use<'a> {
    super::network::standing(view, &view.region.addresses)
}

impl Filtered for Standing<'_, Address> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "allocation-id" => one(&self.thing.allocation),
            "public-ip" => owned(self.thing.public_ip),
            "domain" => one("vpc"),
            "network-interface-id" => Some(
                self.thing
                    .interface
                    .iter()
                    .map(|id| id.as_str().into())
                    .collect(),
            ),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Address> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.allocation).into()
    }

    fn write(&self, xml: &mut Xml) {
        let (address, region) = (self.thing, self.region);
        xml.text("publicIp", &address.public_ip.to_string());
        xml.text("allocationId", &address.allocation);
        xml.text("domain", "vpc");
        xml.optional("associationId", address.association.as_deref());
        if let Some(slot) = address.slot {
            xml.text("instanceId", &region.slots[slot].first.id);
        }
        if let (Some(interface), Some(private_ip)) = (&address.interface, address.private_ip) {
            xml.text("networkInterfaceId", interface);
            xml.text("networkInterfaceOwnerId", &region.account);
            xml.text("privateIpAddress", &private_ip.to_string());
        }
        xml.text("publicIpv4Pool", "amazon");
        xml.text("networkBorderGroup", &region.name);
        write_tags(xml, self.tags());
    }
}
