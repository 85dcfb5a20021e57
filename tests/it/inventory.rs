//! The model of an account: slices in, health, nodes, edges and boxes out.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test rests on is there, or the test fails"
)]

mod boxes;
mod case;
mod export;
mod fleet;
mod slices;

#[test]
fn cases() {
    for (name, text) in [
        ("health", include_str!("inventory/health.toml")),
        ("shop", include_str!("inventory/shop.toml")),
        ("folded", include_str!("inventory/folded.toml")),
        ("references", include_str!("inventory/references.toml")),
        ("accounts", include_str!("inventory/accounts.toml")),
        ("permits", include_str!("inventory/permits.toml")),
    ] {
        case::check(name, text);
    }
}
