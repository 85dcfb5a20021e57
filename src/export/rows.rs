//! Rows as CSV (RFC 4180). Spreadsheets take a field that begins with `=`, `+`, `-` or
//! `@` for a formula, and the names in it are other people's: such a field gets an
//! apostrophe before it, as spreadsheets themselves write what is to stay text.

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};
use std::borrow::Cow;

/// What a spreadsheet calculates, and the blanks that it skips before it looks.
const FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// For a field and its quotation marks.
const ROOM: usize = 4096;

/// Rows that are being written.
pub(super) struct Rows {
    writer: Writer,
    bytes: Vec<u8>,
}

impl Rows {
    pub fn new() -> Self {
        let mut builder = WriterBuilder::new();
        Self {
            writer: builder.terminator(Terminator::CRLF).build(),
            bytes: Vec::new(),
        }
    }

    pub fn row<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) {
        for (index, field) in fields.into_iter().enumerate() {
            if index > 0 {
                self.step(Writer::delimiter);
            }
            let mut rest = defused(field).into_owned().into_bytes();
            while !rest.is_empty() {
                let mut read = 0;
                self.step(|writer, room| {
                    let (result, taken, written) = writer.field(&rest, room);
                    read = taken;
                    (result, written)
                });
                rest.drain(..read);
            }
        }
        self.step(Writer::terminator);
    }

    pub fn finish(mut self) -> String {
        self.step(Writer::finish);
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// One step of the writer, which fits into the room that it has.
    fn step(&mut self, step: impl FnOnce(&mut Writer, &mut [u8]) -> (WriteResult, usize)) {
        let mut room = [0; ROOM];
        let (_, written) = step(&mut self.writer, &mut room);
        self.bytes.extend_from_slice(&room[..written]);
    }
}

/// A text that stays one.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULAS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn nothing_is_calculated_and_nothing_leaves_its_field() {
        let long = "x,".repeat(5000);
        for (text, expected) in [
            ("", "\"\""),
            ("web-1", "web-1"),
            ("a=b", "a=b"),
            ("=HYPERLINK(\"//x\")", "\"'=HYPERLINK(\"\"//x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("one, \"two\"", "\"one, \"\"two\"\"\""),
            (&long, &format!("\"{long}\"")),
        ] {
            let mut rows = Rows::new();
            rows.row([text]);
            assert_eq!(rows.finish(), format!("{expected}\r\n"));
        }
    }
}
