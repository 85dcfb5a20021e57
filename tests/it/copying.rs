//! What is copied: every kind has a command that the AWS CLI takes, and an address in the
//! console; what a terminal does not take is shown and can be written.

#![cfg(test)]

use crate::app::program::Program;
use crate::app::shop;
use crate::python::programs;
use crate::screens::screen;
use skymap::account::Region;
use skymap::app::{CopyItem, Effect, Message, Overlay, Pane, copies_of};
use skymap::inventory::{Fact, Kind, Resource, ResourceId};
use std::io::Write;
use std::process::{Command, Stdio};

/// A kind, the ARN of one of it behind the partition, and what its command ends in.
const SAMPLES: &[(Kind, &str, &str)] = &[
    (Kind::Vpc, "ec2:R:A:vpc/vpc-1", "--vpc-ids vpc-1"),
    (
        Kind::Subnet,
        "ec2:R:A:subnet/subnet-1",
        "--subnet-ids subnet-1",
    ),
    (
        Kind::AvailabilityZone,
        "ec2:R:A:availability-zone/eu-west-1a",
        "--zone-names eu-west-1a",
    ),
    (
        Kind::InternetGateway,
        "ec2:R:A:internet-gateway/igw-1",
        "igw-1",
    ),
    (Kind::NatGateway, "ec2:R:A:natgateway/nat-1", "nat-1"),
    (
        Kind::PeeringConnection,
        "ec2:R:A:vpc-peering-connection/pcx-1",
        "pcx-1",
    ),
    (
        Kind::TransitGateway,
        "ec2:R:A:transit-gateway/tgw-1",
        "tgw-1",
    ),
    (
        Kind::TransitGatewayAttachment,
        "ec2:R:A:transit-gateway-attachment/tgw-attach-1",
        "tgw-attach-1",
    ),
    (Kind::VpcEndpoint, "ec2:R:A:vpc-endpoint/vpce-1", "vpce-1"),
    (Kind::RouteTable, "ec2:R:A:route-table/rtb-1", "rtb-1"),
    (
        Kind::LoadBalancer,
        "elasticloadbalancing:R:A:loadbalancer/app/web/50dc",
        "loadbalancer/app/web/50dc",
    ),
    (
        Kind::LoadBalancer,
        "elasticloadbalancing:R:A:loadbalancer/old-web",
        "--load-balancer-names old-web",
    ),
    (
        Kind::Listener,
        "elasticloadbalancing:R:A:listener/app/web/50dc/6d0e",
        "listener/app/web/50dc/6d0e",
    ),
    (
        Kind::ListenerRule,
        "elasticloadbalancing:R:A:listener-rule/app/web/50dc/6d0e/9683",
        "/9683",
    ),
    (
        Kind::TargetGroup,
        "elasticloadbalancing:R:A:targetgroup/web/73e2",
        "targetgroup/web/73e2",
    ),
    (
        Kind::AutoScalingGroup,
        "autoscaling:R:A:autoScalingGroup:1a:autoScalingGroupName/it's web",
        r"'it'\''s web'",
    ),
    (Kind::Instance, "ec2:R:A:instance/i-1", "--instance-ids i-1"),
    (Kind::Volume, "ec2:R:A:volume/vol-1", "vol-1"),
    (
        Kind::ElasticIp,
        "ec2:R:A:elastic-ip/eipalloc-1",
        "--allocation-ids eipalloc-1",
    ),
    (
        Kind::NetworkInterface,
        "ec2:R:A:network-interface/eni-1",
        "eni-1",
    ),
    (
        Kind::SecurityGroup,
        "ec2:R:A:security-group/sg-1",
        "--group-ids sg-1",
    ),
    (
        Kind::SecurityGroupRule,
        "ec2:R:A:security-group-rule/sgr-1",
        "sgr-1",
    ),
    (Kind::NetworkAcl, "ec2:R:A:network-acl/acl-1", "acl-1"),
    (
        Kind::EgressOnlyInternetGateway,
        "ec2:R:A:egress-only-internet-gateway/eigw-1",
        "eigw-1",
    ),
    (Kind::VpnGateway, "ec2:R:A:vpn-gateway/vgw-1", "vgw-1"),
    (
        Kind::CustomerGateway,
        "ec2:R:A:customer-gateway/cgw-1",
        "cgw-1",
    ),
    (Kind::VpnConnection, "ec2:R:A:vpn-connection/vpn-1", "vpn-1"),
    (
        Kind::DirectConnectGateway,
        "directconnect::A:dx-gateway/0a1b",
        "0a1b",
    ),
    (
        Kind::DirectConnectConnection,
        "directconnect:R:A:dxcon/dxcon-1",
        "dxcon-1",
    ),
    (
        Kind::VirtualInterface,
        "directconnect:R:A:dxvif/dxvif-1",
        "dxvif-1",
    ),
    (
        Kind::DbCluster,
        "rds:R:A:cluster:orders",
        "--db-cluster-identifier orders",
    ),
    (
        Kind::DbInstance,
        "rds:R:A:db:orders-1",
        "--db-instance-identifier orders-1",
    ),
    (
        Kind::ReplicationGroup,
        "elasticache:R:A:replicationgroup:sessions",
        "sessions",
    ),
    (
        Kind::CacheCluster,
        "elasticache:R:A:cluster:sessions-001",
        "sessions-001",
    ),
    (Kind::EcsCluster, "ecs:R:A:cluster/shop", "--clusters shop"),
    (
        Kind::EcsService,
        "ecs:R:A:service/shop/web",
        "service/shop/web",
    ),
    (Kind::EcsTask, "ecs:R:A:task/shop/0a1b", "task/shop/0a1b"),
    (Kind::EksCluster, "eks:R:A:cluster/shop", "--name shop"),
    (
        Kind::NodeGroup,
        "eks:R:A:nodegroup/shop/large/0a1b",
        "--nodegroup-name large",
    ),
    (
        Kind::FargateProfile,
        "eks:R:A:fargateprofile/shop/jobs/0a1b",
        "--fargate-profile-name jobs",
    ),
    (
        Kind::Function,
        "lambda:R:A:function:resize",
        "--function-name resize",
    ),
    (
        Kind::StateMachine,
        "states:R:A:stateMachine:order",
        "stateMachine:order",
    ),
    (
        Kind::Api,
        "apigateway:R::/restapis/a1b2",
        "get-rest-api --rest-api-id a1b2",
    ),
    (
        Kind::Api,
        "apigateway:R::/apis/c3d4",
        "get-api --api-id c3d4",
    ),
    (Kind::VpcLink, "apigateway:R::/vpclinks/e5f6", "e5f6"),
    (Kind::Bucket, "s3:::shop-images", "--bucket shop-images"),
    (
        Kind::Table,
        "dynamodb:R:A:table/orders",
        "--table-name orders",
    ),
    (
        Kind::Queue,
        "sqs:R:A:jobs",
        "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
    ),
    (Kind::Topic, "sns:R:A:news", ":news"),
    (
        Kind::EventBus,
        "events:R:A:event-bus/orders",
        "--name orders",
    ),
    (
        Kind::EventRule,
        "events:R:A:rule/nightly",
        "--name nightly --event-bus-name default",
    ),
    (
        Kind::EventRule,
        "events:R:A:rule/orders/paid",
        "--name paid --event-bus-name orders",
    ),
    (
        Kind::Stream,
        "kinesis:R:A:stream/clicks",
        "--stream-name clicks",
    ),
    (
        Kind::KafkaCluster,
        "kafka:R:A:cluster/shop/0a1b-2",
        "cluster/shop/0a1b-2",
    ),
    (
        Kind::SearchDomain,
        "es:R:A:domain/logs",
        "--domain-name logs",
    ),
    (
        Kind::RedshiftCluster,
        "redshift:R:A:cluster:facts",
        "--cluster-identifier facts",
    ),
    (
        Kind::FileSystem,
        "elasticfilesystem:R:A:file-system/fs-1",
        "efs describe-file-systems --file-system-id fs-1",
    ),
    (
        Kind::FileSystem,
        "fsx:R:A:file-system/fs-0123456789ab",
        "fsx describe-file-systems --file-system-ids fs-0123456789ab",
    ),
    (
        Kind::MountTarget,
        "elasticfilesystem:R:A:mount-target/fsmt-0a1b2c3d",
        "fsmt-0a1b2c3d",
    ),
    (
        Kind::Repository,
        "ecr:R:A:repository/team/app",
        "--repository-names team/app",
    ),
    (
        Kind::Distribution,
        "cloudfront::A:distribution/E1",
        "--id E1",
    ),
    (Kind::HostedZone, "route53:::hostedzone/Z1", "--id Z1"),
    (
        Kind::WebAcl,
        "wafv2:R:A:regional/webacl/shop/0a1b",
        "--scope REGIONAL --name shop --id 0a1b",
    ),
    (
        Kind::WebAcl,
        "wafv2:us-east-1:A:global/webacl/edge/0a1c",
        "--scope CLOUDFRONT --name edge --id 0a1c",
    ),
    (
        Kind::Alarm,
        "cloudwatch:R:A:alarm:TargetTracking-table/orders",
        "TargetTracking-table/orders",
    ),
];

/// What has no page of its own in the console.
const WITHOUT_PAGE: [Kind; 5] = [
    Kind::AvailabilityZone,
    Kind::SecurityGroupRule,
    Kind::EgressOnlyInternetGateway,
    Kind::DirectConnectGateway,
    Kind::MountTarget,
];

fn sample(kind: Kind, rest: &str) -> Resource {
    let arn = rest
        .replace(":R:", ":eu-west-1:")
        .replace(":A:", ":111122223333:");
    let region = match arn.split(':').nth(1) {
        Some("") if kind != Kind::Bucket => Region::global(),
        _ => Region::new("eu-west-1"),
    };
    let id = ResourceId::new(format!("arn:aws:{arn}"));
    let account = shop::ACCOUNT.parse().expect("an account's number");
    Resource::new(id, kind, (account, region))
}

fn text<'a>(items: &'a [CopyItem], what: &str) -> Option<&'a str> {
    let item = items.iter().find(|item| item.what == what);
    item.map(|item| item.text.as_str())
}

/// Parses each command as the CLI does, up to the call that it would make; the parameters
/// are checked against AWS's own model of the operation.
const PARSE: &str = r"
import json, shlex, sys
import awscli.clidriver, awscli.customizations.sessionmanager as ssm
import awscli.customizations.ecs.executecommand as ecs
from botocore.validate import ParamValidator
made = []
def invoke(self, service, operation, parameters, parsed):
    session = getattr(self, '_session', None) or getattr(self, 'session')
    model = session.get_service_model(service) if isinstance(service, str) else service
    shape = model.operation_model(operation).input_shape
    report = ParamValidator().validate(parameters, shape)
    made.append(report.generate_report() or model.operation_model(operation).name)
    return 0
awscli.clidriver.CLIOperationCaller.invoke = invoke
for module, name in ((ssm, 'StartSessionCaller'), (ecs, 'ExecuteCommandCaller')):
    caller = getattr(module, name)
    caller.invoke = lambda self, service, operation, parameters, parsed: invoke(self, service, operation, parameters, parsed)
driver = awscli.clidriver.create_clidriver()
for line in json.load(sys.stdin):
    before = len(made)
    code = driver.main(shlex.split(line)[1:])
    if code != 0 or len(made) == before:
        print('refused:', line); continue
    print(made[-1])
";

#[test]
fn every_kind_has_a_command_that_the_aws_cli_takes() {
    for kind in Kind::ALL {
        let is_sampled = SAMPLES.iter().any(|(sampled, ..)| sampled == kind);
        assert!(
            is_sampled || *kind == Kind::External,
            "{kind:?} has no sample"
        );
    }
    let mut lines = Vec::new();
    for (kind, arn, end) in SAMPLES {
        let items = copies_of(&sample(*kind, arn));
        let command = text(&items, "aws command").unwrap_or_default();
        let command = command
            .strip_suffix(" --region eu-west-1")
            .unwrap_or(command);
        let command = command
            .strip_suffix(" --region us-east-1")
            .unwrap_or(command);
        assert!(command.ends_with(end), "{kind:?}: {command}");
        let asked = ["aws command", "ssm session", "exec", "target health"];
        let asked = asked.iter().filter_map(|what| text(&items, what));
        lines.extend(asked.map(str::to_owned));
    }
    let mut python = Command::new(programs().join("python"))
        .args(["-c", PARSE])
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .env("AWS_DEFAULT_REGION", "eu-west-1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python starts");
    let asked = serde_json::to_vec(&lines).expect("JSON");
    let mut stdin = python.stdin.take().expect("a pipe");
    stdin.write_all(&asked).expect("python reads");
    drop(stdin);
    let output = python.wait_with_output().expect("python ends");
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}{errors}");
    let made: Vec<&str> = said.lines().collect();
    assert_eq!(made.len(), lines.len(), "{said}{errors}");
    for (line, made) in lines.iter().zip(made) {
        let is_operation = made.chars().all(char::is_alphanumeric);
        let begins = ["Describe", "Get", "Head", "StartSession", "ExecuteCommand"];
        let is_fit = is_operation && begins.iter().any(|begin| made.starts_with(begin));
        assert!(is_fit, "{line}: {made}\n{errors}");
    }
}

#[test]
fn every_kind_has_its_page_in_the_console_of_its_partition() {
    for (kind, arn, _) in SAMPLES {
        let address = text(&copies_of(&sample(*kind, arn)), "console address").map(str::to_owned);
        assert_eq!(
            address.is_none(),
            WITHOUT_PAGE.contains(kind),
            "{kind:?}: {address:?}"
        );
        if let Some(address) = address {
            let is_https = address.starts_with("https://") && !address.contains(['{', '}', ' ']);
            assert!(
                is_https && address.contains("console.aws.amazon.com/"),
                "{address}"
            );
        }
    }
    for (arn, kind, expected) in [
        (
            "arn:aws-cn:lambda:cn-north-1:111122223333:function:resize",
            Kind::Function,
            "https://console.amazonaws.cn/lambda/home?region=cn-north-1#/functions/resize",
        ),
        (
            "arn:aws-us-gov:ec2:us-gov-west-1:111122223333:vpc/vpc-1",
            Kind::Vpc,
            "https://console.amazonaws-us-gov.com/vpcconsole/home?region=us-gov-west-1#VpcDetails:VpcId=vpc-1",
        ),
        (
            "arn:aws:sns:eu-west-1:111122223333:news & more",
            Kind::Topic,
            "https://eu-west-1.console.aws.amazon.com/sns/v3/home?region=eu-west-1#/topic/arn:aws:sns:eu-west-1:111122223333:news%20%26%20more",
        ),
        (
            "arn:aws:cloudfront::111122223333:distribution/E1",
            Kind::Distribution,
            "https://console.aws.amazon.com/cloudfront/v4/home#/distributions/E1",
        ),
    ] {
        let id = ResourceId::new(arn);
        let region = arn.split(':').nth(3).filter(|region| !region.is_empty());
        let region = region.map_or_else(Region::global, Region::new);
        let account = shop::ACCOUNT.parse().expect("a number");
        let items = copies_of(&Resource::new(id, kind, (account, region)));
        assert_eq!(text(&items, "console address"), Some(expected));
    }
}

/// Names are other people's text.
#[test]
fn a_name_never_becomes_an_option_or_a_command() {
    for (name, is_offered) in [
        ("$(reboot)", true),
        ("a; b", true),
        ("--endpoint-url=https://example.com", false),
        ("file:///etc/passwd", false),
    ] {
        let mut group = sample(
            Kind::AutoScalingGroup,
            "autoscaling:R:A:autoScalingGroup:1a:autoScalingGroupName/x",
        );
        group.name = name.into();
        let items = copies_of(&group);
        let command = text(&items, "aws command");
        assert_eq!(command.is_some(), is_offered, "{command:?}");
        let is_quoted = command.is_none_or(|command| command.contains(&format!("'{name}'")));
        assert!(is_quoted, "{command:?}");
    }
    let mut link = sample(Kind::VpcLink, "apigateway:R::/vpclinks/e5f6");
    link.facts.push(Fact {
        name: "for",
        value: "REST APIs".into(),
    });
    let items = copies_of(&link);
    assert!(
        text(&items, "aws command")
            .is_some_and(|one| one.starts_with("aws apigateway get-vpc-link"))
    );
}

#[test]
fn what_the_terminal_does_not_take_is_shown() {
    let mut program = Program::with_shop(80, 24);
    program.select("worker-1");
    let effects = program.press("y j Enter");
    let [Effect::Copy { what, text }] = &effects[..] else {
        panic!("{effects:?}");
    };
    let (what, text) = (what.clone(), text.clone());
    let copied = |outcome| Message::Copied {
        what: what.clone(),
        text: text.clone(),
        outcome,
    };
    program.send(copied(Ok(None)));
    let said = screen(&program);
    assert!(
        said.contains("copied ARN; y s shows it (sent to the terminal's clipboard, by OSC 52)"),
        "{said}"
    );

    // The menu begins with what was copied last.
    let effects = program.press("y s");
    assert_eq!(effects, [Effect::SetMouse(false)]);
    let shown = screen(&program);
    let line = format!("\n{text}\n");
    assert!(
        shown.contains(&line),
        "from the left edge on, and alone in its row:\n{shown}"
    );
    let effects = program.press("w");
    assert!(
        matches!(&effects[..], [Effect::WriteFile { path, text: written }]
        if path.to_string_lossy() == "skymap-arn-20260102-030405.txt" && *written == format!("{text}\n")),
        "{effects:?}"
    );
    assert_eq!(program.press("Esc"), [Effect::SetMouse(true)]);
    assert!(program.model.overlays.is_empty());

    let effects = program.send(copied(Err("this terminal has no clipboard".to_owned())));
    assert_eq!(
        effects,
        [Effect::SetMouse(false)],
        "without being asked for"
    );
    let shown = screen(&program);
    assert!(
        shown.contains("ARN: this terminal has no clipboard; select it here")
            && shown.contains(&line),
        "{shown}"
    );
    assert_eq!(program.press("q"), [Effect::SetMouse(true)]);
}

#[test]
fn the_map_is_copied_as_text() {
    let mut program = Program::with_shop(80, 24);
    program.press("y G");
    assert_eq!(
        program.model.overlays.last().map(Overlay::pane),
        Some(Pane::CopyMenu)
    );
    let effects = program.press("Enter");
    let [Effect::Copy { what, text }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(what, "map as text");
    assert!(
        text.contains("worker-1") && text.contains('│') && !text.contains('\u{1b}'),
        "{text}"
    );
    assert!(text.lines().all(|line| line.trim_end() == line));
    program.press("Esc");
    program.send(Message::Resized {
        width: 60,
        height: 12,
    });
    program.press("y s");
    let first = screen(&program);
    program.press("G");
    assert_ne!(screen(&program), first, "what is long is read on");
}
