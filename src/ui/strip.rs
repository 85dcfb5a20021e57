//! Two lines of what matters of the selection.

use super::fit::{self, Ribbon, line_width};
use super::money::Tag;
use super::theme::Theme;
use crate::app::{Clock, Topology, coarse, said, time_of_day};
use crate::graph::{Item, Node, Wire};
use crate::inventory::{Assessed, Health};
use crate::prices::Money;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;
use std::time::Instant;

/// Far ends that are named; of more there is a number.
const NAMED_STUBS: usize = 2;

#[derive(Debug)]
pub struct Strip<'a> {
    pub topology: &'a Topology,
    pub tag: Tag,
    pub clock: Clock,
    pub now: Instant,
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
        if let Some(wire) = self.topology.selected_wire() {
            let wire = &self.topology.derived.diagram.wires[wire];
            return [
                self.wire(wire).line(width, self.theme),
                self.reason(wire).line(width, self.theme),
            ];
        }
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
            Some(assessed) if is_single || item.is_open => {
                self.resource((item, index), assessed, width)
            }
            Some(assessed) => {
                let said = said(&assessed.assessment.state, None);
                [
                    self.how_it_is(item, assessed, &said)
                        .line(width, self.theme),
                    self.inside(item, index).line(width, self.theme),
                ]
            }
            None => [
                self.group(item).line(width, self.theme),
                self.inside(item, index).line(width, self.theme),
            ],
        }
    }

    /// What the selected wire joins, and what goes along it.
    fn wire(&self, wire: &Wire) -> Ribbon<'static> {
        let (theme, items) = (self.theme, &self.topology.derived.diagram.items);
        let strong = |text: &str| Span::styled(text.to_owned(), theme.strong());
        let mut ribbon = Ribbon::default();
        ribbon.add(
            0,
            Span::styled(format!(" {}  ", wire.kind.name()), theme.wire(wire.kind)),
        );
        ribbon.add(0, strong(&items[wire.from].label));
        ribbon.add(0, Span::raw(format!(" {} ", theme.onward())));
        ribbon.add(0, strong(&items[wire.to].label));
        if !wire.label.is_empty() {
            ribbon.add(1, Span::raw(format!("  {}", wire.label)));
        }
        if wire.edges.len() > 1 {
            let count = format!("  {}{}", theme.times(), wire.edges.len());
            ribbon.add(2, Span::raw(count));
        }
        if wire.is_stub {
            ribbon.add(3, Span::styled("  too long to draw", theme.quiet()));
        }
        ribbon
    }

    /// Which of the selection's wires it is, and the first reason for it.
    fn reason(&self, wire: &Wire) -> Ribbon<'static> {
        let derived = &self.topology.derived;
        let edge = wire
            .edges
            .first()
            .and_then(|&edge| derived.graph.edges.get(edge));
        let link = edge.and_then(|edge| derived.survey.links.get(*edge.links.first()?));
        let mut ribbon = Ribbon::default();
        if let Some((place, count)) = self.topology.wire_place() {
            let place = format!("   wire {place} of {count}");
            ribbon.add(0, Span::raw(place));
        }
        if let Some(link) = link {
            let quiet = |text: String| Span::styled(text, self.theme.quiet());
            ribbon.add(1, quiet(format!("  {}", link.evidence.call)));
            ribbon.add(2, quiet(format!(" {}", link.evidence.field)));
        }
        ribbon
    }

    /// Where the lines lead that are not drawn, and where they come from.
    fn add_stubs(&self, ribbon: &mut Ribbon<'static>, item: usize) {
        for (is_onward, sign) in [(true, self.theme.onward()), (false, self.theme.back())] {
            let ends = self.topology.stub_ends(item, is_onward);
            let named: Vec<&str> = ends.iter().take(NAMED_STUBS).copied().collect();
            let named = named.join(", ");
            let sentence = match ends.len().saturating_sub(NAMED_STUBS) {
                _ if ends.is_empty() => continue,
                0 => named,
                rest => format!("{named} and {rest} more"),
            };
            ribbon.add(1, Span::raw(format!("   {sign} {sentence}")));
        }
    }

    /// What a month of it costs, with what is in it.
    fn add_cost(&self, ribbon: &mut Ribbon<'static>, item: &Item) {
        let amount = self.topology.derived.costs.of_item(item);
        let is_by_use = amount.known == Money::ZERO && amount.unknown == 0;
        let text = match amount.open {
            0 if is_by_use => return,
            _ if is_by_use => "paid by use".to_owned(),
            _ => self.tag.month(&amount),
        };
        ribbon.add(1, Span::raw(format!("  {text}")));
    }

    /// A group says by what its members are one.
    fn group(&self, item: &Item) -> Ribbon<'static> {
        let mut ribbon = self.name(item);
        if let Some(reason) = self.topology.grouped_by(item) {
            ribbon.add(2, Span::styled(format!("  {reason}"), self.theme.quiet()));
        }
        ribbon
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

    /// A reason that is too long for the first line takes the second, before the facts.
    fn resource(
        &self,
        (item, index): (&Item, usize),
        assessed: &Assessed,
        width: usize,
    ) -> [Line<'static>; 2] {
        let (theme, assessment) = (self.theme, &assessed.assessment);
        let said = said(&assessment.state, assessment.reason.as_deref());
        let name = self.name(item).line(width, theme);
        let is_long = line_width(&name) + fit::width(&said) + 2 > width;
        let Some(reason) = assessment.reason.as_deref().filter(|_| is_long) else {
            return [
                self.how_it_is(item, assessed, &said).line(width, theme),
                self.facts(assessed, index).line(width, theme),
            ];
        };
        let style = theme.health(assessment.health);
        let room = width.saturating_sub(3);
        let below = |text: &str| {
            let text = Span::styled(fit::fit(text, room, theme), style);
            Line::from(vec![Span::raw("   "), text])
        };
        if fit::width(reason) <= room {
            let first = self.how_it_is(item, assessed, &assessment.state);
            return [first.line(width, theme), below(reason)];
        }
        // Nothing else has room then.
        let beside = width.saturating_sub(line_width(&name) + 2);
        let begun = fit::wrap(&said, beside).swap_remove(0);
        let rest = said[begun.len()..].trim_start().to_owned();
        let mut first = name;
        first.push_span(Span::styled(format!("  {begun}"), style));
        [first, below(&rest)]
    }

    fn how_it_is(&self, item: &Item, assessed: &Assessed, said: &str) -> Ribbon<'static> {
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
        if !said.is_empty() {
            let rank = u8::from(assessment.reason.is_none());
            ribbon.add(rank, Span::styled(format!("  {said}"), style));
        }
        if let Some(at) = self.topology.journal.since(&resource.id) {
            let since = time_of_day(self.clock, at);
            ribbon.add(3, Span::raw(format!("  since {since}")));
        }
        if let Some(read) = self.topology.read_at(assessed) {
            let age = coarse(self.now.saturating_duration_since(read));
            ribbon.add(
                2,
                Span::styled(format!("  stale: {age} old"), theme.warning()),
            );
        }
        ribbon
    }

    fn facts(&self, assessed: &Assessed, item: usize) -> Ribbon<'static> {
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
        let items = &self.topology.derived.diagram.items;
        if let Some(item) = items.get(item) {
            self.add_cost(&mut ribbon, item);
        }
        self.add_stubs(&mut ribbon, item);
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
    fn inside(&self, item: &Item, index: usize) -> Ribbon<'static> {
        let graph = &self.topology.derived.graph;
        let mut counts: BTreeMap<std::cmp::Reverse<Health>, usize> = BTreeMap::new();
        let matching = self.topology.look.collapse.matching.as_ref();
        // What is drawn open is no member of it: its own box alone is.
        let members = item.members.iter().filter_map(|key| graph.nodes.get(key));
        let mut pending: Vec<&Node> = members.collect();
        while let Some(node) = pending.pop() {
            let before = pending.len();
            pending.extend(graph.children_of(Some(&node.key)));
            let is_shown = matching.is_none_or(|matching| matching.contains(&node.key));
            if pending.len() == before && !node.is_container() && is_shown {
                *counts.entry(std::cmp::Reverse(node.health)).or_default() += 1;
            }
        }
        let mut ribbon = Ribbon::default();
        ribbon.add(0, Span::raw(" "));
        self.add_cost(&mut ribbon, item);
        self.add_stubs(&mut ribbon, index);
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
