//! What was read as a table: services and their collectors by regions, each cell with
//! what came of it. It must not know how a table is drawn.

use super::Query;
use super::watch::{Coverage, Failure, Watch};
use crate::account::{AccountId, Region, Service};
use crate::inventory::{SliceId, Survey};
use crate::provider::{Catalogued, ErrorKind};
use std::collections::BTreeSet;
use std::time::Instant;

/// The whole table, as far as its rows are open.
#[derive(Debug, Default)]
pub struct CoverageGrid {
    pub columns: Vec<CoverageColumn>,
    pub rows: Vec<CoverageRow>,
}

/// A region of an account; what is read once for the account is in the region `global`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageColumn {
    pub account: AccountId,
    pub region: Region,
}

/// A row's name, by which it is found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageKey {
    /// `None` is what no service of this version claims.
    Service(Option<Service>),
    Collector(&'static str),
}

#[derive(Debug)]
pub struct CoverageRow {
    pub key: CoverageKey,
    pub title: &'static str,
    pub is_open: bool,
    /// One for each column.
    pub cells: Vec<CoverageCell>,
}

/// The slices that a cell stands for, and what they come to.
#[derive(Debug)]
pub struct CoverageCell {
    pub slices: Vec<SliceId>,
    pub state: CoverageState,
}

/// What a cell says, the worst of its slices first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverageState {
    /// It is not read there: a regional collector in `global`, a global one in a region.
    Elsewhere,
    /// The service is switched off for this account.
    Off,
    /// So many of its slices failed for this reason, and were never read or are not asked
    /// again.
    Failed {
        kind: ErrorKind,
        slices: usize,
    },
    /// What is kept is from then.
    Stale {
        since: Instant,
    },
    /// Read, but not all of it.
    Partly {
        count: usize,
    },
    Reading,
    Waiting,
    Read {
        count: usize,
    },
}

/// Where the cursor stands, and which rows are open. On a row's name it means the whole
/// row, on a column's head the whole column.
#[derive(Debug, Clone, Default)]
pub struct CoverageView {
    row: Option<CoverageKey>,
    column: Option<CoverageColumn>,
    open: BTreeSet<CoverageKey>,
    /// Which services and collectors are listed.
    pub filter: Query,
}

/// The place of the cursor: `None` is the head of the rows or of the columns.
pub type CoverageSpot = (Option<usize>, Option<usize>);

impl CoverageView {
    /// With the first gap under the cursor, and its service open.
    pub fn at_first_gap(watch: &Watch, catalogue: &[Catalogued]) -> Self {
        let mut view = Self::default();
        let closed = CoverageGrid::of(watch, catalogue, &view);
        let is_gap = |cell: &CoverageCell| cell.state.is_gap();
        let gap = closed.rows.iter().find(|row| row.cells.iter().any(is_gap));
        if let Some(row) = gap {
            view.open.insert(row.key);
        }
        let grid = CoverageGrid::of(watch, catalogue, &view);
        let mut spots = grid.rows.iter().filter_map(|row| {
            let column = row.cells.iter().position(is_gap)?;
            matches!(row.key, CoverageKey::Collector(_)).then_some((row.key, column))
        });
        let is_read_there = |cell: &CoverageCell| !matches!(cell.state, CoverageState::Elsewhere);
        let first = grid.rows.first().map(|row| {
            let column = row.cells.iter().position(is_read_there);
            (row.key, column.unwrap_or_default())
        });
        if let Some((row, column)) = spots.next().or(first) {
            view.row = Some(row);
            view.column = grid.columns.get(column).cloned();
        }
        view
    }

    fn keeps(&self, title: &str) -> bool {
        self.filter.keeps(&Survey::default(), (None, title))
    }

    /// Where the cursor is now; what has gone from under it leaves it on the head.
    pub fn spot(&self, grid: &CoverageGrid) -> CoverageSpot {
        let row = self.row.and_then(|key| {
            let mut rows = grid.rows.iter();
            rows.position(|row| row.key == key)
        });
        let column = self.column.as_ref().and_then(|wanted| {
            let mut columns = grid.columns.iter();
            columns.position(|column| column == wanted)
        });
        (row, column)
    }

    pub fn put(&mut self, grid: &CoverageGrid, (row, column): CoverageSpot) {
        self.row = row.and_then(|row| grid.rows.get(row)).map(|row| row.key);
        self.column = column.and_then(|column| grid.columns.get(column)).cloned();
    }

    /// Moves by so many rows and columns; before the first there is the head.
    pub fn step(&mut self, grid: &CoverageGrid, (down, right): (isize, isize)) {
        let (row, column) = self.spot(grid);
        let moved = |at: Option<usize>, by: isize, count: usize| {
            let place = at.map_or(0, |at| at + 1).saturating_add_signed(by);
            place.min(count).checked_sub(1)
        };
        let row = moved(row, down, grid.rows.len());
        self.put(grid, (row, moved(column, right, grid.columns.len())));
    }

    /// Opens or closes the service of the row under the cursor.
    pub fn toggle(&mut self, grid: &CoverageGrid) {
        let Some(row) = self.spot(grid).0 else {
            return;
        };
        let is_service = |row: &&CoverageRow| matches!(row.key, CoverageKey::Service(_));
        let Some(service) = grid.rows[..=row].iter().rev().find(is_service) else {
            return;
        };
        if !self.open.remove(&service.key) {
            self.open.insert(service.key);
        }
        self.row = Some(service.key);
    }
}

impl CoverageGrid {
    pub fn of(watch: &Watch, catalogue: &[Catalogued], view: &CoverageView) -> Self {
        let columns = columns(watch);
        let mut rows = Vec::new();
        for (service, collectors) in services(watch, catalogue) {
            let key = CoverageKey::Service(service);
            let title = service.map_or("Other", Service::title);
            let is_named = view.keeps(title);
            let collectors: Vec<Catalogued> = collectors
                .into_iter()
                .filter(|collector| is_named || view.keeps(collector.title))
                .collect();
            if collectors.is_empty() {
                continue;
            }
            let is_open = view.open.contains(&key) || !is_named;
            let cells = |collectors: &[Catalogued]| {
                let columns = columns.iter();
                columns
                    .map(|column| cell(watch, column, (service, collectors)))
                    .collect()
            };
            rows.push(CoverageRow {
                key,
                title,
                is_open,
                cells: cells(&collectors),
            });
            let shown = collectors.iter().filter(|_| is_open);
            rows.extend(shown.map(|collector| CoverageRow {
                key: CoverageKey::Collector(collector.name),
                title: collector.title,
                is_open: false,
                cells: cells(std::slice::from_ref(collector)),
            }));
        }
        Self { columns, rows }
    }

    /// The slices that a place of the cursor stands for.
    pub fn slices(&self, (row, column): CoverageSpot) -> BTreeSet<&SliceId> {
        let rows = self.rows.iter().enumerate();
        let rows = rows.filter(|(index, _)| row.is_none_or(|row| row == *index));
        let cells = rows.flat_map(|(_, row)| row.cells.iter().enumerate());
        let cells = cells.filter(|(index, _)| column.is_none_or(|column| column == *index));
        cells.flat_map(|(_, cell)| &cell.slices).collect()
    }
}

impl CoverageState {
    /// Something is missing from the map.
    pub fn is_gap(&self) -> bool {
        match self {
            Self::Failed { kind, .. } => *kind != ErrorKind::NotOffered,
            Self::Stale { .. } | Self::Partly { .. } => true,
            _ => false,
        }
    }

    /// The worst of several slices, with their counts together.
    fn of(slices: &[&Coverage]) -> Self {
        let count = slices.iter().filter_map(|slice| slice.read.as_ref());
        let count = count.map(|read| read.count).sum();
        // What is not asked again by itself says so, whatever is kept of it.
        let failed = slices.iter().filter_map(|slice| {
            let failure = slice.failure.as_ref()?;
            (slice.read.is_none() || failure.is_remembered).then_some(failure)
        });
        let failures: Vec<&Failure> = failed.collect();
        if let Some(worst) = failures
            .iter()
            .min_by_key(|failure| rank(&failure.error.kind))
        {
            let kind = worst.error.kind.clone();
            let same = failures
                .iter()
                .filter(|one| one.error.kind.word() == kind.word());
            return Self::Failed {
                slices: same.count(),
                kind,
            };
        }
        let failing = slices.iter().filter(|slice| slice.failure.is_some());
        let stale = failing.filter_map(|slice| slice.read.as_ref());
        if let Some(since) = stale.map(|read| read.at).min() {
            return Self::Stale { since };
        }
        let has_issues = |slice: &&&Coverage| {
            let read = slice.read.as_ref();
            read.is_some_and(|read| !read.issues.is_empty())
        };
        if slices.iter().any(|slice| has_issues(&slice)) {
            return Self::Partly { count };
        }
        let is_unread = slices.iter().any(|slice| slice.read.is_none());
        match slices.iter().any(|slice| slice.is_reading) {
            true if is_unread => Self::Reading,
            false if is_unread => Self::Waiting,
            _ => Self::Read { count },
        }
    }
}

/// What somebody has to mend comes before what passes; what is not offered is no loss.
fn rank(kind: &ErrorKind) -> u8 {
    match kind {
        ErrorKind::AccessDenied { .. } => 0,
        ErrorKind::RegionDisabled => 1,
        ErrorKind::NotOffered => 3,
        _ => 2,
    }
}

/// Of each account, in the order of the map: what is global, then its regions.
fn columns(watch: &Watch) -> Vec<CoverageColumn> {
    let mut columns = Vec::new();
    for watched in watch.in_order() {
        let Some(account) = watched.account.number() else {
            continue;
        };
        let ids = watch.coverage.keys().filter(|id| id.account == account);
        let mut regions: Vec<&Region> = ids.map(|id| &id.region).collect();
        regions.extend(&watched.regions);
        regions.sort_by_key(|region| (**region != Region::global(), *region));
        regions.dedup();
        columns.extend(regions.into_iter().map(|region| CoverageColumn {
            account,
            region: region.clone(),
        }));
    }
    columns
}

/// Every service with its collectors, and at the end what no service claims.
fn services(watch: &Watch, catalogue: &[Catalogued]) -> Vec<(Option<Service>, Vec<Catalogued>)> {
    let mut services = Vec::new();
    for service in Service::ALL {
        let own = catalogue.iter().filter(|one| one.service == service);
        let own: Vec<Catalogued> = own.copied().collect();
        if !own.is_empty() {
            services.push((Some(service), own));
        }
    }
    let names = watch.coverage.keys().map(|id| id.collector);
    let unknown = names.filter(|name| catalogue.iter().all(|one| one.name != *name));
    let unknown: BTreeSet<&'static str> = unknown.collect();
    if !unknown.is_empty() {
        let other = unknown.into_iter().map(|name| Catalogued {
            name,
            title: name,
            service: Service::ALL[0],
            is_global: false,
        });
        services.push((None, other.collect()));
    }
    services
}

fn cell(
    watch: &Watch,
    column: &CoverageColumn,
    (service, collectors): (Option<Service>, &[Catalogued]),
) -> CoverageCell {
    let ids = collectors.iter().map(|collector| SliceId {
        account: column.account,
        region: column.region.clone(),
        collector: collector.name,
    });
    let slices: Vec<SliceId> = ids.filter(|id| watch.coverage.contains_key(id)).collect();
    if !slices.is_empty() {
        let known: Vec<&Coverage> = slices.iter().map(|id| &watch.coverage[id]).collect();
        let state = CoverageState::of(&known);
        return CoverageCell { slices, state };
    }
    let is_global = column.region == Region::global();
    let belongs = collectors.iter().any(|one| one.is_global == is_global);
    let mut accounts = watch.accounts.values();
    let watched = accounts.find(|watched| watched.account.number() == Some(column.account));
    let is_off = watched
        .zip(service)
        .is_some_and(|(watched, service)| !watched.account.services.reads(service));
    let state = match (belongs, is_off) {
        (true, true) => CoverageState::Off,
        (true, false) => CoverageState::Waiting,
        (false, _) => CoverageState::Elsewhere,
    };
    CoverageCell { slices, state }
}

impl Watch {
    /// How many slices are missing from the map or old, by the word for why. What is not
    /// offered in a region is not missing from it.
    pub fn gaps(&self) -> std::collections::BTreeMap<&'static str, usize> {
        let mut gaps = self.failures();
        gaps.remove(ErrorKind::NotOffered.word());
        let in_part = self.coverage.values().filter(|slice| {
            let read = slice.read.as_ref();
            slice.failure.is_none() && read.is_some_and(|read| !read.issues.is_empty())
        });
        match in_part.count() {
            0 => {}
            count => {
                gaps.insert("incomplete", count);
            }
        }
        gaps
    }
}
