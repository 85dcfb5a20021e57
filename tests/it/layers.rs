//! The house rules that a program can check: which module may import which, which
//! foreign crate ends where, and how a file looks.

#![expect(
    clippy::expect_used,
    reason = "what a test rests on is there, or the test fails"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The layers from the top; a module imports from its own row and the rows below.
const LAYERS: &[(u8, &[&str])] = &[
    (7, &["main", "cli"]),
    (6, &["runtime"]),
    (5, &["ui"]),
    (4, &["app"]),
    (3, &["provider", "aws", "sim"]),
    (2, &["layout", "export", "settings", "blueprint", "budget"]),
    (1, &["graph"]),
    (
        0,
        &["account", "inventory", "prices", "palette", "text", "files"],
    ),
];

/// What a module must not know although it stands lower or beside it.
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    ("runtime", &["aws", "sim"]),
    ("ui", &["aws", "sim"]),
    ("app", &["aws", "sim"]),
    ("provider", &["aws", "sim", "graph", "layout", "export"]),
    ("aws", &["sim", "graph", "layout", "export"]),
    (
        "sim",
        &[
            "provider",
            "aws",
            "graph",
            "layout",
            "export",
            "account",
            "inventory",
        ],
    ),
    (
        "layout",
        &["export", "account", "settings", "blueprint", "budget"],
    ),
    ("budget", &["layout", "export", "settings", "blueprint"]),
    ("export", &["settings", "blueprint"]),
    ("blueprint", &["export", "settings"]),
    ("text", &["account", "inventory", "files", "prices"]),
    ("files", &["account", "inventory", "prices"]),
    ("settings", &["layout", "export", "blueprint"]),
    ("account", &["inventory", "prices"]),
    ("prices", &["inventory", "text"]),
];

/// Foreign crates (by the beginning of their name) and the only modules that use them.
const FOREIGN: &[(&str, &[&str])] = &[
    ("aws_", &["aws", "sim"]),
    ("ratatui", &["ui", "runtime", "app"]),
    ("crossterm", &["runtime", "app"]),
    ("tokio", &["main", "cli", "runtime", "aws", "sim"]),
    ("hyper", &["sim", "aws"]),
    ("quick_xml", &["sim"]),
    ("toml_edit", &["account", "files", "settings"]),
    ("clap", &["main", "cli"]),
    ("color_eyre", &["main", "cli", "runtime"]),
];

/// Past 400 lines one asks why; past this there is no answer.
const LONGEST_FILE: usize = 600;

/// Words that say that something is left to do.
const LEFT_TO_DO: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

#[test]
fn no_module_imports_upward() {
    let found: Vec<_> = rust_files("src")
        .iter()
        .flat_map(|(path, text)| import_faults(path, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_are_tidy() {
    let files = [rust_files("src"), rust_files("tests")].concat();
    assert!(files.len() > 20, "the sources were not found");
    let found: Vec<_> = files
        .iter()
        .flat_map(|(path, text)| tidy_faults(path, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_of_the_code_shows_the_same_layers() {
    let (_, map) = read(Path::new("src/lib.rs"));
    let shown: Vec<(u8, Vec<&str>)> = map
        .lines()
        .filter_map(|line| {
            let mut columns = line.strip_prefix("//! | ")?.split(" | ");
            let layer = columns.next()?.parse().ok()?;
            let modules = columns.next()?.split(", ");
            Some((
                layer,
                modules
                    .map(|name| name.trim_matches(['[', ']', '`']))
                    .collect(),
            ))
        })
        .collect();
    let held: Vec<_> = LAYERS
        .iter()
        .map(|(layer, modules)| (*layer, modules.to_vec()))
        .collect();
    assert_eq!(shown, held);
    let modules: BTreeSet<_> = rust_files("src")
        .iter()
        .filter_map(|(path, _)| module_of(path))
        .collect();
    let known: BTreeSet<_> = LAYERS
        .iter()
        .flat_map(|(_, modules)| *modules)
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(modules, known);
}

#[test]
fn every_rule_can_fail() {
    for (path, text, fault) in [
        (
            "src/graph.rs",
            "use crate::layout::Scene;",
            "graph imports layout",
        ),
        (
            "src/graph/build.rs",
            "fn f() { crate::ui::draw() }",
            "graph imports ui",
        ),
        (
            "src/app.rs",
            "use crate::{graph::Graph, ui::Theme};",
            "app imports ui",
        ),
        (
            "src/app.rs",
            "use crate::{\n    graph::{Graph, Node},\n    runtime,\n};",
            "app imports runtime",
        ),
        (
            "src/aws/convert.rs",
            "use super::super::graph::Graph;",
            "aws imports graph",
        ),
        ("src/aws.rs", "use crate::sim::Fleet;", "aws imports sim"),
        (
            "src/runtime/tasks.rs",
            "use crate::aws::Aws;",
            "runtime imports aws",
        ),
        (
            "src/sim/wire.rs",
            "use crate::inventory::Resource;",
            "sim imports inventory",
        ),
        (
            "src/ui/map.rs",
            "use aws_sdk_ec2::types::Vpc;",
            "ui uses aws_sdk_ec2",
        ),
        (
            "src/app/update.rs",
            "let x = tokio::spawn(y);",
            "app uses tokio",
        ),
        (
            "src/layout.rs",
            "use ratatui::layout::Rect;",
            "layout uses ratatui",
        ),
    ] {
        let text = format!("//! A file.\n{text}\n");
        let faults = import_faults(path, &text);
        assert!(
            faults.len() == 1 && faults[0].contains(fault),
            "{path}: {text}: {faults:?}"
        );
    }
    for (path, text) in [
        ("src/graph.rs", "use crate::inventory::Survey;"),
        ("src/graph.rs", "// as crate::layout does"),
        ("src/graph/build/edges.rs", "use super::super::Role;"),
        ("src/graph/build.rs", "let my_tokio::x = 1;"),
        ("src/ui.rs", "use crate::app::{layout, Model};"),
        ("src/aws/convert.rs", "use aws_sdk_ec2::types::Vpc;"),
        ("src/main.rs", "use crate::cli;"),
    ] {
        let faults = import_faults(path, &format!("//! A file.\n{text}\n"));
        assert!(faults.is_empty(), "{path}: {text}: {faults:?}");
    }
    for (path, text) in [
        ("src/graph.rs", "use std::fmt;".to_owned()),
        ("src/graph/mod.rs", "//! A file.".to_owned()),
        (
            "src/graph.rs",
            format!("//! A file.\n// {}: more", LEFT_TO_DO[0]),
        ),
        (
            "src/graph.rs",
            format!("//! A file.\n{}", "\n".repeat(LONGEST_FILE)),
        ),
    ] {
        assert_eq!(tidy_faults(path, &text).len(), 1, "{path}: {text:.40}");
    }
}

fn import_faults(path: &str, text: &str) -> Vec<String> {
    let Some(module) = module_of(path) else {
        return Vec::new();
    };
    let code = without_comments(text);
    let mut faults = BTreeSet::new();
    for imported in imported_modules(path, &code) {
        if !may_import(&module, imported) {
            faults.insert(format!("{path}: {module} imports {imported}"));
        }
    }
    for word in leading_words(&code) {
        let rule = FOREIGN.iter().find(|(name, _)| is_crate(word, name));
        if rule.is_some_and(|(_, users)| !users.contains(&module.as_str())) {
            faults.insert(format!("{path}: {module} uses {word}"));
        }
    }
    faults.into_iter().collect()
}

fn may_import(module: &str, imported: &str) -> bool {
    let forbidden = MUST_NOT_KNOW
        .iter()
        .any(|(name, others)| *name == module && others.contains(&imported));
    match (layer_of(module), layer_of(imported)) {
        (Some(own), Some(other)) => other <= own && !forbidden,
        _ => true,
    }
}

fn layer_of(module: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(_, modules)| modules.contains(&module))
        .map(|(layer, _)| *layer)
}

/// A crate's name, or with a trailing underscore the beginning of many.
fn is_crate(word: &str, name: &str) -> bool {
    word == name || (name.ends_with('_') && word.starts_with(name)) || {
        // `tokio_util` is tokio's, `hyper_util` hyper's.
        word.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('_'))
    }
}

/// The modules at the root that a file names, whichever way it goes there.
fn imported_modules<'a>(path: &str, code: &'a str) -> Vec<&'a str> {
    let climb = "super::".repeat(depth_of(path));
    let mut found = Vec::new();
    for root in ["crate::", climb.as_str()] {
        for (at, _) in code.match_indices(root) {
            let is_start = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                _ if !is_start => {}
                Some(group) => found.extend(first_words_of_group(group)),
                None => found.extend(word_at(rest)),
            }
        }
    }
    found
}

/// Of `a::{x, y}, b}` the words `a` and `b`.
fn first_words_of_group(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut words = Vec::new();
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                words.extend(word_at(group[start..at].trim_start()));
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    words
}

/// Every word that begins a path: `tokio` of `tokio::spawn`, nothing of `self::tokio::x`.
fn leading_words(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("::").filter_map(|(at, _)| {
        let before = &code[..at];
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |index| index + 1);
        let is_first = !before[..start].ends_with("::");
        (is_first && start < at).then_some(&before[start..])
    })
}

fn word_at(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    (end > 0).then_some(&text[..end])
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// `graph` of `src/graph/build.rs`; nothing of `src/lib.rs`, which is the root.
fn module_of(path: &str) -> Option<String> {
    let inside = path.strip_prefix("src/")?;
    let name = inside.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (name != "lib").then(|| name.to_owned())
}

/// How many modules a file is away from the root.
fn depth_of(path: &str) -> usize {
    path.matches('/').count().max(1)
}

fn tidy_faults(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    let word = LEFT_TO_DO.iter().find(|word| text.contains(**word));
    let faults = [
        (!text.starts_with("//!")).then(|| "does not say what it is for".to_owned()),
        path.ends_with("/mod.rs").then(|| "is a mod.rs".to_owned()),
        (lines > LONGEST_FILE).then(|| format!("has {lines} lines")),
        word.map(|word| format!("says {word}")),
    ];
    faults
        .into_iter()
        .flatten()
        .map(|fault| format!("{path} {fault}"))
        .collect()
}

pub fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![PathBuf::from(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(root().join(&folder)).expect("a folder of the package");
        for entry in entries {
            let name = entry.expect("an entry of the folder").file_name();
            let path = folder.join(name);
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(read(&path));
            }
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> (String, String) {
    let text = std::fs::read_to_string(root().join(path)).expect("a readable source file");
    (path.to_string_lossy().replace('\\', "/"), text)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
