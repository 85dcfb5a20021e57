//! Who calls: the identities that exist from the start, and sessions, whose whole
//! content is in their token. It must not know what callers may do, beyond carrying it.

use super::policy::Policy;
use super::seed;
use super::signature::hmac;
use aws_credential_types::Credentials;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The account that the operators work from.
pub const BASE_ACCOUNT: &str = "999988887777";

/// A user with long-lived keys, which are worth nothing outside the sim.
#[derive(Clone, Copy)]
pub struct Identity {
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
    pub account: &'static str,
    pub user: &'static str,
}

/// The operators' user: it may assume roles, and roles trust its account.
pub const BASE_IDENTITY: Identity = Identity {
    access_key_id: "AKIADEMOOPSX7EXAMPLE",
    secret_access_key: "demo/OpsUserOfTheInnerCloud00/EXAMPLEKEY",
    account: BASE_ACCOUNT,
    user: "ops",
};

/// A user of an account that no role trusts.
pub const STRANGER: Identity = Identity {
    access_key_id: "AKIASTRANGER7EXAMPLE",
    secret_access_key: "demo/StrangerToTheInnerCloud0/EXAMPLEKEY",
    account: "123456789012",
    user: "stranger",
};

impl Identity {
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{}:user/{}", self.account, self.user)
    }

    /// Its keys as a client of AWS takes them.
    pub fn credentials(&self) -> Credentials {
        Credentials::new(
            self.access_key_id,
            self.secret_access_key,
            None,
            None,
            "the sim",
        )
    }
}

/// A caller whose key and token are known.
pub(super) struct Principal {
    pub account: String,
    pub arn: String,
    pub user_id: String,
    pub secret: String,
    pub session: Option<Session>,
}

/// What the token of a session holds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Session {
    pub account: String,
    pub role: String,
    pub name: String,
    /// Seconds of the Unix epoch.
    pub expires: i64,
    pub policy: Option<String>,
    /// Tells sessions apart that are otherwise the same.
    pub serial: u64,
}

/// What `AssumeRole` hands out.
pub(super) struct Keys {
    pub access_key_id: String,
    pub secret: String,
    pub token: String,
}

const TOKEN_KEY: &[u8] = b"the sim signs its own tokens";

impl Session {
    /// The keys of this session.
    pub(super) fn keys(&self) -> Keys {
        let mut content = serde_json::to_vec(self).unwrap_or_default();
        let mark = hmac(TOKEN_KEY, &content);
        content.extend_from_slice(&mark);
        let token = format!("IQoJb3JpZ2luX2Vj{}", STANDARD.encode(content));
        let access_key_id = format!("ASIA{}", seed::key_letters(&token, 16));
        let secret = STANDARD.encode(&hmac(TOKEN_KEY, access_key_id.as_bytes())[..30]);
        Keys {
            access_key_id,
            secret,
            token,
        }
    }

    /// `None` where the sim did not make the token.
    fn of_token(token: &str) -> Option<Self> {
        let content = STANDARD
            .decode(token.strip_prefix("IQoJb3JpZ2luX2Vj")?)
            .ok()?;
        let (content, mark) = content.split_at_checked(content.len().checked_sub(32)?)?;
        if hmac(TOKEN_KEY, content) != mark {
            return None;
        }
        serde_json::from_slice(content).ok()
    }

    pub(super) fn arn(&self) -> String {
        let (account, role, name) = (&self.account, &self.role, &self.name);
        format!("arn:aws:sts::{account}:assumed-role/{role}/{name}")
    }

    pub(super) fn user_id(&self) -> String {
        let role = format!("{}/{}", self.account, self.role);
        format!("AROA{}:{}", seed::key_letters(&role, 17), self.name)
    }

    pub(super) fn parsed_policy(&self) -> Option<Policy> {
        Policy::parse(self.policy.as_deref()?)
    }
}

/// Who holds a key; `None` for unknown keys and tokens that do not belong to them.
pub(super) fn principal(access_key_id: &str, token: Option<&str>) -> Option<Principal> {
    let Some(token) = token else {
        let identities = [BASE_IDENTITY, STRANGER];
        let mut identities = identities.iter();
        let found = identities.find(|one| one.access_key_id == access_key_id)?;
        return Some(Principal {
            account: found.account.to_owned(),
            arn: found.arn(),
            user_id: format!("AIDA{}", seed::key_letters(&found.arn(), 17)),
            secret: found.secret_access_key.to_owned(),
            session: None,
        });
    };
    let session = Session::of_token(token)?;
    let keys = session.keys();
    (keys.access_key_id == access_key_id).then(|| Principal {
        account: session.account.clone(),
        arn: session.arn(),
        user_id: session.user_id(),
        secret: keys.secret,
        session: Some(session),
    })
}
