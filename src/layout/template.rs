//! Which row of its container a box belongs to, and how many stand side by side.
//! The order is the same everywhere: what has wires first, then by label, then by key.

use super::plan::{BoxId, Plan};
use crate::graph::{Diagram, Role};
use std::cmp::Ordering;

/// A terminal's usual width, less the frames round a container's content.
const COMFORTABLE_WIDTH: i32 = 74;
/// How much wider than high a drawing may be, in cells.
const ASPECT: f64 = 3.5;

/// In a zone, the first class of the rows of subnets.
pub(super) const BANDS: u8 = 20;

/// The class of rows of a box inside a container; rows stand in the order of their classes.
pub(super) fn class(plan: &Plan, container: BoxId, child: BoxId) -> u8 {
    let (role, is_open) = (plan.boxes[child].role, plan.boxes[child].is_open);
    let Some(role) = role else { return 9 };
    match plan.boxes[container].role {
        None | Some(Role::Account | Role::Region | Role::Division) => match role {
            Role::GlobalServices
            | Role::TransitGateway
            | Role::Gateway
            | Role::Peering
            | Role::LoadBalancer => 0,
            Role::Account
            | Role::Region
            | Role::Division
            | Role::Vpc
            | Role::RegionalServices
            | Role::Group => 1 + u8::from(is_open && !plan.has_cards),
            _ if is_open => 2,
            _ => 3,
        },
        // A band has no bottom: what stood below it would seem to be inside.
        Some(Role::Zone) if role.is_subnet() => {
            BANDS + u8::from(role != Role::PublicSubnet) + u8::from(role == Role::IsolatedSubnet)
        }
        _ => match role {
            Role::TransitGateway | Role::Gateway | Role::Peering | Role::Endpoint => 0,
            Role::LoadBalancer => 1,
            Role::TargetGroup => 2,
            Role::Zone => 3,
            Role::PublicSubnet => 4,
            Role::PrivateSubnet => 5,
            Role::IsolatedSubnet => 6,
            Role::Group => 7,
            // One grid: a row for a NAT gateway alone would mostly be empty.
            Role::Nat | Role::Instance => 8,
            Role::Account
            | Role::GlobalServices
            | Role::Region
            | Role::Division
            | Role::Vpc
            | Role::RegionalServices => 9,
            Role::Front => 10,
            Role::Messaging => 11,
            Role::Compute => 12,
            Role::Database | Role::Other => 13,
            Role::Store => 14,
            Role::External => 15,
        },
    }
}

/// Splits the boxes of one class into rows.
pub(super) fn shelve(plan: &Plan, container: BoxId, members: &[BoxId]) -> Vec<Vec<BoxId>> {
    if plan.has_cards {
        // The same order with and without wires: two levels are compared.
        return shelve_in_order(plan, container, members);
    }
    let mut members = members.to_vec();
    if plan.is_subnet(container) {
        members.sort_by_key(|&id| plan.boxes[id].role != Some(Role::Nat));
    }
    members.sort_by_key(|&id| !plan.is_wired(id));
    let shelves = shelve_in_order(plan, container, &members);
    let is_grid = plan.is_zone(container) || plan.is_subnet(container);
    let arranged = |mut shelf: Vec<BoxId>| {
        if !is_grid {
            return wired_in_the_middle(plan, shelf);
        }
        // Wires come in at the right: the title is at the left.
        if members.len() == shelf.len() {
            shelf.sort_by_key(|&id| plan.is_wired(id));
        }
        shelf
    };
    shelves.into_iter().map(arranged).collect()
}

/// Whether all of them may be one row of a container in which the longest has so many.
pub(super) fn fits(plan: &Plan, container: BoxId, (row, longest): (&[BoxId], usize)) -> bool {
    let is_leaf = row.last().is_some_and(|&last| !plan.boxes[last].is_open);
    if plan.is_subnet(container) && is_leaf {
        row.len() <= longest
    } else {
        shelve(plan, container, row).len() <= 1
    }
}

/// What has wires stands in the middle, where the rows below are.
fn wired_in_the_middle(plan: &Plan, shelf: Vec<BoxId>) -> Vec<BoxId> {
    let (wired, unwired): (Vec<BoxId>, Vec<BoxId>) =
        shelf.into_iter().partition(|&id| plan.is_wired(id));
    let (before, after) = unwired.split_at(unwired.len() / 2);
    [before, &wired, after].concat()
}

fn shelve_in_order(plan: &Plan, container: BoxId, members: &[BoxId]) -> Vec<Vec<BoxId>> {
    let role = members.first().and_then(|&first| plan.boxes[first].role);
    let is_tower = plan.is_zone(container);
    match role {
        Some(Role::Zone) => vec![members.to_vec()],
        Some(Role::PublicSubnet | Role::PrivateSubnet | Role::IsolatedSubnet | Role::Group)
            if is_tower =>
        {
            members.iter().map(|&id| vec![id]).collect()
        }
        _ if is_tower || plan.is_subnet(container) => members
            .chunks(grid_columns(members.len(), plan.is_roomy))
            .map(<[BoxId]>::to_vec)
            .collect(),
        _ => shelve_by_width(plan, members, room(plan, container, members)),
    }
}

/// Columns of a grid of leaves that is about as high as it is wide to the eye.
fn grid_columns(count: usize, is_roomy: bool) -> usize {
    let square = ((count as f64).sqrt() * 0.8).ceil() as usize;
    square.max(if is_roomy && count == 3 { 3 } else { 2 })
}

/// How wide a shelf may be. Cards are read together, so they fill the window. What stands
/// over a row of zones may be as wide as they are, and a large drawing is about as high as
/// it is wide to the eye.
fn room(plan: &Plan, container: BoxId, members: &[BoxId]) -> i32 {
    if plan.has_cards {
        let frames = 2 * plan.ancestry(container).len() as i32;
        return plan.room - frames;
    }
    let sizes = members.iter().map(|&id| plan.boxes[id].rect);
    let area: f64 = sizes
        .map(|rect| f64::from(rect.width) * f64::from(rect.height))
        .sum();
    let zones = plan.boxes[container].span;
    zones
        .max(COMFORTABLE_WIDTH)
        .max((area * ASPECT).sqrt() as i32)
}

fn shelve_by_width(plan: &Plan, members: &[BoxId], limit: i32) -> Vec<Vec<BoxId>> {
    let mut shelves: Vec<Vec<BoxId>> = Vec::new();
    let mut used = i32::MAX;
    for &id in members {
        let width = plan.boxes[id].rect.width;
        used = used.saturating_add(width + 1);
        if used > limit + 1 {
            shelves.push(Vec::new());
            used = width + 1;
        }
        if let Some(shelf) = shelves.last_mut() {
            shelf.push(id);
        }
    }
    shelves
}

/// Position of each item in the order by label and key.
pub(super) fn ranks(diagram: &Diagram) -> Vec<usize> {
    let mut order: Vec<usize> = (0..diagram.items.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&diagram.items[a], &diagram.items[b]);
        natural(&a.label, &b.label).then_with(|| a.key.cmp(&b.key))
    });
    let mut ranks = vec![0; order.len()];
    for (rank, &item) in order.iter().enumerate() {
        ranks[item] = rank;
    }
    ranks
}

/// As people sort names: `web-2` before `web-10`.
fn natural(a: &str, b: &str) -> Ordering {
    let parting = parting(a, b);
    let (mut a, mut b) = (&a[parting..], &b[parting..]);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        let (digits_a, digits_b) = (leading_digits(a), leading_digits(b));
        let order = if digits_a.is_empty() || digits_b.is_empty() {
            a = &a[x.len_utf8()..];
            b = &b[y.len_utf8()..];
            x.cmp(&y)
        } else {
            a = &a[digits_a.len()..];
            b = &b[digits_b.len()..];
            let (short_a, short_b) = (
                digits_a.trim_start_matches('0'),
                digits_b.trim_start_matches('0'),
            );
            short_a
                .len()
                .cmp(&short_b.len())
                .then_with(|| short_a.cmp(short_b))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Where two names begin to differ, or where the number begins in which they do.
fn parting(a: &str, b: &str) -> usize {
    let pairs = a.bytes().zip(b.bytes());
    let mut at = pairs.take_while(|(a, b)| a == b).count();
    while at > 0 && (!a.is_char_boundary(at) || a.as_bytes()[at - 1].is_ascii_digit()) {
        at -= 1;
    }
    at
}

fn leading_digits(text: &str) -> &str {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    &text[..end]
}
