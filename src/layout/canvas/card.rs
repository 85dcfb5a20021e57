//! What a card shows beside its label.

use super::{Ink, Sheet};
use crate::graph::{Item, Strip};
use crate::layout::{Rect, caption, card};

impl<'a> Sheet<'a, '_> {
    /// The strips of a card below its label.
    pub(super) fn body(&mut self, item: &'a Item, id: usize) {
        let text = self.scene.boxes[id].text;
        let room = self.scene.boxes[id].rect.bottom() - 1;
        let names = card::name_cells(item);
        for (y, strip) in (text.y + 1..room).zip(&item.body) {
            self.strip((text.x, y), (strip, names), (text.right(), id));
        }
    }

    fn strip(
        &mut self,
        (x, y): (i32, i32),
        (strip, names): (&'a Strip, i32),
        (right, id): (i32, usize),
    ) {
        let room = if strip.marks.is_empty() {
            right - x
        } else {
            names
        };
        let (name, is_cut) = caption::fitting(&strip.label, room);
        let mut at = x;
        for (grapheme, width) in name {
            self.put((at, y), grapheme, Ink::Body(id));
            if width == 2 {
                self.put((at + 1, y), "", Ink::Body(id));
            }
            at += width;
        }
        if is_cut {
            self.put((at, y), self.glyphs.ellipsis(), Ink::Body(id));
        }
        for (at, &health) in (x + names + 1..).zip(&strip.marks) {
            if at < right {
                self.put(
                    (at, y),
                    self.glyphs.strip_mark(health),
                    Ink::Strip(id, health),
                );
            }
        }
        if strip.count > 0 {
            let first = right - card::count_cells(strip);
            self.number((first, y), strip.count, Ink::Body(id));
        }
    }

    /// A box one row high that shows a strip in the place of its label.
    pub(super) fn chip_strip(&mut self, (item, strip): (&'a Item, &'a Strip), id: usize) {
        let Rect { x, y, width, .. } = self.scene.boxes[id].text;
        let mut at = x;
        for &health in &strip.marks {
            self.put(
                (at, y),
                self.glyphs.strip_mark(health),
                Ink::Strip(id, health),
            );
            at += 1;
        }
        if caption::count_cells(item) <= x + width - at {
            self.count((at, y), item.members.len(), id);
        }
    }
}
