//! The text of an accounts file: its records, where it is broken, and the same text
//! with one record changed. It must not know where the text is kept.

use super::record::{self, Flaw};
use crate::account::Account;
use toml_edit::{ArrayOfTables, Document, DocumentMut, Item, Table};
use uuid::Uuid;

/// What a file that is made says first.
const HEADER: &str = "\
# The AWS accounts that skymap knows, one [[account]] table each. Comments and keys
# that it does not know are kept when it edits one. No credentials belong here.

";

/// A text that cannot be used as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) sentence: String,
}

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) accounts: Vec<Account>,
    /// Records that are skipped and things that are odd: line and sentence.
    pub(super) flaws: Vec<(usize, String)>,
}

impl Contents {
    pub(super) fn of(text: &str) -> Result<Self, Broken> {
        let document = parse(text)?;
        let mut contents = Self::default();
        let Some(records) = records(document.as_table(), text)? else {
            return Ok(contents);
        };
        let mut known: std::collections::BTreeMap<Uuid, usize> = std::collections::BTreeMap::new();
        for table in records {
            let start = table.span().map_or(0, |span| span.start);
            let line_of = |flaw: &Flaw| {
                let offset = flaw.span.as_ref().map_or(start, |span| span.start);
                position(text, offset).0
            };
            match record::read(table) {
                Err(flaw) => {
                    let line = line_of(&flaw);
                    let sentence = match table.get("name").and_then(Item::as_str) {
                        Some(name) => {
                            format!("the account {name:?} is left out: {}", flaw.sentence)
                        }
                        None => format!("an account is left out: {}", flaw.sentence),
                    };
                    contents.flaws.push((line, crate::text::clean(&sentence)));
                }
                Ok(read) => {
                    for flaw in &read.warnings {
                        let sentence = crate::text::clean(&flaw.sentence);
                        contents.flaws.push((line_of(flaw), sentence));
                    }
                    if let Some(first) = known.get(&read.account.id) {
                        let sentence = format!(
                            "the account {:?} is left out: it has the id of the one in line {}",
                            read.account.name,
                            position(text, *first).0
                        );
                        contents.flaws.push((position(text, start).0, sentence));
                    } else {
                        known.insert(read.account.id, start);
                        contents.accounts.push(read.account);
                    }
                }
            }
        }
        Ok(contents)
    }
}

/// The text with the account's record changed, or with a new one at its end.
pub(super) fn with(text: &str, account: &Account) -> Result<String, Broken> {
    let mut document = parse(if text.is_empty() { HEADER } else { text })?.into_mut();
    let comments_of_nothing = if document.as_table().is_empty() {
        let comments = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing("");
        Some(comments)
    } else {
        None
    };
    let records = document
        .entry("account")
        .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(records) = records.as_array_of_tables_mut() else {
        return Err(no_tables(text, 0));
    };
    let known = records
        .iter_mut()
        .find(|table| record::id(table) == Some(account.id));
    if let Some(table) = known {
        record::write(table, account);
    } else {
        let mut table = Table::new();
        record::write(&mut table, account);
        if let Some(mut comments) = comments_of_nothing {
            // Set apart, so that they outlive this first record.
            if !comments.is_empty() && !comments.ends_with("\n\n") {
                comments.push('\n');
            }
            table.decor_mut().set_prefix(comments);
        }
        records.push(table);
    }
    Ok(rendered(&document, text))
}

/// The text without the account's record. A comment right above the record goes with
/// it; what an empty line separates from it stays.
pub(super) fn without(text: &str, id: Uuid) -> Result<String, Broken> {
    let mut document = parse(text)?.into_mut();
    let Some(records) = document
        .get_mut("account")
        .and_then(Item::as_array_of_tables_mut)
    else {
        return Ok(text.to_owned());
    };
    let mut kept = String::new();
    let index_of = |records: &ArrayOfTables| {
        let mut tables = records.iter();
        tables.position(|table| record::id(table) == Some(id))
    };
    while let Some(index) = index_of(records) {
        kept.push_str(&comments_to_keep(records.get(index)));
        records.remove(index);
        if let Some(next) = records.get_mut(index) {
            let own = prefix(next).to_owned();
            let own = own.strip_prefix('\n').unwrap_or(&own);
            let joined = format!("{kept}{own}");
            if kept.is_empty() && index == 0 {
                next.decor_mut().set_prefix(own);
            } else if !kept.is_empty() {
                next.decor_mut().set_prefix(joined);
            }
            kept.clear();
        }
    }
    if records.is_empty() {
        document.remove("account");
    }
    if !kept.is_empty() {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("{kept}{trailing}"));
    }
    Ok(rendered(&document, text))
}

/// The part of the comments above a record that an empty line sets apart from it.
fn comments_to_keep(table: Option<&Table>) -> String {
    let prefix = table.map(prefix).unwrap_or_default();
    match prefix.replace("\r\n", "\n").rsplit_once("\n\n") {
        Some((kept, _)) if kept.contains('#') => format!("{kept}\n\n"),
        _ => String::new(),
    }
}

fn prefix(table: &Table) -> &str {
    table
        .decor()
        .prefix()
        .and_then(|prefix| prefix.as_str())
        .unwrap_or_default()
}

/// Lines end as they did before: the writer knows only one kind of end.
fn rendered(document: &DocumentMut, before: &str) -> String {
    let text = document.to_string();
    if before.contains("\r\n") {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text
    }
}

pub(super) fn parse(text: &str) -> Result<Document<&str>, Broken> {
    Document::parse(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text, offset);
        Broken {
            line,
            column,
            sentence: error.message().trim().replace('\n', ", "),
        }
    })
}

fn records<'a>(root: &'a Table, text: &str) -> Result<Option<&'a ArrayOfTables>, Broken> {
    match root.get("account") {
        None => Ok(None),
        Some(Item::ArrayOfTables(records)) => Ok(Some(records)),
        Some(other) => Err(no_tables(text, other.span().map_or(0, |span| span.start))),
    }
}

fn no_tables(text: &str, offset: usize) -> Broken {
    let (line, column) = position(text, offset);
    Broken {
        line,
        column,
        sentence: "expected [[account]] tables, one for each account".to_owned(),
    }
}

/// Line and column, both from 1, the column in characters.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
