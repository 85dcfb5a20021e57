//! Heat strips: a row of marks for what is inside something closed, so that a card
//! shows where it is sick without being opened.

use super::Item;
use crate::graph::{Graph, Level, Node, NodeKey, Role};
use crate::inventory::Health;
use compact_str::{CompactString, format_compact};

/// Marks of the longest strip; of a longer one each stands for several.
const MOST_MARKS: usize = 10;
/// Subnets that a card lists; the last row of a longer list says how many more there are.
const MOST_ROWS: usize = 9;

/// A row of a card: what it is of, a mark for each that is in it (or for every so many),
/// and how many there are. Text alone has neither marks nor a count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strip {
    pub label: CompactString,
    pub marks: Vec<Health>,
    pub count: usize,
}

impl Strip {
    pub(super) fn of<'a>(label: CompactString, nodes: impl IntoIterator<Item = &'a Node>) -> Self {
        let marks: Vec<Health> = nodes.into_iter().map(|node| node.health).collect();
        Self {
            label,
            count: marks.len(),
            marks,
        }
    }

    /// A row of text.
    pub fn text(text: impl Into<CompactString>) -> Self {
        Self {
            label: text.into(),
            ..Self::default()
        }
    }
}

/// The rows of a closed VPC's card: one for each zone, or from nearer for each subnet.
/// What stands in none of them has a row of its own, so that the counts add up.
pub(super) fn of_vpc<'a>(
    graph: &'a Graph,
    level: Level,
    (vpc, members): (&'a Node, &[&'a Node]),
) -> Vec<Strip> {
    let is_row = |role: Role| match level {
        Level::Account => role == Role::Zone,
        _ => role.is_subnet(),
    };
    let mut rows: Vec<(&Node, Vec<&Node>)> = Vec::new();
    list(graph, &vpc.key, &is_row, &mut rows);
    let mut beside = Vec::new();
    for &member in members {
        let mut round = graph.ancestry(&member.key);
        let holder = round.find(|node| is_row(node.role));
        let row = rows
            .iter_mut()
            .find(|(row, _)| holder.is_some_and(|holder| holder.key == row.key));
        match row {
            Some((_, inside)) => inside.push(member),
            None if member.key != vpc.key => beside.push(member),
            None => {}
        }
    }
    let label = |row: &Node| match row.role {
        Role::Zone => letter(graph, row),
        _ => row.label.clone(),
    };
    let mut strips: Vec<Strip> = rows
        .into_iter()
        .filter(|(_, inside)| !inside.is_empty() || level == Level::Account)
        .map(|(row, inside)| Strip::of(label(row), inside))
        .collect();
    if strips.len() > MOST_ROWS {
        let rest = strips.split_off(MOST_ROWS - 1);
        let count = rest.iter().map(|strip| strip.count).sum();
        strips.push(Strip {
            label: format_compact!("{} more", rest.len()),
            marks: rest.into_iter().flat_map(|strip| strip.marks).collect(),
            count,
        });
    }
    if !beside.is_empty() {
        strips.push(Strip::of("vpc".into(), beside));
    }
    strips
}

fn list<'a>(
    graph: &'a Graph,
    container: &NodeKey,
    is_row: &impl Fn(Role) -> bool,
    rows: &mut Vec<(&'a Node, Vec<&'a Node>)>,
) {
    for node in graph.children_of(Some(container)) {
        if is_row(node.role) {
            rows.push((node, Vec::new()));
        } else if node.is_container() {
            list(graph, &node.key, is_row, rows);
        }
    }
}

/// What tells a zone from the others of its region: `a` of `eu-west-1a`.
fn letter(graph: &Graph, zone: &Node) -> CompactString {
    let mut round = graph.ancestry(&zone.key);
    let region = round.find(|node| node.role == Role::Region);
    let rest = region.and_then(|region| zone.label.strip_prefix(region.label.as_str()));
    let rest = rest.map(|rest| rest.trim_start_matches('-'));
    rest.filter(|rest| !rest.is_empty())
        .map_or_else(|| zone.label.clone(), CompactString::from)
}

/// Lets each mark stand for so many that the longest strip has [`MOST_MARKS`], the same
/// number in all, so that strips can be compared. Answers that number.
pub(super) fn condense(items: &mut [Item]) -> usize {
    let strips = || items.iter().flat_map(|item| &item.body);
    let longest = strips().map(|strip| strip.marks.len()).max().unwrap_or(0);
    let each = longest.div_ceil(MOST_MARKS).max(1);
    for strip in items.iter_mut().flat_map(|item| &mut item.body) {
        let worst = strip.marks.chunks(each);
        strip.marks = worst
            .map(|marks| marks.iter().copied().max().unwrap_or_default())
            .collect();
    }
    each
}
