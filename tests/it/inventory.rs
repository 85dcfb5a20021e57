//! The model of an account: slices in, health, nodes, edges and boxes out.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test rests on is there, or the test fails"
)]

mod boxes;
mod case;
mod export;
mod filter;
mod fleet;
mod slices;

#[test]
fn cases() {
    for (name, text) in [
        ("health", include_str!("inventory/health.toml")),
        ("shop", include_str!("inventory/shop.toml")),
        ("groups", include_str!("inventory/groups.toml")),
        ("folded", include_str!("inventory/folded.toml")),
        ("references", include_str!("inventory/references.toml")),
        ("accounts", include_str!("inventory/accounts.toml")),
        ("joined", include_str!("inventory/joined.toml")),
        ("permits", include_str!("inventory/permits.toml")),
        ("readings", include_str!("inventory/readings.toml")),
        ("services", include_str!("inventory/services.toml")),
        ("mesh", include_str!("inventory/mesh.toml")),
        ("apps", include_str!("inventory/apps.toml")),
        ("beside", include_str!("inventory/beside.toml")),
        ("edge", include_str!("inventory/edge.toml")),
        ("filter", include_str!("inventory/filter.toml")),
    ] {
        case::check(name, text);
    }
}
