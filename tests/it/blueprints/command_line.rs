//! `skymap blueprint`: saved, listed, compared, restored, removed.

use super::{BATCH, CACHE, Days, denied, office};
use serde_json::Value;

#[test]
fn what_differs_a_day_later_is_told() {
    let days = Days::of(office(CACHE));
    let saved = days.before(&["blueprint", "save", "shop", "office"]);
    assert_eq!(saved.code, Some(0), "{}", saved.errors);
    assert!(saved.out.starts_with("saved shop: "), "{}", saved.out);
    let same = days.before(&["blueprint", "diff", "shop", "--exit-code"]);
    assert!(same.out.contains("nothing differs"), "{}", same.out);
    assert_eq!(same.code, Some(0), "{}", same.errors);
    let differs = days.after(&["blueprint", "diff", "shop"]);
    assert_eq!(differs.code, Some(0), "{}", differs.errors);
    let lines = |sign: &str, kind: &str| {
        let begins = format!("{sign}  {kind} ");
        let lines = differs.out.lines();
        lines.filter(|line| line.starts_with(&begins)).count()
    };
    assert_eq!(
        (lines("-", "Instance"), lines("+", "Instance")),
        (2, 1),
        "{}",
        differs.out
    );
    assert!(
        differs
            .out
            .contains("arn:aws:ec2:eu-west-1:111122223333:instance/i-0")
    );
    let code = days.after(&["blueprint", "diff", "shop", "--exit-code", "--json"]);
    assert_eq!(code.code, Some(1));
    let document: Value = serde_json::from_str(&code.out).unwrap();
    assert_eq!(document["schema"], "skymap.blueprint-diff.v1");
    assert_eq!(document["differs"], true);
    let count = |field: &str| {
        let rows = document[field].as_array().unwrap();
        rows.iter().filter(|row| row["kind"] == "instance").count()
    };
    assert_eq!(
        (count("removed"), count("added"), count("not_read")),
        (2, 1, 0)
    );
}

#[test]
fn what_cannot_be_read_is_not_gone() {
    let days = Days::of(denied(CACHE, "\"ec2:DescribeInstances\""));
    days.before(&["blueprint", "save", "shop", "office"]);
    let partly = days.after(&["blueprint", "diff", "shop", "--json"]);
    assert_eq!(partly.code, Some(3), "{}", partly.out);
    assert!(
        partly.errors.contains("instances in eu-west-1"),
        "{}",
        partly.errors
    );
    let document: Value = serde_json::from_str(&partly.out).unwrap();
    let instances = |field: &str| {
        let rows = document[field].as_array().unwrap();
        rows.iter().filter(|row| row["kind"] == "instance").count()
    };
    assert_eq!((instances("removed"), instances("added")), (0, 0));
    assert_eq!(instances("not_read"), 4);
    // What was never read is no gap of the blueprint.
    days.after(&["blueprint", "save", "narrow", "office"]);
    let narrow = days.after(&["blueprint", "diff", "narrow", "--exit-code"]);
    assert_eq!(narrow.code, Some(0), "{}{}", narrow.out, narrow.errors);
}

#[test]
fn every_save_can_be_listed_compared_and_restored() {
    let days = Days::of(office(CACHE));
    days.before(&["blueprint", "save", "shop", "office"]);
    days.after(&["blueprint", "save", "shop", "office"]);
    let listed = days.before(&["blueprint", "versions", "shop", "--json"]);
    let document: Value = serde_json::from_str(&listed.out).unwrap();
    let version = document["versions"][0]["version"]
        .as_str()
        .unwrap()
        .to_owned();
    // Two saves are compared without AWS: nothing answers at this address.
    let offline = |words: &[&str]| {
        days.before
            .run(words, &[("AWS_ENDPOINT_URL", "http://127.0.0.1:9")])
    };
    let former = format!("shop@{version}");
    let differs = offline(&["blueprint", "diff", &former, "shop", "--exit-code"]);
    assert_eq!(differs.code, Some(1), "{}", differs.errors);
    assert!(differs.out.contains("-  Instance"), "{}", differs.out);
    let restored = offline(&["blueprint", "restore", "shop", &version]);
    assert_eq!(restored.code, Some(0), "{}", restored.errors);
    let same = offline(&["blueprint", "diff", "shop", &former, "--exit-code"]);
    assert_eq!(same.code, Some(0), "{}", same.out);
    let shown = offline(&["blueprint", "show", "shop", "--at", &version]);
    assert!(shown.out.contains("4  Instances"), "{}", shown.out);
    let listed = offline(&["blueprint", "list"]);
    assert!(listed.out.contains("shop"), "{}", listed.out);
    let unasked = offline(&["blueprint", "remove", "shop"]);
    assert_eq!(unasked.code, Some(2));
    assert!(unasked.errors.contains("add --yes"), "{}", unasked.errors);
    assert_eq!(
        offline(&["blueprint", "remove", "shop", "--yes"]).code,
        Some(0)
    );
    let none = offline(&["blueprint", "show", "shop"]);
    assert_eq!(none.code, Some(1));
    assert!(none.errors.contains("none is saved yet"), "{}", none.errors);
}

#[test]
fn saves_of_several_processes_are_all_kept() {
    let days = Days::of(office(BATCH));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let saved = days.before(&["blueprint", "save", "shop", "office"]);
                assert_eq!(saved.code, Some(0), "{}", saved.errors);
            });
        }
    });
    let listed = days.before(&["blueprint", "versions", "shop", "--json"]);
    let document: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(document["versions"].as_array().unwrap().len(), 3);
}
