//! Where the parts of the modal are on the screen. The view draws there, and the
//! mouse is resolved there, so that what is clicked is what was seen.

use super::Step;
use crate::app::Screen;
use ratatui::layout::{Margin, Position, Rect};

/// Below this there is no room around the modal.
const SMALL_WIDTH: u16 = 90;
const SMALL_HEIGHT: u16 = 28;
const LARGEST: (u16, u16) = (132, 40);

/// The parts of the modal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// With its border.
    pub frame: Rect,
    /// The list's filter, or the form's step rail, or the first line of a page.
    pub head: Rect,
    /// The list's column headings; empty where there is no room.
    pub headings: Rect,
    /// The list's rows.
    pub rows: Rect,
    /// A line for what is wrong with the files.
    pub issues: Rect,
    /// The line of the list's button.
    pub button: Rect,
    /// What a page (form, check, reader) shows below its head.
    pub page: Rect,
}

impl Places {
    pub fn of(screen: &Screen) -> Self {
        let frame = frame(screen);
        let inner = frame.inner(Margin::new(1, 1));
        let line = |y: u16| Rect {
            y: inner.y.saturating_add(y).min(inner.bottom()),
            height: u16::from(y < inner.height),
            ..inner
        };
        let headings = u16::from(inner.height >= 8);
        let foot = inner.height.saturating_sub(2);
        let page = if inner.height >= 10 { 2 } else { 1 };
        Self {
            frame,
            head: line(0),
            headings: if headings == 1 {
                line(1)
            } else {
                Rect::default()
            },
            rows: Rect {
                y: inner.y + 1 + headings,
                height: inner.height.saturating_sub(3 + headings),
                ..inner
            },
            issues: line(foot.max(1)),
            button: line(inner.height.saturating_sub(1)),
            page: Rect {
                y: inner.y + page,
                height: inner.height.saturating_sub(page),
                ..inner
            },
        }
    }

    /// The columns of a page's running text.
    pub fn text_width(self) -> usize {
        usize::from(self.page.width).saturating_sub(3)
    }

    /// The text of the list's button, without its brackets.
    pub const ADD: &str = "Add AWS account";

    pub fn add_button(self) -> Rect {
        Rect {
            x: self.button.x + 2,
            width: (Self::ADD.len() as u16 + 4).min(self.button.width.saturating_sub(2)),
            ..self.button
        }
    }

    /// The account's mark stands behind the sign of the selected row.
    pub fn is_mark(self, at: Position) -> bool {
        (0..2).contains(&at.x.saturating_sub(self.rows.x))
    }

    /// The pencil stands behind the mark.
    pub fn is_pencil(self, at: Position) -> bool {
        (3..5).contains(&at.x.saturating_sub(self.rows.x))
    }

    /// The trash can is in the last column but one.
    pub fn is_trash_can(self, at: Position) -> bool {
        at.x + 3 >= self.rows.right()
    }

    /// Where each step's title stands.
    pub fn rail(self) -> [Rect; 6] {
        let mut x = self.head.x + 1;
        Step::ALL.map(|step| {
            // A mark, the number, a space, the title.
            let width = step.title().len() as u16 + 3;
            let place = Rect {
                x,
                width,
                ..self.head
            };
            x += width + 1;
            place.intersection(self.head)
        })
    }

    /// The rectangle of a box with so many lines over the modal.
    pub fn over(self, lines: usize) -> Rect {
        let width = self.frame.width.min(Self::BOX);
        let height = u16::try_from(lines)
            .unwrap_or(u16::MAX)
            .saturating_add(2)
            .min(self.frame.height);
        centred(self.frame, width, height)
    }

    /// The width of a box over the modal.
    pub const BOX: u16 = 76;
}

/// Whole on a small terminal, with the map visible round it on a larger one.
fn frame(screen: &Screen) -> Rect {
    let whole = Rect::new(0, 0, screen.width, screen.height);
    let width = if screen.width < SMALL_WIDTH {
        screen.width
    } else {
        (screen.width - 6).min(LARGEST.0)
    };
    let height = if screen.height < SMALL_HEIGHT {
        screen.height
    } else {
        (screen.height - 4).min(LARGEST.1)
    };
    centred(whole, width, height)
}

fn centred(outer: Rect, width: u16, height: u16) -> Rect {
    Rect {
        x: outer.x + outer.width.saturating_sub(width) / 2,
        y: outer.y + outer.height.saturating_sub(height) / 2,
        width,
        height,
    }
}
