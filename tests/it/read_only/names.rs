//! What IAM calls things and what the clients call them, where these differ.

use super::sdk::api_name;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The crates that speak to a service, by its prefix in IAM.
pub fn clients_of(service: &str) -> Vec<&str> {
    CLIENTS
        .iter()
        .filter(|(prefix, _)| *prefix == service)
        .map(|(_, client)| *client)
        .collect()
}

/// The action that an operation takes, written as `service:Operation`, where it is called
/// otherwise.
pub fn operation_of(operation: &str) -> Option<String> {
    if operation.starts_with("apigateway:Get") {
        return Some("apigateway:GET".to_owned());
    }
    let mut others = OTHERWISE.iter();
    let (_, action) = others.find(|(one, _)| one.eq_ignore_ascii_case(operation))?;
    Some((*action).to_owned())
}

/// The actions that an operation of this name may take, in whichever services have one.
pub fn actions_of(operation: &str, crates: &BTreeMap<String, PathBuf>) -> BTreeSet<String> {
    let having = CLIENTS.iter().filter(|(_, client)| {
        let source = &crates[*client];
        source.join("operation").join(operation).is_dir()
    });
    let actions = having.map(|(prefix, _)| {
        let action = format!("{prefix}:{}", api_name(operation));
        operation_of(&action).unwrap_or(action).to_lowercase()
    });
    actions.collect()
}

const OTHERWISE: [(&str, &str); 5] = [
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    (
        "s3:GetBucketNotificationConfiguration",
        "s3:GetBucketNotification",
    ),
    ("s3:GetBucketReplication", "s3:GetReplicationConfiguration"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
];

const CLIENTS: [(&str, &str); 29] = [
    ("apigateway", "aws-sdk-apigateway"),
    ("apigateway", "aws-sdk-apigatewayv2"),
    ("autoscaling", "aws-sdk-autoscaling"),
    ("cloudfront", "aws-sdk-cloudfront"),
    ("cloudwatch", "aws-sdk-cloudwatch"),
    ("directconnect", "aws-sdk-directconnect"),
    ("dynamodb", "aws-sdk-dynamodb"),
    ("ec2", "aws-sdk-ec2"),
    ("ecr", "aws-sdk-ecr"),
    ("ecs", "aws-sdk-ecs"),
    ("eks", "aws-sdk-eks"),
    ("elasticache", "aws-sdk-elasticache"),
    ("elasticfilesystem", "aws-sdk-efs"),
    ("elasticloadbalancing", "aws-sdk-elasticloadbalancing"),
    ("elasticloadbalancing", "aws-sdk-elasticloadbalancingv2"),
    ("es", "aws-sdk-opensearch"),
    ("events", "aws-sdk-eventbridge"),
    ("fsx", "aws-sdk-fsx"),
    ("kafka", "aws-sdk-kafka"),
    ("kinesis", "aws-sdk-kinesis"),
    ("lambda", "aws-sdk-lambda"),
    ("rds", "aws-sdk-rds"),
    ("redshift", "aws-sdk-redshift"),
    ("route53", "aws-sdk-route53"),
    ("s3", "aws-sdk-s3"),
    ("sns", "aws-sdk-sns"),
    ("sqs", "aws-sdk-sqs"),
    ("states", "aws-sdk-sfn"),
    ("wafv2", "aws-sdk-wafv2"),
];
