//! What has one price in a region, whatever one owns: an hour of a NAT gateway, a GB of
//! a volume. Each is named by its service and its SKU in the price table.

/// Makes the rates and their names from one list.
macro_rules! rates {
    ($($rate:ident = $key:literal;)*) => {
        /// What has one price in a region. A tier is `T1` for the first of what is used, `T2` for
        /// what is used beyond it, and so on; the unit and what it counts is in
        /// [`Price::unit`](super::Price::unit).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rate {
            $(
                #[doc = concat!("`", $key, "`")]
                $rate,
            )*
        }

        impl Rate {
            /// Every rate there is, by service and SKU.
            pub const ALL: &'static [Self] = &[$(Self::$rate,)*];

            /// `SERVICE/SKU`, as the table and `skymap prices show` have it.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$rate => $key,)*
                }
            }
        }
    };
}

rates! {
    ApiGatewayCacheHalfGbHour = "apigateway/cache_0_5gb_hour";
    ApiGatewayCache118GbHour = "apigateway/cache_118gb_hour";
    ApiGatewayCache13GbHour = "apigateway/cache_13_5gb_hour";
    ApiGatewayCache1GbHour = "apigateway/cache_1_6gb_hour";
    ApiGatewayCache237GbHour = "apigateway/cache_237gb_hour";
    ApiGatewayCache28GbHour = "apigateway/cache_28_4gb_hour";
    ApiGatewayCache58GbHour = "apigateway/cache_58_2gb_hour";
    ApiGatewayCache6GbHour = "apigateway/cache_6_1gb_hour";
    ApiGatewayHttpMillionT1 = "apigateway/http_million_t1";
    ApiGatewayHttpMillionT2 = "apigateway/http_million_t2";
    ApiGatewayRestMillionT1 = "apigateway/rest_million_t1";
    ApiGatewayRestMillionT2 = "apigateway/rest_million_t2";
    ApiGatewayWebsocketConnectionMillionMinutes = "apigateway/websocket_connection_million_minutes";
    ApiGatewayWebsocketMillionT1 = "apigateway/websocket_million_t1";
    AthenaScannedTb = "athena/scanned_tb";
    AuroraBackupGbMonth = "aurora/backup_gb_month";
    AuroraIoMillion = "aurora/io_million";
    AuroraServerlessV2AcuHour = "aurora/serverless_v2_acu_hour";
    AuroraServerlessV2IoOptimizedAcuHour = "aurora/serverless_v2_io_optimized_acu_hour";
    AuroraStorageGbMonth = "aurora/storage_gb_month";
    AuroraStorageIoOptimizedGbMonth = "aurora/storage_io_optimized_gb_month";
    CloudFrontHttpRequests10k = "cloudfront/http_requests_10k";
    CloudFrontHttpsRequests10k = "cloudfront/https_requests_10k";
    CloudFrontInternetOutGbT1 = "cloudfront/internet_out_gb_first10tb";
    CloudTrailDataEvents100k = "cloudtrail/data_events_100k";
    CloudTrailExtraManagementEvents100k = "cloudtrail/extra_management_events_100k";
    CloudWatchAlarmCompositeMonth = "cloudwatch/alarm_composite_month";
    CloudWatchAlarmHighResMonth = "cloudwatch/alarm_high_res_month";
    CloudWatchAlarmStandardMonth = "cloudwatch/alarm_standard_month";
    CloudWatchApiRequests1000 = "cloudwatch/api_requests_1000";
    CloudWatchCanaryRun = "cloudwatch/canary_run";
    CloudWatchCustomMetricMonthT1 = "cloudwatch/custom_metric_month_t1";
    CloudWatchDashboardMonth = "cloudwatch/dashboard_month";
    CloudWatchLogsIngestedGb = "cloudwatch/logs_ingested_gb";
    CloudWatchLogsInsightsGb = "cloudwatch/logs_insights_gb";
    CloudWatchLogsStoredGbMonth = "cloudwatch/logs_stored_gb_month";
    CloudWatchVendedLogsGbT1 = "cloudwatch/vended_logs_gb_t1";
    TransferInterRegionOutGb = "data_transfer/inter_region_out_gb";
    TransferInternetOutGbT1 = "data_transfer/internet_out_gb_t1_10tb";
    TransferInternetOutGbT2 = "data_transfer/internet_out_gb_t2_40tb";
    TransferInternetOutGbT3 = "data_transfer/internet_out_gb_t3_100tb";
    TransferInternetOutGbT4 = "data_transfer/internet_out_gb_t4_over150tb";
    TransferBetweenZonesEachWayGb = "data_transfer/intra_region_each_way_gb";
    TransferUsEast1ToUsEast2Gb = "data_transfer/use1_use2_out_gb";
    DocumentDbBackupGbMonth = "docdb/backup_gb_month";
    DocumentDbIoMillion = "docdb/io_million";
    DocumentDbStorageGbMonth = "docdb/storage_gb_month";
    DynamoDbBackupGbMonth = "dynamodb/backup_gb_month";
    DynamoDbOnDemandReadMillion = "dynamodb/on_demand_read_million";
    DynamoDbOnDemandWriteMillion = "dynamodb/on_demand_write_million";
    DynamoDbPitrGbMonth = "dynamodb/pitr_gb_month";
    DynamoDbProvisionedRcuHour = "dynamodb/provisioned_rcu_hour";
    DynamoDbProvisionedWcuHour = "dynamodb/provisioned_wcu_hour";
    DynamoDbReplicatedWruMillion = "dynamodb/replicated_wru_million";
    DynamoDbStorageGbMonth = "dynamodb/storage_gb_month";
    DynamoDbStorageIaGbMonth = "dynamodb/storage_ia_gb_month";
    DynamoDbStreamsRead100k = "dynamodb/streams_read_100k";
    EbsGp2GbMonth = "ebs/gp2_gb_month";
    EbsGp3GbMonth = "ebs/gp3_gb_month";
    EbsGp3IopsMonth = "ebs/gp3_iops_month";
    EbsGp3ThroughputMibPerSecondMonth = "ebs/gp3_throughput_mibps_month";
    EbsIo1GbMonth = "ebs/io1_gb_month";
    EbsIo1IopsMonth = "ebs/io1_iops_month";
    EbsIo2GbMonth = "ebs/io2_gb_month";
    EbsIo2IopsMonthT1 = "ebs/io2_iops_month_t1";
    EbsIo2IopsMonthT2 = "ebs/io2_iops_month_t2";
    EbsIo2IopsMonthT3 = "ebs/io2_iops_month_t3";
    EbsSc1GbMonth = "ebs/sc1_gb_month";
    EbsSnapshotArchiveGbMonth = "ebs/snapshot_archive_gb_month";
    EbsSnapshotGbMonth = "ebs/snapshot_gb_month";
    EbsSt1GbMonth = "ebs/st1_gb_month";
    EbsStandardGbMonth = "ebs/standard_gb_month";
    EbsStandardMillionIo = "ebs/standard_million_io";
    EcrStorageGbMonth = "ecr/storage_gb_month";
    EfsArchiveGbMonth = "efs/archive_gb_month";
    EfsElasticReadGb = "efs/elastic_read_gb";
    EfsElasticWriteGb = "efs/elastic_write_gb";
    EfsIaBurstingProvisionedGbMonth = "efs/ia_bursting_provisioned_gb_month";
    EfsIaGbMonth = "efs/ia_gb_month";
    EfsOneZoneGbMonth = "efs/one_zone_gb_month";
    EfsProvisionedThroughputMibPerSecondMonth = "efs/provisioned_throughput_mibps_month";
    EfsStandardGbMonth = "efs/standard_gb_month";
    EksClusterExtendedSupportExtraHour = "eks/cluster_extended_support_extra_hour";
    EksClusterHour = "eks/cluster_hour";
    AlbHour = "elb/alb_hour";
    LcuHour = "elb/alb_lcu_hour";
    ClbGb = "elb/clb_gb";
    ClbHour = "elb/clb_hour";
    GlcuHour = "elb/gwlb_glcu_hour";
    GwlbHour = "elb/gwlb_hour";
    NlbHour = "elb/nlb_hour";
    NlcuHour = "elb/nlb_nlcu_hour";
    EventBridgeCustomEventsMillion = "eventbridge/custom_events_million";
    FargateEphemeralStorageGbHour = "fargate/ephemeral_storage_gb_hour";
    FargateLinuxArmGbHour = "fargate/linux_arm_gb_hour";
    FargateLinuxArmVcpuHour = "fargate/linux_arm_vcpu_hour";
    FargateLinuxX86GbHour = "fargate/linux_x86_gb_hour";
    FargateLinuxX86VcpuHour = "fargate/linux_x86_vcpu_hour";
    FargateWindowsGbHour = "fargate/windows_gb_hour";
    FargateWindowsOsLicenseVcpuHour = "fargate/windows_os_license_vcpu_hour";
    FargateWindowsVcpuHour = "fargate/windows_vcpu_hour";
    GlueCrawlerDpuHour = "glue/crawler_dpu_hour";
    GlueEtlDpuHour = "glue/etl_dpu_hour";
    KinesisEnhancedFanoutShardHour = "kinesis/enhanced_fanout_shard_hour";
    KinesisExtendedRetentionShardHour = "kinesis/extended_retention_shard_hour";
    KinesisOnDemandInGb = "kinesis/on_demand_in_gb";
    KinesisOnDemandOutGb = "kinesis/on_demand_out_gb";
    KinesisOnDemandStreamHour = "kinesis/on_demand_stream_hour";
    KinesisPutPayloadMillion = "kinesis/put_payload_million";
    KinesisShardHour = "kinesis/shard_hour";
    KmsCustomerKeyMonth = "kms/customer_key_month";
    KmsRequests10k = "kms/requests_10k";
    LambdaDurationArmGbSecondT1 = "lambda/duration_arm_gb_second_t1";
    LambdaDurationX86GbSecondT1 = "lambda/duration_x86_gb_second_t1";
    LambdaDurationX86GbSecondT2 = "lambda/duration_x86_gb_second_t2";
    LambdaDurationX86GbSecondT3 = "lambda/duration_x86_gb_second_t3";
    LambdaEphemeralStorageGbSecond = "lambda/ephemeral_storage_gb_second";
    LambdaProvisionedConcurrencyX86GbSecond = "lambda/provisioned_concurrency_x86_gb_second";
    LambdaProvisionedDurationX86GbSecond = "lambda/provisioned_duration_x86_gb_second";
    LambdaRequestsMillion = "lambda/requests_million";
    MqActivemqStorageEfsGbMonth = "mq/activemq_storage_efs_gb_month";
    MqStorageEbsGbMonth = "mq/storage_ebs_gb_month";
    MskConnectMcuHour = "msk/connect_mcu_hour";
    MskProvisionedThroughputMibPerSecondMonth = "msk/provisioned_throughput_mibps_month";
    MskServerlessClusterHour = "msk/serverless_cluster_hour";
    MskServerlessInGb = "msk/serverless_in_gb";
    MskServerlessOutGb = "msk/serverless_out_gb";
    MskServerlessPartitionHour = "msk/serverless_partition_hour";
    MskServerlessStorageGbMonth = "msk/serverless_storage_gb_month";
    MskStorageGbMonth = "msk/storage_gb_month";
    NatGb = "nat/nat_gateway_gb";
    NatHour = "nat/nat_gateway_hour";
    OpenSearchGp2GbMonth = "opensearch/storage_gp2_gb_month";
    OpenSearchGp3GbMonth = "opensearch/storage_gp3_gb_month";
    OpenSearchIo1GbMonth = "opensearch/storage_io1_gb_month";
    RdsExtendedSupportY1y2VcpuHour = "rds_storage/extended_support_y1y2_vcpu_hour";
    RdsExtendedSupportY3VcpuHour = "rds_storage/extended_support_y3_vcpu_hour";
    RdsGp2MultiGbMonth = "rds_storage/gp2_multi_gb_month";
    RdsGp2SingleGbMonth = "rds_storage/gp2_single_gb_month";
    RdsGp3IopsSingleMonth = "rds_storage/gp3_iops_single_month";
    RdsGp3MultiGbMonth = "rds_storage/gp3_multi_gb_month";
    RdsGp3SingleGbMonth = "rds_storage/gp3_single_gb_month";
    RdsGp3ThroughputSingleMibPerSecondMonth = "rds_storage/gp3_throughput_single_mibps_month";
    RdsIo1MultiGbMonth = "rds_storage/io1_multi_gb_month";
    RdsIo1SingleGbMonth = "rds_storage/io1_single_gb_month";
    RdsIo2SingleGbMonth = "rds_storage/io2_single_gb_month";
    RdsIopsMultiMonth = "rds_storage/iops_multi_month";
    RdsIopsSingleMonth = "rds_storage/iops_single_month";
    RdsMagneticSingleGbMonth = "rds_storage/magnetic_single_gb_month";
    RdsSnapshotGbMonth = "rds_storage/snapshot_gb_month";
    RedshiftManagedStorageGbMonth = "redshift/managed_storage_gb_month";
    RedshiftServerlessRpuHour = "redshift/serverless_rpu_hour";
    Route53HostedZoneMonthFirst25 = "route53/hosted_zone_month_first25";
    Route53HostedZoneMonthOver25 = "route53/hosted_zone_month_over25";
    Route53ResolverEndpointEniHour = "route53/resolver_endpoint_eni_hour";
    Route53ResolverQueryMillionT1 = "route53/resolver_query_million_t1";
    S3ExpressOnezoneGbMonth = "s3/express_onezone_gb_month";
    S3GetSelect1000 = "s3/get_select_1000";
    S3GlacierDeepArchiveGbMonth = "s3/glacier_deep_archive_gb_month";
    S3GlacierFlexibleGbMonth = "s3/glacier_flexible_gb_month";
    S3GlacierInstantGbMonth = "s3/glacier_instant_gb_month";
    S3IntelligentFaGbMonthT1 = "s3/intelligent_fa_gb_month_t1";
    S3IntelligentIaGbMonth = "s3/intelligent_ia_gb_month";
    S3OnezoneIaGbMonth = "s3/onezone_ia_gb_month";
    S3PutCopyPostList1000 = "s3/put_copy_post_list_1000";
    S3StandardGbMonthT1 = "s3/standard_gb_month_t1";
    S3StandardGbMonthT2 = "s3/standard_gb_month_t2";
    S3StandardGbMonthT3 = "s3/standard_gb_month_t3";
    S3StandardIaGbMonth = "s3/standard_ia_gb_month";
    SecretsManagerApi10k = "secretsmanager/api_10k";
    SecretsManagerSecretMonth = "secretsmanager/secret_month";
    SnsHttp100k = "sns/http_100k";
    SnsRequestsMillion = "sns/requests_million";
    SqsFifoRequestsMillion = "sqs/fifo_requests_million";
    SqsStandardRequestsMillion = "sqs/standard_requests_million";
    StepFunctionsExpressRequestsMillion = "stepfunctions/express_requests_million";
    StepFunctionsStandardTransitions1000 = "stepfunctions/standard_transitions_1000";
    ClientVpnConnectionHour = "vpc/client_vpn_connection_hour";
    ClientVpnEndpointAssocHour = "vpc/client_vpn_endpoint_assoc_hour";
    EndpointGwlbGb = "vpc/endpoint_gwlb_gb";
    EndpointGwlbHour = "vpc/endpoint_gwlb_hour";
    EndpointInterfaceGbT1 = "vpc/endpoint_interface_gb_t1";
    EndpointInterfaceGbT2 = "vpc/endpoint_interface_gb_t2";
    EndpointInterfaceGbT3 = "vpc/endpoint_interface_gb_t3";
    EndpointInterfaceHour = "vpc/endpoint_interface_hour";
    IpamActiveIpHour = "vpc/ipam_active_ip_hour";
    LatticeGb = "vpc/lattice_gb";
    LatticeServiceHour = "vpc/lattice_service_hour";
    PublicIpv4ContiguousHour = "vpc/public_ipv4_contiguous_hour";
    PublicIpv4IdleHour = "vpc/public_ipv4_idle_hour";
    PublicIpv4InUseHour = "vpc/public_ipv4_in_use_hour";
    TgwAttachmentConnectHour = "vpc/tgw_attachment_connect_hour";
    TgwAttachmentDxHour = "vpc/tgw_attachment_dx_hour";
    TgwAttachmentPeeringHour = "vpc/tgw_attachment_peering_hour";
    TgwAttachmentVpcHour = "vpc/tgw_attachment_vpc_hour";
    TgwAttachmentVpnHour = "vpc/tgw_attachment_vpn_hour";
    TgwDataGb = "vpc/tgw_data_gb";
    TrafficMirrorSessionHour = "vpc/traffic_mirror_session_hour";
    VpnHour = "vpc/vpn_site_to_site_hour";
    WafBotControlMonth = "waf/bot_control_month";
    WafRequestsMillion = "waf/requests_million";
    WafRuleMonth = "waf/rule_month";
    WafAclMonth = "waf/web_acl_month";
}

impl Rate {
    /// The unit of its price in the table that comes along.
    pub fn unit(self) -> Option<super::Unit> {
        super::embedded::Name::Other.embedded().unit(self.key())
    }

    /// The service's part of the key: `ebs`, `vpc`.
    pub fn service(self) -> &'static str {
        self.key().split('/').next().unwrap_or_default()
    }

    /// By its key, which people also write with a space: `ebs gp3_gb_month`.
    pub fn parse(key: &str) -> Option<Self> {
        let key = key.trim().replace(' ', "/");
        Self::ALL.iter().copied().find(|rate| rate.key() == key)
    }
}
