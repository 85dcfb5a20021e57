//! A resource as commands and the console name it: the parts of its ARN.

use crate::account::Partition;
use crate::inventory::Resource;

/// The parts of a resource's ARN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) resource: &'a Resource,
    pub(super) arn: &'a str,
    /// `i-0abc`, `vpc-0123`, as the ARN ends.
    pub(super) id: &'a str,
    /// Everything behind the account's number: `table/orders`, `db:orders`, `jobs`.
    pub(super) tail: &'a str,
    /// The tail without its type: `orders`, `team/app`.
    pub(super) name: &'a str,
}

impl<'a> Named<'a> {
    pub(super) fn of(resource: &'a Resource) -> Self {
        let arn = resource.id.as_str();
        let tail = arn.splitn(6, ':').nth(5).unwrap_or(arn);
        let tail = tail.strip_prefix('/').unwrap_or(tail);
        let name = tail.split_once([':', '/']).map_or(tail, |(_, name)| name);
        Self {
            resource,
            arn,
            id: resource.id.short(),
            tail,
            name,
        }
    }

    /// A part of the name between slashes.
    pub(super) fn part(&self, at: usize) -> Option<&'a str> {
        self.name.split('/').nth(at).filter(|part| !part.is_empty())
    }

    /// The cluster and the name of what runs in it: `service/shop/web`. Names of the old
    /// form have no cluster.
    pub(super) fn in_cluster(&self) -> Option<(&'a str, &'a str)> {
        self.name.split_once('/')
    }

    pub(super) fn service(&self) -> &'a str {
        self.arn.split(':').nth(2).unwrap_or_default()
    }

    pub(super) fn account(&self) -> &'a str {
        self.arn.split(':').nth(4).unwrap_or_default()
    }

    pub(super) fn partition(&self) -> Option<Partition> {
        self.arn.split(':').nth(1)?.parse().ok()
    }

    /// `web` of `rule/web` and of `rule/orders/web`, with its bus.
    pub(super) fn rule(&self) -> (&'a str, &'a str) {
        self.name.rsplit_once('/').unwrap_or(("default", self.name))
    }

    /// A queue's address, by which SQS names it.
    pub(super) fn queue_url(&self) -> Option<String> {
        let (region, account) = (&self.resource.region, self.account());
        let suffix = self.partition()?.dns_suffix();
        Some(format!(
            "https://sqs.{region}.{suffix}/{account}/{}",
            self.tail
        ))
    }

    /// The load balancer of a listener or a rule: `listener/app/web/50dc/6d0e`.
    pub(super) fn load_balancer(&self) -> Option<String> {
        let (head, _) = self.arn.split_once(self.tail)?;
        let path: Vec<&str> = self.name.split('/').take(3).collect();
        (path.len() == 3).then(|| format!("{head}loadbalancer/{}", path.join("/")))
    }

    /// A load balancer of the first generation has neither a type nor a number.
    pub(super) fn is_classic(&self) -> bool {
        !self.name.contains('/')
    }
}
