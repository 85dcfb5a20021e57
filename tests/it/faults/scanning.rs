//! `skymap scan` through a fault proxy: exit code, coverage, what is said and how often
//! AWS was asked.

use super::microburst::Microburst;
use crate::main_job::{Machine, Ran};
use crate::moto::server::{ACCOUNTS, Moto, REGION, role};
use serde_json::{Value, json};
use skymap::account::{Service, Services};
use std::collections::BTreeMap;
use std::path::Path;

struct Row {
    name: &'static str,
    rules: Value,
    code: i32,
    /// The collectors that fail, and the region's when not all of them are meant.
    fails: fn(&str, &str) -> bool,
    result: &'static str,
    /// On standard error.
    says: &'static [&'static str],
}

fn rows() -> Vec<Row> {
    let nothing: fn(&str, &str) -> bool = |_, _| false;
    let volumes: fn(&str, &str) -> bool = |collector, _| collector == "volumes";
    let on_volumes = |fault: Value| {
        let mut rule = json!({ "service": "ec2", "operation": "DescribeVolumes" });
        rule.as_object_mut()
            .unwrap()
            .extend(fault.as_object().unwrap().clone());
        json!([rule])
    };
    let denied = json!({ "code": "AccessDenied", "status": 403, "message": "not you" });
    vec![
        Row {
            name: "access denied for one service",
            rules: json!([{ "service": "elbv2", "error": denied }]),
            code: 3,
            fails: |collector, _| {
                [
                    "classic-instance-health",
                    "classic-load-balancers",
                    "listeners",
                    "load-balancers",
                    "target-groups",
                    "target-health",
                ]
                .contains(&collector)
            },
            result: "denied",
            says: &[
                "skymap: not complete: load-balancers in eu-west-1: elasticloadbalancing:DescribeLoadBalancers was denied",
                "skymap: possible cause: the role's policy does not allow elasticloadbalancing:",
            ],
        },
        Row {
            name: "access denied for one region",
            rules: json!([{ "service": "*", "region": "us-east-1", "error": denied }]),
            code: 3,
            fails: |_, region| region == "us-east-1",
            result: "denied",
            says: &["skymap: not complete: vpcs in us-east-1: ec2:DescribeVpcs was denied"],
        },
        Row {
            name: "two throttled calls of three",
            rules: json!([{
                "service": "ec2", "operation": "DescribeInstances", "region": REGION, "sequence": { "fail": 2, "pass": 1 },
                "error": { "code": "RequestLimitExceeded", "status": 503 }
            }]),
            code: 0,
            fails: nothing,
            result: "",
            says: &[],
        },
        Row {
            name: "throttled",
            rules: on_volumes(
                json!({ "error": { "code": "RequestLimitExceeded", "status": 503 } }),
            ),
            code: 3,
            fails: volumes,
            result: "throttled",
            says: &[
                "not complete: volumes in eu-west-1: ec2:DescribeVolumes was throttled",
                "one rate limit",
            ],
        },
        Row {
            name: "expired session",
            rules: on_volumes(json!({ "error": { "code": "RequestExpired", "status": 400 } })),
            code: 3,
            fails: volumes,
            result: "expired",
            says: &["ec2:DescribeVolumes failed, credentials have expired"],
        },
        Row {
            name: "a cut page",
            rules: on_volumes(json!({ "response": { "abort_frac": 0.5 } })),
            code: 3,
            fails: volumes,
            result: "bad-answer",
            says: &["ec2:DescribeVolumes got an answer that cannot be used"],
        },
        Row {
            name: "a shortened document",
            rules: on_volumes(json!({ "response": { "truncate_frac": 0.5 } })),
            code: 3,
            fails: volumes,
            result: "bad-answer",
            says: &["ec2:DescribeVolumes got an answer that cannot be used: it breaks off"],
        },
        Row {
            name: "an internal error",
            rules: on_volumes(json!({ "error": { "code": "InternalError", "status": 500 } })),
            code: 3,
            fails: volumes,
            result: "error",
            says: &["ec2:DescribeVolumes failed with InternalError"],
        },
        Row {
            name: "a reset",
            rules: on_volumes(json!({ "reset": true })),
            code: 3,
            fails: volumes,
            result: "unreachable",
            says: &["ec2:DescribeVolumes could not reach its endpoint: the connection was "],
        },
        Row {
            name: "expired base identity",
            rules: json!([{ "service": "sts", "error": { "code": "ExpiredToken", "status": 403 } }]),
            code: 1,
            fails: nothing,
            result: "",
            says: &[
                "skymap: scan shop: sts:AssumeRole failed, credentials have expired",
                "skymap: possible cause: the base identity's credentials have expired; renew them",
                "aws sso login",
            ],
        },
        Row {
            name: "every read denied",
            rules: json!(
                ["ec2", "elbv2", "autoscaling"]
                    .map(|service| json!({ "service": service, "error": denied }))
            ),
            code: 1,
            fails: nothing,
            result: "",
            says: &[
                "skymap: scan shop: nothing could be read",
                "not complete: zones in eu-west-1",
            ],
        },
    ]
}

#[test]
fn a_scan_says_what_it_could_not_read_and_reads_the_rest() {
    let moto = Moto::start();
    moto.make_estates();
    let proxy = Microburst::before(&moto.endpoint);
    let machine = Machine::at(&proxy.endpoint());
    let role = role(ACCOUNTS[0]);
    let regions = ["--region", REGION, "--region", "us-east-1"];
    let fields = ["accounts", "add", "--name", "shop", "--role-arn", &role];
    machine.expect(0, &[&fields[..], &regions].concat());
    read_alone(&machine, &SERVICES);
    let whole = machine.expect(0, &["scan", "shop", "--json"]).out;
    let whole = counts(&whole);
    for row in rows() {
        proxy.set_rules(&row.rules);
        let ran = machine.run(&["scan", "shop", "--json"]);
        check(&row, &ran, &whole);
        for operation in proxy.fired() {
            let fired = proxy.fired().into_iter().filter(|one| *one == operation);
            // A call for each region, for each of two collectors at most.
            assert!(fired.count() <= 3 * 2 * 2, "{}: {operation}", row.name);
        }
    }
}

/// Those that the rows name.
const SERVICES: [Service; 3] = [Service::Ec2, Service::LoadBalancing, Service::AutoScaling];

/// Switches the other services of the account off.
fn read_alone(machine: &Machine, services: &[Service]) {
    let mut environment = machine.environment().into_iter();
    let (_, directory) = environment
        .find(|(name, _)| *name == "SKYMAP_CONFIG_DIR")
        .unwrap();
    let path = Path::new(directory).join("accounts.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let off = Services::only(services).off.into_iter();
    let off: Vec<&str> = off.map(Service::name).collect();
    let name = "name = \"shop\"\n";
    let (before, after) = text.split_once(name).unwrap();
    let edited = format!("{before}{name}services_off = {off:?}\n{after}");
    std::fs::write(&path, edited).unwrap();
}

fn check(row: &Row, ran: &Ran, whole: &BTreeMap<(String, String), u64>) {
    let Ran { code, out, errors } = ran;
    let name = row.name;
    assert_eq!(*code, Some(row.code), "{name}: {errors}");
    for text in row.says {
        assert!(errors.contains(text), "{name}: {text:?} is not in {errors}");
    }
    if row.code == 1 {
        assert_eq!(
            out, "",
            "{name}: a document would look like an empty account"
        );
        return;
    }
    let document: Value = serde_json::from_str(out).unwrap();
    for part in read(&document) {
        let collector = part["collector"].as_str().unwrap();
        let region = part["region"].as_str().unwrap();
        if (row.fails)(collector, region) {
            assert_eq!(part["result"], row.result, "{name}: {part}");
            assert!(part["calls"].as_u64().unwrap() <= 3, "{name}: {part}");
        } else {
            assert_eq!(part["result"], "ok", "{name}: {part}");
        }
    }
    for ((collector, region), count) in counts(out) {
        let is_whole = (row.fails)(&collector, &region) || depends_on_another(&collector);
        let expected = if is_whole {
            count
        } else {
            whole[&(collector.clone(), region.clone())]
        };
        assert_eq!(count, expected, "{name}: {collector} in {region}");
    }
}

/// Who is asked for target by target has as many rows as there are target groups.
fn depends_on_another(collector: &str) -> bool {
    ["target-health", "classic-instance-health"].contains(&collector)
}

/// The coverage of what is on.
fn read(document: &Value) -> impl Iterator<Item = &Value> {
    let parts = document["coverage"].as_array().unwrap().iter();
    parts.filter(|part| part["result"] != "off")
}

/// How many of what were read where.
fn counts(document: &str) -> BTreeMap<(String, String), u64> {
    let document: Value = serde_json::from_str(document).unwrap();
    let parts = read(&document);
    let text = |part: &Value, field: &str| part[field].as_str().unwrap().to_owned();
    parts
        .map(|part| {
            let place = (text(part, "collector"), text(part, "region"));
            (place, part["count"].as_u64().unwrap())
        })
        .collect()
}
