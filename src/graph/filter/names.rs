//! What people call the kinds of resources and the services of AWS. The short names are
//! those of AWS's own tools and of Cloudcraft's filters.

use super::Pattern;
use crate::inventory::{Kind, Resource};

/// By its own name or title, by a short name, or by the kind of its balancer.
pub(super) fn is_of_type(resource: &Resource, value: &Pattern) -> bool {
    let kind = resource.kind;
    value.is(kind.name())
        || value.is(kind.title())
        || value.is(kind.plural())
        || short_names(kind).iter().any(|name| value.is(name))
        || variant(resource).is_some_and(|name| value.is(name))
}

/// Whether a type is known by that name, whether or not there is one of it.
pub(super) fn is_type(value: &Pattern) -> bool {
    let variants = ["alb", "nlb", "gwlb", "clb"];
    variants.iter().any(|name| value.is(name))
        || Kind::ALL.iter().any(|kind| {
            let names = [kind.name(), kind.title(), kind.plural()];
            let mut names = names.iter().chain(short_names(*kind));
            names.any(|name| value.is(name))
        })
}

/// The third part of its ARN, or another name of the same service.
pub(super) fn is_of_service(resource: &Resource, value: &Pattern) -> bool {
    let Some(service) = service(resource) else {
        return false;
    };
    value.is(service) || other_names(service).iter().any(|name| value.is(name))
}

/// The AWS service, as ARNs and policies write it.
pub(super) fn service(resource: &Resource) -> Option<&str> {
    let mut parts = resource.id.as_str().split(':');
    let is_arn = parts.next() == Some("arn");
    parts.nth(1).filter(|service| is_arn && !service.is_empty())
}

fn variant(resource: &Resource) -> Option<&'static str> {
    if resource.kind != Kind::LoadBalancer {
        return None;
    }
    Some(match resource.fact("type")? {
        "application" => "alb",
        "network" => "nlb",
        "gateway" => "gwlb",
        "classic" => "clb",
        _ => return None,
    })
}

fn other_names(service: &str) -> &'static [&'static str] {
    match service {
        "elasticloadbalancing" => &["elb", "elbv2"],
        "autoscaling" => &["asg"],
        "elasticfilesystem" => &["efs"],
        "states" => &["sfn", "stepfunctions", "step-functions"],
        "events" => &["eventbridge"],
        "kafka" => &["msk"],
        "es" => &["opensearch", "elasticsearch"],
        "wafv2" | "waf-regional" => &["waf"],
        "directconnect" => &["dx"],
        "apigateway" | "execute-api" => &["api-gateway"],
        _ => &[],
    }
}

pub(super) fn short_names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Vpc | Kind::Subnet | Kind::Listener | Kind::External => &[],
        Kind::AvailabilityZone => &["zone", "az"],
        Kind::InternetGateway => &["igw"],
        Kind::NatGateway => &["nat", "natgw"],
        Kind::PeeringConnection => &["peering", "pcx"],
        Kind::TransitGateway => &["tgw"],
        Kind::TransitGatewayAttachment => &["tgw-attachment"],
        Kind::VpcEndpoint => &["endpoint", "vpce"],
        Kind::RouteTable => &["rtb"],
        Kind::LoadBalancer => &["lb", "elb"],
        Kind::ListenerRule => &["rule"],
        Kind::TargetGroup => &["tg"],
        Kind::AutoScalingGroup => &["asg", "autoscaling"],
        Kind::Instance => &["ec2", "server"],
        Kind::Volume => &["ebs", "disk"],
        Kind::ElasticIp => &["eip"],
        Kind::NetworkInterface => &["eni"],
        Kind::SecurityGroup => &["sg"],
        Kind::SecurityGroupRule => &["sg-rule", "sgr"],
        Kind::NetworkAcl => &["acl", "nacl"],
        Kind::EgressOnlyInternetGateway => &["eigw", "eoigw"],
        Kind::VpnGateway => &["vgw"],
        Kind::CustomerGateway => &["cgw", "customergateway"],
        Kind::VpnConnection => &["vpn"],
        Kind::DirectConnectGateway => &["dxgw", "dx-gateway"],
        Kind::DirectConnectConnection => &["dx", "dxcon"],
        Kind::VirtualInterface => &["vif", "dxvif"],
        Kind::DbCluster => &["rds", "aurora", "cluster"],
        Kind::DbInstance => &["rds", "db"],
        Kind::ReplicationGroup => &["elasticache", "cache", "redis", "valkey"],
        Kind::CacheCluster => &["elasticache", "cache", "memcached"],
        Kind::EcsCluster => &["ecs", "cluster"],
        Kind::EcsService => &["ecs", "ecsservice"],
        Kind::EcsTask => &["ecs", "task", "fargate"],
        Kind::EksCluster => &["eks", "kubernetes", "k8s", "cluster"],
        Kind::NodeGroup => &["eks", "nodegroup", "ng"],
        Kind::FargateProfile => &["eks", "fargateprofile"],
        Kind::Function => &["lambda"],
        Kind::StateMachine => &["sfn", "stepfunctions"],
        Kind::Api => &["apigateway", "api-gateway", "apigw"],
        Kind::VpcLink => &["vpclink"],
        Kind::Bucket => &["s3"],
        Kind::Table => &["dynamodb", "ddb", "dynamo"],
        Kind::Queue => &["sqs"],
        Kind::Topic => &["sns"],
        Kind::EventBus => &["eventbridge", "bus"],
        Kind::EventRule => &["eventbridge", "events-rule"],
        Kind::Stream => &["kinesis"],
        Kind::KafkaCluster => &["msk", "kafka", "cluster"],
        Kind::SearchDomain => &["opensearch", "elasticsearch", "es"],
        Kind::RedshiftCluster => &["redshift", "cluster"],
        Kind::FileSystem => &["efs", "fsx", "fs"],
        Kind::MountTarget => &["mount", "fsmt"],
        Kind::Repository => &["ecr", "repo"],
        Kind::Distribution => &["cloudfront", "cdn", "cf"],
        Kind::HostedZone => &["route53", "r53", "dns"],
        Kind::WebAcl => &["waf", "wafv2"],
        Kind::Alarm => &["cloudwatch", "cw"],
    }
}
