//! TOML that people edit: parsed with the place of what is broken, and written so that
//! comments, order and line ends stay. It must not know what the keys mean.

use toml_edit::{Document, DocumentMut};

/// A text that cannot be used as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {sentence}")]
pub struct Broken {
    pub line: usize,
    pub column: usize,
    pub sentence: String,
}

/// What an editor may write first; the parser drops it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The lines in front of the change and behind it are those of the text before: the
/// writer knows only one kind of line end. A new line ends like the first one.
pub fn rendered(document: &DocumentMut, before: &str) -> String {
    let (mark, before) = match before.strip_prefix(BYTE_ORDER_MARK) {
        Some(before) => (BYTE_ORDER_MARK, before),
        None => ("", before),
    };
    let after = document.to_string().replace("\r\n", "\n");
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let head = count_same(old.iter().zip(&new));
    let most = old.len().min(new.len()) - head;
    let tail = count_same(old.iter().rev().zip(new.iter().rev()).take(most));
    let mut changed = new[head..new.len() - tail].concat();
    if old.first().is_some_and(|line| line.ends_with("\r\n")) {
        changed = changed.replace('\n', "\r\n");
    }
    let [head, tail] = [&old[..head], &old[old.len() - tail..]];
    [mark, &head.concat(), &changed, &tail.concat()].concat()
}

fn count_same<'a>(lines: impl Iterator<Item = (&'a &'a str, &'a &'a str)>) -> usize {
    let is_same = |old: &str, new: &str| match old.strip_suffix("\r\n") {
        Some(line) => new.strip_suffix('\n') == Some(line),
        None => old == new,
    };
    lines.take_while(|(old, new)| is_same(old, new)).count()
}

pub fn parse<S: AsRef<str> + Clone>(text: S) -> Result<Document<S>, Broken> {
    Document::parse(text.clone()).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text.as_ref(), offset);
        Broken {
            line,
            column,
            sentence: error.message().trim().replace('\n', ", "),
        }
    })
}

/// Line and column, both from 1, the column in characters.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
