//! Elastic IP addresses.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, RelationshipKind, Resource};
use aws_sdk_ec2::types::Address;
use std::sync::Arc;

const CALL: &str = "ec2:DescribeAddresses";

pub const COLLECTOR: Collector = Collector {
    name: "addresses",
    title: "Elastic IP addresses",
    service: Service::Ec2,
    scope: Scope::Regional,
    actions: &[CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let request = reader.clients.ec2().describe_addresses();
        let answer = reader.call(CALL, async {
            let answer = request.send().await;
            answer.map_err(|error| Failure::of(CALL, &error))
        });
        let answer = answer.await?;
        Ok(Read::resources(
            (&reader, CALL),
            answer.addresses(),
            |row| convert(&reader.place, row),
        ))
    })
}

fn convert(place: &Place, address: &Address) -> Option<Resource> {
    let id = address.allocation_id()?;
    let interface = address.network_interface_id().filter(|id| !id.is_empty());
    let instance = address.instance_id().filter(|id| !id.is_empty());
    let is_used = interface.is_some() || instance.is_some() || address.association_id().is_some();
    let (state, health) = if is_used {
        ("associated", Health::Healthy)
    } else {
        ("not associated", Health::Stopped)
    };
    Some(
        Entry::new(place, Kind::ElasticIp, place.ec2(id), CALL)
            .named(address.public_ip())
            .tags(address.tags().iter().map(|tag| (tag.key(), tag.value())))
            .state(Some(state), health)
            .relates(
                RelationshipKind::IsAttachedTo,
                instance.map(|id| place.ec2(id)),
                "Addresses[].InstanceId",
            )
            .relates(
                RelationshipKind::IsAttachedTo,
                interface.map(|id| place.ec2(id)),
                "Addresses[].NetworkInterfaceId",
            )
            .fact("public address", address.public_ip())
            .fact("private address", address.private_ip_address())
            .fact("border group", address.network_border_group())
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::convert;
    use crate::inventory::Health;
    use aws_sdk_ec2::types::Address;

    #[test]
    fn an_address_is_named_by_itself_and_used_or_not() {
        let idle = Address::builder()
            .allocation_id("eipalloc-1")
            .public_ip("203.0.113.9");
        // Some answers hold an empty text where there is nothing.
        let idle = convert(&place(), &idle.instance_id("").build()).unwrap();
        assert_eq!(
            (idle.name.as_str(), idle.health),
            ("203.0.113.9", Health::Stopped)
        );
        assert!(idle.relationships.is_empty());

        let used = Address::builder()
            .allocation_id("eipalloc-2")
            .instance_id("i-1");
        let used = convert(&place(), &used.network_interface_id("eni-1").build()).unwrap();
        assert_eq!(used.health, Health::Healthy);
        assert_eq!(
            related(&used),
            ["is-attached-to i-1", "is-attached-to eni-1"]
        );
        assert_eq!(convert(&place(), &Address::builder().build()), None);
    }
}
