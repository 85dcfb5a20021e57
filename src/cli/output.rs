//! What commands print. A reader that has gone away ends a command quietly.

use crate::text::clean;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, WrapErr};
use std::io::{self, Write};

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub struct Output {
    /// The form of what is printed
    #[arg(long, value_name = "FORM", default_value = "text")]
    output: Form,
    /// Short for `--output json`
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    #[value(alias = "table")]
    Text,
    Json,
}

impl Output {
    pub fn is_json(self) -> bool {
        self.json || self.output == Form::Json
    }
}

/// Prints a text to standard output.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match printed {
        // `skymap scan shop | head` has what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.wrap_err("write to standard output"),
    }
}

/// Prints a sentence to standard error.
pub fn warn(sentence: &str) {
    if let Err(error) = writeln!(io::stderr(), "{}", printable(sentence)) {
        tracing::debug!(%error, "standard error took no more");
    }
}

/// A sentence may name a path or an argument, which nothing has cleaned.
pub fn printable(sentence: &str) -> String {
    sentence.lines().map(clean).collect::<Vec<_>>().join("\n")
}
