//! What AWS's usage types are here: a table. It must not know how a document is read.

use super::Described;
use crate::prices::{Rate, Unit, UnitPrice};

/// A usage type without its region, the operation where that tells products apart, the
/// rates of its tiers, and how many of AWS's unit are one of ours.
struct Usage {
    service: &'static str,
    name: &'static str,
    operation: &'static str,
    rates: &'static [Rate],
    factor: (u64, u64),
}

const fn usage(service: &'static str, name: &'static str, rates: &'static [Rate]) -> Usage {
    Usage {
        service,
        name,
        operation: "",
        rates,
        factor: (1, 1),
    }
}

impl Usage {
    const fn of(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    /// Ours is so many of AWS's.
    const fn times(self, numerator: u64, denominator: u64) -> Self {
        Self {
            factor: (numerator, denominator),
            ..self
        }
    }
}

const EC2: &str = "AmazonEC2";
const ELB: &str = "AWSELB";
const VPC: &str = "AmazonVPC";
const RDS: &str = "AmazonRDS";
const ECS: &str = "AmazonECS";
const EKS: &str = "AmazonEKS";
const LAMBDA: &str = "AWSLambda";
const S3: &str = "AmazonS3";

const USAGES: &[Usage] = &[
    usage(EC2, "EBS:VolumeUsage", &[Rate::EbsStandardGbMonth]),
    usage(EC2, "EBS:VolumeUsage.gp2", &[Rate::EbsGp2GbMonth]),
    usage(EC2, "EBS:VolumeUsage.gp3", &[Rate::EbsGp3GbMonth]),
    usage(EC2, "EBS:VolumeUsage.io2", &[Rate::EbsIo2GbMonth]),
    usage(EC2, "EBS:VolumeUsage.piops", &[Rate::EbsIo1GbMonth]),
    usage(EC2, "EBS:VolumeUsage.sc1", &[Rate::EbsSc1GbMonth]),
    usage(EC2, "EBS:VolumeUsage.st1", &[Rate::EbsSt1GbMonth]),
    usage(EC2, "EBS:VolumeP-IOPS.gp3", &[Rate::EbsGp3IopsMonth]),
    usage(EC2, "EBS:VolumeP-IOPS.piops", &[Rate::EbsIo1IopsMonth]),
    usage(EC2, "EBS:VolumeP-IOPS.io2", &[Rate::EbsIo2IopsMonthT1]),
    usage(
        EC2,
        "EBS:VolumeP-IOPS.io2.tier2",
        &[Rate::EbsIo2IopsMonthT2],
    ),
    usage(
        EC2,
        "EBS:VolumeP-IOPS.io2.tier3",
        &[Rate::EbsIo2IopsMonthT3],
    ),
    usage(
        EC2,
        "EBS:VolumeP-Throughput.gp3",
        &[Rate::EbsGp3ThroughputMibPerSecondMonth],
    )
    .times(1, 1024),
    usage(EC2, "EBS:SnapshotUsage", &[Rate::EbsSnapshotGbMonth]),
    usage(
        EC2,
        "EBS:SnapshotArchiveStorage",
        &[Rate::EbsSnapshotArchiveGbMonth],
    ),
    usage(EC2, "NatGateway-Hours", &[Rate::NatHour]),
    usage(EC2, "NatGateway-Bytes", &[Rate::NatGb]),
    usage(ELB, "LoadBalancerUsage", &[Rate::AlbHour]).of("LoadBalancing:Application"),
    usage(ELB, "LoadBalancerUsage", &[Rate::NlbHour]).of("LoadBalancing:Network"),
    usage(ELB, "LoadBalancerUsage", &[Rate::GwlbHour]).of("LoadBalancing:Gateway"),
    usage(ELB, "LoadBalancerUsage", &[Rate::ClbHour]).of("LoadBalancing"),
    usage(ELB, "LCUUsage", &[Rate::LcuHour]).of("LoadBalancing:Application"),
    usage(ELB, "LCUUsage", &[Rate::NlcuHour]).of("LoadBalancing:Network"),
    usage(ELB, "LCUUsage", &[Rate::GlcuHour]).of("LoadBalancing:Gateway"),
    usage(ELB, "DataProcessing-Bytes", &[Rate::ClbGb]).of("LoadBalancing"),
    usage(VPC, "PublicIPv4:InUseAddress", &[Rate::PublicIpv4InUseHour]),
    usage(VPC, "PublicIPv4:IdleAddress", &[Rate::PublicIpv4IdleHour]),
    usage(
        VPC,
        "PublicIPv4:ContiguousBlock",
        &[Rate::PublicIpv4ContiguousHour],
    ),
    usage(VPC, "VpcEndpoint-Hours", &[Rate::EndpointInterfaceHour]).of("VpcEndpoint"),
    usage(
        VPC,
        "VpcEndpoint-Bytes",
        &[
            Rate::EndpointInterfaceGbT1,
            Rate::EndpointInterfaceGbT2,
            Rate::EndpointInterfaceGbT3,
        ],
    )
    .of("VpcEndpoint"),
    usage(VPC, "VpcEndpoint-GWLBE-Hours", &[Rate::EndpointGwlbHour]),
    usage(VPC, "VpcEndpoint-GWLBE-Bytes", &[Rate::EndpointGwlbGb]),
    usage(VPC, "TransitGateway-Hours", &[Rate::TgwAttachmentVpcHour]).of("TransitGatewayVPC"),
    usage(VPC, "TransitGateway-Hours", &[Rate::TgwAttachmentVpnHour]).of("TransitGatewayVPN"),
    usage(VPC, "TransitGateway-Hours", &[Rate::TgwAttachmentDxHour])
        .of("TransitGatewayDirectConnect"),
    usage(
        VPC,
        "TransitGateway-Hours",
        &[Rate::TgwAttachmentPeeringHour],
    )
    .of("TransitGatewayPeering"),
    usage(VPC, "TransitGateway-Bytes", &[Rate::TgwDataGb]).of("TransitGatewayVPC"),
    usage(VPC, "VPN-Usage-Hours:ipsec.1", &[Rate::VpnHour]),
    usage(
        VPC,
        "ClientVPN-ConnectionHours",
        &[Rate::ClientVpnConnectionHour],
    ),
    usage(
        VPC,
        "ClientVPN-EndpointHours",
        &[Rate::ClientVpnEndpointAssocHour],
    ),
    usage(RDS, "RDS:GP2-Storage", &[Rate::RdsGp2SingleGbMonth]),
    usage(RDS, "RDS:GP3-Storage", &[Rate::RdsGp3SingleGbMonth]),
    usage(RDS, "RDS:PIOPS-Storage", &[Rate::RdsIo1SingleGbMonth]),
    usage(RDS, "RDS:PIOPS-Storage-IO2", &[Rate::RdsIo2SingleGbMonth]),
    usage(RDS, "RDS:StorageUsage", &[Rate::RdsMagneticSingleGbMonth]),
    usage(RDS, "RDS:Multi-AZ-GP2-Storage", &[Rate::RdsGp2MultiGbMonth]),
    usage(RDS, "RDS:Multi-AZ-GP3-Storage", &[Rate::RdsGp3MultiGbMonth]),
    usage(
        RDS,
        "RDS:Multi-AZ-PIOPS-Storage",
        &[Rate::RdsIo1MultiGbMonth],
    ),
    usage(RDS, "RDS:PIOPS", &[Rate::RdsIopsSingleMonth]),
    usage(RDS, "RDS:Multi-AZ-PIOPS", &[Rate::RdsIopsMultiMonth]),
    usage(RDS, "Aurora:StorageUsage", &[Rate::AuroraStorageGbMonth]),
    usage(
        RDS,
        "Aurora:IO-OptimizedStorageUsage",
        &[Rate::AuroraStorageIoOptimizedGbMonth],
    ),
    usage(
        RDS,
        "Aurora:ServerlessV2Usage",
        &[Rate::AuroraServerlessV2AcuHour],
    ),
    usage(
        RDS,
        "Aurora:ServerlessV2IOOptimizedUsage",
        &[Rate::AuroraServerlessV2IoOptimizedAcuHour],
    ),
    usage(EKS, "AmazonEKS-Hours:perCluster", &[Rate::EksClusterHour]),
    usage(
        EKS,
        "AmazonEKS-Hours:extendedSupport",
        &[Rate::EksClusterExtendedSupportExtraHour],
    ),
    usage(
        ECS,
        "Fargate-vCPU-Hours:perCPU",
        &[Rate::FargateLinuxX86VcpuHour],
    ),
    usage(ECS, "Fargate-GB-Hours", &[Rate::FargateLinuxX86GbHour]),
    usage(
        ECS,
        "Fargate-ARM-vCPU-Hours:perCPU",
        &[Rate::FargateLinuxArmVcpuHour],
    ),
    usage(ECS, "Fargate-ARM-GB-Hours", &[Rate::FargateLinuxArmGbHour]),
    usage(
        ECS,
        "Fargate-EphemeralStorage-GB-Hours",
        &[Rate::FargateEphemeralStorageGbHour],
    ),
    usage(
        LAMBDA,
        "Lambda-GB-Second",
        &[
            Rate::LambdaDurationX86GbSecondT1,
            Rate::LambdaDurationX86GbSecondT2,
            Rate::LambdaDurationX86GbSecondT3,
        ],
    ),
    usage(
        LAMBDA,
        "Lambda-GB-Second-ARM",
        &[Rate::LambdaDurationArmGbSecondT1],
    ),
    usage(LAMBDA, "Request", &[Rate::LambdaRequestsMillion]).times(1_000_000, 1),
    usage(
        S3,
        "TimedStorage-ByteHrs",
        &[
            Rate::S3StandardGbMonthT1,
            Rate::S3StandardGbMonthT2,
            Rate::S3StandardGbMonthT3,
        ],
    ),
    usage(S3, "TimedStorage-SIA-ByteHrs", &[Rate::S3StandardIaGbMonth]),
    usage(S3, "TimedStorage-ZIA-ByteHrs", &[Rate::S3OnezoneIaGbMonth]),
    usage(
        S3,
        "TimedStorage-GIR-ByteHrs",
        &[Rate::S3GlacierInstantGbMonth],
    ),
    usage(
        S3,
        "TimedStorage-GlacierByteHrs",
        &[Rate::S3GlacierFlexibleGbMonth],
    ),
    usage(
        S3,
        "TimedStorage-GDA-ByteHrs",
        &[Rate::S3GlacierDeepArchiveGbMonth],
    ),
    usage(S3, "Requests-Tier1", &[Rate::S3PutCopyPostList1000]).times(1000, 1),
    usage(S3, "Requests-Tier2", &[Rate::S3GetSelect1000]).times(1000, 1),
];

/// The rates that a product is priced under, one for each tier.
pub(super) fn priced(
    service: &str,
    product: &Described,
    tiers: &[UnitPrice],
) -> Vec<(String, Unit, UnitPrice)> {
    let (usage, operation) = (
        product.attribute("usagetype"),
        product.attribute("operation"),
    );
    // The price of storage is the same for all but SQL Server, which has its own.
    if product
        .attribute("databaseEngine")
        .starts_with("SQL Server")
    {
        return Vec::new();
    }
    let is_it = |row: &&Usage| {
        row.service == service
            && (row.name == usage || Some(row.name) == without_region(usage))
            && (row.operation.is_empty() || row.operation == operation)
    };
    let Some(row) = USAGES.iter().find(is_it) else {
        return Vec::new();
    };
    let tiers = row.rates.iter().zip(tiers);
    let priced = tiers.filter_map(|(rate, amount)| {
        let amount = amount.scaled(row.factor.0, row.factor.1)?;
        Some((rate.key().to_owned(), rate.unit()?, amount))
    });
    priced.collect()
}

/// `NatGateway-Hours` of `EUW2-NatGateway-Hours`.
fn without_region(usage: &str) -> Option<&str> {
    let (region, rest) = usage.split_once('-')?;
    let is_region = region
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_region.then_some(rest)
}
