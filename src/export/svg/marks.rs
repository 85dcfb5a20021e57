//! The marks of health: each a shape of its own, so that it can be told without colour.

use super::class;
use crate::export::pen::Pen;
use crate::inventory::Health;

/// Round a point, in the room of a cell.
pub(super) fn mark(health: Health, (x, y): (i32, i32), svg: &mut String) {
    let pen = class(Pen::Health(health));
    let shape = match health {
        Health::Neutral => {
            format!("<circle class=\"solid {pen}\" cx=\"{x}\" cy=\"{y}\" r=\"1\"/>")
        }
        Health::Healthy => {
            format!("<circle class=\"solid {pen}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>")
        }
        Health::Stopped => ring(pen, (x, y), ""),
        Health::Pending => ring(pen, (x, y), " stroke-dasharray=\"2 1.6\""),
        Health::Degraded => format!(
            "{}<path class=\"solid {pen}\" d=\"M{x} {}A3.5 3.5 0 0 0 {x} {}Z\"/>",
            ring(pen, (x, y), ""),
            y as f32 - 3.5,
            y as f32 + 3.5
        ),
        Health::Unhealthy => format!(
            "<path class=\"frame {pen}\" stroke-width=\"2\" d=\"M{} {}l7 7m0 -7l-7 7\"/>",
            x as f32 - 3.5,
            y as f32 - 3.5
        ),
        Health::Unknown => format!(
            "<text class=\"{pen}\" font-weight=\"bold\" text-anchor=\"middle\" x=\"{x}\" y=\"{}\">?</text>",
            y + 4
        ),
    };
    svg.push_str(&shape);
    svg.push('\n');
}

fn ring(pen: &str, (x, y): (i32, i32), more: &str) -> String {
    format!("<circle class=\"frame {pen}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"{more}/>")
}
