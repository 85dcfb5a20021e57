//! `skymap budget --measure` against the AWS inside: nothing is asked of CloudWatch before
//! somebody has seen the charge and said yes.

use crate::pty::{BINARY, Session};
use crate::served::{Ran, Served};
use serde_json::Value;
use skymap::sim::{Fault, Rule};

const CALL: &str = "GetMetricData";

/// How many lines of a budget are counted, by what JSON says of them, and what they are
/// together.
fn counted(ran: &Ran) -> (usize, f64) {
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let lines = document["lines"].as_array().expect("lines").iter();
    let costs = lines.filter_map(|line| line["cost"].as_str()?.parse::<f64>().ok());
    costs.fold((0, 0.0), |(count, sum), cost| (count + 1, sum + cost))
}

#[test]
fn what_cloudwatch_has_counted_is_counted_after_a_yes() {
    let served = Served::demo();
    let budget = |more: &[&str]| {
        let words = [&["budget", "shop-prod", "--json"], more].concat();
        served.run(&words, &[])
    };
    let unmeasured = budget(&[]);
    assert_eq!(served.sim.count(CALL), 0, "never by itself");

    let refused = budget(&["--measure"]);
    assert_eq!(refused.code, Some(2), "{}", refused.errors);
    let sentence = "metrics of CloudWatch for 30 days costs 0.00";
    assert!(refused.errors.contains(sentence), "{}", refused.errors);
    assert!(refused.errors.contains("add --yes"), "{}", refused.errors);
    assert_eq!((refused.out.as_str(), served.sim.count(CALL)), ("", 0));

    let measured = budget(&["--measure", "--yes"]);
    assert_eq!(measured.code, unmeasured.code, "{}", measured.errors);
    assert!(measured.errors.contains(sentence), "{}", measured.errors);
    assert!(served.sim.count(CALL) > 0);
    let (before, after) = (counted(&unmeasured), counted(&measured));
    assert!(after.0 >= before.0 + 20, "{before:?} {after:?}");
    assert!(after.1 > before.1, "{before:?} {after:?}");

    served
        .sim
        .add_fault(Rule::new(Fault::AccessDenied).operation(CALL));
    let denied = budget(&["--measure", "--yes"]);
    assert_eq!(denied.code, Some(3), "{}", denied.errors);
    for text in [
        "cloudwatch:GetMetricData",
        "skymap policy minimal --measure",
    ] {
        assert!(denied.errors.contains(text), "{text} in {}", denied.errors);
    }
    // What is known without it is told.
    assert_eq!(counted(&denied).0, before.0);
}

#[test]
fn a_person_is_asked_and_may_decline() {
    let served = Served::demo();
    for (answer, said) in [("\r", "nothing was measured"), ("y\r", "")] {
        let words = ["budget", "shop-prod", "--measure"];
        let mut session = Session::start_sized((40, 140), BINARY, &words, &served.environment(&[]));
        session.see(&["go on? [y/N]"]);
        assert_eq!(served.sim.count(CALL), 0);
        session.press(answer.as_bytes());
        session.see(&[said]);
        session.end();
    }
    assert!(served.sim.count(CALL) > 0);
}
