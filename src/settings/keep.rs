//! One change of the file: locked, read again, changed where it must be, replaced. What
//! others wrote meanwhile, comments, order and line ends stay.

use super::{Change, Loaded, Preset, SettingsError, read};
use crate::files::document::{self, position};
use crate::files::{self, Lock, Ownership};
use std::ops::Range;
use std::path::Path;
use toml_edit::{Array, Document, Item, Key, Table, TableLike, Value};

/// Keeps a change and answers with the file as it stands then.
pub fn keep(config_dir: &Path, change: &Change) -> Result<Loaded, SettingsError> {
    let path = config_dir.join(super::FILE_NAME);
    let refused = |reason: String| {
        let path = path.display();
        SettingsError(format!("{path}: {change} was not kept: {reason}"))
    };
    if let Some(problem) = problem(change) {
        return Err(SettingsError(format!("{change} was not kept: {problem}")));
    }
    if let Some(reason) = files::why_read_only(&path, Ownership::Personal) {
        return Err(refused(reason));
    }
    let real = files::real_path(&path);
    let _lock =
        Lock::take(&real, Ownership::Personal).map_err(|error| refused(error.to_string()))?;
    let before = files::read(&path).map_err(|error| refused(error.to_string()))?;
    let before = String::from_utf8(before.text)
        .map_err(|_| refused("the file is not UTF-8 text; mend it first".to_owned()))?;
    let after = changed(&before, change).map_err(refused)?;
    if after != before {
        files::replace(&real, &after, Ownership::Personal)
            .map_err(|error| refused(error.to_string()))?;
    }
    Ok(read::text(&path, &after))
}

/// What keeps a change from making sense, whatever the file says.
fn problem(change: &Change) -> Option<String> {
    let name = match change {
        Change::Filter { name, .. } | Change::Preset { name, .. } => name,
        Change::RemoveFilter(_) | Change::RemovePreset(_) => return None,
    };
    if let Some(problem) = read::name_problem(name) {
        return Some(problem.to_owned());
    }
    match change {
        Change::Filter { text, .. } => read::filter_problem(text),
        Change::Preset { preset, .. } => {
            let filter = preset.filter.as_deref().and_then(read::filter_problem);
            let meant = preset.meant().err().map(|error| error.to_string());
            meant.or(filter)
        }
        Change::RemoveFilter(_) | Change::RemovePreset(_) => None,
    }
}

/// The text with the change in it.
pub(super) fn changed(before: &str, change: &Change) -> Result<String, String> {
    let document = document::parse(before)
        .map_err(|broken| format!("the file is broken at {broken}; mend it first"))?;
    match change {
        Change::Filter { name, text } => {
            let value = Value::from(text.as_str());
            put(before, &document, (&["filters"], name), value)
        }
        Change::Preset { name, preset } => put_preset(before, name, preset),
        Change::RemoveFilter(name) => remove(before, &document, ("filters", name)),
        Change::RemovePreset(name) => remove(before, &document, ("presets", name)),
    }
}

/// Each part is put by itself, so that what a person wrote between them stays.
fn put_preset(before: &str, name: &str, preset: &Preset) -> Result<String, String> {
    let list =
        |words: &[String]| (!words.is_empty()).then(|| Value::Array(Array::from_iter(words)));
    let parts = [
        ("group", list(&preset.group)),
        ("hide", list(&preset.hide)),
        ("filter", preset.filter.as_deref().map(Value::from)),
    ];
    let mut text = before.to_owned();
    let is_empty = parts.iter().all(|(_, value)| value.is_none());
    for (part, value) in parts {
        let document = document::parse(text.as_str()).map_err(|broken| broken.to_string())?;
        let known = table_at(document.as_table(), &["presets", name]);
        let has = known.is_some_and(|known| known.contains_key(part));
        let after = match value {
            Some(value) => put(&text, &document, (&["presets", name], part), value)?,
            // Without any part, it is an empty table all the same.
            None if is_empty && known.is_none() => {
                format!("{}[presets.{}]\n", ended(&text), Key::new(name))
            }
            None if has => without(&document, &["presets", name], part),
            None => continue,
        };
        text = after;
    }
    Ok(text)
}

/// Puts a value under a key of a table; the table is made when there is none.
fn put(
    before: &str,
    document: &Document<&str>,
    (path, name): (&[&str], &str),
    value: Value,
) -> Result<String, String> {
    if table_at(document.as_table(), path).is_some() || holds(document, path[0]) {
        let mut changed = document.clone().into_mut();
        insert(changed.as_table_mut(), (path, name), value)?;
        return Ok(document::rendered(&changed, before));
    }
    // A new table comes last, behind every comment.
    let header: Vec<String> = path
        .iter()
        .map(|part| Key::new(*part).to_string())
        .collect();
    let header = header.join(".");
    let entry = format!(
        "[{header}]\n{} = {}\n",
        Key::new(name),
        value.to_string().trim()
    );
    let text = ended(before);
    let entry = if text.contains("\r\n") {
        entry.replace('\n', "\r\n")
    } else {
        entry
    };
    Ok(text + &entry)
}

/// Whether a table stands there in a form that a header at the end cannot add to.
fn holds(document: &Document<&str>, name: &str) -> bool {
    let item = document.get(name);
    item.is_some_and(|item| match item {
        Item::Table(table) => table.is_dotted(),
        _ => true,
    })
}

/// The text with an empty line behind it.
fn ended(text: &str) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    if !text.is_empty() {
        text.push_str(newline);
    }
    text
}

fn insert(
    table: &mut dyn TableLike,
    (path, name): (&[&str], &str),
    value: Value,
) -> Result<(), String> {
    if let [first, rest @ ..] = path {
        let inner = table
            .entry(first)
            .or_insert_with(|| Item::Table(Table::new()))
            .as_table_like_mut()
            .ok_or_else(|| format!("{first:?} is no table there"))?;
        return insert(inner, (rest, name), value);
    }
    match table.get_mut(name) {
        Some(item) => {
            let mut value = value;
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        None => {
            table.insert(name, Item::Value(value));
        }
    }
    Ok(())
}

fn remove(
    before: &str,
    document: &Document<&str>,
    (section, name): (&str, &str),
) -> Result<String, String> {
    let table = table_at(document.as_table(), &[section]);
    if !table.is_some_and(|table| table.contains_key(name)) {
        return Err(format!("[{section}] has no such entry"));
    }
    let after = without(document, &[section], name);
    // What shares its lines with something else is left to the writer of TOML.
    let is_clean = document::parse(after.as_str()).is_ok_and(|left| {
        let left = table_at(left.as_table(), &[section]);
        let count = |table: Option<&dyn TableLike>| table.map_or(0, TableLike::len);
        count(left) + 1 == count(table)
    });
    if is_clean {
        return Ok(after);
    }
    let mut changed = document.clone().into_mut();
    if let Some(table) = changed.get_mut(section).and_then(Item::as_table_like_mut) {
        table.remove(name);
    }
    Ok(document::rendered(&changed, before))
}

/// The text without the lines of an entry. A comment right above it goes with it; what an
/// empty line separates from it stays.
fn without(document: &Document<&str>, path: &[&str], name: &str) -> String {
    let text: &str = document.raw();
    let Some(table) = table_at(document.as_table(), path) else {
        return text.to_owned();
    };
    let Some(span) = extent(table, name) else {
        return text.to_owned();
    };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let [mut first, last] = [span.start, span.end.saturating_sub(1)]
        .map(|offset| position(text, offset).0.saturating_sub(1));
    while first > 0 && lines[first - 1].trim_start().starts_with('#') {
        first -= 1;
    }
    let is_blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    let mut rest = last + 1;
    if first > 0 && is_blank(lines.get(first - 1)) && is_blank(lines.get(rest)) {
        rest += 1;
    }
    [&lines[..first], lines.get(rest..).unwrap_or_default()]
        .concat()
        .concat()
}

/// From the beginning of a key, or of a table's header, to the end of what it holds.
fn extent(table: &dyn TableLike, name: &str) -> Option<Range<usize>> {
    let key = table.key(name).and_then(Key::span);
    let item = table.get(name)?;
    let inner: Vec<Range<usize>> = match item.as_table() {
        Some(inner) => inner
            .iter()
            .filter_map(|(name, _)| extent(inner, name))
            .collect(),
        None => Vec::new(),
    };
    let all = key.into_iter().chain(item.span()).chain(inner);
    all.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end))
}

fn table_at<'a>(root: &'a Table, path: &[&str]) -> Option<&'a dyn TableLike> {
    let mut table: &dyn TableLike = root;
    for name in path {
        table = table.get(name)?.as_table_like()?;
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::changed;
    use crate::settings::{Change, Preset, parse};
    use std::path::Path;

    fn filter(name: &str, text: &str) -> Change {
        Change::Filter {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    fn preset(name: &str, group: &[&str], filter: Option<&str>) -> Change {
        Change::Preset {
            name: name.to_owned(),
            preset: Preset {
                group: group.iter().map(|word| (*word).to_owned()).collect(),
                hide: Vec::new(),
                filter: filter.map(str::to_owned),
            },
        }
    }

    #[test]
    fn a_change_leaves_everything_else_as_it_is() {
        let removed = Change::RemoveFilter("a".to_owned());
        let removed_preset = Change::RemovePreset("p".to_owned());
        for (before, change, expected) in [
            ("", filter("a", "web"), "[filters]\na = \"web\"\n"),
            (
                "# all\n# comments",
                filter("a b", "say \"x\""),
                "# all\n# comments\n\n[filters]\n\"a b\" = 'say \"x\"'\n",
            ),
            (
                "[filters]\nb = \"1\" # why\n# end\n\n[teams.x]\nfile = \"y\"\n",
                filter("a", "2"),
                "[filters]\nb = \"1\" # why\na = \"2\"\n# end\n\n[teams.x]\nfile = \"y\"\n",
            ),
            (
                "[filters]\n# above\na = \"1\" # why\n",
                filter("a", "2"),
                "[filters]\n# above\na = \"2\" # why\n",
            ),
            (
                "theme = \"dark\"\r\n",
                filter("a", "1"),
                "theme = \"dark\"\r\n\r\n[filters]\r\na = \"1\"\r\n",
            ),
            (
                "filters = { b = \"1\" }\n",
                filter("a", "2"),
                "filters = { b = \"1\" , a = \"2\" }\n",
            ),
            (
                "[filters]\n# kept\n\n# its own\na = \"1\"\n# of b\nb = \"2\"\n",
                removed.clone(),
                "[filters]\n# kept\n\n# of b\nb = \"2\"\n",
            ),
            (
                "filters = { a = \"1\", b = \"2\" }\n",
                removed,
                "filters = { b = \"2\" }\n",
            ),
            (
                "[presets.q]\ngroup = [\"vpc\"]\n",
                preset("p", &["region", "tag:team"], Some("web")),
                "[presets.q]\ngroup = [\"vpc\"]\n\n[presets.p]\ngroup = [\"region\", \"tag:team\"]\nfilter = \"web\"\n",
            ),
            (
                "[presets.p]\n# why\ngroup = [\"vpc\"]\n# else\nfilter = \"a\"\n",
                preset("p", &["region"], None),
                "[presets.p]\n# why\ngroup = [\"region\"]\n",
            ),
            ("", preset("p", &[], None), "[presets.p]\n"),
            (
                "# top\n\n# of p\n[presets.p]\ngroup = [\"vpc\"]\n\n# of q\n[presets.q]\n",
                removed_preset,
                "# top\n\n# of q\n[presets.q]\n",
            ),
        ] {
            let after = changed(before, &change);
            assert_eq!(after.as_deref(), Ok(expected), "{before:?} {change}");
            let loaded = parse(Path::new("config.toml"), expected);
            assert_eq!(loaded.issues, [], "{expected}");
        }
    }

    #[test]
    fn what_cannot_be_changed_says_why() {
        for (before, change, expected) in [
            ("theme = ", filter("a", "1"), "the file is broken at 1:9"),
            (
                "filters = 3",
                filter("a", "1"),
                "\"filters\" is no table there",
            ),
            (
                "[filters]\n",
                Change::RemoveFilter("a".to_owned()),
                "[filters] has no such entry",
            ),
        ] {
            let refused = changed(before, &change).expect_err(before);
            assert!(refused.starts_with(expected), "{before}: {refused}");
        }
    }
}
