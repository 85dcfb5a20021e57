//! The faults that strike some reads, and what becomes of each.

use skymap::aws::COLLECTORS;
use skymap::inventory::SliceId;
use skymap::sim::{Fault, Rule};
use std::time::Duration;

/// A fault, and what becomes of it.
pub struct Row {
    pub name: &'static str,
    pub rules: fn() -> Vec<Rule>,
    /// By how many seconds the machine's clock is behind.
    pub skew: i64,
    /// Which slices it strikes.
    pub strikes: fn(&SliceId) -> bool,
    /// The word for why; empty for what nobody notices.
    pub word: &'static str,
    /// In the coverage: what happened, what it can be, what to do.
    pub says: &'static [&'static str],
    /// Over the map, where a whole region or a whole service in it fails: `{struck}` of
    /// its reads, of `{all}`.
    pub banner: &'static str,
}

const QUIET: Row = Row {
    name: "",
    rules: Vec::new,
    skew: 0,
    strikes: |_| false,
    word: "",
    says: &[],
    banner: "",
};

pub fn rows() -> Vec<Row> {
    vec![
        Row {
            name: "access denied for one service",
            rules: || vec![Rule::new(Fault::AccessDenied).service("elasticloadbalancing")],
            strikes: balancing,
            word: "denied",
            says: &[
                "classic-instance-health in eu-west-1",
                "from 3 min ago",
                "elasticloadbalancing:DescribeLoadBalancers was denied: User:",
                "- the role's policy does not allow elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeLoadBalancers\" ], \"Resource\": \"*\"",
                "it is not asked again by itself; Enter asks again",
            ],
            ..QUIET
        },
        Row {
            name: "access denied for one region",
            rules: || vec![Rule::new(Fault::AccessDenied).region("us-east-1")],
            strikes: in_us,
            word: "denied",
            says: &[
                "addresses in us-east-1",
                "from 3 min ago",
                "- the role's policy does not allow ec2:DescribeAddresses",
            ],
            banner: "us-east-1: {struck} of {all} reads fail, denied for 3 min: ec2:DescribeAddresses was",
            ..QUIET
        },
        Row {
            name: "explicit deny",
            rules: || {
                let scp = "service control policy".to_owned();
                vec![Rule::new(Fault::ExplicitDeny(scp)).operation("DescribeInstances")]
            },
            strikes: are_instances,
            word: "denied",
            says: &[
                "with an explicit deny in a service control policy",
                "- a service control policy of the organization denies ec2:DescribeInstances in",
            ],
            ..QUIET
        },
        Row {
            name: "an operation that is always throttled",
            rules: || vec![Rule::new(Fault::Throttle).operation("DescribeInstances")],
            strikes: are_instances,
            word: "throttled",
            says: &[
                "ec2:DescribeInstances was throttled: Request limit exceeded.",
                "share one rate limit; reading slows down by itself",
            ],
            ..QUIET
        },
        Row {
            name: "a session that one service takes for expired",
            rules: || vec![Rule::new(Fault::ExpiredToken).service("elasticloadbalancing")],
            strikes: balancing,
            word: "expired",
            says: &[
                "elasticloadbalancing:DescribeLoadBalancers failed, credentials have expired",
                "from 3 min ago",
            ],
            banner: ": {struck} of {all} reads fail, expired for 3 min: elasticloadbalancing:",
            ..QUIET
        },
        Row {
            name: "one call that is told the session has expired",
            rules: || vec![Rule::new(Fault::ExpiredToken).service("ec2").times(1)],
            ..QUIET
        },
        Row {
            name: "an empty page with a token, once",
            rules: || {
                let empty = Rule::new(Fault::EmptyPageWithToken).times(1);
                vec![empty.operation("DescribeInstances")]
            },
            ..QUIET
        },
        Row {
            name: "a page that is empty for ever",
            rules: || vec![Rule::new(Fault::EmptyPageWithToken).operation("DescribeInstances")],
            strikes: are_instances,
            word: "bad-answer",
            says: &["ec2:DescribeInstances got an answer that cannot be used: the same page token"],
            ..QUIET
        },
        Row {
            name: "a repeated token",
            rules: || {
                let rule = |fault| Rule::new(fault).operation("DescribeInstances");
                vec![rule(Fault::ShortPages(5)), rule(Fault::RepeatedToken)]
            },
            strikes: |id| id.collector == "instances" && id.region.as_str() == "eu-west-1",
            word: "bad-answer",
            says: &[
                "the same page token came twice",
                "the connection was cut, a proxy changed",
            ],
            ..QUIET
        },
        Row {
            name: "a page that is cut in the middle",
            rules: || vec![Rule::new(Fault::CutPage).operation("DescribeInstances")],
            strikes: are_instances,
            word: "bad-answer",
            says: &[
                "ec2:DescribeInstances got an answer that cannot be used: it breaks off before its end",
            ],
            ..QUIET
        },
        Row {
            name: "malformed XML",
            rules: || vec![Rule::new(Fault::MalformedXml).operation("DescribeInstances")],
            strikes: are_instances,
            word: "bad-answer",
            says: &["ec2:DescribeInstances got an answer that cannot be used: it breaks off"],
            ..QUIET
        },
        Row {
            name: "HTML with status 500",
            rules: || vec![Rule::new(Fault::Html500).operation("DescribeInstances")],
            strikes: are_instances,
            word: "error",
            says: &[
                "ec2:DescribeInstances failed with HTTP status 500: the answer is none of AWS's",
                "- a proxy or gateway before the endpoint of ec2 in eu-west-1 answered in its place",
            ],
            ..QUIET
        },
        Row {
            name: "a missing required field",
            rules: || {
                let id = Fault::MissingField("instanceId".to_owned());
                vec![Rule::new(id).operation("DescribeInstances")]
            },
            strikes: are_instances,
            word: "bad-answer",
            says: &[
                "ec2:DescribeInstances got an answer that cannot be used:",
                "without an id",
            ],
            ..QUIET
        },
        Row {
            name: "a slow region",
            rules: || {
                let slow = Fault::Delay(Duration::from_secs(20));
                vec![Rule::new(slow).region("us-east-1")]
            },
            strikes: in_us,
            word: "timed-out",
            says: &[
                "ec2:DescribeAddresses timed out: no answer within",
                "from 3 min ago",
            ],
            banner: "us-east-1: {struck} of {all} reads fail, timed-out for 3 min: ec2:DescribeAddresses",
            ..QUIET
        },
        Row {
            name: "a hang",
            rules: || vec![Rule::new(Fault::Hang).operation("DescribeInstances")],
            strikes: are_instances,
            word: "timed-out",
            says: &[
                "ec2:DescribeInstances timed out: no answer within",
                "- the network to the endpoint of ec2 in eu-west-1 is slow or drops packets",
            ],
            ..QUIET
        },
        Row {
            name: "a reset",
            rules: || vec![Rule::new(Fault::Reset).region("eu-west-1").service("ec2")],
            strikes: |id| id.region.as_str() == "eu-west-1" && service(id) == "ec2",
            word: "unreachable",
            says: &[
                "ec2:DescribeAddresses could not reach its endpoint: the connection was reset",
                "stands between here and the endpoint of ec2 in eu-west-1",
            ],
            banner: "eu-west-1: {struck} of {all} reads fail, unreachable for 3 min: ec2:DescribeAddresses",
            ..QUIET
        },
        Row {
            // The SDK learns the right time from the answers.
            name: "a clock that is ten minutes behind",
            skew: 600,
            ..QUIET
        },
    ]
}

fn are_instances(id: &SliceId) -> bool {
    id.collector == "instances"
}

fn in_us(id: &SliceId) -> bool {
    id.region.as_str() == "us-east-1"
}

fn balancing(id: &SliceId) -> bool {
    service(id) == "elasticloadbalancing"
}

fn service(id: &SliceId) -> &'static str {
    let mut all = COLLECTORS.iter();
    let found = all.find(|collector| collector.name == id.collector);
    found.unwrap().service.name()
}
