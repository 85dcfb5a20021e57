//! `scan --filter`: what is printed, and what is said of the filter.

use crate::served::Served;

#[test]
fn a_scan_prints_what_matches_with_what_is_round_it() {
    let served = Served::demo();
    served.write_config(
        "config.toml",
        "[filters]\nwebs = \"type=ec2 name=shop-web*\"\n",
    );
    let scan = |more: &[&str]| {
        let words = [&["scan", "shop-prod"], more].concat();
        served.run(&words, &[])
    };
    let wrong = scan(&["--filter", "type=ec2 AND (running"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.errors);
    assert_eq!(
        wrong.errors,
        "skymap: --filter: a parenthesis is not closed\n  type=ec2 AND (running\n               ^\n"
    );
    let webs = scan(&["--filter", "@webs", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&webs.out).expect("JSON");
    let resources = document["resources"].as_array().expect("resources");
    let kinds: std::collections::BTreeSet<&str> = resources
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["instance", "subnet", "vpc"]
    );
    let ids: Vec<&str> = resources
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    for link in document["relationships"].as_array().expect("relationships") {
        let ends = [&link["from"], &link["to"]];
        assert!(
            ends.iter().all(|end| ids.contains(&end.as_str().unwrap())),
            "{link}"
        );
    }
    let nothing = scan(&["--filter", "Ownr=nobody"]);
    assert!(
        nothing.errors.contains("no resource has a tag ownr"),
        "{}",
        nothing.errors
    );
    assert!(
        nothing
            .errors
            .contains("nothing matches --filter 'Ownr=nobody'")
    );
}
