//! What a sealed value may name: an ARN, a host name or an address of what is known, or
//! the name or id by which programs ask a service for it.

use super::resolve::{Scope, plain_dns_name};
use super::{Assessed, ById, Ordinal};
use crate::account::{AccountId, Partition, Region};
use crate::inventory::{Kind, Resource, ResourceId, Seal};
use std::collections::HashMap;

/// Known names, sealed.
pub(super) struct Sealed {
    by_seal: HashMap<Seal, Vec<Named>>,
}

struct Named {
    ordinal: Ordinal,
    kind: Kind,
    /// A name says something only where it was given: in which account and region.
    is_local: bool,
    account: AccountId,
    region: Region,
}

impl Sealed {
    pub(super) fn of(resources: &ById<Assessed>) -> Self {
        let mut sealed = Self {
            by_seal: HashMap::new(),
        };
        for (index, assessed) in resources.values().enumerate() {
            let (resource, ordinal) = (&assessed.resource, Ordinal::new(index));
            sealed.add(resource.id.as_str(), (ordinal, resource), false);
            let hosts = resource.fact("dns name").unwrap_or_default();
            for host in hosts.split([',', ' ']).filter(|host| !host.is_empty()) {
                sealed.add(&plain_dns_name(host), (ordinal, resource), false);
            }
            if let Some(url) = resource.fact("url") {
                sealed.add(url, (ordinal, resource), false);
            }
            if resource.kind == Kind::Queue {
                for url in queue_urls(&resource.id).into_iter().flatten() {
                    sealed.add(&url, (ordinal, resource), false);
                }
            }
            if is_asked_for_by_name(resource.kind) {
                let is_local = !matches!(
                    resource.kind,
                    Kind::Bucket | Kind::Distribution | Kind::HostedZone
                );
                sealed.add(resource.id.short(), (ordinal, resource), is_local);
            }
        }
        sealed
    }

    fn add(&mut self, name: &str, (ordinal, resource): (Ordinal, &Resource), is_local: bool) {
        self.by_seal.entry(Seal::of(name)).or_default().push(Named {
            ordinal,
            kind: resource.kind,
            is_local,
            account: resource.account,
            region: resource.region.clone(),
        });
    }

    /// Where a queue and a table are called the same, the variable's own name says which
    /// is meant: `TABLE_NAME`. Where that does not help, none is.
    pub(super) fn find(&self, seal: Seal, scope: Scope) -> Option<Ordinal> {
        let named = self.by_seal.get(&seal)?.iter().filter(|named| {
            !named.is_local || (named.account == scope.account && named.region == *scope.region)
        });
        let variable = scope.label.unwrap_or_default().to_ascii_lowercase();
        let is_said = |named: &&Named| words(named.kind).iter().any(|word| variable.contains(word));
        only(named.clone()).or_else(|| only(named.filter(is_said)))
    }
}

/// A queue is asked at an endpoint of a program's own choice, and its URL says which; what
/// was listed has that of the one that we asked. These are the region's own, the older
/// form behind the newer.
fn queue_urls(id: &ResourceId) -> Option<[String; 2]> {
    let mut fields = id.as_str().split(':').skip(1);
    let partition: Partition = fields.next()?.parse().ok()?;
    let (region, account, name) = (fields.nth(1)?, fields.next()?, fields.next()?);
    let suffix = partition.dns_suffix();
    let older = match region {
        "us-east-1" => format!("queue.{suffix}"),
        _ => format!("{region}.queue.{suffix}"),
    };
    Some([
        format!("https://sqs.{region}.{suffix}/{account}/{name}"),
        format!("https://{older}/{account}/{name}"),
    ])
}

fn only<'a>(mut named: impl Iterator<Item = &'a Named>) -> Option<Ordinal> {
    let first = named.next()?.ordinal;
    named.all(|other| other.ordinal == first).then_some(first)
}

/// What people write into the names of variables.
fn words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Bucket => &["bucket"],
        Kind::Table => &["table"],
        Kind::Queue => &["queue", "sqs"],
        Kind::Topic => &["topic", "sns"],
        Kind::Stream => &["stream"],
        Kind::Function => &["function", "lambda"],
        Kind::StateMachine => &["state_machine", "statemachine"],
        Kind::DbCluster | Kind::DbInstance => &["db", "database"],
        Kind::ReplicationGroup | Kind::CacheCluster => &["cache", "redis"],
        _ => &[],
    }
}

/// What programs name in calls to AWS. A name like `default` or `web` of anything else
/// would be found in any variable.
fn is_asked_for_by_name(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bucket
            | Kind::Table
            | Kind::Queue
            | Kind::Topic
            | Kind::Stream
            | Kind::Function
            | Kind::StateMachine
            | Kind::DbCluster
            | Kind::DbInstance
            | Kind::ReplicationGroup
            | Kind::CacheCluster
            | Kind::SearchDomain
            | Kind::RedshiftCluster
            | Kind::FileSystem
            | Kind::Distribution
            | Kind::HostedZone
            | Kind::Instance
            | Kind::SecurityGroup
            | Kind::Subnet
            | Kind::Vpc
            | Kind::VpcEndpoint
    )
}
