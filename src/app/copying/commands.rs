//! Commands of the AWS CLI about a resource: the one that describes it, and those that
//! lead into it. Names are other people's text: every one is quoted for a POSIX shell, and
//! one that would read as an option is left out.

use super::named::Named;
use crate::inventory::Kind;

/// The command that asks AWS about it.
pub(super) fn describe(named: Named<'_>) -> Option<String> {
    let question = question(named)?;
    Some(located(&question, named))
}

/// Commands that lead into it, each with what it is.
pub(super) fn ways_in(named: Named<'_>) -> Vec<(&'static str, String)> {
    let ways = match named.resource.kind {
        Kind::Instance => vec![(
            "ssm session",
            way(&["ssm start-session --target", named.id]),
        )],
        Kind::EcsTask => vec![("exec", exec(named))],
        Kind::EksCluster => {
            vec![(
                "kubeconfig",
                way(&["eks update-kubeconfig --name", named.name]),
            )]
        }
        Kind::Function => {
            let group = format!("/aws/lambda/{}", named.name);
            vec![("logs", way(&["logs tail --follow", &group]))]
        }
        Kind::TargetGroup => {
            let health = way(&["elbv2 describe-target-health --target-group-arn", named.arn]);
            vec![("target health", health)]
        }
        _ => Vec::new(),
    };
    let known = ways.into_iter();
    known
        .filter_map(|(what, way)| Some((what, located(&way?, named))))
        .collect()
}

/// A shell in a task; where it has several containers, the CLI asks which.
fn exec(named: Named<'_>) -> Option<String> {
    let (cluster, _) = named.in_cluster()?;
    let cluster = way(&["ecs execute-command --cluster", cluster])?;
    let task = way(&["--task", named.arn])?;
    Some(format!("{cluster} {task} --interactive --command /bin/sh"))
}

/// What is global has no region to be asked in, but for what CloudFront uses.
fn located(question: &str, named: Named<'_>) -> String {
    let region = &named.resource.region;
    let is_elsewhere = matches!(
        named.resource.kind,
        Kind::WebAcl | Kind::DirectConnectGateway
    );
    match named.partition() {
        Some(partition) if region.is_global() && is_elsewhere => {
            format!("aws {question} --region {}", partition.default_region())
        }
        _ if region.is_global() => format!("aws {question}"),
        _ => format!("aws {question} --region {}", quoted(region.as_str())),
    }
}

fn question(named: Named<'_>) -> Option<String> {
    let Named {
        arn,
        id,
        name,
        tail,
        resource,
    } = named;
    let parts: &[&str] = match resource.kind {
        Kind::Instance => &["ec2 describe-instances --instance-ids", id],
        Kind::Volume => &["ec2 describe-volumes --volume-ids", id],
        Kind::Vpc => &["ec2 describe-vpcs --vpc-ids", id],
        Kind::Subnet => &["ec2 describe-subnets --subnet-ids", id],
        Kind::AvailabilityZone => &["ec2 describe-availability-zones --zone-names", name],
        Kind::RouteTable => &["ec2 describe-route-tables --route-table-ids", id],
        Kind::NetworkAcl => &["ec2 describe-network-acls --network-acl-ids", id],
        Kind::InternetGateway => &["ec2 describe-internet-gateways --internet-gateway-ids", id],
        Kind::EgressOnlyInternetGateway => &[
            "ec2 describe-egress-only-internet-gateways --egress-only-internet-gateway-ids",
            id,
        ],
        Kind::NatGateway => &["ec2 describe-nat-gateways --nat-gateway-ids", id],
        Kind::PeeringConnection => &[
            "ec2 describe-vpc-peering-connections --vpc-peering-connection-ids",
            id,
        ],
        Kind::TransitGateway => &["ec2 describe-transit-gateways --transit-gateway-ids", id],
        Kind::TransitGatewayAttachment => &[
            "ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids",
            id,
        ],
        Kind::VpcEndpoint => &["ec2 describe-vpc-endpoints --vpc-endpoint-ids", id],
        Kind::ElasticIp => &["ec2 describe-addresses --allocation-ids", id],
        Kind::NetworkInterface => &[
            "ec2 describe-network-interfaces --network-interface-ids",
            id,
        ],
        Kind::SecurityGroup => &["ec2 describe-security-groups --group-ids", id],
        Kind::SecurityGroupRule => &[
            "ec2 describe-security-group-rules --security-group-rule-ids",
            id,
        ],
        Kind::VpnGateway => &["ec2 describe-vpn-gateways --vpn-gateway-ids", id],
        Kind::CustomerGateway => &["ec2 describe-customer-gateways --customer-gateway-ids", id],
        // AWS answers with pre-shared keys as well: what is asked for leaves them out.
        Kind::VpnConnection => &[
            "ec2 describe-vpn-connections --query 'VpnConnections[].[VpnConnectionId,State,VgwTelemetry]' --vpn-connection-ids",
            id,
        ],
        Kind::LoadBalancer if named.is_classic() => {
            &["elb describe-load-balancers --load-balancer-names", name]
        }
        Kind::LoadBalancer => &["elbv2 describe-load-balancers --load-balancer-arns", arn],
        Kind::Listener => &["elbv2 describe-listeners --listener-arns", arn],
        Kind::ListenerRule => &["elbv2 describe-rules --rule-arns", arn],
        Kind::TargetGroup => &["elbv2 describe-target-groups --target-group-arns", arn],
        Kind::AutoScalingGroup => &[
            "autoscaling describe-auto-scaling-groups --auto-scaling-group-names",
            &resource.name,
        ],
        Kind::DirectConnectGateway => &[
            "directconnect describe-direct-connect-gateways --direct-connect-gateway-id",
            id,
        ],
        Kind::DirectConnectConnection => {
            &["directconnect describe-connections --connection-id", id]
        }
        // The same for its BGP keys.
        Kind::VirtualInterface => &[
            "directconnect describe-virtual-interfaces --query 'virtualInterfaces[].[virtualInterfaceId,virtualInterfaceState,bgpPeers[].bgpStatus]' --virtual-interface-id",
            id,
        ],
        Kind::DbCluster => &["rds describe-db-clusters --db-cluster-identifier", name],
        Kind::DbInstance => &["rds describe-db-instances --db-instance-identifier", name],
        Kind::ReplicationGroup => &[
            "elasticache describe-replication-groups --replication-group-id",
            name,
        ],
        Kind::CacheCluster => &[
            "elasticache describe-cache-clusters --show-cache-node-info --cache-cluster-id",
            name,
        ],
        Kind::EcsCluster => &["ecs describe-clusters --clusters", name],
        Kind::EcsService => &[
            "ecs describe-services --cluster",
            named.in_cluster()?.0,
            "--services",
            arn,
        ],
        Kind::EcsTask => &[
            "ecs describe-tasks --cluster",
            named.in_cluster()?.0,
            "--tasks",
            arn,
        ],
        Kind::EksCluster => &["eks describe-cluster --name", name],
        Kind::NodeGroup => &[
            "eks describe-nodegroup --cluster-name",
            named.part(0)?,
            "--nodegroup-name",
            named.part(1)?,
        ],
        Kind::FargateProfile => &[
            "eks describe-fargate-profile --cluster-name",
            named.part(0)?,
            "--fargate-profile-name",
            named.part(1)?,
        ],
        Kind::Function => &["lambda get-function-configuration --function-name", name],
        Kind::StateMachine => &[
            "stepfunctions describe-state-machine --state-machine-arn",
            arn,
        ],
        Kind::Api if tail.starts_with("restapis/") => {
            &["apigateway get-rest-api --rest-api-id", id]
        }
        Kind::Api => &["apigatewayv2 get-api --api-id", id],
        Kind::VpcLink if resource.fact("for") == Some("REST APIs") => {
            &["apigateway get-vpc-link --vpc-link-id", id]
        }
        Kind::VpcLink => &["apigatewayv2 get-vpc-link --vpc-link-id", id],
        Kind::Bucket => &["s3api head-bucket --bucket", tail],
        Kind::Table => &["dynamodb describe-table --table-name", name],
        Kind::Queue => {
            let url = named.queue_url()?;
            return way(&[
                "sqs get-queue-attributes --attribute-names All --queue-url",
                &url,
            ]);
        }
        Kind::Topic => &["sns get-topic-attributes --topic-arn", arn],
        Kind::EventBus => &["events describe-event-bus --name", name],
        Kind::EventRule => {
            let (bus, rule) = named.rule();
            &["events describe-rule --name", rule, "--event-bus-name", bus]
        }
        Kind::Stream => &["kinesis describe-stream-summary --stream-name", name],
        Kind::KafkaCluster => &["kafka describe-cluster-v2 --cluster-arn", arn],
        Kind::SearchDomain => &["opensearch describe-domain --domain-name", name],
        Kind::RedshiftCluster => &["redshift describe-clusters --cluster-identifier", name],
        Kind::FileSystem if named.service() == "fsx" => {
            &["fsx describe-file-systems --file-system-ids", id]
        }
        Kind::FileSystem => &["efs describe-file-systems --file-system-id", id],
        Kind::MountTarget => &["efs describe-mount-targets --mount-target-id", id],
        Kind::Repository => &["ecr describe-repositories --repository-names", name],
        Kind::Distribution => &["cloudfront get-distribution --id", id],
        Kind::HostedZone => &["route53 get-hosted-zone --id", id],
        Kind::WebAcl => {
            let scope = if tail.starts_with("global/") {
                "CLOUDFRONT"
            } else {
                "REGIONAL"
            };
            let (name, id) = (named.part(1)?, named.part(2)?);
            return way(&[
                "wafv2 get-web-acl --scope",
                scope,
                "--name",
                name,
                "--id",
                id,
            ]);
        }
        Kind::Alarm => &[
            "cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --alarm-names",
            name,
        ],
        Kind::External => return None,
    };
    way(parts)
}

/// Ours and theirs by turns: an operation or an option, then a value, which is quoted.
fn way(parts: &[&str]) -> Option<String> {
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        if at % 2 == 0 {
            text.push_str(part);
            continue;
        }
        // It would read as an option, or as a file to be read.
        let is_file = part.starts_with("file://") || part.starts_with("fileb://");
        if part.is_empty() || part.starts_with('-') || is_file {
            return None;
        }
        text.push_str(&quoted(part));
    }
    Some(text)
}

/// A name as a POSIX shell reads it: names are other people's text.
pub(super) fn quoted(name: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "-_./:@+=,".contains(character);
    if !name.is_empty() && name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}
