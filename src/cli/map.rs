//! `skymap`: the map of the connected accounts.

use super::{Directories, Outcome};
use crate::account::store::Store;
use crate::account::{Account, Service, Services, find};
use crate::aws::{self, Aws};
use crate::blueprint::BlueprintStore;
use crate::palette::ThemeName;
use crate::prices::Prices;
use crate::provider::Catalogued;
use crate::runtime::{self, Capabilities, ProviderFactory, Setup};
use crate::settings::{ColourChoice, Wishes};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, bail};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// The flags that decide what is drawn with.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Look {
    /// Draw with ASCII characters only; `--ascii=false` as the locale says, whatever the
    /// settings say
    #[arg(
        long,
        global = true,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    ascii: Option<bool>,
    /// Which colours to use [default: auto]
    #[arg(long, global = true, value_name = "WHICH", alias = "colour")]
    color: Option<ColourChoice>,
    /// The colours' theme; without it, the one that fits the terminal's background
    #[arg(long, global = true, value_name = "NAME", env = "SKYMAP_THEME")]
    theme: Option<ThemeName>,
}

impl ValueEnum for ColourChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Auto => {
                PossibleValue::new("auto").help("As `NO_COLOR`, `COLORTERM` and `TERM` say")
            }
            Self::Always => PossibleValue::new("always").help("The same without `NO_COLOR`"),
            Self::TrueColour => PossibleValue::new("truecolor").alias("24bit"),
            Self::Indexed => PossibleValue::new("256"),
            Self::Sixteen => PossibleValue::new("16").help("The terminal's own palette"),
            Self::Never => PossibleValue::new("never").alias("none"),
        })
    }
}

impl ValueEnum for ThemeName {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.name());
        Some(match self {
            Self::ColourBlind => value.alias("color-blind"),
            _ => value,
        })
    }
}

impl Look {
    pub(super) fn capabilities(self) -> Result<Capabilities, runtime::Refusal> {
        Capabilities::detect(variable, self.wishes())
    }

    /// What to draw with where there may be no terminal.
    pub(super) fn in_force(self) -> Capabilities {
        Capabilities::of(variable, self.wishes())
    }

    /// These flags, and what they do not say as the settings say it.
    pub(super) fn over(self, settings: Wishes) -> Self {
        let wishes = self.wishes().or(settings);
        Self {
            ascii: wishes.is_ascii,
            color: wishes.colour,
            theme: wishes.theme,
        }
    }

    /// The flag or the variable that names the theme.
    pub(super) fn theme_asked_by(self) -> Option<&'static str> {
        let is_flag = std::env::args().any(|word| word.starts_with("--theme"));
        let by = if is_flag { "--theme" } else { "SKYMAP_THEME" };
        self.theme.map(|_| by)
    }

    /// The theme that was named.
    pub(super) fn asked_theme(self) -> Option<ThemeName> {
        self.theme
    }

    /// Also where nobody seems to see them.
    pub(super) fn asks_for_colour(self) -> bool {
        let color = self.color.unwrap_or_default();
        !matches!(color, ColourChoice::Auto | ColourChoice::Never)
    }

    pub(super) fn wishes(self) -> Wishes {
        Wishes {
            colour: self.color,
            theme: self.theme,
            is_ascii: self.ascii,
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
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
        wishes: look.wishes(),
        opened,
        store,
        blueprints: BlueprintStore::in_data(&directories.data),
        provider: live(),
        actions: actions(),
        catalogue: catalogue(),
        prices: Prices::with_cache(&directories.data),
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
    Service::ALL
        .into_iter()
        .map(|service| (service, aws::actions(&Services::only(&[service]))))
        .collect()
}

/// The table of collectors, as the coverage tells of it.
pub(super) fn catalogue() -> Vec<Catalogued> {
    let row = |collector: &aws::Collector| Catalogued {
        name: collector.name,
        title: collector.title,
        service: collector.service,
        is_global: collector.scope == aws::Scope::Global,
    };
    aws::COLLECTORS.iter().map(row).collect()
}
