//! `skymap`: the map of the connected accounts.

use super::{Directories, Outcome};
use crate::account::store::Store;
use crate::account::{Account, Service, Services, find};
use crate::aws::{self, Aws};
use crate::layout::Glyphs;
use crate::runtime::{self, Capabilities, ColourChoice, ProviderFactory, Setup};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use color_eyre::eyre::{Result, bail};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// The flags that decide what is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) color: ColourChoice,
    pub(super) ascii: bool,
}

impl ValueEnum for ColourChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Always, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Auto => PossibleValue::new("auto").help("As `NO_COLOR` and `TERM` say"),
            Self::Always => PossibleValue::new("always"),
            Self::Never => PossibleValue::new("never"),
        })
    }
}

impl Look {
    pub(super) fn capabilities(self) -> Result<Capabilities, runtime::Refusal> {
        let variable = |name: &str| std::env::var(name).ok();
        Capabilities::detect(variable, self.color, self.ascii)
    }

    /// What to draw with where there may be no terminal.
    pub(super) fn glyphs(self) -> Glyphs {
        let variable = |name: &str| std::env::var(name).ok();
        runtime::glyphs(variable, self.ascii)
    }
}

/// `named`: the accounts to open at once.
pub(super) fn run(named: &[String], directories: &Directories, look: Look) -> Result<Outcome> {
    let store = Store {
        config_dir: directories.config.clone(),
    };
    let opened = if named.is_empty() {
        Vec::new()
    } else {
        opened(&store.load().accounts, named)?
    };
    runtime::run(Setup {
        capabilities: look.capabilities()?,
        opened,
        store,
        provider: live(),
        actions: actions(),
        is_demo: false,
    })?;
    Ok(Outcome::Done)
}

/// The accounts that are named, each of which can be read.
pub(super) fn opened(accounts: &[Account], named: &[String]) -> Result<Vec<Uuid>> {
    let mut opened = Vec::new();
    for name in named {
        let account = find(accounts, name)?;
        if account.role.is_none() {
            bail!(
                "open {}: the account is pending, because it has no role ARN yet; `skymap accounts edit` adds it",
                account.name
            );
        }
        opened.push(account.id);
    }
    Ok(opened)
}

/// AWS itself, made when it is first asked.
pub(super) fn live() -> ProviderFactory {
    Box::new(|| Arc::new(Aws::from_environment()))
}

/// What reading each service alone calls.
pub(super) fn actions() -> BTreeMap<Service, Vec<&'static str>> {
    let alone = |service: Service| Services {
        off: Service::ALL
            .into_iter()
            .filter(|other| *other != service)
            .collect(),
    };
    Service::ALL
        .into_iter()
        .map(|service| (service, aws::actions(&alone(service))))
        .collect()
}
