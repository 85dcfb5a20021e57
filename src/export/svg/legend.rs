//! What the signs mean that are in the picture, and what is missing from it.

use super::letters::BASE;
use super::{HIGH, MARGIN, Picture, WIDE, class, marks};
use crate::export::pen::Pen;
use crate::export::xml::escaped;
use crate::graph::WireKind;
use crate::inventory::Health;
use crate::text::{append, columns};
use std::collections::BTreeSet;

/// Cells of a sign and of a wire's sample, with what parts them from their words.
const SIGN: i32 = 2;
const SAMPLE: i32 = 6;
const APART: i32 = 3;
/// However narrow the map is, so much stands in a row.
const LEAST: i32 = 72;

/// The finished legend, with how wide it is and where it ends, in pixels.
pub(super) struct Legend {
    pub text: String,
    pub width: i32,
    pub bottom: i32,
}

/// What stands before the words.
enum Sign {
    Health(Health),
    Wire(WireKind),
}

impl Picture<'_> {
    pub(super) fn legend(&self, top: i32) -> Legend {
        let mut legend = Legend {
            text: String::new(),
            width: 0,
            bottom: top,
        };
        let room = self.view.scene.size.width.max(LEAST);
        let healths = self.healths().into_iter().map(Sign::Health);
        legend.rows(healths, room);
        let wires = self.view.diagram.wires.iter().filter(|wire| !wire.is_stub);
        let wires: BTreeSet<WireKind> = wires.map(|wire| wire.kind).collect();
        legend.rows(wires.into_iter().map(Sign::Wire), room);
        for gap in self.view.gaps() {
            legend.gap(&gap);
        }
        legend
    }

    /// The worst first, as far as they are in the picture.
    fn healths(&self) -> Vec<Health> {
        let items = self.view.diagram.items.iter();
        let shown = items.flat_map(|item| {
            let strips = item.body.iter().flat_map(|strip| strip.marks.iter());
            strips.copied().chain([item.health])
        });
        let shown: BTreeSet<Health> = shown.filter(|health| *health != Health::Neutral).collect();
        shown.into_iter().rev().collect()
    }
}

impl Legend {
    fn rows(&mut self, signs: impl Iterator<Item = Sign>, room: i32) {
        let mut x = 0;
        let mut is_begun = false;
        for sign in signs {
            let (before, words) = match &sign {
                Sign::Health(health) => (SIGN, health.name()),
                Sign::Wire(WireKind::SecurityGroup) => {
                    (SAMPLE, "permitted by a security group, not seen")
                }
                Sign::Wire(kind) => (SAMPLE, kind.name()),
            };
            let cells = before + columns(words) as i32;
            if x > 0 && x + cells > room {
                self.bottom += HIGH;
                x = 0;
            }
            self.entry(&sign, (x, before), words);
            self.width = self.width.max((x + cells) * WIDE);
            x += cells + APART;
            is_begun = true;
        }
        if is_begun {
            self.bottom += HIGH;
        }
    }

    fn entry(&mut self, sign: &Sign, (x, before): (i32, i32), words: &str) {
        let left = MARGIN + x * WIDE;
        let y = self.bottom + HIGH / 2;
        match sign {
            Sign::Health(health) => marks::mark(*health, (left + WIDE / 2, y), &mut self.text),
            Sign::Wire(kind) => {
                let pen = class(Pen::Wire(*kind));
                let (y, end) = (y as f32 + 0.5, left + 4 * WIDE);
                append(
                    &mut self.text,
                    format_args!(
                        "<path class=\"wire {pen}\" d=\"M{left} {y}H{end}\"/>\n\
                     <polygon class=\"solid {pen}\" points=\"{end},{} {end},{} {},{y}\"/>\n",
                        y - 5.0,
                        y + 5.0,
                        end + WIDE
                    ),
                );
            }
        }
        self.words("quiet", (left + before * WIDE, self.bottom + BASE), words);
    }

    fn gap(&mut self, sentence: &str) {
        self.width = self.width.max(columns(sentence) as i32 * WIDE);
        let pen = class(Pen::Health(Health::Degraded));
        self.words(pen, (MARGIN, self.bottom + BASE), sentence);
        self.bottom += HIGH;
    }

    fn words(&mut self, pen: &str, (x, y): (i32, i32), words: &str) {
        let length = columns(words) as i32 * WIDE;
        append(
            &mut self.text,
            format_args!(
                "<text class=\"{pen}\" x=\"{x}\" y=\"{y}\" textLength=\"{length}\" \
             lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
                escaped(words)
            ),
        );
    }
}
