//! The clients of one account and region, over one configuration, each made when it is
//! first asked for: an account uses few of the services that there are. It must not know
//! what is asked of them.

use super::receipt::Receipt;
use super::session::Session;
use super::whole::Whole;
use crate::account::Region;
use aws_types::SdkConfig;
use std::sync::{Arc, OnceLock};

/// Copies share the clients that were made.
#[derive(Debug, Clone)]
pub struct Clients(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shared: SdkConfig,
    receipt: Option<Receipt>,
    made: Made,
}

impl Clients {
    pub async fn new(session: &Arc<Session>, region: &Region, receipt: Option<Receipt>) -> Self {
        Self::over(session.config(region).await, receipt)
    }

    /// Over any configuration.
    pub fn over(shared: SdkConfig, receipt: Option<Receipt>) -> Self {
        Self(Arc::new(Inner {
            shared,
            receipt,
            made: Made::default(),
        }))
    }
}

/// A client for each: what it is called here, its crate, AWS's name of the service (its
/// SDK id) and its prefix in IAM. Answers are checked for their end; what else a client is
/// made with is last.
macro_rules! clients {
    ($($name:ident: $sdk:ident, $id:literal, $prefix:literal $(, $with:ident)?;)*) => {
        #[derive(Debug, Default)]
        struct Made {
            $($name: OnceLock<$sdk::Client>,)*
        }

        impl Clients {
            $(pub fn $name(&self) -> &$sdk::Client {
                self.0.made.$name.get_or_init(|| {
                    let config = $sdk::config::Builder::from(&self.0.shared).interceptor(Whole);
                    $(let config = $with(config, &self.0.shared);)?
                    let config = match self.0.receipt.clone() {
                        Some(receipt) => config.interceptor(receipt),
                        None => config,
                    };
                    $sdk::Client::from_conf(config.build())
                })
            })*
        }

        /// The prefix in IAM of a service that the SDK calls so.
        pub(super) fn iam_prefix(id: &str) -> &'static str {
            match id {
                $($id => $prefix,)*
                "STS" => "sts",
                _ => "other",
            }
        }
    };
}

clients! {
    api_gateway: aws_sdk_apigateway, "API Gateway", "apigateway";
    api_gateway_v2: aws_sdk_apigatewayv2, "ApiGatewayV2", "apigateway";
    autoscaling: aws_sdk_autoscaling, "Auto Scaling", "autoscaling";
    cloudfront: aws_sdk_cloudfront, "CloudFront", "cloudfront";
    cloudwatch: aws_sdk_cloudwatch, "CloudWatch", "cloudwatch";
    direct_connect: aws_sdk_directconnect, "Direct Connect", "directconnect";
    dynamodb: aws_sdk_dynamodb, "DynamoDB", "dynamodb";
    ec2: aws_sdk_ec2, "EC2", "ec2";
    ecr: aws_sdk_ecr, "ECR", "ecr";
    ecs: aws_sdk_ecs, "ECS", "ecs";
    efs: aws_sdk_efs, "EFS", "elasticfilesystem";
    eks: aws_sdk_eks, "EKS", "eks";
    elasticache: aws_sdk_elasticache, "ElastiCache", "elasticache";
    elb: aws_sdk_elasticloadbalancingv2, "Elastic Load Balancing v2", "elasticloadbalancing";
    classic_elb: aws_sdk_elasticloadbalancing, "Elastic Load Balancing", "elasticloadbalancing";
    eventbridge: aws_sdk_eventbridge, "EventBridge", "events";
    fsx: aws_sdk_fsx, "FSx", "fsx";
    kafka: aws_sdk_kafka, "Kafka", "kafka";
    kinesis: aws_sdk_kinesis, "Kinesis", "kinesis";
    lambda: aws_sdk_lambda, "Lambda", "lambda";
    opensearch: aws_sdk_opensearch, "OpenSearch", "es";
    rds: aws_sdk_rds, "RDS", "rds";
    redshift: aws_sdk_redshift, "Redshift", "redshift";
    route53: aws_sdk_route53, "Route 53", "route53";
    s3: aws_sdk_s3, "S3", "s3", with_buckets_in_paths;
    sfn: aws_sdk_sfn, "SFN", "states";
    sns: aws_sdk_sns, "SNS", "sns";
    sqs: aws_sdk_sqs, "SQS", "sqs";
    waf: aws_sdk_wafv2, "WAFV2", "wafv2";
}

/// At an endpoint of somebody's own, `BUCKET.localhost` need not be a host.
fn with_buckets_in_paths(
    config: aws_sdk_s3::config::Builder,
    shared: &SdkConfig,
) -> aws_sdk_s3::config::Builder {
    config.force_path_style(shared.endpoint_url().is_some())
}
