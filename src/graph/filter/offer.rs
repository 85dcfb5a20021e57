//! What the word at the end of a filter can become, from the inventory.

use super::key::Key;
use super::names::short_names;
use super::tokens::{Letter, TokenKind, equals_sign, text_of, tokens};
use super::values::{Counted, Vocabulary};
use super::{SavedFilters, edit};
use crate::inventory::Kind;

/// What a word can become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Where the word begins, in bytes; it ends with the text.
    pub from: usize,
    pub offered: Vec<Offered>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub word: String,
    /// How many resources have it, or what it is.
    pub help: String,
}

impl Vocabulary<'_> {
    /// Of a filter as far as it is typed: keys, and behind an equals sign values.
    pub fn offer(&self, typed: &str, saved: &SavedFilters) -> Offer {
        let last = tokens(typed)
            .pop()
            .filter(|last| last.at.end == typed.len());
        let (from, letters) = match last.map(|last| (last.at.start, last.kind)) {
            Some((from, TokenKind::Text(letters) | TokenKind::Unclosed(letters))) => {
                (from, letters)
            }
            _ => (typed.len(), Vec::new()),
        };
        match equals_sign(&letters) {
            Some((equals, is_not)) => {
                let key = text_of(&letters[..equals - usize::from(is_not)]);
                Offer {
                    from: letters[equals].at + 1,
                    offered: self.values_like(&key, &letters[equals + 1..]),
                }
            }
            None => Offer {
                from,
                offered: self.keys_like(&text_of(&letters), saved),
            },
        }
    }

    fn values_like(&self, key: &str, typed: &[Letter]) -> Vec<Offered> {
        let typed = text_of(typed).to_lowercase();
        let values = self.values(key);
        let is_type = Key::called(key) == Some(Key::Type);
        let mut offered = like(&values, &typed, |value| edit::quoted(&value.text));
        if !is_type || typed.is_empty() {
            return offered;
        }
        // Cloudcraft's names, and AWS's own, are known as well.
        for Counted { text, count } in &values {
            let kind = Kind::ALL.iter().find(|kind| kind.name() == text);
            let names = kind.map_or(&[][..], |kind| short_names(*kind)).iter();
            let begun = names.filter(|name| name.starts_with(&typed));
            offered.extend(begun.map(|name| Offered {
                word: (*name).to_owned(),
                help: format!("{count}  {text}"),
            }));
        }
        offered
    }

    fn keys_like(&self, typed: &str, saved: &SavedFilters) -> Vec<Offered> {
        let typed = typed.to_lowercase();
        let named = saved.iter().map(|(name, text)| Offered {
            word: edit::saved_word(name),
            help: text.clone(),
        });
        let named: Vec<Offered> = named
            .filter(|saved| saved.word.starts_with(&typed))
            .collect();
        if typed.starts_with('@') {
            return named;
        }
        let keys = Key::ALL.iter().filter(|key| key.name().starts_with(&typed));
        let keys = keys.map(|key| Offered {
            word: format!("{}=", key.name()),
            help: key.help().to_owned(),
        });
        let mut tags = self.tags();
        tags.retain(|tag| Key::called(&tag.text).is_none());
        let tags = like(&tags, &typed, |tag| format!("{}=", edit::quoted(&tag.text)));
        let tags = tags.into_iter().map(|tag| Offered {
            help: format!("{}  tag", tag.help),
            ..tag
        });
        keys.chain(tags).chain(named).collect()
    }
}

/// First what begins so, then what has it anywhere.
fn like(known: &[Counted], typed: &str, written: impl Fn(&Counted) -> String) -> Vec<Offered> {
    let place = |one: &Counted| one.text.to_lowercase().find(typed);
    let first = known.iter().filter(|one| place(one) == Some(0));
    let then = known
        .iter()
        .filter(|one| place(one).is_some_and(|at| at > 0));
    let offered = first.chain(then).map(|one| Offered {
        word: written(one),
        help: one.count.to_string(),
    });
    offered.collect()
}
