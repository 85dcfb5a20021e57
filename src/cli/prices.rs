//! `skymap prices`: what AWS lists for something and who says so, which tables there are,
//! and refreshing them.

mod list;
mod show;
mod update;

use super::{Directories, Outcome, Output};
use crate::account::{ProfileName, Region, RegionError};
use crate::prices::price_list::{SERVICES, Service};
use crate::prices::{Currency, Deployment, Engine, System};
use crate::settings;
use clap::{Args, Subcommand};
use color_eyre::eyre::Result;

/// Explain what AWS lists for something, and refresh the price tables.
///
/// Prices are AWS's list prices in USD, on demand, and say of when they are. What a rule
/// guessed is marked with ~; what is unknown is never a zero.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  skymap prices show m7g.large eu-west-1      what AWS lists, per hour and per month
  skymap prices list                          which tables there are, and of when
  skymap prices update --region eu-west-1     refresh them from AWS")]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Explain what something costs: per hour, per month, whose word that is, and of when
    #[command(after_help = "Examples:
  skymap prices show m7g.large eu-west-1
  skymap prices show m5.large us-east-1 --system windows
  skymap prices show db.r6g.large eu-west-1 --engine postgres
  skymap prices show cache.t4g.small eu-west-1
  skymap prices show ebs gp3 eu-west-1
  skymap prices show nat eu-west-1")]
    Show(Show),
    /// List the price tables: how many prices by region, from where, and of when
    #[command(after_help = "\
Examples:
  skymap prices list
  skymap prices list --region eu-west-1")]
    List(List),
    /// Refresh the price tables of regions from AWS's Price List API
    ///
    /// Asks as yourself, not as an account's role: you need the permission
    /// `pricing:GetProducts`, which is free of charge. Whole tables are read, so that what is
    /// kept says nothing of what you own.
    #[command(after_help = "\
Examples:
  skymap prices update
  skymap prices update --region eu-west-1 --region us-east-1
  skymap prices update --profile finance --service AmazonRDS")]
    Update(Update),
}

#[derive(Debug, Args)]
struct Show {
    /// An instance type, a class, or words of a service's price; then a region
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// The database engine, as RDS calls it: postgres, mysql, aurora-mysql
    #[arg(long, value_parser = engine)]
    engine: Option<Engine>,
    /// How the database is kept available: single, multi, `multi_readable`, `io_optimized`
    #[arg(long, value_parser = deployment)]
    deployment: Option<Deployment>,
    /// The instance's system: linux, windows, rhel, suse
    #[arg(long, value_parser = system)]
    system: Option<System>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
struct List {
    /// Tell of this region what each of its sources has
    #[arg(long, value_name = "REGION", value_parser = region)]
    region: Option<Region>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
struct Update {
    /// A region whose tables are refreshed; may be given again. Else those that were
    /// refreshed before and those of the connected accounts
    #[arg(long = "region", value_name = "REGION", value_parser = region)]
    regions: Vec<Region>,
    /// A service whose table is refreshed, as the price list calls it; may be given again
    #[arg(long = "service", value_name = "SERVICE", value_parser = service)]
    services: Vec<Service>,
    /// The profile to ask with; else the default identity
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl Update {
    fn profile(&self) -> Option<ProfileName> {
        self.profile.clone().map(ProfileName)
    }
}

pub(super) fn run(arguments: &Arguments, directories: &Directories) -> Result<Outcome> {
    match &arguments.command {
        Command::Show(show) => show::run(show, directories),
        Command::List(list) => list::run(list, directories),
        Command::Update(update) => update::run(update, directories),
    }
}

fn region(code: &str) -> Result<Region, RegionError> {
    Region::parse(code)
}

fn engine(name: &str) -> Result<Engine, String> {
    let known = Engine::of_rds(name, "").or_else(|| Engine::parse(name));
    known.ok_or_else(|| one_of(Engine::ALL.iter().map(|engine| engine.key())))
}

fn deployment(name: &str) -> Result<Deployment, String> {
    let name = name.replace('-', "_");
    let known = Deployment::parse(&name);
    known.ok_or_else(|| one_of(Deployment::ALL.iter().map(|deployment| deployment.key())))
}

fn system(name: &str) -> Result<System, String> {
    System::parse(name).ok_or_else(|| one_of(System::ALL.iter().map(|system| system.key())))
}

fn service(code: &str) -> Result<Service, String> {
    Service::parse(code).ok_or_else(|| one_of(SERVICES.iter().map(|service| service.code)))
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("it is one of {}", names.collect::<Vec<_>>().join(", "))
}

/// What amounts are shown in, where the user has set it.
pub(super) fn currency(directories: &Directories) -> Option<Currency> {
    settings::load(&directories.config).settings.currency
}
