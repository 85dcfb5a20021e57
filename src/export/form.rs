//! The forms that a view can be written in, by their names.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A form of a view: the drawn map, a picture, a diagram for another program, or data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The map in characters, without colours.
    Text,
    /// The same with the colours of a terminal.
    Ansi,
    Svg,
    /// For diagrams.net.
    Drawio,
    Mermaid,
    /// For Graphviz.
    Dot,
    /// The scan document.
    Json,
    /// The inventory, a row for each resource.
    Csv,
}

/// A word that is no form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no form {asked:?}; there are {}", names())]
pub struct UnknownForm {
    asked: String,
}

impl Form {
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Ansi,
        Self::Svg,
        Self::Drawio,
        Self::Mermaid,
        Self::Dot,
        Self::Json,
        Self::Csv,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Ansi => "ansi",
            Self::Svg => "svg",
            Self::Drawio => "drawio",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// What it is, for a list of forms.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Text => "the map in characters",
            Self::Ansi => "the same with colours, also into a pipe: for `less -R`",
            Self::Svg => "a picture, light and dark in one file",
            Self::Drawio => "a diagram that diagrams.net opens and edits",
            Self::Mermaid => "a flowchart for Markdown",
            Self::Dot => "a graph for Graphviz",
            Self::Json => "every resource and relationship, with what is missing",
            Self::Csv => "the inventory, a row for each resource",
        }
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Ansi => "ansi",
            Self::Svg => "svg",
            Self::Drawio => "drawio",
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The form that a file's name asks for by its end.
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        let mut forms = Self::ALL.into_iter();
        forms.find(|form| form.extension() == extension)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(word: &str) -> Result<Self, UnknownForm> {
        let asked = word.trim().to_ascii_lowercase();
        let form = match asked.as_str() {
            "draw.io" => Some(Self::Drawio),
            "graphviz" => Some(Self::Dot),
            name => Self::ALL.into_iter().find(|form| form.name() == name),
        };
        form.ok_or(UnknownForm { asked })
    }
}

fn names() -> String {
    Form::ALL.map(Form::name).join(", ")
}
