//! What API Gateway sends requests on to, from the address of an integration. Both of its
//! APIs write them in the same way. It must not know where an address was read.

use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::inventory::{Reference, RelationshipKind};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// The targets of an API, each with the routes that lead there.
#[derive(Default)]
pub(super) struct Targets(BTreeMap<Reference, BTreeSet<String>>);

impl Targets {
    pub(super) fn add(&mut self, to: Reference, route: &str) {
        let routes = self.0.entry(to).or_default();
        if !route.is_empty() {
            routes.insert(route.to_owned());
        }
    }

    /// One line for each target, however many routes lead there.
    pub(super) fn stated(self, mut entry: Entry, field: &'static str) -> Entry {
        for (to, routes) in self.0 {
            let kind = RelationshipKind::ForwardsTo;
            entry = entry.labelled(kind, to, label(&routes), field);
        }
        entry
    }
}

/// So many routes are named on a line.
const NAMED: usize = 2;

fn label(routes: &BTreeSet<String>) -> Option<String> {
    let named: Vec<&str> = routes.iter().take(NAMED).map(String::as_str).collect();
    let more = routes.len().saturating_sub(NAMED);
    match (named.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(named.join(", ")),
        (false, more) => Some(format!("{} +{more}", named.join(", "))),
    }
}

/// The resource or host that an address names; one that is put together when a request
/// comes names none.
pub(super) fn target(place: &Place, uri: &str) -> Option<Reference> {
    if let Some(rest) = ["https://", "http://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme))
    {
        let host = rest.split(['/', '?', ':']).next()?;
        let is_fixed = !host.is_empty() && !host.contains(['$', '{']);
        return is_fixed.then(|| Reference::DnsName(text::clean(host)));
    }
    let id = match service(uri) {
        Some(("lambda", path)) => {
            let (_, rest) = path.split_once("/functions/")?;
            place.given(fixed(rest.split('/').next()?)?)
        }
        Some(("sqs", path)) => place.queue(path)?,
        Some(("s3", path)) => {
            let bucket = path.strip_prefix("path/")?.split('/').next()?;
            place.bucket(Some(bucket).filter(|name| !name.contains('{'))?)
        }
        None if uri.starts_with("arn:") => place.given(fixed(uri)?),
        _ => return None,
    };
    Some(Reference::Id(id))
}

/// The service behind an address like `arn:aws:apigateway:eu-west-1:sqs:path/…`, and what
/// is asked of it.
pub(super) fn service(uri: &str) -> Option<(&str, &str)> {
    let mut parts = uri.splitn(6, ':').skip(2);
    parts.next().filter(|service| *service == "apigateway")?;
    Some((parts.nth(1)?, parts.next()?))
}

/// An ARN up to a stage's variable, which may stand for an alias or for the function.
fn fixed(arn: &str) -> Option<&str> {
    let arn = arn.split("${").next()?.trim_end_matches(':');
    (arn.split(':').count() >= 6 && !arn.ends_with(":function")).then_some(arn)
}

#[cfg(test)]
mod tests {
    use super::super::example::place;
    use super::{Targets, label, target};
    use crate::inventory::Reference;

    #[test]
    fn an_address_says_what_it_leads_to() {
        let lambda = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions";
        let function = "arn:aws:lambda:eu-west-1:111122223333:function";
        let listener = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2";
        for (uri, expected) in [
            (
                format!("{lambda}/{function}:orders/invocations"),
                Some(format!("{function}:orders")),
            ),
            (
                format!("{lambda}/{function}:orders:${{stageVariables.alias}}/invocations"),
                Some(format!("{function}:orders")),
            ),
            (
                format!("{lambda}/{function}:${{stageVariables.name}}/invocations"),
                None,
            ),
            (
                "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/orders".to_owned(),
                Some("arn:aws:sqs:eu-west-1:111122223333:orders".to_owned()),
            ),
            (
                "arn:aws:apigateway:eu-west-1:s3:path/assets/{key}".to_owned(),
                Some("arn:aws:s3:::assets".to_owned()),
            ),
            (
                "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem".to_owned(),
                None,
            ),
            (listener.to_owned(), Some(listener.to_owned())),
            (
                "https://api.example.com:8443/v1".to_owned(),
                Some("api.example.com".to_owned()),
            ),
            ("https://${stageVariables.host}/v1".to_owned(), None),
            (String::new(), None),
        ] {
            let found = target(&place(), &uri).map(|to| match to {
                Reference::Id(id) => id.to_string(),
                Reference::DnsName(name) => name,
                other => format!("{other:?}"),
            });
            assert_eq!(found, expected, "{uri}");
        }
    }

    #[test]
    fn routes_to_one_target_share_a_line() {
        let mut targets = Targets::default();
        let to = Reference::DnsName("api.example.com".to_owned());
        for (routes, expected) in [
            (&[""][..], None),
            (&["GET /a"], Some("GET /a")),
            (&["GET /b", "GET /c", "GET /d"], Some("GET /a, GET /b +2")),
        ] {
            for route in routes {
                targets.add(to.clone(), route);
            }
            assert_eq!(label(&targets.0[&to]).as_deref(), expected);
        }
    }
}
