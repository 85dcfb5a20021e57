//! Lines that are typed: the search, which Enter keeps as a filter, and, as far as it is
//! text, the command line.

use super::filter::Query;
use super::keymap::Action;
use super::overlay::Overlay;
use super::{Effect, Model, Panes, accounts, command};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::Instant;
use tui_input::{Input, InputRequest};

/// Longer filters and commands are cut; they come from a clipboard by mistake.
const LONGEST: usize = 500;

/// The filter's prompt, with the filter in force.
pub(super) fn filter(model: &Model) -> Overlay {
    let before = model
        .topology
        .as_ref()
        .map(|topology| topology.look.filter.text.clone());
    let before = before.unwrap_or_default();
    Overlay::Filter {
        input: Input::new(before),
        problem: None,
    }
}

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

/// The keys of the filter that are no text.
pub(super) fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    match (action, model.overlays.last_mut()) {
        (
            Action::Submit,
            Some(Overlay::Filter {
                problem: None,
                input,
            }),
        ) => {
            let text = input.value().to_owned();
            model.overlays.pop();
            set_filter(model, &text);
        }
        (Action::Found(by), Some(Overlay::Filter { .. })) => {
            let window = Panes::of(model).window();
            if let Some(topology) = &mut model.topology {
                topology.step_found(by, window);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn input(model: &mut Model) -> Option<&mut Input> {
    match model.overlays.last_mut() {
        Some(Overlay::Filter { input, .. }) => Some(input),
        Some(Overlay::Command(line)) => Some(&mut line.input),
        _ => None,
    }
}

fn shorten(input: &mut Input) {
    if let Some((end, _)) = input.value().char_indices().nth(LONGEST) {
        *input = Input::new(input.value()[..end].to_owned());
    }
}

/// What is typed is searched for at once; what means nothing yet leaves the last search.
fn changed(model: &mut Model) {
    command::changed(model);
    let window = Panes::of(model).window();
    let (Some(Overlay::Filter { input, problem, .. }), Some(topology)) =
        (model.overlays.last_mut(), &mut model.topology)
    else {
        return;
    };
    match Query::parse(input.value()) {
        Ok(query) => {
            *problem = None;
            topology.look.search = query;
            topology.find();
            topology.select_found(window);
        }
        Err(error) => *problem = Some(error),
    }
}

/// Keeps only what matches on the map; the search is over.
pub(super) fn set_filter(model: &mut Model, text: &str) {
    if let (Some(topology), Ok(query)) = (&mut model.topology, Query::parse(text)) {
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
