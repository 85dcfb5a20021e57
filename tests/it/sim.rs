//! The AWS inside, read by clients that are not ours: the Rust SDK through its HTTP
//! seam, boto3 and the AWS CLI through a loopback port.

#![expect(
    clippy::expect_used,
    reason = "a test fails where its ground is missing"
)]

mod clients;
mod documents;
mod faults;
mod foreign;
mod inventory;
mod life;
mod sessions;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use skymap::sim::{self, AccountRecord, BASE_IDENTITY, Fleet, Identity, ManualClock, Sim};
use std::time::Duration;

/// A sim whose time stands at its start, and the clock that moves it.
struct World {
    sim: Sim,
    clock: ManualClock,
}

impl World {
    fn new(instances: Option<usize>) -> Self {
        let clock = ManualClock::starting_at(jiff::Timestamp::now());
        let fleet = Fleet::demo(instances).expect("the demo's description");
        let sim = Sim::new(fleet, clock.clone());
        Self { sim, clock }
    }

    fn at(&self, seconds: u64) {
        self.clock.set_elapsed(Duration::from_secs(seconds));
    }

    fn account(&self, name: &str) -> AccountRecord {
        let accounts = self.sim.fleet().accounts();
        let found = accounts.into_iter().find(|account| account.name == name);
        found.expect("an account of the demo")
    }

    async fn config(&self, region: &str, credentials: Credentials) -> SdkConfig {
        aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(credentials)
            .http_client(sim::http_client(&self.sim))
            .retry_config(RetryConfig::disabled())
            .load()
            .await
    }

    async fn sts(&self, identity: Identity) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::new(&self.config("eu-west-1", identity.credentials()).await)
    }

    /// The clients' configuration inside a role session of the account.
    async fn session(&self, account: &str, region: &str) -> SdkConfig {
        self.limited_session(account, region, None).await
    }

    async fn limited_session(
        &self,
        account: &str,
        region: &str,
        policy: Option<&str>,
    ) -> SdkConfig {
        let account = self.account(account);
        let answer = self
            .sts(BASE_IDENTITY)
            .await
            .assume_role()
            .role_arn(&account.role_arn)
            .role_session_name("tester")
            .external_id(&account.external_id)
            .set_policy(policy.map(str::to_owned))
            .send()
            .await
            .expect("a session");
        let keys = answer.credentials().expect("credentials");
        let credentials = Credentials::new(
            keys.access_key_id(),
            keys.secret_access_key(),
            Some(keys.session_token().to_owned()),
            None,
            "sim",
        );
        self.config(region, credentials).await
    }
}
