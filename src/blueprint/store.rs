//! Blueprints on disk: one file for each name, and every former one beside it.
//!
//! ```text
//! blueprints/shop.toml                       the last save
//! blueprints/shop/2026-11-22T103000Z.toml    the one before, by when it was saved
//! ```
//!
//! Writers lock `.shop.toml.lock`, so that of several saves at once none is lost. A file
//! that this program cannot read is never written over.

use super::{Blueprint, BlueprintName, FormatError};
use crate::account::AccountId;
use crate::files::{self, Lock, Ownership};
use jiff::Timestamp;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

const SUFFIX: &str = ".toml";

/// Where the files are.
#[derive(Debug, Clone)]
pub struct BlueprintStore {
    pub directory: PathBuf,
}

/// A former save, by the name of its file: when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(String);

/// What a list shows of a blueprint or of a version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub name: BlueprintName,
    /// `None` is the last save.
    pub version: Option<Version>,
    pub saved: Timestamp,
    pub accounts: Vec<AccountId>,
    pub resources: usize,
    pub joins: usize,
    /// How many former saves there are.
    pub versions: usize,
}

/// What could be listed, and what is wrong with the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    pub blueprints: Vec<Summary>,
    pub issues: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no blueprint {name}; {advice}")]
    Unknown { name: String, advice: String },
    #[error("{}: {error}", path.display())]
    Format { path: PathBuf, error: FormatError },
    #[error(
        "save {name}: {} is left as it is: {error}; save under another name, or move the file away", path.display()
    )]
    Occupied {
        name: BlueprintName,
        path: PathBuf,
        error: FormatError,
    },
    #[error("{operation} {}: {error}", path.display())]
    Io {
        operation: &'static str,
        path: PathBuf,
        error: io::Error,
    },
}

impl BlueprintStore {
    /// In the program's data directory.
    pub fn in_data(data: &Path) -> Self {
        Self {
            directory: data.join("blueprints"),
        }
    }

    /// Every blueprint, by name.
    pub fn list(&self) -> Result<Listed, StoreError> {
        let mut listed = Listed::default();
        for stem in stems(&self.directory)? {
            let Ok(name) = stem.parse::<BlueprintName>() else {
                continue;
            };
            match self.load(&name, None) {
                Ok(blueprint) => {
                    let versions = stems(&self.directory.join(name.as_str()))?.len();
                    let summary = Summary::of(&blueprint, None);
                    listed.blueprints.push(Summary {
                        versions,
                        ..summary
                    });
                }
                Err(error) => listed.issues.push(error.to_string()),
            }
        }
        Ok(listed)
    }

    /// The former saves of a blueprint, the last first.
    pub fn versions(&self, name: &BlueprintName) -> Result<Listed, StoreError> {
        let mut listed = Listed::default();
        // A blueprint that is not there has no versions, and that is said.
        self.read(name, None)?;
        let versions = stems(&self.directory.join(name.as_str()))?;
        for version in versions
            .into_iter()
            .rev()
            .filter_map(|stem| stem.parse().ok())
        {
            match self.load(name, Some(&version)) {
                Ok(blueprint) => {
                    let summary = Summary::of(&blueprint, Some(version));
                    listed.blueprints.push(summary);
                }
                Err(error) => listed.issues.push(error.to_string()),
            }
        }
        Ok(listed)
    }

    /// The last save, or a former one.
    pub fn load(
        &self,
        name: &BlueprintName,
        version: Option<&Version>,
    ) -> Result<Blueprint, StoreError> {
        let text = self.read(name, version)?;
        let blueprint = Blueprint::from_toml(&text).map_err(|error| StoreError::Format {
            path: self.path(name, version),
            error,
        })?;
        // A file that was copied is called as its file is.
        Ok(Blueprint {
            name: name.clone(),
            ..blueprint
        })
    }

    /// Keeps the former save as a version.
    pub fn save(&self, blueprint: &Blueprint) -> Result<(), StoreError> {
        let name = &blueprint.name;
        let path = self.path(name, None);
        let io_error = |error| StoreError::Io {
            operation: "save",
            path: path.clone(),
            error,
        };
        let real = files::real_path(&path);
        let _lock = Lock::take(&real, Ownership::Personal).map_err(io_error)?;
        let before = files::read(&real).map_err(io_error)?.text;
        if !before.is_empty() {
            self.keep(name, &before)?;
        }
        files::replace(&real, &blueprint.to_toml(), Ownership::Personal).map_err(io_error)?;
        Ok(())
    }

    /// A former save becomes the last one; what was the last becomes a version.
    pub fn restore(
        &self,
        name: &BlueprintName,
        version: &Version,
        now: Timestamp,
    ) -> Result<Blueprint, StoreError> {
        let former = self.load(name, Some(version))?;
        let restored = Blueprint {
            saved: super::whole_seconds(now),
            ..former
        };
        self.save(&restored)?;
        Ok(restored)
    }

    /// Removes a blueprint with all its versions.
    pub fn remove(&self, name: &BlueprintName) -> Result<(), StoreError> {
        let path = self.path(name, None);
        let versions = self.directory.join(name.as_str());
        if !path.exists() {
            return Err(self.unknown(name.as_str()));
        }
        let io_error = |error| StoreError::Io {
            operation: "remove",
            path: path.clone(),
            error,
        };
        let real = files::real_path(&path);
        let _lock = Lock::take(&real, Ownership::Personal).map_err(io_error)?;
        match std::fs::remove_dir_all(&versions) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
            _ => {}
        }
        std::fs::remove_file(&path).map_err(io_error)
    }

    /// The former save goes to a file of its own, before the new one takes its place.
    fn keep(&self, name: &BlueprintName, before: &[u8]) -> Result<(), StoreError> {
        let path = self.path(name, None);
        let text = String::from_utf8_lossy(before);
        let former = Blueprint::from_toml(&text).map_err(|error| StoreError::Occupied {
            name: name.clone(),
            path,
            error,
        })?;
        let version = self.free_version(name, former.saved);
        let path = self.path(name, Some(&version));
        let kept = Lock::take(&path, Ownership::Personal)
            .and_then(|_lock| files::replace(&path, &text, Ownership::Personal));
        kept.map(drop).map_err(|error| StoreError::Io {
            operation: "keep the former save as",
            path,
            error,
        })
    }

    /// Two saves may come within a second.
    fn free_version(&self, name: &BlueprintName, saved: Timestamp) -> Version {
        let stamp = Version::of(saved);
        let mut version = stamp.clone();
        let mut number = 1;
        while self.path(name, Some(&version)).exists() {
            number += 1;
            version = Version(format!("{}-{number}", stamp.0));
        }
        version
    }

    fn read(&self, name: &BlueprintName, version: Option<&Version>) -> Result<String, StoreError> {
        let path = self.path(name, version);
        match std::fs::read(&path) {
            Ok(text) => Ok(String::from_utf8_lossy(&text).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(match version {
                Some(version) => self.no_version(name, version),
                None => self.unknown(name.as_str()),
            }),
            Err(error) => Err(StoreError::Io {
                operation: "read",
                path,
                error,
            }),
        }
    }

    fn path(&self, name: &BlueprintName, version: Option<&Version>) -> PathBuf {
        match version {
            None => self.directory.join(format!("{name}{SUFFIX}")),
            Some(Version(stamp)) => {
                let versions = self.directory.join(name.as_str());
                versions.join(format!("{stamp}{SUFFIX}"))
            }
        }
    }

    fn unknown(&self, name: &str) -> StoreError {
        let known = stems(&self.directory).unwrap_or_default();
        let advice = if known.is_empty() {
            String::from("none is saved yet")
        } else {
            format!("saved are {}", known.join(", "))
        };
        let name = name.to_owned();
        StoreError::Unknown { name, advice }
    }

    fn no_version(&self, name: &BlueprintName, version: &Version) -> StoreError {
        let advice = if self.path(name, None).exists() {
            format!("skymap blueprint versions {name} lists its versions")
        } else {
            String::from("skymap blueprint list names them")
        };
        StoreError::Unknown {
            name: format!("{name}@{version}"),
            advice,
        }
    }
}

impl Summary {
    pub fn of(blueprint: &Blueprint, version: Option<Version>) -> Self {
        Self {
            name: blueprint.name.clone(),
            version,
            saved: blueprint.saved,
            accounts: blueprint.content.reads.keys().copied().collect(),
            resources: blueprint.content.resources.len(),
            joins: blueprint.content.joins.len(),
            versions: 0,
        }
    }
}

impl Version {
    fn of(saved: Timestamp) -> Self {
        Self(saved.strftime("%Y-%m-%dT%H%M%SZ").to_string())
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let is_of_a_stamp = |byte: u8| byte.is_ascii_digit() || b"-TZ".contains(&byte);
        let plain = typed.replace(':', "");
        if plain.starts_with("20") && plain.len() <= 32 && plain.bytes().all(is_of_a_stamp) {
            Ok(Self(plain))
        } else {
            Err(format!(
                "{typed:?} is no version: one is called by when it was saved, as 2026-11-22T103000Z"
            ))
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// The files of a directory without their ending, sorted; none where it is not there.
fn stems(directory: &Path) -> Result<Vec<String>, StoreError> {
    let io_error = |error| StoreError::Io {
        operation: "list",
        path: directory.to_owned(),
        error,
    };
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(error)),
    };
    let mut stems = Vec::new();
    for entry in entries {
        let name = entry.map_err(io_error)?.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(SUFFIX));
        stems.extend(
            stem.filter(|stem| !stem.starts_with('.'))
                .map(str::to_owned),
        );
    }
    stems.sort_by(|one, other| crate::text::natural(one, other));
    Ok(stems)
}

#[cfg(test)]
mod tests;
