//! What transit gateways join. AWS lists attachments; people see a gateway and its VPCs.

use super::{Link, Survey};
use crate::inventory::{Kind, RelationshipKind};

/// A link from each gateway to what is attached to it, with the attachment's evidence
/// and, where it is not available, its state.
pub(super) fn from_gateways(survey: &Survey) -> Vec<Link> {
    let mut links = Vec::new();
    for (attachment, assessed) in survey.iter() {
        if assessed.resource.kind != Kind::TransitGatewayAttachment {
            continue;
        }
        let stated = || survey.links_from(attachment).map(|(_, link)| link);
        let gateways = stated().filter(|link| link.kind == RelationshipKind::IsAttachedTo);
        for gateway in gateways {
            let ends = stated()
                .filter(|link| link.kind == RelationshipKind::PeersWith && link.to != gateway.to);
            links.extend(ends.map(|end| Link {
                from: gateway.to,
                ..end.clone()
            }));
        }
    }
    links
}
