//! What boxes and wires are called in diagrams of other programs: ids that stay while
//! the account changes round them, and labels in lines.

use crate::graph::{Item, NodeKey, Strip, Wire};
use crate::inventory::Health;
use crate::layout::Glyphs;
use crate::text::append;
use sha2::{Digest, Sha256};

/// A word of letters and digits: the same for the same ARN, in every account and on
/// every day.
pub(super) fn id(item: &Item) -> String {
    of_key(&item.key)
}

pub(super) fn of_key(key: &NodeKey) -> String {
    let digest = Sha256::digest(key.as_str());
    let digits = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
    format!("n{}", digits.collect::<String>())
}

/// What a box says, from its label to the last row of its card.
pub(super) fn lines(item: &Item, glyphs: Glyphs) -> Vec<String> {
    let mut first = String::new();
    if item.health != Health::Neutral {
        first.push_str(glyphs.mark(item.health));
        first.push(' ');
    }
    first.push_str(&item.label);
    if item.members.len() > 1 {
        append(
            &mut first,
            format_args!(" {}{}", glyphs.times(), item.members.len()),
        );
    }
    let rows = item.body.iter().map(|strip| row(strip, glyphs));
    [first].into_iter().chain(rows).collect()
}

/// What a box says that is one row high: marks stand in the place of a name, which is
/// that of the whole row.
pub(super) fn chip(item: &Item, glyphs: Glyphs) -> String {
    match item.body.as_slice() {
        [strip] => row(strip, glyphs),
        _ => lines(item, glyphs).swap_remove(0),
    }
}

fn row(strip: &Strip, glyphs: Glyphs) -> String {
    let marks = strip.marks.iter();
    let marks: String = marks.map(|health| glyphs.strip_mark(*health)).collect();
    let count = match strip.count {
        0 => String::new(),
        count => count.to_string(),
    };
    let parts = [strip.label.to_string(), marks, count];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What goes along a wire, and for how many it stands.
pub(super) fn of_wire(wire: &Wire, glyphs: Glyphs) -> String {
    match (wire.label.as_str(), wire.edges.len()) {
        (label, 0 | 1) => label.to_owned(),
        ("", count) => format!("{}{count}", glyphs.times()),
        (label, count) => format!("{label} {}{count}", glyphs.times()),
    }
}
