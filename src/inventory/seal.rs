//! Values that may name a resource and must not be kept: of an environment variable only
//! this is remembered, and all that can be asked of it is whether it equals a name that
//! is known anyway. It must not know where a value came from.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;

/// A value under a key that is made anew in every process and never leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal(u64);

/// Values that are longer name nothing.
const LONGEST: usize = 2048;
/// So many parts of a list are looked at.
const MOST_PARTS: usize = 16;

impl Seal {
    pub fn of(name: &str) -> Self {
        static KEY: OnceLock<RandomState> = OnceLock::new();
        Self(KEY.get_or_init(RandomState::new).hash_one(name))
    }

    /// Everything in a value that may be a name: the whole, each part of a list, and of an
    /// address its host: `postgres://user:word@host:5432/name` may name `host`.
    pub fn all_of(value: &str) -> Vec<Self> {
        let value = value.trim();
        if value.is_empty() || value.len() > LONGEST {
            return Vec::new();
        }
        let parts = value.split([',', ';', ' ']).filter(|part| !part.is_empty());
        let parts = parts.take(MOST_PARTS);
        let mut seals = vec![Self::of(value)];
        for part in parts {
            seals.push(Self::of(part));
            seals.push(Self::of(&host(part)));
            seals.extend(whole(part).map(Self::of));
        }
        seals.sort_unstable();
        seals.dedup();
        seals
    }
}

/// What an ARN names a part of: the function of a version, the table of a stream, the
/// bucket of an object.
fn whole(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    let (kind, end) = match arn.strip_prefix("arn:")?.split(':').nth(1)? {
        "lambda" => ("function:", ':'),
        "dynamodb" => ("table/", '/'),
        "s3" => ("", '/'),
        _ => return None,
    };
    let (_, part) = resource.strip_prefix(kind)?.split_once(end)?;
    arn.strip_suffix(part)?.strip_suffix(end)
}

/// The host in an address; host names compare without case and without the root's dot.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.split_once(':') {
        // An IPv6 address or an ARN has more of them.
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Seal;

    #[test]
    fn a_value_names_what_stands_in_it_and_says_nothing_else() {
        for (value, name, is_named) in [
            ("orders", "orders", true),
            (" orders ", "orders", true),
            ("orders-2", "orders", false),
            (
                "postgres://app:s3cret@Orders.cluster-x.example:5432/shop",
                "orders.cluster-x.example",
                true,
            ),
            ("postgres://app:s3cret@db.example/shop", "s3cret", false),
            ("b-1.example:9094,b-2.example:9094", "b-2.example", true),
            (
                "arn:aws:sqs:eu-west-1:1:q",
                "arn:aws:sqs:eu-west-1:1:q",
                true,
            ),
            (
                "arn:aws:lambda:eu-west-1:1:function:front:live",
                "arn:aws:lambda:eu-west-1:1:function:front",
                true,
            ),
            (
                "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026",
                "arn:aws:dynamodb:eu-west-1:1:table/orders",
                true,
            ),
            ("arn:aws:s3:::uploads/in/*", "arn:aws:s3:::uploads", true),
            ("", "", false),
        ] {
            let seals = Seal::all_of(value);
            assert_eq!(seals.contains(&Seal::of(name)), is_named, "{value}");
            assert!(!format!("{seals:?}").contains("s3cret"));
        }
    }
}
