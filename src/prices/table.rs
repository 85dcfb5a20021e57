//! A table of list prices: products by regions, each price with its source. Its text is
//! what the program brings along and what a refresh keeps. It must not know any rule.
//!
//! ```text
//! skymap prices 1
//! source   awsprice   2025-11-04   (or words: the rule that made an estimate)
//! region   eu-west-1  0            (the source of its prices, by its number above)
//! m7g.large   Hrs   0.091         (key, unit, a price for each region, `@1` another source)
//! ```

use super::{AsOf, Class, Price, Source, Unit, UnitPrice};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const FIRST_LINE: &str = "skymap prices 1";

/// Prices by key and region, quick to look up.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<Box<str>>,
    /// In order, so that a family's classes stand together.
    keys: Vec<Box<str>>,
    rows: HashMap<Box<str>, u32, FixedState>,
    units: Vec<Unit>,
    /// By row, then by column.
    cells: Vec<Option<Cell>>,
    sources: Vec<(Arc<Source>, Class)>,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    amount: UnitPrice,
    source: u16,
}

/// A table's text that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TableError {
    pub line: usize,
    pub what: String,
}

impl Table {
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut table = Self::default();
        let mut usual = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let read = match index {
                0 if line == FIRST_LINE => Ok(()),
                0 => Err(format!("a table of prices begins with {FIRST_LINE:?}")),
                _ => table.read_line(line, &mut usual),
            };
            read.map_err(|what| TableError {
                line: index + 1,
                what,
            })?;
        }
        if text.is_empty() {
            let what = "it is empty".to_owned();
            return Err(TableError { line: 1, what });
        }
        Ok(table)
    }

    fn read_line(&mut self, line: &str, usual: &mut Vec<u16>) -> Result<(), String> {
        let mut fields = line.split('\t');
        let (Some(first), Some(second)) = (fields.next(), fields.next()) else {
            return Err("fields are missing".to_owned());
        };
        match first {
            "source" => {
                self.read_source(second, fields);
                Ok(())
            }
            "region" => {
                let number = fields.next().unwrap_or_default();
                usual.push(self.source_number(number)?);
                self.columns.push(second.into());
                Ok(())
            }
            key => self.read_row(key, second, fields, usual),
        }
    }

    fn read_source<'a>(&mut self, id: &str, mut fields: impl Iterator<Item = &'a str>) {
        let as_of = AsOf::parse(fields.next().unwrap_or_default());
        let class = match fields.next() {
            Some(rule) if !rule.is_empty() => Class::Estimate(rule.into()),
            _ => Class::Exact,
        };
        let id = id.into();
        self.sources.push((Arc::new(Source { id, as_of }), class));
    }

    fn source_number(&self, text: &str) -> Result<u16, String> {
        match text.parse::<u16>() {
            Ok(number) if usize::from(number) < self.sources.len() => Ok(number),
            _ => Err(format!("{text:?} is the number of no source")),
        }
    }

    fn read_row<'a>(
        &mut self,
        key: &str,
        unit: &str,
        fields: impl Iterator<Item = &'a str>,
        usual: &[u16],
    ) -> Result<(), String> {
        let unit = Unit::parse(unit).ok_or_else(|| format!("{unit:?} is no unit"))?;
        let row = u32::try_from(self.keys.len()).map_err(|_| "too many rows".to_owned())?;
        if self.rows.insert(key.into(), row).is_some() {
            return Err(format!("{key} is there twice"));
        }
        if self.keys.last().is_some_and(|last| **last > *key) {
            return Err(format!("{key} is out of order"));
        }
        self.keys.push(key.into());
        self.units.push(unit);
        for (column, field) in fields.enumerate() {
            let Some(usual) = usual.get(column) else {
                return Err("it has more prices than there are regions".to_owned());
            };
            let cell = self.read_cell(field, *usual)?;
            self.cells.push(cell);
        }
        let full = self.keys.len() * self.columns.len();
        self.cells.resize(full, None);
        Ok(())
    }

    fn read_cell(&self, field: &str, usual: u16) -> Result<Option<Cell>, String> {
        if field.is_empty() {
            return Ok(None);
        }
        let (amount, source) = match field.split_once('@') {
            Some((amount, number)) => (amount, self.source_number(number)?),
            None => (field, usual),
        };
        let amount =
            UnitPrice::parse(amount).ok_or_else(|| format!("{amount:?} is no price in USD"))?;
        Ok(Some(Cell { amount, source }))
    }

    /// What the table says of a key in a region.
    pub fn price(&self, region: &str, key: &str) -> Option<Price> {
        let row = *self.rows.get(key)? as usize;
        let column = self.column(region)?;
        let cell = (*self.cells.get(row * self.columns.len() + column)?)?;
        let (source, class) = self.sources.get(usize::from(cell.source))?;
        Some(Price {
            amount: cell.amount,
            unit: *self.units.get(row)?,
            class: class.clone(),
            source: Arc::clone(source),
        })
    }

    pub fn unit(&self, key: &str) -> Option<Unit> {
        let row = *self.rows.get(key)?;
        self.units.get(row as usize).copied()
    }

    fn column(&self, region: &str) -> Option<usize> {
        self.columns.iter().position(|column| **column == *region)
    }

    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &**column)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| &**key)
    }

    /// The keys that begin so, in order.
    pub fn keys_from(&self, beginning: &str) -> impl Iterator<Item = &str> {
        let start = self.keys.partition_point(|key| **key < *beginning);
        let rest = self.keys[start..].iter().map(|key| &**key);
        rest.take_while(move |key| key.starts_with(beginning))
    }

    /// How many prices a region has.
    pub fn count(&self, region: &str) -> usize {
        let Some(column) = self.column(region) else {
            return 0;
        };
        let cells = self.cells.iter().skip(column).step_by(self.columns.len());
        cells.flatten().count()
    }

    /// A region's prices by their sources: how many are of each.
    pub fn sources(&self, region: &str) -> BTreeMap<Arc<Source>, usize> {
        let mut counts = BTreeMap::new();
        for key in &self.keys {
            if let Some(price) = self.price(region, key) {
                *counts.entry(price.source).or_default() += 1;
            }
        }
        counts
    }
}

/// Prices as they are gathered, before they are a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, (Unit, BTreeMap<String, Fact>)>);

/// One price, its source, and the rule when it is an estimate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub amount: UnitPrice,
    pub source: Source,
    pub rule: Option<String>,
}

impl Facts {
    /// Adds a price; the later of two is kept, and of one day the one that was there. Nothing
    /// is added under another unit than the key has.
    pub fn add(&mut self, key: &str, unit: Unit, region: &str, fact: Fact) {
        let (held, prices) = self
            .0
            .entry(key.to_owned())
            .or_insert_with(|| (unit, BTreeMap::new()));
        let before = prices.get(region);
        if *held == unit && before.is_none_or(|before| before.source.as_of < fact.source.as_of) {
            prices.insert(region.to_owned(), fact);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.values().map(|(_, prices)| prices.len()).sum()
    }

    /// Every price: its key, unit, region and fact.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Unit, &str, &Fact)> {
        self.0.iter().flat_map(|(key, (unit, prices))| {
            let prices = prices.iter();
            prices.map(move |(region, fact)| (key.as_str(), *unit, region.as_str(), fact))
        })
    }

    /// The table's text: the same facts make the same text.
    pub fn text(&self) -> String {
        let numbers = self.source_numbers();
        let usual = self.usual_sources(&numbers);
        let mut by_number: Vec<_> = numbers.iter().collect();
        by_number.sort_by_key(|(_, number)| **number);
        let sources = by_number.into_iter().map(|((source, rule), _)| {
            let rule = rule.as_deref().unwrap_or_default();
            let line = format!("source\t{}\t{}\t{rule}", source.id, source.as_of);
            line.trim_end().to_owned()
        });
        let regions = usual
            .iter()
            .map(|(region, source)| format!("region\t{region}\t{source}"));
        let rows = self.0.iter().map(|(key, (unit, prices))| {
            let cells = usual.iter().map(|(region, usual)| {
                let Some(fact) = prices.get(*region) else {
                    return String::new();
                };
                let number = numbers[&(&fact.source, &fact.rule)];
                if number == *usual {
                    plain(fact.amount)
                } else {
                    format!("{}@{number}", plain(fact.amount))
                }
            });
            let cells = cells.collect::<Vec<_>>().join("\t");
            format!("{key}\t{unit}\t{}", cells.trim_end_matches('\t'))
        });
        let lines = std::iter::once(FIRST_LINE.to_owned()).chain(sources);
        let mut text = lines
            .chain(regions)
            .chain(rows)
            .collect::<Vec<_>>()
            .join("\n");
        text.push('\n');
        text
    }

    fn source_numbers(&self) -> BTreeMap<(&Source, &Option<String>), usize> {
        let facts = self.iter().map(|(.., fact)| (&fact.source, &fact.rule));
        let distinct: std::collections::BTreeSet<_> = facts.collect();
        distinct.into_iter().zip(0..).collect()
    }

    /// The regions, each with the source that most of its prices have.
    fn usual_sources(
        &self,
        numbers: &BTreeMap<(&Source, &Option<String>), usize>,
    ) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
        for (_, _, region, fact) in self.iter() {
            let number = numbers[&(&fact.source, &fact.rule)];
            *counts.entry(region).or_default().entry(number).or_default() += 1;
        }
        let usual = |counts: &BTreeMap<usize, usize>| {
            let most = counts.iter().max_by_key(|(_, count)| **count);
            most.map_or(0, |(number, _)| *number)
        };
        counts
            .iter()
            .map(|(region, counts)| (*region, usual(counts)))
            .collect()
    }
}

/// `5` and `0.0816`: no zero that says nothing.
fn plain(amount: UnitPrice) -> String {
    let mut text = amount.to_string();
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}
