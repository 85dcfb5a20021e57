//! The lines between the boxes: edges lifted to what is drawn, with what goes along
//! them; and which of them would only be a thicket.

use super::{BTreeMap, BTreeSet, Beyond, Drawing, Graph, Item, Level, Wire, WireKind};
use crate::text::natural;
use compact_str::{CompactString, format_compact};

/// The widest label that a wire carries.
const LABEL_WIDTH: usize = 24;

/// Above so many lines in one space between VPCs each is told at its ends.
const MOST_LONG_LINES: usize = 8;

/// The edges that each wire stands for.
pub(super) type Merged = BTreeMap<(usize, usize, WireKind), Vec<usize>>;

/// The edges of an item to each node that is not in the picture, by whether they begin at
/// the item.
pub(super) type Leaving = BTreeMap<(usize, bool, usize, WireKind), Vec<usize>>;

impl Drawing<'_> {
    /// The lines in the picture, and those that lead out of it.
    pub(super) fn wires(&self) -> (Vec<Wire>, Vec<Beyond>) {
        if self.collapse.level == Level::Account {
            return (Vec::new(), Vec::new());
        }
        let mut merged = Merged::new();
        let mut beyond = Leaving::new();
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if self.collapse.hidden_wires.contains(&edge.kind) {
                continue;
            }
            let edges = match (self.item_of[edge.from], self.item_of[edge.to]) {
                (Some(from), Some(to)) if self.is_inside(from, to) || self.is_inside(to, from) => {
                    continue;
                }
                (Some(from), Some(to)) => merged.entry((from, to, edge.kind)).or_default(),
                (Some(from), None) => {
                    let key = (from, true, edge.to, edge.kind);
                    beyond.entry(key).or_default()
                }
                (None, Some(to)) => {
                    let key = (to, false, edge.from, edge.kind);
                    beyond.entry(key).or_default()
                }
                (None, None) => continue,
            };
            edges.push(index);
        }
        let mut wires = in_order(self.graph, merged);
        mark_stubs(&self.items, &mut wires);
        (wires, told(self.graph, beyond))
    }

    /// Whether an item is the other or inside it: no line is drawn between the two.
    fn is_inside(&self, inner: usize, outer: usize) -> bool {
        round(&self.items, inner).any(|index| index == outer)
    }
}

/// What leads out of the picture, item by item.
pub(super) fn told(graph: &Graph, leaving: Leaving) -> Vec<Beyond> {
    let leaving = leaving.into_iter();
    let told = leaving.map(|((item, is_onward, far, kind), edges)| Beyond {
        item,
        is_onward,
        kind,
        far: graph.nodes[far].key.clone(),
        edges,
    });
    told.collect()
}

/// Edges by the boxes that they join, as wires.
pub(super) fn in_order(graph: &Graph, merged: Merged) -> Vec<Wire> {
    let wires = merged.into_iter().map(|((from, to, kind), edges)| Wire {
        label: label(graph, &edges),
        ..Wire::new((from, to), kind, edges)
    });
    wires.collect()
}

fn label(graph: &Graph, edges: &[usize]) -> CompactString {
    let edges = edges.iter().map(|&edge| &graph.edges[edge]);
    let mut labels: Vec<&CompactString> = edges.flat_map(|edge| &edge.labels).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.sort_by(|a, b| natural(a, b));
    joined(&labels)
}

/// An item and everything that it stands in, from the inside out.
fn round(items: &[Item], item: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(item), |&index| items[index].parent)
}

/// As many as fit, and how many more there are: `80/http 443/https +3`.
fn joined(labels: &[&CompactString]) -> CompactString {
    let more = |count: usize| match count {
        0 => CompactString::default(),
        count => format_compact!(" +{count}"),
    };
    let mut joined = CompactString::default();
    for (index, label) in labels.iter().enumerate() {
        let gap = if index == 0 { "" } else { " " };
        let rest = more(labels.len() - index - 1);
        let cells = joined.chars().count() + gap.len() + label.chars().count() + rest.len();
        if index > 0 && cells > LABEL_WIDTH {
            joined.push_str(&more(labels.len() - index));
            return joined;
        }
        joined.push_str(gap);
        joined.push_str(label);
    }
    joined
}

/// Lines from VPC to VPC, and to what stands beside them, share the space between them.
/// More of them than can be told apart are not drawn: each is told at its ends, where one
/// can go along it.
fn mark_stubs(items: &[Item], wires: &mut [Wire]) {
    let mut spaces: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, wire) in wires.iter().enumerate() {
        let ends = (block_of(items, wire.from), block_of(items, wire.to));
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            spaces.entry(space(items, wire)).or_default().push(index);
        }
    }
    for long in spaces.into_values() {
        if long.len() > MOST_LONG_LINES {
            for wire in long {
                wires[wire].is_stub = true;
            }
        }
    }
}

/// The VPC that it is in, or the services.
fn block_of(items: &[Item], item: usize) -> Option<usize> {
    round(items, item).find(|&index| items[index].role.is_block())
}

/// The innermost container that holds both ends.
fn space(items: &[Item], wire: &Wire) -> Option<usize> {
    let of_one: BTreeSet<usize> = round(items, wire.from).collect();
    round(items, wire.to).find(|index| of_one.contains(index))
}

#[cfg(test)]
mod tests {
    use super::joined;
    use compact_str::CompactString;

    #[test]
    fn labels_are_told_as_far_as_they_fit() {
        for (labels, told) in [
            (&[][..], ""),
            (&["443/https"], "443/https"),
            (&["80/http", "443/https"], "80/http 443/https"),
            (
                &["22/ssh", "80/http", "443/https"],
                "22/ssh 80/http 443/https",
            ),
            (
                &["22/ssh", "80/http", "443/https", "all"],
                "22/ssh 80/http +2",
            ),
            (
                &["a-label-far-too-long-for-a-wire", "x"],
                "a-label-far-too-long-for-a-wire +1",
            ),
        ] {
            let labels: Vec<CompactString> = labels.iter().map(|&label| label.into()).collect();
            let labels: Vec<&CompactString> = labels.iter().collect();
            assert_eq!(joined(&labels), told);
        }
    }
}
