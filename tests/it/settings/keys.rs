//! Changed keys: they work, and everything that names a key names them.

use super::told;
use crate::app::program::Program;
use crate::app::shop;
use crate::screens::screen;
use skymap::app::{Effect, Overlay, bindings};
use skymap::settings::Change;

const CHANGED: &str = "\
[keys.anywhere]
problems = [\"F2\"]
details = []
accounts = [\"A\"]
help = [\"?\", \"H\"]
[keys.map]
left = [\"s\", \"Left\"]
zoom-in = [\"x\"]
[keys.account-list]
add = [\"n\"]
";

#[test]
fn a_key_is_moved_added_and_taken_away() {
    let mut program = Program::with_shop(100, 30);
    told(&mut program, CHANGED);
    let before = screen(&program);
    program.press("d !");
    assert!(
        program.model.overlays.is_empty(),
        "they do nothing any more"
    );
    assert_eq!(screen(&program), before);
    program.press("A");
    assert!(matches!(
        program.model.overlays.last(),
        Some(Overlay::Accounts(_))
    ));
    program.press("n");
    assert!(
        screen(&program).contains("step 1 of"),
        "{}",
        screen(&program)
    );
    program.press("Esc Esc");
    program.press("H");
    assert!(matches!(
        program.model.overlays.last(),
        Some(Overlay::Help(_))
    ));
}

#[test]
fn everything_that_names_a_key_names_the_one_in_force() {
    let mut program = Program::with_shop(140, 45);
    let before = screen(&program);
    assert!(
        before.contains("hjkl move") && before.contains("! problems"),
        "{before}"
    );
    told(&mut program, CHANGED);
    let shown = screen(&program);
    for hint in [
        "sjkl move",
        "x- zoom",
        "F2 problems",
        "A accounts",
        "? help",
    ] {
        assert!(shown.contains(hint), "{hint}: {shown}");
    }
    assert!(!shown.contains("details"), "{shown}");
    program.press("?");
    let help = screen(&program);
    assert!(help.contains("F2 "), "{help}");
    assert!(help.contains("? H "), "{help}");
    assert!(
        !help.contains("everything known of the selection"),
        "{help}"
    );
    program.press("Esc A");
    assert!(screen(&program).contains("n add"), "{}", screen(&program));

    let mut empty = Program::new(100, 30);
    told(&mut empty, CHANGED);
    assert!(
        screen(&empty).contains("A  lists the AWS accounts"),
        "{}",
        screen(&empty)
    );
    empty.press("Ctrl-r");
    let notice = empty.model.notice.as_ref().unwrap();
    assert_eq!(notice.sentence, "no account is open; A lists the accounts");
    told(&mut empty, "[keys.anywhere]\naccounts = []\n");
    empty.press("Ctrl-r");
    let notice = empty.model.notice.as_ref().unwrap();
    assert_eq!(
        notice.sentence,
        "no account is open; :accounts lists the accounts"
    );
}

/// Sentences name keys as `{context.action}`: each of them is in the table.
#[test]
fn keys_in_sentences_are_those_of_the_table() {
    let names: Vec<String> = bindings()
        .map(|row| format!("{}.{}", row.context.name(), row.action.name()))
        .collect();
    let mut seen = 0;
    for (path, text) in ["src/app", "src/ui"]
        .map(crate::layers::rust_files)
        .concat()
    {
        for (_, after) in text.match_indices('{').map(|(at, _)| text.split_at(at + 1)) {
            let word = after.split('}').next().unwrap_or_default();
            let is_key = word.split_once('.').is_some_and(|(context, action)| {
                let is_name =
                    |part: &str| part.bytes().all(|c| c.is_ascii_lowercase() || c == b'-');
                context != "self" && is_name(context) && is_name(action) && !action.is_empty()
            });
            if is_key && !path.contains("keymap") {
                assert!(names.iter().any(|name| name == word), "{path}: {word}");
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn what_is_wrong_with_the_file_is_shown_where_the_accounts_tell_of_theirs() {
    let mut program = Program::with_shop(100, 30);
    told(&mut program, "thme = 1\n[keys.map]\nfold = \"j\"\n");
    let shown = screen(&program);
    assert!(
        shown.contains("config.toml:1:1: unknown key \"thme\""),
        "{shown}"
    );
    program.press("a");
    assert!(
        screen(&program).contains("i reads all 2"),
        "{}",
        screen(&program)
    );
    program.press("i");
    let all = screen(&program);
    assert!(all.contains("did you mean theme?"), "{all}");
    assert!(all.contains("config.toml:3:8"), "{all}");
    // The rest of the file, and the program, go on.
    program.press("q q j");
    assert!(program.model.overlays.is_empty());
}

#[test]
fn the_bell_rings_for_what_becomes_unwell_and_only_when_asked() {
    let sick = || shop::target_health(Some(("web-2", "Target.Timeout")));
    let rings = |text: &str| {
        let mut program = Program::with_shop(100, 30);
        told(&mut program, text);
        let generation = program.model.accounts.generations.watch;
        let mut collect = |slice| {
            program.scan_of(
                generation,
                skymap::provider::ScanEvent::Collected {
                    id: shop::slice_id("target-health"),
                    slice,
                    calls: 1,
                    issues: Vec::new(),
                },
            )
        };
        let heard = [
            collect(sick()),
            collect(sick()),
            collect(shop::target_health(None)),
        ];
        heard.map(|effects| effects.contains(&Effect::Bell))
    };
    assert_eq!(rings("bell = true"), [true, false, false]);
    assert_eq!(rings(""), [false; 3]);
}

#[test]
fn a_change_that_was_kept_is_in_force_and_one_that_was_not_is_told() {
    use skymap::app::Message;
    let directory = tempfile::tempdir().unwrap();
    let mut program = Program::with_shop(100, 30);
    let change = Change::Filter {
        name: "sick".to_owned(),
        text: "health=unhealthy".to_owned(),
    };
    let keep = |program: &mut Program| {
        let outcome = skymap::settings::keep(directory.path(), &change);
        program.send(Message::SettingKept {
            what: change.to_string(),
            outcome: outcome.map(Box::new).map_err(|error| error.to_string()),
        });
        program.model.notice.clone().unwrap()
    };
    let notice = keep(&mut program);
    assert!(!notice.is_error && notice.sentence.contains("the filter \"sick\": written"));
    assert_eq!(program.model.settings.filters["sick"], "health=unhealthy");
    let path = directory.path().join("config.toml");
    std::fs::write(&path, "theme = ").unwrap();
    let notice = keep(&mut program);
    assert!(
        notice.is_error && notice.sentence.contains("broken at 1:9"),
        "{notice:?}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theme = ");
    assert_eq!(program.model.settings.filters["sick"], "health=unhealthy");
}
