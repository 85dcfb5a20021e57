//! What a resource is: every kind with its names.

/// Each kind with its name as JSON and the filter write it (`type=instance`), and as a
/// person reads one and several of it.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident: $name:literal, $title:literal, $plural:literal;)*) => {
        /// What a resource is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// As JSON and the filter write it (`type=instance`).
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// As a person reads it.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$kind => $title,)*
                }
            }

            /// Several of them, as a person reads it.
            pub fn plural(self) -> &'static str {
                match self {
                    $(Self::$kind => $plural,)*
                }
            }
        }
    };
}

kinds! {
    Vpc: "vpc", "VPC", "VPCs";
    Subnet: "subnet", "Subnet", "Subnets";
    AvailabilityZone: "availability-zone", "Availability Zone", "Availability Zones";
    InternetGateway: "internet-gateway", "Internet gateway", "Internet gateways";
    NatGateway: "nat-gateway", "NAT gateway", "NAT gateways";
    PeeringConnection: "vpc-peering-connection", "VPC peering connection", "VPC peering connections";
    TransitGateway: "transit-gateway", "Transit gateway", "Transit gateways";
    TransitGatewayAttachment: "transit-gateway-attachment", "Transit gateway attachment", "Transit gateway attachments";
    VpcEndpoint: "vpc-endpoint", "VPC endpoint", "VPC endpoints";
    RouteTable: "route-table", "Route table", "Route tables";
    LoadBalancer: "load-balancer", "Load balancer", "Load balancers";
    Listener: "listener", "Listener", "Listeners";
    ListenerRule: "listener-rule", "Listener rule", "Listener rules";
    TargetGroup: "target-group", "Target group", "Target groups";
    AutoScalingGroup: "auto-scaling-group", "Auto Scaling group", "Auto Scaling groups";
    Instance: "instance", "Instance", "Instances";
    Volume: "volume", "Volume", "Volumes";
    ElasticIp: "elastic-ip", "Elastic IP address", "Elastic IP addresses";
    NetworkInterface: "network-interface", "Network interface", "Network interfaces";
    SecurityGroup: "security-group", "Security group", "Security groups";
    SecurityGroupRule: "security-group-rule", "Security group rule", "Security group rules";
    NetworkAcl: "network-acl", "Network ACL", "Network ACLs";
    EgressOnlyInternetGateway: "egress-only-internet-gateway", "Egress-only internet gateway", "Egress-only internet gateways";
    VpnGateway: "vpn-gateway", "VPN gateway", "VPN gateways";
    CustomerGateway: "customer-gateway", "Customer gateway", "Customer gateways";
    VpnConnection: "vpn-connection", "VPN connection", "VPN connections";
    DirectConnectGateway: "direct-connect-gateway", "Direct Connect gateway", "Direct Connect gateways";
    DirectConnectConnection: "direct-connect-connection", "Direct Connect connection", "Direct Connect connections";
    VirtualInterface: "virtual-interface", "Virtual interface", "Virtual interfaces";
    DbCluster: "db-cluster", "DB cluster", "DB clusters";
    DbInstance: "db-instance", "DB instance", "DB instances";
    ReplicationGroup: "replication-group", "Cache replication group", "Cache replication groups";
    CacheCluster: "cache-cluster", "Cache cluster", "Cache clusters";
    EcsCluster: "ecs-cluster", "ECS cluster", "ECS clusters";
    EcsService: "ecs-service", "ECS service", "ECS services";
    EcsTask: "ecs-task", "ECS task", "ECS tasks";
    EksCluster: "eks-cluster", "EKS cluster", "EKS clusters";
    NodeGroup: "node-group", "EKS node group", "EKS node groups";
    FargateProfile: "fargate-profile", "EKS Fargate profile", "EKS Fargate profiles";
    Function: "function", "Lambda function", "Lambda functions";
    StateMachine: "state-machine", "State machine", "State machines";
    Api: "api", "API", "APIs";
    VpcLink: "vpc-link", "API Gateway VPC link", "API Gateway VPC links";
    Bucket: "bucket", "S3 bucket", "S3 buckets";
    Table: "table", "DynamoDB table", "DynamoDB tables";
    Queue: "queue", "SQS queue", "SQS queues";
    Topic: "topic", "SNS topic", "SNS topics";
    EventBus: "event-bus", "Event bus", "Event buses";
    EventRule: "event-rule", "EventBridge rule", "EventBridge rules";
    Stream: "stream", "Kinesis stream", "Kinesis streams";
    KafkaCluster: "kafka-cluster", "MSK cluster", "MSK clusters";
    SearchDomain: "search-domain", "OpenSearch domain", "OpenSearch domains";
    RedshiftCluster: "redshift-cluster", "Redshift cluster", "Redshift clusters";
    FileSystem: "file-system", "File system", "File systems";
    MountTarget: "mount-target", "EFS mount target", "EFS mount targets";
    Repository: "repository", "Container repository", "Container repositories";
    Distribution: "distribution", "CloudFront distribution", "CloudFront distributions";
    HostedZone: "hosted-zone", "Hosted zone", "Hosted zones";
    WebAcl: "web-acl", "Web ACL", "Web ACLs";
    Alarm: "alarm", "CloudWatch alarm", "CloudWatch alarms";
    /// Named by something of ours, and not in what was read.
    External: "external", "External", "External";
}
