//! The keys that a person asks for, checked: every one that can be is in force, and what
//! is wrong with the others is said with its place.

use super::keys::spelled;
use super::{Action, Binding, Context, bindings};
use crate::settings::{Issue, KeyWish, Keys, Place, Written};
use crate::text::{clean, did_you_mean, nearest};
use std::collections::BTreeMap;

/// It leaves the program whatever the file says.
const ALWAYS_QUITS: &str = "Ctrl-c";

/// A wish that names a row of the table and keys that there are.
struct Wanted<'a> {
    row: &'static Binding,
    keys: Vec<(String, Place)>,
    wish: &'a KeyWish,
}

/// Which of the wishes are in force, and what is wrong with the others.
pub fn rebind(wishes: &[KeyWish]) -> (Keys, Vec<Issue>) {
    let mut issues = Vec::new();
    let mut wanted = Vec::new();
    for wish in wishes {
        match want(wish) {
            Ok(one) => wanted.push(one),
            Err((place, sentence)) => issues.push(issue(place, sentence)),
        }
    }
    // What is left out has its own keys again, which may be those of another wish.
    while let Some((index, place, sentence)) = conflict(&wanted) {
        wanted.remove(index);
        issues.push(issue(place, sentence));
    }
    let mut keys = Keys::default();
    for one in wanted {
        let mut own: Vec<String> = Vec::new();
        for (key, _) in one.keys {
            if !own.contains(&key) {
                own.push(key);
            }
        }
        if one.row.action == Action::Quit && !own.iter().any(|key| key == ALWAYS_QUITS) {
            own.push(ALWAYS_QUITS.to_owned());
        }
        // What is as by default is no change.
        if own.iter().eq(one.row.keys) {
            continue;
        }
        keys.set((one.row.context.name(), one.row.action.name()), own);
    }
    // An unknown context is one mistake, however many actions are under it.
    issues.dedup();
    (keys, issues)
}

fn issue(place: Place, sentence: String) -> Issue {
    Issue {
        place: Some(place),
        sentence,
        is_whole: false,
    }
}

fn want(wish: &KeyWish) -> Result<Wanted<'_>, (Place, String)> {
    let context = context(&wish.context).map_err(|sentence| (wish.context.place, sentence))?;
    let row = row(context, &wish.action.word).map_err(|sentence| (wish.action.place, sentence))?;
    let keys = wish.keys.iter().map(|written| {
        let key = spelled(&written.word).and_then(|key| usable(key, row));
        key.map(|key| (key, written.place))
            .map_err(|sentence| (written.place, sentence))
    });
    Ok(Wanted {
        row,
        keys: keys.collect::<Result<_, _>>()?,
        wish,
    })
}

fn context(written: &Written) -> Result<Context, String> {
    let known = Context::ALL.into_iter();
    let mut known = known.filter(|context| *context != Context::Jump);
    known
        .find(|context| context.name() == written.word)
        .ok_or_else(|| {
            let names = Context::ALL.map(Context::name);
            let word = clean(&written.word);
            if word == Context::Jump.name() {
                return "the letters on the boxes are no keys of their own; [keys.map] jump shows them"
                    .to_owned();
            }
            format!("[keys.{word}] is no place where keys are; {}", did_you_mean(&word, &names))
        })
}

fn row(context: Context, word: &str) -> Result<&'static Binding, String> {
    let rows = || bindings().filter(|row| row.context == context);
    if let Some(row) = rows().find(|row| row.action.name() == word) {
        return Ok(row);
    }
    let (word, here) = (clean(word), context.name());
    let names: Vec<&str> = rows().map(|row| row.action.name()).collect();
    let elsewhere = bindings().find(|row| row.action.name() == word);
    let way_out = match (nearest(&word, names.iter().copied()), elsewhere) {
        (_, Some(other)) => format!("it is in [keys.{}]", other.context.name()),
        (Some(meant), None) => format!("did you mean {meant}?"),
        (None, None) => "`skymap config keys` lists them".to_owned(),
    };
    Err(format!("[keys.{here}] has no action {word:?}; {way_out}"))
}

fn usable(key: String, row: &Binding) -> Result<String, String> {
    if key == ALWAYS_QUITS && row.action != Action::Quit {
        return Err(format!("{key} always leaves the program; take another key"));
    }
    let is_text = key.chars().count() == 1 || key == "Space" || key == "Backspace";
    if row.context.is_typing() && is_text {
        return Err(format!(
            "{key} is typed as text in [keys.{}]; take one with Ctrl- or Alt-, or F1 to F12",
            row.context.name()
        ));
    }
    Ok(key)
}

/// The first wish for a key that something else in its context has.
fn conflict(wanted: &[Wanted<'_>]) -> Option<(usize, Place, String)> {
    let mut taken: BTreeMap<(Context, &str), (&'static Binding, Option<usize>)> = BTreeMap::new();
    let wish_of = |row: &Binding| {
        let same = |one: &Wanted<'_>| std::ptr::eq(one.row, row);
        wanted.iter().position(same)
    };
    for row in bindings().filter(|row| wish_of(row).is_none()) {
        for key in row.keys {
            taken.insert((row.context, key), (row, None));
        }
    }
    for (index, one) in wanted.iter().enumerate() {
        for (key, place) in &one.keys {
            let before = taken.insert((one.row.context, key), (one.row, Some(index)));
            let Some((other, line)) = before else {
                continue;
            };
            if std::ptr::eq(other, one.row) {
                continue;
            }
            let name = other.action.name();
            let way_out = match line.and_then(|index| wanted.get(index)) {
                Some(other) => format!("since line {}", other.wish.action.place.line),
                None => format!("by default; give that another key, or none with {name} = []"),
            };
            let context = one.row.context.name();
            let sentence =
                format!("{key} is bound to {name} in [keys.{context}] already, {way_out}");
            return Some((index, *place, sentence));
        }
    }
    None
}
