//! The budget in columns.

use super::{Statement, Terms, price_dates};
use crate::budget::{Amount, Idle, Row};
use crate::inventory::Survey;
use crate::prices::Money;
use crate::text::columns;
use std::fmt::Write;

/// The cells of a full bar.
const BAR: usize = 20;

/// Rows, the most expensive first, and the total; `bar` is what bars are made of.
pub fn text(statement: &Statement, bar: char) -> String {
    let terms = statement.terms;
    let rows = statement.budget.table(statement.survey, statement.by);
    let total = statement.budget.total();
    let mut text = heading(statement);
    let lines = rows.iter().map(|row| line(row, &total, (terms, bar)));
    let mut lines: Vec<[String; 4]> = lines.collect();
    lines.push([
        "total".to_owned(),
        statement.budget.costs.len().to_string(),
        terms.amount(&total),
        String::new(),
    ]);
    let heads = [
        &statement.by.to_string(),
        "resources",
        &format!("a {}, {}", terms.span.name(), terms.currency.code()),
        "share",
    ]
    .map(str::to_owned);
    lines.insert(0, heads);
    text.push_str(&aligned(&lines));
    let remarks = remarks(&total);
    if !remarks.is_empty() {
        text.push('\n');
    }
    for sentence in remarks {
        text.push_str(&sentence);
        text.push('\n');
    }
    text
}

fn heading(statement: &Statement) -> String {
    let dates = price_dates(statement.budget);
    let dates = dates.map_or_else(String::new, |dates| {
        format!("   list prices, AWS, as of {dates}")
    });
    format!("{}{dates}\n\n", statement.title)
}

fn line(row: &Row, total: &Amount, (terms, bar): (&Terms, char)) -> [String; 4] {
    [
        row.title.to_string(),
        row.resources.len().to_string(),
        terms.amount(&row.amount),
        share(row.amount.known, total.known, bar),
    ]
}

/// A bar and a percentage; nothing of nothing.
fn share(part: Money, whole: Money, bar: char) -> String {
    if whole == Money::ZERO || part == Money::ZERO {
        return String::new();
    }
    let share = part.to_f64() / whole.to_f64();
    let cells = (share * BAR as f64).round() as usize;
    let bar: String = std::iter::repeat_n(bar, cells.min(BAR)).collect();
    let percent = match share * 100.0 {
        little if little > 0.0 && little < 0.5 => "<1".to_owned(),
        percent => format!("{percent:.0}"),
    };
    format!("{bar:<BAR$} {percent:>3} %")
}

/// The first column to the left, numbers to the right.
fn aligned(lines: &[[String; 4]]) -> String {
    let width = |column: usize| {
        let cells = lines.iter().map(|line| columns(&line[column]));
        cells.max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [title, count, amount, share] in lines {
        let pad = |cell: &str, width: usize| " ".repeat(width - columns(cell));
        let row = format!(
            "{title}{}  {}{count}  {}{amount}  {share}",
            pad(title, widths[0]),
            pad(count, widths[1]),
            pad(amount, widths[2]),
        );
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// What a total leaves out, a sentence each.
pub fn remarks(total: &Amount) -> Vec<String> {
    let mut remarks = Vec::new();
    if total.is_estimate {
        remarks.push(
            "~ holds estimates: gaps in the price list, and the least that is used".to_owned(),
        );
    }
    let parts = |count: usize| if count == 1 { "part is" } else { "parts are" };
    if total.unknown > 0 {
        let parts = parts(total.unknown);
        remarks.push(format!(
            "? {} {parts} not known and not counted",
            total.unknown
        ));
    }
    if total.open > 0 {
        let parts = parts(total.open);
        remarks.push(format!(
            "+ {} {parts} billed by use and not counted",
            total.open
        ));
    }
    remarks
}

/// What serves nobody, the most expensive first.
pub fn idle_text(idle: &[Idle], survey: &Survey, terms: &Terms) -> String {
    let mut text = String::new();
    let mut lines: Vec<[String; 4]> = idle
        .iter()
        .filter_map(|one| {
            let resource = &survey.get(&one.id)?.resource;
            Some([
                format!("{} {}", resource.kind.title(), resource.name),
                one.id.short().to_owned(),
                terms.amount(&one.amount),
                one.reason.to_owned(),
            ])
        })
        .collect();
    let total: Amount = idle.iter().map(|one| one.amount).sum();
    lines.push([
        "total".to_owned(),
        String::new(),
        terms.amount(&total),
        String::new(),
    ]);
    writeln!(text, "Costs, and as far as can be read serves nobody:\n").unwrap_or_default();
    text.push_str(&aligned(&lines));
    text
}
