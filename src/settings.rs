//! What a person has set in `config.toml`: looks, saved filters, presets, keys. It must
//! not know which keys there are, nor what is drawn.
//!
//! ```toml
//! theme = "light"
//!
//! [filters]
//! sick-web = "service=web AND NOT health=healthy"
//!
//! [presets.teams]
//! group = ["region", "tag:team"]
//! hide = ["volume"]
//! filter = "Environment=prod"
//!
//! [keys.map]
//! zoom-in = ["+", "="]
//! ```
//!
//! `[teams]` in the same file is the accounts' own (`account::store`). What is wrong with
//! one entry costs that entry alone; the file is left as it is.

mod keep;
mod key_wishes;
mod look;
mod preset;
mod read;
mod template;

pub use keep::keep;
pub use key_wishes::{KeyWish, Keys, Written};
pub use look::{ColourChoice, Wishes};
pub use template::TEMPLATE;

use crate::graph::{self, GroupBy, Grouping, GroupingError};
use crate::prices::Currency;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The name of the file in the configuration directory.
pub const FILE_NAME: &str = "config.toml";

/// What is in force of the file. What it does not say is as by default.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub wishes: Wishes,
    pub is_mouse_on: bool,
    /// The terminal's bell rings when something new is not healthy.
    pub is_bell_on: bool,
    /// What costs are shown in, at a rate of the person's own; US dollars without one.
    pub currency: Option<Currency>,
    /// Name to text. Each can be parsed.
    pub filters: BTreeMap<String, String>,
    pub presets: BTreeMap<String, Preset>,
    /// The keys that were changed, once it is known that they can be.
    pub keys: Keys,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wishes: Wishes::default(),
            is_mouse_on: true,
            is_bell_on: false,
            currency: None,
            filters: BTreeMap::new(),
            presets: BTreeMap::new(),
            keys: Keys::default(),
        }
    }
}

/// A grouping with what is hidden and what is kept, in the words of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preset {
    /// `region`, `vpc`, `tag:team`, from the outside in.
    pub group: Vec<String>,
    /// Kinds by their names: `volume`.
    pub hide: Vec<String>,
    pub filter: Option<String>,
}

impl Preset {
    /// In the words of the file.
    pub fn of(preset: &graph::Preset) -> Self {
        let levels = preset.group.levels().iter();
        let hidden = preset.hide.iter();
        Self {
            group: levels.map(ToString::to_string).collect(),
            hide: hidden.map(|kind| kind.name().to_owned()).collect(),
            filter: preset.filter.clone(),
        }
    }

    /// What the words mean together; without one about the grouping it is as usual.
    pub fn meaning(&self) -> Result<graph::Preset, GroupingError> {
        let levels: Result<Vec<GroupBy>, _> = self.group.iter().map(|word| word.parse()).collect();
        Ok(graph::Preset {
            group: match levels? {
                levels if levels.is_empty() => Grouping::default(),
                levels => Grouping::of(levels)?,
            },
            hide: graph::Preset::kinds(&self.hide.join(","))?,
            filter: self.filter.clone(),
        })
    }
}

/// A change that the program makes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new one, or another text under a known name.
    Filter {
        name: String,
        text: String,
    },
    RemoveFilter(String),
    Preset {
        name: String,
        preset: Preset,
    },
    RemovePreset(String),
}

impl fmt::Display for Change {
    /// What is changed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filter { name, .. } | Self::RemoveFilter(name) => {
                write!(f, "the filter {name:?}")
            }
            Self::Preset { name, .. } | Self::RemovePreset(name) => {
                write!(f, "the preset {name:?}")
            }
        }
    }
}

/// Line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// Something wrong with the file: where, what, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// `None` where the file could not be read at all.
    pub place: Option<Place>,
    pub sentence: String,
    /// Nothing of the file is in force.
    pub is_whole: bool,
}

/// A file as it was read. Never fails as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    pub path: PathBuf,
    pub settings: Settings,
    /// The keys as they are asked for; who knows the keys checks them.
    pub key_wishes: Vec<KeyWish>,
    pub issues: Vec<Issue>,
    /// What the file says, by its dotted name, and in which line.
    pub said: BTreeMap<String, usize>,
}

impl Loaded {
    /// An issue as it is shown: `config.toml:3:9: …`.
    pub fn sentence(&self, issue: &Issue) -> String {
        let path = self.path.display();
        let sentence = &issue.sentence;
        match issue.place {
            Some(Place { line, column }) => format!("{path}:{line}:{column}: {sentence}"),
            None => format!("{path}: {sentence}"),
        }
    }

    pub fn sentences(&self) -> Vec<String> {
        let issues = self.issues.iter();
        issues.map(|issue| self.sentence(issue)).collect()
    }
}

/// Reads the file of a configuration directory. An absent one says nothing.
pub fn load(config_dir: &Path) -> Loaded {
    read::file(&config_dir.join(FILE_NAME))
}

/// Reads a file that lies elsewhere.
pub fn of_file(path: &Path) -> Loaded {
    read::file(path)
}

/// What a text says that would stand in the file.
pub fn parse(path: &Path, text: &str) -> Loaded {
    read::text(path, text)
}

/// Why a change was not kept. The text names the file and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(pub String);
