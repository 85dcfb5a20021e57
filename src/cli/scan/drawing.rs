//! What a scan draws: a preset, or a grouping and hidden kinds of one's own.

use crate::graph::Preset;
use crate::settings::Settings;
use crate::text::did_you_mean;
use clap::Args;
use color_eyre::eyre::{Result, WrapErr, bail};

#[derive(Debug, Args)]
pub(super) struct DrawingArguments {
    /// Draw as a preset does: infrastructure, network, security, or one of your own
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Group the drawing, from the outside in: region,vpc,tag:Environment
    #[arg(long, value_name = "LEVELS")]
    group: Option<String>,
    /// Leave kinds out of the drawing: nat-gateway,bucket
    #[arg(long, value_name = "KINDS")]
    hide: Vec<String>,
}

impl DrawingArguments {
    /// What they ask for, or what is wrong with it, before anything is read.
    pub(super) fn preset(&self, settings: &Settings) -> Result<Preset> {
        let mut preset = match &self.preset {
            Some(name) => named(name, settings)?,
            None => Preset::default(),
        };
        if let Some(levels) = &self.group {
            preset.group = levels.parse().wrap_err("--group")?;
        }
        let hidden = Preset::kinds(&self.hide.join(",")).wrap_err("--hide")?;
        preset.hide.extend(hidden);
        Ok(preset)
    }
}

fn named(name: &str, settings: &Settings) -> Result<Preset> {
    if let Some(builtin) = Preset::builtin(name) {
        return Ok(builtin);
    }
    let Some(own) = settings.presets.get(name) else {
        let builtin = Preset::BUILTIN.iter().map(|(name, _)| *name);
        let own = settings.presets.keys().map(String::as_str);
        let known: Vec<&str> = builtin.chain(own).collect();
        bail!(
            "there is no preset {name:?}; {}",
            did_you_mean(name, &known)
        );
    };
    own.meaning()
        .wrap_err_with(|| format!("the preset {name:?}"))
}
