//! Where the program's files are: flags, then variables, then XDG's places.

use clap::Args;
use color_eyre::eyre::{Result, WrapErr};
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::path::PathBuf;

/// The flags that move the directories.
#[derive(Debug, Default, Args)]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are named as the flags are"
)]
pub struct DirectoryFlags {
    /// The directory of config.toml and accounts.toml
    #[arg(long, global = true, value_name = "DIR", env = "SKYMAP_CONFIG_DIR")]
    config_dir: Option<PathBuf>,
    /// The directory of what is kept: blueprints, price tables
    #[arg(long, global = true, value_name = "DIR", env = "SKYMAP_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// The directory of the log
    #[arg(long, global = true, value_name = "DIR", env = "SKYMAP_STATE_DIR")]
    state_dir: Option<PathBuf>,
}

/// The directories in force. None of them need exist.
#[derive(Debug, Clone)]
pub struct Directories {
    pub config: PathBuf,
    pub data: PathBuf,
    pub state: PathBuf,
}

/// The shell has not replaced a tilde yet while the line is typed.
fn at_home(path: &str) -> PathBuf {
    let home = std::env::var_os("HOME");
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}

impl Directories {
    pub(super) fn resolve(flags: DirectoryFlags) -> Result<Self> {
        if let DirectoryFlags {
            config_dir: Some(config),
            data_dir: Some(data),
            state_dir: Some(state),
        } = flags
        {
            return Ok(Self {
                config,
                data,
                state,
            });
        }
        let places = etcetera::choose_base_strategy()
            .wrap_err("find the home directory (set HOME, or name all three directories)")?;
        let state = places.state_dir().unwrap_or_else(|| places.data_dir());
        let or =
            |flag: Option<PathBuf>, place: PathBuf| flag.unwrap_or_else(|| place.join("skymap"));
        Ok(Self {
            config: or(flags.config_dir, places.config_dir()),
            data: or(flags.data_dir, places.data_dir()),
            state: or(flags.state_dir, state),
        })
    }

    /// Of a line that is not whole yet, as a shell hands it on: what names no directory is
    /// passed over.
    pub(super) fn of_words(words: impl Iterator<Item = OsString>) -> Result<Self> {
        let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
        let behind = |flag: &str| {
            let spaced = words.windows(2).find(|pair| pair[0] == flag);
            let joined = words
                .iter()
                .find_map(|word| word.strip_prefix(flag)?.strip_prefix('='));
            spaced.map(|pair| pair[1].as_str()).or(joined).map(at_home)
        };
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let place = |flag: &str, name: &str| behind(flag).or_else(|| variable(name));
        Self::resolve(DirectoryFlags {
            config_dir: place("--config-dir", "SKYMAP_CONFIG_DIR"),
            data_dir: place("--data-dir", "SKYMAP_DATA_DIR"),
            state_dir: place("--state-dir", "SKYMAP_STATE_DIR"),
        })
    }

    pub(super) fn log_file(&self) -> PathBuf {
        self.state.join("skymap.log")
    }
}
