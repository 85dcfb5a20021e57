//! Every box gets a slot in a row of its container: the one that it had, one that was
//! left, or a new one at the end.

use super::memory::{Container, LAST, Memory, Slot};
use super::plan::{BoxId, Channel, Facing, Gap, Plan, PlanBox, Row, RowId};
use super::{Size, caption, card, frame, template};
use crate::graph::{Diagram, Item, NodeKey, Role};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A drawing of more leaves than this keeps slack.
const SMALL: usize = 60;

type Rows = BTreeMap<RowId, Vec<BoxId>>;

/// The diagram in rows, before any wire.
pub(super) fn build(diagram: &Diagram, memory: &Memory, room: i32) -> Plan {
    let mut plan = boxes_of(diagram);
    plan.has_cards = diagram.is_overview;
    plan.room = room;
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
        let remembered = memory.containers.get(&key).unwrap_or(&nothing);
        let mut filler = Filler {
            plan: &mut plan,
            diagram,
            container: id,
            keeps_sizes: !refolded.contains(&id),
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
    align_zones(&mut plan);
    mirror_zones(diagram, &mut plan, memory);
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

/// Zones side by side get the same rows, so that public is level with public.
fn align_zones(plan: &mut Plan) {
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
fn mirror_zones(diagram: &Diagram, plan: &mut Plan, memory: &Memory) {
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

/// Fills the rows of one container.
struct Filler<'a> {
    plan: &'a mut Plan,
    diagram: &'a Diagram,
    container: BoxId,
    keeps_sizes: bool,
}

impl Filler<'_> {
    fn fill(&mut self, children: &[BoxId], remembered: &Container) -> Rows {
        let mut classes: BTreeMap<u8, Vec<BoxId>> = BTreeMap::new();
        for &child in children {
            let class = template::class(self.plan, self.container, child);
            classes.entry(class).or_default().push(child);
        }
        let mut rows = self.recall(&mut classes, remembered);
        for (class, members) in classes {
            let has_rows = rows.range((class, 0)..=(class, u16::MAX)).next().is_some();
            if has_rows {
                for member in members {
                    self.add(&mut rows, class, member);
                }
            } else {
                let shelves = template::shelve(self.plan, self.container, &members);
                let numbered = shelves.into_iter().enumerate();
                rows.extend(numbered.map(|(number, shelf)| ((class, number as u16), shelf)));
            }
            if self.plan.is_roomy {
                self.spare(&mut rows, class);
            }
        }
        rows
    }

    /// The rows as they were; what is known is taken out of `classes`.
    fn recall(&mut self, classes: &mut BTreeMap<u8, Vec<BoxId>>, remembered: &Container) -> Rows {
        let mut rows = Rows::new();
        if remembered.rows.is_empty() {
            return rows;
        }
        let diagram = self.diagram;
        let mut known: HashMap<&NodeKey, (u8, BoxId), FixedState> = HashMap::default();
        for (&class, members) in classes.iter() {
            let keyed = members
                .iter()
                .map(|&id| (&diagram.items[id].key, (class, id)));
            known.extend(keyed);
        }
        let mut placed = BTreeSet::new();
        for (&row, slots) in &remembered.rows {
            let mut recalled = Vec::new();
            for slot in slots {
                match known.get(&slot.key) {
                    Some(&(class, id)) if class == row.0 => {
                        if self.keeps_sizes || !slot.is_open {
                            self.keep_size(id, slot);
                        }
                        placed.insert(id);
                        recalled.push(id);
                    }
                    None if self.keeps_sizes => recalled.push(self.vacancy(slot.size)),
                    _ => {}
                }
            }
            if self.keeps_sizes || !recalled.is_empty() {
                rows.insert(row, recalled);
            }
        }
        for members in classes.values_mut() {
            members.retain(|id| !placed.contains(id));
        }
        rows
    }

    fn keep_size(&mut self, id: BoxId, slot: &Slot) {
        let open = self.plan.boxes[id].is_open;
        if open == slot.is_open && !open {
            self.plan.boxes[id].least = slot.size;
            frame::measure(self.plan, id);
        }
    }

    fn vacancy(&mut self, size: Size) -> BoxId {
        self.plan.boxes.push(PlanBox {
            is_vacant: true,
            least: size,
            ..PlanBox::default()
        });
        let id = self.plan.boxes.len() - 1;
        frame::measure(self.plan, id);
        id
    }

    /// A vacancy of the class first, then the end of the last row, then a new row.
    fn add(&mut self, rows: &mut Rows, class: u8, member: BoxId) {
        let of_class = || (class, 0)..=(class, u16::MAX);
        let is_leaf = !self.plan.boxes[member].is_open;
        let boxes = &self.plan.boxes;
        let vacant = rows.range_mut(of_class()).find_map(|(_, row)| {
            row.iter_mut()
                .find(|slot| is_leaf && boxes[**slot].is_vacant)
        });
        if let Some(slot) = vacant {
            let size = boxes[*slot].rect;
            *slot = member;
            let had = self.plan.boxes[member].rect.width;
            self.plan.boxes[member].least = Size {
                width: had.max(size.width),
                height: 3,
            };
            frame::measure(self.plan, member);
            return;
        }
        let Some(last) = rows.range(of_class()).next_back().map(|(id, _)| *id) else {
            return;
        };
        let mut tail = rows.get(&last).cloned().unwrap_or_default();
        tail.push(member);
        let longest = rows
            .range(of_class())
            .map(|(_, row)| row.len())
            .max()
            .unwrap_or(0);
        let shelves = template::shelve(self.plan, self.container, &tail);
        let is_grid = self.plan.is_subnet(self.container) && is_leaf;
        let fits = if is_grid {
            tail.len() <= longest
        } else {
            shelves.len() == 1
        };
        if fits {
            rows.insert(last, tail);
        } else {
            rows.insert((class, last.1 + 1), vec![member]);
        }
    }

    /// Keeps free slots in a grid that is likely to grow: about a fifth, in whole rows.
    fn spare(&mut self, rows: &mut Rows, class: u8) {
        let grid: Vec<(RowId, Vec<BoxId>)> = rows
            .range((class, 0)..=(class, u16::MAX))
            .map(|(id, row)| (*id, row.clone()))
            .collect();
        let slots: Vec<BoxId> = grid.iter().flat_map(|(_, row)| row.clone()).collect();
        let is_full = slots.iter().all(|&id| !self.plan.boxes[id].is_vacant);
        let is_grid = self.plan.is_subnet(self.container) && slots.len() >= 4;
        let (Some((last, tail)), Some(&first)) = (grid.last(), slots.first()) else {
            return;
        };
        if !(is_grid && is_full) {
            return;
        }
        let rect = self.plan.boxes[first].rect;
        let size = Size {
            width: rect.width,
            height: rect.height,
        };
        let columns = grid.iter().map(|(_, row)| row.len()).max().unwrap_or(1);
        let missing = columns - tail.len();
        let mut filled = tail.clone();
        filled.extend((0..missing).map(|_| self.vacancy(size)));
        rows.insert(*last, filled);
        if missing * 5 < slots.len() {
            let spare = (0..columns).map(|_| self.vacancy(size)).collect();
            rows.insert((class, last.1 + 1), spare);
        }
    }
}
