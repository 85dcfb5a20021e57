//! AWS behind the port: sessions, collectors, errors. SDK types end here; it must not
//! know of graphs, layouts or screens.

mod arns;
mod base;
mod clients;
mod collect;
mod entry;
mod error;
mod limits;
mod measure;
mod organization;
mod policy;
mod price_list;
mod reader;
mod receipt;
mod redact;
mod refusal;
mod regions;
mod scan;
mod schedule;
mod session;
mod transport;
mod verify;
mod whole;

pub use base::Patience;
pub use collect::{COLLECTORS, Collector, Pace, Scope};
pub use limits::Rate;
pub use measure::CALL as MEASURING_ACTION;
pub use policy::{
    actions, actions_with_metrics, custom_policy, custom_policy_with_metrics, measuring_policy,
    session_policy,
};
pub use price_list::PriceTable;

use crate::account::{Account, Member, Partition, ProfileName};
use crate::budget::Query;
use crate::provider::{
    Caller, Cause, Check, ErrorKind, Explanation, Measured, Probe, Provider, ScanEvent, ScanTarget,
};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use base::Base;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use session::Session;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// The provider that reads AWS through its SDK. A clone shares its sessions.
#[derive(Debug, Clone)]
pub struct Aws {
    base: Base,
    rate: Rate,
    sessions: Arc<Mutex<BTreeMap<Uuid, Arc<Session>>>>,
}

impl Aws {
    /// AWS as the environment says: proxies, CA bundles, endpoints, credentials.
    pub fn from_environment() -> Self {
        Self::of(Base {
            http_client: transport::from_environment(),
            credentials: None,
            patience: Patience::default(),
        })
    }

    /// An AWS behind another HTTP client, with a base identity of its own: the demo and
    /// tests. Nothing is read from the environment.
    pub fn over(http_client: SharedHttpClient, base: Credentials) -> Self {
        Self::of(Base {
            http_client,
            credentials: Some(SharedCredentialsProvider::new(base)),
            patience: Patience::default(),
        })
    }

    /// With other limits than the default ones.
    #[must_use]
    pub fn with_rate(self, rate: Rate) -> Self {
        Self { rate, ..self }
    }

    /// With other time-outs than the default ones.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        let base = Base {
            patience,
            ..self.base
        };
        Self { base, ..self }
    }

    fn of(base: Base) -> Self {
        Self {
            base,
            rate: Rate::default(),
            sessions: Arc::default(),
        }
    }

    /// The account's session as it is remembered; an edited account gets a new one.
    fn session(&self, account: &Account) -> Result<Arc<Session>, Explanation> {
        let role = account.role.clone().ok_or_else(|| pending(account))?;
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = sessions.get(&account.id)
            && known.account == *account
        {
            return Ok(Arc::clone(known));
        }
        let session = Session::new(account.clone(), role, self.base.clone(), self.rate);
        let session = Arc::new(session);
        sessions.insert(account.id, Arc::clone(&session));
        Ok(session)
    }
}

impl Provider for Aws {
    fn caller(
        &self,
        profile: Option<ProfileName>,
    ) -> BoxFuture<'static, Result<Caller, Explanation>> {
        let base = self.base.clone();
        Box::pin(async move {
            let config = base.config(profile.as_ref(), None).await;
            base::identity(&config)
                .await
                .map_err(|failure| refusal::of_base(&failure, profile.as_ref()))
        })
    }

    fn organization(
        &self,
        profile: Option<ProfileName>,
    ) -> BoxFuture<'static, Result<Vec<Member>, Explanation>> {
        let base = self.base.clone();
        Box::pin(async move {
            let config = base.config(profile.as_ref(), None).await;
            let members = organization::members(&config).await;
            members.map_err(|failure| refusal::of_base(&failure, profile.as_ref()))
        })
    }

    fn verify(&self, account: &Account, probe: Probe) -> BoxStream<'static, Check> {
        verify::verify(self.session(account), probe)
    }

    fn scan(&self, target: ScanTarget) -> BoxStream<'static, ScanEvent> {
        scan::scan(self.session(&target.account), target)
    }

    fn measure(
        &self,
        account: &Account,
        queries: Vec<Query>,
    ) -> BoxFuture<'static, Result<Measured, Explanation>> {
        let session = account.role.clone().ok_or_else(|| pending(account));
        let session = session.map(|role| {
            let session = Session::new(account.clone(), role, self.base.clone(), self.rate);
            Arc::new(session.measuring())
        });
        Box::pin(async move { measure::measure(&session?, queries).await })
    }

    fn forget(&self, account: Uuid) {
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&account);
    }
}

/// An account whose role is not made yet has nothing that could be asked.
fn pending(account: &Account) -> Explanation {
    let remedy = account.external_id.as_ref().map(|id| {
        format!("the role's trust policy must demand the external ID {id}; then edit the account and enter the role's ARN, arn:{}:iam::ACCOUNT:role/NAME", Partition::Aws)
    });
    Explanation {
        kind: ErrorKind::Other {
            code: "pending".to_owned(),
        },
        summary: format!("{} has no role yet", crate::text::clean(&account.name)),
        causes: vec![Cause {
            sentence: "the account is pending: its external ID exists, its role does not"
                .to_owned(),
            remedy,
        }],
        request_id: None,
    }
}
