//! The command line: what is asked for, and how it is answered outside the map.

pub mod accounts;
