//! The map as a picture: the cells of the screen, where boxes are rectangles, wires are
//! paths and marks are shapes. Nothing outside the file is needed to show it, and no
//! font can break it: each text is as long as its cells.

mod frames;
mod legend;
mod letters;
mod marks;
mod sheet;
mod wires;

use super::View;
use super::pen::Pen;
use super::xml::escaped;
use crate::graph::WireKind;
use crate::inventory::Health;
use crate::layout::{Canvas, Glyphs, Point};
use crate::text::append;

/// A cell, in pixels.
const WIDE: i32 = 8;
const HIGH: i32 = 18;
/// Round the map.
const MARGIN: i32 = 16;
/// From the top to the map: two lines above it.
const HEAD: i32 = 64;

pub(super) fn svg(view: &View) -> String {
    let mut view = *view;
    // A picture has shapes of its own; these are only known by their characters.
    view.style.glyphs = Glyphs::Unicode;
    let canvas = view.canvas();
    Picture {
        view: &view,
        canvas,
    }
    .draw()
}

struct Picture<'a> {
    view: &'a View<'a>,
    canvas: Canvas<'a>,
}

impl Picture<'_> {
    fn draw(&self) -> String {
        let map = self.view.scene.size;
        let legend = self.legend(HEAD + map.height * HIGH + HIGH);
        let width = (map.width * WIDE).max(legend.width).max(self.head_width()) + 2 * MARGIN;
        let height = legend.bottom + MARGIN;
        let (title, about) = (escaped(&self.view.title()), escaped(&self.about()));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"skymap\" role=\"img\" \
             aria-labelledby=\"skymap-title skymap-about\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-size=\"13\" font-family=\"ui-monospace, \
             SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace\">\n\
             <title id=\"skymap-title\">{title}</title>\n<desc id=\"skymap-about\">{about}</desc>\n\
             {}<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n",
            sheet::sheet(self.view.style.theme)
        );
        append(
            &mut svg,
            format_args!(
                "<text class=\"strong\" font-size=\"16\" x=\"{MARGIN}\" y=\"28\">{title}</text>\n\
             <text class=\"quiet\" x=\"{MARGIN}\" y=\"47\">{about}</text>\n"
            ),
        );
        self.frames(&mut svg);
        self.wires(&mut svg);
        self.letters(&mut svg);
        svg.push_str(&legend.text);
        svg.push_str("</svg>\n");
        svg
    }

    /// What stands below the title.
    fn about(&self) -> String {
        let view = self.view;
        let level = view.collapse.level;
        let counts = view.survey.counts();
        let counts = counts.iter().rev();
        let mut parts = vec![format!("zoom {} of 5, {}", level.number(), level.name())];
        parts.extend(counts.map(|(health, count)| format!("{count} {health}")));
        if !view.header.scanned_at.is_empty() {
            parts.push(format!("read {}", view.header.scanned_at));
        }
        parts.join(" · ")
    }

    /// Its lines are in the reader's own font, whose width is not known: a little more.
    fn head_width(&self) -> i32 {
        let title = crate::text::columns(&self.view.title()) as i32 * 10;
        let about = crate::text::columns(&self.about()) as i32 * WIDE;
        title.max(about)
    }
}

/// The middle of a cell, where frames and wires run: on half a pixel they are crisp.
fn middle(point: Point) -> (f32, f32) {
    (
        (MARGIN + point.x * WIDE + WIDE / 2) as f32 + 0.5,
        (HEAD + point.y * HIGH + HIGH / 2) as f32 + 0.5,
    )
}

fn class(pen: Pen) -> &'static str {
    match pen {
        Pen::Text | Pen::Health(Health::Neutral) => "text",
        Pen::Strong => "strong",
        Pen::Quiet => "quiet",
        Pen::Health(health) => health.name(),
        Pen::Wire(kind) => match kind {
            WireKind::Traffic => "traffic",
            WireKind::Route => "route",
            WireKind::SecurityGroup => "permitted",
            WireKind::Peering => "peering",
            WireKind::Replication => "replication",
            WireKind::Event => "event",
            WireKind::Reference => "reference",
        },
    }
}
