//! `skymap budget ACCOUNT`: what a month of it costs, as AWS lists the prices.

mod measure;

use super::{Directories, Outcome, candidates, map, prices, print, scan};
use crate::account::Region;
use crate::blueprint::{BlueprintName, BlueprintStore};
use crate::budget::{Assumptions, Budget, By, Inputs};
use crate::export::budget::{Span, Statement, Terms, csv, idle_text, json, text};
use crate::inventory::Survey;
use crate::layout::Glyphs;
use crate::prices::{Currency, Prices};
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, WrapErr};

/// Read an account once and print what a month of it costs.
///
/// Amounts are quantities, as AWS describes them, times AWS's list prices on demand. What
/// a rule guessed, or the least that is used, is marked with ~; what is not known is ?,
/// and what only use tells is listed and not counted, until somebody says how much it is:
/// in a blueprint, by ARN.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap budget shop-prod
  skymap budget shop-prod --by tag:team --period year
  skymap budget shop-prod --by kind --blueprint shop
  skymap budget shop-prod --idle
  skymap budget shop-prod --measure    # with the use that CloudWatch has counted
  skymap budget shop-prod --output csv > shop.csv")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Arguments {
    /// The account: its name, number, role ARN or id
    #[arg(add = candidates::accounts())]
    account: String,
    /// A region to read instead of the account's own; may be given again
    #[arg(long = "region", value_name = "REGION", add = candidates::regions())]
    regions: Vec<String>,
    /// What the rows are: vpc, kind, service, region, account, tag:KEY
    #[arg(long, value_name = "WHAT", default_value = "vpc")]
    by: By,
    /// What amounts are for
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    period: Period,
    /// Count what was typed into this blueprint, too
    #[arg(long, value_name = "NAME")]
    blueprint: Option<BlueprintName>,
    /// Count what CloudWatch has counted in 30 days, too: AWS charges for asking, and
    /// how much is said before. The role must allow `cloudwatch:GetMetricData`
    #[arg(long)]
    measure: bool,
    /// Do not ask before measuring
    #[arg(long, requires = "measure")]
    yes: bool,
    /// List what costs and serves nobody instead
    #[arg(long, conflicts_with = "by")]
    idle: bool,
    /// The form of what is printed
    #[arg(
        long,
        value_name = "FORM",
        default_value = "table",
        conflicts_with = "idle"
    )]
    output: Form,
    /// Short for `--output json`
    #[arg(long, conflicts_with = "idle")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    #[value(alias = "text")]
    Table,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Period {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    fn span(self) -> Span {
        match self {
            Self::Hour => Span::Hour,
            Self::Day => Span::Day,
            Self::Week => Span::Week,
            Self::Month => Span::Month,
            Self::Year => Span::Year,
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    directories: &Directories,
    look: map::Look,
) -> Result<Outcome> {
    let account = scan::readable(directories, &arguments.account, "budget")?;
    let regions = arguments.regions.iter();
    let regions: Vec<Region> = regions.map(|code| Region::new(code.as_str())).collect();
    let mut assumptions = Assumptions {
        prices: Prices::with_cache(&directories.data),
        inputs: inputs(arguments, directories)?,
        ..Assumptions::default()
    };
    let terms = Terms {
        span: arguments.period.span(),
        currency: prices::currency(directories).unwrap_or_else(Currency::usd),
    };
    let mut measuring = Outcome::Done;
    let reading = scan::deliver((&account, &regions), "budget", |reading| {
        let survey = Survey::of(&reading.inventory);
        let mut budget = Budget::of(&survey, &assumptions);
        if arguments.measure {
            let open = (&survey, &budget, &assumptions.prices);
            let (measured, outcome) = measure::measured(&account, open, arguments.yes)?;
            measuring = outcome;
            if measuring == Outcome::Usage {
                return Ok(());
            }
            assumptions.inputs.measured = measured;
            budget = Budget::of(&survey, &assumptions);
        }
        if arguments.idle {
            return print(&idle_text(&budget.idle(&survey), &survey, &terms));
        }
        let statement = Statement {
            title: &account.name,
            survey: &survey,
            budget: &budget,
            by: &arguments.by,
            terms: &terms,
        };
        let bar = match look.in_force().glyphs {
            Glyphs::Ascii => '#',
            Glyphs::Unicode => '█',
        };
        print(&match arguments.form() {
            Form::Table => text(&statement, bar),
            Form::Csv => csv(&statement),
            Form::Json => json(&statement).wrap_err("write JSON")?,
        })
    })?;
    Ok(match (reading, measuring) {
        (Outcome::Done | Outcome::Partly, Outcome::Usage) => Outcome::Usage,
        (Outcome::Done, measuring) => measuring,
        (reading, _) => reading,
    })
}

impl Arguments {
    fn form(&self) -> Form {
        if self.json { Form::Json } else { self.output }
    }
}

/// What the user has typed into a blueprint.
fn inputs(arguments: &Arguments, directories: &Directories) -> Result<Inputs> {
    let Some(name) = &arguments.blueprint else {
        return Ok(Inputs::default());
    };
    let store = BlueprintStore::in_data(&directories.data);
    let blueprint = store.load(name, None)?;
    let typed = blueprint.costs.into_iter();
    Ok(Inputs {
        typed: typed.map(|(id, usages)| (id.to_string(), usages)).collect(),
        ..Inputs::default()
    })
}
