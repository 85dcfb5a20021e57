//! ARNs for services that answer with bare ids: the one place that builds them. It
//! must not know a partition by heart: it always comes from the account's role.

use crate::account::{AccountId, Partition, Region};
use crate::inventory::ResourceId;
use crate::text;
use compact_str::format_compact;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Where a resource is: what an ARN needs besides its type and id.
#[derive(Debug, Clone)]
pub struct Place {
    pub partition: Partition,
    pub account: AccountId,
    pub region: Region,
    pub ids: Arc<Ids>,
}

/// ARNs that are held somewhere, so that each is held once: ten thousand instances
/// name the same few subnets and security groups, and each is named by its volumes.
#[derive(Debug, Default)]
pub struct Ids(Mutex<Pool>);

#[derive(Debug, Default)]
struct Pool {
    ids: HashSet<Arc<str>, foldhash::fast::RandomState>,
    /// At so many, those that nobody holds any more are let go.
    sweep_at: usize,
}

impl Ids {
    const SMALLEST_SWEEP: usize = 1024;

    pub fn share(&self, arn: &str) -> ResourceId {
        // A pool is whole between any two calls, whoever panicked.
        let mut pool = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = pool.ids.get(arn) {
            return ResourceId::new(Arc::clone(held));
        }
        if pool.ids.len() >= pool.sweep_at {
            pool.ids.retain(|id| Arc::strong_count(id) > 1);
            pool.sweep_at = (pool.ids.len() * 2).max(Self::SMALLEST_SWEEP);
        }
        let id: Arc<str> = arn.into();
        pool.ids.insert(Arc::clone(&id));
        ResourceId::new(id)
    }
}

/// The resource type in an EC2 ARN by the prefix of the id (EC2 user guide, resource ids;
/// service authorization reference, resource types of Amazon EC2).
const TYPES: &[(&str, &str)] = &[
    ("acl", "network-acl"),
    ("cagw", "carrier-gateway"),
    ("cgw", "customer-gateway"),
    ("eigw", "egress-only-internet-gateway"),
    ("eipalloc", "elastic-ip"),
    ("eni", "network-interface"),
    ("i", "instance"),
    ("igw", "internet-gateway"),
    ("lgw", "local-gateway"),
    ("nat", "natgateway"),
    ("pcx", "vpc-peering-connection"),
    ("pl", "prefix-list"),
    ("rtb", "route-table"),
    ("sg", "security-group"),
    ("sgr", "security-group-rule"),
    ("subnet", "subnet"),
    ("tgw", "transit-gateway"),
    ("tgw-attach", "transit-gateway-attachment"),
    ("tgw-rtb", "transit-gateway-route-table"),
    ("vgw", "vpn-gateway"),
    ("vol", "volume"),
    ("vpc", "vpc"),
    ("vpce", "vpc-endpoint"),
    ("vpn", "vpn-connection"),
];

impl Place {
    /// The ARN of an EC2 or VPC resource, whose id says what it is: `vpc-…`, `i-…`.
    pub fn ec2(&self, id: &str) -> ResourceId {
        // What distinguishes ids stands behind the last hyphen.
        let prefix = id.rsplit_once('-').map_or(id, |(prefix, _)| prefix);
        let kind = TYPES
            .iter()
            .find(|(known, _)| *known == prefix)
            .map_or(prefix, |(_, kind)| kind);
        self.arn("ec2", &format!("{kind}/{id}"))
    }

    /// The same place of the account that owns something shared, where AWS names it.
    pub fn of(&self, owner: Option<&str>) -> Self {
        self.elsewhere(owner.and_then(|owner| owner.parse().ok()), None)
    }

    /// The same in another region of this partition: the far side of a peering.
    pub fn elsewhere(&self, account: Option<AccountId>, region: Option<&str>) -> Self {
        Self {
            partition: self.partition,
            account: account.unwrap_or(self.account),
            region: region.map_or_else(
                || self.region.clone(),
                |region| Region::new(text::clean(region)),
            ),
            ids: Arc::clone(&self.ids),
        }
    }

    /// A zone has no ARN of its own; this one is unique and reads like the others.
    pub fn zone(&self, name: &str) -> ResourceId {
        self.arn("ec2", &format!("availability-zone/{name}"))
    }

    /// `app/web/50dc6c495c0c9188`, as an interface's description names its load balancer.
    pub fn load_balancer(&self, path: &str) -> ResourceId {
        self.arn("elasticloadbalancing", &format!("loadbalancer/{path}"))
    }

    pub fn function(&self, name: &str) -> ResourceId {
        self.arn("lambda", &format!("function:{name}"))
    }

    pub fn file_system(&self, id: &str) -> ResourceId {
        self.arn("elasticfilesystem", &format!("file-system/{id}"))
    }

    /// Those of API Gateway read like paths, and name no account: `restapis/a1b2c3`.
    pub fn api_gateway(&self, path: &str) -> ResourceId {
        let (partition, region) = (self.partition, &self.region);
        self.ids.share(&format_compact!(
            "arn:{partition}:apigateway:{region}::/{path}"
        ))
    }

    /// A queue by the end of its URL: `111122223333/orders`.
    pub fn queue(&self, url: &str) -> Option<ResourceId> {
        let mut parts = url.trim_end_matches('/').rsplit('/');
        let name = parts.next().filter(|name| !name.is_empty())?;
        let owner = parts.next()?.parse().ok()?;
        Some(self.elsewhere(Some(owner), None).arn("sqs", name))
    }

    /// A bucket's ARN names neither region nor account: its name is the partition's only one.
    pub fn bucket(&self, name: &str) -> ResourceId {
        let partition = self.partition;
        self.ids
            .share(&format_compact!("arn:{partition}:s3:::{name}"))
    }

    /// A zone's ARN names neither region nor account.
    pub fn hosted_zone(&self, id: &str) -> ResourceId {
        let (partition, id) = (self.partition, text::clean(id));
        self.ids.share(&format_compact!(
            "arn:{partition}:route53:::hostedzone/{id}"
        ))
    }

    /// The ARN that AWS itself gave, held once. One that names a part of a resource, as
    /// a table's stream, a function's alias or a prefix in a bucket, stands for the whole.
    pub fn given(&self, arn: &str) -> ResourceId {
        self.ids.share(whole(&text::clean(arn)))
    }

    /// A database or a cluster (`db`, `cluster`) as others name it: by its name where it
    /// is in the same region, else by its ARN.
    pub fn rds(&self, kind: &str, name: &str) -> ResourceId {
        if name.starts_with("arn:") {
            return self.given(name);
        }
        self.arn("rds", &format!("{kind}:{}", text::clean(name)))
    }

    /// Of a service and what it calls its resource: `rds`, `db:orders`. Services that a
    /// partition has once have no region in their ARNs.
    pub fn arn(&self, service: &str, resource: &str) -> ResourceId {
        let region = match &self.region {
            region if region.is_global() => "",
            region => region.as_str(),
        };
        let (partition, account) = (self.partition, self.account);
        self.ids.share(&format_compact!(
            "arn:{partition}:{service}:{region}:{account}:{resource}"
        ))
    }
}

/// The ARN of the resource that this one names a part of, else itself.
fn whole(arn: &str) -> &str {
    let fields = arn.splitn(6, ':');
    let &[_, _, service, _, _, resource] = fields.collect::<Vec<&str>>().as_slice() else {
        return arn;
    };
    // How many parts, separated so, name the resource itself.
    let (separator, parts) = match service {
        // `table/orders/stream/2026-…`, `table/orders/index/by-day`
        "dynamodb" if resource.starts_with("table/") => ('/', 2),
        // `stream/clicks/consumer/reader:1…`
        "kinesis" if resource.starts_with("stream/") => ('/', 2),
        // `shop-images/thumbnails/*`
        "s3" => ('/', 1),
        // `function:resize:live`, `stateMachine:order:3`
        "lambda" if resource.starts_with("function:") => (':', 2),
        "states" if resource.starts_with("stateMachine:") => (':', 2),
        _ => return arn,
    };
    let end = resource.match_indices(separator).nth(parts - 1);
    let beyond = end.map_or(0, |(at, _)| resource.len() - at);
    &arn[..arn.len() - beyond]
}

#[cfg(test)]
mod tests {
    use super::{Ids, Place, whole};
    use crate::account::{Partition, Region};
    use std::sync::Arc;

    #[test]
    fn an_id_says_which_arn_it_has() {
        let place = Place {
            partition: Partition::GovCloud,
            account: "111122223333".parse().unwrap(),
            region: Region::new("us-gov-west-1"),
            ids: Arc::default(),
        };
        for (id, resource) in [
            ("vpc-1", "vpc/vpc-1"),
            ("vpce-1", "vpc-endpoint/vpce-1"),
            ("i-1", "instance/i-1"),
            ("igw-1", "internet-gateway/igw-1"),
            ("nat-1", "natgateway/nat-1"),
            ("sgr-1", "security-group-rule/sgr-1"),
            ("tgw-1", "transit-gateway/tgw-1"),
            ("tgw-attach-1", "transit-gateway-attachment/tgw-attach-1"),
            ("novel-1", "novel/novel-1"),
        ] {
            assert_eq!(
                place.ec2(id).as_str(),
                format!("arn:aws-us-gov:ec2:us-gov-west-1:111122223333:{resource}")
            );
        }
    }

    #[test]
    fn a_part_of_a_resource_stands_for_the_whole() {
        for (given, expected) in [
            (
                "dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-31T09:00:00.000",
                "dynamodb:eu-west-1:111122223333:table/orders",
            ),
            (
                "dynamodb:eu-west-1:111122223333:table/orders/index/by-day",
                "dynamodb:eu-west-1:111122223333:table/orders",
            ),
            (
                "kinesis:eu-west-1:111122223333:stream/clicks/consumer/reader:1700000000",
                "kinesis:eu-west-1:111122223333:stream/clicks",
            ),
            ("s3:::shop-images/thumbnails/*", "s3:::shop-images"),
            ("s3:::shop-images", "s3:::shop-images"),
            (
                "lambda:eu-west-1:111122223333:function:resize:live",
                "lambda:eu-west-1:111122223333:function:resize",
            ),
            (
                "lambda:eu-west-1:111122223333:function:resize",
                "lambda:eu-west-1:111122223333:function:resize",
            ),
            (
                "states:eu-west-1:111122223333:stateMachine:order:3",
                "states:eu-west-1:111122223333:stateMachine:order",
            ),
            (
                "rds:eu-west-1:111122223333:db:orders",
                "rds:eu-west-1:111122223333:db:orders",
            ),
            (
                "sqs:eu-west-1:111122223333:jobs",
                "sqs:eu-west-1:111122223333:jobs",
            ),
        ] {
            assert_eq!(
                whole(&format!("arn:aws:{given}")),
                format!("arn:aws:{expected}")
            );
        }
        assert_eq!(whole("no ARN"), "no ARN");
    }

    #[test]
    fn an_arn_is_held_once_and_as_long_as_somebody_holds_it() {
        let ids = Ids::default();
        let held = ids.share("arn:held");
        for number in 0..10_000 {
            ids.share(&format!("arn:{number}"));
        }
        let pool = ids.0.lock().unwrap();
        assert!(pool.ids.len() <= Ids::SMALLEST_SWEEP, "{}", pool.ids.len());
        drop(pool);
        assert!(Arc::ptr_eq(&held.shared(), &ids.share("arn:held").shared()));
    }
}
