//! Zones side by side are drawn alike: row level with row, and those on the right as the
//! mirror of those on the left.

use super::memory::Memory;
use super::plan::{BoxId, Channel, Facing, Gap, Plan, Row, RowId};
use super::slots::key_of;
use crate::graph::Diagram;
use std::collections::{BTreeMap, BTreeSet};

/// Zones side by side get the same rows, so that public is level with public.
pub(super) fn align(plan: &mut Plan) {
    for parent in plan.containers() {
        let inside = plan.boxes[parent]
            .rows
            .iter()
            .flat_map(|row| row.slots.iter().copied());
        let zones: Vec<BoxId> = inside
            .filter(|&id| plan.is_zone(id) && plan.boxes[id].is_open)
            .collect();
        let ids: BTreeSet<RowId> = zones
            .iter()
            .flat_map(|&zone| &plan.boxes[zone].rows)
            .map(|row| row.id)
            .collect();
        for zone in zones {
            let had = std::mem::take(&mut plan.boxes[zone].rows);
            let above: BTreeMap<RowId, Channel> = had
                .iter()
                .zip(&plan.boxes[zone].channels)
                .map(|(row, c)| (row.id, *c))
                .collect();
            let last = plan.boxes[zone]
                .channels
                .last()
                .copied()
                .unwrap_or_default();
            let mut had: BTreeMap<RowId, Row> = had.into_iter().map(|row| (row.id, row)).collect();
            let empty = |id| Row {
                id,
                gaps: vec![Gap::default()],
                ..Row::default()
            };
            let rows = ids
                .iter()
                .map(|id| had.remove(id).unwrap_or_else(|| empty(*id)));
            plan.boxes[zone].rows = rows.collect();
            plan.boxes[zone].channels = ids
                .iter()
                .map(|id| above.get(id).copied().unwrap_or_default())
                .collect();
            plan.boxes[zone].channels.push(last);
        }
    }
    plan.index_rows();
}

/// Zones from the middle of their row on are the mirror of those before it, unless they
/// were not so before. In small drawings there is little to cross, and titles are better
/// looked for on one side.
pub(super) fn mirror(diagram: &Diagram, plan: &mut Plan, memory: &Memory) {
    if !plan.is_roomy {
        return;
    }
    for id in plan.containers() {
        for row in 0..plan.boxes[id].rows.len() {
            let slots = plan.boxes[id].rows[row].slots.clone();
            for (column, &slot) in slots.iter().enumerate() {
                if plan.is_zone(slot) && slot < plan.root {
                    let was = memory.containers.get(&key_of(diagram, plan, slot));
                    let is_right = column > 0 && 2 * column + 1 >= slots.len();
                    let usual = if is_right {
                        Facing::Mirrored
                    } else {
                        Facing::Usual
                    };
                    plan.boxes[slot].facing = was.map_or(usual, |was| was.facing);
                }
            }
        }
        if plan.is_subnet(id) {
            plan.boxes[id].facing = plan.boxes[plan.boxes[id].parent].facing;
        }
    }
}
