//! Two lines of what matters of the selection.

use super::fit::Ribbon;
use super::theme::Theme;
use crate::app::{Clock, Topology, said, time_of_day};
use crate::graph::Item;
use crate::inventory::{Assessed, Health};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Strip<'a> {
    pub topology: &'a Topology,
    pub clock: Clock,
    pub theme: Theme,
}

impl Strip<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let width = usize::from(area.width);
        for (y, line) in (area.top()..area.bottom()).zip(self.lines(width)) {
            buffer.set_line(area.x, y, &line, area.width);
        }
    }

    fn lines(&self, width: usize) -> [Line<'static>; 2] {
        let Some(index) = self.topology.selected() else {
            return [Line::default(), Line::default()];
        };
        let derived = &self.topology.derived;
        let item = &derived.diagram.items[index];
        let node = derived.graph.nodes.get(&item.key);
        let id = node.and_then(|node| node.resource.as_ref());
        let assessed = id.and_then(|id| derived.survey.resources.get(id));
        let is_single = item.members.len() <= 1;
        match assessed {
            Some(assessed) if is_single || item.is_open => [
                self.how_it_is(item, assessed).line(width, self.theme),
                self.facts(assessed).line(width, self.theme),
            ],
            _ => [
                self.name(item).line(width, self.theme),
                self.inside(item).line(width, self.theme),
            ],
        }
    }

    fn name(&self, item: &Item) -> Ribbon<'static> {
        let theme = self.theme;
        let mut ribbon = Ribbon::default();
        ribbon.add(
            0,
            Span::styled(
                format!(" {} ", theme.mark(item.health)),
                theme.health(item.health),
            ),
        );
        ribbon.add(0, Span::styled(item.label.clone(), theme.strong()));
        if self.topology.is_group(item) {
            ribbon.add(
                1,
                Span::raw(format!(" {}{}", theme.times(), item.members.len())),
            );
        }
        ribbon
    }

    fn how_it_is(&self, item: &Item, assessed: &Assessed) -> Ribbon<'static> {
        let (theme, resource, assessment) = (self.theme, &assessed.resource, &assessed.assessment);
        let mut ribbon = self.name(item);
        ribbon.add(4, Span::raw(format!("  {}", resource.kind.title())));
        if resource.id.short() != resource.name {
            ribbon.add(
                5,
                Span::styled(format!("  {}", resource.id.short()), theme.quiet()),
            );
        }
        let style = theme.health(assessment.health);
        let said = said(&assessment.state, assessment.reason.as_deref());
        if !said.is_empty() {
            let rank = u8::from(assessment.reason.is_none());
            ribbon.add(rank, Span::styled(format!("  {said}"), style));
        }
        if let Some(at) = self.topology.journal.since(&resource.id) {
            let since = time_of_day(self.clock, at);
            ribbon.add(3, Span::raw(format!("  since {since}")));
        }
        if assessed.is_stale {
            ribbon.add(2, Span::styled("  stale", theme.warning()));
        }
        ribbon
    }

    fn facts(&self, assessed: &Assessed) -> Ribbon<'static> {
        let resource = &assessed.resource;
        let mut ribbon = Ribbon::default();
        let place = resource.zone.as_deref().unwrap_or(resource.region.as_str());
        let watch = &self.topology.watch;
        let account = if watch.has_several_accounts() {
            format!("{} ", watch.name_of(resource.account))
        } else {
            String::new()
        };
        ribbon.add(0, Span::raw(format!("   {account}{place}")));
        for (rank, fact) in (1..).zip(resource.facts.iter().take(12)) {
            ribbon.add(
                rank,
                Span::styled(format!("  {} ", fact.name), self.theme.quiet()),
            );
            ribbon.add(rank, Span::raw(fact.value.to_string()));
        }
        ribbon
    }

    /// How what it stands for is, counted.
    fn inside(&self, item: &Item) -> Ribbon<'static> {
        let graph = &self.topology.derived.graph;
        let mut counts: BTreeMap<std::cmp::Reverse<Health>, usize> = BTreeMap::new();
        for node in item.members.iter().filter_map(|key| graph.nodes.get(key)) {
            if graph.children_of(Some(&node.key)).next().is_none() {
                *counts.entry(std::cmp::Reverse(node.health)).or_default() += 1;
            }
        }
        let mut ribbon = Ribbon::default();
        ribbon.add(0, Span::raw(" "));
        for (rank, (std::cmp::Reverse(health), count)) in (0..).zip(counts) {
            let name = match health {
                Health::Neutral => "other".to_owned(),
                health => format!("{} {health}", self.theme.mark(health)),
            };
            ribbon.add(
                rank,
                Span::styled(format!("  {count} {name}"), self.theme.health(health)),
            );
        }
        ribbon
    }
}
