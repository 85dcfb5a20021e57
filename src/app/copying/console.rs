//! Where the management console shows a resource. The pages are the console's own, as it
//! links to them; what has no page of its own leads to the one that holds it, and what is
//! not known has no address.

use super::named::Named;
use crate::account::Partition;
use crate::inventory::Kind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
/// Behind the `#` the console reads ARNs as they are.
const FRAGMENT: &AsciiSet = &PLAIN.remove(b':').remove(b'/').remove(b'=').remove(b';');

/// Its address.
pub(super) fn address(named: Named<'_>) -> Option<String> {
    let partition = named.partition()?;
    let page = page(named)?;
    let region = &named.resource.region;
    let host = partition.console_host();
    if region.is_global() {
        return Some(format!(
            "https://{host}/{}",
            page.replace("{region}", partition.default_region())
        ));
    }
    // Only the commercial partition's console has a host for each region.
    let host = match partition {
        Partition::Aws => format!("{region}.{host}"),
        _ => host.to_owned(),
    };
    Some(format!(
        "https://{host}/{}",
        page.replace("{region}", region.as_str())
    ))
}

/// The path, with `{region}` where the region stands.
fn page(named: Named<'_>) -> Option<String> {
    let (id, arn) = (encoded(named.id, FRAGMENT), encoded(named.arn, FRAGMENT));
    let name = encoded(named.name, FRAGMENT);
    let ec2 = |page: String| format!("ec2/home?region={{region}}#{page}");
    let vpc = |page: String| format!("vpcconsole/home?region={{region}}#{page}");
    let home = |service: &str, page: String| format!("{service}/home?region={{region}}#{page}");
    Some(match named.resource.kind {
        Kind::Instance => ec2(format!("InstanceDetails:instanceId={id}")),
        Kind::Volume => ec2(format!("VolumeDetails:volumeId={id}")),
        Kind::SecurityGroup => ec2(format!("SecurityGroup:groupId={id}")),
        Kind::NetworkInterface => ec2(format!("NetworkInterface:networkInterfaceId={id}")),
        Kind::ElasticIp => ec2(format!("ElasticIpDetails:AllocationId={id}")),
        Kind::LoadBalancer if named.is_classic() => ec2(format!("LoadBalancers:search={name}")),
        Kind::LoadBalancer => ec2(format!("LoadBalancer:loadBalancerArn={arn}")),
        Kind::Listener | Kind::ListenerRule => {
            let balancer = named.load_balancer()?;
            let balancer = encoded(&balancer, FRAGMENT);
            ec2(format!("LoadBalancer:loadBalancerArn={balancer}"))
        }
        Kind::TargetGroup => ec2(format!("TargetGroup:targetGroupArn={arn}")),
        Kind::AutoScalingGroup => {
            let name = encoded(&named.resource.name, FRAGMENT);
            ec2(format!("AutoScalingGroupDetails:id={name}"))
        }
        Kind::Vpc => vpc(format!("VpcDetails:VpcId={id}")),
        Kind::Subnet => vpc(format!("SubnetDetails:subnetId={id}")),
        Kind::RouteTable => vpc(format!("RouteTableDetails:RouteTableId={id}")),
        Kind::NetworkAcl => vpc(format!("NetworkAclDetails:networkAclId={id}")),
        Kind::InternetGateway => vpc(format!("InternetGateway:internetGatewayId={id}")),
        Kind::NatGateway => vpc(format!("NatGatewayDetails:natGatewayId={id}")),
        Kind::PeeringConnection => vpc(format!(
            "PeeringConnectionDetails:VpcPeeringConnectionId={id}"
        )),
        Kind::TransitGateway => vpc(format!("TransitGatewayDetails:transitGatewayId={id}")),
        Kind::TransitGatewayAttachment => vpc(format!(
            "TransitGatewayAttachmentDetails:transitGatewayAttachmentId={id}"
        )),
        Kind::VpcEndpoint => vpc(format!("EndpointDetails:vpcEndpointId={id}")),
        Kind::VpnGateway => vpc(format!("VpnGatewayDetails:VpnGatewayId={id}")),
        Kind::CustomerGateway => vpc(format!("CustomerGatewayDetails:CustomerGatewayId={id}")),
        Kind::VpnConnection => vpc(format!("VpnConnectionDetails:VpnConnectionId={id}")),
        Kind::DbCluster | Kind::DbInstance => database(named, &name),
        Kind::ReplicationGroup | Kind::CacheCluster => {
            let engine = named.resource.fact("engine").unwrap_or("redis");
            home("elasticache", format!("/{}/{name}", encoded(engine, PLAIN)))
        }
        Kind::EcsCluster => format!("ecs/v2/clusters/{name}?region={{region}}"),
        Kind::EcsService => ecs(named, "services")?,
        Kind::EcsTask => ecs(named, "tasks")?,
        Kind::EksCluster => format!("eks/clusters/{name}?region={{region}}"),
        Kind::NodeGroup => {
            let (cluster, group) = (named.part(0)?, named.part(1)?);
            let (cluster, group) = (encoded(cluster, PLAIN), encoded(group, PLAIN));
            format!("eks/clusters/{cluster}/nodegroups/{group}?region={{region}}")
        }
        Kind::FargateProfile => {
            let cluster = encoded(named.part(0)?, PLAIN);
            format!("eks/clusters/{cluster}?region={{region}}&selectedTab=cluster-compute-tab")
        }
        Kind::Function => home("lambda", format!("/functions/{name}")),
        Kind::StateMachine => home(
            "states",
            format!("/v2/statemachines/view/{}", encoded(named.arn, PLAIN)),
        ),
        Kind::Api if named.tail.starts_with("restapis/") => {
            format!("apigateway/main/apis/{id}/resources?api={id}&region={{region}}")
        }
        Kind::Api => format!("apigateway/main/api-detail?api={id}&region={{region}}"),
        Kind::VpcLink => "apigateway/main/vpc-links/list?region={region}".to_owned(),
        Kind::Bucket => format!(
            "s3/buckets/{}?region={{region}}",
            encoded(named.tail, PLAIN)
        ),
        Kind::Table => home("dynamodbv2", format!("table?name={name}")),
        Kind::Queue => {
            let url = named.queue_url()?;
            home("sqs/v3", format!("/queues/{}", encoded(&url, PLAIN)))
        }
        Kind::Topic => home("sns/v3", format!("/topic/{arn}")),
        Kind::EventBus => home("events", format!("/eventbus/{name}")),
        Kind::EventRule => {
            let (bus, rule) = named.rule();
            let (bus, rule) = (encoded(bus, FRAGMENT), encoded(rule, PLAIN));
            home("events", format!("/eventbus/{bus}/rules/{rule}"))
        }
        Kind::Stream => home("kinesis", format!("/streams/details/{name}/monitoring")),
        Kind::KafkaCluster => home(
            "msk",
            format!("/cluster/{}/view", encoded(named.arn, PLAIN)),
        ),
        Kind::SearchDomain => home("aos", format!("/opensearch/domains/{name}")),
        Kind::RedshiftCluster => home("redshiftv2", format!("cluster-details?cluster={name}")),
        Kind::FileSystem if named.service() == "fsx" => {
            home("fsx", format!("file-system-details/{id}"))
        }
        Kind::FileSystem => home("efs", format!("/file-systems/{id}")),
        Kind::Repository => {
            let account = named.account();
            format!("ecr/repositories/private/{account}/{name}?region={{region}}")
        }
        Kind::Distribution => format!("cloudfront/v4/home#/distributions/{id}"),
        Kind::HostedZone => format!("route53/v2/hostedzones#ListRecordSets/{id}"),
        Kind::WebAcl => web_acl(named)?,
        Kind::Alarm => home(
            "cloudwatch",
            format!("alarmsV2:alarm/{}", encoded(named.name, PLAIN)),
        ),
        Kind::DirectConnectConnection => home("directconnect/v2", format!("/connections/{id}")),
        Kind::VirtualInterface => home("directconnect/v2", format!("/virtual-interfaces/{id}")),
        // Rules of groups stand on the group's page, mount targets on the file system's,
        // which their own ids do not name.
        Kind::AvailabilityZone
        | Kind::SecurityGroupRule
        | Kind::EgressOnlyInternetGateway
        | Kind::DirectConnectGateway
        | Kind::MountTarget
        | Kind::External => return None,
    })
}

/// RDS, Neptune and DocumentDB answer to the same calls, and have a console each.
fn database(named: Named<'_>, name: &str) -> String {
    let is_cluster = named.resource.kind == Kind::DbCluster;
    match named.resource.fact("engine") {
        Some("docdb") => {
            let what = if is_cluster { "cluster" } else { "instance" };
            format!("docdb/home?region={{region}}#{what}-details/{name}")
        }
        Some("neptune") => {
            format!("neptune/home?region={{region}}#database:id={name};is-cluster={is_cluster}")
        }
        _ => format!("rds/home?region={{region}}#database:id={name};is-cluster={is_cluster}"),
    }
}

fn ecs(named: Named<'_>, what: &str) -> Option<String> {
    let (cluster, name) = named.in_cluster()?;
    let (cluster, name) = (encoded(cluster, PLAIN), encoded(name, PLAIN));
    Some(format!(
        "ecs/v2/clusters/{cluster}/{what}/{name}?region={{region}}"
    ))
}

/// `regional/webacl/shop/1a2b`, or `global/…` of those for CloudFront.
fn web_acl(named: Named<'_>) -> Option<String> {
    let (scope, name, id) = (
        named.tail.split('/').next()?,
        named.part(1)?,
        named.part(2)?,
    );
    let region = if scope == "global" {
        "global"
    } else {
        "{region}"
    };
    let (name, id) = (encoded(name, PLAIN), encoded(id, PLAIN));
    Some(format!(
        "wafv2/homev2/web-acl/{name}/{id}/overview?region={region}"
    ))
}

fn encoded(text: &str, plain: &'static AsciiSet) -> String {
    utf8_percent_encode(text, plain).to_string()
}
