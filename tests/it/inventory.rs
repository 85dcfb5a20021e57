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

use skymap::graph::Filter;

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
    ] {
        case::check(name, text);
    }
}

#[test]
fn what_is_wrong_with_a_filter_is_said() {
    for (text, sentence) in [
        ("web AND", "the filter ends where a word is expected"),
        ("OR web", "OR needs something on both sides"),
        ("web AND OR api", "OR needs something on both sides"),
        ("(web", "a parenthesis is not closed"),
        ("web)", "a closing parenthesis has no opening one"),
        ("()", "there is nothing between the parentheses"),
        ("=web", "there is no key before =web"),
        ("name=\"web", "a quotation mark is not closed"),
        ("!", "the filter ends where a word is expected"),
    ] {
        assert_eq!(Filter::parse(text), Err(sentence.to_owned()), "{text}");
    }
    let deep = "(".repeat(100_000);
    assert!(Filter::parse(&deep).is_err());
    for text in [
        "",
        "  ",
        "a b",
        "!a",
        "NOT (a OR b) c",
        "Name=\"a (b)\"",
        "\"AND\"",
    ] {
        assert!(Filter::parse(text).is_ok(), "{text}");
    }
}
