//! Metrics over the scripted wire: pages, values that stay incomplete, denials, regions
//! of which one cannot be asked, and a session that may do nothing else.

use super::account;
use super::wire::{Answer, Wire, assumed, error};
use crate::budget::estate::survey_in;
use serde_json::json;
use skymap::account::Account;
use skymap::budget::{Assumptions, Budget, Queries, Query, counts};
use skymap::provider::{Explanation, Measured, Provider};

const CALL: &str = "GetMetricData";

/// What is asked of resources in a region.
fn queries(region: &str, resources: &str) -> Vec<Query> {
    let survey = survey_in(region, resources);
    let budget = Budget::of(&survey, &Assumptions::default());
    let queries = Queries::of(&survey, &budget).by_account;
    queries.into_values().flatten().collect()
}

/// Two metrics in Ireland.
fn nat() -> Vec<Query> {
    queries("eu-west-1", "nat-gateway nat-1 = available")
}

fn page(results: &[(&str, &[f64], &str)], token: &str) -> Answer {
    let results = results
        .iter()
        .map(|(id, values, status)| json!({ "Id": id, "Values": values, "StatusCode": status }));
    let results: Vec<_> = results.collect();
    let body = json!({ "MetricDataResults": results, "NextToken": token });
    (200, body.to_string())
}

fn refused(code: &str, message: &str) -> Answer {
    (
        403,
        json!({ "__type": code, "message": message }).to_string(),
    )
}

async fn measured(wire: &Wire, queries: Vec<Query>) -> Result<Measured, Explanation> {
    wire.aws().measure(&account(), queries).await
}

#[tokio::test]
async fn values_come_in_pages_and_in_parts() {
    let whole = page(
        &[("q0", &[1.0, 2.0], "Complete"), ("q1", &[3.0], "Complete")],
        "",
    );
    let parts = vec![
        page(
            &[("q0", &[1.0], "PartialData"), ("q1", &[], "PartialData")],
            "a",
        ),
        page(&[], "b"),
        page(
            &[("q0", &[2.0], "Complete"), ("q1", &[3.0], "Complete")],
            "",
        ),
    ];
    let cut = vec![page(
        &[("q0", &[1.0], "PartialData"), ("q1", &[3.0], "Complete")],
        "",
    )];
    let failed = vec![page(
        &[("q0", &[], "InternalError"), ("q1", &[3.0], "Complete")],
        "",
    )];
    let incomplete = "one metric came incomplete and was left out";
    let cases: [(&str, Vec<Answer>, Expected); 6] = [
        ("whole", vec![whole], Ok((&[&[1.0, 2.0], &[3.0]], ""))),
        ("in parts", parts, Ok((&[&[1.0, 2.0], &[3.0]], ""))),
        ("cut short", cut, Ok((&[&[], &[3.0]], incomplete))),
        ("not to be had", failed, Ok((&[&[], &[3.0]], incomplete))),
        (
            "a token that comes twice",
            vec![page(&[], "a"), page(&[], "a")],
            Err("the same page token came twice"),
        ),
        (
            "of nothing that was asked for",
            vec![page(&[("q7", &[1.0], "Complete")], "")],
            Err("not asked for"),
        ),
    ];
    for (name, answers, expected) in cases {
        let wire = Wire::default().answers(CALL, answers);
        match (measured(&wire, nat()).await, expected) {
            (Ok(measured), Ok((days, issue))) => {
                assert_eq!(measured.days, days, "{name}");
                let issues = measured.issues.iter().map(|issue| issue.summary.as_str());
                let issues: String = issues.collect();
                assert!(issues.contains(issue), "{name}: {issues}");
                assert_eq!(issues.is_empty(), issue.is_empty(), "{name}: {issues}");
            }
            (Err(error), Err(words)) => assert!(error.summary.contains(words), "{error}"),
            (found, _) => panic!("{name}: {found:?}"),
        }
    }
}

#[tokio::test]
async fn five_hundred_metrics_are_asked_for_at_once() {
    let tables: Vec<String> = (0..300)
        .map(|number| format!("table t{number} = ACTIVE"))
        .collect();
    let asked = queries("eu-west-1", &tables.join("\n"));
    assert_eq!(asked.len(), 600);
    let last = [("q99", &[5.0][..], "Complete")];
    let answers = vec![page(&[], ""), page(&last, "")];
    let wire = Wire::default().answers(CALL, answers);
    let measured = measured(&wire, asked.clone()).await.unwrap();
    assert_eq!(wire.count(CALL), 2);
    assert_eq!(measured.days[599], [5.0], "the last of the second call");
    assert_eq!(counts(&asked, &measured.days).len(), 1);
}

#[tokio::test]
async fn whole_days_are_asked_for_by_every_dimension() {
    let answers = vec![page(&[], ""); 2];
    let wire = Wire::default().answers(CALL, answers);
    let mut asked = nat();
    asked.extend(queries("global", "distribution E1 = "));
    measured(&wire, asked).await.unwrap();
    // Of what AWS has once the metrics are in one region.
    let hosts = wire.hosts();
    let hosts: Vec<&str> = hosts
        .iter()
        .map(String::as_str)
        .filter(|host| !host.starts_with("sts"))
        .collect();
    assert_eq!(
        hosts,
        [
            "monitoring.eu-west-1.amazonaws.com",
            "monitoring.us-east-1.amazonaws.com"
        ]
    );
    let body = &wire.first(CALL).parameters["Body"];
    for text in [
        "NatGatewayId",
        "nat-1",
        "BytesInFromSource",
        "\"Sum\"",
        "86400",
    ] {
        assert!(body.contains(text), "{text} in {body}");
    }
    let body = &wire.last(CALL).parameters["Body"];
    assert!(
        body.contains("Global") && body.contains("DistributionId"),
        "{body}"
    );
}

#[tokio::test]
async fn the_session_may_do_nothing_else() {
    let wire = Wire::default().answers(CALL, vec![page(&[], "")]);
    let (aws, account) = (wire.aws(), account());
    let _events: Vec<_> = futures::StreamExt::collect(super::scan(
        &aws,
        account.clone(),
        skymap::provider::Cadence::Once,
    ))
    .await;
    assert!(!wire.first("AssumeRole").parameters["Policy"].contains(CALL));
    assert_eq!(wire.count(CALL), 0, "no scan measures");
    aws.measure(&account, nat()).await.unwrap();
    let policy = &wire.last("AssumeRole").parameters["Policy"];
    assert_eq!(*policy, skymap::aws::measuring_policy());
}

#[tokio::test]
async fn a_denial_says_what_the_role_lacks() {
    let message = "User: arn:aws:sts::111122223333:assumed-role/skymap/x is not authorized to perform: cloudwatch:GetMetricData because no identity-based policy allows the cloudwatch:GetMetricData action";
    let denied = || refused("AccessDeniedException", message);
    let wire = Wire::default().answers(CALL, vec![denied()]);
    let error = measured(&wire, nat()).await.unwrap_err();
    assert_eq!(error.kind.word(), "denied");
    let remedy = error.causes[0].remedy.as_deref().unwrap_or_default();
    assert!(remedy.contains("cloudwatch:GetMetricData"), "{remedy}");

    // In one region of two.
    let answers = vec![page(&[("q0", &[1.0], "Complete")], ""), denied()];
    let wire = Wire::default().answers(CALL, answers);
    let both = [nat(), queries("us-west-2", "topic t = ")].concat();
    let found = measured(&wire, both).await.unwrap();
    assert_eq!(found.days[0], [1.0]);
    assert_eq!(found.issues.len(), 1);
    assert!(
        found.issues[0].summary.contains("denied"),
        "{:?}",
        found.issues
    );
}

#[tokio::test]
async fn a_role_that_cannot_be_had_is_explained() {
    let refusal = error(
        403,
        "AccessDenied",
        "not authorized to perform: sts:AssumeRole",
    );
    let wire = Wire::default().answers("AssumeRole", vec![refusal, assumed()]);
    let error = measured(&wire, nat()).await.unwrap_err();
    assert!(error.summary.starts_with("the role arn:"), "{error}");
    assert_eq!(wire.count(CALL), 0);
    let pending = Account {
        role: None,
        ..account()
    };
    let error = Wire::default()
        .aws()
        .measure(&pending, nat())
        .await
        .unwrap_err();
    assert_eq!(error.summary, "shop has no role yet");
}

/// The days of each metric and a part of the issue, or of the error.
type Expected = Result<(&'static [&'static [f64]], &'static str), &'static str>;
