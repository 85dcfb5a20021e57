//! Which operation each client is asked for, read from the source: exactly those that the
//! table of collectors has for the client's service. Two services have operations of one
//! name; the session policy and the check of the permissions rest on the right one.

use super::names::operation_of;
use super::sdk::api_name;
use crate::layers::rust_files;
use skymap::account::Services;
use skymap::aws::MEASURING_ACTION;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn each_client_is_asked_for_what_the_table_has_for_its_service() {
    let prefixes = prefixes();
    let sources = rust_files("src").into_iter();
    let sources = sources.filter(|(path, _)| path.starts_with("src/aws"));
    let called: BTreeSet<String> = sources
        .flat_map(|(_, text)| calls(&text))
        .map(|(client, method)| format!("{}:{}", prefixes[&client], api_name(&method)))
        .map(|action| operation_of(&action).unwrap_or(action).to_lowercase())
        .collect();
    let table = skymap::aws::actions(&Services::all()).into_iter();
    // Metrics are only asked for when somebody has seen what that costs.
    let table = table.chain([MEASURING_ACTION]);
    let table: BTreeSet<String> = table.map(str::to_lowercase).collect();
    assert_eq!(called, table);
}

#[test]
fn a_call_is_found_however_its_client_is_held() {
    for code in [
        "reader.clients.eks().list_clusters().send()",
        "reader\n    .clients\n    .eks()\n    .list_clusters()",
        "let client = reader.clients.eks(); client.list_clusters()",
        "let eks = clients.eks();\nfor page in pages { eks.list_clusters() }",
    ] {
        let expected = ("eks".to_owned(), "list_clusters".to_owned());
        assert_eq!(calls(code), [expected], "{code}");
    }
}

/// The IAM prefix of each accessor of the clients, as their list has it.
fn prefixes() -> BTreeMap<String, String> {
    let list = include_str!("../../../src/aws/clients.rs");
    let rows = list.lines().filter_map(|line| {
        let (accessor, rest) = line.trim().split_once(": aws_sdk_")?;
        let prefix = rest.split('"').nth(3)?;
        Some((accessor.to_owned(), prefix.to_owned()))
    });
    rows.collect()
}

/// Accessors and the operations that are asked of them, also by way of a variable.
fn calls(text: &str) -> Vec<(String, String)> {
    let code = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let code = code.replace(" .", ".");
    let mut found = Vec::new();
    for (at, start) in code.match_indices("clients.") {
        let rest = &code[at + start.len()..];
        let accessor = word(rest);
        let Some(after) = rest[accessor.len()..].strip_prefix("()") else {
            continue;
        };
        let uses = match after.strip_prefix('.') {
            Some(method) => vec![word(method)],
            None => uses(after, variable(&code[..at])),
        };
        assert!(!uses.is_empty(), "what becomes of {accessor} in {code}");
        found.extend(
            uses.iter()
                .map(|method| (accessor.to_owned(), (*method).to_owned())),
        );
    }
    found
}

/// The name that a value is given which begins here.
fn variable(before: &str) -> &str {
    let (_, binding) = before.rsplit_once("let ").unwrap();
    word(binding)
}

/// What is asked of a variable for as long as it means the same.
fn uses<'a>(after: &'a str, variable: &str) -> Vec<&'a str> {
    let end = after.find(&format!("let {variable} ="));
    let scope = &after[..end.unwrap_or(after.len())];
    let held = format!("{variable}.");
    let uses = scope.match_indices(&held);
    uses.map(|(at, _)| word(&scope[at + held.len()..]))
        .collect()
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    &text[..end.unwrap_or(text.len())]
}
