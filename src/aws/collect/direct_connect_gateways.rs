//! Direct Connect gateways: which lines end there and which gateways of networks they
//! lead to. The lines' virtual interfaces are known from here without the keys that
//! `DescribeVirtualInterfaces` answers with.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::{Region, Service};
use crate::aws::arns::Place;
use crate::aws::entry::{Entry, lifecycle};
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Health, Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_directconnect::types::{
    DirectConnectGateway as Gateway, DirectConnectGatewayAssociation as Association,
    DirectConnectGatewayAttachment as Attachment, DirectConnectGatewayState as State,
};
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "directconnect:DescribeDirectConnectGateways";
const ASSOCIATIONS: &str = "directconnect:DescribeDirectConnectGatewayAssociations";
const ATTACHMENTS: &str = "directconnect:DescribeDirectConnectGatewayAttachments";

pub const COLLECTOR: Collector = Collector {
    name: "direct-connect-gateways",
    title: "Direct Connect gateways",
    service: Service::DirectConnect,
    scope: Scope::Global,
    actions: &[CALL, ASSOCIATIONS, ATTACHMENTS],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let gateways = gateways(&reader).await?;
        let ids: Vec<&str> = gateways
            .iter()
            .filter_map(Gateway::direct_connect_gateway_id)
            .collect();
        let mut associations = BTreeMap::new();
        let mut gaps = Vec::new();
        for (id, answer) in reader.each(&ids, |id| associated(&reader, id)).await {
            match answer {
                Ok(found) => drop(associations.insert(*id, found)),
                Err(failure) => gaps.push((format!("what {id} leads to"), failure)),
            }
        }
        let mut read = Read::resources((&reader, CALL), &gateways, |row| {
            let id = row.direct_connect_gateway_id()?;
            let associations = associations.get(id);
            convert(&reader.place, row, associations.map_or(&[], Vec::as_slice))
        });
        for (id, answer) in reader.each(&ids, |id| attached(&reader, id)).await {
            match answer {
                Ok(rows) if !reads_interfaces(&reader) => {
                    read.append(Read::resources((&reader, ATTACHMENTS), &rows, |row| {
                        interface(&reader.place, row)
                    }));
                }
                Ok(_) => {}
                Err(failure) => gaps.push((format!("the lines into {id}"), failure)),
            }
        }
        for (what, failure) in gaps {
            read.lacks(&what, failure);
        }
        Ok(read)
    })
}

/// Then they are known better from another collector.
fn reads_interfaces(reader: &Reader) -> bool {
    let services = &reader.session.account.services;
    services.reads(Service::VirtualInterfaces)
}

async fn gateways(reader: &Reader) -> Result<Vec<Gateway>, Failure> {
    let mut found = reader
        .pages(CALL, &|token| {
            Box::pin(async move {
                let client = reader.clients.direct_connect();
                let request = client.describe_direct_connect_gateways();
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let rows = answer.direct_connect_gateways.unwrap_or_default();
                Ok((rows, answer.next_token))
            })
        })
        .await?;
    found.retain(|row| row.direct_connect_gateway_state() != Some(&State::Deleted));
    Ok(found)
}

async fn associated(reader: &Reader, gateway: &str) -> Result<Vec<Association>, Failure> {
    reader
        .pages(ASSOCIATIONS, &|token| {
            Box::pin(async move {
                let client = reader.clients.direct_connect();
                let request = client.describe_direct_connect_gateway_associations();
                let request = request.direct_connect_gateway_id(gateway);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(ASSOCIATIONS, &error))?;
                let rows = answer.direct_connect_gateway_associations;
                Ok((rows.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

async fn attached(reader: &Reader, gateway: &str) -> Result<Vec<Attachment>, Failure> {
    reader
        .pages(ATTACHMENTS, &|token| {
            Box::pin(async move {
                let client = reader.clients.direct_connect();
                let request = client.describe_direct_connect_gateway_attachments();
                let request = request.direct_connect_gateway_id(gateway);
                let request = request.max_results(reader.page_size(1, 100));
                let answer = request.set_next_token(token).send().await;
                let answer = answer.map_err(|error| Failure::of(ATTACHMENTS, &error))?;
                let rows = answer.direct_connect_gateway_attachments;
                Ok((rows.unwrap_or_default(), answer.next_token))
            })
        })
        .await
}

/// Its ARN names no region.
pub(super) fn gateway(place: &Place, owner: Option<&str>, id: &str) -> ResourceId {
    let owner = owner.and_then(|owner| owner.parse().ok());
    let everywhere = place.elsewhere(owner, Some(Region::global().as_str()));
    everywhere.arn("directconnect", &format!("dx-gateway/{id}"))
}

fn convert(place: &Place, row: &Gateway, associations: &[Association]) -> Option<Resource> {
    let id = row.direct_connect_gateway_id()?;
    let id = gateway(place, row.owner_account(), id);
    let word = row.direct_connect_gateway_state().map(State::as_str);
    let mut entry = Entry::new(place, Kind::DirectConnectGateway, id, CALL)
        .named(row.direct_connect_gateway_name())
        .tags(row.tags().iter().map(|tag| (Some(tag.key()), tag.value())))
        .state(word, lifecycle(word))
        .reason(row.state_change_error())
        .fact("owner", row.owner_account())
        .fact("autonomous system", row.amazon_side_asn());
    for one in associations {
        let Some(far) = one.associated_gateway() else {
            continue;
        };
        let owner = far.owner_account().and_then(|owner| owner.parse().ok());
        let far = far
            .id()
            .map(|id| place.elsewhere(owner, far.region()).ec2(id));
        let word = one
            .association_state()
            .map(aws_sdk_directconnect::types::DirectConnectGatewayAssociationState::as_str);
        let word = word.filter(|word| *word != "associated");
        let Some(far) = far.filter(|_| word != Some("disassociated")) else {
            continue;
        };
        entry = entry.labelled(
            RelationshipKind::PeersWith,
            Reference::Id(far),
            word.map(str::to_owned),
            "DirectConnectGatewayAssociations[].AssociatedGateway.Id",
        );
    }
    Some(entry.finish())
}

fn interface(place: &Place, row: &Attachment) -> Option<Resource> {
    let id = row.virtual_interface_id()?;
    let owner = row.virtual_interface_owner_account();
    let owner = owner.and_then(|owner| owner.parse().ok());
    let there = place.elsewhere(owner, row.virtual_interface_region());
    let word = row
        .attachment_state()
        .map(aws_sdk_directconnect::types::DirectConnectGatewayAttachmentState::as_str);
    let end = row.direct_connect_gateway_id();
    let health = match word {
        Some("detached") => Health::Stopped,
        word => lifecycle(word),
    };
    let id = there.arn("directconnect", &format!("dxvif/{id}"));
    Some(
        Entry::new(&there, Kind::VirtualInterface, id, ATTACHMENTS)
            .state(word, health)
            .reason(row.state_change_error())
            .relates(
                RelationshipKind::IsAttachedTo,
                end.map(|id| gateway(place, None, id)),
                "DirectConnectGatewayAttachments[].DirectConnectGatewayId",
            )
            .fact(
                "type",
                row.attachment_type()
                    .map(aws_sdk_directconnect::types::DirectConnectGatewayAttachmentType::as_str),
            )
            .finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example::{place, related};
    use super::{convert, interface};
    use aws_sdk_directconnect::types::{
        AssociatedGateway, DirectConnectGateway, DirectConnectGatewayAssociation,
        DirectConnectGatewayAssociationState as State, DirectConnectGatewayAttachment,
        DirectConnectGatewayAttachmentState,
    };

    #[test]
    fn a_gateway_leads_to_the_gateways_of_networks() {
        let to = |id: &str, state: State| {
            let far = AssociatedGateway::builder()
                .id(id)
                .owner_account("444455556666")
                .region("us-east-1");
            DirectConnectGatewayAssociation::builder()
                .associated_gateway(far.build())
                .association_state(state)
                .build()
        };
        let row = DirectConnectGateway::builder()
            .direct_connect_gateway_id("0a1b")
            .direct_connect_gateway_name("cellar")
            .owner_account("111122223333")
            .build();
        let associations = [
            to("tgw-1", State::Associated),
            to("vgw-1", State::Associating),
            to("vgw-2", State::Disassociated),
        ];
        let gateway = convert(&place(), &row, &associations).unwrap();
        assert_eq!(
            gateway.id.as_str(),
            "arn:aws:directconnect::111122223333:dx-gateway/0a1b"
        );
        assert_eq!(
            related(&gateway),
            ["peers-with tgw-1", "peers-with vgw-1 [associating]"]
        );
        let line = DirectConnectGatewayAttachment::builder()
            .direct_connect_gateway_id("0a1b")
            .virtual_interface_id("dxvif-1")
            .virtual_interface_region("eu-central-1")
            .attachment_state(DirectConnectGatewayAttachmentState::Attached);
        let line = interface(&place(), &line.build()).unwrap();
        assert_eq!(line.region.as_str(), "eu-central-1");
        assert_eq!(related(&line), ["is-attached-to 0a1b"]);
    }
}
