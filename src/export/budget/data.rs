//! The budget for spreadsheets and programs: a record for each line of each bill. Fields
//! are added, never renamed.

use super::Statement;
use crate::budget::{Amount, Basis, Line, service_of};
use crate::export::ExportError;
use crate::export::rows::Rows;
use crate::inventory::{Kind, Measure, Resource, ResourceId};
use serde::Serialize;

/// Decimals of amounts in data: as many as a price has, so that sums of them agree with
/// the total to the cent.
const DECIMALS: usize = 10;

/// One line of a bill. The columns that Cloudcraft's export has bear its names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    category: &'a str,
    r#type: &'static str,
    region: &'a str,
    /// Units a month, of what `unit` says.
    count: Option<String>,
    unit_price: Option<String>,
    /// For the period, in the currency.
    cost: Option<String>,
    instance_type: Option<&'a str>,
    platform: Option<&'a str>,
    engine: Option<&'a str>,
    storage: Option<String>,
    what: &'a str,
    unit: Option<&'static str>,
    class: &'static str,
    /// Why it is not exact.
    note: Option<String>,
    source: Option<&'a str>,
    as_of: Option<String>,
    period: &'static str,
    currency: &'a str,
    name: &'a str,
    account: String,
    arn: &'a str,
}

const COLUMNS: [&str; 21] = [
    "category",
    "type",
    "region",
    "count",
    "unitPrice",
    "cost",
    "instanceType",
    "platform",
    "engine",
    "storage",
    "what",
    "unit",
    "class",
    "note",
    "source",
    "asOf",
    "period",
    "currency",
    "name",
    "account",
    "arn",
];

impl<'a> Record<'a> {
    fn fields(&self) -> [&str; COLUMNS.len()] {
        [
            self.category,
            self.r#type,
            self.region,
            self.count.as_deref().unwrap_or_default(),
            self.unit_price.as_deref().unwrap_or_default(),
            self.cost.as_deref().unwrap_or_default(),
            self.instance_type.unwrap_or_default(),
            self.platform.unwrap_or_default(),
            self.engine.unwrap_or_default(),
            self.storage.as_deref().unwrap_or_default(),
            self.what,
            self.unit.unwrap_or_default(),
            self.class,
            self.note.as_deref().unwrap_or_default(),
            self.source.unwrap_or_default(),
            self.as_of.as_deref().unwrap_or_default(),
            self.period,
            self.currency,
            self.name,
            &self.account,
            self.arn,
        ]
    }

    fn of(statement: &Statement<'a>, resource: &'a Resource, line: &'a Line) -> Self {
        let price = line.price.as_ref();
        let terms = statement.terms;
        let cost = line.month().map(|month| terms.money(month).text(DECIMALS));
        let class = |name| resource.fact(name);
        let rule = price.and_then(|price| price.class.rule().map(str::to_owned));
        let gib = resource.measures.get(Measure::StorageGib);
        Self {
            category: service_of(&resource.id),
            r#type: resource.kind.name(),
            region: resource.region.as_str(),
            count: line.quantity.map(|quantity| quantity.to_string()),
            unit_price: price.map(|price| price.amount.to_string()),
            cost,
            instance_type: class("class")
                .or_else(|| class("type").filter(|_| is_classed(resource))),
            platform: resource.fact("platform"),
            engine: resource.fact("engine"),
            storage: gib.map(|gib| gib.to_string()),
            what: &line.what,
            unit: price.map(|price| price.unit.name()),
            class: if line.is_open() {
                "by-use"
            } else {
                line.class().name()
            },
            note: line.note.map(str::to_owned).or(rule).or(said(line.basis)),
            source: price.map(|price| &*price.source.id),
            as_of: price.map(|price| price.source.as_of.to_string()),
            period: terms.span.name(),
            currency: terms.currency.code(),
            name: &resource.name,
            account: resource.account.to_string(),
            arn: resource.id.as_str(),
        }
    }
}

/// Who said how much is used.
fn said(basis: Basis) -> Option<String> {
    let who = match basis {
        Basis::Typed(_) => "as it was typed",
        Basis::Measured(_) => "as CloudWatch counted it",
        Basis::Described | Basis::AtLeast(_) | Basis::Open(_) => return None,
    };
    Some(who.to_owned())
}

/// Of a class that costs by the hour, where its type is that class.
fn is_classed(resource: &Resource) -> bool {
    resource.kind == Kind::Instance
}

fn records<'a>(statement: &Statement<'a>) -> Vec<Record<'a>> {
    let costs = statement.budget.costs.iter();
    let lines = costs.flat_map(|(id, cost)| {
        let resource = statement.survey.get(id).map(|known| &*known.resource);
        let lines = cost.lines.iter();
        lines.filter_map(move |line| Some((resource?, line)))
    });
    lines
        .map(|(resource, line)| Record::of(statement, resource, line))
        .collect()
}

/// A record for each line, with the names of the columns before them.
pub fn csv(statement: &Statement) -> String {
    let mut rows = Rows::new();
    rows.row(COLUMNS);
    for record in records(statement) {
        rows.row(record.fields());
    }
    rows.finish()
}

/// The rows of the table, every line, and the total.
#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    account: &'a str,
    by: String,
    period: &'static str,
    currency: &'a str,
    total: Sum,
    rows: Vec<RowEntry<'a>>,
    lines: Vec<Record<'a>>,
}

/// What is known of a sum, and how much is missing.
#[derive(Debug, Serialize)]
struct Sum {
    cost: String,
    class: &'static str,
    /// Lines without a price or a quantity.
    unknown: usize,
    /// Lines that only use tells.
    open: usize,
}

#[derive(Debug, Serialize)]
struct RowEntry<'a> {
    title: &'a str,
    #[serde(flatten)]
    sum: Sum,
    resources: Vec<&'a str>,
}

const SCHEMA: &str = "skymap.budget.v1";

/// The same as JSON, with the rows of the table.
pub fn json(statement: &Statement) -> Result<String, ExportError> {
    let terms = statement.terms;
    let sum = |amount: &Amount| Sum {
        cost: terms.money(amount.known).text(DECIMALS),
        class: amount.class().name(),
        unknown: amount.unknown,
        open: amount.open,
    };
    let rows = statement.budget.table(statement.survey, statement.by);
    let document = Document {
        schema: SCHEMA,
        account: statement.title,
        by: statement.by.to_string(),
        period: terms.span.name(),
        currency: terms.currency.code(),
        total: sum(&statement.budget.total()),
        rows: rows
            .iter()
            .map(|row| RowEntry {
                title: &row.title,
                sum: sum(&row.amount),
                resources: row.resources.iter().map(ResourceId::as_str).collect(),
            })
            .collect(),
        lines: records(statement),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
