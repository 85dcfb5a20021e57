//! What commands print. A reader that has gone away ends a command quietly.

use crate::text::clean;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, WrapErr, bail};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

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

/// Writes a text to a new file that only its owner can read, and says so on standard
/// error: what was read of an account is nobody else's.
pub fn write_new(path: &Path, text: &str) -> Result<()> {
    let named = || format!("write {}", path.display());
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match file {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{}: the file exists and was left as it is", named())
        }
        file => file.and_then(|mut file| file.write_all(text.as_bytes())),
    }
    .wrap_err_with(named)?;
    warn(&format!("skymap: wrote {}", path.display()));
    Ok(())
}

/// Prints a sentence to standard error.
pub fn warn(sentence: &str) {
    if let Err(error) = writeln!(io::stderr(), "{}", printable(sentence)) {
        tracing::debug!(%error, "standard error took no more");
    }
}

/// Prints what is wrong with files that the command went on without.
pub(super) fn warn_all(issues: &[String]) {
    for issue in issues {
        warn(&format!("skymap: {issue}"));
    }
}

/// A sentence may name a path or an argument, which nothing has cleaned.
pub fn printable(sentence: &str) -> String {
    sentence.lines().map(clean).collect::<Vec<_>>().join("\n")
}
