//! Writes the XML of the query protocols into one string. It must not know what is
//! written.

use quick_xml::escape::escape;
use std::fmt::Display;

/// A document that grows.
#[derive(Default)]
pub(super) struct Xml {
    out: String,
}

impl Xml {
    pub(super) fn with_declaration() -> Self {
        Self {
            out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// `<name>value</name>`, the value escaped. XML has no control characters but as
    /// references.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.open(name);
        for piece in escape(value).split_inclusive(char::is_control) {
            let control = piece.chars().next_back().filter(|last| last.is_control());
            let plain = control.map_or(piece.len(), |control| piece.len() - control.len_utf8());
            self.out.push_str(&piece[..plain]);
            if let Some(control) = control {
                self.reference(control);
            }
        }
        self.close(name);
    }

    /// Text by itself, the element around it being open.
    pub(super) fn bare(&mut self, value: &str) {
        self.out.push_str(&escape(value));
    }

    fn reference(&mut self, character: char) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _written = write!(self.out, "&#x{:x};", u32::from(character));
    }

    /// A number or a boolean, which needs no escaping.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        use std::fmt::Write as _;
        self.open(name);
        // Writing to a string cannot fail.
        let _written = write!(self.out, "{value}");
        self.close(name);
    }

    /// A member that AWS leaves out where it has no value.
    pub(super) fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    pub(super) fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.open(name);
        inside(self);
        self.close(name);
    }

    /// The root, with its namespace.
    pub(super) fn root(&mut self, name: &str, namespace: &str, inside: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push_str(" xmlns=\"");
        self.out.push_str(namespace);
        self.out.push_str("\">");
        inside(self);
        self.close(name);
    }

    /// EC2's lists: `<name><item>…</item></name>`.
    pub(super) fn items<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        each: impl FnMut(&mut Self, T),
    ) {
        self.list((name, "item"), items, each);
    }

    /// The lists of the other services: `<name><member>…</member></name>`.
    pub(super) fn members<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        each: impl FnMut(&mut Self, T),
    ) {
        self.list((name, "member"), items, each);
    }

    fn list<T>(
        &mut self,
        (name, item): (&str, &str),
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.open(name);
        for one in items {
            self.open(item);
            each(self, one);
            self.close(item);
        }
        self.close(name);
    }

    /// A list of plain texts.
    pub(super) fn texts<'a>(
        &mut self,
        (name, item): (&str, &str),
        texts: impl IntoIterator<Item = &'a str>,
    ) {
        self.open(name);
        for text in texts {
            self.text(item, text);
        }
        self.close(name);
    }

    fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}
