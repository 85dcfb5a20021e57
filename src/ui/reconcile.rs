//! Makes of a frame what a terminal will make of its bytes. Cells are counted by
//! graphemes, terminals count by characters; where they differ, every cell behind would
//! stand in another column than was meant. It must not know what a frame shows.

use super::theme::Theme;
use crate::layout::Glyphs;
use crate::text;
use ratatui::buffer::{Buffer, Cell, CellWidth};

/// Changes the cells that a terminal would not show as they are meant.
pub fn reconcile(buffer: &mut Buffer, theme: Theme) {
    let width = usize::from(buffer.area.width);
    for row in buffer.content.chunks_mut(width.max(1)) {
        for x in 0..row.len() {
            if row[x].symbol().len() == 1 {
                continue;
            }
            agree(&mut row[x..]);
            if theme.glyphs == Glyphs::Ascii {
                spell(&mut row[x..]);
            } else {
                keep_whole(&mut row[x..]);
            }
        }
    }
}

/// A character that takes room gets cells of its own, with its marks. What a cluster has
/// more than it has room for is left out.
fn agree(row: &mut [Cell]) {
    let meant = usize::from(row[0].cell_width());
    let symbol = row[0].symbol().to_owned();
    let mut at = 0;
    for (piece, columns) in text::cells(&symbol) {
        if at + columns > meant.max(1) || at >= row.len() {
            break;
        }
        let style = row[0].style();
        match letter(piece) {
            Some(letter) => row[at].set_char(letter),
            None => row[at].set_symbol(piece),
        };
        row[at].set_style(style);
        at += columns;
    }
    if at == 0 {
        row[0].set_symbol(" ");
    }
}

/// Of a flag, which is written in letters of its own; terminals do not agree on how wide
/// those are.
fn letter(piece: &str) -> Option<char> {
    const A: u32 = 0x1f1e6;
    let nth = u32::from(piece.chars().next()?).checked_sub(A)?;
    char::from_u32(u32::from('A') + nth).filter(char::is_ascii_uppercase)
}

/// Half of a wide character cannot be shown: where its other half is over the edge or
/// under something else, it gives way.
fn keep_whole(row: &mut [Cell]) {
    let columns = usize::from(row[0].cell_width());
    let others = row.get(1..columns.max(1));
    if !others.is_some_and(|others| others.iter().all(|other| other.symbol() == " ")) {
        row[0].set_symbol(" ");
    }
}

/// As ASCII, over as many cells as it was wide.
fn spell(row: &mut [Cell]) {
    let plain = text::ascii(row[0].symbol()).into_owned();
    for (at, (cell, character)) in row.iter_mut().zip(plain.chars()).enumerate() {
        if at == 0 || cell.symbol() == " " {
            cell.set_char(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reconcile;
    use crate::app::Appearance;
    use crate::layout::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::buffer::{Buffer, Cell};
    use ratatui::layout::Rect;

    fn check(cells: &[&str], glyphs: Glyphs, expected: &[&str]) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, cells.len() as u16, 1));
        for (cell, symbol) in buffer.content.iter_mut().zip(cells) {
            cell.set_symbol(symbol);
        }
        reconcile(&mut buffer, Theme::new(glyphs, Appearance::default()));
        let seen: Vec<&str> = buffer.content.iter().map(Cell::symbol).collect();
        assert_eq!(seen, expected, "{cells:?}");
    }

    #[test]
    fn a_cell_is_what_a_terminal_makes_of_it() {
        use Glyphs::{Ascii, Unicode};
        check(&["日", " ", "│"], Unicode, &["日", " ", "│"]);
        // Cut by the edge, and by what lies over its second half.
        check(&["a", "日"], Unicode, &["a", " "]);
        check(&["日", "│", "b"], Unicode, &[" ", "│", "b"]);
        let waving = "\u{1f44b}\u{1f3fd}";
        check(&[waving, " ", "c"], Unicode, &["\u{1f44b}", " ", "c"]);
        let flag = "\u{1f1e9}\u{1f1ea}";
        check(&[flag, " ", "c"], Unicode, &["D", "E", "c"]);
        let conjunct = "\u{915}\u{94d}\u{937}";
        let halves = ["\u{915}\u{94d}", "\u{937}", "c"];
        check(&[conjunct, " ", "c"], Unicode, &halves);
        check(
            &["\u{1780}\u{17d2}\u{1780}"],
            Unicode,
            &["\u{1780}\u{17d2}"],
        );
        check(&["日", " ", "é", "x"], Ascii, &["?", "?", "?", "x"]);
        check(&["e\u{301}", "日"], Ascii, &["e", "?"]);
    }
}
