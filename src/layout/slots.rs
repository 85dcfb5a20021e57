//! The diagram as rows of boxes in containers, with the sizes that they had.

use super::filler::Filler;
use super::memory::{Container, LAST, Memory};
use super::moves::Wishes;
use super::plan::{BoxId, Plan, PlanBox};
use super::{caption, card, frame, template, zones};
use crate::graph::{Diagram, Item, NodeKey, Role};
use std::collections::BTreeSet;

/// A drawing of more leaves than this keeps slack.
const SMALL: usize = 60;

/// The diagram in rows, before any wire.
pub(super) fn build(diagram: &Diagram, memory: &Memory, wishes: &Wishes) -> Plan {
    let mut plan = boxes_of(diagram);
    plan.has_cards = diagram.is_overview;
    plan.room = wishes.width;
    let mut children: Vec<Vec<BoxId>> = vec![Vec::new(); plan.boxes.len()];
    let mut by_rank = vec![plan.root; plan.root];
    for (id, &rank) in plan.ranks.iter().enumerate() {
        by_rank[rank] = id;
    }
    for id in by_rank {
        children[plan.boxes[id].parent].push(id);
    }
    let nothing = Container::default();
    let refolded = refolded(diagram, &plan, memory);
    for id in innermost_first(&plan) {
        let zones = children[id].iter().filter(|&&child| plan.is_zone(child));
        plan.boxes[id].span = zones.map(|&zone| plan.boxes[zone].rect.width + 1).sum();
        let key = key_of(diagram, &plan, id);
        let remembered = memory.containers.get(&key);
        let remembered = remembered.filter(|of| !of.is_forgotten).unwrap_or(&nothing);
        let mut filler = Filler {
            plan: &mut plan,
            diagram,
            container: id,
            keeps_sizes: !refolded.contains(&id),
            given: &memory.given,
            wishes,
        };
        let rows = filler.fill(&children[id], remembered);
        plan.set_rows(id, rows);
        for row in &mut plan.boxes[id].rows {
            row.is_new = !remembered.rows.contains_key(&row.id);
        }
        if !refolded.contains(&id) {
            recall_sizes(&mut plan, id, remembered);
        }
        frame::measure(&mut plan, id);
    }
    zones::align(&mut plan);
    zones::mirror(diagram, &mut plan, memory);
    plan
}

/// The root has the empty key.
pub(super) fn key_of(diagram: &Diagram, plan: &Plan, id: BoxId) -> NodeKey {
    if id == plan.root {
        NodeKey::new("")
    } else {
        diagram.items[id].key.clone()
    }
}

fn boxes_of(diagram: &Diagram) -> Plan {
    let root = diagram.items.len();
    let mut boxes: Vec<PlanBox> = diagram
        .items
        .iter()
        .enumerate()
        .map(|(id, item)| {
            let caption = caption::cells(item).max(card::cells(item));
            PlanBox {
                parent: container_of(diagram, id, item),
                role: Some(item.role),
                is_open: item.is_open,
                caption,
                body: card::rows(item),
                title: caption - caption::MARK + caption::title_mark(item),
                ..PlanBox::default()
            }
        })
        .collect();
    boxes.push(PlanBox {
        parent: root,
        is_open: true,
        ..PlanBox::default()
    });
    for id in 0..root {
        let parent = boxes[id].parent;
        let is_subnet = boxes[id].role.is_some_and(Role::is_subnet);
        let is_only = parent == root && boxes[id].is_open && boxes[id].role == Some(Role::Region);
        boxes[id].is_band = is_subnet && boxes[parent].role == Some(Role::Zone)
            || is_only
                && boxes[..root]
                    .iter()
                    .filter(|other| other.parent == root)
                    .count()
                    == 1;
    }
    let leaves = diagram.items.iter().filter(|item| !item.is_open).count();
    let mut plan = Plan {
        boxes,
        root,
        ranks: template::ranks(diagram),
        wired: wired(diagram),
        channels: Vec::new(),
        is_roomy: leaves > SMALL,
        ..Plan::default()
    };
    for id in 0..root {
        if !plan.boxes[id].is_open {
            frame::measure(&mut plan, id);
        }
    }
    plan
}

/// The nearest ancestor that is drawn open; a broken reference leads to the root.
fn container_of(diagram: &Diagram, id: usize, item: &Item) -> BoxId {
    let (mut below, mut parent) = (id, item.parent);
    while let Some(up) = parent.filter(|&up| up < below) {
        if diagram.items[up].is_open {
            return up;
        }
        (below, parent) = (up, diagram.items[up].parent);
    }
    diagram.items.len()
}

fn wired(diagram: &Diagram) -> Vec<bool> {
    let mut wired = vec![false; diagram.items.len()];
    for wire in &diagram.wires {
        for end in [wire.from, wire.to] {
            if let Some(end) = wired.get_mut(end) {
                *end |= wire.from != wire.to;
            }
        }
    }
    wired
}

fn innermost_first(plan: &Plan) -> Vec<BoxId> {
    let mut containers: Vec<(usize, BoxId)> = (0..plan.boxes.len())
        .filter(|&id| plan.boxes[id].is_open)
        .map(|id| (plan.ancestry(id).len(), id))
        .collect();
    containers.sort_by_key(|&(depth, id)| (std::cmp::Reverse(depth), id));
    containers.into_iter().map(|(_, id)| id).collect()
}

/// The containers round a container that was opened or closed since.
fn refolded(diagram: &Diagram, plan: &Plan, memory: &Memory) -> BTreeSet<BoxId> {
    let mut changed = BTreeSet::new();
    let mut gone: BTreeSet<&NodeKey> = memory.open.iter().collect();
    for (id, item) in diagram.items.iter().enumerate() {
        let was_open = gone.remove(&item.key);
        if was_open != item.is_open {
            changed.extend(plan.ancestry(id));
        }
    }
    for key in gone {
        let holders = memory
            .containers
            .iter()
            .filter(|(_, place)| place.rows.values().flatten().any(|slot| &slot.key == key));
        let keys: BTreeSet<&NodeKey> = holders.map(|(key, _)| key).collect();
        changed.insert(plan.root);
        for id in 0..plan.root {
            if keys.contains(&diagram.items[id].key) {
                changed.extend(plan.ancestry(id));
            }
        }
    }
    changed
}

fn recall_sizes(plan: &mut Plan, id: BoxId, remembered: &Container) {
    let has_rails = plan.is_zone(id) || plan.is_subnet(id);
    let PlanBox {
        rows,
        channels,
        least,
        ..
    } = &mut plan.boxes[id];
    *least = remembered.size;
    for (row, channel) in rows.iter_mut().zip(channels.iter_mut()) {
        channel.least = remembered.channels.get(&row.id).copied();
        row.start = remembered.starts.get(&row.id).copied();
        let Some((&last, others)) = remembered
            .gaps
            .get(&row.id)
            .and_then(|widths| widths.split_last())
        else {
            continue;
        };
        for (gap, width) in row.gaps.iter_mut().zip(others) {
            gap.least = *width;
        }
        // A rail stays at the side when a box is added; any other gap stays where it was.
        let at = if has_rails {
            row.gaps.len() - 1
        } else {
            others.len()
        };
        if let Some(gap) = row.gaps.get_mut(at) {
            gap.least = last;
        }
    }
    if let Some(channel) = channels.last_mut() {
        channel.least = remembered.channels.get(&LAST).copied();
    }
}
