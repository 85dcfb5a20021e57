//! The window on the scene: the canvas's cells with their colours.

use super::lens::{CostLens, Drawn};
use super::money::Tag;
use super::theme::Theme;
use crate::app::Topology;
use crate::graph::Role;
use crate::inventory::{Health, Presence};
use crate::layout::{Canvas, Ink, Rect as Window};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug)]
pub struct Map<'a> {
    pub topology: &'a Topology,
    /// What costs are shown with, where they are shown.
    pub tag: Option<Tag>,
    pub theme: Theme,
}

impl Map<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let derived = &self.topology.derived;
        let camera = self.topology.look.camera;
        let window = Window {
            x: camera.x,
            y: camera.y,
            width: i32::from(area.width),
            height: i32::from(area.height),
        };
        let touching = self.touching();
        let style = (self.theme.glyphs, &touching);
        let canvas = Canvas::draw(&derived.diagram, &derived.scene, window, style);
        let selected = self.topology.selected();
        let inks = Inks {
            map: self,
            touching: &touching,
            changed: self.changed(),
            accounts: self.accounts(),
            selected,
            wire: self.topology.selected_wire(),
            lens: self.lens(),
        };
        for (y, row) in (area.top()..area.bottom()).zip(canvas.rows()) {
            for (x, cell) in (area.left()..area.right()).zip(row) {
                let Some(target) = buffer.cell_mut((x, y)) else {
                    continue;
                };
                // What stands behind a glyph two cells wide is skipped by the terminal.
                target.set_symbol(if cell.symbol.is_empty() {
                    " "
                } else {
                    inks.symbol(cell.symbol, cell.ink)
                });
                target.set_style(inks.style(cell.ink));
            }
        }
        if let Some(lens) = &inks.lens {
            let drawn = Drawn {
                canvas: &canvas,
                window,
                area,
            };
            lens.draw(&drawn, |ink| inks.is_dimmed(ink), buffer);
        }
    }

    fn lens(&self) -> Option<CostLens<'_>> {
        Some(CostLens {
            topology: self.topology,
            tag: self.tag.as_ref()?,
            theme: self.theme,
        })
    }

    /// The boxes that show something that has changed lately.
    fn changed(&self) -> BTreeSet<usize> {
        let (topology, journal) = (self.topology, &self.topology.journal);
        if !journal.has_marks() {
            return BTreeSet::new();
        }
        let is_marked = |key| journal.is_marked(key);
        let items = topology.derived.diagram.items.iter().enumerate();
        items
            .filter(|(_, item)| {
                is_marked(&item.key) || (!item.is_open && item.members.iter().any(is_marked))
            })
            .map(|(index, _)| index)
            .collect()
    }

    /// The frames that are an account's own: its container, or where there is none, being
    /// alone, the rules of its regions.
    fn accounts(&self) -> BTreeMap<usize, Style> {
        let (watch, diagram) = (&self.topology.watch, &self.topology.derived.diagram);
        let styles: BTreeMap<String, Style> = watch
            .accounts
            .values()
            .filter_map(|watched| {
                let style = self.theme.account(watched.account.frame_colour());
                Some((watched.account.number()?.to_string(), style))
            })
            .collect();
        let outermost = diagram.items.iter().enumerate().filter(|(_, item)| {
            item.parent.is_none() && matches!(item.role, Role::Account | Role::Region)
        });
        let own = outermost.filter_map(|(index, item)| {
            let number = item.key.as_str().split('/').nth(1)?;
            Some((index, *styles.get(number)?))
        });
        own.collect()
    }

    /// The wires that touch the selection; while a wire is selected, that one alone.
    fn touching(&self) -> BTreeSet<usize> {
        if let Some(wire) = self.topology.selected_wire() {
            return BTreeSet::from([wire]);
        }
        let Some(selected) = self.topology.selected() else {
            return BTreeSet::new();
        };
        let wires = self.topology.derived.diagram.wires.iter().enumerate();
        wires
            .filter(|(_, wire)| wire.from == selected || wire.to == selected)
            .map(|(index, _)| index)
            .collect()
    }
}

struct Inks<'a> {
    map: &'a Map<'a>,
    touching: &'a BTreeSet<usize>,
    changed: BTreeSet<usize>,
    accounts: BTreeMap<usize, Style>,
    selected: Option<usize>,
    wire: Option<usize>,
    lens: Option<CostLens<'a>>,
}

impl Inks<'_> {
    fn symbol<'a>(&self, symbol: &'a str, ink: Ink) -> &'a str {
        match ink {
            Ink::Border(item) if Some(item) == self.selected => {
                self.map.theme.heavy(symbol).unwrap_or(symbol)
            }
            _ => symbol,
        }
    }

    fn style(&self, ink: Ink) -> Style {
        let theme = self.map.theme;
        if self.is_dimmed(ink) {
            return theme.dimmed();
        }
        match ink {
            Ink::Border(item) if Some(item) == self.selected => theme.accent(),
            Ink::Border(item) => self.border(item),
            Ink::Mark(item) | Ink::Label(item) if Some(item) == self.selected => theme.selected(),
            Ink::Strip(item, _) if Some(item) == self.selected && self.is_chip(item) => {
                theme.selected()
            }
            Ink::Mark(item) => theme.health(self.health(item)),
            Ink::Strip(_, health) => theme.health(health),
            Ink::Label(item) if self.presence(item) == Presence::Ghost => theme.gone(),
            Ink::Label(item) if self.is_changed(item) => theme.changed(),
            Ink::Label(item) if self.presence(item) == Presence::New => theme.new_here(),
            Ink::Label(item) if self.is_open(item) => theme.strong(),
            Ink::Label(_) | Ink::Body(_) | Ink::Blank => theme.plain(),
            Ink::Wire(wire) | Ink::WireLabel(wire) => self.wire(wire),
        }
    }

    /// While a wire is selected, everything but it and its ends steps back; while
    /// something is searched, what does not match.
    fn is_dimmed(&self, ink: Ink) -> bool {
        if let Some(selected) = self.wire {
            let wire = &self.map.topology.derived.diagram.wires[selected];
            return match ink {
                Ink::Border(item)
                | Ink::Mark(item)
                | Ink::Label(item)
                | Ink::Body(item)
                | Ink::Strip(item, _) => item != wire.from && item != wire.to,
                Ink::Wire(wire) | Ink::WireLabel(wire) => wire != selected,
                Ink::Blank => false,
            };
        }
        let Some(found) = &self.map.topology.derived.found else {
            return false;
        };
        match ink {
            Ink::Border(item)
            | Ink::Mark(item)
            | Ink::Label(item)
            | Ink::Body(item)
            | Ink::Strip(item, _) => Some(item) != self.selected && !found.boxes.contains(&item),
            Ink::Wire(_) | Ink::WireLabel(_) => true,
            Ink::Blank => false,
        }
    }

    fn border(&self, item: usize) -> Style {
        let theme = self.map.theme;
        let health = self.health(item);
        if self.presence(item) == Presence::Ghost {
            theme.gone()
        } else if health.is_problem() && !self.is_open(item) {
            theme.health(health)
        } else if let Some(own) = self.accounts.get(&item) {
            *own
        } else if self.is_open(item) {
            theme.quiet()
        } else {
            let lens = self.lens.as_ref();
            lens.map_or(theme.plain(), |lens| lens.style(item))
        }
    }

    fn wire(&self, wire: usize) -> Style {
        let theme = self.map.theme;
        let Some(drawn) = self.map.topology.derived.diagram.wires.get(wire) else {
            return theme.plain();
        };
        let style = theme.wire(drawn.kind);
        if self.touching.contains(&wire) {
            style.add_modifier(Modifier::BOLD)
        } else {
            style
        }
    }

    fn health(&self, item: usize) -> Health {
        let items = &self.map.topology.derived.diagram.items;
        items.get(item).map_or(Health::Neutral, |item| item.health)
    }

    fn presence(&self, item: usize) -> Presence {
        let items = &self.map.topology.derived.diagram.items;
        items.get(item).map_or(Presence::Here, |item| item.presence)
    }

    /// One row high: what is in it is all that can show that it is selected.
    fn is_chip(&self, item: usize) -> bool {
        let boxes = &self.map.topology.derived.scene.boxes;
        boxes
            .get(item)
            .is_some_and(|placed| placed.rect.height == 1)
    }

    fn is_open(&self, item: usize) -> bool {
        let items = &self.map.topology.derived.diagram.items;
        items.get(item).is_some_and(|item| item.is_open)
    }

    fn is_changed(&self, item: usize) -> bool {
        self.changed.contains(&item)
    }
}
