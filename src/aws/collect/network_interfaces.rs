//! Network interfaces, with what owns them: AWS says it in the type and in the text of
//! the description.

use super::{Collecting, Collector, Pace, Scope, joined, yes_or_no};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Fetch, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource, ResourceId};
use aws_sdk_ec2::types::{
    GroupIdentifier, NetworkInterface, NetworkInterfaceStatus, NetworkInterfaceType,
};
use std::sync::Arc;

const CALL: &str = "ec2:DescribeNetworkInterfaces";

pub const COLLECTOR: Collector = Collector {
    name: "network-interfaces",
    title: "Network interfaces",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let reader = &*reader;
        let fetch: &Fetch<_> = &|token| {
            Box::pin(async move {
                let request = reader.clients.ec2().describe_network_interfaces();
                let request = request.max_results(reader.page_size(5, 1000));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.network_interfaces.unwrap_or_default().into_iter();
                let rows = rows.map(|row| convert(&reader.place, &row));
                Ok((rows.collect(), answer.next_token))
            })
        };
        reader.resources(CALL, fetch).await
    })
}

fn convert(place: &Place, interface: &NetworkInterface) -> Option<Resource> {
    let id = interface.network_interface_id()?;
    let state = interface.status().map(NetworkInterfaceStatus::as_str);
    let health = match state {
        Some("available") => Health::Stopped,
        Some("associated") => Health::Healthy,
        other => lifecycle(other),
    };
    let attachment = interface.attachment();
    let instance = attachment.and_then(|attachment| attachment.instance_id());
    let groups = interface
        .groups()
        .iter()
        .filter_map(GroupIdentifier::group_id);
    let private = interface.private_ip_addresses().iter();
    let private = private.filter_map(|address| address.private_ip_address());
    let association = interface.association();
    let ipv6 = interface.ipv6_addresses().iter();
    let description = interface.description().unwrap_or_default();
    Some(
        Entry::new(place, Kind::NetworkInterface, place.ec2(id), CALL)
            .tags(
                interface
                    .tag_set()
                    .iter()
                    .map(|tag| (tag.key(), tag.value())),
            )
            .zone(interface.availability_zone())
            .state(state, health)
            .within([
                (
                    interface.subnet_id().map(|id| place.ec2(id)),
                    "NetworkInterfaces[].SubnetId",
                ),
                (
                    interface.vpc_id().map(|id| place.ec2(id)),
                    "NetworkInterfaces[].VpcId",
                ),
            ])
            .relates_to_all(
                RelationshipKind::IsAssociatedWith,
                groups.map(|id| place.ec2(id)),
                "NetworkInterfaces[].Groups[].GroupId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                instance.map(|id| place.ec2(id)),
                "NetworkInterfaces[].Attachment.InstanceId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                owner(place, description),
                "NetworkInterfaces[].Description",
            )
            .fact("description", interface.description())
            .fact(
                "type",
                interface.interface_type().map(NetworkInterfaceType::as_str),
            )
            .fact("private address", interface.private_ip_address())
            .fact("private addresses", joined(private))
            .fact(
                "public address",
                association.and_then(|one| one.public_ip()),
            )
            .fact(
                "ipv6 addresses",
                joined(ipv6.filter_map(|address| address.ipv6_address())),
            )
            .fact("private dns name", interface.private_dns_name())
            .fact("managed by", interface.requester_id())
            .fact("source check", yes_or_no(interface.source_dest_check()))
            .finish(),
    )
}

/// The services that make interfaces write their own id or name into the description.
fn owner(place: &Place, description: &str) -> Option<ResourceId> {
    if let Some(path) = description.strip_prefix("ELB ") {
        return Some(place.load_balancer(path));
    }
    if let Some(name) = description.strip_prefix("AWS Lambda VPC ENI-") {
        return Some(place.function(without_uuid(name)));
    }
    if let Some(rest) = description.strip_prefix("EFS mount target for ") {
        let id = rest.split_whitespace().next()?;
        return Some(place.file_system(id));
    }
    let id = description
        .strip_prefix("Interface for NAT Gateway ")
        .or_else(|| description.strip_prefix("VPC Endpoint Interface "))?;
    Some(place.ec2(id))
}

/// `reports-0a1b…` with 36 characters of a UUID and its dash behind the name.
fn without_uuid(name: &str) -> &str {
    let end = name.len().saturating_sub(37);
    match name.get(end..) {
        Some(tail) if tail.starts_with('-') && tail.matches('-').count() == 5 => {
            name.get(..end).unwrap_or(name)
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{ResourceId, convert, owner};
    use crate::inventory::Health;
    use aws_sdk_ec2::types::{NetworkInterface, NetworkInterfaceStatus};

    #[test]
    fn the_description_names_the_owner() {
        for (description, expected) in [
            (
                "ELB app/web/50dc6c495c0c9188",
                Some(
                    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188",
                ),
            ),
            (
                "ELB old",
                Some("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/old"),
            ),
            (
                "Interface for NAT Gateway nat-1",
                Some("arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-1"),
            ),
            (
                "VPC Endpoint Interface vpce-1",
                Some("arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1"),
            ),
            (
                "AWS Lambda VPC ENI-my-reports-0a1b2c3d-0000-4000-8000-0123456789ab",
                Some("arn:aws:lambda:eu-west-1:111122223333:function:my-reports"),
            ),
            (
                "EFS mount target for fs-1 (fsmt-1)",
                Some("arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1"),
            ),
            ("RDSNetworkInterface", None),
            ("", None),
        ] {
            let found = owner(&place(), description);
            assert_eq!(
                found.as_ref().map(ResourceId::as_str),
                expected,
                "{description}"
            );
        }
    }

    #[test]
    fn an_interface_stands_in_its_subnet() {
        let row = NetworkInterface::builder()
            .network_interface_id("eni-1")
            .subnet_id("subnet-1")
            .description("ELB app/web/1")
            .status(NetworkInterfaceStatus::InUse)
            .build();
        let interface = convert(&place(), &row).unwrap();
        assert_eq!(interface.health, Health::Healthy);
        assert_eq!(
            related(&interface),
            ["is-contained-in subnet-1", "is-attached-to web"]
        );
        assert_eq!(
            convert(&place(), &NetworkInterface::builder().build()),
            None
        );
    }
}
