//! Which services of an account are read. One that is off is neither called nor in
//! the policies that are shown.

use super::Partition;
use std::collections::BTreeSet;

/// A service as a person switches it on and off, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    Ec2,
    LoadBalancing,
    AutoScaling,
    Rds,
    Ecs,
    Lambda,
    S3,
    DynamoDb,
    ElastiCache,
    Sqs,
    Sns,
    Eks,
    ApiGateway,
    CloudFront,
    Route53,
    Efs,
    EventBridge,
    CloudWatch,
    Kinesis,
    OpenSearch,
    Redshift,
    Waf,
    Ecr,
    Fsx,
    DirectConnect,
    Msk,
    StepFunctions,
    VpnConnections,
    VirtualInterfaces,
}

impl Service {
    pub const ALL: [Self; 29] = [
        Self::Ec2,
        Self::LoadBalancing,
        Self::AutoScaling,
        Self::Rds,
        Self::Ecs,
        Self::Lambda,
        Self::S3,
        Self::DynamoDb,
        Self::ElastiCache,
        Self::Sqs,
        Self::Sns,
        Self::Eks,
        Self::ApiGateway,
        Self::CloudFront,
        Self::Route53,
        Self::Efs,
        Self::EventBridge,
        Self::CloudWatch,
        Self::Kinesis,
        Self::OpenSearch,
        Self::Redshift,
        Self::Waf,
        Self::Ecr,
        Self::Fsx,
        Self::DirectConnect,
        Self::Msk,
        Self::StepFunctions,
        Self::VpnConnections,
        Self::VirtualInterfaces,
    ];

    /// As the accounts file writes it: the service's prefix in IAM, but for parts of one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::LoadBalancing => "elasticloadbalancing",
            Self::AutoScaling => "autoscaling",
            Self::Rds => "rds",
            Self::Ecs => "ecs",
            Self::Lambda => "lambda",
            Self::S3 => "s3",
            Self::DynamoDb => "dynamodb",
            Self::ElastiCache => "elasticache",
            Self::Sqs => "sqs",
            Self::Sns => "sns",
            Self::Eks => "eks",
            Self::ApiGateway => "apigateway",
            Self::CloudFront => "cloudfront",
            Self::Route53 => "route53",
            Self::Efs => "elasticfilesystem",
            Self::EventBridge => "events",
            Self::CloudWatch => "cloudwatch",
            Self::Kinesis => "kinesis",
            Self::OpenSearch => "es",
            Self::Redshift => "redshift",
            Self::Waf => "wafv2",
            Self::Ecr => "ecr",
            Self::Fsx => "fsx",
            Self::DirectConnect => "directconnect",
            Self::Msk => "kafka",
            Self::StepFunctions => "states",
            Self::VpnConnections => "vpn",
            Self::VirtualInterfaces => "vif",
        }
    }

    /// The prefix of its actions in IAM.
    pub fn iam_prefix(self) -> &'static str {
        match self {
            Self::VpnConnections => Self::Ec2.name(),
            Self::VirtualInterfaces => Self::DirectConnect.name(),
            other => other.name(),
        }
    }

    /// Whether it is read only where somebody switched it on: AWS answers with keys as
    /// well, which are let go at once and yet cross the wire.
    pub fn is_off_by_default(self) -> bool {
        matches!(self, Self::VpnConnections | Self::VirtualInterfaces)
    }

    /// The service of that name in IAM, when this version reads it.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|service| service.name().eq_ignore_ascii_case(name))
    }

    /// As a person reads it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ec2 => "EC2 and VPC",
            Self::LoadBalancing => "Elastic Load Balancing",
            Self::AutoScaling => "EC2 Auto Scaling",
            Self::Rds => "RDS, Aurora, Neptune, DocumentDB",
            Self::Ecs => "Elastic Container Service",
            Self::Lambda => "Lambda",
            Self::S3 => "S3",
            Self::DynamoDb => "DynamoDB",
            Self::ElastiCache => "ElastiCache",
            Self::Sqs => "SQS",
            Self::Sns => "SNS",
            Self::Eks => "Elastic Kubernetes Service",
            Self::ApiGateway => "API Gateway",
            Self::CloudFront => "CloudFront",
            Self::Route53 => "Route 53",
            Self::Efs => "Elastic File System",
            Self::EventBridge => "EventBridge",
            Self::CloudWatch => "CloudWatch alarms",
            Self::Kinesis => "Kinesis",
            Self::OpenSearch => "OpenSearch",
            Self::Redshift => "Redshift",
            Self::Waf => "WAF",
            Self::Ecr => "Elastic Container Registry",
            Self::Fsx => "FSx",
            Self::DirectConnect => "Direct Connect",
            Self::Msk => "Managed Streaming for Kafka",
            Self::StepFunctions => "Step Functions",
            Self::VpnConnections => "VPN connections (AWS answers with their pre-shared keys)",
            Self::VirtualInterfaces => "Direct Connect interfaces (AWS answers with BGP keys)",
        }
    }
}

/// The services to read; the accounts file keeps those that are *off*, so that a
/// service that a later version learns is on by default, and those that are *on* although
/// they are off by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Services {
    pub off: BTreeSet<Service>,
    pub on: BTreeSet<Service>,
}

impl Service {
    /// What `apigateway:GET` may read: not `/apikeys`, and not the keys of usage plans.
    pub fn resources_of_apis(partition: Partition) -> Vec<String> {
        let paths = ["apis", "domainnames", "restapis", "vpclinks"];
        let arn = |path: &str| format!("arn:{partition}:apigateway:*::/{path}*");
        paths.into_iter().map(arn).collect()
    }
}

impl Services {
    /// All services there are but for these.
    pub fn without(unread: &BTreeSet<Service>) -> Self {
        let of = |is_off_by_default: bool| {
            let all = Service::ALL.into_iter();
            all.filter(move |service| service.is_off_by_default() == is_off_by_default)
        };
        Self {
            off: of(false)
                .filter(|service| unread.contains(service))
                .collect(),
            on: of(true)
                .filter(|service| !unread.contains(service))
                .collect(),
        }
    }

    /// These alone.
    pub fn only(read: &[Service]) -> Self {
        let others = Service::ALL.into_iter();
        Self::without(&others.filter(|service| !read.contains(service)).collect())
    }

    /// Every one, also what is off by default.
    pub fn all() -> Self {
        Self::without(&BTreeSet::new())
    }

    pub fn reads(&self, service: Service) -> bool {
        if service.is_off_by_default() {
            self.on.contains(&service)
        } else {
            !self.off.contains(&service)
        }
    }

    /// Those that are not read.
    pub fn unread(&self) -> BTreeSet<Service> {
        let all = Service::ALL.into_iter();
        all.filter(|service| !self.reads(*service)).collect()
    }
}
