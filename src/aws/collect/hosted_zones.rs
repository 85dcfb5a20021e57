//! Hosted zones of Route 53 and those of their records that may name something of ours:
//! aliases, names and addresses. A zone can have thousands: a record says something only
//! where its far end is known.

use super::{Collecting, Collector, Pace, Scope};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource};
use crate::text;
use aws_sdk_route53::types::{HostedZone, HostedZoneConfig, ResourceRecordSet, RrType, Vpc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CALL: &str = "route53:ListHostedZones";
const RECORDS: &str = "route53:ListResourceRecordSets";
const ZONE: &str = "route53:GetHostedZone";

pub const COLLECTOR: Collector = Collector {
    name: "hosted-zones",
    title: "Hosted zones and their records",
    service: Service::Route53,
    scope: Scope::Global,
    actions: &[CALL, RECORDS, ZONE],
    pace: Pace::Detail,
    after: None,
    collect,
};

/// A page has 300 records; AWS grants a zone 10,000 unless asked for more.
const MOST_PAGES: usize = 34;

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let zones = zones(&reader).await?;
        let records = reader.each(&zones, |zone| records(&reader, zone.id()));
        let records = records.await;
        let private: Vec<&HostedZone> = zones.iter().filter(|zone| is_private(zone)).collect();
        let networks = reader.each(&private, |zone| networks(&reader, zone.id()));
        let networks = networks.await;

        let mut far_ends = FarEnds::default();
        let mut gaps = Vec::new();
        for (zone, found) in records {
            match found {
                Ok((records, is_whole)) => {
                    if !is_whole {
                        let count = records.len();
                        let what = format!("{}: only its first {count} records", zone.name());
                        far_ends.cut.push(what);
                    }
                    far_ends.records.insert(zone.id(), records);
                }
                Err(failure) => gaps.push((format!("the records of {}", zone.name()), failure)),
            }
        }
        for (zone, found) in networks {
            match found {
                Ok(vpcs) => drop(far_ends.vpcs.insert(zone.id(), vpcs)),
                Err(failure) => gaps.push((format!("the VPCs of {}", zone.name()), failure)),
            }
        }
        let mut read = Read::resources((&reader, CALL), &zones, |zone| {
            convert(&reader.place, zone, &far_ends)
        });
        for (what, failure) in gaps {
            if reader.is_probing() {
                return Err(failure);
            }
            read.lacks(&what, failure);
        }
        read.issues.extend(far_ends.cut);
        Ok(read)
    })
}

async fn zones(reader: &Reader) -> Result<Vec<HostedZone>, Failure> {
    reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.route53().list_hosted_zones();
                let request = request.max_items(reader.page_size(1, 100));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                let next = answer.next_marker.filter(|_| answer.is_truncated);
                Ok((answer.hosted_zones, next))
            })
        })
        .await
}

/// The records of a zone, and whether these are all.
async fn records(reader: &Reader, zone: &str) -> Result<(Vec<ResourceRecordSet>, bool), Failure> {
    let mut records = Vec::new();
    let mut from = (None, None, None);
    for _ in 0..reader.at_most(1).min(MOST_PAGES) {
        let (name, kind, set) = from;
        let request = reader.clients.route53().list_resource_record_sets();
        let request = request
            .hosted_zone_id(zone)
            .max_items(reader.page_size(1, 300))
            .set_start_record_name(name)
            .set_start_record_type(kind)
            .set_start_record_identifier(set);
        let page = reader.call(RECORDS, async {
            let answer = request.send().await;
            answer.map_err(|error| Failure::of(RECORDS, &error))
        });
        let page = match page.await {
            // It was deleted between two calls.
            Err(failure) if failure.has_code("NoSuchHostedZone") => return Ok((records, true)),
            page => page?,
        };
        records.extend(
            page.resource_record_sets
                .into_iter()
                .filter(names_something),
        );
        if !page.is_truncated {
            return Ok((records, true));
        }
        from = (
            page.next_record_name,
            page.next_record_type,
            page.next_record_identifier,
        );
    }
    Ok((records, reader.is_probing()))
}

async fn networks(reader: &Reader, zone: &str) -> Result<Vec<Vpc>, Failure> {
    let found = reader
        .call(ZONE, async {
            let request = reader.clients.route53().get_hosted_zone().id(zone);
            let answer = request.send().await;
            let answer = answer.map_err(|error| Failure::of(ZONE, &error))?;
            Ok(answer.vpcs.unwrap_or_default())
        })
        .await;
    super::listeners::without_the_gone(found, "NoSuchHostedZone")
}

/// What further calls said, by the zone's id.
#[derive(Default)]
struct FarEnds<'a> {
    records: BTreeMap<&'a str, Vec<ResourceRecordSet>>,
    vpcs: BTreeMap<&'a str, Vec<Vpc>>,
    /// Of which zones not all was read.
    cut: Vec<String>,
}

fn is_private(zone: &HostedZone) -> bool {
    zone.config().is_some_and(HostedZoneConfig::private_zone)
}

/// Mail, text and delegation name nothing that a map has.
fn names_something(record: &ResourceRecordSet) -> bool {
    record.alias_target().is_some()
        || matches!(record.r#type(), RrType::A | RrType::Aaaa | RrType::Cname)
}

fn convert(place: &Place, zone: &HostedZone, far_ends: &FarEnds) -> Option<Resource> {
    let id = zone.id().rsplit('/').next().filter(|id| !id.is_empty())?;
    let visibility = if is_private(zone) {
        "private"
    } else {
        "public"
    };
    let vpcs = far_ends.vpcs.get(zone.id()).into_iter().flatten();
    let vpcs = vpcs.filter_map(|vpc| {
        let region = vpc
            .vpc_region()
            .map(aws_sdk_route53::types::VpcRegion::as_str);
        Some(place.elsewhere(None, region).ec2(vpc.vpc_id()?))
    });
    let records = far_ends.records.get(zone.id()).into_iter().flatten();
    let named: BTreeSet<(Reference, String)> =
        records.flat_map(|record| targets(place, record)).collect();
    let entry = Entry::new(place, Kind::HostedZone, place.hosted_zone(id), CALL)
        .named(Some(&written(zone.name())))
        .relates_to_all(RelationshipKind::IsAssociatedWith, vpcs, "VPCs[].VPCId")
        .labelled_all(RelationshipKind::ForwardsTo, named, "ResourceRecordSets[]")
        .fact("id", Some(id))
        .fact("visibility", Some(visibility))
        .fact("records", zone.resource_record_set_count())
        .fact("comment", zone.config().and_then(HostedZoneConfig::comment));
    Some(entry.finish())
}

/// What a record leads to, each with the record's name.
fn targets(place: &Place, record: &ResourceRecordSet) -> Vec<(Reference, String)> {
    let name = written(record.name());
    let to = |reference| (Reference::IfKnown(Box::new(reference)), name.clone());
    if let Some(alias) = record.alias_target() {
        // All websites of buckets in a region have one name; the bucket is called like
        // the record.
        return vec![if alias.dns_name().starts_with("s3-website") {
            to(Reference::Id(place.bucket(&text::clean(&name))))
        } else {
            to(Reference::DnsName(text::clean(alias.dns_name())))
        }];
    }
    let values = record
        .resource_records()
        .iter()
        .map(aws_sdk_route53::types::ResourceRecord::value);
    let values = values.map(|value| match value.parse() {
        Ok(address) => to(Reference::Address(address)),
        Err(_) => to(Reference::DnsName(text::clean(value))),
    });
    values.collect()
}

/// `\052.example.com.` as people write it.
fn written(name: &str) -> String {
    name.trim_end_matches('.').replace("\\052", "*")
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{FarEnds, convert, names_something};
    use aws_sdk_route53::types::{
        AliasTarget, HostedZone, HostedZoneConfig, ResourceRecord, ResourceRecordSet, RrType, Vpc,
        VpcRegion,
    };

    fn record(name: &str, kind: RrType, value: &str) -> ResourceRecordSet {
        let value = ResourceRecord::builder().value(value).build().unwrap();
        let record = ResourceRecordSet::builder().name(name).r#type(kind);
        record.resource_records(value).build().unwrap()
    }

    fn alias(name: &str, to: &str) -> ResourceRecordSet {
        let to = AliasTarget::builder()
            .hosted_zone_id("Z2")
            .dns_name(to)
            .evaluate_target_health(false);
        let record = ResourceRecordSet::builder().name(name).r#type(RrType::A);
        record.alias_target(to.build().unwrap()).build().unwrap()
    }

    #[test]
    fn records_name_what_is_known() {
        let records = vec![
            alias("example.com.", "dualstack.web-1.elb.amazonaws.com."),
            alias("files.example.com.", "s3-website-eu-west-1.amazonaws.com."),
            record("\\052.example.com.", RrType::Cname, "d1.cloudfront.net"),
            record("db.example.com.", RrType::A, "10.0.0.5"),
            record("example.com.", RrType::Mx, "10 mail.example.com"),
            record("example.com.", RrType::Ns, "ns-1.awsdns.com"),
        ];
        let mut far_ends = FarEnds::default();
        let records = records.into_iter().filter(names_something).collect();
        far_ends.records.insert("/hostedzone/Z1", records);
        let vpc = Vpc::builder()
            .vpc_id("vpc-1")
            .vpc_region(VpcRegion::EuWest1);
        far_ends.vpcs.insert("/hostedzone/Z1", vec![vpc.build()]);
        let zone = HostedZone::builder()
            .id("/hostedzone/Z1")
            .name("example.com.")
            .caller_reference("1")
            .resource_record_set_count(6)
            .config(HostedZoneConfig::builder().private_zone(true).build())
            .build()
            .unwrap();
        let zone = convert(&place(), &zone, &far_ends).unwrap();
        assert_eq!(zone.id.as_str(), "arn:aws:route53:::hostedzone/Z1");
        assert_eq!(zone.name, "example.com");
        assert_eq!(
            related(&zone),
            [
                "is-associated-with vpc-1",
                "forwards-to files.example.com if known [files.example.com]",
                "forwards-to d1.cloudfront.net if known [*.example.com]",
                "forwards-to dualstack.web-1.elb.amazonaws.com. if known [example.com]",
                "forwards-to 10.0.0.5 if known [db.example.com]",
            ]
        );
        assert_eq!(facts(&zone), ["id=Z1", "visibility=private", "records=6"]);
    }
}
