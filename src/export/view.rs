//! What is to be exported: a picture of a graph with what it was made of.

use super::{Coverage, ScanHeader};
use crate::graph::{Collapse, Diagram, Graph, Level, NodeKey};
use crate::inventory::{Ordinal, Survey};
use crate::layout::{self, Canvas, Glyphs, Memory, Rect, Scene};
use crate::palette::{ColourDepth, ThemeName};
use compact_str::CompactString;
use std::collections::BTreeSet;

/// A view of what is known, as it is on the screen or as a command asks for it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub survey: &'a Survey,
    pub graph: &'a Graph,
    pub collapse: &'a Collapse,
    pub diagram: &'a Diagram,
    pub scene: &'a Scene,
    /// What of it could not be read is told in every form that people read.
    pub coverage: &'a [Coverage],
    pub header: &'a ScanHeader,
    pub style: Style,
}

/// What a form is drawn with, where it has a use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub glyphs: Glyphs,
    /// Without one, a picture has the light one and the dark one, and its reader's
    /// preference decides.
    pub theme: Option<ThemeName>,
    /// Of the terminal, for its colours.
    pub depth: ColourDepth,
}

/// A diagram of a graph with its places, made for an export alone.
#[derive(Debug)]
pub struct Drawn {
    pub collapse: Collapse,
    pub diagram: Diagram,
    pub scene: Scene,
}

impl Drawn {
    /// Cards fill `width` columns, and a table's names are cut for it.
    pub fn of(graph: &Graph, collapse: Collapse, width: i32) -> Self {
        Self::of_diagram(Diagram::of(graph, &collapse), collapse, width)
    }

    /// The same of a diagram to which something was added.
    pub fn of_diagram(diagram: Diagram, collapse: Collapse, width: i32) -> Self {
        let scene = layout::arrange_within(&diagram, &mut Memory::default(), width);
        Self {
            collapse,
            diagram,
            scene,
        }
    }
}

impl View<'_> {
    /// The whole picture in cells.
    pub(super) fn canvas(&self) -> Canvas<'_> {
        let window = Rect {
            x: 0,
            y: 0,
            width: self.scene.size.width,
            height: self.scene.size.height,
        };
        let style = (self.style.glyphs, &BTreeSet::new());
        Canvas::draw(self.diagram, self.scene, window, style)
    }

    /// What it is a picture of, from the outside in.
    pub(super) fn title(&self) -> String {
        let names = self.survey.account_names.values();
        let mut names: Vec<&str> = names.map(CompactString::as_str).collect();
        if names.is_empty() {
            names.push(&self.header.account);
        }
        let mut title = vec![names.join(", ")];
        let focus = self.collapse.focus.iter();
        let round = focus.flat_map(|key| self.graph.ancestry(key));
        let mut inner: Vec<String> = round.map(|node| node.label.to_string()).collect();
        inner.reverse();
        if inner.is_empty() {
            inner.push(self.header.regions.join(", "));
        }
        title.extend(inner.into_iter().filter(|label| !label.is_empty()));
        title.dedup();
        title.join(" › ")
    }

    /// One line for each collector that did not answer, so that a hole is seen as one.
    pub(super) fn gaps(&self) -> Vec<String> {
        let gaps = self.coverage.iter().filter(|one| !one.is_complete());
        let mut gaps: Vec<&Coverage> = gaps.collect();
        gaps.sort();
        let gaps = gaps.into_iter().map(|gap| {
            let reason = gap.error.as_deref().unwrap_or("no reason given");
            format!(
                "not complete: {} in {}: {} ({reason})",
                gap.collector, gap.region, gap.result
            )
        });
        gaps.collect()
    }

    /// The resources that the picture is about: all that is known, unless it is of one
    /// VPC or one resource, or a filter is on. What has no box of its own, as a route
    /// table, belongs to what it stands in.
    pub(super) fn resources(&self) -> Vec<Ordinal> {
        let everything = self.survey.iter().map(|(ordinal, _)| ordinal);
        let is_filtered = self.collapse.matching.is_some();
        let is_part = matches!(self.collapse.level, Level::Vpc | Level::Resource);
        let is_part = is_part && self.collapse.focus.is_some();
        if !is_filtered && !is_part {
            return everything.collect();
        }
        let items = self.diagram.items.iter();
        let drawn = items.flat_map(|item| item.members.iter().chain([&item.key]));
        // What matches and has no box is told where there are no boxes.
        let matching = self.collapse.matching.iter().flatten();
        let drawn: BTreeSet<&NodeKey> = drawn.chain(matching).collect();
        let is_drawn = |ordinal: Ordinal| drawn.contains(&NodeKey::from(self.survey.id(ordinal)));
        let is_inside = |ordinal: Ordinal| {
            let mut round = self.survey.ancestry(ordinal);
            !is_filtered && round.any(is_drawn)
        };
        everything
            .filter(|ordinal| is_drawn(*ordinal) || is_inside(*ordinal))
            .collect()
    }
}
