//! Filters as they are typed, completed, picked and kept, on the map and in lists.

mod command_line;

use crate::app::program::Program;
use crate::screens::{ailing, screen};
use skymap::app::{Effect, Overlay};
use skymap::graph::{toggled, without};
use skymap::layout::Glyphs;
use skymap::settings::Change;

/// Keys after which something is on the screen, and something else is not.
fn check(program: &mut Program, keys: &str, (there, gone): (&[&str], &[&str])) {
    if !keys.is_empty() {
        program.press(keys);
    }
    let screen = screen(program);
    for text in there {
        assert!(
            screen.contains(text),
            "after {keys:?} no {text:?}:\n{screen}"
        );
    }
    for text in gone {
        assert!(!screen.contains(text), "after {keys:?} {text:?}:\n{screen}");
    }
}

fn typing(text: &str) -> Program {
    let mut program = Program::with_shop(80, 24);
    program.press("/");
    program.type_in(text);
    program
}

fn typed(program: &Program) -> &str {
    match program.model.overlays.last() {
        Some(Overlay::Filter(prompt)) => prompt.input.value(),
        _ => "",
    }
}

fn with_saved(name: &str, text: &str) -> Program {
    let mut program = Program::with_shop(80, 24);
    let filters = &mut program.model.settings.filters;
    filters.insert(name.to_owned(), text.to_owned());
    program
}

#[test]
fn what_is_wrong_is_shown_under_what_is_typed() {
    for (text, rows) in [
        (
            "web AND",
            ["/web AND", "     ^^^ AND needs something on both sides"],
        ),
        ("(web", ["/(web", " ^ a parenthesis is not closed"]),
        (
            "Enviroment=prod",
            [
                "/Enviroment=prod",
                " ^^^^^^^^^^ no resource has a tag enviroment; is Environment meant?",
            ],
        ),
        ("type=ecc", ["/type=ecc", " ^^^^ there is no type ecc"]),
        (
            "web or db",
            [
                "/web or db",
                "     ^^ or is a word like any other; OR is not",
            ],
        ),
        (
            "worker",
            [
                "/worker",
                " 1 match  Ctrl-n next  Tab completes  Enter keeps only these",
            ],
        ),
    ] {
        let screen = screen(&typing(text));
        let foot: Vec<&str> = screen.lines().skip(22).map(str::trim_end).collect();
        assert_eq!(foot, rows, "{text}");
    }
    let mut long = typing(&"web ".repeat(40));
    long.type_in("AND");
    check(
        &mut long,
        "",
        (&["AND needs something on both sides ^^^"], &[]),
    );
}

#[test]
fn keys_and_values_are_completed_from_the_inventory() {
    let mut program = typing("Env");
    program.press("Tab");
    assert_eq!(typed(&program), "Environment=", "the only one is taken");
    program.press("Tab");
    assert_eq!(typed(&program), "Environment=prod");
    program.type_in(" state=");
    let screens = (&["running  5", "1 of 2"][..], &[][..]);
    check(&mut program, "Tab", screens);
    let first = typed(&program).to_owned();
    program.press("Tab");
    assert_ne!(typed(&program), first, "Tab goes on");
    program.press("Up");
    assert_eq!(typed(&program), first, "Up goes back");
    check(
        &mut program,
        "Esc",
        (&["/Environment=prod state="], &["1 of 2"]),
    );
    program.press("Tab");
    program.type_in(" type=ec");
    program.press("Tab");
    assert!(typed(&program).ends_with("type=ec2"), "Cloudcraft's names");
    let mut amid = typing("type= web");
    amid.press("Home Right Right Right Right Right");
    amid.type_in("ins");
    amid.press("Tab");
    assert_eq!(typed(&amid), "type=instance web");
}

#[test]
fn earlier_filters_come_back() {
    let mut program = Program::with_shop(80, 24);
    for text in ["web", "worker"] {
        program.press("/ Ctrl-u");
        program.type_in(text);
        program.press("Enter");
    }
    program.press("/ Ctrl-u");
    program.type_in("now");
    for (key, expected) in [
        ("Up", "worker"),
        ("Up", "web"),
        ("Down", "worker"),
        ("Down", "now"),
    ] {
        program.press(key);
        assert_eq!(typed(&program), expected);
    }
}

#[test]
fn lists_are_filtered_by_the_same_language() {
    let mut program = ailing(100, 30, Glyphs::Unicode);
    let is_there = (&["web-4", "1 of 3"][..], &[][..]);
    check(&mut program, "!", is_there);
    program.press("/");
    program.type_in("type=ec2");
    check(
        &mut program,
        "",
        (&["Problems /type=ec2", "1 of 1", "web-4"], &["1 of 3"]),
    );
    program.press("Esc");
    check(&mut program, "", is_there);
    program.press("/");
    program.type_in("!type=ec2");
    check(
        &mut program,
        "Enter",
        (&["Problems /!type=ec2", "1 of 2"], &[]),
    );
    check(&mut program, "Esc", is_there);
    check(&mut program, "Esc", (&[], &["Problems"]));
    program.press("E /");
    program.type_in("unhealthy OR nothing");
    check(
        &mut program,
        "",
        (&["Events (UTC) /unhealthy OR nothing", "web-4"], &[]),
    );
    program.press("Esc Esc C /");
    program.type_in("no-such-service");
    check(
        &mut program,
        "Enter",
        (&["Coverage /no-such-service", "no row matches"], &[]),
    );
    program.press("Esc Esc ? /");
    program.type_in("clipboard OR zoom");
    check(
        &mut program,
        "Enter",
        (&["Help /clipboard", "Moving"], &["Accounts list"]),
    );
    program.press("Esc Esc");
    program.find("web-alb");
    program.press("d /");
    program.type_in("type=target-group");
    check(
        &mut program,
        "Enter",
        (
            &["Details /type=target-group", "1 of"],
            &["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer"],
        ),
    );
    program.press("j Enter");
    check(&mut program, "", (&["Details", "targetgroup"], &["/type="]));
}

#[test]
fn facets_count_and_are_put_into_the_filter() {
    let mut program = with_saved("sick", "health=unhealthy");
    check(
        &mut program,
        "F",
        (
            &["Saved filters", "@sick", "type", "[ ] instance", "     5"],
            &["[ ] prod"],
        ),
    );
    program.press("/");
    program.type_in("instance");
    program.press("Enter");
    check(
        &mut program,
        "Enter",
        (&["[x] instance", "match type=instance"], &[]),
    );
    assert_eq!(program.topology().look.filter.text, "type=instance");
    assert!(!program.labels().contains(&"web-alb"));
    check(
        &mut program,
        "Esc",
        (&["[ ] load-balancer", "[x] instance"], &[]),
    );
    program.press("/");
    program.type_in("load-balancer");
    program.press("Enter Enter");
    assert_eq!(
        program.topology().look.filter.text,
        "(type=instance OR type=load-balancer)"
    );
    program.press("Enter Esc g j Enter");
    assert_eq!(program.topology().look.filter.text, "type=instance @sick");
    assert_eq!(program.labels().len(), 0, "none is sick");
    program.press("Enter G Enter");
    check(&mut program, "G", (&["[ ] prod"], &[]));
}

#[test]
fn conditions_on_one_key_are_alternatives_and_the_rest_stays_as_typed() {
    for (text, key, value, expected) in [
        ("", "type", "instance", "type=instance"),
        ("type=instance", "type", "instance", ""),
        (
            "web  \"a b\"",
            "Owner",
            "me too",
            "web \"a b\" Owner=\"me too\"",
        ),
        (
            "type=vpc x",
            "type",
            "volume",
            "(type=vpc OR type=volume) x",
        ),
        (
            "(type=vpc OR type=volume) x",
            "type",
            "vpc",
            "type=volume x",
        ),
        ("a OR b", "type", "vpc", "(a OR b) type=vpc"),
        ("!type=vpc AND x", "type", "vpc", "!type=vpc x type=vpc"),
        ("NOT (a OR b)", "state", "ok", "NOT (a OR b) state=ok"),
        ("", "Cost Center", "", "\"Cost Center\"=\"\""),
    ] {
        assert_eq!(toggled(text, key, value), expected, "{text}");
    }
    assert_eq!(without("a (type=x OR type=y) b", "type"), "a b");
}

#[test]
fn filters_are_kept_under_a_name_and_stand_for_themselves() {
    let mut program = with_saved("workers", "name=worker-*");
    program.press("/");
    program.type_in("@wor");
    program.press("Tab");
    assert_eq!(typed(&program), "@workers");
    program.press("Enter");
    assert!(
        program.labels().contains(&"worker-1"),
        "{:?}",
        program.labels()
    );
    assert!(!program.labels().contains(&"web-alb"));
    let command = |program: &mut Program, line: &str| {
        program.press(":");
        program.type_in(line);
        program.press("Enter")
    };
    let effects = command(&mut program, "filter save mine");
    let kept = Change::Filter {
        name: "mine".to_owned(),
        text: "@workers".to_owned(),
    };
    assert_eq!(effects, [Effect::KeepSetting(kept)]);
    let effects = command(&mut program, "filter save workers");
    assert!(effects.is_empty(), "it would name itself: {effects:?}");
    check(&mut program, "", (&["workers is not kept"], &[]));
    program.press("Esc Esc");
    command(&mut program, "filter workers");
    assert_eq!(program.topology().look.filter.text, "@workers");
    let effects = command(&mut program, "filter remove workers");
    let removed = Change::RemoveFilter("workers".to_owned());
    assert_eq!(effects, [Effect::KeepSetting(removed)]);
    command(&mut program, "filter type=ec2 running");
    assert_eq!(program.topology().look.filter.text, "type=ec2 running");
}

#[test]
fn filters_fit_the_smallest_screen_and_ascii() {
    let mut program = ailing(40, 10, Glyphs::Ascii);
    for keys in [
        "/ Tab Tab",
        "Esc Esc",
        "F",
        "j",
        "/ x",
        "Esc Esc",
        "! / (",
        "Esc",
    ] {
        program.press(keys);
        let screen = screen(&program);
        assert!(screen.is_ascii(), "after {keys}:\n{screen}");
    }
}
