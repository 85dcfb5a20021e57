//! Where the program's files are: flags, then variables, then XDG's places.

use clap::Args;
use color_eyre::eyre::{Result, WrapErr};
use etcetera::BaseStrategy;
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

    pub(super) fn log_file(&self) -> PathBuf {
        self.state.join("skymap.log")
    }
}
