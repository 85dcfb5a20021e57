//! One integration test crate: one link step against a very large SDK.

mod accounts_cli;
mod app;
mod aws_wire;
mod inventory;
mod layers;
mod layout;
mod modal;
mod moto;
mod python;
mod readme;
mod screens;
mod sim;
mod store;
mod terminal;
