//! The second line: where the selection is, and what is left out of the picture.

use super::fit::{self, Ribbon, fit_line};
use super::theme::Theme;
use crate::app::Topology;
use crate::graph::{Collapse, NodeKey};
use ratatui::text::{Line, Span};

#[derive(Debug)]
pub struct Breadcrumb<'a> {
    pub topology: &'a Topology,
    pub theme: Theme,
}

impl Breadcrumb<'_> {
    pub fn line(&self, width: usize) -> Line<'static> {
        let theme = self.theme;
        let aside = self.aside();
        let room = width.saturating_sub(fit::width(&aside));
        let mut line = self.ribbon().line(room, theme);
        let gap = room.saturating_sub(fit::line_width(&line));
        line.push_span(Span::raw(" ".repeat(gap)));
        line.push_span(Span::styled(aside, theme.warning()));
        fit_line(line, width, theme)
    }

    /// The container on whose name is clicked, or the selection itself.
    pub fn container_at(&self, column: usize, width: usize) -> Option<NodeKey> {
        let room = width.saturating_sub(fit::width(&self.aside()));
        // Each but the last is two pieces: its name and the sign behind it.
        let piece = self.ribbon().piece_at(column, room)?;
        let item = *self.trail().get(piece / 2)?;
        Some(self.topology.derived.diagram.items[item].key.clone())
    }

    /// From the outermost container to the selection.
    fn trail(&self) -> Vec<usize> {
        let items = &self.topology.derived.diagram.items;
        let round = |item: &usize| items[*item].parent;
        let mut trail: Vec<usize> =
            std::iter::successors(self.topology.selected(), round).collect();
        trail.reverse();
        trail
    }

    fn ribbon(&self) -> Ribbon<'static> {
        let theme = self.theme;
        let items = &self.topology.derived.diagram.items;
        let trail = self.trail();
        let mut ribbon = Ribbon::default();
        let depth = trail.len();
        for (place, item) in trail.into_iter().enumerate() {
            let label = &items[item].label;
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
        ribbon
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
            aside.push_str("  other wires (e)");
        }
        if !aside.is_empty() {
            aside.push(' ');
        }
        aside
    }
}
