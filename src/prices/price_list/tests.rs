//! What the price list answers is understood: tiers, several terms, other currencies.

use super::Service;
use crate::prices::{AsOf, Facts};
use serde_json::{Value, json};

#[test]
fn products_are_found_under_their_keys() {
    let hour = |usd: &str| json!({"a": {"effectiveDate": "2026-01-01", "priceDimensions": {"x": {"beginRange": "0", "unit": "Hrs", "pricePerUnit": {"USD": usd}}}}});
    let linux = json!({"instanceType": "m7g.large", "operatingSystem": "Linux", "tenancy": "Shared", "preInstalledSw": "NA", "capacitystatus": "Used", "licenseModel": "No License required"});
    let with = |more: Value| {
        let mut attributes = linux.clone();
        for (name, value) in more.as_object().expect("an object") {
            attributes[name] = value.clone();
        }
        attributes
    };
    let usage = |usage: &str, operation: &str| json!({"usagetype": usage, "operation": operation});
    for (service, family, attributes, terms, expected) in [
        (
            "AmazonEC2",
            "Compute Instance",
            linux.clone(),
            hour("0.0816000000"),
            "m7g.large 0.0816",
        ),
        (
            "AmazonEC2",
            "Compute Instance (bare metal)",
            with(json!({"instanceType": "m7g.metal"})),
            hour("2"),
            "m7g.metal 2.00",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            with(json!({"operatingSystem": "Windows"})),
            hour("0.2"),
            "m7g.large/windows 0.20",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            with(json!({"tenancy": "Dedicated"})),
            hour("0.2"),
            "",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            with(json!({"preInstalledSw": "SQL Std"})),
            hour("0.2"),
            "",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            with(json!({"capacitystatus": "UnusedCapacityReservation"})),
            hour("0.2"),
            "",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            with(json!({"instanceType": "m7g"})),
            hour("0.2"),
            "",
        ),
        // What is free is not priced.
        (
            "AmazonEC2",
            "Compute Instance",
            linux.clone(),
            hour("0.0000000000"),
            "",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            linux.clone(),
            json!({}),
            "",
        ),
        (
            "AmazonEC2",
            "Compute Instance",
            linux.clone(),
            json!({"a": {"effectiveDate": "", "priceDimensions": {"x": {"pricePerUnit": {"CNY": "1"}}}}}),
            "",
        ),
        // The later of two terms.
        (
            "AmazonEC2",
            "Compute Instance",
            linux.clone(),
            json!({
                "a": {"effectiveDate": "2026-02-01T00:00:00Z", "priceDimensions": {"x": {"pricePerUnit": {"USD": "2"}}}},
                "b": {"effectiveDate": "2026-01-01T00:00:00Z", "priceDimensions": {"x": {"pricePerUnit": {"USD": "1"}}}},
            }),
            "m7g.large 2.00",
        ),
        (
            "AmazonEC2",
            "NAT Gateway",
            usage("EU-NatGateway-Hours", "NatGateway"),
            hour("0.048"),
            "nat/nat_gateway_hour 0.048",
        ),
        (
            "AmazonEC2",
            "NAT Gateway",
            usage("NatGateway-Bytes", "NatGateway"),
            hour("0.045"),
            "nat/nat_gateway_gb 0.045",
        ),
        (
            "AmazonEC2",
            "Provisioned Throughput",
            usage("EU-EBS:VolumeP-Throughput.gp3", ""),
            hour("40.96"),
            "ebs/gp3_throughput_mibps_month 0.04",
        ),
        (
            "AmazonVPC",
            "",
            usage("VPN-Usage-Hours:ipsec.1", ""),
            hour("0.05"),
            "vpc/vpn_site_to_site_hour 0.05",
        ),
        (
            "AWSELB",
            "",
            usage("USE2-LoadBalancerUsage", "LoadBalancing:Network"),
            hour("0.0225"),
            "elb/nlb_hour 0.0225",
        ),
        (
            "AWSELB",
            "",
            usage("USE2-LoadBalancerUsage", "LoadBalancing:Unheard"),
            hour("0.0225"),
            "",
        ),
        (
            "AWSLambda",
            "",
            usage("EU-Request", "Invoke"),
            hour("0.0000002000"),
            "lambda/requests_million 0.20",
        ),
        // Tiers by what they begin at, which is a number; the free one is none.
        (
            "AmazonS3",
            "Storage",
            usage("EU-TimedStorage-ByteHrs", ""),
            json!({"a": {"priceDimensions": {
                "x": {"beginRange": "512000", "pricePerUnit": {"USD": "0.0210000000"}},
                "y": {"beginRange": "51200", "pricePerUnit": {"USD": "0.0220000000"}},
                "z": {"beginRange": "0", "pricePerUnit": {"USD": "0.0230000000"}},
                "f": {"beginRange": "0", "pricePerUnit": {"USD": "0.0000000000"}},
            }}}),
            "s3/standard_gb_month_t1 0.023, s3/standard_gb_month_t2 0.022, s3/standard_gb_month_t3 0.021",
        ),
        (
            "AmazonRDS",
            "Database Instance",
            json!({"instanceType": "db.r6g.large", "databaseEngine": "PostgreSQL", "deploymentOption": "Multi-AZ", "licenseModel": "No license required"}),
            hour("0.45"),
            "postgresql/multi/db.r6g.large 0.45",
        ),
        (
            "AmazonRDS",
            "Database Instance",
            json!({"instanceType": "db.r6g.large", "databaseEngine": "Aurora MySQL", "deploymentOption": "Single-AZ", "usagetype": "EU-InstanceUsageIOOptimized:db.r6g.large"}),
            hour("0.4"),
            "aurora-mysql/io_optimized/db.r6g.large 0.40",
        ),
        (
            "AmazonRDS",
            "Database Instance",
            json!({"instanceType": "db.m5.large", "databaseEngine": "SQL Server", "databaseEdition": "Standard", "deploymentOption": "Single-AZ", "licenseModel": "License included"}),
            hour("1"),
            "sqlserver-se/single/db.m5.large 1.00",
        ),
        (
            "AmazonRDS",
            "Database Instance",
            json!({"instanceType": "db.m5.large", "databaseEngine": "Db2", "deploymentOption": "Single-AZ"}),
            hour("1"),
            "",
        ),
        (
            "AmazonElastiCache",
            "Cache Instance",
            json!({"instanceType": "cache.t4g.small", "cacheEngine": "Valkey", "usagetype": "EU-NodeUsage:cache.t4g.small"}),
            hour("0.03"),
            "elasticache/valkey_cache.t4g.small_hour 0.03",
        ),
        (
            "AmazonES",
            "",
            json!({"instanceType": "r6g.large.search", "usagetype": "EU-ESInstance:r6g.large.search"}),
            hour("0.17"),
            "opensearch/instance_r6g.large.search_hour 0.17",
        ),
    ] {
        let mut attributes = attributes;
        attributes["regionCode"] = "eu-west-1".into();
        let document = json!({
            "product": {"productFamily": family, "attributes": attributes, "sku": "ABC"},
            "serviceCode": service,
            "terms": {"OnDemand": terms, "Reserved": {"r": {"priceDimensions": {}}}},
        });
        let document = document.to_string();
        assert_eq!(
            read(service, "eu-west-1", &document),
            expected,
            "{document}"
        );
        assert_eq!(
            read(service, "eu-west-2", &document),
            "",
            "another region's"
        );
    }
}

#[test]
fn what_makes_no_sense_is_an_error() {
    let service = Service::parse("amazonec2").expect("a service");
    for document in ["", "{", "[]", "{\"product\": 1}"] {
        let mut facts = Facts::default();
        let read = service.read(&mut facts, "eu-west-1", (document, &AsOf::parse("2026")));
        assert!(read.is_err() && facts.is_empty(), "{document}");
    }
}

fn read(service: &str, region: &str, document: &str) -> String {
    let service = Service::parse(service).expect("a service");
    let mut facts = Facts::default();
    let as_of = AsOf::parse("2026-11-22");
    let read = service.read(&mut facts, region, (document, &as_of));
    read.expect("a document");
    let found = facts
        .iter()
        .map(|(key, _, _, fact)| format!("{key} {}", fact.amount));
    found.collect::<Vec<_>>().join(", ")
}
