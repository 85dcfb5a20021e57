//! The base identity: who we are before any role, by the SDK's default chain, a named
//! profile or what the demo brings along. It must not know an account.

use super::error::Failure;
use crate::account::{ProfileName, Region};
use crate::provider::Caller;
use aws_config::identity::IdentityCache;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use std::time::Duration;

/// Who we are before any role, and over which client we ask.
#[derive(Debug, Clone)]
pub struct Base {
    pub http_client: SharedHttpClient,
    /// `None` is the SDK's default chain or an account's profile.
    pub credentials: Option<SharedCredentialsProvider>,
    pub patience: Patience,
}

/// How long a call may take, and how long it waits before it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    pub connect: Duration,
    /// One try, from the connection to the end of the answer.
    pub attempt: Duration,
    /// All tries together.
    pub operation: Duration,
    /// Before the second try, at most; twice that before the third.
    pub backoff: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(10),
            operation: Duration::from_secs(30),
            backoff: Duration::from_secs(1),
        }
    }
}

impl Patience {
    fn timeouts(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build()
    }

    /// Three tries, with exponential backoff and full jitter.
    fn retries(self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(3)
            .with_initial_backoff(self.backoff)
    }
}

impl Base {
    /// The base identity's configuration; `None` as region means the profile's own.
    pub async fn config(
        &self,
        profile: Option<&ProfileName>,
        region: Option<&Region>,
    ) -> SdkConfig {
        let region =
            region.map(|region| aws_types::region::Region::new(region.as_str().to_owned()));
        if let Some(credentials) = &self.credentials {
            return SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .http_client(self.http_client.clone())
                .credentials_provider(credentials.clone())
                .identity_cache(IdentityCache::lazy().build())
                .region(region.or(Some(fallback_region())))
                .timeout_config(self.patience.timeouts())
                .retry_config(self.patience.retries())
                .build();
        }
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(self.http_client.clone())
            .timeout_config(self.patience.timeouts())
            .retry_config(self.patience.retries());
        if let Some(ProfileName(name)) = profile {
            let credentials = self.of_profile(name, region.clone());
            loader = loader.profile_name(name).credentials_provider(credentials);
        }
        // The last link of the default chain would ask the instance metadata service.
        let regions = match (region, profile) {
            (Some(region), _) => RegionProviderChain::first_try(region),
            (None, Some(ProfileName(name))) => RegionProviderChain::first_try(
                ProfileFileRegionProvider::builder()
                    .profile_name(name)
                    .build(),
            ),
            (None, None) => RegionProviderChain::first_try(
                aws_config::environment::EnvironmentVariableRegionProvider::new(),
            )
            .or_else(ProfileFileRegionProvider::new()),
        };
        loader
            .region(regions.or_else(fallback_region()))
            .load()
            .await
    }

    /// Keys in the environment come first in the default chain: a profile that is asked
    /// for by name must not lose to them.
    fn of_profile(
        &self,
        name: &str,
        region: Option<aws_types::region::Region>,
    ) -> ProfileFileCredentialsProvider {
        let settings = ProviderConfig::without_region()
            .with_region(region.or(Some(fallback_region())))
            .with_http_client(self.http_client.clone());
        ProfileFileCredentialsProvider::builder()
            .configure(&settings)
            .profile_name(name)
            .build()
    }
}

/// `GetCallerIdentity`, which no policy can deny.
pub async fn identity(config: &SdkConfig) -> Result<Caller, Failure> {
    const CALL: &str = "sts:GetCallerIdentity";
    let answer = aws_sdk_sts::Client::new(config)
        .get_caller_identity()
        .send()
        .await
        .map_err(|error| Failure::of(CALL, &error))?;
    let arn = crate::text::clean(answer.arn().unwrap_or_default());
    let account = answer.account().and_then(|number| number.parse().ok());
    let partition = arn.split(':').nth(1).and_then(|name| name.parse().ok());
    match (account, partition) {
        (Some(account), Some(partition)) => Ok(Caller {
            account,
            arn,
            partition,
        }),
        _ => Err(Failure::bad_answer(
            CALL,
            format!("no account or no partition in {arn:?}"),
        )),
    }
}

fn fallback_region() -> aws_types::region::Region {
    let code = crate::account::Partition::Aws.default_region();
    aws_types::region::Region::from_static(code)
}

/// Where the caller is asked for when nothing names a region.
pub fn fallback() -> Region {
    Region::new(crate::account::Partition::Aws.default_region())
}
