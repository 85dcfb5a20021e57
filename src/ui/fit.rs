//! Text in a given width. What does not fit ends in an ellipsis; nothing is cut silently.

use super::theme::Theme;
use ratatui::buffer::CellWidth;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// How many columns a text becomes. Letter by letter, as it is put into cells: as a whole,
/// two letters that some scripts join would count as one.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(cells).sum()
}

/// The same of a line of spans.
pub fn line_width(line: &Line<'_>) -> usize {
    line.spans.iter().map(|span| width(&span.content)).sum()
}

fn cells(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        0
    } else {
        usize::from(cluster.cell_width())
    }
}

/// The text, or as much of it as fits with an ellipsis.
pub fn fit(text: &str, room: usize, theme: Theme) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let ellipsis = theme.ellipsis();
    match room.checked_sub(width(ellipsis)) {
        Some(left) => format!("{}{ellipsis}", beginning(text, left)),
        // In less room than the ellipsis needs, as much of it as there is.
        None => beginning(ellipsis, room).to_owned(),
    }
}

/// Exactly that wide: cut, or filled with blanks.
pub fn pad(text: &str, room: usize, theme: Theme) -> String {
    let mut padded = fit(text, room, theme);
    let left = room.saturating_sub(width(&padded));
    padded.extend(std::iter::repeat_n(' ', left));
    padded
}

/// A line of spans in a width.
pub fn fit_line(line: Line<'_>, room: usize, theme: Theme) -> Line<'_> {
    if line_width(&line) <= room {
        return line;
    }
    let (mut spans, mut left) = (Vec::new(), room);
    for span in line.spans {
        let wide = width(&span.content);
        if wide < left {
            left -= wide;
            spans.push(span);
            continue;
        }
        // Something is cut after this one, or within it.
        let text = fit(&format!("{} ", span.content), left, theme);
        spans.push(Span::styled(text, span.style));
        break;
    }
    Line::from(spans).style(line.style)
}

/// Pieces of at most that width, broken at blanks where there are some.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let (mut lines, mut line) = (Vec::new(), String::new());
    let words = text.split_inclusive(' ').flat_map(|word| {
        // What is longer than a line is broken at its parts.
        let is_long = width(word.trim_end()) > room;
        let whole = (!is_long).then_some(word);
        let parts = is_long.then(|| word.split_word_bounds());
        whole.into_iter().chain(parts.into_iter().flatten())
    });
    for word in words {
        if width(&line) + width(word.trim_end()) > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        let mut word = if line.is_empty() {
            word.trim_start()
        } else {
            word
        };
        while width(word.trim_end()) > room {
            let head = beginning(word, room);
            if head.is_empty() {
                break;
            }
            lines.push(head.to_owned());
            word = &word[head.len()..];
        }
        line.push_str(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The longest beginning that is at most so wide.
fn beginning(text: &str, room: usize) -> &str {
    let (mut used, mut end) = (0, 0);
    for (start, cluster) in text.grapheme_indices(true) {
        used += cells(cluster);
        if used > room {
            break;
        }
        end = start + cluster.len();
    }
    &text[..end]
}

/// Pieces of a line, each with a rank; those of the highest rank go first when the
/// line is too long.
#[derive(Debug, Default)]
pub struct Ribbon<'a> {
    pieces: Vec<(u16, Span<'a>)>,
}

impl<'a> Ribbon<'a> {
    pub fn add(&mut self, rank: u8, span: impl Into<Span<'a>>) {
        self.pieces.push((u16::from(rank), span.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub fn line(self, room: usize, theme: Theme) -> Line<'a> {
        let least = self.least_left_out(room);
        let pieces = self.pieces.into_iter().filter(|(rank, _)| *rank < least);
        let spans: Vec<Span<'a>> = pieces.map(|(_, span)| span).collect();
        fit_line(Line::from(spans), room, theme)
    }

    /// Which piece stands at a column, by the order in which they were added.
    pub fn piece_at(&self, column: usize, room: usize) -> Option<usize> {
        let least = self.least_left_out(room);
        let pieces = self.pieces.iter().enumerate();
        let mut kept = pieces.filter(|(_, (rank, _))| *rank < least);
        let mut end = 0;
        let found = kept.find(|(_, (_, span))| {
            end += width(&span.content);
            column < end
        });
        found.filter(|_| column < room).map(|(piece, _)| piece)
    }

    /// The lowest rank that there is no room for; what has none at all always stays.
    fn least_left_out(&self, room: usize) -> u16 {
        let wide = |least: u16| -> usize {
            let kept = self.pieces.iter().filter(|(rank, _)| *rank < least);
            kept.map(|(_, span)| width(&span.content)).sum()
        };
        let mut least = u16::from(u8::MAX) + 1;
        while wide(least) > room {
            let ranks = self.pieces.iter().map(|(rank, _)| *rank);
            match ranks.filter(|rank| *rank < least).max() {
                Some(highest) if highest > 0 => least = highest,
                _ => break,
            }
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::{fit, fit_line, width, wrap};
    use crate::app::Appearance;
    use crate::layout::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::text::{Line, Span};

    const UNICODE: Glyphs = Glyphs::Unicode;
    const ASCII: Glyphs = Glyphs::Ascii;

    fn theme(glyphs: Glyphs) -> Theme {
        Theme::new(glyphs, Appearance::default())
    }

    #[test]
    fn what_is_cut_says_so() {
        for (text, width, glyphs, expected) in [
            ("web-alb", 7, UNICODE, "web-alb"),
            ("web-alb", 6, UNICODE, "web-a…"),
            ("web-alb", 6, ASCII, "web-.."),
            ("日本語", 5, UNICODE, "日本…"),
            ("日本語", 4, UNICODE, "日…"),
            (
                "\u{644}\u{627}\u{644}\u{627}",
                3,
                UNICODE,
                "\u{644}\u{627}…",
            ),
            ("web", 1, UNICODE, "…"),
            ("web", 0, UNICODE, ""),
            ("web", 1, ASCII, "."),
        ] {
            assert_eq!(
                fit(text, width, theme(glyphs)),
                expected,
                "{text} in {width}"
            );
        }
    }

    #[test]
    fn a_line_of_spans_is_never_wider_than_its_room() {
        let line = || Line::from(vec![Span::raw("abc"), Span::raw("def"), Span::raw("ghi")]);
        for (width, expected) in [
            (9, "abcdefghi"),
            (8, "abcdefg…"),
            (6, "abcde…"),
            (3, "ab…"),
            (0, ""),
        ] {
            let fitted = fit_line(line(), width, theme(UNICODE)).to_string();
            assert_eq!(fitted, expected, "in {width}");
        }
    }

    #[test]
    fn wrapped_text_is_whole() {
        let arn =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web-alb/0123";
        let lines = wrap(arn, 20);
        assert_eq!(lines.concat(), arn);
        assert!(lines.iter().all(|line| width(line) <= 20));
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("one (two) three", 5), ["one", "(two)", "three"]);
        assert_eq!(
            wrap("codes: [503] (Target)", 16),
            ["codes: [503]", "(Target)"]
        );
        assert_eq!(wrap("", 8), [""]);
    }
}
