//! From the text of the file to what is in force. What is wrong with one entry is said
//! with its place, and costs that entry alone.

use super::key_wishes::{KeyWish, Written};
use super::preset::{group_problem, hide_problem};
use super::{ColourChoice, Issue, Loaded, Place, Preset, Settings};
use crate::files::{self, document};
use crate::graph::Filter;
use crate::palette::ThemeName;
use crate::prices::Currency;
use crate::text::{clean, did_you_mean};
use std::path::Path;
use toml_edit::{Item, TableLike, Value};

/// Every key at the top of the file, in the order of the template.
const TOP: [&str; 10] = [
    "theme", "color", "ascii", "mouse", "bell", "currency", "filters", "presets", "keys", "teams",
];
const OF_CURRENCY: [&str; 2] = ["code", "per_usd"];
const OF_PRESET: [&str; 3] = ["group", "hide", "filter"];
/// What fits the terminal: nothing is asked for.
const AUTO: &str = "auto";

pub(super) fn file(path: &Path) -> Loaded {
    let read = match files::read(path) {
        Ok(read) => read.text,
        Err(error) => return refused(path, None, &format!("cannot be read: {error}")),
    };
    match String::from_utf8(read) {
        Ok(read) => text(path, &read),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(&bytes[..valid]);
            refused(path, Some(place(&before, valid)), "expected UTF-8 text")
        }
    }
}

pub(super) fn text(path: &Path, text: &str) -> Loaded {
    let document = match document::parse(text) {
        Ok(document) => document,
        Err(broken) => {
            let place = Place {
                line: broken.line,
                column: broken.column,
            };
            return refused(path, Some(place), &clean(&broken.sentence));
        }
    };
    let mut reading = Reading {
        text,
        loaded: nothing(path),
    };
    reading.root(document.as_table());
    reading.loaded.issues.sort_by_key(|issue| issue.place);
    reading.loaded
}

/// What is wrong with a filter or a preset that is to be kept.
pub(super) fn filter_problem(text: &str) -> Option<String> {
    Filter::check(text)
        .err()
        .map(|error| clean(&error.sentence))
}

/// The name of a filter or a preset is typed and shown in one line.
pub(super) fn name_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("the name is empty")
    } else if name.contains(['\n', '\r']) || clean(name) != name {
        Some("the name must be one line that a terminal can show")
    } else if name.trim() != name {
        Some("the name begins or ends with a space")
    } else {
        None
    }
}

fn nothing(path: &Path) -> Loaded {
    Loaded {
        path: path.to_owned(),
        settings: Settings::default(),
        key_wishes: Vec::new(),
        issues: Vec::new(),
        said: std::collections::BTreeMap::new(),
    }
}

fn refused(path: &Path, place: Option<Place>, sentence: &str) -> Loaded {
    let issue = Issue {
        place,
        sentence: format!("{sentence}; nothing of this file is in force until that is mended"),
        is_whole: true,
    };
    Loaded {
        issues: vec![issue],
        ..nothing(path)
    }
}

fn place(text: &str, offset: usize) -> Place {
    let (line, column) = document::position(text, offset);
    Place { line, column }
}

struct Reading<'a> {
    text: &'a str,
    loaded: Loaded,
}

impl Reading<'_> {
    fn root(&mut self, table: &dyn TableLike) {
        for (name, item) in table.iter() {
            let at = self.key_place(table, name);
            self.loaded.said.insert(clean(name), at.line);
            match name {
                "theme" => {
                    let themes = ThemeName::ALL.map(|theme| (theme.name(), Some(theme)));
                    let all = [&[(AUTO, None)][..], &themes].concat();
                    let aliases = [("color-blind", Some(ThemeName::ColourBlind))];
                    let theme = self.choice((name, item, at), &all, &aliases);
                    self.loaded.settings.wishes.theme = theme.flatten();
                }
                "color" => {
                    let all = ColourChoice::ALL.map(|choice| (choice.name(), choice));
                    let aliases = [
                        ("24bit", ColourChoice::TrueColour),
                        ("none", ColourChoice::Never),
                    ];
                    let colour = self.choice((name, item, at), &all, &aliases);
                    let colour = colour.filter(|colour| *colour != ColourChoice::Auto);
                    self.loaded.settings.wishes.colour = colour;
                }
                "ascii" | "mouse" | "bell" => {
                    let Some(is_on) = self.flag((name, item, at)) else {
                        continue;
                    };
                    let settings = &mut self.loaded.settings;
                    match name {
                        "ascii" => settings.wishes.is_ascii = is_on.then_some(true),
                        "mouse" => settings.is_mouse_on = is_on,
                        _ => settings.is_bell_on = is_on,
                    }
                }
                "currency" => self.currency((name, item, at)),
                "filters" => self.filters((name, item, at)),
                "presets" => self.presets((name, item, at)),
                "keys" => self.keys((name, item, at)),
                // The accounts' own.
                "teams" => {}
                unknown => self.unknown("key", (unknown, at), &TOP),
            }
        }
    }

    fn currency(&mut self, entry: Entry<'_>) {
        let Some(table) = self.table(entry, "[currency]") else {
            return;
        };
        let (mut code, mut per_usd) = (None, None);
        for (name, item) in table.iter() {
            let at = self.key_place(table, name);
            self.say(&["currency", name], at);
            let is_code = |text: &&str| {
                text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase())
            };
            let number = item
                .as_float()
                .or_else(|| Some(item.as_integer()? as f64))
                .filter(|number| number.is_finite() && *number > 0.0);
            match (name, item.as_str().filter(is_code), number) {
                ("code", Some(text), _) => code = Some(text.to_owned()),
                ("code", ..) => self.issue(
                    self.item_place(item, at),
                    "currency.code is three capital letters, like \"EUR\"",
                ),
                ("per_usd", _, Some(number)) => per_usd = Some(number),
                ("per_usd", ..) => self.issue(
                    self.item_place(item, at),
                    "currency.per_usd is how much of it one US dollar is: a number above 0, like 0.92",
                ),
                (unknown, ..) => self.unknown("key of [currency]", (unknown, at), &OF_CURRENCY),
            }
        }
        let has = |name: &str| table.get(name).is_some();
        match (code, per_usd) {
            (Some(code), Some(1.0)) if code == "USD" => {}
            (Some(code), Some(_)) if code == "USD" => self.issue(
                entry.2,
                "one US dollar is one US dollar: [currency] is another code, or per_usd = 1.0",
            ),
            (Some(code), Some(per_usd)) => match Currency::new(&code, per_usd) {
                Ok(currency) => self.loaded.settings.currency = Some(currency),
                Err(error) => self.issue(entry.2, &format!("[currency]: {error}")),
            },
            _ if has("code") && has("per_usd") => {}
            _ => self.issue(
                entry.2,
                "[currency] needs both code = \"EUR\" and per_usd = 0.92; costs stay in US dollars",
            ),
        }
    }

    fn filters(&mut self, entry: Entry<'_>) {
        let Some(table) = self.table(entry, "[filters]") else {
            return;
        };
        for (name, item) in table.iter() {
            let at = self.key_place(table, name);
            self.say(&["filters", name], at);
            let shown = clean(name);
            if let Some(problem) = name_problem(name) {
                self.issue(at, &format!("the filter {shown:?}: {problem}"));
                continue;
            }
            let Some(text) = item.as_str() else {
                let sentence = format!(
                    "the filter {shown:?} is a text, like {shown:?} = \"type=instance state=running\""
                );
                self.issue(self.item_place(item, at), &sentence);
                continue;
            };
            match filter_problem(text) {
                None => {
                    let filters = &mut self.loaded.settings.filters;
                    filters.insert(name.to_owned(), text.to_owned());
                }
                Some(problem) => {
                    let sentence = format!("the filter {shown:?} is not understood: {problem}");
                    self.issue(self.item_place(item, at), &sentence);
                }
            }
        }
    }

    fn presets(&mut self, entry: Entry<'_>) {
        let Some(table) = self.table(entry, "[presets.NAME]") else {
            return;
        };
        for (name, item) in table.iter() {
            let at = self.key_place(table, name);
            self.say(&["presets", name], at);
            if let Some(problem) = name_problem(name) {
                self.issue(at, &format!("the preset {:?}: {problem}", clean(name)));
                continue;
            }
            let form = format!("[presets.{name}]");
            if let Some(preset) = self.table((name, item, at), &form)
                && let Some(preset) = self.preset((name, at), preset)
            {
                let presets = &mut self.loaded.settings.presets;
                presets.insert(name.to_owned(), preset);
            }
        }
    }

    /// A preset that lacks a part of what it is meant to be would mislead: it is in force
    /// whole or not at all.
    fn preset(&mut self, (preset, at): (&str, Place), table: &dyn TableLike) -> Option<Preset> {
        let issues = self.loaded.issues.len();
        let mut made = Preset::default();
        for (name, item) in table.iter() {
            let at = self.key_place(table, name);
            match name {
                "group" => made.group = self.words((name, item, at), group_problem),
                "hide" => made.hide = self.words((name, item, at), hide_problem),
                "filter" => match item.as_str() {
                    Some(text) => {
                        if let Some(problem) = filter_problem(text) {
                            let sentence =
                                format!("the filter of the preset {preset:?}: {problem}");
                            self.issue(self.item_place(item, at), &sentence);
                        }
                        made.filter = Some(text.to_owned());
                    }
                    None => self.issue(self.item_place(item, at), "filter is a text"),
                },
                unknown => self.unknown("key of a preset", (unknown, at), &OF_PRESET),
            }
        }
        if self.loaded.issues.len() == issues
            && let Err(error) = made.meant()
        {
            let at = item_key(table, "group").map_or(at, |at| place(self.text, at));
            self.issue(at, &format!("the preset {:?}: {error}", clean(preset)));
        }
        (self.loaded.issues.len() == issues).then_some(made)
    }

    fn keys(&mut self, entry: Entry<'_>) {
        let Some(table) = self.table(entry, "[keys.map]") else {
            return;
        };
        for (context, item) in table.iter() {
            let at = self.key_place(table, context);
            let Some(actions) = self.table((context, item, at), "[keys.map]") else {
                continue;
            };
            let context = Written {
                word: context.to_owned(),
                place: at,
            };
            for (action, item) in actions.iter() {
                let at = self.key_place(actions, action);
                self.say(&["keys", &context.word, action], at);
                let keys = self.written((action, item, at));
                let action = Written {
                    word: action.to_owned(),
                    place: at,
                };
                if let Some(keys) = keys {
                    self.loaded.key_wishes.push(KeyWish {
                        context: context.clone(),
                        action,
                        keys,
                    });
                }
            }
        }
    }

    /// Texts in brackets, each of which must be known.
    fn words(&mut self, entry: Entry<'_>, problem: fn(&str) -> Option<String>) -> Vec<String> {
        let words = self.written(entry).unwrap_or_default();
        for written in &words {
            if let Some(problem) = problem(&written.word) {
                self.issue(written.place, &problem);
            }
        }
        words.into_iter().map(|written| written.word).collect()
    }

    /// Texts in brackets, or one alone.
    fn written(&mut self, (name, item, at): Entry<'_>) -> Option<Vec<Written>> {
        let values: Option<Vec<(&str, Place)>> = match item.as_value() {
            Some(Value::String(text)) => {
                Some(vec![(text.value().as_str(), self.item_place(item, at))])
            }
            Some(Value::Array(array)) => array
                .iter()
                .map(|value| {
                    let offset = value.span().map(|span| span.start);
                    let at = offset.map_or(at, |offset| place(self.text, offset));
                    Some((value.as_str()?, at))
                })
                .collect(),
            _ => None,
        };
        if values.is_none() {
            let name = clean(name);
            let sentence = format!("{name} is a list of texts, like {name} = [\"a\", \"b\"]");
            self.issue(self.item_place(item, at), &sentence);
        }
        let written = |(word, place): (&str, Place)| Written {
            word: word.to_owned(),
            place,
        };
        values.map(|values| values.into_iter().map(written).collect())
    }

    fn flag(&mut self, (name, item, at): Entry<'_>) -> Option<bool> {
        let value = item.as_bool();
        if value.is_none() {
            self.issue(
                self.item_place(item, at),
                &format!("{name} is true or false"),
            );
        }
        value
    }

    fn choice<T: Copy>(
        &mut self,
        (name, item, at): Entry<'_>,
        known: &[(&str, T)],
        aliases: &[(&str, T)],
    ) -> Option<T> {
        // `color = 256` is as clear as `"256"`.
        let number = item.as_integer().map(|number| number.to_string());
        let asked = item.as_str().or(number.as_deref()).unwrap_or_default();
        let mut all = known.iter().chain(aliases);
        let found = all.find(|(word, _)| *word == asked);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let asked = clean(asked);
            let sentence = format!("{name} = {asked:?}: {}", did_you_mean(&asked, &words));
            self.issue(self.item_place(item, at), &sentence);
        }
        found.map(|(_, value)| *value)
    }

    fn table<'a>(&mut self, (name, item, at): Entry<'a>, form: &str) -> Option<&'a dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            let sentence = format!("{:?}: expected a table, like {form}", clean(name));
            self.issue(at, &sentence);
        }
        table
    }

    fn unknown(&mut self, what: &str, (name, at): (&str, Place), known: &[&str]) {
        let name = clean(name);
        let sentence = format!("unknown {what} {name:?}; {}", did_you_mean(&name, known));
        self.issue(at, &sentence);
    }

    fn issue(&mut self, place: Place, sentence: &str) {
        self.loaded.issues.push(Issue {
            place: Some(place),
            sentence: sentence.to_owned(),
            is_whole: false,
        });
    }

    fn say(&mut self, path: &[&str], at: Place) {
        let name = clean(&path.join("."));
        self.loaded.said.insert(name, at.line);
    }

    fn key_place(&self, table: &dyn TableLike, name: &str) -> Place {
        place(self.text, item_key(table, name).unwrap_or_default())
    }

    /// Where a value stands; its key where that is not told.
    fn item_place(&self, item: &Item, key: Place) -> Place {
        let start = item.span().map(|span| span.start);
        start.map_or(key, |start| place(self.text, start))
    }
}

fn item_key(table: &dyn TableLike, name: &str) -> Option<usize> {
    let span = table.key(name).and_then(toml_edit::Key::span);
    span.map(|span| span.start)
}

/// A key, what it is given, and where the key stands.
type Entry<'a> = (&'a str, &'a Item, Place);
