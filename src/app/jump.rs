//! Letters on every box in the window; typing them selects the box. The letters are
//! given out once, so that they stay what they are while the map is refreshed.

use super::overlay::Overlay;
use super::{Model, Panes, Topology, View};
use crate::graph::NodeKey;
use crate::layout::{self, Point};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;

/// Those under the fingers first.
const LETTERS: &[u8] = b"asdfghjklqweruioptyzxcvbnm";

/// Which letters lead to which box, and what is typed of them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct JumpLabels {
    labels: Vec<(NodeKey, String)>,
    typed: String,
}

/// Labels for what the window shows, the shortest for what is nearest to the selection.
pub(super) fn open(model: &Model) -> Result<Overlay, &'static str> {
    let nothing = "there is no other box in the window";
    let area = Panes::of(model).map;
    let topology = model.topology.as_ref().ok_or(nothing)?;
    let places = topology.label_places(area);
    let selected = topology.selected();
    let here = selected.and_then(|item| places.get(&item)).copied();
    let here = here.unwrap_or(Position::new(
        area.x + area.width / 2,
        area.y + area.height / 2,
    ));
    let mut near: Vec<(u16, usize)> = places
        .into_iter()
        .filter(|(item, _)| Some(*item) != selected)
        // Rows are about twice as high as columns are wide.
        .map(|(item, at)| (at.x.abs_diff(here.x) + 2 * at.y.abs_diff(here.y), item))
        .collect();
    if near.is_empty() {
        return Err(nothing);
    }
    near.sort_unstable();
    let items = &topology.derived.diagram.items;
    let keys = near.iter().map(|(_, item)| items[*item].key.clone());
    Ok(Overlay::Jump(JumpLabels {
        labels: keys.zip(words(near.len())).collect(),
        typed: String::new(),
    }))
}

/// So many labels, none the beginning of another, the short ones first. What is beyond
/// all pairs of letters has none.
fn words(count: usize) -> impl Iterator<Item = String> {
    let all = LETTERS.len();
    let beginnings = count.saturating_sub(all).div_ceil(all - 1).min(all);
    let (alone, first) = LETTERS.split_at(all - beginnings);
    let letter = |letter: &u8| char::from(*letter);
    let short = alone.iter().map(move |one| letter(one).to_string());
    let pairs = first.iter().flat_map(move |one| {
        let others = LETTERS.iter();
        others.map(move |other| String::from_iter([letter(one), letter(other)]))
    });
    short.chain(pairs)
}

/// A letter narrows the labels, or leads to a box; any other key ends it.
pub(super) fn typed(model: &mut Model, key: KeyEvent) {
    let window = Panes::of(model).window();
    let Some(Overlay::Jump(jump)) = model.overlays.last_mut() else {
        return;
    };
    let is_letter = !key
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if let KeyCode::Char(letter) = key.code
        && is_letter
    {
        jump.typed.push(letter.to_ascii_lowercase());
        let reached = jump.reached();
        if reached.is_none() && jump.left().next().is_some() {
            return;
        }
        if let (Some(key), Some(topology)) = (reached, &mut model.topology)
            && topology.jump_to(&key)
        {
            topology.reveal(window);
        }
    }
    model.overlays.pop();
}

impl JumpLabels {
    fn reached(&self) -> Option<NodeKey> {
        let mut labels = self.labels.iter();
        let found = labels.find(|(_, label)| *label == self.typed);
        found.map(|(key, _)| key.clone())
    }

    /// The boxes that can still be meant, with what is left to type.
    fn left(&self) -> impl Iterator<Item = (&NodeKey, &str)> {
        let labels = self.labels.iter();
        labels.filter_map(|(key, label)| Some((key, label.strip_prefix(&self.typed)?)))
    }

    /// Where on the screen what stands.
    pub fn shown(&self, topology: &Topology, area: Rect) -> Vec<(Position, &str)> {
        let places = topology.label_places(area);
        let shown = self
            .left()
            .filter_map(|(key, left)| Some((*places.get(&topology.item(key)?)?, left)));
        shown.collect()
    }
}

impl Topology {
    /// Where the letters of each box in the window stand: in the place of its mark, so
    /// that its name can be read.
    fn label_places(&self, area: Rect) -> BTreeMap<usize, Position> {
        let items = &self.derived.diagram.items;
        let on_screen = |at: Point| {
            let (x, y) = (u16::try_from(at.x).ok()?, u16::try_from(at.y).ok()?);
            let at = Position::new(area.x + x, area.y + y);
            area.contains(at).then_some(at)
        };
        if self.look.view == View::Tree {
            let rows = self.tree_rows();
            let first = self.tree_top(&rows, usize::from(area.height));
            let visible = (0..).zip(rows.into_iter().skip(first));
            let places = visible.take(usize::from(area.height));
            let places = places.filter_map(|(y, (item, depth))| {
                let x = i32::try_from(2 * depth).ok()?;
                Some((item, on_screen(Point { x, y })?))
            });
            return places.collect();
        }
        let camera = self.look.camera;
        let boxes = self.derived.scene.boxes.iter().zip(items).enumerate();
        let places = boxes.filter_map(|(item, (placed, drawn))| {
            let at = layout::beside_name(drawn, placed);
            let at = on_screen(Point {
                x: at.x - camera.x,
                y: at.y - camera.y,
            })?;
            Some((item, at))
        });
        places.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, words};

    #[test]
    fn no_label_is_the_beginning_of_another() {
        let all = LETTERS.len();
        for count in [1, 2, all - 1, all, all + 1, 2 * all, 120, all * all] {
            let words: Vec<String> = words(count).take(count).collect();
            assert_eq!(words.len(), count);
            for (place, word) in words.iter().enumerate() {
                let later = &words[place + 1..];
                assert!(
                    !later.iter().any(|other| other.starts_with(word.as_str())),
                    "{word} of {count}"
                );
                assert!(later.iter().all(|other| other.len() >= word.len()));
            }
        }
        assert_eq!(words(2 * all * all).count(), all * all);
    }
}
