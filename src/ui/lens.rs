//! What each box costs, written on its frame: a box never moves because a price does.

use super::fit::width;
use super::money::Tag;
use super::theme::Theme;
use crate::app::{Lens, Topology};
use crate::layout::{Canvas, Ink, Point, Rect as Window};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Debug)]
pub struct CostLens<'a> {
    pub topology: &'a Topology,
    pub tag: &'a Tag,
    pub theme: Theme,
}

/// The map as it is drawn: its cells, and the part of the scene that they show.
#[derive(Debug)]
pub struct Drawn<'a> {
    pub canvas: &'a Canvas<'a>,
    pub window: Window,
    /// Where it is on the screen.
    pub area: Rect,
}

impl CostLens<'_> {
    /// How much of the most a box costs: of what is no container, the most expensive one;
    /// of a container, everything.
    pub fn step(&self, item: usize) -> Option<usize> {
        let derived = &self.topology.derived;
        let (item, costs) = (derived.diagram.items.get(item)?, &derived.costs);
        let most = if item.role.is_container() {
            &costs.total
        } else {
            &costs.on_map.most
        };
        Lens::step(&costs.of_item(item), most)
    }

    pub fn style(&self, item: usize) -> Style {
        self.step(item)
            .map_or(self.theme.quiet(), |step| self.theme.shade(step))
    }

    /// Writes the amounts of the boxes in the window. What steps back is left as it is.
    pub fn draw(&self, drawn: &Drawn<'_>, is_dimmed: impl Fn(Ink) -> bool, buffer: &mut Buffer) {
        let derived = &self.topology.derived;
        for (item, placed) in derived.scene.boxes.iter().enumerate() {
            if !placed.rect.intersects(drawn.window) || is_dimmed(Ink::Border(item)) {
                continue;
            }
            let Some(text) = self.text(item) else {
                continue;
            };
            let spaced = format!(" {text} ");
            let place = drawn.room(self.topology, item, width(&spaced));
            let place = place.map(|at| (at, spaced));
            let tight = || Some((drawn.room(self.topology, item, width(&text))?, text.clone()));
            if let Some((at, text)) = place.or_else(tight) {
                buffer.set_string(at.0, at.1, text, self.style(item));
            }
        }
    }

    fn text(&self, item: usize) -> Option<String> {
        let derived = &self.topology.derived;
        let amount = derived.costs.of_item(derived.diagram.items.get(item)?);
        let text = self.tag.tiny(&amount);
        let sign = self.step(item).map_or("", |step| self.theme.level(step));
        (!text.is_empty()).then(|| format!("{sign}{text}"))
    }
}

impl Drawn<'_> {
    /// Where so many columns are free on the frame of a box, as near as can be to its lower
    /// right corner; of a box without a frame, behind its text.
    fn room(&self, topology: &Topology, item: usize, columns: usize) -> Option<(u16, u16)> {
        let scene = &topology.derived.scene;
        let placed = scene.boxes.get(item)?;
        let (rect, columns) = (placed.rect, i32::try_from(columns).ok()?);
        let is_framed = placed.text.y > rect.y || topology.derived.diagram.items.get(item)?.is_open;
        let is_bare = |x: i32, y: i32| match self.cell(Point { x, y }) {
            Some(cell) if is_framed => cell.ink == Ink::Border(item),
            Some(cell) => cell.symbol == " ",
            None => false,
        };
        let last = if is_framed {
            rect.right() - 1
        } else {
            rect.right()
        };
        let rows = if is_framed {
            [rect.bottom() - 1, rect.y]
        } else {
            [placed.text.y; 2]
        };
        rows.into_iter().find_map(|y| {
            let mut starts = (rect.x + 1..=last - columns).rev();
            let x = starts.find(|&x| (x..x + columns).all(|x| is_bare(x, y)))?;
            self.on_screen(Point { x, y })
        })
    }

    fn cell(&self, at: Point) -> Option<&crate::layout::Cell<'_>> {
        if !self.window.contains(at) {
            return None;
        }
        let row = usize::try_from(at.y - self.window.y).ok()?;
        let column = usize::try_from(at.x - self.window.x).ok()?;
        self.canvas.cells.get(row * self.canvas.width + column)
    }

    fn on_screen(&self, at: Point) -> Option<(u16, u16)> {
        let x = u16::try_from(at.x - self.window.x).ok()?;
        let y = u16::try_from(at.y - self.window.y).ok()?;
        Some((self.area.x + x, self.area.y + y))
    }
}
