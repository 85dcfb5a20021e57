//! The text of an accounts file: its records, where it is broken, and the same text
//! with one record changed. It must not know where the text is kept.

use super::record::{self, Flaw};
use crate::account::Account;
use std::collections::BTreeMap;
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
    /// How many of the flaws cost a record.
    pub(super) left_out: usize,
}

impl Contents {
    pub(super) fn of(text: &str) -> Result<Self, Broken> {
        let document = parse(text)?;
        let mut contents = Self::default();
        let mut starts = BTreeMap::new();
        for table in records(document.as_table(), text)?.into_iter().flatten() {
            contents.add(table, text, &mut starts);
        }
        Ok(contents)
    }

    /// `starts` are the places of the accounts so far.
    fn add(&mut self, table: &Table, text: &str, starts: &mut BTreeMap<Uuid, usize>) {
        let start = table.span().map_or(0, |span| span.start);
        let line_of = |flaw: &Flaw| {
            let offset = flaw.span.as_ref().map_or(start, |span| span.start);
            position(text, offset).0
        };
        match record::read(table) {
            Err(flaw) => {
                let name = table.get("name").and_then(Item::as_str).unwrap_or_default();
                self.leave_out(line_of(&flaw), name, &flaw.sentence);
            }
            Ok(read) => {
                for flaw in &read.warnings {
                    let sentence = crate::text::clean(&flaw.sentence);
                    self.flaws.push((line_of(flaw), sentence));
                }
                if let Some(first) = starts.get(&read.account.id) {
                    let first = position(text, *first).0;
                    let sentence = format!("it has the id of the one in line {first}");
                    self.leave_out(position(text, start).0, &read.account.name, &sentence);
                } else {
                    starts.insert(read.account.id, start);
                    self.accounts.push(read.account);
                }
            }
        }
    }

    fn leave_out(&mut self, line: usize, name: &str, sentence: &str) {
        let sentence = format!("the account {name:?} is left out: {sentence}");
        self.flaws.push((line, crate::text::clean(&sentence)));
        self.left_out += 1;
    }
}

/// The text with the account's record changed, or with a new one at its end.
pub(super) fn with(text: &str, account: &Account) -> Result<String, Broken> {
    let mut document = parse(if text.is_empty() { HEADER } else { text })?.into_mut();
    let comments_of_nothing = if document.as_table().is_empty() {
        let comments = document.trailing().as_str().unwrap_or_default();
        let comments = comments.replace("\r\n", "\n");
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
            while !comments.is_empty() && !comments.ends_with("\n\n") {
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

/// What an editor may write first; the parser drops it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines in front of the change and behind it are those of the text before: the
/// writer knows only one kind of line end. A new line ends like the first one.
fn rendered(document: &DocumentMut, before: &str) -> String {
    let (mark, before) = match before.strip_prefix(BYTE_ORDER_MARK) {
        Some(before) => (BYTE_ORDER_MARK, before),
        None => ("", before),
    };
    let after = document.to_string().replace("\r\n", "\n");
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let head = count_same(old.iter().zip(&new));
    let most = old.len().min(new.len()) - head;
    let tail = count_same(old.iter().rev().zip(new.iter().rev()).take(most));
    let mut changed = new[head..new.len() - tail].concat();
    if old.first().is_some_and(|line| line.ends_with("\r\n")) {
        changed = changed.replace('\n', "\r\n");
    }
    let [head, tail] = [&old[..head], &old[old.len() - tail..]];
    [mark, &head.concat(), &changed, &tail.concat()].concat()
}

fn count_same<'a>(lines: impl Iterator<Item = (&'a &'a str, &'a &'a str)>) -> usize {
    let is_same = |old: &str, new: &str| match old.strip_suffix("\r\n") {
        Some(line) => new.strip_suffix('\n') == Some(line),
        None => old == new,
    };
    lines.take_while(|(old, new)| is_same(old, new)).count()
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

#[cfg(test)]
mod tests {
    use super::{Contents, with, without};
    use crate::account::{Account, Draft};
    use proptest::prelude::*;

    fn account(name: &str) -> Account {
        let draft = Draft {
            name: name.to_owned(),
            ..Draft::new()
        };
        draft.parse(&[]).expect("a good draft")
    }

    /// Pieces of which accounts files are made, in any order.
    fn piece() -> impl Strategy<Value = String> {
        let id = "[12]{8}-1111-4111-8111-111111111111";
        prop_oneof![
            Just("[[account]]\n".to_owned()),
            Just("[other]\n".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            "# [a-z ]{0,10}\n",
            id.prop_map(|id| format!("id = \"{id}\"\n")),
            "[a-z]{1,5}".prop_map(|name| format!("name = '{name}' # a name\n")),
            "[a-z]{1,5}".prop_map(|key| format!("{key} = [1,\n 2] # a list\n")),
            Just("[account.extra]\nkey = 1\n".to_owned()),
            "\\PC{0,8}\n",
        ]
    }

    proptest! {
        #[test]
        fn an_account_comes_and_goes_and_nothing_else_changes(pieces in prop::collection::vec(piece(), 0..14)) {
            let text = pieces.concat();
            let new = account("new");
            let Ok(before) = Contents::of(&text) else {
                prop_assert!(with(&text, &new).is_err());
                return Ok(());
            };
            let added = with(&text, &new).expect("a good text");
            let contents = Contents::of(&added).expect("a good text");
            prop_assert_eq!(contents.accounts.last(), Some(&new));
            prop_assert_eq!(&contents.accounts[..before.accounts.len()], &before.accounts[..]);
            let renamed = Account { name: "renamed".to_owned(), ..new.clone() };
            let again = with(&with(&added, &renamed).expect("a good text"), &new).expect("a good text");
            prop_assert_eq!(&again, &added);
            let removed = without(&added, new.id).expect("a good text");
            prop_assert_eq!(Contents::of(&removed).expect("a good text").accounts, before.accounts);
            if before.left_out == 0 && !text.trim().is_empty() && !text.contains('\r') {
                prop_assert_eq!(removed.trim_end(), text.trim_end());
            }
        }
    }
}
