//! One integration test crate: one link step against a very large SDK.

mod accounts_cli;
mod app;
mod aws_wire;
mod estate;
mod faults;
mod fuzz;
mod hostile;
mod inventory;
mod layers;
mod layout;
mod main_job;
mod modal;
mod moto;
mod process;
mod pty;
mod python;
mod read_only;
mod readme;
mod screens;
mod secrets;
mod served;
mod sim;
mod store;
mod terminal;
mod wires;
