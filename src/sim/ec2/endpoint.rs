//! VPC endpoints and peerings.

use super::network::{Standing, standing};
use super::{Listing, Row, borrowed, one, owned, write_tags};
use crate::sim::estate::{Endpoint, PeerVpc, Peering};
use crate::sim::filter::Filtered;
use crate::sim::seed;
use crate::sim::view::View;
use crate::sim::xml::Xml;
use std::borrow::Cow;

pub(super) const ENDPOINTS: Listing = Listing {
    set: "vpcEndpointSet",
    ids: "VpcEndpointId",
    most: 1000,
    missing: ("InvalidVpcEndpointId.NotFound", "Vpc Endpoint Id"),
};
pub(super) const PEERINGS: Listing = Listing {
    set: "vpcPeeringConnectionSet",
    ids: "VpcPeeringConnectionId",
    most: 1000,
    missing: (
        "InvalidVpcPeeringConnectionID.NotFound",
        "vpcPeeringConnection ID",
    ),
};

pub(super) fn endpoints<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, Endpoint>)> + use<'a> {
    standing(view, &view.region.endpoints)
}

pub(super) fn peerings<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, Peering>)> + use<'a> {
    standing(view, &view.region.peerings)
}

impl Standing<'_, Endpoint> {
    fn service_name(&self) -> String {
        format!("com.amazonaws.{}.{}", self.region.name, self.thing.service)
    }

    fn kind(&self) -> &'static str {
        if self.thing.gateway {
            "Gateway"
        } else {
            "Interface"
        }
    }
}

impl Filtered for Standing<'_, Endpoint> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "vpc-endpoint-id" => one(&self.thing.id),
            "vpc-id" => one(self.vpc_id(self.thing.vpc)),
            "service-name" => owned(self.service_name()),
            "vpc-endpoint-state" => one("available"),
            "vpc-endpoint-type" => one(self.kind()),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Endpoint> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let (endpoint, region) = (self.thing, self.region);
        xml.text("vpcEndpointId", &endpoint.id);
        xml.text("vpcEndpointType", self.kind());
        xml.text("vpcId", self.vpc_id(endpoint.vpc));
        xml.text("serviceName", &self.service_name());
        xml.text("state", "available");
        let statement =
            r#"{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}"#;
        xml.text("policyDocument", statement);
        xml.texts(
            ("routeTableIdSet", "item"),
            endpoint.route_tables.iter().map(String::as_str),
        );
        let subnets = endpoint.subnets.iter();
        let subnets = subnets.map(|at| region.subnets[*at].id.as_str());
        xml.texts(("subnetIdSet", "item"), subnets);
        xml.items("groupSet", &endpoint.security_groups, |xml, at| {
            xml.text("groupId", &region.security_groups[*at].id);
            xml.text("groupName", &region.security_groups[*at].name);
        });
        xml.text("ipAddressType", "ipv4");
        xml.value("privateDnsEnabled", !endpoint.gateway);
        xml.value("requesterManaged", false);
        let interfaces = endpoint.interfaces.iter().map(String::as_str);
        xml.texts(("networkInterfaceIdSet", "item"), interfaces);
        let names = (!endpoint.gateway).then(|| {
            let (id, service, region) = (&endpoint.id, &endpoint.service, &region.name);
            let digits = &seed::hex16(id)[..8];
            format!("{id}-{digits}.{service}.{region}.vpce.amazonaws.com")
        });
        xml.items("dnsEntrySet", names, |xml, name| {
            xml.text("dnsName", &name);
            xml.text("hostedZoneId", "Z38GZ743OKFT7T");
        });
        xml.text("creationTimestamp", &self.created);
        xml.text("ownerId", &region.account);
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, Peering> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "vpc-peering-connection-id" => one(&self.thing.id),
            "status-code" => one("active"),
            "requester-vpc-info.vpc-id" => one(&self.thing.requester.id),
            "accepter-vpc-info.vpc-id" => one(&self.thing.accepter.id),
            "requester-vpc-info.owner-id" => one(&self.thing.requester.account),
            "accepter-vpc-info.owner-id" => one(&self.thing.accepter.account),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Peering> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let peering = self.thing;
        xml.text("vpcPeeringConnectionId", &peering.id);
        for (name, side) in [
            ("requesterVpcInfo", &peering.requester),
            ("accepterVpcInfo", &peering.accepter),
        ] {
            xml.element(name, |xml| write_side(xml, side));
        }
        xml.element("status", |xml| {
            xml.text("code", "active");
            xml.text("message", "Active");
        });
        write_tags(xml, self.tags());
    }
}

fn write_side(xml: &mut Xml, side: &PeerVpc) {
    xml.text("ownerId", &side.account);
    xml.text("vpcId", &side.id);
    xml.text("cidrBlock", &side.cidr);
    xml.items("cidrBlockSet", [&side.cidr], |xml, cidr| {
        xml.text("cidrBlock", cidr);
    });
    xml.element("peeringOptions", |xml| {
        xml.value("allowEgressFromLocalClassicLinkToRemoteVpc", false);
        xml.value("allowEgressFromLocalVpcToRemoteClassicLink", false);
        xml.value("allowDnsResolutionFromRemoteVpc", true);
    });
    xml.text("region", &side.region);
}
