//! What stands before what. AWS lists the web ACL of a distribution with the
//! distribution; people ask what an ACL protects.

use super::{Link, Survey};
use crate::inventory::{Kind, RelationshipKind};

/// A link from the web ACL that a distribution names to that distribution.
pub(super) fn from_web_acls(survey: &Survey) -> Vec<Link> {
    let mut links = Vec::new();
    for (distribution, assessed) in survey.iter() {
        if assessed.resource.kind != Kind::Distribution {
            continue;
        }
        let named = survey.links_from(distribution).map(|(_, link)| link);
        let named = named.filter(|link| link.kind == RelationshipKind::IsAssociatedWith);
        links.extend(named.map(|link| Link {
            from: link.to,
            to: distribution,
            kind: RelationshipKind::Protects,
            ..link.clone()
        }));
    }
    links
}
