//! # skymap: a live map of AWS accounts in a terminal
//!
//! One package: this library and a thin binary. The heart is Elm's: messages come
//! in from outside, one pure `update` changes the model and answers with effects as
//! data, derived state is rebuilt, the view reads.
//!
//! ```text
//! accounts.toml -> account -> role session -> scan (slices) -> inventory -> graph -> scene -> widgets -> bytes
//!                  account    aws::session    aws::collect     inventory   graph    layout    ui        runtime
//! ```
//!
//! ## Layers
//!
//! A module imports from its own row and from the rows below it, never upward;
//! `tests/it/layers.rs` holds this table as data and fails on an upward import.
//!
//! | layer | modules | what they do | what they must not know |
//! |---|---|---|---|
//! | 7 | `main`, [`cli`] | wire everything together, parse the command line | |
//! | 6 | [`runtime`] | the terminal, tokio, tasks and their end | which AWS service exists, any rule about topology |
//! | 5 | [`ui`] | the model as cells | tokio, AWS |
//! | 4 | [`app`] | model, message, update, derive, key bindings | tokio, files, clocks, widgets |
//! | 3 | [`provider`], [`aws`], [`sim`] | one port; AWS behind it; an AWS inside the process | `aws`: graph, screen; `sim`: everything of ours but its own fleet |
//! | 2 | [`layout`], [`export`], [`settings`], [`blueprint`] | diagram to scene; a view as text, pictures and data; `config.toml`; what of a map is kept | what AWS is (`layout`); where the text goes (`export`) |
//! | 1 | [`graph`] | inventory to nodes, edges, containment; what of it is drawn | where anything is drawn |
//! | 0 | [`account`], [`inventory`], [`prices`], [`palette`], [`text`], [`files`] | what AWS has, in our words, and what it costs; the themes' colours; files that are locked and replaced | that there is a network or a screen |
//!
//! SDK types end in [`aws`]; crossterm's event data may reach [`app`]; widgets stay in [`ui`].
//!
//! ## The loop
//!
//! [`runtime`] waits on one biased `select!` (terminal and signals, a bounded inbox,
//! the ends of tasks, the model's next deadline), hands each [`app::Message`] to
//! [`app::update`], carries out the [`app::Effect`]s that it answers with, then lets
//! [`app::derive`] rebuild what follows from the ground state, and draws. No tick:
//! an idle program sleeps and writes nothing.
//!
//! What would take longer than a frame in a large account, survey and graph, is asked
//! of `derive`'s caller as a value, an [`app::Study`], which is concluded on a thread of
//! its own and comes back as a message. One at a time: what is read meanwhile is
//! understood together.

pub mod account;
pub mod app;
pub mod aws;
pub mod blueprint;
pub mod cli;
pub mod export;
pub mod files;
pub mod graph;
pub mod inventory;
pub mod layout;
pub mod palette;
pub mod prices;
pub mod provider;
pub mod runtime;
pub mod settings;
pub mod sim;
pub mod text;
pub mod ui;
