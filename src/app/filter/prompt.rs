//! The line in which a filter is typed: of the map, or of the list that lies over it.

use super::{Query, completion};
use crate::app::command::Completion;
use crate::app::keymap::Action;
use crate::app::{Effect, Model, Overlay, Panes, rows};
use crate::graph::FilterError;
use tui_input::{Input, InputRequest};

#[derive(Debug, Default)]
pub struct FilterPrompt {
    pub input: Input,
    /// What is wrong with it; while there is something, the last meaning counts.
    pub problem: Option<FilterError>,
    /// What is hardly meant, though it has a meaning.
    pub doubt: Option<FilterError>,
    /// Of what was typed before the caret; empty until it is asked for.
    pub completion: Completion,
    /// The candidate that stands in the line, and what was typed before and behind the
    /// caret.
    tried: Option<(usize, (String, String))>,
    /// The earlier filter that stands in the line, and what was typed instead.
    recalled: Option<(usize, String)>,
    /// The list's filter when the line was opened.
    before: Query,
}

/// The prompt with the filter in force, of the list on top or else of the map.
pub(in crate::app) fn open(model: &Model) -> Overlay {
    let of_list = model.overlays.last().and_then(Overlay::filter);
    let of_map = || {
        model
            .topology
            .as_ref()
            .map(|topology| &topology.look.filter)
    };
    let before = of_list.or_else(of_map).cloned().unwrap_or_default();
    Overlay::Filter(Box::new(FilterPrompt {
        input: Input::new(before.text.clone()),
        before,
        ..FilterPrompt::default()
    }))
}

impl FilterPrompt {
    /// The candidate that stands in the line.
    pub fn tried(&self) -> Option<usize> {
        self.tried.as_ref().map(|(at, _)| *at)
    }

    /// What stands before the caret, and behind it.
    fn parts(&self) -> (String, String) {
        let value = self.input.value();
        let caret = value.char_indices().nth(self.input.cursor());
        let (before, behind) = value.split_at(caret.map_or(value.len(), |(at, _)| at));
        (before.to_owned(), behind.to_owned())
    }

    fn put(&mut self, (before, behind): (&str, &str)) {
        let caret = before.chars().count();
        self.input = Input::new(format!("{before}{behind}")).with_cursor(caret);
    }

    /// Tries the next candidate, or the one before; the only one is taken.
    fn step(&mut self, by: i8) {
        let count = self.completion.candidates.len() as isize;
        if count == 0 {
            return;
        }
        let (at, parts) = match self.tried.take() {
            Some((at, parts)) => ((at as isize + isize::from(by)).rem_euclid(count), parts),
            None => (if by > 0 { 0 } else { count - 1 }, self.parts()),
        };
        let word = &self.completion.candidates[at as usize].word;
        let before = format!("{}{word}", &parts.0[..self.completion.from]);
        self.put((&before, &parts.1));
        if count > 1 {
            self.tried = Some((at as usize, parts));
        }
    }

    /// What stands in the line is as if it had been typed.
    fn settle(&mut self) {
        self.completion = Completion::default();
        (self.tried, self.recalled) = (None, None);
    }
}

/// The line was edited.
pub(in crate::app) fn changed(model: &mut Model) {
    if let Some(Overlay::Filter(prompt)) = model.overlays.last_mut() {
        prompt.settle();
        look(model);
    }
}

/// What is typed is looked for at once; what means nothing yet leaves the last search.
fn look(model: &mut Model) {
    let window = Panes::of(model).window();
    let about_resources = rows::speak_of_resources(list(model));
    let Some((Overlay::Filter(prompt), under)) = model.overlays.split_last_mut() else {
        return;
    };
    let topology = model.topology.as_mut();
    prompt.doubt = None;
    let query = match Query::parse(prompt.input.value(), &model.settings.filters) {
        Ok(query) => query,
        Err(error) => {
            prompt.problem = Some(error);
            return;
        }
    };
    prompt.problem = None;
    if let Some(topology) = topology.as_ref().filter(|_| about_resources) {
        prompt.doubt = query.doubt(&topology.derived.survey);
    }
    if let Some(filter) = under.last_mut().and_then(Overlay::filter_mut) {
        *filter = query;
        to_first_choice(model);
    } else if let Some(topology) = topology {
        topology.look.search = query;
        topology.find();
        topology.select_found(window);
    }
}

/// Among facets, the first that can be picked is under the cursor, not its heading.
fn to_first_choice(model: &mut Model) {
    let Some(list @ Overlay::Facets { .. }) = list(model) else {
        return;
    };
    let keys = rows::keys(model, list);
    let is_choice = |key: &String| key.contains('=') || key.starts_with('@');
    let first = keys.iter().position(is_choice).unwrap_or_default();
    let under = model.overlays.len() - 2;
    if let Some(cursor) = model.overlays[under].cursor_mut() {
        cursor.put(&keys, first);
    }
}

/// The list that is filtered; `None` for the map.
fn list(model: &Model) -> Option<&Overlay> {
    let under = model.overlays.len().checked_sub(2)?;
    let list = &model.overlays[under];
    list.filter().map(|_| list)
}

/// Esc: first back to what was typed, then to what was before. Answers whether the line
/// stays.
pub(in crate::app) fn cancel(model: &mut Model) -> bool {
    let Some((Overlay::Filter(prompt), under)) = model.overlays.split_last_mut() else {
        return false;
    };
    if let Some((_, (before, behind))) = prompt.tried.take() {
        prompt.put((&before, &behind));
        prompt.settle();
        look(model);
        return true;
    }
    if let Some(filter) = under.last_mut().and_then(Overlay::filter_mut) {
        *filter = std::mem::take(&mut prompt.before);
    }
    false
}

/// The keys of the line that are no text.
pub(in crate::app) fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Candidate(by) => try_candidate(model, by),
        Action::Take(to_end) => take(model, to_end),
        Action::Recall(by) => recall(model, by),
        Action::Found(by) => {
            let window = Panes::of(model).window();
            if let Some(topology) = &mut model.topology {
                topology.step_found(by, window);
            }
        }
        Action::Submit => submit(model),
        _ => {}
    }
    Vec::new()
}

fn try_candidate(model: &mut Model, by: i8) {
    let offered = match model.overlays.last() {
        Some(Overlay::Filter(prompt)) if prompt.tried.is_none() => {
            Some(completion(model, &prompt.parts().0))
        }
        _ => None,
    };
    if let Some(Overlay::Filter(prompt)) = model.overlays.last_mut() {
        if let Some(offered) = offered {
            prompt.completion = offered;
        }
        prompt.step(by);
    }
    look(model);
}

fn take(model: &mut Model, to_end: bool) {
    if let Some(Overlay::Filter(prompt)) = model.overlays.last_mut() {
        if prompt.tried.is_none() {
            prompt.input.handle(if to_end {
                InputRequest::GoToEnd
            } else {
                InputRequest::GoToNextChar
            });
        }
        prompt.settle();
    }
}

fn recall(model: &mut Model, by: i8) {
    let (Some(Overlay::Filter(prompt)), Some(topology)) =
        (model.overlays.last_mut(), &model.topology)
    else {
        return;
    };
    if prompt.tried.is_some() {
        prompt.step(by);
        look(model);
        return;
    }
    let (from, typed) = match prompt.recalled.take() {
        Some((at, typed)) => (Some(at), typed),
        None => (None, prompt.input.value().to_owned()),
    };
    let earlier = &topology.look.earlier;
    match (earlier.step(from, by, ""), by) {
        (Some(at), _) => {
            prompt.input = Input::new(earlier.line(at).unwrap_or_default().to_owned());
            prompt.recalled = Some((at, typed));
        }
        // Behind the newest stands what was typed.
        (None, 1..) => prompt.input = Input::new(typed),
        (None, _) => prompt.recalled = from.map(|at| (at, typed)),
    }
    look(model);
}

fn submit(model: &mut Model) {
    let is_list = list(model).is_some();
    let Some(Overlay::Filter(prompt)) = model.overlays.last() else {
        return;
    };
    if prompt.problem.is_some() {
        return;
    }
    let text = prompt.input.value().to_owned();
    model.overlays.pop();
    if let Some(topology) = &mut model.topology {
        topology.look.earlier.keep(&text);
    }
    if !is_list {
        crate::app::prompt::set_filter(model, &text);
    }
}
