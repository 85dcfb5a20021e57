//! Which rows of the screen belong to what. The view draws there, and clicks are
//! resolved by the same arithmetic.

use super::{Effect, Model};
use crate::layout::Size;
use ratatui::layout::Rect;

/// Below this nothing useful can be drawn.
const SMALLEST: (u16, u16) = (40, 10);

/// The home screen, cut into rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    pub header: Rect,
    pub breadcrumb: Rect,
    /// Empty while there is nothing to warn of.
    pub banner: Rect,
    pub map: Rect,
    /// What is known of the selection, in two rows.
    pub strip: Rect,
    pub footer: Rect,
}

impl Panes {
    pub fn of(model: &Model) -> Self {
        let (width, height) = (model.screen.width, model.screen.height);
        let has_banner = super::Banner::of(model).is_some();
        let mut top = 0;
        let mut row = |rows: u16| {
            let rows = rows.min(height - top);
            let rect = Rect::new(0, top, width, rows);
            top += rows;
            rect
        };
        let (header, breadcrumb) = (row(1), row(1));
        let banner = row(u16::from(has_banner));
        let below = header.height + breadcrumb.height + banner.height + 3;
        let map = row(height.saturating_sub(below));
        Self {
            header,
            breadcrumb,
            banner,
            map,
            strip: row(2),
            footer: row(1),
        }
    }

    /// The size of the window on the scene.
    pub fn window(&self) -> Size {
        Size {
            width: i32::from(self.map.width),
            height: i32::from(self.map.height),
        }
    }
}

/// Whether the screen is too small, and what it would take.
pub fn too_small(width: u16, height: u16) -> Option<(u16, u16)> {
    (width < SMALLEST.0 || height < SMALLEST.1).then_some(SMALLEST)
}

/// The selection stays in the window when the terminal changes its size.
pub(super) fn resized(model: &mut Model) -> Vec<Effect> {
    let window = Panes::of(model).window();
    if let Some(topology) = &mut model.topology {
        topology.reveal(window);
    }
    Vec::new()
}
