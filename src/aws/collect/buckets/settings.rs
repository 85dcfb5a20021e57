//! What one bucket is set up for, aspect by aspect. One that is not set up has no answer
//! but an error of its own, which is no failure; one that is denied costs itself alone.

use super::{GONE, events_label};
use crate::aws::error::Failure;
use crate::aws::reader::Reader;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::types::{
    PublicAccessBlockConfiguration, ReplicationRule, ServerSideEncryptionConfiguration, Tag,
};

pub(super) const NOTIFICATIONS: &str = "s3:GetBucketNotificationConfiguration";
pub(super) const REPLICATION: &str = "s3:GetBucketReplication";
const TAGS: &str = "s3:GetBucketTagging";
const ENCRYPTION: &str = "s3:GetBucketEncryption";
const PUBLIC_ACCESS: &str = "s3:GetPublicAccessBlock";
const POLICY: &str = "s3:GetBucketPolicyStatus";

#[derive(Default)]
pub(super) struct Settings {
    pub tags: Vec<Tag>,
    pub notifications: Notifications,
    pub replication: Vec<ReplicationRule>,
    pub encryption: Option<String>,
    pub public_access: Option<String>,
    pub policy: Option<&'static str>,
    /// What could not be read, and why.
    pub failures: Vec<(&'static str, Failure)>,
}

/// Where events go, and which.
#[derive(Default)]
pub(super) struct Notifications {
    pub to_event_bridge: bool,
    configuration: Option<GetBucketNotificationConfigurationOutput>,
}

impl Notifications {
    pub fn of(configuration: GetBucketNotificationConfigurationOutput) -> Self {
        Self {
            to_event_bridge: configuration.event_bridge_configuration().is_some(),
            configuration: Some(configuration),
        }
    }

    /// ARN, label and field of each target.
    pub fn targets(&self) -> Vec<(&str, Option<String>, &'static str)> {
        let Some(all) = &self.configuration else {
            return Vec::new();
        };
        let functions = all.lambda_function_configurations().iter().map(|one| {
            let label = events_label(one.events(), one.filter());
            let field = "LambdaFunctionConfigurations[].LambdaFunctionArn";
            (one.lambda_function_arn(), label, field)
        });
        let queues = all.queue_configurations().iter().map(|one| {
            let label = events_label(one.events(), one.filter());
            (one.queue_arn(), label, "QueueConfigurations[].QueueArn")
        });
        let topics = all.topic_configurations().iter().map(|one| {
            let label = events_label(one.events(), one.filter());
            (one.topic_arn(), label, "TopicConfigurations[].TopicArn")
        });
        functions.chain(queues).chain(topics).collect()
    }
}

/// Every aspect of one bucket. The end of the bucket is an error.
pub(super) async fn of(reader: &Reader, bucket: &str) -> Result<Settings, Failure> {
    let mut gathered = Gathered {
        failures: Vec::new(),
    };
    let tags = gathered.keep("the tags", tags(reader, bucket).await)?;
    let notifications = notifications(reader, bucket).await;
    let notifications = gathered.keep("the notifications", notifications)?;
    let replication = replication(reader, bucket).await;
    let replication = gathered.keep("the replication", replication)?;
    let encryption = encryption(reader, bucket).await;
    let encryption = gathered.keep("the encryption", encryption)?;
    let public_access = public_access(reader, bucket).await;
    let public_access = gathered.keep("the public access block", public_access)?;
    let policy = policy(reader, bucket).await;
    let policy = gathered.keep("the policy's status", policy)?;
    Ok(Settings {
        tags,
        notifications,
        replication,
        encryption,
        public_access,
        policy,
        failures: gathered.failures,
    })
}

struct Gathered {
    failures: Vec<(&'static str, Failure)>,
}

impl Gathered {
    /// What was answered, else nothing and a note of it.
    fn keep<T: Default>(
        &mut self,
        what: &'static str,
        answer: Result<T, Failure>,
    ) -> Result<T, Failure> {
        match answer {
            Err(failure) if failure.has_code(GONE) => Err(failure),
            Err(failure) => {
                self.failures.push((what, failure));
                Ok(T::default())
            }
            answered => answered,
        }
    }
}

/// What is not set up is nothing, by the code that says so, and the call was answered.
async fn unless_unset<T: Default>(
    unset: &str,
    answer: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match answer.await {
        Err(failure) if failure.has_code(unset) => Ok(T::default()),
        answer => answer,
    }
}

async fn tags(reader: &Reader, bucket: &str) -> Result<Vec<Tag>, Failure> {
    let answer = Box::pin(async {
        let request = reader.clients.s3().get_bucket_tagging().bucket(bucket);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(TAGS, &error))?;
        Ok(answer.tag_set)
    });
    reader
        .call(TAGS, unless_unset("NoSuchTagSet", answer))
        .await
}

async fn notifications(reader: &Reader, bucket: &str) -> Result<Notifications, Failure> {
    let answer = reader.call(NOTIFICATIONS, async {
        let request = reader.clients.s3().get_bucket_notification_configuration();
        let answer = request.bucket(bucket).send().await;
        answer.map_err(|error| Failure::of(NOTIFICATIONS, &error))
    });
    Ok(Notifications::of(answer.await?))
}

async fn replication(reader: &Reader, bucket: &str) -> Result<Vec<ReplicationRule>, Failure> {
    let answer = Box::pin(async {
        let request = reader.clients.s3().get_bucket_replication().bucket(bucket);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(REPLICATION, &error))?;
        let configuration = answer.replication_configuration;
        Ok(configuration.map(|found| found.rules).unwrap_or_default())
    });
    reader
        .call(
            REPLICATION,
            unless_unset("ReplicationConfigurationNotFound", answer),
        )
        .await
}

async fn encryption(reader: &Reader, bucket: &str) -> Result<Option<String>, Failure> {
    let answer = Box::pin(async {
        let request = reader.clients.s3().get_bucket_encryption().bucket(bucket);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(ENCRYPTION, &error))?;
        let configuration = answer.server_side_encryption_configuration();
        Ok(configuration.and_then(encrypted_by))
    });
    reader
        .call(
            ENCRYPTION,
            unless_unset("ServerSideEncryptionConfigurationNotFound", answer),
        )
        .await
}

/// `AES256`, `aws:kms` with its key.
pub(super) fn encrypted_by(configuration: &ServerSideEncryptionConfiguration) -> Option<String> {
    let mut rules = configuration.rules().iter();
    let rule = rules.find_map(|rule| rule.apply_server_side_encryption_by_default())?;
    let algorithm = rule.sse_algorithm().as_str();
    Some(match rule.kms_master_key_id() {
        Some(key) => format!("{algorithm} {key}"),
        None => algorithm.to_owned(),
    })
}

async fn public_access(reader: &Reader, bucket: &str) -> Result<Option<String>, Failure> {
    let answer = Box::pin(async {
        let request = reader.clients.s3().get_public_access_block().bucket(bucket);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(PUBLIC_ACCESS, &error))?;
        Ok(answer.public_access_block_configuration)
    });
    let answer = unless_unset("NoSuchPublicAccessBlockConfiguration", answer);
    let block = reader.call(PUBLIC_ACCESS, answer).await?;
    Ok(Some(blocked(block.as_ref())))
}

/// Which of the four ways to the public are blocked by the bucket itself.
pub(super) fn blocked(block: Option<&PublicAccessBlockConfiguration>) -> String {
    let ways = block.map(|block| {
        [
            (block.block_public_acls(), "new acls"),
            (block.ignore_public_acls(), "acls"),
            (block.block_public_policy(), "new policies"),
            (block.restrict_public_buckets(), "policies"),
        ]
    });
    let open: Vec<&str> = ways
        .iter()
        .flatten()
        .filter(|(blocked, _)| *blocked != Some(true))
        .map(|(_, way)| *way)
        .collect();
    match open.len() {
        _ if block.is_none() => "not blocked".to_owned(),
        0 => "blocked".to_owned(),
        4 => "not blocked".to_owned(),
        _ => format!("not blocked: {}", open.join(", ")),
    }
}

async fn policy(reader: &Reader, bucket: &str) -> Result<Option<&'static str>, Failure> {
    let answer = Box::pin(async {
        let request = reader
            .clients
            .s3()
            .get_bucket_policy_status()
            .bucket(bucket);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(POLICY, &error))?;
        Ok(answer.policy_status.and_then(|status| status.is_public))
    });
    let answer = unless_unset("NoSuchBucketPolicy", answer);
    let is_public = reader.call(POLICY, answer).await?;
    Ok(is_public.map(|is_public| if is_public { "public" } else { "not public" }))
}
