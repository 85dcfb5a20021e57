//! The diagram for diagrams.net: containers hold their boxes and move with them, wires
//! hang on both their ends and take the screen's way.

use super::pen::Pen;
use super::xml::escaped;
use super::{View, name};
use crate::graph::{Item, Wire, WireKind};
use crate::layout::{Point, Rect};
use crate::palette::{Palette, ThemeName};
use crate::text::append;

/// A cell, in pixels.
const WIDE: i32 = 8;
const HIGH: i32 = 18;

/// Where every line is that the screen tells at its ends: hidden until asked for.
const LONG_LINES: &str = "long-lines";

pub(super) fn drawio(view: &View) -> String {
    let sheet = Sheet {
        view,
        palette: Palette::of(view.style.theme.unwrap_or(ThemeName::Light)),
        ids: view.diagram.items.iter().map(name::id).collect(),
    };
    let title = escaped(&view.title());
    let mut text = format!(
        "<mxfile host=\"skymap\" compressed=\"false\">\n<diagram id=\"map\" name=\"{title}\">\n\
         <mxGraphModel grid=\"1\" gridSize=\"{WIDE}\" guides=\"1\" tooltips=\"1\" connect=\"1\" \
         arrows=\"1\" fold=\"1\" page=\"0\" math=\"0\">\n<root>\n<mxCell id=\"0\"/>\n\
         <mxCell id=\"1\" parent=\"0\"/>\n"
    );
    if view.diagram.wires.iter().any(|wire| wire.is_stub) {
        append(
            &mut text,
            format_args!(
                "<mxCell id=\"{LONG_LINES}\" value=\"Long lines\" parent=\"0\" visible=\"0\"/>\n"
            ),
        );
    }
    // In a table a wire goes on behind what stands in its row.
    for index in 0..view.diagram.wires.len() {
        sheet.edge(index, &mut text);
    }
    for index in 0..view.diagram.items.len() {
        sheet.vertex(index, &mut text);
    }
    sheet.gaps(&mut text);
    text + "</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n"
}

struct Sheet<'a> {
    view: &'a View<'a>,
    palette: &'static Palette,
    ids: Vec<String>,
}

impl Sheet<'_> {
    fn vertex(&self, index: usize, text: &mut String) {
        let item = &self.view.diagram.items[index];
        let place = self.outline(index);
        let (parent, origin) = match item.parent {
            Some(parent) => (self.ids[parent].as_str(), self.outline(parent)),
            None => ("1", Rect::default()),
        };
        let label = if self.is_chip(index) {
            name::chip(item, self.view.style.glyphs)
        } else {
            name::lines(item, self.view.style.glyphs).join("\n")
        };
        let known = self.view.graph.nodes.get(&item.key);
        let arn = known.and_then(|node| node.resource.as_ref());
        let arn = arn.map(|arn| escaped(arn.as_str())).unwrap_or_default();
        append(
            text,
            format_args!(
                "<UserObject id=\"{}\" label=\"{}\" tooltip=\"{arn}\" arn=\"{arn}\">\
             <mxCell vertex=\"1\" parent=\"{parent}\" style=\"{}\">\
             <mxGeometry x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" as=\"geometry\"/></mxCell>\
             </UserObject>\n",
                self.ids[index],
                escaped(&label),
                self.style(index, item),
                place.x - origin.x,
                place.y - origin.y,
                place.width,
                place.height,
            ),
        );
    }

    /// The pixels of a box: a frame runs through the middle of its cells, a row of text
    /// without a frame is as high as its cells.
    fn outline(&self, index: usize) -> Rect {
        let placed = self.view.scene.boxes[index];
        let rect = placed.rect;
        if self.is_chip(index) {
            return Rect {
                x: rect.x * WIDE - WIDE / 2,
                y: rect.y * HIGH - HIGH / 2 + 2,
                width: rect.width * WIDE,
                height: rect.height * HIGH - 4,
            };
        }
        Rect {
            x: rect.x * WIDE,
            y: rect.y * HIGH,
            width: (rect.width - 1) * WIDE,
            height: (rect.height - 1) * HIGH,
        }
    }

    fn is_chip(&self, index: usize) -> bool {
        let placed = self.view.scene.boxes[index];
        let scene = self.view.scene;
        !scene.is_container(index) && !scene.is_band(index) && placed.text.y == placed.rect.y
    }

    fn style(&self, index: usize, item: &Item) -> String {
        let hex = |pen: Pen| pen.tint(self.palette).hex();
        let text = hex(Pen::Text);
        let border = hex(Pen::border(item.is_open, item.health));
        let shape = if self.view.scene.is_band(index) {
            format!(
                "shape=partialRectangle;left=0;right=0;bottom=0;fillColor=none;strokeColor={border};"
            )
        } else if self.is_chip(index) {
            "rounded=1;strokeColor=none;fillColor=#ffffff;align=left;spacingLeft=4;".to_owned()
        } else if item.is_open {
            format!("rounded=1;absoluteArcSize=1;arcSize=18;fillColor=none;strokeColor={border};")
        } else {
            let width = if item.health.is_problem() { 2 } else { 1 };
            format!(
                "rounded=1;absoluteArcSize=1;arcSize=6;fillColor=#ffffff;strokeColor={border};\
                 strokeWidth={width};align=left;spacingLeft=6;"
            )
        };
        let container = if item.is_open {
            "container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=10;spacingTop=-2;fontStyle=1;"
        } else {
            ""
        };
        format!("{shape}{container}html=0;fontSize=12;fontColor={text};")
    }

    fn edge(&self, index: usize, text: &mut String) {
        let wire = &self.view.diagram.wires[index];
        let line = &self.view.scene.lines[index];
        let parent = if wire.is_stub { LONG_LINES } else { "1" };
        let (from, to) = (&self.ids[wire.from], &self.ids[wire.to]);
        let label = escaped(&name::of_wire(wire, self.view.style.glyphs));
        let kind = wire.kind.name().replace(' ', "-");
        append(
            text,
            format_args!(
                "<mxCell id=\"{from}-{to}-{kind}\" value=\"{label}\" edge=\"1\" parent=\"{parent}\" \
             source=\"{from}\" target=\"{to}\" style=\"{}{}\"><mxGeometry relative=\"1\" as=\"geometry\">",
                self.stroke(wire),
                self.ends(wire, line),
            ),
        );
        if let [_, corners @ .., _] = line.as_slice()
            && !corners.is_empty()
        {
            text.push_str("<Array as=\"points\">");
            for corner in corners {
                let (x, y) = (corner.x * WIDE, corner.y * HIGH);
                append(text, format_args!("<mxPoint x=\"{x}\" y=\"{y}\"/>"));
            }
            text.push_str("</Array>");
        }
        text.push_str("</mxGeometry></mxCell>\n");
    }

    fn stroke(&self, wire: &Wire) -> String {
        let colour = Pen::Wire(wire.kind).tint(self.palette).hex();
        let kind = match wire.kind {
            WireKind::Traffic => "",
            WireKind::Route => "dashed=1;dashPattern=6 4;",
            WireKind::SecurityGroup => "dashed=1;dashPattern=3 3;",
            WireKind::Peering => "strokeWidth=3;endArrow=none;",
            WireKind::Replication => "dashed=1;dashPattern=12 4;",
            WireKind::Event => "dashed=1;dashPattern=1 3;strokeWidth=2;",
            WireKind::Reference => "dashed=1;dashPattern=2 6;",
        };
        format!(
            "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;endArrow=block;endSize=5;jumpStyle=gap;\
             fontSize=11;strokeColor={colour};fontColor={colour};labelBackgroundColor=#ffffff;{kind}"
        )
    }

    /// Where the line leaves its source and comes to its target, as parts of their
    /// sides.
    fn ends(&self, wire: &Wire, line: &[Point]) -> String {
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            return String::new();
        };
        let (exit, entry) = (self.port(wire.from, *first), self.port(wire.to, *last));
        format!(
            "exitX={};exitY={};exitPerimeter=0;entryX={};entryY={};entryPerimeter=0;",
            exit.0, exit.1, entry.0, entry.1
        )
    }

    fn port(&self, index: usize, at: Point) -> (f32, f32) {
        let rect = self.outline(index);
        let part = |at: i32, from: i32, length: i32| {
            let part = (at - from) as f32 / length.max(1) as f32;
            (part.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
        };
        (
            part(at.x * WIDE, rect.x, rect.width),
            part(at.y * HIGH, rect.y, rect.height),
        )
    }

    /// A hole is seen as one.
    fn gaps(&self, text: &mut String) {
        let gaps = self.view.gaps();
        if gaps.is_empty() {
            return;
        }
        let colour = self.palette.warning.hex();
        let top = (self.view.scene.size.height + 1) * HIGH;
        let height = gaps.len() as i32 * HIGH;
        append(
            text,
            format_args!(
                "<mxCell id=\"gaps\" value=\"{}\" vertex=\"1\" parent=\"1\" style=\"text;html=0;align=left;\
             verticalAlign=top;fontColor={colour};\"><mxGeometry y=\"{top}\" width=\"{}\" \
             height=\"{height}\" as=\"geometry\"/></mxCell>\n",
                escaped(&gaps.join("\n")),
                self.view.scene.size.width.max(40) * WIDE,
            ),
        );
    }
}
