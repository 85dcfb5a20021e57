//! What was copied, shown so that the terminal's own selection can take it: nothing tells
//! whether a terminal has taken what it was sent.

use super::CopyItem;
use crate::app::accounts::wrap;
use crate::app::{Cursor, Effect, Model, Overlay, time_at};
use std::path::PathBuf;
use std::time::Instant;

/// A text on the whole screen, without a frame that a selection would take along.
#[derive(Debug)]
pub struct Shown {
    pub item: CopyItem,
    /// Why it is shown, where nobody asked for it.
    pub reason: Option<String>,
    /// Its first visible line.
    pub cursor: Cursor,
    /// The mouse was ours and is given back to us at the end.
    had_mouse: bool,
}

impl Shown {
    /// The lines in that width.
    pub fn lines(&self, width: u16) -> Vec<&str> {
        wrap(&self.item.text, usize::from(width))
    }

    /// What stands above the text.
    pub fn heads(&self, width: u16) -> Vec<String> {
        let sentence = match &self.reason {
            Some(reason) => format!("{}: {reason}; select it here", self.item.what),
            None => format!(
                "{}: the mouse is the terminal's, select it here",
                self.item.what
            ),
        };
        let lines = wrap(&sentence, usize::from(width));
        lines.into_iter().map(str::to_owned).collect()
    }

    /// How many of its lines can be the first.
    pub fn steps(&self, (width, height): (u16, u16)) -> usize {
        let lines = self.lines(width).len();
        let room = usize::from(height).saturating_sub(self.heads(width).len() + 2);
        (lines + 1).saturating_sub(room.max(1)).max(1)
    }
}

/// Shows a text; while it is shown, the mouse is the terminal's.
pub(in crate::app) fn show(
    model: &mut Model,
    item: CopyItem,
    reason: Option<String>,
) -> Vec<Effect> {
    let had_mouse = std::mem::replace(&mut model.screen.is_mouse_on, false);
    model.overlays.push(Overlay::Shown(Box::new(Shown {
        item,
        reason,
        cursor: Cursor::default(),
        had_mouse,
    })));
    had_mouse
        .then_some(Effect::SetMouse(false))
        .into_iter()
        .collect()
}

/// Closes it.
pub(in crate::app) fn hide(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Shown(shown)) = model.overlays.pop() else {
        return Vec::new();
    };
    let is_ours = shown.had_mouse && !model.screen.is_mouse_on;
    model.screen.is_mouse_on |= shown.had_mouse;
    is_ours
        .then_some(Effect::SetMouse(true))
        .into_iter()
        .collect()
}

/// Writes a text to a new file in the current directory.
pub(in crate::app) fn write(model: &Model, item: &CopyItem, now: Instant) -> Effect {
    let what = item.what.to_lowercase().replace(' ', "-");
    let time = time_at(model.screen.clock, now).strftime("%Y%m%d-%H%M%S");
    Effect::WriteFile {
        path: PathBuf::from(format!("skymap-{what}-{time}.txt")),
        text: format!("{}\n", item.text.trim_end_matches('\n')),
    }
}
