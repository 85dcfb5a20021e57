//! Tables that were refreshed, in the data directory: `prices/REGION/TABLE.prices`, one
//! for each table and region, readable by their owner alone. Whole tables: a file says
//! nothing of what one owns.

use super::{Facts, Price, Table, TableError};
use crate::files::{self, Lock, Ownership};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

/// How long a refreshed table is fresh; an older one still holds where it is newer than
/// what came with the program.
pub const FRESH: Duration = Duration::from_hours(30 * 24);

/// The refreshed tables, read when first asked for.
#[derive(Debug)]
pub struct Cache {
    directory: Option<PathBuf>,
    read: OnceLock<Contents>,
}

#[derive(Debug, Default)]
struct Contents {
    tables: BTreeMap<(String, String), CachedTable>,
    broken: Vec<CacheError>,
}

/// A refreshed table of a region.
#[derive(Debug)]
pub struct CachedTable {
    /// What of the price list it holds: `AmazonEC2`.
    pub service: String,
    pub region: String,
    pub table: Table,
    /// When it was written.
    pub refreshed: Option<SystemTime>,
}

impl CachedTable {
    pub fn is_fresh(&self, now: SystemTime) -> bool {
        let age = self
            .refreshed
            .and_then(|then| now.duration_since(then).ok());
        // One of the future was written before the clock was set.
        age.is_none_or(|age| age < FRESH)
    }
}

/// A refreshed table that is not used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    #[error("read the prices in {}: {source}; `skymap prices update` makes them anew", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("read the prices in {}: {source}; `skymap prices update` makes them anew", path.display())]
    Table { path: PathBuf, source: TableError },
}

impl Cache {
    pub(super) fn empty() -> Self {
        Self {
            directory: None,
            read: OnceLock::new(),
        }
    }

    pub(super) fn in_directory(data_directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: Some(data_directory.into().join("prices")),
            read: OnceLock::new(),
        }
    }

    /// The refreshed tables, by region and service.
    pub fn tables(&self) -> impl Iterator<Item = &CachedTable> {
        self.contents().tables.values()
    }

    /// The files that are there and cannot be used.
    pub fn broken(&self) -> &[CacheError] {
        &self.contents().broken
    }

    pub(super) fn price(&self, region: &str, key: &str) -> Option<Price> {
        self.directory.as_ref()?;
        let tables = &self.contents().tables;
        let from = (region.to_owned(), String::new());
        let of_region = tables
            .range(from..)
            .take_while(|((of, _), _)| of == region)
            .map(|(_, cached)| cached);
        of_region
            .filter_map(|cached| cached.table.price(region, key))
            .max_by(|a, b| a.source.as_of.cmp(&b.source.as_of))
    }

    fn contents(&self) -> &Contents {
        self.read.get_or_init(|| match &self.directory {
            Some(directory) => Contents::read(directory),
            None => Contents::default(),
        })
    }
}

/// Replaces a service's table of a region. Who reads meanwhile sees the one or the other.
pub fn keep(
    data_directory: &Path,
    (region, service): (&str, &str),
    facts: &Facts,
) -> io::Result<PathBuf> {
    let real = files::real_path(&place(data_directory, region, service));
    let _lock = Lock::take(&real, Ownership::Personal)?;
    files::replace(&real, &facts.text(), Ownership::Personal)?;
    Ok(real)
}

/// Where a service's table of a region is kept, below the data directory.
pub fn place(data_directory: &Path, region: &str, service: &str) -> PathBuf {
    let directory = data_directory.join("prices").join(region);
    directory.join(format!("{service}{ENDING}"))
}

const ENDING: &str = ".prices";

impl Contents {
    fn read(directory: &Path) -> Self {
        let mut contents = Self::default();
        for region in entries(directory) {
            for path in entries(&region) {
                let service = path.file_name().and_then(|name| name.to_str());
                let service = service.and_then(|name| name.strip_suffix(ENDING));
                let region = region.file_name().and_then(|name| name.to_str());
                if let (Some(service), Some(region)) = (service, region) {
                    contents.read_table(&path, region, service);
                }
            }
        }
        contents
    }

    fn read_table(&mut self, path: &Path, region: &str, service: &str) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) => {
                let path = path.to_owned();
                self.broken.push(CacheError::Read { path, source });
                return;
            }
        };
        match Table::parse(&text) {
            Ok(table) => {
                let modified = std::fs::metadata(path).and_then(|data| data.modified());
                let cached = CachedTable {
                    service: service.to_owned(),
                    region: region.to_owned(),
                    table,
                    refreshed: modified.ok(),
                };
                let key = (region.to_owned(), service.to_owned());
                self.tables.insert(key, cached);
            }
            Err(source) => {
                let path = path.to_owned();
                self.broken.push(CacheError::Table { path, source });
            }
        }
    }
}

/// What is in a directory, in order; nothing where there is none.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
