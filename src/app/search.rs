//! Searching: what matches stays lit, everything else is dimmed, and nothing moves but
//! the selection.

use super::Topology;
use crate::layout::Size;
use std::collections::BTreeSet;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Boxes that show something that matches, by their indexes.
    pub boxes: BTreeSet<usize>,
    /// How many nodes match, also those inside folded boxes.
    pub count: usize,
}

impl Topology {
    /// Follows what is searched and what is drawn.
    pub(super) fn find(&mut self) {
        let derived = &mut self.derived;
        let matching = self.look.search.matching(&derived.survey, &derived.graph);
        derived.found = matching.map(|matching| {
            let items = derived.diagram.items.iter().enumerate();
            let boxes = items.filter(|(_, item)| {
                if item.is_open {
                    matching.contains(&item.key)
                } else {
                    item.members.iter().any(|member| matching.contains(member))
                }
            });
            Found {
                boxes: boxes.map(|(index, _)| index).collect(),
                count: matching.len(),
            }
        });
    }

    /// Selects the first box that matches, unless the selected one does.
    pub(super) fn select_found(&mut self, window: Size) {
        let found = self.found_in_order();
        if self.selected().is_some_and(|item| found.contains(&item)) {
            return;
        }
        if let Some(&first) = found.first() {
            self.jump(first);
            self.reveal(window);
        }
    }

    /// Selects the next box that matches, or the one before; behind the last comes the first.
    pub(super) fn step_found(&mut self, by: isize, window: Size) {
        let found = self.found_in_order();
        let here = found
            .iter()
            .position(|&item| Some(item) == self.selected())
            .map_or(-by.min(0), |here| here as isize + by);
        let count = found.len() as isize;
        if count > 0 {
            self.select(found[here.rem_euclid(count) as usize]);
            self.reveal(window);
        }
    }

    fn found_in_order(&self) -> Vec<usize> {
        let Some(found) = &self.derived.found else {
            return Vec::new();
        };
        let mut order = self.reading_order();
        let open = found.boxes.iter().filter(|item| !order.contains(item));
        let open: Vec<usize> = open.copied().collect();
        order.extend(open);
        order.retain(|item| found.boxes.contains(item));
        order
    }
}
