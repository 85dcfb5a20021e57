//! VPCs, subnets, route tables, gateways and network ACLs.

use super::{Listing, Row, borrowed, numbered, one, owned, write_tags};
use crate::sim::estate::{
    Destination, InternetGateway, NatGateway, NetworkAcl, Region, RouteTable, RouteTarget, Subnet,
    Vpc,
};
use crate::sim::filter::Filtered;
use crate::sim::view::View;
use crate::sim::xml::Xml;
use crate::sim::{geography, seed};
use std::borrow::Cow;

pub(super) const VPCS: Listing = Listing {
    set: "vpcSet",
    ids: "VpcId",
    most: 1000,
    missing: ("InvalidVpcID.NotFound", "vpc ID"),
};
pub(super) const SUBNETS: Listing = Listing {
    set: "subnetSet",
    ids: "SubnetId",
    most: 1000,
    missing: ("InvalidSubnetID.NotFound", "subnet ID"),
};
pub(super) const ROUTE_TABLES: Listing = Listing {
    set: "routeTableSet",
    ids: "RouteTableId",
    most: 100,
    missing: ("InvalidRouteTableID.NotFound", "routeTable ID"),
};
pub(super) const INTERNET_GATEWAYS: Listing = Listing {
    set: "internetGatewaySet",
    ids: "InternetGatewayId",
    most: 1000,
    missing: ("InvalidInternetGatewayID.NotFound", "internetGateway ID"),
};
pub(super) const NAT_GATEWAYS: Listing = Listing {
    set: "natGatewaySet",
    ids: "NatGatewayId",
    most: 1000,
    missing: ("NatGatewayNotFound", "Nat Gateway"),
};
pub(super) const NETWORK_ACLS: Listing = Listing {
    set: "networkAclSet",
    ids: "NetworkAclId",
    most: 1000,
    missing: ("InvalidNetworkAclID.NotFound", "networkAcl ID"),
};

/// A thing of the estate and the region that it stands in.
pub(super) struct Standing<'a, T> {
    pub region: &'a Region,
    pub thing: &'a T,
    /// When AWS says it was made.
    pub created: String,
}

pub(super) fn standing<'a, T>(
    view: &View<'a>,
    things: &'a [T],
) -> impl Iterator<Item = (u64, Standing<'a, T>)> + use<'a, T> {
    let region = view.region;
    let created = view.time(-180 * 86_400);
    numbered(things.iter().map(move |thing| Standing {
        region,
        thing,
        created: created.clone(),
    }))
}

type Rows<'a, T> = (u64, Standing<'a, T>);

pub(super) fn vpcs<'a>(view: &View<'a>) -> impl Iterator<Item = Rows<'a, Vpc>> + use<'a> {
    standing(view, &view.region.vpcs)
}

pub(super) fn subnets<'a>(view: &View<'a>) -> impl Iterator<Item = Rows<'a, Subnet>> + use<'a> {
    standing(view, &view.region.subnets)
}

pub(super) fn route_tables<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = Rows<'a, RouteTable>> + use<'a> {
    standing(view, &view.region.route_tables)
}

pub(super) fn internet_gateways<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = Rows<'a, InternetGateway>> + use<'a> {
    standing(view, &view.region.internet_gateways)
}

pub(super) fn nat_gateways<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = Rows<'a, NatGateway>> + use<'a> {
    standing(view, &view.region.nat_gateways)
}

pub(super) fn network_acls<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = Rows<'a, NetworkAcl>> + use<'a> {
    standing(view, &view.region.network_acls)
}

impl<T> Standing<'_, T> {
    pub(super) fn vpc_id(&self, vpc: usize) -> &str {
        &self.region.vpcs[vpc].id
    }
}

impl Filtered for Standing<'_, Vpc> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "vpc-id" => one(&self.thing.id),
            "cidr" | "cidr-block" | "cidrBlock" | "cidr-block-association.cidr-block" => {
                one(&self.thing.cidr)
            }
            "state" => one("available"),
            "is-default" | "isDefault" => one("false"),
            "owner-id" => one(&self.region.account),
            "dhcp-options-id" => one(&self.thing.dhcp_options),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Vpc> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let vpc = self.thing;
        xml.text("vpcId", &vpc.id);
        xml.text("ownerId", &self.region.account);
        xml.text("state", "available");
        xml.text("cidrBlock", &vpc.cidr);
        xml.items("cidrBlockAssociationSet", [&vpc.cidr], |xml, cidr| {
            xml.text("cidrBlock", cidr);
            xml.text("associationId", &seed::id("vpc-cidr-assoc", &vpc.id));
            xml.element("cidrBlockState", |xml| xml.text("state", "associated"));
        });
        xml.text("dhcpOptionsId", &vpc.dhcp_options);
        xml.text("instanceTenancy", "default");
        xml.value("isDefault", false);
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, Subnet> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "subnet-id" => one(&self.thing.id),
            "vpc-id" => one(self.vpc_id(self.thing.vpc)),
            "availability-zone" | "availabilityZone" => one(&self.thing.zone),
            "availability-zone-id" => {
                owned(geography::zone_id(&self.region.account, &self.thing.zone))
            }
            "cidr-block" | "cidr" | "cidrBlock" => owned(self.thing.cidr()),
            "state" => one("available"),
            "default-for-az" => one("false"),
            "map-public-ip-on-launch" => owned(self.thing.public),
            "owner-id" => one(&self.region.account),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Subnet> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let (subnet, region) = (self.thing, self.region);
        let size = 1_usize << (32 - subnet.prefix);
        let index = region
            .subnets
            .iter()
            .position(|other| other.id == subnet.id);
        let used = region
            .slots
            .iter()
            .filter(|slot| Some(slot.subnet) == index);
        let (name, account, id) = (&region.name, &region.account, &subnet.id);
        xml.text("subnetId", id);
        xml.text(
            "subnetArn",
            &format!("arn:aws:ec2:{name}:{account}:subnet/{id}"),
        );
        xml.text("state", "available");
        xml.text("ownerId", account);
        xml.text("vpcId", self.vpc_id(subnet.vpc));
        xml.text("cidrBlock", &subnet.cidr());
        xml.items(
            "ipv6CidrBlockAssociationSet",
            std::iter::empty::<()>(),
            |_, ()| {},
        );
        xml.value("availableIpAddressCount", size - 5 - used.count());
        xml.text("availabilityZone", &subnet.zone);
        xml.text(
            "availabilityZoneId",
            &geography::zone_id(account, &subnet.zone),
        );
        xml.value("defaultForAz", false);
        xml.value("mapPublicIpOnLaunch", subnet.public);
        xml.value("mapCustomerOwnedIpOnLaunch", false);
        xml.value("assignIpv6AddressOnCreation", false);
        xml.value("enableDns64", false);
        xml.value("ipv6Native", false);
        xml.element("privateDnsNameOptionsOnLaunch", |xml| {
            xml.text("hostnameType", "ip-name");
            xml.value("enableResourceNameDnsARecord", false);
            xml.value("enableResourceNameDnsAAAARecord", false);
        });
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, RouteTable> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "route-table-id" | "association.route-table-id" => one(&self.thing.id),
            "vpc-id" => one(self.vpc_id(self.thing.vpc)),
            "association.main" => owned(self.thing.main),
            "association.subnet-id" => {
                let subnets = self.thing.subnets.iter();
                Some(
                    subnets
                        .map(|at| (&self.region.subnets[*at].id).into())
                        .collect(),
                )
            }
            "owner-id" => one(&self.region.account),
            _ => None,
        }
    }
}

impl Row for Standing<'_, RouteTable> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let table = self.thing;
        xml.text("routeTableId", &table.id);
        xml.text("vpcId", self.vpc_id(table.vpc));
        xml.text("ownerId", &self.region.account);
        xml.items("routeSet", &table.routes, |xml, route| {
            match &route.destination {
                Destination::Cidr(cidr) => xml.text("destinationCidrBlock", cidr),
                Destination::PrefixList(list) => xml.text("destinationPrefixListId", list),
            }
            let local = matches!(route.target, RouteTarget::Local);
            match &route.target {
                RouteTarget::Local => xml.text("gatewayId", "local"),
                RouteTarget::Gateway(id) => xml.text("gatewayId", id),
                RouteTarget::Nat(id) => xml.text("natGatewayId", id),
                RouteTarget::Peering(id) => xml.text("vpcPeeringConnectionId", id),
                RouteTarget::TransitGateway(id) => xml.text("transitGatewayId", id),
            }
            xml.text("state", "active");
            xml.text(
                "origin",
                if local {
                    "CreateRouteTable"
                } else {
                    "CreateRoute"
                },
            );
        });
        let associated = table
            .subnets
            .iter()
            .map(|at| Some(&self.region.subnets[*at].id));
        let associated = associated.chain(table.main.then_some(None));
        xml.items("associationSet", associated, |xml, subnet| {
            let name = subnet.map_or("main", String::as_str);
            let id = seed::id("rtbassoc", &format!("{}/{name}", table.id));
            xml.text("routeTableAssociationId", &id);
            xml.text("routeTableId", &table.id);
            xml.optional("subnetId", subnet.map(String::as_str));
            xml.value("main", subnet.is_none());
            xml.element("associationState", |xml| xml.text("state", "associated"));
        });
        xml.items("propagatingVgwSet", std::iter::empty::<()>(), |_, ()| {});
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, InternetGateway> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "internet-gateway-id" => one(&self.thing.id),
            "attachment.vpc-id" => one(self.vpc_id(self.thing.vpc)),
            "attachment.state" => one("available"),
            "owner-id" => one(&self.region.account),
            _ => None,
        }
    }
}

impl Row for Standing<'_, InternetGateway> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        xml.text("internetGatewayId", &self.thing.id);
        xml.text("ownerId", &self.region.account);
        xml.items("attachmentSet", [self.thing.vpc], |xml, vpc| {
            xml.text("vpcId", self.vpc_id(vpc));
            xml.text("state", "available");
        });
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, NatGateway> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        let subnet = &self.region.subnets[self.thing.subnet];
        match filter {
            "nat-gateway-id" => one(&self.thing.id),
            "subnet-id" => one(&subnet.id),
            "vpc-id" => one(self.vpc_id(subnet.vpc)),
            "state" => one("available"),
            _ => None,
        }
    }
}

impl Row for Standing<'_, NatGateway> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let nat = self.thing;
        let subnet = &self.region.subnets[nat.subnet];
        xml.text("natGatewayId", &nat.id);
        xml.text("subnetId", &subnet.id);
        xml.text("vpcId", self.vpc_id(subnet.vpc));
        xml.text("state", "available");
        xml.text("createTime", &self.created);
        xml.text("connectivityType", "public");
        xml.text("availabilityMode", "zonal");
        xml.items("natGatewayAddressSet", [nat], |xml, nat| {
            xml.text("allocationId", &nat.allocation);
            xml.text("networkInterfaceId", &nat.interface);
            xml.text("privateIp", &nat.private_ip.to_string());
            xml.text("publicIp", &nat.public_ip.to_string());
            xml.text("associationId", &nat.association);
            xml.value("isPrimary", true);
            xml.text("status", "succeeded");
        });
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, NetworkAcl> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        Vec::new()
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "network-acl-id" => one(&self.thing.id),
            "vpc-id" => one(self.vpc_id(self.thing.vpc)),
            "default" => one("true"),
            "association.subnet-id" => {
                let subnets = self.thing.subnets.iter();
                Some(
                    subnets
                        .map(|at| (&self.region.subnets[*at].id).into())
                        .collect(),
                )
            }
            _ => None,
        }
    }
}

impl Row for Standing<'_, NetworkAcl> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let acl = self.thing;
        xml.text("networkAclId", &acl.id);
        xml.text("vpcId", self.vpc_id(acl.vpc));
        xml.text("ownerId", &self.region.account);
        xml.value("default", true);
        let entries = [
            (100, "allow", true),
            (32767, "deny", true),
            (100, "allow", false),
            (32767, "deny", false),
        ];
        xml.items("entrySet", entries, |xml, (number, action, egress)| {
            xml.value("ruleNumber", number);
            xml.text("protocol", "-1");
            xml.text("ruleAction", action);
            xml.value("egress", egress);
            xml.text("cidrBlock", "0.0.0.0/0");
        });
        xml.items("associationSet", &acl.subnets, |xml, at| {
            let subnet = &self.region.subnets[*at].id;
            let id = seed::id("aclassoc", subnet);
            xml.text("networkAclAssociationId", &id);
            xml.text("networkAclId", &acl.id);
            xml.text("subnetId", subnet);
        });
        write_tags(xml, self.tags());
    }
}
