//! What it costs to read an account: ten thousand instances over the wire of an AWS
//! inside the process, beside a program of the bare SDK that only counts them; a small
//! account behind a slow network; what is made of it; a thousand connected accounts.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench whose ground is missing measures nothing"
)]

use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_autoscaling::operation::describe_auto_scaling_groups::DescribeAutoScalingGroupsOutput;
use aws_sdk_ec2::config::Region;
use aws_sdk_ec2::operation::describe_instance_status::DescribeInstanceStatusOutput;
use aws_sdk_ec2::operation::describe_instances::DescribeInstancesOutput;
use aws_sdk_ec2::operation::describe_network_interfaces::DescribeNetworkInterfacesOutput;
use aws_sdk_ec2::operation::describe_volumes::DescribeVolumesOutput;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use futures::StreamExt;
use skymap::account::store::Store;
use skymap::account::{Account, Draft};
use skymap::aws::{Aws, Rate};
use skymap::graph::Graph;
use skymap::inventory::{Inventory, Survey};
use skymap::provider::{Cadence, Provider, ScanEvent, ScanTarget};
use skymap::sim::{self, Fault, Fleet, Rule, Sim, SystemClock};
use std::hint::black_box;
use std::time::{Duration, Instant};
use tikv_jemallocator::Jemalloc;
use tokio::runtime::Runtime;

/// As in the program.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

const MANY: usize = 10_000;
const SLOW: Duration = Duration::from_millis(50);

fn reading(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sim = Sim::new(Fleet::demo(Some(MANY)).unwrap(), SystemClock);
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    // What ten thousand instances bring along: their status, interfaces and volumes, their
    // groups and how they do as targets.
    group.bench_function(
        "10,000 instances, only counted, by the SDK alone",
        |bencher| {
            let client = bare(&runtime, &sim);
            bencher.iter(|| assert!(runtime.block_on(count(&client)) >= 4 * MANY));
        },
    );
    group.bench_function("10,000 instances", |bencher| {
        let account = account(&sim);
        bencher.iter(|| black_box(runtime.block_on(scan(&sim, &account))));
    });
    // Session, regions, then balancer, listener, rules: the longest chain is five calls.
    group.bench_function("the demo, each call taking 50 ms", |bencher| {
        let sim = Sim::new(Fleet::demo(None).unwrap(), SystemClock);
        sim.add_fault(Rule::new(Fault::Delay(SLOW)));
        let account = account(&sim);
        bencher.iter(|| black_box(runtime.block_on(scan(&sim, &account))));
    });
    group.finish();
}

fn understanding(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sim = Sim::new(Fleet::demo(Some(MANY)).unwrap(), SystemClock);
    let inventory = runtime.block_on(scan(&sim, &account(&sim)));
    let survey = Survey::of(&inventory);
    let mut group = criterion.benchmark_group("understand");
    group.bench_function("survey of 10,000 instances", |bencher| {
        bencher.iter_with_large_drop(|| Survey::of(&inventory));
    });
    group.bench_function("graph of 10,000 instances", |bencher| {
        bencher.iter_with_large_drop(|| Graph::of(&survey));
    });
    group.finish();
}

fn connecting(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store {
        config_dir: directory.path().to_owned(),
    };
    for number in 0..1_000_u64 {
        let role = format!("arn:aws:iam::{}:role/Map", 100_000_000_000 + number);
        let draft = Draft {
            name: format!("account {number}"),
            role_arn: role,
            ..Draft::new()
        };
        store.save(&draft.parse(&[]).unwrap(), None).unwrap();
    }
    criterion.bench_function("load 1,000 accounts", |bencher| {
        bencher.iter_batched(|| (), |()| store.load(), BatchSize::SmallInput);
    });
}

/// The demo's first account.
fn account(sim: &Sim) -> Account {
    let record = sim.fleet().accounts().remove(0);
    let draft = Draft {
        name: record.name,
        role_arn: record.role_arn,
        external_id: record.external_id,
        regions: record.regions.join(", "),
        ..Draft::new()
    };
    draft.parse(&[]).unwrap()
}

/// Everything of an account, with limits that do not decide how long it takes.
async fn scan(sim: &Sim, account: &Account) -> Inventory {
    let rate = Rate {
        burst: 1_000,
        per_second: 1_000.0,
        in_flight: 100,
    };
    let aws = Aws::over(sim::http_client(sim), sim::BASE_IDENTITY.credentials()).with_rate(rate);
    let mut events = aws.scan(ScanTarget {
        account: account.clone(),
        regions: Vec::new(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    });
    let mut inventory = Inventory::default();
    while let Some(event) = events.next().await {
        match event {
            ScanEvent::Collected { id, slice, .. } => {
                inventory.replace(id, slice, Instant::now());
            }
            ScanEvent::Failed { error, .. } => panic!("{error}"),
            _ => {}
        }
    }
    inventory
}

/// What clients of the SDK alone need, with the role assumed.
fn bare(runtime: &Runtime, sim: &Sim) -> SdkConfig {
    let record = sim.fleet().accounts().remove(0);
    runtime.block_on(async {
        let config = aws_config::defaults(BehaviorVersion::latest())
            .http_client(sim::http_client(sim))
            .credentials_provider(sim::BASE_IDENTITY.credentials())
            .region(Region::new("eu-west-1"))
            .load()
            .await;
        let role = AssumeRoleProvider::builder(record.role_arn)
            .external_id(record.external_id)
            .session_name("bench")
            .configure(&config)
            .build()
            .await;
        let config = config.into_builder();
        let provider = SharedCredentialsProvider::new(role);
        config.credentials_provider(provider).build()
    })
}

/// Counts the rows of every page of an operation.
macro_rules! rows {
    ($operation:expr, $size:expr, $rows:expr) => {
        async {
            let mut pages = $operation.into_paginator().page_size($size).send();
            let mut count = 0;
            while let Some(page) = pages.next().await {
                count += $rows(&page.unwrap());
            }
            count
        }
    };
}

async fn count(config: &SdkConfig) -> usize {
    let client = aws_sdk_ec2::Client::new(config);
    let groups = aws_sdk_autoscaling::Client::new(config);
    let instances = |page: &DescribeInstancesOutput| {
        let reservations = page.reservations().iter();
        reservations.map(|one| one.instances().len()).sum::<usize>()
    };
    let members = |page: &DescribeAutoScalingGroupsOutput| {
        let groups = page.auto_scaling_groups().iter();
        groups.map(|one| one.instances().len()).sum::<usize>()
    };
    let (instances, statuses, interfaces, volumes, members, targets) = futures::join!(
        rows!(client.describe_instances(), 1000, instances),
        rows!(
            client
                .describe_instance_status()
                .include_all_instances(true),
            1000,
            |page: &DescribeInstanceStatusOutput| page.instance_statuses().len()
        ),
        rows!(
            client.describe_network_interfaces(),
            1000,
            |page: &DescribeNetworkInterfacesOutput| page.network_interfaces().len()
        ),
        rows!(
            client.describe_volumes(),
            500,
            |page: &DescribeVolumesOutput| page.volumes().len()
        ),
        rows!(groups.describe_auto_scaling_groups(), 100, members),
        count_targets(config),
    );
    instances + statuses + interfaces + volumes + members + targets
}

async fn count_targets(config: &SdkConfig) -> usize {
    let client = aws_sdk_elasticloadbalancingv2::Client::new(config);
    let groups = client.describe_target_groups().send().await.unwrap();
    let arns = groups
        .target_groups()
        .iter()
        .filter_map(|group| group.target_group_arn());
    let answers = arns.map(|arn| {
        let request = client.describe_target_health().target_group_arn(arn);
        async {
            request
                .send()
                .await
                .unwrap()
                .target_health_descriptions()
                .len()
        }
    });
    futures::future::join_all(answers).await.into_iter().sum()
}

criterion_group!(benches, reading, understanding, connecting);
criterion_main!(benches);
