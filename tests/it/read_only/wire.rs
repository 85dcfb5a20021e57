//! What goes over the wire, byte for byte, between the program and the sim's port, and
//! what the very credentials that came back are good for: a role of the demo allows
//! everything, so that the session policy alone stands in the way.

use super::recorder::Recorder;
use super::{allows, patterns};
use crate::main_job::Machine;
use crate::main_job::sim::Server;
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_sdk_autoscaling::Client as AutoScaling;
use aws_sdk_ec2::Client as Ec2;
use aws_sdk_ec2::error::ProvideErrorMetadata;
use aws_sdk_elasticloadbalancingv2::Client as Elb;
use skymap::account::Services;
use skymap::aws::actions;
use skymap::sim::Fleet;
use std::collections::BTreeSet;

#[test]
fn every_session_is_cut_down_on_the_wire_and_the_sim_holds_it_to_that() {
    let accounts = Fleet::demo(None).unwrap().accounts();
    let server = Server::start(accounts.len());
    let upstream = server.endpoint().strip_prefix("http://").unwrap();
    let recorder = Recorder::before(upstream);
    let endpoint = format!("http://{}", recorder.address);
    let environment = [server.environment(), vec![("AWS_ENDPOINT_URL", &endpoint)]].concat();
    let machine = Machine::with(&environment);
    let (at, account) = accounts
        .iter()
        .enumerate()
        .find(|(_, account)| account.name == "data")
        .unwrap();
    let words: Vec<&str> = server.commands[at].iter().map(String::as_str).collect();
    machine.expect(0, &words);
    machine.expect(0, &["accounts", "test", &account.name]);
    machine.expect(0, &["scan", &account.name]);

    let requests = recorder.requests();
    let (roles, others): (Vec<_>, Vec<_>) = requests
        .iter()
        .partition(|request| request["Action"] == "AssumeRole");
    assert!(roles.len() >= 3, "{} sessions", roles.len());
    let policy = &roles[0]["Policy"];
    for role in &roles {
        assert_eq!(&role["Policy"], policy);
        assert!(role["Policy"].chars().count() <= 2048);
    }
    for action in actions(&Services::default()) {
        assert!(allows(policy, action), "{action}");
    }
    let names: BTreeSet<&str> = actions(&Services::default())
        .iter()
        .map(|action| action.split(':').nth(1).unwrap())
        .chain(["GetCallerIdentity"])
        .collect();
    for request in others {
        let asked = request["Action"].as_str();
        // OpenSearch describes what is named in a body.
        let is_rest = asked.starts_with("GET ") || asked.ends_with("/opensearch/domain-info");
        assert!(is_rest || names.contains(asked), "{request:?}");
    }
    for write in [
        "ec2:RunInstances",
        "sts:AssumeRole",
        "iam:PassRole",
        "s3:GetObject",
    ] {
        assert!(!allows(policy, write), "{write}");
    }
    assert!(!patterns(policy, "Deny").is_empty());

    let credentials = recorder.answers().iter().find_map(|text| issued(text));
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(reads_and_nothing_else(
            server.endpoint(),
            credentials.unwrap(),
        ));
}

async fn reads_and_nothing_else(endpoint: &str, credentials: Credentials) {
    let config = config(endpoint, credentials).await;
    let (ec2, elb, scaling) = (
        Ec2::new(&config),
        Elb::new(&config),
        AutoScaling::new(&config),
    );
    assert!(ec2.describe_vpcs().send().await.is_ok());
    let arn = "arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/x/1";
    let run = ec2.run_instances().min_count(1).max_count(1).send().await;
    let tag = ec2.create_tags().resources("vpc-1").send().await;
    let delete = elb.delete_load_balancer().load_balancer_arn(arn).send();
    let desire = scaling
        .set_desired_capacity()
        .auto_scaling_group_name("x")
        .desired_capacity(0)
        .send();
    let password = ec2.get_password_data().instance_id("i-1").send().await;
    let attribute = ec2
        .describe_instance_attribute()
        .instance_id("i-1")
        .attribute(aws_sdk_ec2::types::InstanceAttributeName::UserData)
        .send();
    let spot = ec2.describe_spot_instance_requests().send().await;
    let launch = scaling.describe_launch_configurations().send().await;
    let (not_allowed, denied) = (
        "because no session policy allows the",
        "with an explicit deny in a session policy",
    );
    for (answer, code, action, reason) in [
        (
            refusal(run),
            "UnauthorizedOperation",
            "ec2:RunInstances",
            not_allowed,
        ),
        (
            refusal(tag),
            "UnauthorizedOperation",
            "ec2:CreateTags",
            not_allowed,
        ),
        (
            refusal(delete.await),
            "AccessDenied",
            "elasticloadbalancing:DeleteLoadBalancer",
            not_allowed,
        ),
        (
            refusal(desire.await),
            "AccessDenied",
            "autoscaling:SetDesiredCapacity",
            not_allowed,
        ),
        (
            refusal(password),
            "UnauthorizedOperation",
            "ec2:GetPasswordData",
            not_allowed,
        ),
        (
            refusal(attribute.await),
            "UnauthorizedOperation",
            "ec2:DescribeInstanceAttribute",
            denied,
        ),
        (
            refusal(spot),
            "UnauthorizedOperation",
            "ec2:DescribeSpotInstanceRequests",
            denied,
        ),
        (
            refusal(launch),
            "AccessDenied",
            "autoscaling:DescribeLaunchConfigurations",
            not_allowed,
        ),
    ] {
        assert_eq!(answer.0, code, "{action}");
        assert!(
            answer.1.contains(action) && answer.1.contains(reason),
            "{answer:?}"
        );
    }
}

/// The code and the message of an answer that must be a refusal.
fn refusal<T, E: ProvideErrorMetadata>(answer: Result<T, E>) -> (String, String) {
    let error = answer.err().unwrap();
    let of = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (of(error.code()), of(error.message()))
}

async fn config(endpoint: &str, credentials: Credentials) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(endpoint)
        .credentials_provider(credentials)
        .retry_config(RetryConfig::disabled())
        .load()
        .await
}

/// The credentials in an answer of `AssumeRole`.
fn issued(text: &str) -> Option<Credentials> {
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        Some(value.to_owned())
    };
    Some(Credentials::new(
        element("AccessKeyId")?,
        element("SecretAccessKey")?,
        Some(element("SessionToken")?),
        None,
        "the wire",
    ))
}
