//! Lines that are typed: the search, which Enter keeps as a filter, and, as far as it is
//! text, the command line.

use super::filter::{self, Query};
use super::overlay::Overlay;
use super::{Effect, Model, accounts, command, costs};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::Instant;
use tui_input::{Input, InputRequest};

/// Longer filters and commands are cut; they come from a clipboard by mistake.
const LONGEST: usize = 500;

/// A key that is bound to nothing may be text.
pub(super) fn typed(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if let (Some(request), Some(input)) = (request(key), input(model)) {
        let inserts = matches!(request, InputRequest::InsertChar(_));
        // What a terminal without bracketed paste sends of a long text stays cheap.
        if inserts && input.value().len() >= LONGEST {
            return Vec::new();
        }
        // A command's candidates are those of the word under the caret.
        if input.handle(request).is_some() {
            changed(model);
        }
    }
    Vec::new()
}

pub(super) fn pasted(model: &mut Model, text: &str, now: Instant) -> Vec<Effect> {
    if let Some(Overlay::Accounts(_)) = model.overlays.last() {
        return accounts::pasted(model, text, now);
    }
    let text = crate::text::clean(text);
    if let Some(input) = input(model) {
        for character in text.trim().chars().take(LONGEST) {
            input.handle(InputRequest::InsertChar(character));
        }
        shorten(input);
        changed(model);
    }
    Vec::new()
}

fn input(model: &mut Model) -> Option<&mut Input> {
    match model.overlays.last_mut() {
        Some(Overlay::Filter(prompt)) => Some(&mut prompt.input),
        Some(Overlay::Command(line)) => Some(&mut line.input),
        Some(Overlay::Entry(entry)) => Some(&mut entry.input),
        _ => None,
    }
}

fn shorten(input: &mut Input) {
    if let Some((end, _)) = input.value().char_indices().nth(LONGEST) {
        *input = Input::new(input.value()[..end].to_owned());
    }
}

fn changed(model: &mut Model) {
    command::changed(model);
    costs::changed(model);
    filter::changed(model);
}

/// Keeps only what matches on the map; the search is over.
pub(super) fn set_filter(model: &mut Model, text: &str) {
    let parsed = Query::parse(text, &model.settings.filters);
    if let (Some(topology), Ok(query)) = (&mut model.topology, parsed) {
        topology.look.filter = query;
    }
    end_search(model);
}

pub(super) fn end_search(model: &mut Model) {
    if let Some(topology) = &mut model.topology {
        topology.look.search = Query::default();
    }
}

/// A key as an order to the line editor, in the manner of a shell.
fn request(key: KeyEvent) -> Option<InputRequest> {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    Some(match key.code {
        KeyCode::Char('a') if is_control => InputRequest::GoToStart,
        KeyCode::Char('e') if is_control => InputRequest::GoToEnd,
        KeyCode::Char('u') if is_control => InputRequest::DeleteFromStart,
        KeyCode::Char('k') if is_control => InputRequest::DeleteTillEnd,
        KeyCode::Char('w') if is_control => InputRequest::DeletePrevWord,
        KeyCode::Char(character) if !is_control => InputRequest::InsertChar(character),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}
