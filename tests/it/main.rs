//! One integration test crate: one link step against a very large SDK.

mod accounts_cli;
mod app;
mod aws_wire;
mod estate;
mod fuzz;
mod inventory;
mod layers;
mod layout;
mod main_job;
mod modal;
mod moto;
mod pty;
mod python;
mod readme;
mod screens;
mod sim;
mod store;
mod terminal;
