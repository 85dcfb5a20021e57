//! The AWS clients' own source, as this build uses it: which operations there are, and
//! what in their answers the services' models call sensitive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Members that hold contents although a model does not mark them.
const CONTENTS: [&str; 2] = ["user_data", "client_secret"];

/// The directory of every client's source, by the name of the crate.
pub fn crates() -> BTreeMap<String, PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let clients = packages.filter_map(|package| {
        let name = package["name"].as_str()?;
        let manifest = Path::new(package["manifest_path"].as_str()?);
        let source = manifest.parent()?.join("src");
        name.starts_with("aws-sdk-")
            .then(|| (name.to_owned(), source))
    });
    clients.collect()
}

/// `describe_vpcs` and all the others of one client.
pub fn operations(source: &Path) -> BTreeSet<String> {
    entries(&source.join("operation"))
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// `describe_vpcs` as the API writes it: `DescribeVpcs`.
pub fn api_name(operation: &str) -> String {
    let words = operation.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

/// One structure of an answer: its members, the types that they hold, and which of them
/// are kept out of its Debug output.
struct Shape {
    members: Vec<(String, Vec<String>)>,
    redacted: BTreeSet<String>,
}

/// What an operation may answer.
pub struct Answers {
    types: BTreeMap<String, Shape>,
    source: PathBuf,
}

impl Answers {
    pub fn of(source: &Path) -> Self {
        let files = entries(&source.join("types")).into_iter();
        let types = files.filter_map(|path| {
            let (name, shape) = shape(&path)?;
            Some((name, shape))
        });
        Self {
            types: types.collect(),
            source: source.to_owned(),
        }
    }

    /// The members with contents that an answer of this operation can hold, however deep.
    pub fn contents(&self, operation: &str) -> BTreeSet<String> {
        let file = format!("operation/{operation}/_{operation}_output.rs");
        let (_, output) = shape(&self.source.join(file)).unwrap();
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut left = vec![&output];
        while let Some(shape) = left.pop() {
            for (member, types) in &shape.members {
                if shape.redacted.contains(member) || CONTENTS.contains(&member.as_str()) {
                    found.insert(member.clone());
                }
                let new = types.iter().filter(|name| seen.insert((*name).clone()));
                left.extend(new.filter_map(|name| self.types.get(name)));
            }
        }
        found
    }
}

/// Of a file with one `pub struct`; enumerations hold no text of their own.
fn shape(path: &Path) -> Option<(String, Shape)> {
    let text = fs::read_to_string(path).ok()?;
    let (_, rest) = text.split_once("\npub struct ")?;
    let (name, rest) = rest.split_once(' ')?;
    let (body, rest) = rest.split_once("\n}")?;
    let members = body.lines().filter_map(|line| {
        let (member, kind) = line.trim().strip_prefix("pub ")?.split_once(": ")?;
        let types = kind.split("crate::types::").skip(1).map(|kind| {
            let end = kind.find(|c: char| !c.is_alphanumeric());
            kind[..end.unwrap_or(kind.len())].to_owned()
        });
        Some((member.to_owned(), types.collect()))
    });
    let redacted = rest
        .split("formatter.field(\"")
        .skip(1)
        .filter_map(|field| {
            let (member, value) = field.split_once("\", ")?;
            value
                .starts_with("&\"*** Sensitive Data Redacted ***\"")
                .then(|| member.to_owned())
        });
    let shape = Shape {
        members: members.collect(),
        redacted: redacted.collect(),
    };
    Some((name.to_owned(), shape))
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}
