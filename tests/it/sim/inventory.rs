//! Everything that there is, read page by page through the Rust SDK.

use super::World;
use aws_sdk_autoscaling::Client as AutoScaling;
use aws_sdk_ec2::Client as Ec2;
use aws_sdk_elasticloadbalancingv2::Client as Elb;
use std::collections::BTreeSet;
use std::time::Instant;

const SHOP: &str = "111122223333";

/// Reads all pages of an EC2 list and gives the ids that were on them.
macro_rules! ids {
    ($client:expr, $operation:ident, $size:expr, $list:ident, $id:ident) => {{
        let mut pages = $client
            .$operation()
            .into_paginator()
            .page_size($size)
            .send();
        let mut ids: Vec<String> = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.expect(stringify!($operation));
            assert!(
                page.$list().len() <= $size as usize,
                "the page is as small as asked for"
            );
            let found = page.$list().iter();
            ids.extend(found.map(|one| one.$id().expect("an id").to_owned()));
        }
        unique(ids, stringify!($operation))
    }};
}

fn unique(ids: Vec<String>, what: &str) -> BTreeSet<String> {
    let count = ids.len();
    let ids: BTreeSet<String> = ids.into_iter().collect();
    assert_eq!(ids.len(), count, "{what}: no id comes twice");
    assert!(!ids.is_empty(), "{what}: something is listed");
    ids
}

async fn instance_ids(client: &Ec2, size: i32) -> BTreeSet<String> {
    let mut pages = client
        .describe_instances()
        .into_paginator()
        .page_size(size)
        .send();
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("describe_instances");
        let instances: Vec<_> = page
            .reservations()
            .iter()
            .flat_map(aws_sdk_ec2::types::Reservation::instances)
            .collect();
        assert!(instances.len() <= size as usize);
        ids.extend(
            instances
                .iter()
                .map(|one| one.instance_id().expect("an id").to_owned()),
        );
    }
    unique(ids, "describe_instances")
}

#[tokio::test]
async fn every_list_of_the_demo_is_read_in_small_pages_and_names_only_what_exists() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    let ec2 = Ec2::new(&config);
    let vpcs = ids!(ec2, describe_vpcs, 5, vpcs, vpc_id);
    let subnets = ids!(ec2, describe_subnets, 5, subnets, subnet_id);
    let tables = ids!(ec2, describe_route_tables, 5, route_tables, route_table_id);
    let gateways = ids!(
        ec2,
        describe_internet_gateways,
        5,
        internet_gateways,
        internet_gateway_id
    );
    let nats = ids!(ec2, describe_nat_gateways, 5, nat_gateways, nat_gateway_id);
    let groups = ids!(ec2, describe_security_groups, 5, security_groups, group_id);
    let rules = ids!(
        ec2,
        describe_security_group_rules,
        5,
        security_group_rules,
        security_group_rule_id
    );
    let volumes = ids!(ec2, describe_volumes, 5, volumes, volume_id);
    let interfaces = ids!(
        ec2,
        describe_network_interfaces,
        5,
        network_interfaces,
        network_interface_id
    );
    let endpoints = ids!(
        ec2,
        describe_vpc_endpoints,
        5,
        vpc_endpoints,
        vpc_endpoint_id
    );
    let peerings = ids!(
        ec2,
        describe_vpc_peering_connections,
        5,
        vpc_peering_connections,
        vpc_peering_connection_id
    );
    let acls = ids!(ec2, describe_network_acls, 5, network_acls, network_acl_id);
    let instances = instance_ids(&ec2, 5).await;
    assert_eq!(
        instances.len(),
        world.sim.fleet().instance_count(SHOP, "eu-west-1")
    );
    assert_eq!(
        (vpcs.len(), gateways.len(), nats.len(), peerings.len()),
        (2, 2, 4, 2)
    );
    assert_eq!((subnets.len(), endpoints.len(), acls.len()), (15, 5, 2));
    assert!(rules.len() > groups.len() && tables.len() > vpcs.len());
    assert!(volumes.len() > instances.len() && interfaces.len() > instances.len());

    let all = ec2.describe_instances().send().await.expect("one page");
    for instance in all
        .reservations()
        .iter()
        .flat_map(aws_sdk_ec2::types::Reservation::instances)
    {
        let named = |set: &BTreeSet<String>, id: Option<&str>| set.contains(id.expect("an id"));
        assert!(named(&subnets, instance.subnet_id()) && named(&vpcs, instance.vpc_id()));
        let mut cards = instance.network_interfaces().iter();
        assert!(cards.all(|one| named(&interfaces, one.network_interface_id())));
        let mut devices = instance.block_device_mappings().iter();
        assert!(devices.all(|one| named(&volumes, one.ebs().and_then(|ebs| ebs.volume_id()))));
        assert!(
            instance
                .security_groups()
                .iter()
                .all(|one| named(&groups, one.group_id()))
        );
        assert!(instance.launch_time().is_some() && instance.state().is_some());
    }
    let addresses = ec2.describe_addresses().send().await.expect("addresses");
    assert_eq!(
        addresses.addresses().len(),
        nats.len() + 1,
        "one more, for the bastion"
    );
}

#[tokio::test]
async fn load_balancers_lead_to_targets_that_are_instances() {
    let world = World::new(None);
    let config = world.session("shop-prod", "eu-west-1").await;
    let (ec2, elb) = (Ec2::new(&config), Elb::new(&config));
    let instances = instance_ids(&ec2, 1000).await;
    let balancers = elb
        .describe_load_balancers()
        .send()
        .await
        .expect("balancers");
    let names: Vec<_> = balancers
        .load_balancers()
        .iter()
        .filter_map(|one| one.load_balancer_name())
        .collect();
    assert_eq!(names, ["shop-alb", "shop-queue"]);
    let mut forwarded = BTreeSet::new();
    for balancer in balancers.load_balancers() {
        let arn = balancer.load_balancer_arn().expect("an ARN");
        let listeners = elb.describe_listeners().load_balancer_arn(arn).send().await;
        for listener in listeners.expect("listeners").listeners() {
            let arn = listener.listener_arn().expect("an ARN");
            let rules = elb
                .describe_rules()
                .listener_arn(arn)
                .send()
                .await
                .expect("rules");
            assert_eq!(
                rules
                    .rules()
                    .last()
                    .and_then(aws_sdk_elasticloadbalancingv2::types::Rule::is_default),
                Some(true)
            );
            let actions = rules
                .rules()
                .iter()
                .flat_map(aws_sdk_elasticloadbalancingv2::types::Rule::actions);
            forwarded.extend(
                actions
                    .filter_map(|one| one.target_group_arn())
                    .map(str::to_owned),
            );
        }
    }
    assert_eq!(forwarded.len(), 4);
    for arn in &forwarded {
        let health = elb
            .describe_target_health()
            .target_group_arn(arn)
            .send()
            .await;
        let health = health.expect("target health");
        assert!(!health.target_health_descriptions().is_empty());
        for one in health.target_health_descriptions() {
            let id = one.target().and_then(|target| target.id()).expect("an id");
            assert!(
                instances.contains(id) || id.parse::<std::net::Ipv4Addr>().is_ok(),
                "{id}"
            );
        }
    }
    let tags = elb
        .describe_tags()
        .set_resource_arns(Some(forwarded.into_iter().collect()));
    assert_eq!(tags.send().await.expect("tags").tag_descriptions().len(), 4);
    let groups = AutoScaling::new(&config)
        .describe_auto_scaling_groups()
        .send()
        .await;
    let groups = groups.expect("groups");
    let members: usize = groups
        .auto_scaling_groups()
        .iter()
        .map(|one| one.instances().len())
        .sum();
    assert_eq!(
        (groups.auto_scaling_groups().len(), members),
        (4, 14 + 9 + 6 + 6)
    );
}

#[tokio::test]
async fn ids_filters_and_limits_answer_as_in_aws() {
    let world = World::new(None);
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    let filter = |name: &str, value: &str| {
        aws_sdk_ec2::types::Filter::builder()
            .name(name)
            .values(value)
            .build()
    };
    let cases = [
        (vec![filter("tag:Name", "shop-web")], 14),
        (vec![filter("tag:Name", "shop-*")], 14 + 9 + 6),
        (vec![filter("instance-state-name", "stopped")], 1),
        (
            vec![
                filter("tag:service", "orders"),
                filter("instance-state-name", "running"),
            ],
            12,
        ),
        (vec![filter("vpc-id", "vpc-none")], 0),
    ];
    for (filters, expected) in cases {
        let what = format!("{filters:?}");
        let answer = ec2
            .describe_instances()
            .set_filters(Some(filters))
            .send()
            .await;
        let answer = answer.expect("instances");
        let found = answer
            .reservations()
            .iter()
            .flat_map(aws_sdk_ec2::types::Reservation::instances)
            .count();
        assert_eq!(found, expected, "{what}");
    }
    let refusals = [
        (
            code(ec2.describe_vpcs().vpc_ids("vpc-0123").send().await),
            "InvalidVpcID.NotFound",
        ),
        (
            code(ec2.describe_vpcs().max_results(1).send().await),
            "InvalidParameterValue",
        ),
        (
            code(ec2.describe_vpcs().next_token("x").send().await),
            "InvalidNextToken",
        ),
        (
            code(
                ec2.describe_vpcs()
                    .filters(filter("shape", "round"))
                    .send()
                    .await,
            ),
            "InvalidParameterValue",
        ),
        (
            code(
                ec2.describe_instances()
                    .instance_ids("i-1")
                    .max_results(9)
                    .send()
                    .await,
            ),
            "InvalidParameterCombination",
        ),
        (code(ec2.describe_images().send().await), "InvalidAction"),
    ];
    for (found, expected) in refusals {
        assert_eq!(found.as_deref(), Some(expected));
    }
    assert!(world.sim.count("DescribeVpcs") >= 4);
}

/// The code of a refusal.
pub(super) fn code<T, E>(result: Result<T, E>) -> Option<String>
where
    E: aws_sdk_ec2::error::ProvideErrorMetadata,
{
    result
        .err()
        .and_then(|error| error.code().map(str::to_owned))
}

#[tokio::test]
async fn ten_thousand_instances_are_read_in_ten_pages() {
    let world = World::new(Some(10_000));
    let ec2 = Ec2::new(&world.session("shop-prod", "eu-west-1").await);
    let began = Instant::now();
    let instances = instance_ids(&ec2, 1000).await;
    assert_eq!(instances.len(), 10_000);
    assert_eq!(world.sim.count("DescribeInstances"), 10);
    let volumes = ids!(ec2, describe_volumes, 1000, volumes, volume_id);
    let interfaces = ids!(
        ec2,
        describe_network_interfaces,
        1000,
        network_interfaces,
        network_interface_id
    );
    let mut pages = ec2
        .describe_instance_status()
        .include_all_instances(true)
        .into_paginator()
        .page_size(1000)
        .send();
    let mut statuses = 0;
    while let Some(page) = pages.next().await {
        statuses += page.expect("statuses").instance_statuses().len();
    }
    assert_eq!(statuses, 10_000);
    assert!(volumes.len() > 10_000 && interfaces.len() > 10_000);
    println!(
        "10,000 instances with all that is theirs in {:?}",
        began.elapsed()
    );

    let mut pages = ec2.describe_tags().into_paginator().page_size(1000).send();
    let mut tagged = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("tags");
        let found = page.tags().iter().filter_map(|one| one.resource_id());
        tagged.extend(found.map(str::to_owned));
    }
    assert!(instances.is_subset(&tagged), "every instance has tags");
    println!("and tags: {:?}", began.elapsed());
}
