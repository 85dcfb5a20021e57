//! What `skymap accounts` takes on its command line, and the draft that it types.

use crate::account::{Colour, ColourError, Draft, TeamName};
use crate::cli::candidates;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap accounts list
  skymap accounts add --name shop-prod
  skymap accounts test shop-prod
  skymap accounts import --from-profiles")]
pub struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the accounts
    #[command(after_help = "\
Examples:
  skymap accounts list
  skymap accounts list --json | jq -r '.[] | [.name, .account] | @tsv'

Exit status: 0 done, 3 a file is broken or cannot be read (standard error says which).")]
    List {
        #[command(flatten)]
        form: Form,
    },
    /// Add an account; without a role it waits for one
    #[command(after_help = "\
Examples:
  skymap accounts add --name shop-prod    # says what to do in the account
  skymap accounts add --name shop-prod --role-arn arn:aws:iam::111122223333:role/skymap \\
      --external-id 6f1b0c9e --region eu-west-1 --region us-east-1
  skymap accounts add --name data --profile data-reader --team platform --no-check")]
    Add {
        /// A name of its own
        #[arg(long)]
        name: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// Change an account; what is not named stays
    #[command(after_help = "\
Examples:
  skymap accounts edit shop-prod --role-arn arn:aws:iam::111122223333:role/skymap
  skymap accounts edit 111122223333 --name shop --frame '#2aa198'
  skymap accounts edit shop --external-id '' --no-check    # takes the external ID away")]
    Edit {
        /// The account: its name, number, role ARN or id
        #[arg(add = candidates::accounts())]
        account: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        fields: Fields,
    },
    /// Remove an account here; its role in AWS stays, and the command that deletes it is printed
    #[command(after_help = "\
Examples:
  skymap accounts remove shop-stage
  skymap accounts remove 111122223333 --yes    # for scripts")]
    Remove {
        /// The account: its name, number, role ARN or id
        #[arg(add = candidates::accounts())]
        account: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Connect many accounts at once: each is tested, and what works is saved after a yes
    ///
    /// What is connected already stays as it is.
    #[command(after_help = "\
Examples:
  skymap accounts import --from-profiles
  skymap accounts import --from-organization \\
      --role-pattern 'arn:aws:iam::{account}:role/skymap'
  skymap accounts import --accounts numbers.txt --external-id 6f1b0c9e \\
      --role-pattern 'arn:aws:iam::{account}:role/skymap' --yes --json

Exit status: 0 everything that was found is connected, 1 nothing worked, \
2 nothing was saved because nobody could say yes, 3 some of it could not be connected.")]
    Import(Import),
    /// Check an account's connection and every permission that reading it takes
    ///
    /// The connection line by line; then each action that a service that is on takes: ok,
    /// or denied (with the kind of policy that denies it, where AWS tells), throttled,
    /// region disabled, or not testable here, because it is asked of a resource of which
    /// there is none. At the end stands the policy that would allow what is missing.
    #[command(after_help = "\
Examples:
  skymap accounts test shop-prod
  skymap accounts test shop-prod --json | jq .policy    # what is missing

Exit status: 0 everything that could be asked passed, 1 the account cannot be read, \
2 usage, 3 some actions failed.")]
    Test {
        /// The account: its name, number, role ARN or id
        #[arg(add = candidates::accounts())]
        account: String,
        #[command(flatten)]
        form: Form,
    },
}

/// Where many accounts come from, and what is common to them.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    pub(super) source: Source,
    /// The role in each account, where `{account}` stands for its number
    #[arg(
        long,
        value_name = "PATTERN",
        value_parser = crate::account::import::pattern
    )]
    pub(super) role_pattern: Option<String>,
    /// What every role asks for, where the source does not say it
    #[arg(long, value_name = "ID")]
    pub(super) external_id: Option<String>,
    /// The profile of the AWS configuration to start from, where the source names none
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// A region to watch, the home region first, where the source names none; may be given again
    #[arg(long = "region", value_name = "REGION", add = candidates::regions())]
    pub(super) regions: Vec<String>,
    /// Save what works without asking
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) form: Form,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Source {
    /// The profiles with a `role_arn` in the AWS configuration file
    #[arg(long)]
    pub(super) from_profiles: bool,
    /// A file of account numbers, a line each with a name behind it or without; or the numbers
    /// themselves, parted by commas
    #[arg(long, value_name = "FILE|LIST", requires = "role_pattern")]
    pub(super) accounts: Option<String>,
    /// The members of the organization that you are signed in to, where you may list them
    #[arg(long, requires = "role_pattern")]
    pub(super) from_organization: bool,
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
    #[arg(long = "region", value_name = "REGION", add = candidates::regions())]
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
    #[value(alias = "text")]
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
