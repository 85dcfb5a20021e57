//! What templates in the manner of AWS's own samples make: every resource that boto3 lists
//! is in the scan once, and no line leads to what is not there.

use super::apps::links;
use super::server::{ACCOUNTS, Moto, REGION, role};
use crate::main_job::Machine;
use crate::main_job::reading::{document, listed, scanned};
use serde_json::Value;
use std::collections::BTreeSet;

const NUMBER: &str = ACCOUNTS[0];

/// `FROM KIND TO [LABEL]`, each end by its kind and name: of each template, of each way to
/// name a resource, and of every variable that names one.
const LINKS: [&str; 36] = [
    "instance bastion is-contained-in subnet public-a",
    "auto-scaling-group site is-contained-in subnet private-a",
    "load-balancer site forwards-to target-group site [80/http]",
    "load-balancer site forwards-to target-group admin [80/http /admin/*]",
    "target-group admin forwards-to instance bastion [9090]",
    "db-instance site-replica is-replica-of db-instance site",
    "db-instance ledger-1 is-member-of db-cluster ledger [writer]",
    "db-cluster ledger is-attached-to subnet private-a",
    "hosted-zone samples.example forwards-to load-balancer site [www.samples.example]",
    "hosted-zone samples.example forwards-to db-instance site [db.samples.example]",
    "ecs-service returns is-member-of ecs-cluster shop",
    "ecs-service returns is-associated-with target-group orders",
    "ecs-service returns is-attached-to subnet private-b",
    "ecs-service returns refers-to repository shop/orders",
    "ecs-service returns refers-to queue work [WORK_QUEUE_URL]",
    "api orders forwards-to function front [POST /orders]",
    "api shop forwards-to function front [$default]",
    "function front refers-to table orders [ORDERS_TABLE]",
    "function front refers-to queue orders-incoming [QUEUE_URL]",
    "function front refers-to topic orders-placed [TOPIC_ARN]",
    "function front refers-to bucket samples-uploads [BUCKET]",
    "function worker refers-to table orders [TABLE_ARN]",
    "function worker refers-to stream changes [CHANGES_STREAM]",
    "function worker is-triggered-by queue orders-incoming",
    "function worker is-attached-to subnet private-a",
    "function mailer is-triggered-by table orders",
    "queue orders-incoming sends-events-to queue orders-failed [dead letters]",
    "topic orders-placed sends-events-to queue orders-incoming",
    "topic orders-placed sends-events-to function mailer",
    "bucket samples-uploads sends-events-to queue orders-incoming [ObjectCreated:*]",
    "event-rule nightly sends-events-to function worker",
    "event-rule shipped is-triggered-by event-bus orders",
    "event-rule shipped sends-events-to function front",
    "state-machine fulfilment sends-events-to function worker",
    "distribution uploads.samples.example forwards-to bucket samples-uploads [*]",
    "alarm orders-wait watches queue orders-incoming",
];

/// All that may lead out of the account: a person's mail, and the VPC that the emulator
/// makes up for every function.
const STRANGERS: [&str; 2] = [
    "topic orders-placed sends-events-to external mail subscription",
    "function worker is-contained-in external vpc-123abc",
];

#[test]
fn templates_of_the_samples_kind_are_read_without_a_gap() {
    let moto = Moto::start();
    let role = role(NUMBER);
    let entrance = moto.entrance(&role);
    entrance.run_script("moto/samples.py", "make", &[]);
    let answer = entrance.run_script("moto/samples.py", "list", &[]);
    let expected = listed(&serde_json::from_str(&answer).unwrap());
    assert!(expected.len() >= 40, "{} kinds", expected.len());

    let machine = Machine::at(&moto.endpoint);
    let added = ["--name", "samples", "--role-arn", &role, "--region", REGION];
    machine.expect(0, &[&["accounts", "add"], &added[..]].concat());
    let document = document(&machine.expect(0, &["scan", "samples", "--json"]).out);
    let mut found = scanned(&document, NUMBER, REGION);
    found.extend(scanned(&document, NUMBER, "global"));
    let kinds: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    for kind in kinds {
        assert_eq!(found.get(kind), expected.get(kind), "{kind}");
    }
    assert_is_closed(&document);
}

fn assert_is_closed(document: &Value) {
    let links = links(document);
    for expected in LINKS {
        assert!(links.contains(expected), "{expected} in {links:#?}");
    }
    let strangers = links.iter().filter(|link| link.contains(" external "));
    let strangers: BTreeSet<&str> = strangers.map(String::as_str).collect();
    assert_eq!(strangers, BTreeSet::from(STRANGERS));
    let of_variables = document["relationships"].as_array().unwrap().iter();
    let of_variables = of_variables.filter(|link| {
        let field = link["evidence"]["field"].as_str().unwrap();
        field.contains("nvironment")
    });
    // The tasks' one is said by both services, and STAGE names nothing.
    assert_eq!(of_variables.count(), 6 + 2);
}
