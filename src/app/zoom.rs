//! Semantic zoom: how much one picture holds, round what is selected.

use super::Topology;
use super::topology::View;
use crate::graph::{Collapse, Diagram, Graph, Level, Node, NodeKey, Role, Strip};
use crate::inventory::Survey;
use crate::layout::{self, Memory, Size};

/// Above so many items no level is a first look.
const COMFORTABLE: usize = 120;

/// Where somebody was: a level, what it is about, and what was selected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub level: Level,
    pub focus: Option<NodeKey>,
    pub selection: NodeKey,
}

impl Topology {
    /// Where the selection is now.
    pub(super) fn here(&self) -> Option<Place> {
        let collapse = &self.look.collapse;
        Some(Place {
            level: collapse.level,
            focus: collapse.focus.clone(),
            selection: self.look.selection.clone()?,
        })
    }

    /// Goes to the next level nearer or farther that has a picture; among boxes, nearer
    /// first opens what is folded in the selection. Answers whether there was one.
    pub(super) fn zoom(&mut self, by: i8, window: Size) -> bool {
        if self.look.collapse.level == Level::Subnet && by > 0 && self.open_within() {
            return true;
        }
        let here = self.here();
        let has_moved = self.step(by, window);
        if has_moved {
            self.look.history.leave(here);
        }
        has_moved
    }

    fn step(&mut self, by: i8, window: Size) -> bool {
        let mut level = self.look.collapse.level;
        while let Some(next) = level.nearer(by) {
            level = next;
            if let Some(focus) = self.focus_of(level) {
                self.go(level, focus, window);
                return true;
            }
        }
        false
    }

    /// Goes to a level, if it has a picture; the way back is kept.
    pub(super) fn zoom_to(&mut self, level: Level, window: Size) -> bool {
        let Some(focus) = self.focus_of(level) else {
            return false;
        };
        let here = self.here();
        self.go(level, focus, window);
        if self.here() != here {
            self.look.history.leave(here);
        }
        true
    }

    /// Goes to a container; the picture may be nearer than what shows it.
    pub(super) fn lead_out_to(&mut self, key: &NodeKey, window: Size) {
        let here = self.here();
        while self.standing_for(key).is_none() && self.step(-1, window) {}
        if let Some(item) = self.standing_for(key) {
            self.select(item);
        }
        if self.here() != here {
            self.look.history.leave(here);
        }
        self.reveal(window);
    }

    /// Opens everything that is folded in what is selected. Answers whether there is
    /// something.
    fn open_within(&mut self) -> bool {
        let Some(selection) = self.look.selection.clone() else {
            return false;
        };
        let graph = &self.derived.graph;
        let folded = &mut self.look.collapse.folded;
        let before = folded.len();
        folded.retain(|key| graph.ancestry(key).all(|round| round.key != selection));
        let has_opened = folded.len() < before;
        self.look.are_folds_settled |= has_opened;
        has_opened
    }

    /// What a level would be about; `None` where there is nothing to show at it.
    #[expect(clippy::option_option, reason = "some levels are about everything")]
    fn focus_of(&self, level: Level) -> Option<Option<NodeKey>> {
        match level {
            Level::Account | Level::Region => {
                let mut nodes = self.derived.graph.nodes.values();
                nodes.any(|node| node.role.is_block()).then_some(None)
            }
            Level::Vpc => {
                let vpc = self.vpc_of_selection().or_else(|| self.main_vpc());
                vpc.map(|vpc| Some(vpc.key.clone()))
            }
            Level::Subnet => Some(None),
            Level::Resource => self.selected_node().map(|node| Some(node.key.clone())),
        }
    }

    /// The node that is selected; of a group its worst member.
    fn selected_node(&self) -> Option<&Node> {
        let graph = &self.derived.graph;
        let key = self.look.selection.as_ref()?;
        let own = graph.nodes.get(key);
        own.or_else(|| {
            let item = &self.derived.diagram.items[self.selected()?];
            let members = item.members.iter().filter_map(|key| graph.nodes.get(key));
            members.rev().max_by_key(|node| node.health)
        })
    }

    fn vpc_of_selection(&self) -> Option<&Node> {
        let graph = &self.derived.graph;
        let of_node = self.selected_node().and_then(|node| {
            let mut round = graph.ancestry(&node.key);
            round.find(|node| node.role.is_block())
        });
        of_node.or_else(|| {
            let focus = self.look.collapse.focus.as_ref()?;
            let mut round = graph.ancestry(focus);
            round.find(|node| node.role.is_block())
        })
    }

    /// The VPC with the worst health, then with the most inside.
    fn main_vpc(&self) -> Option<&Node> {
        let graph = &self.derived.graph;
        Collapse::main_vpc(graph).and_then(|key| graph.nodes.get(&key))
    }

    /// Shows a level; the selection stays, or becomes what stands for it there.
    pub(super) fn go(&mut self, level: Level, focus: Option<NodeKey>, window: Size) {
        self.look.are_folds_settled = true;
        self.look.is_settled = true;
        self.look.view = View::Map;
        let selected = self.selected_node().map(|node| node.key.clone());
        if self.look.lost.is_none() {
            self.look.lost.clone_from(&selected);
        }
        if level == Level::Subnet {
            let about = selected.or_else(|| self.look.collapse.focus.clone());
            self.open_round(about.as_ref(), window);
        }
        self.look.set_level(level, focus);
        self.rebuild(window);
        self.reveal(window);
    }

    /// Boxes inside boxes, opened round a node: its VPC as far as a screen can hold it.
    pub(super) fn open_round(&mut self, node: Option<&NodeKey>, window: Size) {
        let graph = &self.derived.graph;
        let Some(node) = node else { return };
        let round: Vec<NodeKey> = graph.ancestry(node).map(|node| node.key.clone()).collect();
        let is_open = |key: &NodeKey| !self.look.collapse.folded.contains(key);
        if !self.look.has_seen_boxes {
            let budget = (window.width / 16).max(1) * window.height.max(1);
            self.look.collapse.folded = Collapse::round(graph, node, budget as usize).folded;
            self.look.has_seen_boxes = true;
        } else if !round.iter().all(is_open) {
            self.look.collapse.folded.retain(|key| !round.contains(key));
        }
    }

    /// What a level was about may be gone; then the next one that has a picture is shown.
    pub(super) fn leave_what_is_gone(&mut self) {
        let graph = &self.derived.graph;
        let is_gone = |key: &NodeKey| !graph.nodes.contains_key(key);
        let collapse = &self.look.collapse;
        if collapse.focus.as_ref().is_some_and(is_gone) {
            let has_vpcs = || graph.nodes.values().any(|node| node.role == Role::Vpc);
            let level = match collapse.level {
                Level::Vpc if has_vpcs() => Level::Region,
                _ => Level::Subnet,
            };
            self.look.set_level(level, None);
        }
    }

    /// A first choice of level and folds: the nearest that the window shows without
    /// moving sideways, and in two pages at most. It follows what is read until
    /// everything was read once, or the person folds or zooms for themselves.
    pub(super) fn choose_look(&mut self, window: Size) {
        if self.look.are_folds_settled {
            return;
        }
        let looks = Collapse::first_looks(&self.derived.graph);
        let fitting = looks.iter().position(|look| self.fits(look, window));
        let last = looks.len() - 1;
        let chosen = looks.into_iter().nth(fitting.unwrap_or(last));
        if let Some(chosen) = chosen {
            self.look.has_seen_boxes = chosen.level == Level::Subnet;
            self.look.set_level(chosen.level, chosen.focus);
            self.look.collapse.folded = chosen.folded;
        }
        self.look.are_folds_settled = self.derived.is_whole;
    }

    fn fits(&self, look: &Collapse, window: Size) -> bool {
        let diagram = Diagram::of(&self.derived.graph, look);
        if diagram.items.len() > COMFORTABLE {
            return false;
        }
        let size = layout::arrange_within(&diagram, &mut Memory::default(), window.width).size;
        size.width <= window.width && size.height <= 2 * window.height
    }

    /// What stands in the same row of a table: the services' names stand for it.
    pub(super) fn in_row(&self, item: usize) -> Vec<NodeKey> {
        let Some(table) = &self.derived.diagram.table else {
            return Vec::new();
        };
        let Some(spot) = table.spots[item] else {
            return Vec::new();
        };
        let items = self.derived.diagram.items.iter().zip(&table.spots);
        let row = items.filter(|(_, there)| {
            there.is_some_and(|there| there.row == spot.row && there.column >= spot.column)
        });
        row.flat_map(|(item, _)| item.members.iter().cloned())
            .collect()
    }

    /// From the outermost container to the selection, also where the picture shows less
    /// than all of them.
    pub fn trail(&self) -> Vec<(NodeKey, String)> {
        let items = &self.derived.diagram.items;
        let up = |item: &usize| items[*item].parent;
        let drawn: Vec<usize> = std::iter::successors(self.selected(), up).collect();
        let named = |&item: &usize| (items[item].key.clone(), items[item].label.clone());
        let mut trail: Vec<(NodeKey, String)> = drawn.iter().map(named).collect();
        if let Some(outermost) = drawn.last().map(|&item| &items[item]) {
            let graph = &self.derived.graph;
            let is_own = graph.nodes.contains_key(&outermost.key);
            let own = is_own
                .then_some(&outermost.key)
                .or(outermost.members.first());
            // A group that spans zones stands in what all of its members are in.
            let holds_all = |container: &&Node| {
                let mut members = outermost.members.iter();
                let holds = |key| graph.ancestry(key).any(|round| round.key == container.key);
                is_own || members.all(holds)
            };
            let round = own.into_iter().flat_map(|key| graph.ancestry(key).skip(1));
            let round = round.filter(holds_all);
            trail.extend(round.map(|node| (node.key.clone(), node.label.to_string())));
        }
        trail.reverse();
        trail
    }
}

/// Says in the middle of a resource's picture what it is.
pub fn describe_middle(diagram: &mut Diagram, graph: &Graph, survey: &Survey) {
    let Some(table) = &diagram.table else { return };
    let tall = table
        .spots
        .iter()
        .position(|spot| spot.is_some_and(|spot| spot.is_tall));
    if let Some(item) = tall.map(|index| &mut diagram.items[index]) {
        item.body = profile(&item.key, graph, survey);
    }
}

fn profile(key: &NodeKey, graph: &Graph, survey: &Survey) -> Vec<Strip> {
    let Some(node) = graph.nodes.get(key) else {
        return Vec::new();
    };
    let known = node
        .resource
        .as_ref()
        .and_then(|id| survey.resources.get(id));
    let mut rows = Vec::new();
    if let Some(known) = known {
        let (resource, assessment) = (&known.resource, &known.assessment);
        rows.push(format!(
            "{}  {}",
            resource.kind.title(),
            resource.id.short()
        ));
        let said = super::said(&assessment.state, assessment.reason.as_deref());
        rows.extend(Some(said).filter(|said| !said.is_empty()));
        let facts = resource.facts.iter();
        rows.extend(facts.map(|fact| format!("{}  {}", fact.name, fact.value)));
    }
    let round = graph.ancestry(key).skip(1);
    rows.extend(round.map(|container| format!("in  {}", container.label)));
    rows.into_iter().map(Strip::text).collect()
}
