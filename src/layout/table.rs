//! A diagram of rows and columns: one row of cells for each row of the table where that
//! will do, so that a service's wires are straight; between the columns run the wires
//! that change rows.
//!
//! Every wire leaves at the right of what stands further left and comes in at the left of
//! the other: it changes rows in the channel beside the former and then follows the
//! row of the latter, behind whatever stands between. Within a row each net has a track
//! of its own, so no two lie on each other.

mod channel;
mod drawing;
mod memory;
mod tracks;

use self::channel::{Channel, Pins};
use self::tracks::Tracks;
use super::memory::Memory;
use super::moves::Wishes;
use super::net::{self, Net};
use super::scene::Scene;
use super::step::Barred;
use super::{Direction, Rect, Size, Slot, caption, card, compose, template};
use crate::graph::{Diagram, NodeKey, Spot, Table};
use crate::text;

pub(super) use self::memory::Remembered;
pub use self::memory::row_of_key;

/// What is left of names and facts where a table is narrowed.
const LEAST_CHIP: i32 = 12;
const LEAST_CARD: i32 = 26;

/// The cell before a chip's text, for arrowheads, and the one behind it.
const SIDES: i32 = 2;

pub(super) fn arrange(
    (diagram, table): (&Diagram, &Table),
    memory: &mut Memory,
    wishes: &Wishes,
) -> Scene {
    let ranks = template::ranks(diagram);
    let nets = net::bundle(diagram, &ranks);
    let key = memory::key_of(diagram, table);
    let given = &memory.given;
    let kept = || Remembered::of_slots(given, &key, table);
    let remembered = memory.tables.entry(key.clone()).or_insert_with(kept);
    let mut grid = Grid::new(diagram, table, remembered.places((&key, table), wishes));
    let tracks = Tracks::assign(&grid, &nets);
    grid.lay_rows(&tracks, remembered);
    let channels = grid.channels(&nets, &tracks);
    grid.lay_columns(&channels, (remembered, wishes.width));
    grid.frame_containers();
    grid.scene(&nets, (&tracks, &channels))
}

/// The key of the row that an item stands in.
pub(super) fn row_of(diagram: &Diagram, item: usize) -> Result<NodeKey, Barred> {
    let table = diagram.table.as_ref().ok_or(Barred::HasNoRow)?;
    let spot = table.spots.get(item).copied().flatten();
    let spot = spot.filter(|spot| !spot.is_tall).ok_or(Barred::HasNoRow)?;
    let key = memory::key_of(diagram, table);
    Ok(memory::row_key(&key, &table.rows[spot.row]))
}

/// The next place of the row that an item stands in.
pub(super) fn next_row(
    (diagram, memory): (&Diagram, &Memory),
    item: usize,
    direction: Direction,
) -> Result<(NodeKey, Slot), Barred> {
    let key = row_of(diagram, item)?;
    let table = diagram.table.as_ref().ok_or(Barred::HasNoRow)?;
    let table = memory::key_of(diagram, table);
    let rows = memory.tables.get(&table).ok_or(Barred::HasNoRow)?;
    let slot = rows.slot_of((&table, &key)).ok_or(Barred::HasNoRow)?;
    let by = match direction {
        Direction::Left | Direction::Right => return Err(Barred::ColumnsAreFixed),
        Direction::Up => -1,
        Direction::Down => 1,
    };
    let row = slot.row + by;
    if !(0..rows.count()).contains(&row) {
        return Err(Barred::AtTheEnd);
    }
    Ok((key, Slot { row, ..slot }))
}

/// The table in the making.
struct Grid<'a> {
    diagram: &'a Diagram,
    table: &'a Table,
    columns: usize,
    /// Where each row of the table is drawn, counted from the top.
    places: Vec<usize>,
    /// How many are stacked above an item in its cell.
    above: Vec<usize>,
    /// By item: the cells behind its text that tell how many lines lead out of the table.
    told: Vec<i32>,
    rects: Vec<Rect>,
    /// By place: first row of cells, and tracks.
    rows: Vec<(i32, i32)>,
    size: Size,
}

/// A blank, an arrow and a number.
fn told(diagram: &Diagram) -> Vec<i32> {
    let mut told = vec![0; diagram.items.len()];
    for (item, (count, _)) in compose::beyond(diagram) {
        told[item] = 2 + text::columns(&count.to_string()) as i32;
    }
    told
}

impl<'a> Grid<'a> {
    fn new(diagram: &'a Diagram, table: &'a Table, places: Vec<usize>) -> Self {
        let mut stacked = std::collections::BTreeMap::new();
        let above = table.spots.iter().map(|spot| {
            let Some(spot) = spot else { return 0 };
            let height: &mut usize = stacked.entry((spot.column, spot.row)).or_default();
            *height += 1;
            *height - 1
        });
        let rows = places.iter().max().map_or(0, |last| last + 1);
        Self {
            diagram,
            table,
            columns: table.columns.len(),
            above: above.collect(),
            told: told(diagram),
            rects: vec![Rect::default(); diagram.items.len()],
            rows: vec![(0, 1); rows],
            places,
            size: Size::default(),
        }
    }

    fn spot(&self, item: usize) -> Option<Spot> {
        self.table.spots.get(item).copied().flatten()
    }

    fn chips(&self) -> impl Iterator<Item = (usize, Spot)> + '_ {
        let spots = self.table.spots.iter().enumerate();
        spots.filter_map(|(item, spot)| Some((item, (*spot)?)))
    }

    /// The frame round everything.
    fn outermost(&self) -> Option<usize> {
        let items = self.diagram.items.iter();
        items
            .enumerate()
            .find(|(_, item)| item.is_open && item.parent.is_none())
            .map(|(index, _)| index)
    }

    /// Heights and rows: as many cells as a row has tracks, for each that is stacked.
    fn lay_rows(&mut self, tracks: &Tracks, remembered: &mut Remembered) {
        let frames = 2 * i32::from(self.outermost().is_some());
        let mut heights = vec![1; self.rows.len()];
        for (item, spot) in self.chips().filter(|(_, spot)| !spot.is_tall) {
            let place = self.places[spot.row];
            let stack = 1 + self.above[item] as i32;
            heights[place] = heights[place].max(stack * tracks.count(spot.row));
        }
        remembered.keep_heights(&mut heights);
        // Wires come in beside what a card says, not on its frame.
        let has_card = self.chips().any(|(_, spot)| spot.is_tall);
        let mut y = frames + i32::from(has_card);
        for (place, height) in heights.iter().enumerate() {
            self.rows[place].0 = y;
            y += height;
        }
        for (row, &place) in self.places.iter().enumerate() {
            self.rows[place].1 = tracks.count(row);
        }
        let tall = self.chips().filter(|(_, spot)| spot.is_tall);
        let tallest = tall.map(|(item, _)| card::rows(&self.diagram.items[item]) + 3);
        let bottom = (y + i32::from(has_card)).max(frames + tallest.max().unwrap_or(0));
        for item in 0..self.rects.len() {
            let Some(spot) = self.spot(item) else {
                continue;
            };
            let (top, tracks) = self.rows[self.places[spot.row]];
            let rect = &mut self.rects[item];
            if spot.is_tall {
                (rect.y, rect.height) = (frames, bottom - frames);
            } else {
                (rect.y, rect.height) = (top + self.above[item] as i32 * tracks, tracks);
            }
        }
        self.size.height = bottom + frames;
    }

    /// The row of cells in which a net meets an item.
    fn pin_row(&self, (net, item): (usize, usize), tracks: &Tracks) -> i32 {
        let Some(spot) = self.spot(item) else {
            return 0;
        };
        let row = if spot.is_tall {
            tracks.row_at(net, item)
        } else {
            spot.row
        };
        let track = tracks.of(net, row);
        if spot.is_tall {
            self.rows[self.places[row]].0 + track
        } else {
            self.rects[item].y + track
        }
    }

    /// What changes rows in which channel.
    fn channels(&self, nets: &[Net], tracks: &Tracks) -> Vec<Channel> {
        let mut pins: Vec<Vec<(usize, Pins)>> = vec![Vec::new(); self.columns + 1];
        let mut labels = vec![0; self.columns + 1];
        for (number, net) in nets.iter().enumerate() {
            for spoke in &net.spokes {
                let Some(way) = self.way(net.hub, spoke.end) else {
                    continue;
                };
                let ends = [way.left, way.right].map(|item| self.pin_row((number, item), tracks));
                let channel = &mut pins[way.channel];
                if channel.last().is_none_or(|(last, _)| *last != number) {
                    channel.push((number, Pins::default()));
                }
                if let Some((_, pins)) = channel.last_mut() {
                    pins.add(ends, way.turns);
                }
                let wires = net.wires[spoke.wires.clone()].iter();
                let widths = wires.map(|&wire| text::columns(&self.diagram.wires[wire].label));
                labels[way.channel] = widths.chain([labels[way.channel]]).max().unwrap_or(0);
            }
        }
        let labels = labels.into_iter().map(|label| label as i32);
        pins.into_iter().zip(labels).map(Channel::assign).collect()
    }

    /// How a wire goes between two items; `None` for one that cannot be drawn.
    fn way(&self, one: usize, other: usize) -> Option<Way> {
        let (a, b) = (self.spot(one)?, self.spot(other)?);
        if a.column == b.column {
            let is_first = a.column == 0;
            let end = |item| {
                if is_first {
                    item
                } else {
                    self.end_of_row(item)
                }
            };
            let last =
                [end(one), end(other)].map(|item| self.spot(item).map_or(0, |spot| spot.column));
            return Some(Way {
                left: end(one),
                right: end(other),
                channel: if is_first { 0 } else { self.columns },
                turns: Some(if is_first {
                    Direction::Left
                } else {
                    Direction::Right
                }),
                last: last[0].min(last[1]),
            });
        }
        let (left, right) = if a.column < b.column {
            (one, other)
        } else {
            (other, one)
        };
        Some(Way {
            left,
            right,
            channel: a.column.min(b.column) + 1,
            turns: None,
            last: a.column.max(b.column),
        })
    }

    /// The last thing in the row of an item, which stands for the row there.
    fn end_of_row(&self, item: usize) -> usize {
        let Some(spot) = self.spot(item) else {
            return item;
        };
        let row = self.chips().filter(|(other, there)| {
            there.row == spot.row && !there.is_tall && self.above[*other] == 0
        });
        let last = row.max_by_key(|(_, there)| there.column);
        last.map_or(item, |(other, _)| other)
    }

    fn lay_columns(&mut self, channels: &[Channel], (remembered, room): (&mut Remembered, i32)) {
        let frame = i32::from(self.outermost().is_some());
        let mut widths = vec![0; self.columns];
        for (item, spot) in self.chips() {
            let chip = &self.diagram.items[item];
            let width = if spot.is_tall {
                caption::cells(chip).max(card::cells(chip)) + 2
            } else {
                card::chip_cells(chip) + SIDES + self.told[item]
            };
            widths[spot.column] = widths[spot.column].max(width);
        }
        for (column, framed) in self.table.columns.iter().enumerate() {
            if let Some(item) = framed {
                let title = caption::cells(&self.diagram.items[*item]) + 2;
                widths[column] = widths[column].max(title);
            }
        }
        let last = channels.len() - 1;
        let is_margin = |at: usize| at == 0 || at == last;
        let numbered = channels.iter().enumerate();
        let mut gaps: Vec<i32> = numbered
            .map(|(at, channel)| channel.width(is_margin(at)))
            .collect();
        let frames = self.table.columns.iter().flatten().count() as i32;
        let room = room - 2 * frames - 2 * frame;
        let mut spare = room - widths.iter().chain(&gaps).sum::<i32>();
        for (gap, channel) in gaps.iter_mut().zip(channels).take(last).skip(1) {
            // What is written on a wire gets its place where the window has it.
            let wider = channel.labelled_width() - *gap;
            if (1..=spare).contains(&wider) {
                *gap += wider;
                spare -= wider;
            }
        }
        remembered.keep_widths(&mut widths, &mut gaps);
        self.narrow(&mut widths, room - gaps.iter().sum::<i32>());
        let mut x = frame;
        for column in 0..self.columns {
            let is_used = widths[column] > 0;
            x += gaps[column];
            let side = i32::from(self.table.columns[column].is_some());
            if let Some(framed) = self.table.columns[column] {
                (self.rects[framed].x, self.rects[framed].width) = (x, widths[column] + 2 * side);
            }
            for item in 0..self.rects.len() {
                if self.spot(item).is_some_and(|spot| spot.column == column) {
                    (self.rects[item].x, self.rects[item].width) = (x + side, widths[column]);
                }
            }
            if is_used {
                x += widths[column] + 2 * side;
            }
        }
        x += gaps[self.columns];
        self.size.width = x + frame;
    }

    /// Takes from the widest columns until all of them fit.
    fn narrow(&self, widths: &mut [i32], room: i32) {
        let least = |column: usize| {
            let is_tall = |(_, spot): (usize, Spot)| spot.is_tall && spot.column == column;
            if self.chips().any(is_tall) {
                LEAST_CARD
            } else {
                LEAST_CHIP
            }
        };
        let least: Vec<i32> = (0..widths.len()).map(least).collect();
        while widths.iter().sum::<i32>() > room {
            let spare = |column: &usize| widths[*column] - least[*column];
            match (0..widths.len()).rev().max_by_key(spare) {
                Some(widest) if spare(&widest) > 0 => widths[widest] -= 1,
                _ => break,
            }
        }
    }

    fn frame_containers(&mut self) {
        let Some(outermost) = self.outermost() else {
            return;
        };
        let title = caption::cells(&self.diagram.items[outermost]) + 4;
        self.size.width = self.size.width.max(title);
        self.rects[outermost] = Rect {
            x: 0,
            y: 0,
            width: self.size.width,
            height: self.size.height,
        };
        for &item in self.table.columns.iter().flatten() {
            (self.rects[item].y, self.rects[item].height) = (1, self.size.height - 2);
        }
    }
}

/// How a wire goes between two items.
#[derive(Debug, Clone, Copy)]
struct Way {
    left: usize,
    right: usize,
    /// Where it changes rows.
    channel: usize,
    /// Of one that comes back to where it started: out at which side.
    turns: Option<Direction>,
    /// The last column that it reaches.
    last: usize,
}
