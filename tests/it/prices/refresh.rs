//! `skymap prices update` over recorded answers: pages, throttling, an empty list, answers
//! that make no sense. What fails leaves the table of before in force.

use super::price_list::{Answer, PriceList, error, instance, page};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const UPDATE: [&str; 6] = [
    "prices",
    "update",
    "--region",
    "eu-west-1",
    "--service",
    "AmazonEC2",
];

#[test]
fn a_refreshed_table_holds() {
    let list = PriceList::new();
    list.answers([
        page(
            &[instance("m7g.large", "Linux", "0.0800000000")],
            Some("more"),
        ),
        page(&[instance("m99.large", "Linux", "0.5000000000")], None),
        page(&[instance("m7g.large", "Windows", "0.1700000000")], None),
    ]);
    let ran = list.run(&UPDATE);
    assert_eq!(ran.errors, "");
    let expected = "eu-west-1 AmazonEC2: 3 prices, 2 new, 1 changed\n  m7g.large: 0.091 -> 0.08 an hour (-12.1 %)\n";
    assert_eq!((ran.out.as_str(), ran.code), (expected, Some(0)));

    // Whole tables are asked for, and pages by their token.
    let asked = list.asked();
    assert_eq!(asked[1]["NextToken"], "more");
    for question in &asked {
        let filters = question["Filters"].as_array().unwrap();
        assert_eq!(filters[0]["Field"], "regionCode");
        assert_eq!(filters[0]["Type"], "TERM_MATCH");
        assert!(
            filters
                .iter()
                .all(|filter| filter["Field"] != "instanceType")
        );
        assert_eq!(question["ServiceCode"], "AmazonEC2");
    }
    let place = table(&list);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o600);
    assert_eq!(mode(place.parent().unwrap()), 0o700);

    for (words, price, class) in [
        (&["m7g.large"][..], "0.08", "exact"),
        (&["m7g.large", "--system", "windows"], "0.17", "exact"),
        (&["m99.large"], "0.50", "exact"),
        (&["m5.large"], "0.107", "exact"),
    ] {
        let shown = [&["prices", "show", "eu-west-1", "--json"], words].concat();
        let ran = list.run(&shown);
        let rows: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(
            (&rows[0]["price"], &rows[0]["class"]),
            (&price.into(), &class.into()),
            "{words:?}"
        );
    }
    let listed = list.run(&["prices", "list"]).out;
    assert!(
        listed.contains("eu-west-1  AmazonEC2  3       today"),
        "{listed}"
    );

    // Again, without a region: those that were refreshed before.
    list.answers([page(
        &[instance("m7g.large", "Linux", "0.0800000000")],
        None,
    )]);
    let again = list.run(&["prices", "update", "--service", "amazonec2"]);
    assert_eq!(
        again.out,
        "eu-west-1 AmazonEC2: 1 prices, 0 new, 0 changed\n"
    );
}

#[test]
fn what_fails_leaves_the_table_of_before() {
    let list = PriceList::new();
    list.answers([page(
        &[instance("m7g.large", "Linux", "0.0800000000")],
        None,
    )]);
    assert_eq!(list.run(&UPDATE).code, Some(0));
    let before = fs::read(table(&list)).unwrap();
    let mut cut = page(&[], None);
    cut.1["PriceList"] = serde_json::json!(["{\"product\": {\"attri"]);
    let cases: [(&str, Vec<Answer>, &str, usize); 4] = [
        ("an empty list", vec![], "lists no price of it", 9),
        (
            "a token that comes twice",
            vec![page(&[], Some("a")), page(&[], Some("a"))],
            "the same page token came twice",
            2,
        ),
        ("a document that is cut", vec![cut], "makes no sense", 1),
        (
            "a denial",
            vec![error(
                400,
                "AccessDeniedException",
                "not authorized to perform: pricing:GetProducts",
            )],
            "pricing:GetProducts was denied",
            1,
        ),
    ];
    for (name, answers, sentence, calls) in cases {
        list.asked();
        list.answers(answers);
        let ran = list.run(&UPDATE);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{name}");
        assert!(
            ran.errors.contains("the prices of before hold"),
            "{name}: {}",
            ran.errors
        );
        assert!(ran.errors.contains(sentence), "{name}: {}", ran.errors);
        assert_eq!(list.asked().len(), calls, "{name}");
        assert_eq!(fs::read(table(&list)).unwrap(), before, "{name}");
    }
}

#[test]
fn throttling_is_waited_out() {
    let list = PriceList::new();
    list.answers([
        error(400, "ThrottlingException", "Rate exceeded"),
        page(&[instance("m7g.large", "Linux", "0.0800000000")], None),
    ]);
    let ran = list.run(&UPDATE);
    assert_eq!((ran.code, ran.errors.as_str()), (Some(0), ""));
    assert!(
        ran.out.starts_with("eu-west-1 AmazonEC2: 1 prices"),
        "{}",
        ran.out
    );
}

#[test]
fn who_may_not_ask_is_told_once_and_foreign_currencies_are_not_asked_for() {
    let list = PriceList::new();
    list.answers([error(400, "AccessDeniedException", "no")]);
    let ran = list.run(&["prices", "update", "--region", "eu-west-1", "--json"]);
    assert_eq!(
        (ran.code, ran.errors.lines().count()),
        (Some(1), 1),
        "{}",
        ran.errors
    );
    assert_eq!(list.asked().len(), 1);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(rows[0]["error"].as_str().unwrap().contains("denied"));
    for region in ["cn-north-1", "eusc-de-east-1"] {
        let ran = list.run(&["prices", "update", "--region", region]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.errors.contains("never mixed in"), "{}", ran.errors);
    }
    let ran = list.run(&["prices", "update"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.errors.contains("--region eu-west-1"));
    assert_eq!(list.asked().len(), 0);
}

#[test]
fn a_table_that_is_broken_is_named_and_not_used() {
    let list = PriceList::new();
    let place = table(&list);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(&place, "skymap prices 1\nregion\teu-west-1\t0\n").unwrap();
    let ran = list.run(&["prices", "show", "m7g.large", "eu-west-1"]);
    assert!(ran.out.contains("0.091 USD an hour"), "{}", ran.out);
    assert!(
        ran.errors
            .contains("AmazonEC2.prices: line 2: \"0\" is the number of no source"),
        "{}",
        ran.errors
    );
    assert_eq!(list.run(&["prices", "list"]).code, Some(3));
}

fn table(list: &PriceList) -> PathBuf {
    let data = list.directory.path().join("data");
    data.join("prices/eu-west-1/AmazonEC2.prices")
}
