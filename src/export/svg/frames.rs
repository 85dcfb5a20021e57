//! Boxes and containers. What one is, with its ARN, is told where the mouse rests on it.

use super::{HIGH, Picture, WIDE, class, middle};
use crate::export::pen::Pen;
use crate::export::xml::escaped;
use crate::graph::Item;
use crate::layout::{Ink, PlacedBox, Point, Rect};
use crate::text::append;

/// Of a corner: containers are rounder than what they hold.
const ROUND: i32 = 9;
const SQUARE: i32 = 3;

impl Picture<'_> {
    pub(super) fn frames(&self, svg: &mut String) {
        let items = self.view.diagram.items.iter().zip(&self.view.scene.boxes);
        for (index, (item, placed)) in items.enumerate() {
            let is_band = self.view.scene.is_band(index);
            let pen = class(Pen::border(item.is_open, item.health));
            if is_band {
                self.rule(index, pen, svg);
            } else if !item.is_open && placed.text.y == placed.rect.y {
                self.chip(item, placed, svg);
            } else {
                let (look, corner) = if item.is_open {
                    ("frame", ROUND)
                } else {
                    ("card", SQUARE)
                };
                let place = outline(placed.rect);
                let told = self.told(item);
                append(
                    svg,
                    format_args!(
                        "<rect class=\"{look} {pen}\" {place} rx=\"{corner}\">{told}</rect>\n"
                    ),
                );
            }
            if item.is_open || is_band {
                self.clear_title(placed, svg);
            }
        }
    }

    /// The rule of a band goes from side to side of what it stands in.
    fn rule(&self, index: usize, pen: &str, svg: &mut String) {
        let rect = self.view.scene.boxes[index].rect;
        let is_framed = self.view.diagram.items[index]
            .parent
            .is_some_and(|parent| !self.view.scene.is_band(parent));
        let further = i32::from(is_framed);
        let (left, y) = middle(Point {
            x: rect.x - further,
            y: rect.y,
        });
        let (right, _) = middle(Point {
            x: rect.right() - 1 + further,
            y: rect.y,
        });
        append(
            svg,
            format_args!("<path class=\"frame {pen}\" d=\"M{left} {y}H{right}\"/>\n"),
        );
    }

    /// A row of text without a frame; where it is higher, its sides hold its wires
    /// together.
    fn chip(&self, item: &Item, placed: &PlacedBox, svg: &mut String) {
        let rect = placed.rect;
        let told = self.told(item);
        let (x, y) = corner(rect);
        let (width, height) = (rect.width * WIDE, rect.height * HIGH - 4);
        append(
            svg,
            format_args!(
                "<rect class=\"solid text\" fill-opacity=\".05\" x=\"{x}\" y=\"{}\" width=\"{width}\" \
             height=\"{height}\" rx=\"{SQUARE}\">{told}</rect>\n",
                y + 2
            ),
        );
    }

    /// A title interrupts the frame that it stands in.
    fn clear_title(&self, placed: &PlacedBox, svg: &mut String) {
        let text = placed.text;
        let is_clear = |x: &i32| !matches!(self.ink(*x, text.y), Ink::Border(_) | Ink::Wire(_));
        let cells: Vec<i32> = (text.x - 1..=text.right()).filter(is_clear).collect();
        if let (Some(first), Some(last)) = (cells.first(), cells.last()) {
            Self::clear((*first, text.y), last - first + 1, svg);
        }
    }

    /// Cells of a row where nothing is to be seen of what runs through them.
    pub(super) fn clear((x, y): (i32, i32), cells: i32, svg: &mut String) {
        let (left, top) = corner(Rect {
            x,
            y,
            width: cells,
            height: 1,
        });
        let width = cells * WIDE;
        append(
            svg,
            format_args!(
                "<rect class=\"ground\" x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>\n",
                top + 2,
                HIGH - 4
            ),
        );
    }

    pub(super) fn ink(&self, x: i32, y: i32) -> Ink {
        let is_inside = (0..self.canvas.width as i32).contains(&x) && y >= 0;
        let cell = (y * self.canvas.width as i32 + x) as usize;
        let cell = self.canvas.cells.get(cell).filter(|_| is_inside);
        cell.map_or(Ink::Blank, |cell| cell.ink)
    }

    fn told(&self, item: &Item) -> String {
        let node = self.view.graph.nodes.get(&item.key);
        let id = node.and_then(|node| node.resource.as_ref());
        let known = id.and_then(|id| self.view.survey.get(id));
        let mut lines = vec![item.label.clone()];
        if let Some(known) = known {
            let assessment = &known.assessment;
            lines.push(known.resource.kind.title().to_owned());
            lines.push(known.resource.id.to_string());
            lines.push(format!("{} {}", assessment.health, assessment.state));
            lines.extend(assessment.reason.as_ref().map(ToString::to_string));
        } else if item.members.len() > 1 {
            lines.push(format!("{} in all, {}", item.members.len(), item.health));
        }
        format!("<title>{}</title>", escaped(&lines.join("\n")))
    }
}

/// The pixel where a rectangle of cells begins.
pub(super) fn corner(rect: Rect) -> (i32, i32) {
    (super::MARGIN + rect.x * WIDE, super::HEAD + rect.y * HIGH)
}

/// A frame runs through the middle of its cells.
fn outline(rect: Rect) -> String {
    let (x, y) = middle(Point {
        x: rect.x,
        y: rect.y,
    });
    let (width, height) = ((rect.width - 1) * WIDE, (rect.height - 1) * HIGH);
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}
