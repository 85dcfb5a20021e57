//! Sizes and places of boxes, in whole cells: widths from the inside out, then
//! columns from the outside in; heights and rows likewise.

use super::Rect;
use super::plan::{BoxId, Channel, Plan, PlanBox};
use crate::graph::Role;

const LEAF_HEIGHT: i32 = 3;
/// Widths are rounded up to it, so that a longer label often moves nothing.
const QUANTUM: i32 = 4;
/// A title shorter than this is not cut for the sake of a narrow zone.
const NARROW_TITLE: i32 = 16;
const WIDE_TITLE: i32 = 32;

/// Writes the box's own size, from those of its children.
pub(super) fn measure(plan: &mut Plan, id: BoxId) {
    if plan.boxes[id].is_open || plan.boxes[id].is_band {
        let (width, height) = (container_width(plan, id), container_height(plan, id));
        plan.boxes[id].rect.width = width;
        plan.boxes[id].rect.height = height;
    } else {
        let is_roomy = plan.is_roomy;
        let leaf = &mut plan.boxes[id];
        let natural = if is_roomy {
            round_up(leaf.caption) + 2
        } else {
            leaf.caption + 3
        };
        let kept = if leaf.least.width > 0 {
            leaf.least.width
        } else {
            natural
        };
        leaf.rect.width = kept.max(leaf.ports[0].max(leaf.ports[1]) + 2);
        leaf.rect.height = (LEAF_HEIGHT + leaf.body).max(leaf.least.height);
    }
}

/// Widths and columns of everything.
pub(super) fn lay_columns(plan: &mut Plan) {
    for id in 0..plan.boxes.len() {
        if !plan.boxes[id].is_open {
            measure(plan, id);
        }
    }
    let containers = plan.containers();
    for &id in containers.iter().rev() {
        let width = container_width(plan, id);
        plan.boxes[id].rect.width = width;
    }
    plan.boxes[plan.root].rect.x = 0;
    for id in containers {
        for row in 0..plan.boxes[id].rows.len() {
            place_row(plan, id, row);
        }
    }
}

/// Heights and rows of everything, once the lanes of the channels are known.
pub(super) fn lay_rows(plan: &mut Plan) {
    settle(plan, &[plan.root]);
    plan.boxes[plan.root].rect.y = 0;
    for id in plan.containers() {
        let mut y = plan.boxes[id].rect.y + plan.head(id);
        for row in 0..plan.boxes[id].rows.len() {
            plan.boxes[id].channels[row].y = y;
            y += plan.boxes[id].channels[row].height;
            plan.boxes[id].rows[row].y = y;
            let height = plan.boxes[id].rows[row].height;
            y += height;
            for slot in plan.boxes[id].rows[row].slots.clone() {
                plan.boxes[slot].rect.y = y - height;
                let fills = plan.is_zone(slot) || plan.is_subnet(slot);
                if plan.boxes[slot].is_band || plan.boxes[slot].is_open && fills {
                    plan.boxes[slot].rect.height = height;
                }
            }
        }
        if let Some(last) = plan.boxes[id].channels.last_mut() {
            last.y = y;
        }
    }
}

/// Cells of a container's title, as far as there is room for it beside the ports.
pub(super) fn title(plan: &Plan, id: BoxId) -> Rect {
    let PlanBox {
        rect, title, ports, ..
    } = &plan.boxes[id];
    let side = plan.side(id);
    let width = (*title).min(rect.width - 4 - 2 * side - ports[0]).max(0);
    Rect {
        x: if plan.is_mirrored(id) {
            rect.right() - 2 - side - width
        } else {
            rect.x + 2 + side
        },
        y: rect.y,
        width,
        height: 1,
    }
}

fn round_up(width: i32) -> i32 {
    (width + QUANTUM - 1) / QUANTUM * QUANTUM
}

fn container_width(plan: &Plan, id: BoxId) -> i32 {
    let container = &plan.boxes[id];
    let is_narrow = plan.is_zone(id) || plan.is_subnet(id);
    let title = container
        .caption
        .min(if is_narrow { NARROW_TITLE } else { WIDE_TITLE });
    let widest = (0..container.rows.len())
        .map(|row| row_width(plan, id, row))
        .max();
    let inside = widest.unwrap_or(0) + 2 * plan.side(id);
    let border = (title + 4 + 2 * plan.side(id) + container.ports[0]).max(container.ports[1] + 2);
    let natural = if id == plan.root {
        inside
    } else {
        inside.max(border)
    };
    let rounds = plan.is_roomy
        && container
            .role
            .is_some_and(|role| !matches!(role, Role::Region | Role::Division));
    let rounded = if rounds { round_up(natural) } else { natural };
    rounded.max(container.least.width) + container.extra
}

fn row_width(plan: &Plan, id: BoxId, row: usize) -> i32 {
    let slots = &plan.boxes[id].rows[row].slots;
    let boxes: i32 = slots.iter().map(|&slot| plan.boxes[slot].rect.width).sum();
    let gaps: i32 = (0..=slots.len())
        .map(|gap| gap_width(plan, (id, row), gap))
        .sum();
    boxes + gaps
}

/// Columns of a gap.
pub(super) fn gap_width(plan: &Plan, (id, row): (BoxId, usize), gap: usize) -> i32 {
    let gaps = &plan.boxes[id].rows[row].gaps;
    let lanes = gaps[gap].lanes;
    let is_side = gap == 0 || gap + 1 == gaps.len();
    let least = gaps[gap].least;
    match (is_side, lanes) {
        (true, 0) => least,
        (true, lanes) if lanes < least => least,
        (true, lanes) => lanes + 1 + i32::from(plan.is_roomy),
        (false, 0) => least.max(spacing(plan, id)),
        (false, lanes) => least.max(lanes + 2),
    }
}

/// Blank columns between boxes side by side.
fn spacing(plan: &Plan, id: BoxId) -> i32 {
    i32::from(!plan.is_subnet(id))
}

fn place_row(plan: &mut Plan, id: BoxId, row: usize) {
    let border = plan.side(id);
    let (left, right) = (
        plan.boxes[id].rect.x + border,
        plan.boxes[id].rect.right() - border,
    );
    let slots = plan.boxes[id].rows[row].slots.clone();
    let mut slack = (right - left - row_width(plan, id, row)).max(0);
    slack = stretch(plan, &slots, slack);
    // As set in as before, as long as the gap before it and the rest after it have room.
    let first_gap = gap_width(plan, (id, row), 0);
    let fits = |start: &i32| (0..=slack).contains(&(start - first_gap));
    let kept = plan.boxes[id].rows[row].start.filter(fits);
    let mut x = left + kept.map_or_else(|| indent(plan, id, slack), |start| start - first_gap);
    for gap in 0..=slots.len() {
        let from = if gap == 0 { left } else { x };
        x += gap_width(plan, (id, row), gap);
        let to = if gap == slots.len() { right - 1 } else { x - 1 };
        plan.boxes[id].rows[row].gaps[gap].from = from;
        plan.boxes[id].rows[row].gaps[gap].to = to;
        if let Some(&slot) = slots.get(gap) {
            plan.boxes[slot].rect.x = x;
            x += plan.boxes[slot].rect.width;
        }
    }
}

/// How far the rows of a small grid are set in together: not at all without wires.
fn block_slack(plan: &Plan, id: BoxId) -> i32 {
    let rows = &plan.boxes[id].rows;
    let mut slots = rows.iter().flat_map(|row| &row.slots);
    if !slots.any(|&slot| plan.is_wired(slot)) {
        return 0;
    }
    let widest = (0..rows.len()).map(|row| row_width(plan, id, row)).max();
    (plan.boxes[id].rect.width - 2 * plan.side(id) - widest.unwrap_or(0)).max(0)
}

/// How far a row that does not fill its container is set in: in zones and subnets, where
/// titles take the left of the frame and wires enter at its right, as far as looks well;
/// grids of containers not at all; else to the middle.
fn indent(plan: &Plan, id: BoxId, slack: i32) -> i32 {
    match plan.boxes[id].role {
        None | Some(Role::Region | Role::Division) => 0,
        _ if plan.is_zone(id) || plan.is_subnet(id) => {
            let slack = if plan.is_roomy {
                slack
            } else {
                block_slack(plan, id)
            };
            let margin = 1.min(slack / 2);
            if plan.is_mirrored(id) {
                margin
            } else {
                slack - margin
            }
        }
        _ => slack / 2,
    }
}

/// Bands fill the width of their container.
fn stretch(plan: &mut Plan, slots: &[BoxId], slack: i32) -> i32 {
    match *slots {
        [only] if plan.boxes[only].is_band => {
            plan.boxes[only].rect.width += slack;
            0
        }
        _ => slack,
    }
}

fn container_height(plan: &Plan, id: BoxId) -> i32 {
    let container = &plan.boxes[id];
    let tallest = container.rows.iter().map(|row| {
        row.slots
            .iter()
            .map(|&slot| plan.boxes[slot].rect.height)
            .max()
            .unwrap_or(0)
    });
    tallest.sum::<i32>() + plan.frame_rows(id)
}

/// Heights of containers that stand level with each other and have the same rows.
fn settle(plan: &mut Plan, group: &[BoxId]) {
    let Some(&first) = group.first() else { return };
    for row in 0..plan.boxes[first].rows.len() {
        let inside: Vec<BoxId> = group
            .iter()
            .flat_map(|&id| plan.boxes[id].rows[row].slots.iter().copied())
            .collect();
        for level in levels(plan, &inside) {
            settle(plan, &level);
        }
        let height = inside
            .iter()
            .map(|&slot| plan.boxes[slot].rect.height)
            .max()
            .unwrap_or(0);
        for &id in group {
            plan.boxes[id].rows[row].height = height;
        }
    }
    for channel in 0..plan.boxes[first].channels.len() {
        let needed = group
            .iter()
            .map(|&id| channel_height(plan, plan.boxes[id].channels[channel]));
        let height = needed.max().unwrap_or(0);
        for &id in group {
            plan.boxes[id].channels[channel].height = height;
        }
    }
    let rows: i32 = plan.boxes[first].rows.iter().map(|row| row.height).sum();
    let channels: i32 = plan.boxes[first]
        .channels
        .iter()
        .map(|channel| channel.height)
        .sum();
    for &id in group {
        let height = rows + channels + plan.frame_rows(id);
        plan.boxes[id].rect.height = height.max(plan.boxes[id].least.height);
    }
}

fn channel_height(plan: &Plan, channel: Channel) -> i32 {
    let least = channel.least.unwrap_or(0);
    if channel.lanes > least {
        channel.lanes + i32::from(plan.is_roomy)
    } else {
        least
    }
}

/// Which open containers of a row are kept level: zones, and subnets with like rows.
fn levels(plan: &Plan, inside: &[BoxId]) -> Vec<Vec<BoxId>> {
    let mut levels: Vec<Vec<BoxId>> = Vec::new();
    for &id in inside.iter().filter(|&&id| plan.boxes[id].is_open) {
        let may_level = plan.is_zone(id) || plan.is_subnet(id);
        let ids = |id: BoxId| plan.boxes[id].rows.iter().map(|row| row.id);
        let like = |level: &&mut Vec<BoxId>| {
            may_level
                && level.first().is_some_and(|&first| {
                    plan.boxes[first].role == plan.boxes[id].role && ids(first).eq(ids(id))
                })
        };
        match levels.iter_mut().find(like) {
            Some(level) => level.push(id),
            None => levels.push(vec![id]),
        }
    }
    levels
}
