//! The second line: where the selection is, and what is left out of the picture.

use super::fit::{self, Ribbon, fit_line};
use super::theme::Theme;
use crate::app::Topology;
use crate::graph::Collapse;
use ratatui::text::{Line, Span};

#[derive(Debug)]
pub struct Breadcrumb<'a> {
    pub topology: &'a Topology,
    pub theme: Theme,
}

impl Breadcrumb<'_> {
    pub fn line(&self, width: usize) -> Line<'static> {
        let (theme, topology) = (self.theme, self.topology);
        let aside = self.aside();
        let items = &topology.derived.diagram.items;
        let mut labels = Vec::new();
        let mut item = topology.selected();
        while let Some(index) = item {
            labels.push(items[index].label.clone());
            item = items[index].parent;
        }
        let mut ribbon = Ribbon::default();
        let depth = labels.len();
        for (place, label) in labels.into_iter().rev().enumerate() {
            let is_last = place + 1 == depth;
            let style = if is_last {
                theme.strong()
            } else {
                theme.quiet()
            };
            // The outermost containers are the first to go.
            let rank = if is_last { 0 } else { 9 - place.min(8) as u8 };
            ribbon.add(rank, Span::styled(format!(" {label}"), style));
            if !is_last {
                ribbon.add(
                    rank,
                    Span::styled(format!(" {}", theme.inside()), theme.quiet()),
                );
            }
        }
        let room = width.saturating_sub(fit::width(&aside));
        let mut line = ribbon.line(room, theme);
        let gap = room.saturating_sub(fit::line_width(&line));
        line.push_span(Span::raw(" ".repeat(gap)));
        line.push_span(Span::styled(aside, theme.warning()));
        fit_line(line, width, theme)
    }

    /// Filter and hidden wires: what is not drawn must be said.
    fn aside(&self) -> String {
        let look = &self.topology.look;
        let mut aside = String::new();
        if !look.filter.is_empty() {
            let found = look
                .collapse
                .matching
                .as_ref()
                .map_or(0, std::collections::BTreeSet::len);
            let text = super::fit::fit(&look.filter.text, 30, self.theme);
            aside = format!("  /{text}: {found}");
        }
        if look.collapse.hidden_wires != Collapse::default().hidden_wires {
            aside.push_str("  wires: ");
            aside.push_str(&self.topology.drawn_wires());
            aside.push_str(" (e)");
        }
        if !aside.is_empty() {
            aside.push(' ');
        }
        aside
    }
}
