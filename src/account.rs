//! An AWS account as a person connects it: a record of who to become there and what
//! to read. It must not know that there is a network, a graph or a screen.

mod account_id;
mod arn;
mod colour;
mod external_id;
mod form;
pub mod import;
mod lookup;
pub mod onboard;
mod partition;
mod region;
mod services;
pub mod store;

pub use account_id::AccountId;
pub use arn::{ArnError, RoleArn};
pub use colour::{Colour, ColourError};
pub use external_id::ExternalId;
pub use form::{Draft, Field, Problem};
pub use import::Member;
pub use lookup::{LookupError, find};
pub use partition::Partition;
pub use region::{KNOWN_REGIONS, Region, RegionError};
pub use services::{Service, Services};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One connected account, as `accounts.toml` and the team files keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Made once. The same `id` in several files is one account shared with several teams.
    pub id: Uuid,
    pub name: String,
    /// `None` while the account is *pending*: its external ID exists, its role does not yet.
    pub role: Option<RoleArn>,
    /// Empty for a role whose trust policy asks for none.
    pub external_id: Option<ExternalId>,
    /// Where its STS is called, and what is shown first.
    pub home_region: Region,
    /// The regions that are watched when it is opened; empty means the home region alone.
    pub regions: Vec<Region>,
    pub services: Services,
    /// The named profile of the base identity; `None` is the SDK's default chain.
    pub profile: Option<ProfileName>,
    /// A colour for its frame, as typed (`red`, `#ff0000`); absent: by its name and number.
    pub colour: Option<String>,
    /// The team files it was found in; an account that is only personal has none.
    pub teams: Vec<TeamName>,
}

impl Account {
    /// The regions to watch: never empty.
    pub fn watched_regions(&self) -> Vec<Region> {
        if self.regions.is_empty() {
            vec![self.home_region.clone()]
        } else {
            self.regions.clone()
        }
    }

    /// The account's number, once its role is known.
    pub fn number(&self) -> Option<AccountId> {
        self.role.as_ref().map(|role| role.account)
    }
}

/// A profile of the AWS configuration file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProfileName(pub String);

/// A team, as `config.toml` names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamName(pub String);

/// What is wrong with a text that a person typed: it must be one line that a
/// terminal can show.
fn text_problem(what: &str, text: &str) -> Option<String> {
    if text.contains(['\n', '\r']) {
        Some(format!("{what} must be one line"))
    } else if crate::text::clean(text) != text {
        Some(format!(
            "{what} cannot hold characters that a terminal does not show"
        ))
    } else {
        None
    }
}
