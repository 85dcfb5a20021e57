//! List prices: known ones are found again, commands explain them, and tables are refreshed
//! from recorded answers of the Price List API.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

mod commands;
mod known;
mod price_list;
mod refresh;
