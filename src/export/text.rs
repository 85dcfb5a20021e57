//! The map as lines of text, for a pipe, a ticket or a terminal without cursor.

use super::View;
use super::pen::Pen;
use crate::inventory::Health;
use crate::layout::{Cell, Glyphs, Ink};
use crate::palette::{ColourDepth, Palette, Shade};
use crate::text::ascii;

/// How the plain state of a terminal is asked for.
const PLAIN: &str = "\x1b[0m";

/// The whole map, a legend, and what is missing from it; with colours where there is a
/// depth.
pub(super) fn text(view: &View, depth: ColourDepth) -> String {
    let pencil = Pencil {
        view,
        palette: Palette::of(view.style.theme.unwrap_or_default()),
        depth,
    };
    let mut text = String::new();
    for row in view.canvas().rows() {
        pencil.row(row, &mut text);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&pencil.legend());
    text.push('\n');
    for gap in view.gaps() {
        pencil.write(Pen::Health(Health::Degraded), &gap, &mut text);
        text.push('\n');
    }
    match view.style.glyphs {
        Glyphs::Unicode => text,
        Glyphs::Ascii => ascii(&text).into_owned(),
    }
}

struct Pencil<'a> {
    view: &'a View<'a>,
    palette: &'static Palette,
    depth: ColourDepth,
}

impl Pencil<'_> {
    fn row(&self, row: &[Cell], to: &mut String) {
        let is_blank = |cell: &&Cell| cell.symbol == " ";
        let end = row.len() - row.iter().rev().take_while(is_blank).count();
        let mut now = Pen::Text;
        for cell in &row[..end] {
            // A blank has no colour: what it would need is saved.
            let pen = match cell.ink {
                Ink::Blank => now,
                _ if cell.symbol == " " => now,
                ink => Pen::of(self.view, ink),
            };
            if self.orders(pen) != self.orders(now) {
                self.change(pen, to);
            }
            now = pen;
            to.push_str(cell.symbol);
        }
        if !self.orders(now).is_empty() {
            to.push_str(PLAIN);
        }
    }

    fn write(&self, pen: Pen, words: &str, to: &mut String) {
        let orders = self.orders(pen);
        to.push_str(&orders);
        to.push_str(words);
        if !orders.is_empty() {
            to.push_str(PLAIN);
        }
    }

    fn change(&self, pen: Pen, to: &mut String) {
        let orders = self.orders(pen);
        // What follows is told whole, so that no line depends on the one before.
        to.push_str(if orders.is_empty() { PLAIN } else { "" });
        to.push_str(&orders);
    }

    /// The sequence that makes a terminal write so; empty for plain text.
    fn orders(&self, pen: Pen) -> String {
        let Some(shade) = pen.tint(self.palette).at(self.depth) else {
            return String::new();
        };
        let bold = if pen.is_bold() { ";1" } else { "" };
        let colour = if pen.is_plain() {
            String::new()
        } else {
            code(shade)
        };
        if bold.is_empty() && colour.is_empty() {
            return String::new();
        }
        format!("\x1b[0{bold}{colour}m")
    }

    fn legend(&self) -> String {
        let healths = [
            Health::Healthy,
            Health::Degraded,
            Health::Unhealthy,
            Health::Pending,
            Health::Stopped,
            Health::Unknown,
        ];
        let words = healths.map(|health| {
            let mut word = String::new();
            let mark = self.view.style.glyphs.mark(health);
            self.write(Pen::Health(health), mark, &mut word);
            format!("{word} {health}")
        });
        words.join("  ")
    }
}

/// As ECMA-48 and aixterm name it.
fn code(shade: Shade) -> String {
    match shade {
        Shade::Named(named) => match named as u8 {
            normal @ 0..8 => format!(";{}", 30 + normal),
            bright @ 8..16 => format!(";{}", 82 + bright),
            _ => String::new(),
        },
        Shade::Indexed(index) => format!(";38;5;{index}"),
        Shade::Exact(red, green, blue) => format!(";38;2;{red};{green};{blue}"),
    }
}
