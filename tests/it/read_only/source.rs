//! The source, word by word: of all the operations that the clients know, it names
//! reads alone, and calls exactly those that the table of collectors has, and the one that
//! measures. What the SDK
//! calls by itself to find the base identity (single sign-on, instance metadata) is not
//! in our source: it renews the caller's own sign-in and touches no account.

use super::names::actions_of;
use super::sdk::{api_name, crates, operations};
use crate::layers::rust_files;
use skymap::account::Services;
use skymap::aws::MEASURING_ACTION;
use std::collections::{BTreeMap, BTreeSet};

/// What is called besides the collectors' actions: who we are, the role, the members of the
/// organization where accounts are imported from it, and list prices where they are
/// refreshed.
const OF_OTHERS: [&str; 4] = [
    "assume_role",
    "get_caller_identity",
    "get_products",
    "list_accounts",
];

#[test]
fn of_all_operations_the_source_names_reads_alone() {
    let all = all_operations();
    assert!(all.len() > 800, "{} operations", all.len());
    let files = rust_files("src");
    let found: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| faults(path, text, &all))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));

    // The sim is the other side of the wire.
    let crates = crates();
    let words = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/aws"))
        .flat_map(|(_, text)| words(text))
        .filter(|word| word.contains('_') && all.contains(*word) && !OF_OTHERS.contains(word));
    let called: BTreeMap<&str, BTreeSet<String>> = words
        .map(|word| (word, actions_of(word, &crates)))
        .collect();
    let services = Services::all();
    let table = skymap::aws::actions(&services).into_iter();
    let table = table.chain([MEASURING_ACTION]);
    let table: BTreeSet<String> = table.map(str::to_lowercase).collect();
    for (word, actions) in &called {
        assert!(!actions.is_disjoint(&table), "{word} is not in the table");
    }
    for action in &table {
        let mut called = called.values();
        assert!(called.any(|actions| actions.contains(action)), "{action}");
    }
}

#[test]
fn a_write_is_found_however_it_is_written() {
    let all = all_operations();
    for code in [
        "clients.ec2.terminate_instances().send()",
        "clients\n    .ec2\n    . terminate_instances ()",
        "Client::terminate_instances(&client)",
        "let call = Client::terminate_instances;",
        "aws_sdk_ec2::operation::terminate_instances::TerminateInstances::orchestrate(a, b)",
        "use aws_sdk_ec2::operation::terminate_instances::*;",
        "wrapped!(client.terminate_instances())",
        "client.r#terminate_instances()",
        "let TerminateInstances { .. } = x;",
        "elb.delete_load_balancer()",
        "scaling.set_desired_capacity()",
        "sts.assume_role_with_saml()",
        "sso.logout()",
        "clients.dynamodb().scan()",
        "aws_sdk_dynamodb::operation::scan::builders",
        "'a'; client.terminate_instances() /* \" */",
        "fn f<'a>(x: &'a str) { x.terminate_instances() }",
    ] {
        assert!(!faults("src/x.rs", code, &all).is_empty(), "{code}");
    }
    for code in [
        "clients.ec2.describe_vpcs().send()",
        "sts.assume_role().get_caller_identity()",
        "// client.terminate_instances()",
        "/* client /* . */ .terminate_instances() */",
        "\"client.terminate_instances()\"",
        "r#\"client.\"terminate_instances\"()\"#",
        "b\"\\\"terminate_instances\"",
        "my_terminate_instances()",
        "provider.scan()",
    ] {
        assert_eq!(faults("src/x.rs", code, &all), [""; 0], "{code}");
    }
}

fn all_operations() -> BTreeSet<String> {
    crates().values().flat_map(|one| operations(one)).collect()
}

/// Operations that a file names and that do not read. One of a single word is a word like
/// any other, unless a client or the SDK stands before it.
fn faults(path: &str, text: &str, all: &BTreeSet<String>) -> Vec<String> {
    let writes: BTreeSet<String> = all.iter().filter(|one| !is_read(one)).cloned().collect();
    let types = writes.iter().filter(|one| one.contains('_'));
    let types: BTreeSet<String> = types.map(|one| api_name(one)).collect();
    let words = words(text);
    let mut before = "";
    let mut faults = Vec::new();
    for word in words {
        // The program's own: it closes a map.
        let is_ours = word == "close_account" && !path.starts_with("src/aws");
        let is_said =
            !is_ours && (word.contains('_') || before == "operation" || is_client(before));
        if writes.contains(word) && is_said || types.contains(word) {
            faults.push(format!("{path} names {word}, which is no read"));
        }
        before = word;
    }
    faults
}

/// Whether the clients have an accessor of this name, or a client is called so.
fn is_client(word: &str) -> bool {
    let accessors = include_str!("../../../src/aws/clients.rs");
    word == "sso" || accessors.contains(&format!("\n    {word}: aws_sdk_"))
}

fn is_read(operation: &str) -> bool {
    OF_OTHERS.contains(&operation)
        || ["describe_", "list_", "get_"]
            .iter()
            .any(|verb| operation.starts_with(verb))
}

/// The identifiers of a text in Rust: what is not in a comment, a text or a character.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if first == '"' {
            1 + quoted(&rest[1..])
        } else if first == '\'' {
            character(rest)
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            let length = end.unwrap_or(rest.len());
            words.push(&rest[..length]);
            length
        } else {
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

/// Comments stand inside comments.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Of `r"…"`, `br#"…"#` and the like; `r#name` is none.
fn raw_text(text: &str) -> Option<usize> {
    let start = ["r", "br", "cr"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))?;
    let marks = start.len() - start.trim_start_matches('#').len();
    let inside = start[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(text.len() - inside.len() + length)
}

/// To the end of a text whose first quote is behind us.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// `'x'` and `'\n'` whole; of a lifetime only the mark.
fn character(text: &str) -> usize {
    let mut inside = text.chars().skip(1);
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => text[3..].find('\'').map_or(text.len(), |at| at + 4),
        (Some(one), Some('\'')) => one.len_utf8() + 2,
        _ => 1,
    }
}
