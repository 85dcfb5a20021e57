//! The budget as text, CSV and JSON: the same total in each, to the cent; and the command.

use super::estate::survey;
use super::sums::SHOP;
use crate::served::Served;
use serde_json::Value;
use skymap::budget::{Assumptions, Budget, By};
use skymap::export::budget::{Span, Statement, Terms, csv, json, text};
use skymap::prices::Currency;

/// Of a column of a CSV text, the fields; those of this budget hold no line breaks.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv_core::Reader::new();
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    let (mut rest, mut field) = (csv.as_bytes(), Vec::new());
    loop {
        let mut room = [0; 1024];
        let (result, read, written) = reader.read_field(rest, &mut room);
        rest = &rest[read..];
        field.extend_from_slice(&room[..written]);
        if let csv_core::ReadFieldResult::Field { record_end } = result {
            let text = String::from_utf8(std::mem::take(&mut field)).expect("text");
            rows.last_mut().expect("a row").push(text);
            if record_end {
                rows.push(Vec::new());
            }
        }
        if result == csv_core::ReadFieldResult::End {
            break;
        }
    }
    let at = rows[0]
        .iter()
        .position(|head| head == name)
        .expect("a column");
    let filled = rows[1..].iter().filter(|row| row.len() > at);
    filled.map(|row| row[at].clone()).collect()
}

fn cents(amounts: impl IntoIterator<Item = f64>) -> String {
    format!("{:.2}", amounts.into_iter().sum::<f64>())
}

#[test]
fn every_form_has_the_same_total() {
    let survey = survey(SHOP);
    let budget = Budget::of(&survey, &Assumptions::default());
    for span in Span::ALL {
        for currency in [Currency::usd(), Currency::new("EUR", 0.92).expect("a rate")] {
            let terms = Terms { span, currency };
            let total = terms.money(budget.total().known).text(2);
            for by in ["vpc", "tag:team"] {
                let by: By = by.parse().expect("a cut");
                let statement = Statement {
                    title: "shop-prod",
                    survey: &survey,
                    budget: &budget,
                    by: &by,
                    terms: &terms,
                };
                let document: Value =
                    serde_json::from_str(&json(&statement).expect("JSON")).expect("JSON");
                let number = |value: &Value| -> f64 {
                    value
                        .as_str()
                        .map_or(0.0, |text| text.parse().expect("a number"))
                };
                let rows = document["rows"].as_array().expect("rows");
                let lines = document["lines"].as_array().expect("lines");
                assert_eq!(cents([number(&document["total"]["cost"])]), total);
                assert_eq!(cents(rows.iter().map(|row| number(&row["cost"]))), total);
                assert_eq!(cents(lines.iter().map(|line| number(&line["cost"]))), total);
                let costs = column(&csv(&statement), "cost");
                let costs = costs.iter().filter(|cost| !cost.is_empty());
                assert_eq!(
                    cents(costs.map(|cost| cost.parse().expect("a number"))),
                    total
                );
                let shown = text(&statement, '#').replace(',', "");
                let last = shown.lines().find(|line| line.starts_with("total"));
                assert!(last.expect("a total").contains(&total), "{shown}");
            }
        }
    }
}

#[test]
fn a_budget_reads_as_a_table() {
    let survey = survey(SHOP);
    let budget = Budget::of(&survey, &Assumptions::default());
    let statement = Statement {
        title: "shop-prod",
        survey: &survey,
        budget: &budget,
        by: &By::Kind,
        terms: &Terms::default(),
    };
    insta::assert_snapshot!(text(&statement, '#'));
}

#[test]
fn the_command_prints_what_a_month_costs() {
    let served = Served::demo();
    let table = served.run(
        &["budget", "shop-prod", "--by", "service", "--period", "year"],
        &[],
    );
    assert_eq!(table.code, Some(0), "{}", table.errors);
    assert!(table.out.contains("a year, USD"), "{}", table.out);
    assert!(table.out.contains("EC2 and VPC"), "{}", table.out);
    let data = served.run(&["budget", "shop-prod", "--output", "csv"], &[]);
    let kinds = column(&data.out, "type");
    assert!(kinds.iter().any(|kind| kind == "nat-gateway"), "{kinds:?}");
    for (words, code, said) in [
        (&["budget", "shop-prod", "--by", "colour"][..], 2, "tag:KEY"),
        (&["budget", "nobody"], 1, "nobody"),
        (&["budget", "shop-prod", "--blueprint", "none"], 1, "none"),
    ] {
        let ran = served.run(words, &[]);
        assert_eq!(ran.code, Some(code), "{words:?}");
        assert!(ran.errors.contains(said), "{words:?}: {}", ran.errors);
    }
}
