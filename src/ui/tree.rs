//! The same boxes as an indented list, with the same selection.

use super::fit::fit_line;
use super::theme::Theme;
use crate::app::Topology;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

#[derive(Debug)]
pub struct Tree<'a> {
    pub topology: &'a Topology,
    pub theme: Theme,
}

impl Tree<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let rows = self.topology.tree_rows();
        let first = self.topology.tree_top(&rows, usize::from(area.height));
        let selected = self.topology.selected();
        for (y, &(item, depth)) in (area.top()..area.bottom()).zip(rows.iter().skip(first)) {
            let line = fit_line(self.line(item, depth), usize::from(area.width), self.theme);
            buffer.set_line(area.x, y, &line, area.width);
            let found = self.topology.derived.found.as_ref();
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            if found.is_some_and(|found| !found.boxes.contains(&item)) {
                buffer.set_style(row, self.theme.dimmed());
            }
            if Some(item) == selected {
                buffer.set_style(row, self.theme.selected());
            }
        }
    }

    fn line(&self, index: usize, depth: usize) -> Line<'static> {
        let (theme, topology) = (self.theme, self.topology);
        let item = &topology.derived.diagram.items[index];
        let is_folded =
            topology.look.collapse.folded.contains(&item.key) || topology.is_group(item);
        let sign = match (item.is_open, is_folded) {
            (true, _) => theme.open(),
            (_, true) => theme.folded(),
            _ => " ",
        };
        let mut spans = vec![
            Span::styled(format!("{}{sign} ", "  ".repeat(depth)), theme.quiet()),
            Span::styled(theme.mark(item.health), theme.health(item.health)),
            Span::raw(format!(" {}", item.label)),
        ];
        if topology.is_group(item) {
            spans.push(Span::raw(format!(
                " {}{}",
                theme.times(),
                item.members.len()
            )));
        }
        let node = topology.derived.graph.nodes.get(&item.key);
        if let Some(kind) = node.and_then(|node| node.kind) {
            spans.push(Span::styled(format!("  {}", kind.title()), theme.quiet()));
        }
        Line::from(spans)
    }
}
