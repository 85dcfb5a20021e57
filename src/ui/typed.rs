//! The line that is being typed at the foot: a filter, a command, a number.

use super::theme::Theme;
use super::{below_header, candidates, filter_line, prompt};
use crate::app::{self, Model, Overlay};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// The line and what is beside it; the caret stands in it.
pub(super) fn typed(frame: &mut Frame<'_>, (model, overlay): (&Model, &Overlay), theme: Theme) {
    let screen = frame.area();
    let cursor: Position = match overlay {
        Overlay::Filter(prompt) => {
            let aside = found(model);
            let line = filter_line::FilterLine {
                prompt,
                aside: &aside,
                theme,
            };
            line.draw(screen, frame.buffer_mut())
        }
        Overlay::Command(line) => {
            let candidates = candidates::Candidates { line, theme };
            candidates.draw(below_header(screen), frame.buffer_mut());
            let foot = Rect {
                y: screen.height - 1,
                height: 1,
                ..screen
            };
            let prompt = prompt::Prompt {
                sign: ":",
                input: &line.input,
                ghost: line.ghost(),
                aside: "Tab tries, Right takes, Up recalls, Enter runs",
                is_error: false,
                theme,
            };
            prompt.draw(foot, frame.buffer_mut())
        }
        Overlay::Entry(entry) => {
            let foot = Rect {
                y: screen.height - 1,
                height: 1,
                ..screen
            };
            let (sign, aside) = (entry.sign(), entry.aside());
            let prompt = prompt::Prompt {
                sign: &sign,
                input: &entry.input,
                ghost: "",
                aside: &aside,
                is_error: entry.problem.is_some(),
                theme,
            };
            prompt.draw(foot, frame.buffer_mut())
        }
        _ => return,
    };
    frame.set_cursor_position(cursor);
}

/// What the filter that is typed finds, and the keys that help.
fn found(model: &Model) -> String {
    let under = model.overlays.len().checked_sub(2);
    let list = under.map(|under| &model.overlays[under]);
    if let Some((list, filter)) = list.and_then(|list| Some((list, list.filter()?))) {
        let rows = app::shown(model, list).len();
        return match (filter.is_empty(), list.cursor().is_some()) {
            (true, _) => "words, AND OR NOT; Tab completes, Up recalls".to_owned(),
            (false, true) => {
                let plural = if rows == 1 { "" } else { "s" };
                format!("{rows} row{plural}  Enter keeps the filter  Esc shows all")
            }
            (false, false) => "Enter keeps the filter  Esc shows all".to_owned(),
        };
    }
    let topology = model.topology.as_ref();
    let found = topology.and_then(|topology| topology.derived.found.as_ref());
    match found.map(|found| found.count) {
        None => "words, type=ec2, Environment=prod, !running; Tab completes, Up recalls".to_owned(),
        Some(0) => "nothing matches".to_owned(),
        Some(count) => {
            format!("{count} match  Ctrl-n next  Tab completes  Enter keeps only these")
        }
    }
}
