//! The second line: where the selection is, and what is left out of the picture.

use super::fit::{self, Ribbon, fit_line};
use super::theme::Theme;
use crate::app::{Topology, View};
use crate::graph::{Collapse, Level, NodeKey};
use crate::text::append;
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
        let zoom = self.blueprint() + &self.zoom();
        let room = width.saturating_sub(fit::width(&aside) + fit::width(&zoom));
        let mut line = self.ribbon().line(room, theme);
        let gap = room.saturating_sub(fit::line_width(&line));
        line.push_span(Span::raw(" ".repeat(gap)));
        line.push_span(Span::styled(aside, theme.warning()));
        line.push_span(Span::styled(zoom, theme.quiet()));
        fit_line(line, width, theme)
    }

    /// The container on whose name is clicked, or the selection itself.
    pub fn container_at(&self, column: usize, width: usize) -> Option<NodeKey> {
        let zoom = self.blueprint() + &self.zoom();
        let aside = fit::width(&self.aside()) + fit::width(&zoom);
        let room = width.saturating_sub(aside);
        // Each but the last is two pieces: its name and the sign behind it.
        let piece = self.ribbon().piece_at(column, room)?;
        let (key, _) = self.topology.trail().swap_remove(piece / 2);
        Some(key)
    }

    /// The open blueprint; a star says that the look is no longer as it was saved.
    fn blueprint(&self) -> String {
        let title = self.topology.blueprint_title();
        title.map_or_else(String::new, |title| format!("  blueprint {title}"))
    }

    fn ribbon(&self) -> Ribbon<'static> {
        let theme = self.theme;
        let trail = self.topology.trail();
        let mut ribbon = Ribbon::default();
        let depth = trail.len();
        for (place, (_, label)) in trail.into_iter().enumerate() {
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

    /// How far away one looks from.
    fn zoom(&self) -> String {
        let look = &self.topology.look;
        if look.view == View::Tree {
            return String::new();
        }
        let level = look.collapse.level;
        let levels = Level::ALL.len();
        format!("  zoom {} of {levels} ", level.number())
    }

    /// Preset, filter and hidden wires: what is not drawn must be said.
    fn aside(&self) -> String {
        let look = &self.topology.look;
        let mut aside = String::new();
        if let Some(name) = self.topology.preset_name() {
            aside = format!("  {} (v)", super::fit::fit(&name, 34, self.theme));
        }
        if !look.filter.is_empty() {
            let found = look
                .collapse
                .matching
                .as_ref()
                .map_or(0, std::collections::BTreeSet::len);
            let text = super::fit::fit(&look.filter.text, 30, self.theme);
            append(&mut aside, format_args!("  /{text}: {found}"));
        }
        if look.collapse.hidden_wires != Collapse::hidden_at_first(look.collapse.level) {
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
