//! The text of an accounts file: its records, where it is broken, and the same text
//! with one record changed. It must not know where the text is kept.

use super::record::{self, Flaw};
use crate::account::Account;
use crate::files::document::{Broken, parse, position, rendered};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use toml_edit::{ArrayOfTables, Document, DocumentMut, Item, Table};
use uuid::Uuid;

/// What a file that is made says first.
const HEADER: &str = "\
# The AWS accounts that skymap knows, one [[account]] table each. Comments and keys
# that it does not know are kept when it edits one. No credentials belong here.

";

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) accounts: Vec<Account>,
    /// Records that are skipped and things that are odd: line and sentence.
    pub(super) flaws: Vec<(usize, String)>,
    /// How many of the flaws cost a record.
    pub(super) left_out: usize,
}

/// A text that could be parsed, and whose accounts are tables.
pub(super) struct Parsed(Document<String>);

impl Parsed {
    pub(super) fn of(text: String) -> Result<Self, Broken> {
        let document = parse(text)?;
        let broken = match document.get("account") {
            None | Some(Item::ArrayOfTables(_)) => None,
            Some(other) => {
                let offset = other.span().map_or(0, |span| span.start);
                let (line, column) = position(document.raw(), offset);
                Some(Broken {
                    line,
                    column,
                    sentence: "expected [[account]] tables, one for each account".to_owned(),
                })
            }
        };
        broken.map_or(Ok(Self(document)), Err)
    }

    pub(super) fn text(&self) -> &str {
        self.0.raw()
    }

    pub(super) fn contents(&self) -> Contents {
        let mut reading = Reading {
            text: self.text(),
            line_starts: OnceCell::new(),
            starts: BTreeMap::new(),
            contents: Contents::default(),
        };
        for table in self.records() {
            reading.add(table);
        }
        reading.contents
    }

    /// The account of that `id`, of which the others are not read.
    pub(super) fn account(&self, id: Uuid) -> Option<Account> {
        self.records()
            .filter(|table| record::id(table) == Some(id))
            .find_map(|table| record::read(table).ok())
            .map(|read| read.account)
    }

    fn records(&self) -> impl Iterator<Item = &Table> {
        let records = self.0.get("account").and_then(Item::as_array_of_tables);
        records.into_iter().flatten()
    }

    /// The text with the account's record changed, or with a new one at its end.
    pub(super) fn with(&self, account: &Account) -> String {
        let mut document = self.begun();
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
        if let Some(records) = records.as_array_of_tables_mut() {
            put(records, account, comments_of_nothing);
        }
        rendered(&document, self.text())
    }

    /// The document to change; an empty text begins with the header.
    fn begun(&self) -> DocumentMut {
        if self.text().is_empty()
            && let Ok(header) = parse(HEADER)
        {
            header.into_mut()
        } else {
            self.0.clone().into_mut()
        }
    }

    /// The text without the account's record. A comment right above the record goes with
    /// it; what an empty line separates from it stays.
    pub(super) fn without(&self, id: Uuid) -> String {
        let mut document = self.0.clone().into_mut();
        let Some(records) = document
            .get_mut("account")
            .and_then(Item::as_array_of_tables_mut)
        else {
            return self.text().to_owned();
        };
        let kept = take_out(records, id);
        if records.is_empty() {
            document.remove("account");
        }
        if !kept.is_empty() {
            let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing(format!("{kept}{trailing}"));
        }
        rendered(&document, self.text())
    }
}

/// Whether a text can hold a record of that `id` at all, however it spells it: to find
/// one account, the files of the other teams need not be parsed.
pub(super) fn may_hold(text: &str, id: Uuid) -> bool {
    let digits: String = text.split('-').collect();
    let id = id.simple().to_string();
    // An escape can spell a digit.
    text.contains('\\') || digits.contains(&id) || digits.to_ascii_lowercase().contains(&id)
}

/// A text on its way to be contents.
struct Reading<'a> {
    text: &'a str,
    /// Where lines start, once a line was asked for.
    line_starts: OnceCell<Vec<usize>>,
    /// The places of the accounts so far.
    starts: BTreeMap<Uuid, usize>,
    contents: Contents,
}

impl Reading<'_> {
    fn add(&mut self, table: &Table) {
        let start = table.span().map_or(0, |span| span.start);
        match record::read(table) {
            Err(flaw) => {
                let name = table.get("name").and_then(Item::as_str).unwrap_or_default();
                self.leave_out(self.line_of(&flaw, start), name, &flaw.sentence);
            }
            Ok(read) => {
                for flaw in &read.warnings {
                    let sentence = crate::text::clean(&flaw.sentence);
                    self.contents
                        .flaws
                        .push((self.line_of(flaw, start), sentence));
                }
                if let Some(first) = self.starts.get(&read.account.id) {
                    let first = self.line(*first);
                    let sentence = format!("it has the id of the one in line {first}");
                    self.leave_out(self.line(start), &read.account.name, &sentence);
                } else {
                    self.starts.insert(read.account.id, start);
                    self.contents.accounts.push(read.account);
                }
            }
        }
    }

    fn leave_out(&mut self, line: usize, name: &str, sentence: &str) {
        let sentence = format!("the account {name:?} is left out: {sentence}");
        let flaw = (line, crate::text::clean(&sentence));
        self.contents.flaws.push(flaw);
        self.contents.left_out += 1;
    }

    fn line_of(&self, flaw: &Flaw, record: usize) -> usize {
        self.line(flaw.span.as_ref().map_or(record, |span| span.start))
    }

    /// From 1. The lines are counted once: a file may have a flaw in every record.
    fn line(&self, offset: usize) -> usize {
        let starts = self.line_starts.get_or_init(|| {
            let newlines = self.text.match_indices('\n');
            newlines.map(|(newline, _)| newline + 1).collect()
        });
        starts.partition_point(|start| *start <= offset) + 1
    }
}

fn put(records: &mut ArrayOfTables, account: &Account, comments_of_nothing: Option<String>) {
    let known = records
        .iter_mut()
        .find(|table| record::id(table) == Some(account.id));
    if let Some(table) = known {
        record::write(table, account);
        return;
    }
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

/// Answers the comments that nothing is left to hang on.
fn take_out(records: &mut ArrayOfTables, id: Uuid) -> String {
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
    kept
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

#[cfg(test)]
mod tests {
    use super::{Contents, Parsed, may_hold};
    use crate::account::{Account, Draft};
    use proptest::prelude::*;

    fn account(name: &str) -> Account {
        let draft = Draft {
            name: name.to_owned(),
            ..Draft::new()
        };
        draft.parse(&[]).expect("a good draft")
    }

    fn parsed(text: &str) -> Parsed {
        Parsed::of(text.to_owned()).expect("a good text")
    }

    fn contents(text: &str) -> Contents {
        parsed(text).contents()
    }

    #[test]
    fn an_id_is_found_however_it_is_spelled() {
        let id = "0d0c6d8e-2f0c-4d3a-9d57-6f5f6a1f3b11";
        let written = id.parse().expect("an id");
        for (spelling, expected) in [
            (id.to_owned(), true),
            (id.to_uppercase(), true),
            (id.replace('-', ""), true),
            (format!("{{{id}}}"), true),
            (format!("urn:uuid:{id}"), true),
            (id.replacen('0', "\\u0030", 1), true),
            (id.replacen('0', "1", 1), false),
        ] {
            let text = format!("[[account]]\nid = \"{spelling}\"\nname = \"shop\"\n");
            let is_held = parsed(&text).account(written).is_some();
            assert_eq!(is_held, expected, "{spelling}");
            assert!(may_hold(&text, written) >= is_held, "{spelling}");
            assert!(!may_hold(&text, uuid::Uuid::nil()) || text.contains('\\'));
        }
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
            let Ok(before) = Parsed::of(text.clone()) else {
                return Ok(());
            };
            let (before, added) = (before.contents(), before.with(&new));
            let found = contents(&added);
            prop_assert_eq!(found.accounts.last(), Some(&new));
            prop_assert_eq!(&found.accounts[..before.accounts.len()], &before.accounts[..]);
            let renamed = Account { name: "renamed".to_owned(), ..new.clone() };
            let again = parsed(&parsed(&added).with(&renamed)).with(&new);
            prop_assert_eq!(&again, &added);
            for account in &found.accounts {
                prop_assert_eq!(parsed(&added).account(account.id), Some(account.clone()));
                prop_assert!(may_hold(&added, account.id));
            }
            let removed = parsed(&added).without(new.id);
            prop_assert_eq!(contents(&removed).accounts, before.accounts);
            if before.left_out == 0 && !text.trim().is_empty() && !text.contains('\r') {
                prop_assert_eq!(removed.trim_end(), text.trim_end());
            }
        }
    }
}
