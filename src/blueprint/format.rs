//! A blueprint as TOML: one line for each resource and each join, in a stable order, so
//! that two versions compare well line by line. A newer version than this program's is
//! refused, and so is what is broken, with its line and column.

mod read;
mod write;

use super::Blueprint;

/// Of the file. Grows when an older program would misread what a newer one writes.
pub const VERSION: u64 = 1;

/// Why a text is no blueprint that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    #[error("line {line}, column {column}: {sentence}")]
    Broken {
        line: usize,
        column: usize,
        sentence: String,
    },
    #[error(
        "it is of version {0}, and this program knows version {VERSION}: a newer skymap wrote it, and can open it"
    )]
    Newer(u64),
}

impl Blueprint {
    pub fn to_toml(&self) -> String {
        write::document(self)
    }

    pub fn from_toml(text: &str) -> Result<Self, FormatError> {
        read::document(text)
    }
}

/// The levels, kinds of wires and the like are words of one kind.
fn word(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests;
