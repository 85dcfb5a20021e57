//! The finished table as a scene.

use super::channel::Channel;
use super::tracks::Tracks;
use super::{Grid, SIDES, Way};
use crate::layout::compose::beyond;
use crate::layout::net::Net;
use crate::layout::scene::{DrawnNet, PlacedBox, Scene};
use crate::layout::segments::{Segment, Segments, Tip};
use crate::layout::{Direction, Point, Rect, caption, card};
use std::collections::BTreeSet;

impl Grid<'_> {
    pub(super) fn scene(&self, nets: &[Net], (tracks, channels): (&Tracks, &[Channel])) -> Scene {
        let items = &self.diagram.items;
        let root = items.len();
        let mut scene = Scene {
            size: self.size,
            boxes: (0..root).map(|item| self.placed(item)).collect(),
            lines: vec![Vec::new(); self.diagram.wires.len()],
            net_of: vec![None; self.diagram.wires.len()],
            ends: (self.diagram.wires.iter())
                .map(|wire| (wire.from, wire.to))
                .collect(),
            children: vec![Vec::new(); root + 1],
            parents: items
                .iter()
                .map(|item| item.parent.unwrap_or(root))
                .collect(),
            is_open: items.iter().map(|item| item.is_open).collect(),
            is_band: vec![false; root],
            beyond: beyond(self.diagram),
            ..Scene::default()
        };
        for (item, parent) in scene.parents.iter().enumerate() {
            scene.children[*parent].push(item);
        }
        for (number, net) in nets.iter().enumerate() {
            self.draw_net(&mut scene, (number, net), (tracks, channels));
        }
        scene.segments.finish();
        scene
    }

    fn placed(&self, item: usize) -> PlacedBox {
        let rect = self.rects[item];
        let drawn = &self.diagram.items[item];
        let is_card = self.spot(item).is_some_and(|spot| spot.is_tall);
        let text = if drawn.is_open {
            let width = caption::title_cells(drawn).min(rect.width - 4).max(0);
            Rect {
                x: rect.x + 2,
                width,
                height: 1,
                ..rect
            }
        } else if is_card {
            Rect {
                x: rect.x + 1,
                y: rect.y + 1,
                width: rect.width - 2,
                height: 1,
            }
        } else {
            Rect {
                x: rect.x + 1,
                width: rect.width - SIDES,
                height: 1,
                ..rect
            }
        };
        PlacedBox { rect, text }
    }

    fn draw_net(
        &self,
        scene: &mut Scene,
        (number, net): (usize, &Net),
        (tracks, channels): (&Tracks, &[Channel]),
    ) {
        let mut wires = Vec::new();
        let ways = net
            .spokes
            .iter()
            .filter_map(|spoke| self.way(net.hub, spoke.end));
        let ends: BTreeSet<usize> = ways.flat_map(|way| [way.left, way.right]).collect();
        for spoke in &net.spokes {
            let Some(way) = self.way(net.hub, spoke.end) else {
                continue;
            };
            let rows = [way.left, way.right].map(|item| self.pin_row((number, item), tracks));
            let gap = i32::from(way.channel > 0);
            let lane = self.channel_x(way.channel) + gap + channels[way.channel].lane(number);
            let seen = [way.left, way.right].map(|item| self.seen(item));
            let mut line = way.line(seen, (rows, lane));
            for piece in self.behind_chips(&line, &ends) {
                add(&mut scene.segments, number, piece);
            }
            let begins_at_hub = way.turns.is_some() || way.left == net.hub;
            if begins_at_hub != net.is_outward {
                line.reverse();
            }
            if let [.., before, last] = line[..] {
                let points = match (last.x > before.x, last.x < before.x) {
                    (true, _) => Direction::Right,
                    (_, true) => Direction::Left,
                    _ => Direction::Down,
                };
                let tip = Tip {
                    x: last.x,
                    points,
                    net: number,
                };
                scene.segments.add_tip(last.y, tip);
            }
            let of_spoke = &net.wires[spoke.wires.clone()];
            for &wire in of_spoke {
                scene.net_of[wire] = Some(number);
                scene.lines[wire].clone_from(&line);
            }
            wires.extend(of_spoke);
        }
        wires.sort_unstable();
        scene.nets.push(DrawnNet {
            kind: net.kind,
            wires,
        });
    }

    /// What is seen of a chip: wires begin right behind its text, however wide its column is.
    fn seen(&self, item: usize) -> Rect {
        let rect = self.rects[item];
        let is_card = self.spot(item).is_some_and(|spot| spot.is_tall);
        if is_card || rect.height > 1 {
            return rect;
        }
        let text = card::chip_cells(&self.diagram.items[item]) + SIDES + self.told[item];
        Rect {
            width: text.min(rect.width),
            ..rect
        }
    }

    /// The first column of cells of a channel.
    fn channel_x(&self, channel: usize) -> i32 {
        let in_column = |column: usize| {
            let framed = self.table.columns[column];
            let chip = || {
                let mut chips = self.chips();
                chips
                    .find(|(_, spot)| spot.column == column)
                    .map(|(item, _)| item)
            };
            framed.or_else(chip).map(|item| self.rects[item])
        };
        let before = (0..channel).rev().find_map(in_column);
        before.map_or(i32::from(self.outermost().is_some()), Rect::right)
    }

    /// A line without what is hidden behind chips that it passes. It touches those that
    /// are ends of its net, and stops short of others.
    fn behind_chips(&self, line: &[Point], ends: &BTreeSet<usize>) -> Vec<[Point; 2]> {
        let mut pieces = Vec::new();
        for pair in line.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if a.y != b.y {
                pieces.push([a, b]);
                continue;
            }
            let (mut from, to) = (a.x.min(b.x), a.x.max(b.x));
            let mut hiding: Vec<(i32, i32)> = self
                .chips()
                .filter(|&(item, _)| {
                    let rect = self.rects[item];
                    let is_level = (rect.y..rect.bottom()).contains(&a.y);
                    is_level && rect.x > from && rect.right() - 1 < to
                })
                .map(|(item, _)| {
                    if ends.contains(&item) {
                        let rect = self.seen(item);
                        (rect.x, rect.right() - 1)
                    } else {
                        let rect = self.rects[item];
                        (rect.x - 1, rect.right())
                    }
                })
                .collect();
            hiding.sort_unstable();
            for (before, behind) in hiding {
                pieces.push([Point { x: from, y: a.y }, Point { x: before, y: a.y }]);
                from = behind;
            }
            pieces.push([Point { x: from, y: a.y }, Point { x: to, y: a.y }]);
        }
        pieces
    }
}

/// A straight stretch of a net.
fn add(segments: &mut Segments, net: usize, [a, b]: [Point; 2]) {
    let (low, high) = (a.min(b), a.max(b));
    if a.y == b.y {
        let (from, to) = (low.x, high.x);
        segments.add_level(a.y, Segment { from, to, net });
    } else {
        let (from, to) = (low.y, high.y);
        segments.add_plumb(a.x, Segment { from, to, net });
    }
}

impl Way {
    fn line(self, [left, right]: [Rect; 2], (rows, lane): ([i32; 2], i32)) -> Vec<Point> {
        let start = match self.turns {
            Some(Direction::Left) => left.x,
            _ => left.right() - 1,
        };
        let end = match self.turns {
            Some(Direction::Right) => right.right() - 1,
            _ => right.x,
        };
        let [from, to] = rows;
        if from == to && self.turns.is_none() {
            return vec![Point { x: start, y: from }, Point { x: end, y: to }];
        }
        vec![
            Point { x: start, y: from },
            Point { x: lane, y: from },
            Point { x: lane, y: to },
            Point { x: end, y: to },
        ]
    }
}
