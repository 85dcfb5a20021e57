//! What is wrong with a filter is told, and shown where.

use skymap::graph::Filter;

#[test]
fn what_is_wrong_is_pointed_at() {
    insta::assert_snapshot!(
        [
            "web AND",
            "OR web",
            "web AND OR api",
            "(web",
            "type=ec2 (",
            "web)",
            "a ()",
            "(web AND)",
            ")",
            "=web",
            "!=web",
            "type= web",
            "name=\"web",
            "!",
            "web NOT",
            "@prod",
            "日本 AND",
        ]
        .map(|text| Filter::parse(text).expect_err(text).picture(text))
        .join("\n\n")
    );
}

#[test]
fn a_long_text_is_shown_where_it_is_wrong() {
    let long = "type=ec2 OR ".repeat(20);
    for text in [
        format!("{long}()"),
        format!("() {long}"),
        format!("{long}() {long}"),
    ] {
        let picture = Filter::parse(&text)
            .expect_err("it is wrong")
            .picture(&text);
        let lines: Vec<&str> = picture.lines().collect();
        let [_, shown, carets] = lines.as_slice() else {
            panic!("{picture}")
        };
        assert!(shown.chars().count() <= 76, "{shown}");
        let column = carets.find('^').expect("a caret");
        let meant: String = shown.chars().skip(column).take(2).collect();
        assert_eq!((meant.as_str(), carets.trim()), ("()", "^^"), "{picture}");
    }
}

#[test]
fn whatever_has_a_meaning_is_understood() {
    assert!(Filter::parse(&"(".repeat(100_000)).is_err());
    for text in [
        "",
        "  ",
        "a b",
        "!a",
        "NOT (a OR b) c",
        "Name=\"a (b)\"",
        "\"AND\"",
        "a=\"\"",
        "a!=b",
        "\"Cost Center\"=\"4*2\"",
        "\"@\"",
        "web-*",
    ] {
        assert!(Filter::parse(text).is_ok(), "{text}");
    }
}
