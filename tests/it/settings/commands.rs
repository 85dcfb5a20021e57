//! `skymap config`, and what the settings do to other commands.

use super::read;
use crate::main_job::Machine;
use skymap::settings::Settings;
use std::os::unix::fs::PermissionsExt;

/// What can be set in the template, with the mark of a comment taken away.
fn uncommented(template: &str) -> String {
    let lines = template.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') && !rest.is_empty() => rest,
        _ => line,
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_template_is_all_comments_and_says_the_defaults() {
    let template = skymap::cli::config::template();
    let loaded = read(&template);
    assert_eq!(
        (loaded.sentences(), loaded.settings),
        (Vec::new(), Settings::default())
    );
    assert!(loaded.said.is_empty());
    let set = read(&uncommented(&template));
    assert_eq!(set.sentences(), Vec::<String>::new());
    assert_eq!(set.settings, Settings::default());
    for name in [
        "theme",
        "color",
        "ascii",
        "mouse",
        "bell",
        "currency.code",
        "currency.per_usd",
    ] {
        assert!(set.said.contains_key(name), "{name}");
    }
    for name in [
        "filters",
        "presets",
        "teams",
        "keys.map.zoom-in",
        "keys.anywhere.quit",
    ] {
        assert!(set.said.contains_key(name), "{name}");
    }
    // The examples in its prose are right as well.
    let examples = template
        .lines()
        .filter_map(|line| line.strip_prefix("#     "));
    let examples: Vec<&str> = examples.collect();
    let filters = examples
        .iter()
        .position(|line| line.starts_with('['))
        .unwrap();
    let text = format!("[filters]\n{}", examples.join("\n"));
    assert!(filters >= 2, "{text}");
    let loaded = read(&text);
    assert_eq!(loaded.sentences(), Vec::<String>::new(), "{text}");
    assert_eq!(
        (loaded.settings.filters.len(), loaded.settings.presets.len()),
        (2, 1)
    );
}

fn machine(config: &str) -> (Machine, std::path::PathBuf) {
    let machine = Machine::with(&[]);
    let path = machine.expect(0, &["config", "path"]).out;
    let path = std::path::PathBuf::from(path.trim_end());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, config).unwrap();
    (machine, path)
}

#[test]
fn a_broken_file_fails_the_check_and_is_left_alone() {
    let text = "theme = \"light\"\nthme = 1\n[keys.map]\nfold = \"j\"\n[teams.x]\n";
    let (machine, path) = machine(text);
    let place = |line: &str| format!("{}:{line}: ", path.display());
    let checked = machine.expect(1, &["config", "check"]).out;
    let lines: Vec<&str> = checked.lines().collect();
    assert_eq!(lines.len(), 3, "{checked}");
    assert!(lines[0].starts_with(&place("2:1")), "{checked}");
    assert!(lines[1].starts_with(&place("4:8")), "{checked}");
    assert!(
        lines[2].contains("the team \"x\" needs its accounts file"),
        "{checked}"
    );
    let json = machine.expect(1, &["config", "check", "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["issues"][1]["line"], 4);
    assert_eq!(json["issues"][1]["column"], 8);
    // Other commands say it as well, and do their work: a team is missing, so partly.
    let listed = machine.expect(3, &["accounts", "list"]);
    assert!(listed.errors.contains(&place("2:1")), "{}", listed.errors);
    let info = machine.expect(0, &["info"]).out;
    assert!(
        info.contains("theme light") && info.contains("2 wrong"),
        "{info}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

    std::fs::write(&path, "a b").unwrap();
    let checked = machine.expect(1, &["config", "check"]).out;
    assert!(checked.starts_with(&place("1:3")), "{checked}");
    assert_eq!(checked.lines().count(), 1, "{checked}");
    let listed = machine.expect(3, &["accounts", "list"]).errors;
    assert_eq!(listed.matches(&place("1:3")).count(), 1, "{listed}");
    std::fs::remove_file(&path).unwrap();
    let none = machine.expect(0, &["config", "check"]).out;
    assert!(none.contains("does not exist"), "{none}");
    let elsewhere = path.with_file_name("other.toml");
    std::fs::write(&elsewhere, machine.expect(0, &["config", "template"]).out).unwrap();
    let elsewhere = elsewhere.display().to_string();
    assert!(
        machine
            .expect(0, &["config", "check", &elsewhere])
            .out
            .contains("nothing is wrong")
    );
    machine.expect(1, &["config", "check", "/nowhere/config.toml"]);
}

#[test]
fn what_is_in_force_is_shown_with_who_says_so() {
    let (machine, path) = machine(
        "theme = \"light\"\nbell = true\n[filters]\nsick = \"NOT health=ok\"\n\
         [presets.teams]\ngroup = [\"tag:team\"]\n[keys.map]\nfold = \"F3\"\n",
    );
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let shown = machine.expect(0, &["config", "show", "--ascii"]).out;
    for (name, value, from) in [
        ("theme", "light", "config.toml, line 1"),
        ("color", "auto", "default"),
        ("ascii", "true", "--ascii"),
        ("bell", "true", "config.toml, line 2"),
        ("filters.sick", "NOT health=ok", "config.toml, line 4"),
        ("presets.teams", "tag:team", "config.toml, line 5"),
        ("keys.map.fold", "F3", "config.toml, line 8"),
    ] {
        let line = shown
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        let line = line.unwrap_or_else(|| panic!("{name}: {shown}"));
        assert!(line.contains(value) && line.ends_with(from), "{line}");
    }
    let flagged = machine
        .expect(0, &["config", "show", "--json", "--theme", "mono"])
        .out;
    let json: serde_json::Value = serde_json::from_str(&flagged).unwrap();
    assert_eq!(json["settings"][0]["value"], "mono");
    assert_eq!(json["settings"][0]["from"], "--theme");
    let keys = machine.expect(0, &["config", "keys"]).out;
    assert!(
        keys.contains("F3") && keys.contains("(by default z Space)"),
        "{keys}"
    );
    let keys = machine.expect(0, &["config", "keys", "--json"]).out;
    let keys: Vec<serde_json::Value> = serde_json::from_str(&keys).unwrap();
    let fold = |row: &&serde_json::Value| row["context"] == "map" && row["action"] == "fold";
    assert_eq!(keys.iter().find(fold).unwrap()["keys"][0], "F3");
}
