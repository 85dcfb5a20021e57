//! What commands print and write: JSON, the text map, tables, refusals, the log.

use super::{Grid, MARKET, check_frames, drawn, fleet, grid, orders};
use serde_json::Value;
use std::fs;
use std::time::{Duration, Instant};
use vt100::Parser;

#[test]
fn a_document_holds_every_text_and_no_order() {
    let began = Instant::now();
    let ran = MARKET.run(&["scan", "market", "--json"], &[]);
    let took = began.elapsed();
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert_eq!(orders(&ran.out), "");
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let mut texts = Vec::new();
    gather(&document, &mut texts);
    for text in &texts {
        assert_eq!(orders(text), "", "{text:?}");
        // What one field holds, and a whole list of them in one fact.
        assert!(text.len() < 64 * 4100, "{} bytes", text.len());
    }
    for (word, _) in fleet::texts() {
        let is_there = texts.iter().any(|text| text.starts_with(word));
        assert!(is_there, "{word}");
    }
    for kept in ["kanji-日本語データ기계", "right-שלום עולם عربي لالالا"]
    {
        assert!(texts.contains(&kept), "{kept}");
    }
}

/// Every text of a document, keys included.
fn gather<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| gather(value, texts)),
        Value::Object(fields) => {
            for (key, value) in fields {
                texts.push(key);
                gather(value, texts);
            }
        }
        _ => {}
    }
}

#[test]
fn the_map_as_text_keeps_its_columns() {
    let ran = MARKET.run(&["scan", "market"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_eq!(orders(&ran.out), "");
    let (map, _) = ran.out.split_once("\n\n").unwrap();
    let grid = shown(map);
    assert!(check_frames(&grid, 0..grid.len()) > 60);
    // The region's frame is the outermost, so its right side is what each row ends with.
    let end = |row: &Vec<String>| row.iter().rposition(|cell| cell != " ");
    let is_region = |row: &Vec<String>| row.concat().contains("╭─ ✗ eu-west-1 ");
    let top = grid.iter().position(is_region).unwrap();
    let right = end(&grid[top]).unwrap();
    let height = grid[top..].iter().position(|row| row[right] == "╯");
    let frame = &grid[top..=top + height.unwrap()];
    assert!(frame.len() > 60, "{}", drawn(&grid));
    for row in frame {
        assert_eq!(end(row), Some(right), "{}", drawn(&grid));
    }

    let ran = MARKET.run(&["scan", "market"], &[("LANG", "C")]);
    assert!(ran.out.is_ascii());
    assert!(ran.out.contains("market-kanji-???"), "{}", ran.out);
}

/// A text as a wide terminal shows it.
fn shown(text: &str) -> Grid {
    let rows = u16::try_from(text.lines().count()).unwrap();
    let cols = 500;
    let nonzero = |count: u16| count.try_into().unwrap();
    let mut terminal = Parser::new(nonzero(rows), nonzero(cols), 0);
    terminal.process(text.replace('\n', "\r\n").as_bytes());
    grid(terminal.screen())
}

#[test]
fn a_refusal_of_aws_is_told_in_harmless_words() {
    use skymap::sim::{Fault, Rule};
    let served = crate::served::Served::of(fleet::sim());
    let words = "policy\x1b]0;owned\x07\u{9b}2J\u{202e}\r\nskymap: all is well\u{200b}";
    let deny = || Fault::ExplicitDeny(words.to_owned());
    served
        .sim
        .add_fault(Rule::new(deny()).operation("DescribeVolumes"));
    let log = [("SKYMAP_LOG", "debug")];
    for command in [&["scan", "market"][..], &["scan", "market", "--json"]] {
        let ran = served.run(command, &log);
        assert_eq!(ran.code, Some(3), "{}", ran.errors);
        assert!(ran.out.contains("DescribeVolumes"));
        for text in [&ran.out, &ran.errors] {
            assert_eq!(orders(text), "", "{text}");
            assert!(!text.contains("\nskymap: all is well"), "{text}");
        }
    }
    served
        .sim
        .add_fault(Rule::new(deny()).operation("AssumeRole"));
    for command in [
        &["scan", "market"][..],
        &["accounts", "test", "market"],
        &["accounts", "test", "market", "--json"],
    ] {
        let ran = served.run(command, &log);
        assert_eq!(ran.code, Some(1), "{}", ran.errors);
        let said = ran.out + &ran.errors;
        assert!(said.contains("explicit deny in a policy"), "{said}");
        assert_eq!(orders(&said), "", "{said}");
        assert!(!said.contains("\nskymap: all is well"), "{said}");
    }
    let log = fs::read_to_string(served.path("state").join("skymap.log")).unwrap();
    assert!(log.contains("DescribeVolumes"));
    assert_eq!(orders(&log), "", "{log}");
}
