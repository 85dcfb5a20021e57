//! Texts to copy of a resource: names, addresses, its place in the console, commands.

use super::{Cursor, Model, Overlay, Topology};
use crate::account::Partition;
use crate::inventory::{Kind, Resource, ResourceId};
use std::net::IpAddr;

/// A row of the copy menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyItem {
    pub what: String,
    pub text: String,
}

/// The menu for the resource in the details view, or for the selection.
pub(super) fn menu(model: &Model) -> Result<Overlay, &'static str> {
    Ok(Overlay::CopyMenu {
        cursor: Cursor::default(),
        items: items(model)?,
    })
}

/// What the menu offers.
pub(super) fn items(model: &Model) -> Result<Vec<CopyItem>, &'static str> {
    let described = model
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Details { key, .. } => Some(key.clone()),
            _ => None,
        });
    let topology = model.topology.as_ref().ok_or("no account is open")?;
    let key = described
        .or_else(|| topology.look.selection.clone())
        .ok_or("nothing is selected")?;
    let items = topology.copies(&key);
    if items.is_empty() {
        return Err("there is nothing to copy of this");
    }
    Ok(items)
}

impl Topology {
    fn copies(&self, key: &crate::graph::NodeKey) -> Vec<CopyItem> {
        let Some(node) = self.derived.graph.nodes.get(key) else {
            let item = self.item(key).map(|item| &self.derived.diagram.items[item]);
            return item.map(|item| self.ids_of_group(item)).unwrap_or_default();
        };
        let resource = node
            .resource
            .as_ref()
            .and_then(|id| self.derived.survey.resources.get(id));
        match resource {
            Some(assessed) => of_resource(&assessed.resource),
            None => vec![copy("name", &node.label)],
        }
    }

    fn ids_of_group(&self, item: &crate::graph::Item) -> Vec<CopyItem> {
        let nodes = item
            .members
            .iter()
            .filter_map(|key| self.derived.graph.nodes.get(key));
        let ids: Vec<&str> = nodes
            .filter_map(|node| node.resource.as_ref())
            .map(ResourceId::short)
            .collect();
        if ids.is_empty() {
            return Vec::new();
        }
        vec![
            copy("name", &item.label),
            copy("ids of all", &ids.join(" ")),
        ]
    }
}

fn of_resource(resource: &Resource) -> Vec<CopyItem> {
    let mut items = vec![
        copy("id", resource.id.short()),
        copy("ARN", resource.id.as_str()),
        copy("name", &resource.name),
    ];
    let addresses = resource.facts.iter().filter(|fact| {
        let is_named_so = fact.name.to_ascii_lowercase().contains("dns");
        is_named_so || fact.value.parse::<IpAddr>().is_ok()
    });
    items.extend(addresses.map(|fact| copy(fact.name, &fact.value)));
    items.extend(console(resource).map(|text| copy("console address", &text)));
    items.extend(describe(resource).map(|text| copy("aws command", &text)));
    if resource.kind == Kind::Instance {
        let (id, region) = (resource.id.short(), &resource.region);
        items.push(copy(
            "ssm session",
            &format!("aws ssm start-session --region {region} --target {id}"),
        ));
    }
    let mut seen = std::collections::BTreeSet::new();
    items.retain(|item| !item.text.is_empty() && seen.insert(item.text.clone()));
    items
}

fn copy(what: &str, text: &str) -> CopyItem {
    CopyItem {
        what: what.to_owned(),
        text: text.to_owned(),
    }
}

/// Where the management console shows it.
fn console(resource: &Resource) -> Option<String> {
    let id = resource.id.short();
    let (service, page) = match resource.kind {
        Kind::Instance => ("ec2", format!("InstanceDetails:instanceId={id}")),
        Kind::Volume => ("ec2", format!("VolumeDetails:volumeId={id}")),
        Kind::SecurityGroup => ("ec2", format!("SecurityGroup:groupId={id}")),
        Kind::NetworkInterface => ("ec2", format!("NetworkInterface:networkInterfaceId={id}")),
        Kind::LoadBalancer => (
            "ec2",
            format!("LoadBalancer:loadBalancerArn={}", resource.id),
        ),
        Kind::TargetGroup => ("ec2", format!("TargetGroup:targetGroupArn={}", resource.id)),
        Kind::AutoScalingGroup => (
            "ec2",
            format!("AutoScalingGroupDetails:id={}", resource.name),
        ),
        Kind::Vpc => ("vpcconsole", format!("VpcDetails:VpcId={id}")),
        Kind::Subnet => ("vpcconsole", format!("SubnetDetails:subnetId={id}")),
        Kind::RouteTable => ("vpcconsole", format!("RouteTableDetails:RouteTableId={id}")),
        Kind::InternetGateway => (
            "vpcconsole",
            format!("InternetGateway:internetGatewayId={id}"),
        ),
        Kind::NatGateway => ("vpcconsole", format!("NatGatewayDetails:natGatewayId={id}")),
        Kind::PeeringConnection => (
            "vpcconsole",
            format!("PeeringConnectionDetails:VpcPeeringConnectionId={id}"),
        ),
        Kind::TransitGateway => (
            "vpcconsole",
            format!("TransitGatewayDetails:transitGatewayId={id}"),
        ),
        Kind::TransitGatewayAttachment => (
            "vpcconsole",
            format!("TransitGatewayAttachmentDetails:transitGatewayAttachmentId={id}"),
        ),
        Kind::VpcEndpoint => ("vpcconsole", format!("EndpointDetails:vpcEndpointId={id}")),
        _ => return None,
    };
    let partition: Partition = resource.id.as_str().split(':').nth(1)?.parse().ok()?;
    let (host, region) = (partition.console_host(), &resource.region);
    // Only the commercial partition's console has a host for each region.
    let host = match partition {
        Partition::Aws => format!("{region}.{host}"),
        _ => host.to_owned(),
    };
    Some(format!(
        "https://{host}/{service}/home?region={region}#{page}"
    ))
}

/// The command that asks AWS about it.
fn describe(resource: &Resource) -> Option<String> {
    let id = resource.id.short();
    let question = match resource.kind {
        Kind::Instance => format!("ec2 describe-instances --instance-ids {id}"),
        Kind::Volume => format!("ec2 describe-volumes --volume-ids {id}"),
        Kind::Vpc => format!("ec2 describe-vpcs --vpc-ids {id}"),
        Kind::Subnet => format!("ec2 describe-subnets --subnet-ids {id}"),
        Kind::RouteTable => format!("ec2 describe-route-tables --route-table-ids {id}"),
        Kind::InternetGateway => {
            format!("ec2 describe-internet-gateways --internet-gateway-ids {id}")
        }
        Kind::NatGateway => format!("ec2 describe-nat-gateways --nat-gateway-ids {id}"),
        Kind::PeeringConnection => {
            format!("ec2 describe-vpc-peering-connections --vpc-peering-connection-ids {id}")
        }
        Kind::TransitGateway => {
            format!("ec2 describe-transit-gateways --transit-gateway-ids {id}")
        }
        Kind::TransitGatewayAttachment => format!(
            "ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids {id}"
        ),
        Kind::VpcEndpoint => format!("ec2 describe-vpc-endpoints --vpc-endpoint-ids {id}"),
        Kind::SecurityGroup => format!("ec2 describe-security-groups --group-ids {id}"),
        Kind::NetworkInterface => {
            format!("ec2 describe-network-interfaces --network-interface-ids {id}")
        }
        Kind::LoadBalancer => format!(
            "elbv2 describe-load-balancers --load-balancer-arns {}",
            resource.id
        ),
        Kind::TargetGroup => format!(
            "elbv2 describe-target-health --target-group-arn {}",
            resource.id
        ),
        Kind::AutoScalingGroup => format!(
            "autoscaling describe-auto-scaling-groups --auto-scaling-group-names {}",
            quoted(&resource.name)
        ),
        _ => return None,
    };
    Some(format!("aws {question} --region {}", resource.region))
}

/// A name as a POSIX shell reads it: names are other people's text.
fn quoted(name: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "-_./".contains(character);
    if !name.is_empty() && name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}
