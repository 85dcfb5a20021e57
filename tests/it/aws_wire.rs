//! The provider over a scripted wire: what AWS may answer and an emulator never does.
//! Pages, denials, throttling, expiry, closed regions, refused roles.

#![cfg(test)]

mod measuring;
mod wire;

use futures::StreamExt;
use skymap::account::{Account, ExternalId, Region, Service, Services};
use skymap::inventory::Slice;
use skymap::provider::{
    Cadence, Check, Control, ErrorKind, Probe, Provider, ScanEvent, ScanTarget, Verdict,
};
use std::collections::BTreeMap;
use wire::{Answer, Wire, assumed, denied, ec2, error, scan};

#[tokio::test]
async fn pages_are_read_to_the_end() {
    let page = |ids: &[&str], token: &str| {
        let rows = ids.iter().fold(String::new(), |rows, id| {
            rows + "<item><vpcId>" + id + "</vpcId></item>"
        });
        ec2(
            "DescribeVpcs",
            &format!("<vpcSet>{rows}</vpcSet><nextToken>{token}</nextToken>"),
        )
    };
    let cases: [(&str, Vec<Answer>, Expected); 4] = [
        (
            "two pages",
            vec![page(&["vpc-1"], "a"), page(&["vpc-2"], "")],
            Ok(&["vpc-1", "vpc-2"]),
        ),
        (
            "an empty page with a token",
            vec![page(&[], "a"), page(&["vpc-1"], "")],
            Ok(&["vpc-1"]),
        ),
        (
            "a token that comes twice",
            vec![page(&["vpc-1"], "a"), page(&["vpc-2"], "a")],
            Err("bad-answer"),
        ),
        (
            "a page that is cut",
            vec![(200, "<DescribeVpcsResp".into())],
            Err("bad-answer"),
        ),
    ];
    for (name, answers, expected) in cases {
        let wire = Wire::default().answers("DescribeVpcs", answers);
        let events = wire.scan_once(account()).await;
        let found = outcome(&events, "vpcs");
        let found = match &found {
            Ok(ids) => Ok(ids.iter().map(String::as_str).collect::<Vec<_>>()),
            Err(word) => Err(*word),
        };
        assert_eq!(found, expected.map(<[&str]>::to_vec), "{name}");
        assert_eq!(
            outcome(&events, "subnets"),
            Ok(vec![]),
            "{name}: the others go on"
        );
        assert_eq!(events.last(), Some(&ScanEvent::Finished));
    }
}

#[tokio::test]
async fn a_row_without_an_id_is_an_issue() {
    let rows = "<vpcSet><item><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>";
    let wire = Wire::default().answers("DescribeVpcs", vec![ec2("DescribeVpcs", rows)]);
    let events = wire.scan_once(account()).await;
    let issues = events.iter().find_map(|event| match event {
        ScanEvent::Collected { id, issues, .. } if id.collector == "vpcs" => Some(issues),
        _ => None,
    });
    let expected = "ec2:DescribeVpcs: one row came without an id and was left out";
    assert_eq!(issues.unwrap(), &[expected]);
}

#[tokio::test]
async fn a_denial_is_remembered_until_somebody_retries() {
    let wire = Wire::default().answers("DescribeVolumes", vec![denied("ec2:DescribeVolumes")]);
    let (aws, account) = (wire.aws(), account());
    let first = scan(&aws, account.clone(), Cadence::Once)
        .collect::<Vec<_>>()
        .await;
    assert_eq!(outcome(&first, "volumes"), Err("denied"));
    assert_eq!(outcome(&first, "vpcs"), Ok(vec![]));
    assert_eq!(
        wire.count("DescribeVolumes"),
        1,
        "a denial is not tried again"
    );

    let second = scan(&aws, account.clone(), Cadence::Once)
        .collect::<Vec<_>>()
        .await;
    let remembered = second.iter().find_map(|event| match event {
        ScanEvent::Failed {
            id,
            calls,
            is_remembered,
            error,
        } if id.collector == "volumes" => {
            let action = match &error.kind {
                ErrorKind::AccessDenied { action, .. } => action.clone(),
                _ => None,
            };
            Some((*calls, *is_remembered, action))
        }
        _ => None,
    });
    let action = Some("ec2:DescribeVolumes".to_owned());
    assert_eq!(remembered, Some((0, true, action)));
    assert_eq!(wire.count("DescribeVolumes"), 1);
    assert_eq!(wire.count("AssumeRole"), 1, "one session serves both");

    // A check that passes ends the denial: the next answer of the script is a good one.
    let checks: Vec<Check> = aws.verify(&account, Probe::Standard).collect().await;
    assert!(
        checks
            .iter()
            .any(|check| check.subject == "ec2:DescribeVolumes"
                && matches!(check.verdict, Verdict::Passed(_)))
    );
    let third = scan(&aws, account, Cadence::Once).collect::<Vec<_>>().await;
    assert_eq!(outcome(&third, "volumes"), Ok(vec![]));
}

#[tokio::test]
async fn throttling_is_retried_three_times_and_told() {
    let throttled = error(503, "RequestLimitExceeded", "Request limit exceeded.");
    let wire = Wire::default().answers("DescribeVolumes", vec![throttled; 3]);
    let events = wire.scan_once(account()).await;
    assert_eq!(outcome(&events, "volumes"), Err("throttled"));
    let calls = events.iter().filter(|event| match event {
        ScanEvent::Called(call) => {
            call.operation == "DescribeVolumes" && call.error == Some(ErrorKind::Throttled)
        }
        _ => false,
    });
    assert_eq!(calls.count(), 3, "every attempt is on the receipt");
}

#[tokio::test]
async fn a_region_that_is_not_enabled_is_not_asked() {
    let region = |name: &str, status: &str| {
        format!("<item><regionName>{name}</regionName><optInStatus>{status}</optInStatus></item>")
    };
    let regions =
        region("eu-west-1", "opt-in-not-required") + &region("me-south-1", "not-opted-in");
    let regions = ec2(
        "DescribeRegions",
        &format!("<regionInfo>{regions}</regionInfo>"),
    );
    let wire = Wire::default().answers("DescribeRegions", vec![regions]);
    let account = Account {
        regions: vec![Region::new("eu-west-1"), Region::new("me-south-1")],
        ..account()
    };
    let events = wire.scan_once(account).await;
    let mut words = BTreeMap::new();
    for event in &events {
        match event {
            ScanEvent::Collected { id, .. } => words.insert(id.region.to_string(), "read"),
            ScanEvent::Failed {
                id,
                error,
                calls: 0,
                ..
            } => words.insert(id.region.to_string(), error.kind.word()),
            _ => None,
        };
    }
    let words: Vec<_> = words
        .iter()
        .map(|(name, word)| (name.as_str(), *word))
        .collect();
    assert_eq!(
        words,
        [("eu-west-1", "read"), ("me-south-1", "region-disabled")]
    );
    assert!(!wire.hosts().iter().any(|host| host.contains("me-south-1")));
}

#[tokio::test]
async fn a_scan_of_closed_regions_alone_ends() {
    let regions = "<item><regionName>me-south-1</regionName>\
                   <optInStatus>not-opted-in</optInStatus></item>";
    let regions = ec2(
        "DescribeRegions",
        &format!("<regionInfo>{regions}</regionInfo>"),
    );
    let wire = Wire::default().answers("DescribeRegions", vec![regions]);
    let account = Account {
        regions: vec![Region::new("me-south-1")],
        ..account()
    };
    let events =
        tokio::time::timeout(std::time::Duration::from_secs(30), wire.scan_once(account)).await;
    let events = events.expect("the scan ends");
    assert!(matches!(events.last(), Some(ScanEvent::Finished)));
    assert_eq!(outcome(&events, "vpcs"), Err("region-disabled"));
}

#[tokio::test]
async fn a_refused_role_is_one_failure_and_no_storm() {
    let refusal = "User: arn:aws:iam::444455556666:user/ada is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/skymap";
    let refused = error(403, "AccessDenied", refusal);
    let wire = Wire::default().answers("AssumeRole", vec![refused.clone(), refused]);
    let events = wire.scan_once(account()).await;
    let failed = events.iter().find_map(|event| match event {
        ScanEvent::SessionFailed(explanation) => Some(explanation),
        _ => None,
    });
    assert_eq!(failed.unwrap().kind.word(), "denied");
    assert_eq!(events.last(), Some(&ScanEvent::Finished));
    assert_eq!(wire.operations(), ["AssumeRole"]);

    let checks: Vec<Check> = wire
        .aws()
        .verify(&account(), Probe::Standard)
        .collect()
        .await;
    let ended: Vec<(&str, &str)> = checks
        .iter()
        .filter(|check| check.verdict != Verdict::Running)
        .map(|check| (check.subject.as_str(), word(&check.verdict)))
        .collect();
    assert_eq!(ended[0], ("base identity", "passed"));
    assert_eq!(
        ended[1],
        (
            "assume role arn:aws:iam::111122223333:role/skymap",
            "failed"
        )
    );
    assert!(ended[2..].iter().all(|(_, word)| *word == "skipped"));
    let Verdict::Failed(explanation) = &checks[3].verdict else {
        panic!("{:?}", checks[3])
    };
    let remedies: Vec<&str> = explanation
        .causes
        .iter()
        .filter_map(|cause| cause.remedy.as_deref())
        .collect();
    assert!(
        remedies[0].contains("arn:aws:iam::444455556666:root"),
        "{remedies:?}"
    );
    assert!(
        remedies
            .iter()
            .any(|text| text.starts_with("aws sts assume-role "))
    );
}

#[tokio::test]
async fn the_role_is_asked_for_in_the_home_region_and_cut_down() {
    for (home, role, host) in [
        (
            "eu-west-1",
            "arn:aws:iam::111122223333:role/skymap",
            "sts.eu-west-1.amazonaws.com",
        ),
        (
            "cn-north-1",
            "arn:aws-cn:iam::111122223333:role/skymap",
            "sts.cn-north-1.amazonaws.com.cn",
        ),
        (
            "us-gov-west-1",
            "arn:aws-us-gov:iam::111122223333:role/skymap",
            "sts.us-gov-west-1.amazonaws.com",
        ),
    ] {
        let wire = Wire::default();
        let account = Account {
            home_region: Region::new(home),
            role: Some(role.parse().unwrap()),
            ..account()
        };
        wire.scan_once(account).await;
        let asked = wire.first("AssumeRole");
        assert_eq!(asked.host, host);
        assert_eq!(asked.parameters["DurationSeconds"], "3600");
        assert_eq!(asked.parameters["ExternalId"], "example-external-id");
        assert!(asked.parameters["RoleSessionName"].starts_with("skymap-"));
        assert!(asked.parameters["Policy"].contains("\"Deny\""));
    }
}

#[tokio::test]
async fn a_trust_policy_without_external_id_is_noticed() {
    let refused = error(
        403,
        "AccessDenied",
        "not authorized to perform: sts:AssumeRole",
    );
    for (second, expected) in [(refused, "passed"), (assumed(), "warning")] {
        let wire = Wire::default().answers("AssumeRole", vec![assumed(), second]);
        let checks = wire.aws().verify(&account(), Probe::WithoutExternalId);
        let checks: Vec<Check> = checks.collect().await;
        let last = checks.last().unwrap();
        assert_eq!(last.subject, "refusal without the external ID");
        assert_eq!(word(&last.verdict), expected);
        assert!(
            !wire
                .last("AssumeRole")
                .parameters
                .contains_key("ExternalId")
        );
    }
}

#[tokio::test]
async fn a_session_that_ends_early_is_made_again() {
    let expired = error(
        400,
        "ExpiredToken",
        "The security token included in the request is expired",
    );
    let wire = Wire::default().answers("DescribeVpcs", vec![expired]);
    let mut events = scan(&wire.aws(), account(), Cadence::WATCH);
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        let is_read = matches!(&event, ScanEvent::Collected { id, .. } if id.collector == "vpcs");
        seen.push(event);
        if is_read {
            break;
        }
    }
    let told = seen.iter().filter(|event| {
        matches!(
            event,
            ScanEvent::SessionFailed(_) | ScanEvent::Failed { .. }
        )
    });
    assert_eq!(told.count(), 0, "nobody need know of it");
    assert_eq!(wire.count("AssumeRole"), 2);
}

#[tokio::test]
async fn a_watch_reads_again_when_told_to_and_ends_with_its_stream() {
    let wire = Wire::default();
    let (orders, controls) = futures::channel::mpsc::unbounded();
    let mut events = wire.aws().scan(ScanTarget {
        account: account(),
        regions: Vec::new(),
        cadence: Cadence::WATCH,
        controls: controls.boxed(),
    });
    let mut rounds = 0;
    while let Some(event) = events.next().await {
        if event == ScanEvent::Finished {
            orders.unbounded_send(Control::Pause).unwrap();
            orders.unbounded_send(Control::RefreshNow).unwrap();
        }
        if matches!(&event, ScanEvent::Collected { id, .. } if id.collector == "vpcs") {
            rounds += 1;
        }
        if rounds == 2 {
            break;
        }
    }
    drop(events);
    assert!(orders.is_closed(), "nobody listens any more");
}

#[tokio::test]
async fn a_wrong_clock_is_told_by_the_answers_date() {
    let wrong = error(403, "SignatureDoesNotMatch", "Signature expired");
    let wire = Wire::default()
        .at("Thu, 01 Jan 2026 00:00:00 GMT")
        .answers("GetCallerIdentity", vec![wrong; 3]);
    let checks: Vec<Check> = wire
        .aws()
        .verify(&account(), Probe::Standard)
        .collect()
        .await;
    let Verdict::Failed(explanation) = &checks[1].verdict else {
        panic!("{:?}", checks[1])
    };
    assert_eq!(explanation.kind.word(), "clock-skew");
    assert!(
        explanation.summary.contains(" min ahead"),
        "{}",
        explanation.summary
    );
}

#[tokio::test]
async fn a_pending_account_is_explained_and_nothing_is_asked() {
    let pending = Account {
        role: None,
        ..account()
    };
    let wire = Wire::default();
    let events = wire.scan_once(pending.clone()).await;
    let [ScanEvent::SessionFailed(explanation), ScanEvent::Finished] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(explanation.summary, "shop has no role yet");
    let checks: Vec<Check> = wire.aws().verify(&pending, Probe::Standard).collect().await;
    assert_eq!(word(&checks[0].verdict), "failed");
    assert!(wire.operations().is_empty());
}

fn account() -> Account {
    Account {
        id: uuid::Uuid::nil(),
        name: "shop".to_owned(),
        role: Some("arn:aws:iam::111122223333:role/skymap".parse().unwrap()),
        external_id: Some(ExternalId::parse("example-external-id").unwrap()),
        home_region: Region::new("eu-west-1"),
        regions: Vec::new(),
        // Those whose answers the wire can make up.
        services: Services::only(&[Service::Ec2, Service::LoadBalancing, Service::AutoScaling]),
        profile: None,
        colour: None,
        teams: Vec::new(),
    }
}

/// The short ids of a slice, or the word of its failure.
fn outcome(events: &[ScanEvent], collector: &str) -> Result<Vec<String>, &'static str> {
    events
        .iter()
        .find_map(|event| match event {
            ScanEvent::Collected { id, slice, .. } if id.collector == collector => {
                let Slice::Resources(resources) = slice else {
                    return None;
                };
                let ids = resources.iter().map(|one| one.id.short().to_owned());
                Some(Ok(ids.collect()))
            }
            ScanEvent::Failed { id, error, .. } if id.collector == collector => {
                Some(Err(error.kind.word()))
            }
            _ => None,
        })
        .unwrap_or_else(|| panic!("no end of {collector} in {events:?}"))
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Running => "running",
        Verdict::Passed(_) => "passed",
        Verdict::Warning(_) => "warning",
        Verdict::Failed(_) => "failed",
        Verdict::Skipped => "skipped",
        Verdict::Untested(_) => "untested",
        Verdict::Mend(_) => "mend",
    }
}

/// The short ids of what is read, or the word of the failure.
type Expected = Result<&'static [&'static str], &'static str>;
