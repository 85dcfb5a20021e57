//! The coverage: a table of services by regions, each cell with what came of it.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use crate::app::program::{Program, explanation};
use crate::app::shop;
use crate::screens::screen;
use skymap::account::store::Loaded;
use skymap::account::{Region, Service};
use skymap::app::{Effect, Message};
use skymap::inventory::{Slice, SliceId};
use skymap::provider::{Catalogued, Control, ErrorKind, ScanEvent};
use std::time::Duration;

const fn row(name: &'static str, title: &'static str, service: Service) -> Catalogued {
    Catalogued {
        name,
        title,
        service,
        is_global: false,
    }
}

fn catalogue() -> Vec<Catalogued> {
    vec![
        row("vpcs", "VPCs", Service::Ec2),
        row("instances", "Instances", Service::Ec2),
        row("buckets", "Buckets", Service::S3),
        row("queues", "Queues", Service::Sqs),
        row("clusters", "Clusters", Service::Eks),
        Catalogued {
            is_global: true,
            ..row("distributions", "Distributions", Service::CloudFront)
        },
    ]
}

fn id(collector: &'static str, region: &str) -> SliceId {
    SliceId {
        region: Region::new(region),
        ..shop::slice_id(collector)
    }
}

/// An account that reads these regions, with queues switched off.
fn planned(regions: &[&str]) -> Program {
    let mut program = Program::new(80, 24);
    program.model.accounts.catalogue = catalogue();
    let mut account = shop::account("shop-prod");
    account.regions = regions.iter().map(|code| Region::new(*code)).collect();
    account.services.off = [Service::Sqs].into();
    program.send(Message::AccountsLoaded(Loaded {
        accounts: vec![account],
        ..Loaded::default()
    }));
    program.scan(ScanEvent::SessionReady {
        account: shop::ACCOUNT.parse().unwrap(),
        seconds_left: 3600,
    });
    let mut slices = vec![(id("distributions", "global"), None)];
    for region in regions {
        for name in ["vpcs", "instances", "buckets", "clusters"] {
            slices.push((id(name, region), Some(Duration::from_mins(1))));
        }
    }
    program.scan(ScanEvent::Planned(slices));
    program
}

fn read(program: &mut Program, id: SliceId, issues: &[&str]) {
    program.scan(ScanEvent::Collected {
        id,
        slice: Slice::of([]),
        calls: 1,
        issues: issues.iter().map(|issue| (*issue).to_owned()).collect(),
    });
}

fn fail(program: &mut Program, id: SliceId, kind: ErrorKind) {
    let is_remembered = matches!(kind, ErrorKind::AccessDenied { .. } | ErrorKind::NotOffered);
    program.scan(ScanEvent::Failed {
        error: explanation(kind, &format!("reading {} failed", id.collector)),
        id,
        calls: 1,
        is_remembered,
    });
}

fn denied() -> ErrorKind {
    skymap::provider::ErrorKind::AccessDenied {
        action: None,
        reason: skymap::provider::Denial::Unsaid,
    }
}

#[test]
fn every_way_to_be_missing_has_its_word() {
    let (west, east) = ("eu-west-1", "us-east-1");
    let mut program = planned(&[west, east]);
    assert!(screen(&program).contains("━ ") || screen(&program).contains("─ 0/9"));
    read(&mut program, id("distributions", "global"), &[]);
    read(&mut program, id("vpcs", west), &["page 2 is cut"]);
    fail(&mut program, id("instances", west), denied());
    read(&mut program, id("buckets", west), &[]);
    fail(&mut program, id("clusters", west), ErrorKind::NotOffered);
    for name in ["vpcs", "instances"] {
        fail(&mut program, id(name, east), ErrorKind::RegionDisabled);
    }
    fail(&mut program, id("buckets", east), ErrorKind::Throttled);
    read(&mut program, id("clusters", east), &[]);
    program.wait(10);
    fail(&mut program, id("clusters", east), ErrorKind::TimedOut);
    let head = screen(&program).lines().next().unwrap().to_owned();
    assert!(
        head.contains("6 gaps C"),
        "what is not offered is no gap: {head}"
    );
    // The first gap is a row above.
    program.press("C j");
    let seen = screen(&program);
    for line in [
        "- EC2 and VPC              -      denied not enabled",
        "    VPCs                   -    0 partly not enabled",
        "    Instances              -      denied not enabled",
        "+ S3                       -           0   throttled",
        "+ SQS                      -         off         off",
        "+ Elastic Kubernetes",
        "not offered  stale 10 s",
        "+ CloudFront               0           -           -",
        "Instances in eu-west-1",
        "reading instances failed",
        "it is not asked again by itself;",
        "Enter asks again",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (seen, line) = (squeezed(&seen), squeezed(line));
        assert!(seen.contains(&line), "{line:?} is not in\n{seen}");
    }
}

#[test]
fn a_cell_a_row_a_column_and_everything_are_read_again() {
    let regions = ["eu-west-1", "us-east-1"];
    let mut program = planned(&regions);
    fail(&mut program, id("instances", "us-east-1"), denied());
    program.press("C");
    for (keys, expected) in [
        // The first gap, its row's name, its service, the column, all.
        ("Enter", vec![("instances", "us-east-1")]),
        (
            "h h h Enter",
            vec![("instances", "eu-west-1"), ("instances", "us-east-1")],
        ),
        (
            "g l l Enter",
            vec![("instances", "eu-west-1"), ("vpcs", "eu-west-1")],
        ),
        (
            "k Enter",
            vec![
                ("buckets", "eu-west-1"),
                ("clusters", "eu-west-1"),
                ("instances", "eu-west-1"),
                ("vpcs", "eu-west-1"),
            ],
        ),
    ] {
        let effects = program.press(keys);
        let mut retried: Vec<Effect> = Vec::new();
        for (name, region) in expected {
            retried.push(Effect::Control(Control::Retry(id(name, region))));
        }
        assert_eq!(effects, retried, "{keys}");
    }
    assert_eq!(program.press("h h t").len(), 9, "everything");
    assert_eq!(
        program.press("G Enter").len(),
        1,
        "the row of what is global"
    );
}

#[test]
fn seventeen_regions_are_reached_on_a_small_screen() {
    let codes: Vec<&str> = skymap::account::KNOWN_REGIONS
        .iter()
        .map(|(code, _)| *code)
        .take(17)
        .collect();
    let mut program = planned(&codes);
    program.press("C g h");
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    for code in sorted {
        program.press("l");
        let seen = screen(&program);
        let title = format!("EC2 and VPC in {code}");
        assert!(seen.contains(&title), "{title:?} is not in\n{seen}");
        let (_, last) = code.split_at(code.find('-').unwrap() + 1);
        assert!(seen.contains(last), "the head {last:?} is not in\n{seen}");
        assert!(seen.lines().all(|line| line.chars().count() <= 80));
    }
    assert!(screen(&program).contains("more regions"));
}

#[test]
fn a_first_scan_shows_how_far_it_is_until_it_is_done() {
    let mut program = planned(&["eu-west-1"]);
    for (done, name) in ["vpcs", "instances", "buckets", "clusters"]
        .iter()
        .enumerate()
    {
        let head = screen(&program).lines().next().unwrap().to_owned();
        assert!(head.contains(&format!("{done}/5")), "{head}");
        assert_eq!(head.contains('━'), done >= 1, "{head}");
        read(&mut program, id(name, "eu-west-1"), &[]);
    }
    read(&mut program, id("distributions", "global"), &[]);
    program.scan(ScanEvent::Finished);
    let head = screen(&program).lines().next().unwrap().to_owned();
    assert!(!head.contains("/5") && !head.contains("gap"), "{head}");
}
