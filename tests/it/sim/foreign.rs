//! Clients in other languages, through the loopback port.

use super::World;
use crate::python;
use serde_json::Value;
use skymap::sim::{self, BASE_IDENTITY, Listener};
use std::path::Path;
use std::process::Stdio;

pub(super) async fn open(world: &World) -> Listener {
    let any_port = ([127, 0, 0, 1], 0).into();
    sim::listen(&world.sim, any_port).await.expect("a port")
}

/// Runs a program of the Python environment against the port and gives its output.
pub(super) async fn run(world: &World, listener: &Listener, arguments: &[&str]) -> (bool, String) {
    let programs = tokio::task::spawn_blocking(python::programs)
        .await
        .expect("an environment");
    let shop = world.account("shop-prod");
    let (program, arguments) = arguments.split_first().expect("a program");
    let arguments: Vec<String> = arguments.iter().map(|&one| one.to_owned()).collect();
    let mut command = std::process::Command::new(programs.join("python"));
    if *program == "aws" {
        command.arg(programs.join("aws"));
    } else {
        command.arg(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/it/sim")
                .join(program),
        );
    }
    command
        .args(arguments)
        .env_clear()
        .env("AWS_ENDPOINT_URL", format!("http://{}", listener.address()))
        .env("AWS_ACCESS_KEY_ID", BASE_IDENTITY.access_key_id)
        .env("AWS_SECRET_ACCESS_KEY", BASE_IDENTITY.secret_access_key)
        .env("AWS_DEFAULT_REGION", "eu-west-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_PAGER", "")
        .env("PATH", "/usr/bin:/bin")
        .env("ROLE_ARN", &shop.role_arn)
        .env("EXTERNAL_ID", &shop.external_id)
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.expect("a thread").expect("python that starts");
    let (text, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    (output.status.success(), format!("{text}{errors}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn boto3_reads_every_list_and_finds_what_the_fleet_holds() {
    let world = World::new(None);
    let listener = open(&world).await;
    let (is_well, text) = run(&world, &listener, &["read.py"]).await;
    assert!(is_well, "{text}");
    let read: Value = serde_json::from_str(&text).expect("JSON");
    let count = |name: &str| read[name].as_array().map_or(0, Vec::len);
    let instances = world
        .sim
        .fleet()
        .instance_count("111122223333", "eu-west-1");
    assert_eq!(count("instances"), instances);
    let lists = [
        "regions",
        "zones",
        "vpcs",
        "subnets",
        "route_tables",
        "internet_gateways",
        "nat_gateways",
        "security_groups",
        "security_group_rules",
        "statuses",
        "volumes",
        "addresses",
        "interfaces",
        "endpoints",
        "peerings",
        "tags",
        "acls",
        "load_balancers",
        "attributes",
        "listeners",
        "rules",
        "target_groups",
        "targets",
        "elb_tags",
        "groups",
    ];
    for name in lists {
        assert!(count(name) > 0, "{name} is not empty");
    }
    assert_eq!(
        read["dangling"],
        serde_json::json!([]),
        "every reference leads somewhere"
    );
    assert_eq!(
        read["missing"],
        serde_json::json!([]),
        "nothing that AWS always sends is missing"
    );
    assert_eq!(read["denied"], "AccessDenied");
    assert_eq!(read["unsigned"], "InvalidClientTokenId");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_aws_cli_reads_through_a_role_and_is_refused_without_the_external_id() {
    let world = World::new(None);
    let shop = world.account("shop-prod");
    let listener = open(&world).await;
    let (is_well, text) = run(&world, &listener, &["aws", "sts", "get-caller-identity"]).await;
    assert!(
        is_well && text.contains("arn:aws:iam::999988887777:user/ops"),
        "{text}"
    );
    let assume = [
        "aws",
        "sts",
        "assume-role",
        "--role-session-name",
        "cli",
        "--role-arn",
        &shop.role_arn,
    ];
    let (is_well, text) = run(&world, &listener, &assume).await;
    let refusal = "(AccessDenied) when calling the AssumeRole operation: User: \
         arn:aws:iam::999988887777:user/ops is not authorized to perform: sts:AssumeRole on \
         resource: arn:aws:iam::111122223333:role/SkymapReadOnly";
    assert!(!is_well && text.contains(refusal), "{text}");
    let with_id = [&assume[..], &["--external-id", &shop.external_id]].concat();
    let (is_well, text) = run(&world, &listener, &with_id).await;
    assert!(is_well && text.contains("\"SessionToken\""), "{text}");
    let (is_well, text) = run(&world, &listener, &["aws", "ec2", "describe-vpcs"]).await;
    assert!(
        !is_well && text.contains("(UnauthorizedOperation)"),
        "{text}"
    );
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    let world = World::new(None);
    let everywhere = ([0, 0, 0, 0], 0).into();
    let refused = sim::listen(&world.sim, everywhere).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("only loopback")));
}
