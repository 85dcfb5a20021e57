//! What was placed by hand, by name, with what holds it.

use super::{Setting, column, row};
use crate::graph::NodeKey;
use crate::ui::fit::pad;
use ratatui::text::{Line, Span};

pub fn moves(placed: &[(NodeKey, String, String)], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let names = placed.iter().map(|(_, name, _)| name.as_str());
    let width = column(names, setting.width / 2);
    let lines = placed.iter().map(|(_, name, holder)| {
        row(vec![
            Span::styled(format!(" {}", pad(name, width, theme)), theme.strong()),
            Span::styled(format!("  {holder}"), theme.quiet()),
        ])
    });
    lines.collect()
}
