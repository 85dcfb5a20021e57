//! Heat strips: a row of marks for what is inside something closed, so that a card
//! shows where it is sick without being opened.

use crate::graph::{Graph, Level, Node, NodeKey, Role};
use crate::inventory::{Health, Kind};
use compact_str::{CompactString, format_compact};
use std::collections::BTreeMap;

/// Of more than these each mark stands for several, as the worst of them is.
const MOST_MARKS: usize = 10;
/// Subnets that a card lists; the last row of a longer list says how many more there are.
const MOST_ROWS: usize = 9;

/// A row of a card: what it is of, a mark for each that is in it, and how many there are. Text alone has neither marks nor a count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strip {
    pub label: CompactString,
    pub marks: Vec<Health>,
    pub count: usize,
}

impl Strip {
    pub(super) fn of<'a>(label: CompactString, nodes: impl IntoIterator<Item = &'a Node>) -> Self {
        let all: Vec<Health> = nodes.into_iter().map(|node| node.health).collect();
        let each = all.len().div_ceil(MOST_MARKS).max(1);
        let worst = |some: &[Health]| some.iter().copied().max().unwrap_or_default();
        Self {
            label,
            count: all.len(),
            marks: all.chunks(each).map(worst).collect(),
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

/// The rows of a closed VPC's card: one for each zone, or from nearer for each subnet;
/// or for each of what it has in their place. What stands in none of them has a row of its
/// own, so that the counts add up.
pub(super) fn of_vpc<'a>(
    graph: &'a Graph,
    level: Level,
    (vpc, members): (&'a Node, &[&'a Node]),
) -> Vec<Strip> {
    let wanted: [fn(Role) -> bool; 3] = match level {
        Level::Account => [|role| role == Role::Zone, Role::is_container, |_| false],
        _ => [
            Role::is_subnet,
            |role| role == Role::Group,
            Role::is_container,
        ],
    };
    let mut rows: Vec<(&Node, Vec<&Node>)> = Vec::new();
    let mut is_row = wanted[0];
    for wanted in wanted {
        is_row = wanted;
        list(graph, &vpc.key, is_row, &mut rows);
        if !rows.is_empty() {
            break;
        }
    }
    if rows.is_empty() && members.iter().any(|member| member.key != vpc.key) {
        return by_kind(members);
    }
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
    rows.retain(|(_, inside)| !inside.is_empty() || level == Level::Account);
    let more = if rows.len() > MOST_ROWS {
        rows.split_off(MOST_ROWS - 1)
    } else {
        Vec::new()
    };
    let named = rows.into_iter();
    let mut strips: Vec<Strip> = named
        .map(|(row, inside)| Strip::of(label(row), inside))
        .collect();
    if !more.is_empty() {
        let label = format_compact!("{} more", more.len());
        let inside = more.into_iter().flat_map(|(_, inside)| inside);
        strips.push(Strip::of(label, inside));
    }
    if !beside.is_empty() {
        strips.push(Strip::of("vpc".into(), beside));
    }
    strips
}

/// The rows of a card for what has no containers in it: one for each kind.
pub(super) fn by_kind(members: &[&Node]) -> Vec<Strip> {
    let mut kinds: BTreeMap<Kind, Vec<&Node>> = BTreeMap::new();
    for &member in members {
        kinds
            .entry(member.kind.unwrap_or(Kind::External))
            .or_default()
            .push(member);
    }
    let mut rows: Vec<(CompactString, Vec<&Node>)> = kinds
        .into_iter()
        .map(|(kind, inside)| (CompactString::const_new(kind.plural()), inside))
        .collect();
    if rows.len() > MOST_ROWS {
        let more = rows.split_off(MOST_ROWS - 1);
        let label = format_compact!("{} more", more.len());
        let inside = more.into_iter().flat_map(|(_, inside)| inside);
        rows.push((label, inside.collect()));
    }
    let strips = rows.into_iter();
    strips
        .map(|(label, inside)| Strip::of(label, inside))
        .collect()
}

fn list<'a>(
    graph: &'a Graph,
    container: &NodeKey,
    is_row: fn(Role) -> bool,
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
