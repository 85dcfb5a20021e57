//! What `skymap accounts` takes on its command line, and the draft that it types.

use crate::account::{Colour, ColourError, Draft, TeamName};
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the accounts
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Add an account; without a role it waits for one
    Add {
        /// A name of its own
        #[arg(long)]
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change an account; what is not named stays
    Edit {
        /// The account: its name, number, role ARN or id
        account: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Remove an account here; its role in AWS stays, and the command that deletes it is printed
    Remove {
        /// The account: its name, number, role ARN or id
        account: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Check an account's connection, a line for each step
    Test {
        /// The account: its name, number, role ARN or id
        account: String,
        #[command(flatten)]
        form: Form,
    },
}

/// The fields of an account that have a flag in `add` and in `edit`.
#[derive(Debug, Args)]
pub(super) struct Fields {
    /// The role to assume, like `arn:aws:iam::111122223333:role/skymap` ('' for none yet)
    #[arg(long, value_name = "ARN")]
    pub(super) role_arn: Option<String>,
    /// What the role's trust policy asks for ('' for none); made for an account without a role
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// The profile of the AWS configuration to start from ('' for the default chain)
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// A region to watch, the home region first; may be given again
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// A team to share it with, as config.toml names it ('' for none); may be given again
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,
    /// The colour of its frame: red, orange, …, #rrggbb ('' for that of its name and number)
    #[arg(long, value_name = "COLOUR", value_parser = frame)]
    frame: Option<String>,
    /// Do not check the connection afterwards
    #[arg(long)]
    no_check: bool,
}

/// As it is typed, when it is a colour.
fn frame(text: &str) -> Result<String, ColourError> {
    if !text.is_empty() {
        Colour::parse(text)?;
    }
    Ok(text.to_owned())
}

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Form {
    /// The form of what is printed
    #[arg(long, value_name = "FORM", default_value = "table")]
    output: Output,
    /// Short for `--output json`
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Table,
    Json,
}

impl Form {
    pub(super) fn is_json(self) -> bool {
        self.json || self.output == Output::Json
    }
}

/// A draft, and whether the account is checked once it is saved.
pub(super) struct Typed {
    pub(super) draft: Draft,
    pub(super) is_checked: bool,
}

impl Fields {
    pub(super) fn is_empty(&self) -> bool {
        self.role_arn.is_none()
            && self.external_id.is_none()
            && self.profile.is_none()
            && self.frame.is_none()
            && self.regions.is_empty()
            && self.teams.is_empty()
    }

    pub(super) fn typed_into(self, mut draft: Draft) -> Typed {
        let fields = [
            (self.role_arn, &mut draft.role_arn),
            (self.external_id, &mut draft.external_id),
            (self.profile, &mut draft.profile),
        ];
        for (typed, field) in fields {
            if let Some(typed) = typed {
                *field = typed;
            }
        }
        if let Some(frame) = self.frame {
            draft.colour = Some(frame).filter(|colour| !colour.is_empty());
        }
        if !self.regions.is_empty() {
            draft.regions = self.regions.join(", ");
        }
        if !self.teams.is_empty() {
            let named = self.teams.into_iter().filter(|team| !team.is_empty());
            draft.teams = named.map(TeamName).collect();
        }
        Typed {
            draft,
            is_checked: !self.no_check,
        }
    }
}
