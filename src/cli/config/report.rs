//! What is in force, as rows for people and for programs.

use crate::app::{Context, Keymap, bindings};
use crate::cli::map::Look;
use crate::settings::{ColourChoice, Loaded};
use crate::text::{append, clean, columns};
use serde::Serialize;

/// A setting, and who says so.
#[derive(Debug, Serialize)]
pub(super) struct Setting {
    name: String,
    value: String,
    /// `default`, `config.toml`, a flag or a variable.
    from: String,
    /// Of the file, where it says so.
    line: Option<usize>,
}

impl Setting {
    pub(super) fn cells(&self) -> Vec<String> {
        let from = match self.line {
            Some(line) => format!("{}, line {line}", self.from),
            None => self.from.clone(),
        };
        vec![self.name.clone(), self.value.clone(), from]
    }
}

/// Every setting that there is; of the filters, the presets and the keys those that are
/// in the file.
pub(super) fn settings(loaded: &Loaded, look: Look) -> Vec<Setting> {
    let settings = &loaded.settings;
    let wishes = look.wishes().or(settings.wishes);
    let theme = wishes.theme.map_or("auto", |theme| theme.name());
    let colour = wishes.colour.map_or("auto", ColourChoice::name);
    let on = |is_on: bool| is_on.to_string();
    let currency = settings.currency.as_ref();
    let currency = currency.map_or_else(
        || "USD".to_owned(),
        |currency| format!("{}, {} per US dollar", currency.code(), currency.per_usd()),
    );
    let mut rows = Vec::new();
    for (name, value, asked) in [
        ("theme", theme.to_owned(), look.theme_asked_by()),
        (
            "color",
            colour.to_owned(),
            look.wishes().colour.map(|_| "--color"),
        ),
        (
            "ascii",
            on(wishes.is_ascii.unwrap_or_default()),
            look.wishes().is_ascii.map(|_| "--ascii"),
        ),
        ("mouse", on(settings.is_mouse_on), None),
        ("bell", on(settings.is_bell_on), None),
        ("currency", currency, None),
    ] {
        rows.push(row(loaded, name, value, asked));
    }
    for (name, text) in &settings.filters {
        rows.push(row(loaded, &format!("filters.{name}"), clean(text), None));
    }
    for (name, preset) in &settings.presets {
        let mut value = preset.group.join(", ");
        if !preset.hide.is_empty() {
            append(
                &mut value,
                format_args!("; hides {}", preset.hide.join(", ")),
            );
        }
        if let Some(filter) = &preset.filter {
            append(&mut value, format_args!("; {}", clean(filter)));
        }
        rows.push(row(loaded, &format!("presets.{name}"), value, None));
    }
    let keymap = Keymap::of(&settings.keys);
    for binding in bindings() {
        let (context, action) = (binding.context.name(), binding.action.name());
        if settings.keys.of(context, action).is_some() {
            let keys = shown(&keymap.keys(binding));
            rows.push(row(loaded, &format!("keys.{context}.{action}"), keys, None));
        }
    }
    rows
}

fn row(loaded: &Loaded, name: &str, value: String, asked: Option<&str>) -> Setting {
    let line = loaded.said.get(name).copied().filter(|_| asked.is_none());
    // What the file says in vain is reported as an issue; the default is in force.
    let line = line.filter(|line| {
        let mut issues = loaded.issues.iter();
        !issues.any(|issue| issue.place.is_some_and(|place| place.line == *line))
    });
    let from = asked.or(line.map(|_| crate::settings::FILE_NAME));
    Setting {
        name: name.to_owned(),
        value,
        from: from.unwrap_or("default").to_owned(),
        line,
    }
}

/// An action and its keys.
#[derive(Debug, Serialize)]
pub(super) struct KeyRow {
    context: &'static str,
    action: &'static str,
    keys: Vec<String>,
    default: Vec<&'static str>,
    help: &'static str,
}

/// Every action whose keys can be changed.
pub(super) fn keys(keymap: Keymap<'_>) -> Vec<KeyRow> {
    let rows = bindings().filter(|row| row.context != Context::Jump);
    let mut rows: Vec<_> = rows.collect();
    // In the order of the contexts; within one, that of the table.
    rows.sort_by_key(|row| {
        Context::ALL
            .iter()
            .position(|context| *context == row.context)
    });
    let rows = rows.into_iter().map(|row| KeyRow {
        context: row.context.name(),
        action: row.action.name(),
        keys: keymap.keys(row).into_iter().map(str::to_owned).collect(),
        default: row.keys.to_vec(),
        help: row.help,
    });
    rows.collect()
}

pub(super) fn key_cells(rows: &[KeyRow]) -> Vec<Vec<String>> {
    let title = ["CONTEXT", "ACTION", "KEYS", "WHAT IT DOES"].map(str::to_owned);
    let cells = rows.iter().map(|row| {
        let is_changed = !row.keys.iter().eq(row.default.iter());
        let by_default = if is_changed {
            format!(" (by default {})", shown(&row.default))
        } else {
            String::new()
        };
        let keys: Vec<&str> = row.keys.iter().map(String::as_str).collect();
        vec![
            row.context.to_owned(),
            row.action.to_owned(),
            shown(&keys),
            format!("{}{by_default}", row.help),
        ]
    });
    std::iter::once(title.to_vec()).chain(cells).collect()
}

fn shown(keys: &[&str]) -> String {
    if keys.is_empty() {
        "none".to_owned()
    } else {
        keys.join(" ")
    }
}

/// Columns as wide as their widest cell.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| columns(cell)).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let gap = " ".repeat(width.saturating_sub(columns(cell)) + 2);
            append(&mut line, format_args!("{}{gap}", clean(cell)));
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// The keys of the template: every action with those that it has by default.
pub(super) fn keys_template() -> String {
    let mut text = String::from(
        "# Keys: for each action a list of them, which takes the place of the default one; none
# at all is []. A key is one character (a capital one with Shift), F1 to F12, Space, Enter,
# Esc, Tab, Backspace, Delete, Left, Right, Up, Down, Home, End, PgUp or PgDn, with Ctrl-,
# Alt- or Shift- before it. Within a section a key does one thing: a key that is given to
# another action must be taken from its own. What a list over the map does not know,
# [keys.list] knows, then [keys.anywhere]. Ctrl-c always leaves the program.\n",
    );
    let rows = keys(Keymap::of(&crate::settings::Keys::default()));
    let mut context = "";
    for row in &rows {
        if row.context != context {
            context = row.context;
            append(&mut text, format_args!("\n#[keys.{context}]\n"));
        }
        let keys: Vec<String> = row.default.iter().map(|key| format!("{key:?}")).collect();
        let set = format!("#{} = [{}]", row.action, keys.join(", "));
        append(&mut text, format_args!("{set:<42} # {}\n", row.help));
    }
    text
}
