//! The log: off unless asked for, and only what the program itself says. The SDK's own
//! lines are never in it, because they hold requests and answers.

use super::Directories;
use clap::ValueEnum;
use color_eyre::eyre::{Result, WrapErr, eyre};
use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Mutex;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
}

impl LogLevel {
    fn filter(self) -> LevelFilter {
        match self {
            Self::Off => LevelFilter::OFF,
            Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
        }
    }
}

/// Opens the log, when one is asked for.
pub(super) fn start(level: Option<LogLevel>, directories: &Directories) -> Result<()> {
    let Some(level) = level.filter(|level| *level != LogLevel::Off) else {
        return Ok(());
    };
    let path = directories.log_file();
    let file = open(&path).wrap_err_with(|| format!("open the log {}", path.display()))?;
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(Mutex::new(file));
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level.filter());
    tracing_subscriber::registry()
        .with(lines)
        .with(ours)
        .try_init()
        .map_err(|error| eyre!("start the log: {error}"))
}

/// For its owner alone: a log tells what somebody looked at.
fn open(path: &Path) -> std::io::Result<File> {
    if let Some(directory) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
}
