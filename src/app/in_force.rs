//! The settings as they come into force: at the start, and after a change.

use super::{Appearance, Effect, Model, rebind};
use crate::layout::Glyphs;
use crate::settings::Loaded;
use std::time::Instant;

/// What the terminal is drawn with under the wishes of the command line and of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capable {
    pub appearance: Appearance,
    pub glyphs: Glyphs,
}

/// The file was read at the start.
pub(super) fn loaded(
    model: &mut Model,
    loaded: Loaded,
    capable: Capable,
    now: Instant,
) -> Vec<Effect> {
    let screen = &mut model.screen;
    (screen.appearance, screen.glyphs) = (capable.appearance, capable.glyphs);
    let was_on = std::mem::replace(&mut screen.is_mouse_on, loaded.settings.is_mouse_on);
    let is_on = screen.is_mouse_on;
    take(model, loaded);
    say_issues(model, now);
    (was_on != is_on)
        .then_some(Effect::SetMouse(is_on))
        .into_iter()
        .collect()
}

/// A change was written, or was not. What is drawn with stays: it may have been chosen
/// since the start.
pub(super) fn kept(
    model: &mut Model,
    (what, outcome): (&str, Result<Box<Loaded>, String>),
    now: Instant,
) -> Vec<Effect> {
    match outcome {
        Ok(loaded) => {
            let path = loaded.path.display().to_string();
            take(model, *loaded);
            model.notify(format!("{what}: written to {path}"), now);
        }
        Err(sentence) => model.notify_error(sentence, now),
    }
    Vec::new()
}

/// What was read, with the keys that are in force.
pub fn checked(mut loaded: Loaded) -> Loaded {
    let (keys, issues) = rebind(&loaded.key_wishes);
    loaded.settings.keys = keys;
    loaded.issues.extend(issues);
    loaded.issues.sort_by_key(|issue| issue.place);
    loaded
}

fn take(model: &mut Model, loaded: Loaded) {
    let loaded = checked(loaded);
    // Where nothing of the file can be read, the accounts say so: they read it as well.
    let issues = loaded.issues.iter().filter(|issue| !issue.is_whole);
    model.accounts.settings_issues = issues.map(|issue| loaded.sentence(issue)).collect();
    model.settings = loaded.settings;
}

fn say_issues(model: &mut Model, now: Instant) {
    let sentence = match model.accounts.settings_issues.as_slice() {
        [] => return,
        [one] => one.clone(),
        [first, ..] => format!("{first} (the accounts list them all)"),
    };
    model.notify_error(sentence, now);
}
