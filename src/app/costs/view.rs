//! The budget over the map: what it is cut by, where somebody has gone in it, and the rows
//! that stand there. How amounts are written is the view's matter.

use super::scenario::{Choice, altered, choices};
use crate::app::overlay::Cursor;
use crate::app::{Model, Topology};
use crate::budget::{self, Amount, By, Cost, service_of};
use crate::export::budget::Span;
use crate::inventory::{Resource, ResourceId};
use compact_str::CompactString;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Cuts by so many tags are offered.
const TAGS: usize = 4;

/// The budget as somebody looks at it.
#[derive(Debug)]
pub struct BudgetView {
    pub by: By,
    pub span: Span,
    pub order: Order,
    /// What it can be cut by: what everything has, and the tags that most things have.
    pub cuts: Vec<By>,
    /// From the first page to the one that is open; never empty.
    pub(super) trail: Vec<Opened>,
}

/// A page, with where somebody stands on it.
#[derive(Debug)]
pub(super) struct Opened {
    pub page: Page,
    pub cursor: Cursor,
    pub filter: String,
}

/// What can be open in the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Everything, cut by something.
    Cut,
    /// What stands in one row of it.
    Group {
        key: CompactString,
        title: CompactString,
    },
    /// The lines of one resource.
    Resource(ResourceId),
    /// What serves nobody.
    Idle,
    /// What is thought through.
    WhatIf,
    /// What can be otherwise for one resource.
    Alter(ResourceId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Amount,
    Name,
    Count,
}

/// A row of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BudgetRow {
    Group {
        key: CompactString,
        title: CompactString,
        count: usize,
        amount: Amount,
    },
    Resource {
        id: ResourceId,
        kind: &'static str,
        name: CompactString,
        /// Why it is thought to be idle.
        note: Option<&'static str>,
        amount: Amount,
    },
    Line(Box<budget::Line>),
    Altered {
        id: ResourceId,
        name: CompactString,
        /// What is otherwise.
        what: String,
        before: Amount,
        after: Amount,
    },
    Choice {
        choice: Choice,
        now: String,
        then: Option<String>,
    },
}

impl Page {
    fn opened(self) -> Opened {
        Opened {
            page: self,
            cursor: Cursor::default(),
            filter: String::new(),
        }
    }
}

impl Order {
    pub fn name(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Name => "name",
            Self::Count => "count",
        }
    }

    pub(super) fn next(self) -> Self {
        match self {
            Self::Amount => Self::Name,
            Self::Name => Self::Count,
            Self::Count => Self::Amount,
        }
    }
}

impl BudgetView {
    pub fn new(topology: &Topology) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let costs = &topology.derived.costs.budget.costs;
        for id in costs.keys() {
            let known = topology.derived.survey.get(id);
            for (key, _) in known.iter().flat_map(|known| known.resource.tags.iter()) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
        tags.retain(|(key, _)| *key != "Name");
        tags.sort_by_key(|(_, count)| Reverse(*count));
        let tags = tags.into_iter().take(TAGS);
        let tags = tags.map(|(key, _)| By::Tag(key.to_owned()));
        Self {
            by: By::default(),
            span: Span::default(),
            order: Order::default(),
            cuts: By::PLAIN.into_iter().chain(tags).collect(),
            trail: vec![Page::Cut.opened()],
        }
    }

    pub fn page(&self) -> &Page {
        &self.here().page
    }

    /// Only what has this in its name is shown.
    pub fn filter(&self) -> &str {
        &self.here().filter
    }

    pub(in crate::app) fn cursor(&self) -> &Cursor {
        &self.here().cursor
    }

    pub(in crate::app) fn cursor_mut(&mut self) -> &mut Cursor {
        &mut self.here_mut().cursor
    }

    #[expect(clippy::expect_used, reason = "up() leaves the first page")]
    fn here(&self) -> &Opened {
        self.trail.last().expect("a page is open")
    }

    #[expect(clippy::expect_used, reason = "up() leaves the first page")]
    pub(super) fn here_mut(&mut self) -> &mut Opened {
        self.trail.last_mut().expect("a page is open")
    }

    /// Opens a page; one that is open already is gone back to.
    pub(super) fn go(&mut self, page: Page) {
        match self.trail.iter().position(|opened| opened.page == page) {
            Some(at) => self.trail.truncate(at + 1),
            None => self.trail.push(page.opened()),
        }
    }

    /// One page back. Answers whether there was one.
    pub(super) fn up(&mut self) -> bool {
        let has_more = self.trail.len() > 1;
        if has_more {
            self.trail.pop();
        }
        has_more
    }

    pub(super) fn cut_by(&mut self, by: By) {
        if !self.cuts.contains(&by) {
            self.cuts.push(by.clone());
        }
        self.by = by;
        self.trail = vec![Page::Cut.opened()];
    }

    pub(super) fn step_cut(&mut self, by: i8) {
        let count = self.cuts.len() as isize;
        let here = self.cuts.iter().position(|cut| *cut == self.by);
        let next = here.map_or(0, |here| here as isize + isize::from(by));
        let next = next.rem_euclid(count.max(1)) as usize;
        if let Some(cut) = self.cuts.get(next).cloned() {
            self.cut_by(cut);
        }
    }

    /// The rows of the open page, as they are filtered and sorted.
    pub fn rows(&self, model: &Model) -> Vec<BudgetRow> {
        let Some(topology) = &model.topology else {
            return Vec::new();
        };
        let mut rows = self.all(topology, model);
        let filter = self.filter().to_lowercase();
        if !filter.is_empty() {
            rows.retain(|row| row.is_called(&filter));
        }
        match (self.order, self.page()) {
            (_, Page::Resource(_) | Page::Alter(_)) | (Order::Amount, _) => {}
            (Order::Name, _) => {
                rows.sort_by(|one, other| crate::text::natural(one.name(), other.name()));
            }
            (Order::Count, _) => rows.sort_by_key(|row| Reverse(row.count())),
        }
        rows
    }

    fn all(&self, topology: &Topology, model: &Model) -> Vec<BudgetRow> {
        let derived = &topology.derived;
        let (budget, survey) = (&derived.costs.budget, &derived.survey);
        match self.page() {
            Page::Cut => {
                let rows = budget.table(survey, &self.by).into_iter();
                rows.map(|row| BudgetRow::Group {
                    count: row.resources.len(),
                    key: row.key,
                    title: row.title,
                    amount: row.amount,
                })
                .collect()
            }
            Page::Group { key, .. } => {
                let mut rows = budget.table(survey, &self.by).into_iter();
                let ids = rows.find(|row| row.key == *key).map(|row| row.resources);
                let ids = ids.unwrap_or_default();
                let rows = ids.into_iter().filter_map(|id| topology.cost_row(id, None));
                rows.collect()
            }
            Page::Resource(id) => {
                let lines = budget.cost(id).map(|cost| cost.lines.clone());
                let lines = lines.unwrap_or_default().into_iter();
                lines.map(Box::new).map(BudgetRow::Line).collect()
            }
            Page::Idle => {
                let idle = budget.idle(survey).into_iter();
                let rows = idle.filter_map(|one| topology.cost_row(one.id, Some(one.reason)));
                rows.collect()
            }
            Page::WhatIf => altered(topology, &model.assumptions.scenario),
            Page::Alter(id) => choices(topology, (id, &model.assumptions.scenario)),
        }
    }

    /// What everything on the page costs, whatever is filtered.
    pub fn total(&self, model: &Model) -> Amount {
        let Some(topology) = &model.topology else {
            return Amount::default();
        };
        let costs = &topology.derived.costs;
        match self.page() {
            Page::Cut | Page::WhatIf => costs.total,
            Page::Resource(id) | Page::Alter(id) => {
                costs.budget.cost(id).map(Cost::amount).unwrap_or_default()
            }
            Page::Group { .. } | Page::Idle => {
                let rows = self.all(topology, model);
                rows.iter().map(BudgetRow::amount).sum()
            }
        }
    }
}

impl Topology {
    fn cost_row(&self, id: ResourceId, note: Option<&'static str>) -> Option<BudgetRow> {
        let resource = &self.derived.survey.get(&id)?.resource;
        let cost = self.derived.costs.budget.cost(&id);
        Some(BudgetRow::Resource {
            kind: resource.kind.title(),
            name: name_of(resource),
            note,
            amount: cost.map(Cost::amount).unwrap_or_default(),
            id,
        })
    }
}

/// Its name, with the id where that is something else.
pub(super) fn name_of(resource: &Resource) -> CompactString {
    match resource.id.short() {
        short if short == resource.name || resource.name.is_empty() => short.into(),
        _ => resource.name.clone(),
    }
}

impl BudgetRow {
    /// What finds it again after a refresh.
    pub(super) fn key(&self, at: usize) -> String {
        match self {
            Self::Group { key, .. } => key.to_string(),
            Self::Resource { id, .. } | Self::Altered { id, .. } => id.to_string(),
            Self::Line(_) | Self::Choice { .. } => at.to_string(),
        }
    }

    pub fn amount(&self) -> Amount {
        match self {
            Self::Group { amount, .. } | Self::Resource { amount, .. } => *amount,
            Self::Line(line) => line.amount(),
            Self::Altered { after, .. } => *after,
            Self::Choice { .. } => Amount::default(),
        }
    }

    /// The resource that it speaks of.
    pub fn resource(&self) -> Option<&ResourceId> {
        match self {
            Self::Resource { id, .. } | Self::Altered { id, .. } => Some(id),
            Self::Group { .. } | Self::Line(_) | Self::Choice { .. } => None,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Group { title, .. } => title,
            Self::Resource { name, .. } | Self::Altered { name, .. } => name,
            Self::Line(line) => &line.what,
            Self::Choice { .. } => "",
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Group { count, .. } => *count,
            _ => 1,
        }
    }

    /// Whether a text in small letters is in what it is called.
    fn is_called(&self, text: &str) -> bool {
        let has = |name: &str| name.to_lowercase().contains(text);
        let more = match self {
            Self::Resource { id, kind, .. } => has(kind) || has(id.short()) || has(service_of(id)),
            Self::Altered { id, .. } => has(id.short()),
            Self::Choice { .. } => true,
            _ => false,
        };
        more || has(self.name())
    }
}
