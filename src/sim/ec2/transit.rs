//! Transit gateways and their attachments.

use super::network::{Standing, standing};
use super::{Listing, Row, borrowed, one, write_tags};
use crate::sim::estate::{Attachment, TransitGateway};
use crate::sim::filter::Filtered;
use crate::sim::seed;
use crate::sim::view::View;
use crate::sim::xml::Xml;
use std::borrow::Cow;

pub(super) const GATEWAYS: Listing = Listing {
    set: "transitGatewaySet",
    ids: "TransitGatewayIds",
    most: 1000,
    missing: ("InvalidTransitGatewayID.NotFound", "transitGateway ID"),
};
pub(super) const ATTACHMENTS: Listing = Listing {
    set: "transitGatewayAttachments",
    ids: "TransitGatewayAttachmentIds",
    most: 1000,
    missing: (
        "InvalidTransitGatewayAttachmentID.NotFound",
        "transitGatewayAttachment ID",
    ),
};

pub(super) fn gateways<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, TransitGateway>)> + use<'a> {
    standing(view, &view.region.transit_gateways)
}

pub(super) fn attachments<'a>(
    view: &View<'a>,
) -> impl Iterator<Item = (u64, Standing<'a, Attachment>)> + use<'a> {
    standing(view, &view.region.attachments)
}

impl Filtered for Standing<'_, TransitGateway> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "transit-gateway-id" => one(&self.thing.id),
            "owner-id" => one(&self.thing.owner),
            "state" => one("available"),
            _ => None,
        }
    }
}

impl Row for Standing<'_, TransitGateway> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let TransitGateway { id, owner, .. } = self.thing;
        let region = &self.region.name;
        xml.text("transitGatewayId", id);
        xml.text(
            "transitGatewayArn",
            &format!("arn:aws:ec2:{region}:{owner}:transit-gateway/{id}"),
        );
        xml.text("state", "available");
        xml.text("ownerId", owner);
        xml.text("creationTime", &self.created);
        let table = route_table(id);
        xml.element("options", |xml| {
            xml.text("amazonSideAsn", "64512");
            xml.text("autoAcceptSharedAttachments", "enable");
            xml.text("defaultRouteTableAssociation", "enable");
            xml.text("associationDefaultRouteTableId", &table);
            xml.text("defaultRouteTablePropagation", "enable");
            xml.text("propagationDefaultRouteTableId", &table);
            xml.text("vpnEcmpSupport", "enable");
            xml.text("dnsSupport", "enable");
            xml.text("multicastSupport", "disable");
        });
        write_tags(xml, self.tags());
    }
}

impl Filtered for Standing<'_, Attachment> {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)> {
        borrowed(&self.thing.tags)
    }

    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>> {
        match filter {
            "transit-gateway-attachment-id" => one(&self.thing.id),
            "transit-gateway-id" => one(&self.thing.gateway),
            "transit-gateway-owner-id" => one(&self.thing.gateway_owner),
            "resource-id" => one(&self.thing.vpc.id),
            "resource-owner-id" => one(&self.thing.vpc.account),
            "resource-type" => one("vpc"),
            "state" => one("available"),
            _ => None,
        }
    }
}

impl Row for Standing<'_, Attachment> {
    fn id(&self) -> Cow<'_, str> {
        (&self.thing.id).into()
    }

    fn write(&self, xml: &mut Xml) {
        let attachment = self.thing;
        xml.text("transitGatewayAttachmentId", &attachment.id);
        xml.text("transitGatewayId", &attachment.gateway);
        xml.text("transitGatewayOwnerId", &attachment.gateway_owner);
        xml.text("resourceOwnerId", &attachment.vpc.account);
        xml.text("resourceType", "vpc");
        xml.text("resourceId", &attachment.vpc.id);
        xml.text("state", "available");
        xml.element("association", |xml| {
            xml.text(
                "transitGatewayRouteTableId",
                &route_table(&attachment.gateway),
            );
            xml.text("state", "associated");
        });
        xml.text("creationTime", &self.created);
        write_tags(xml, self.tags());
    }
}

/// The table that everything is associated with where nobody chose another.
fn route_table(gateway: &str) -> String {
    seed::id("tgw-rtb", gateway)
}
