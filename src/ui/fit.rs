//! Text in a given width. What does not fit ends in an ellipsis; nothing is cut silently.

use super::theme::Theme;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text, or as much of it as fits with an ellipsis.
pub fn fit(text: &str, width: usize, theme: Theme) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let ellipsis = theme.ellipsis();
    match width.checked_sub(ellipsis.width()) {
        Some(room) => format!("{}{ellipsis}", beginning(text, room)),
        // In less room than the ellipsis needs, as much of it as there is.
        None => beginning(ellipsis, width).to_owned(),
    }
}

/// Exactly that wide: cut, or filled with blanks.
pub fn pad(text: &str, width: usize, theme: Theme) -> String {
    let mut padded = fit(text, width, theme);
    padded.extend(std::iter::repeat_n(
        ' ',
        width.saturating_sub(padded.width()),
    ));
    padded
}

/// A line of spans in a width.
pub fn fit_line(line: Line<'_>, width: usize, theme: Theme) -> Line<'_> {
    if line.width() <= width {
        return line;
    }
    let (mut spans, mut left) = (Vec::new(), width);
    for span in line.spans {
        let wide = span.content.width();
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
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_word_bounds() {
        if line.width() + word.width() > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        let mut word = if line.is_empty() {
            word.trim_start()
        } else {
            word
        };
        while word.width() > width {
            let head = beginning(word, width);
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
fn beginning(text: &str, width: usize) -> &str {
    let (mut used, mut end) = (0, 0);
    for (start, cluster) in text.grapheme_indices(true) {
        used += cluster.width();
        if used > width {
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
    pieces: Vec<(u8, Span<'a>)>,
}

impl<'a> Ribbon<'a> {
    pub fn add(&mut self, rank: u8, span: impl Into<Span<'a>>) {
        self.pieces.push((rank, span.into()));
    }

    pub fn line(mut self, width: usize, theme: Theme) -> Line<'a> {
        while self
            .pieces
            .iter()
            .map(|(_, span)| span.width())
            .sum::<usize>()
            > width
        {
            match self.pieces.iter().map(|(rank, _)| *rank).max() {
                Some(highest) if highest > 0 => self.pieces.retain(|(rank, _)| *rank < highest),
                _ => break,
            }
        }
        let spans: Vec<Span<'a>> = self.pieces.into_iter().map(|(_, span)| span).collect();
        fit_line(Line::from(spans), width, theme)
    }
}

#[cfg(test)]
mod tests {
    use super::{fit, fit_line, wrap};
    use crate::layout::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::text::{Line, Span};
    use unicode_width::UnicodeWidthStr;

    const UNICODE: Theme = Theme {
        glyphs: Glyphs::Unicode,
        has_colour: false,
    };
    const ASCII: Theme = Theme {
        glyphs: Glyphs::Ascii,
        has_colour: false,
    };

    #[test]
    fn what_is_cut_says_so() {
        for (text, width, theme, expected) in [
            ("web-alb", 7, UNICODE, "web-alb"),
            ("web-alb", 6, UNICODE, "web-a…"),
            ("web-alb", 6, ASCII, "web-.."),
            ("日本語", 5, UNICODE, "日本…"),
            ("日本語", 4, UNICODE, "日…"),
            ("web", 1, UNICODE, "…"),
            ("web", 0, UNICODE, ""),
            ("web", 1, ASCII, "."),
        ] {
            assert_eq!(fit(text, width, theme), expected, "{text} in {width}");
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
            let fitted = fit_line(line(), width, UNICODE).to_string();
            assert_eq!(fitted, expected, "in {width}");
        }
    }

    #[test]
    fn wrapped_text_is_whole() {
        let arn =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web-alb/0123";
        let lines = wrap(arn, 20);
        assert_eq!(lines.concat(), arn);
        assert!(lines.iter().all(|line| line.width() <= 20));
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
    }
}
