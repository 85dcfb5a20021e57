//! A town whose instances have security groups, whose subnets have network ACLs, and of
//! which most things have tags; with buckets, topics and functions beside it.

use crate::app::shop::{account, arn, resource, slice_id};
use crate::zoom::town::Town;
use skymap::inventory::{
    Evidence, Inventory, Kind, Reference, Relationship, RelationshipKind, Resource, Slice, Survey,
};
use std::time::Instant;

const EVIDENCE: Evidence = Evidence {
    call: "ec2:DescribeInstances",
    field: "Reservations[].Instances[].SecurityGroups[].GroupId",
};

fn carries(to: &str) -> Relationship {
    Relationship {
        kind: RelationshipKind::IsAssociatedWith,
        to: Reference::Id(arn(to)),
        label: None,
        evidence: EVIDENCE,
    }
}

/// Every instance has the group of its service, every other one that of operators as well.
fn dressed(mut resource: Resource, number: usize) -> Resource {
    let service = resource
        .name
        .split('-')
        .next()
        .unwrap_or_default()
        .to_owned();
    match resource.kind {
        Kind::Instance => {
            let group = format!("security-group/sg-{service}");
            resource.relationships.push(carries(&group));
            if number.is_multiple_of(2) {
                resource
                    .relationships
                    .push(carries("security-group/sg-ssh"));
            }
            let stage = if service == "api" { "stage" } else { "prod" };
            if service != "mail" {
                resource.tags = [("Environment", stage)].into_iter().collect();
            }
        }
        Kind::Vpc => resource.tags = [("Environment", "prod")].into_iter().collect(),
        _ => {}
    }
    resource
}

pub fn slices(town: &Town) -> Vec<(&'static str, Slice)> {
    let mut slices = town.slices();
    for (_, slice) in &mut slices {
        if let Slice::Resources(resources) = slice {
            let resources = resources.iter().enumerate();
            *slice = Slice::of(resources.map(|(number, known)| dressed((**known).clone(), number)));
        }
    }
    let groups = ["web", "api", "cart", "mail", "ssh"].map(|name| Resource {
        parent: Some(arn("vpc/vpc-0")),
        ..resource(
            &format!("security-group/sg-{name}"),
            Kind::SecurityGroup,
            name,
        )
    });
    let acls = ["public", "private"].map(|tier| Resource {
        parent: Some(arn("vpc/vpc-0")),
        relationships: ["a", "b", "c"]
            .map(|zone| carries(&format!("subnet/{tier}-{zone}-0")))
            .into(),
        ..resource(&format!("network-acl/acl-{tier}"), Kind::NetworkAcl, tier)
    });
    let beside = [
        (Kind::Bucket, "bucket/assets", "assets"),
        (Kind::Bucket, "bucket/logs", "logs"),
        (Kind::Topic, "topic/orders", "orders"),
        (Kind::Function, "function/resize", "resize"),
        (Kind::TransitGateway, "transit-gateway/tgw-1", "hub"),
    ]
    .map(|(kind, path, name)| resource(path, kind, name));
    slices.push(("security-groups", Slice::of(groups)));
    slices.push(("network-acls", Slice::of(acls)));
    slices.push(("beside", Slice::of(beside)));
    slices
}

pub fn survey(town: &Town) -> Survey {
    let mut inventory = Inventory::default();
    inventory.name_account(account("shop").number().unwrap(), "shop");
    for (collector, slice) in slices(town) {
        inventory.replace(slice_id(collector), slice, Instant::now());
    }
    Survey::of(&inventory)
}
