//! The budget as a person sees it: keys in, screen out.

use crate::app::program::Program;
use crate::app::shop;
use crate::screens::screen;
use skymap::budget::{Amount, By};
use skymap::export::budget::{Span, Statement, Terms, text};
use skymap::inventory::{
    Evidence, Kind, Measure, Reference, Relationship, RelationshipKind, Resource, Slice,
};
use skymap::layout::Glyphs;
use skymap::prices::Currency;
use std::collections::BTreeMap;

/// The shop with what costs more than servers: disks, a NAT gateway, a lost volume.
fn with_costs(width: u16, height: u16) -> Program {
    let mut program = Program::with_shop(width, height);
    program.read(vec![
        ("network", shop::network()),
        ("balancers", shop::balancers()),
        ("instances", shop::instances()),
        ("volumes", Slice::of(volumes())),
        ("nat", Slice::of(vec![nat_gateway()])),
    ]);
    program
}

fn volumes() -> Vec<Resource> {
    let mut root = volume("vol-root", "worker-1-root", 100);
    root.relationships.push(Relationship {
        kind: RelationshipKind::IsAttachedTo,
        to: Reference::Id(shop::arn("instance/i-worker-1")),
        label: None,
        evidence: Evidence {
            call: "ec2:DescribeVolumes",
            field: "Volumes[].Attachments[]",
        },
    });
    let mut lost = volume("vol-lost", "old-data", 500);
    lost.state = "available".into();
    vec![root, lost]
}

fn volume(id: &str, name: &str, gib: u64) -> Resource {
    let mut volume = shop::resource(&format!("volume/{id}"), Kind::Volume, name);
    volume.state = "in-use".into();
    volume.facts.push(skymap::inventory::Fact {
        name: "type",
        value: "gp3".into(),
    });
    volume.measures.put(Measure::StorageGib, gib);
    volume.tags = BTreeMap::from([("team".to_owned(), "data".to_owned())])
        .into_iter()
        .collect();
    volume
}

fn nat_gateway() -> Resource {
    Resource {
        parent: Some(shop::arn("subnet/subnet-0a")),
        state: "available".into(),
        ..shop::resource("natgateway/nat-1", Kind::NatGateway, "egress")
    }
}

fn run(program: &mut Program, line: &str) {
    program.press(":");
    program.type_in(line);
    program.press("Enter");
}

fn total(program: &Program) -> Amount {
    program.topology().derived.costs.total
}

/// The amounts of a screen's line: what stands behind a dollar sign.
fn has_line(screen: &str, parts: &[&str]) -> bool {
    let mut lines = screen.lines();
    lines.any(|line| parts.iter().all(|part| line.contains(part)))
}

fn check_line(program: &Program, parts: &[&str]) {
    let screen = screen(program);
    assert!(has_line(&screen, parts), "{parts:?} in\n{screen}");
}

#[test]
fn every_view_has_the_same_total() {
    let mut program = with_costs(100, 30);
    let terms = Terms::default();
    let shown = terms.amount(&total(&program));
    let (sign, digits) = shown.split_at(usize::from(shown.starts_with('~')));
    let exact = format!("{sign}${digits}");
    assert!(
        total(&program).known > skymap::prices::Money::of_cents(10_000),
        "{exact}"
    );
    let rounded = terms.money(total(&program).known).grouped(0);
    assert!(
        screen(&program)
            .lines()
            .next()
            .is_some_and(|header| header.contains(&format!("{sign}${rounded}/mo"))),
        "{}",
        screen(&program)
    );
    program.press("b");
    for cut in [
        "vpc",
        "kind",
        "service",
        "region",
        "account",
        "tag:Environment",
        "tag:team",
    ] {
        check_line(&program, &["total", &exact]);
        let view: By = cut.parse().expect("a cut");
        let topology = program.topology();
        let statement = Statement {
            title: "shop-prod",
            survey: &topology.derived.survey,
            budget: &topology.derived.costs.budget,
            by: &view,
            terms: &terms,
        };
        let text = text(&statement, '#');
        assert!(has_line(&text, &["total", &shown]), "{text}");
        check_line(&program, &[cut]);
        program.press("Tab");
    }
    let budget = &program.topology().derived.costs.budget;
    let lines = budget.costs.values().flat_map(|cost| &cost.lines);
    let sum: Amount = lines.map(skymap::budget::Line::amount).sum();
    assert_eq!(sum, total(&program), "the lines of the details");
}

#[test]
fn a_row_is_gone_into_and_left_again() {
    let mut program = with_costs(80, 24);
    run(&mut program, "budget by kind");
    check_line(&program, &["kind", "resources", "a month", "share"]);
    check_line(&program, &["Volumes", "2"]);
    program.press("/");
    program.type_in("VOLU");
    check_line(&program, &["shown", "2"]);
    program.press("Enter Enter");
    check_line(&program, &["kind › Volumes"]);
    check_line(&program, &["Volume old-data vol-lost", "$44.00"]);
    program.press("Enter");
    check_line(&program, &["old-data", "vol-lost"]);
    check_line(&program, &["500 × $0.088 per GB a month", "$44.00"]);
    check_line(&program, &["exact: list price of"]);
    check_line(&program, &["total a month: $44.00"]);
    program.press("p p p p");
    check_line(&program, &["total a week"]);
    program.press("Esc Backspace");
    check_line(&program, &["Volumes"]);
    program.press("Esc");
    assert!(program.model.overlays.is_empty());
}

#[test]
fn idle_money_says_why() {
    let mut program = with_costs(80, 24);
    program.press("b i");
    check_line(&program, &["old-data", "$44.00", "attached to nothing"]);
    check_line(&program, &["NAT gateway egress", "no route leads to it"]);
    program.press("j Enter");
    check_line(
        &program,
        &["data processed", "not counted: $0.048 per GB", "by use"],
    );
}

#[test]
fn what_is_typed_of_use_is_counted() {
    let mut program = with_costs(80, 24);
    let before = total(&program);
    program.press("b i /");
    program.type_in("egress");
    program.press("Enter Enter j u");
    check_line(&program, &["data processed: ", "paid per GB"]);
    program.type_in("lots");
    program.press("Enter");
    check_line(&program, &["lots is no number"]);
    program.press("Ctrl-u");
    program.type_in("1k");
    program.press("Enter");
    check_line(&program, &["1000 × $0.048 per GB", "$48.00"]);
    check_line(&program, &["as typed"]);
    let after = total(&program);
    assert_eq!((after.known - before.known).to_string(), "48.00");
    assert_eq!(after.open + 1, before.open);
    program.press("u Ctrl-u Enter");
    assert_eq!(total(&program), before);
}

#[test]
fn what_if_is_seen_and_forgotten() {
    let mut program = with_costs(80, 24);
    let before = total(&program);
    run(&mut program, "budget by kind");
    program.press("/");
    program.type_in("instances");
    program.press("Enter Enter w");
    check_line(&program, &["What if: Instance web-1"]);
    program.press("Enter");
    check_line(&program, &["type: m6i."]);
    program.type_in("2xlarg");
    program.press("Enter");
    check_line(&program, &["no price of m6i.2xlarg is known; did you mean"]);
    program.press("Tab Enter");
    check_line(&program, &["m6i.large → m6i.2xlarge"]);
    check_line(&program, &["alone", "$78.11 → $312.44: +$234.33 a month"]);
    check_line(&program, &["all", "+$234.33 a month"]);
    check_line(&program, &["/mo", "what-if"]);
    program.press("j Enter Ctrl-u");
    program.type_in("2");
    program.press("Enter");
    check_line(&program, &["1 → 2"]);
    program.press("j Enter");
    check_line(&program, &["on demand → reserved for 1 year"]);
    program.press("Esc Esc");
    check_line(&program, &["what if: ", "w shows it, X clears it"]);
    run(&mut program, "budget what-if");
    check_line(
        &program,
        &["m6i.large as m6i.2xlarge, 2 instead of 1, reserved for 1 year"],
    );
    program.press("x");
    assert_eq!(total(&program), before);
    assert!(program.topology().derived.costs.before.is_none());
}

#[test]
fn the_lens_moves_no_box() {
    let mut program = with_costs(100, 30);
    let boxes = program.topology().derived.scene.boxes.clone();
    assert!(!screen(&program).contains("▅"));
    program.press("$");
    assert_eq!(program.topology().derived.scene.boxes, boxes);
    check_line(&program, &["$78"]);
    program.model.screen.glyphs = Glyphs::Ascii;
    program.derive();
    check_line(&program, &["#$"]);
    assert!(screen(&program).is_ascii());
    run(&mut program, "lens off");
    assert!(!screen(&program).contains("#$"));
}

#[test]
fn the_details_say_what_a_resource_costs() {
    let mut program = with_costs(80, 60);
    program.find("worker-1");
    program.press("d");
    check_line(&program, &["Cost a month: $78.11"]);
    check_line(&program, &["m6i.large", "730 × $0.107 an hour", "$78.11"]);
    check_line(
        &program,
        &["with all that is in it or belongs to it: $86.91"],
    );
}

#[test]
fn amounts_are_in_the_currency_of_the_settings() {
    let mut program = with_costs(80, 24);
    let terms = program.model.terms(Span::Month);
    let dollars = terms.money(total(&program).known);
    program.model.settings.currency = Some(Currency::new("CHF", 0.5).expect("a currency"));
    program.press("b");
    let half = dollars.scaled(1, 2).expect("a half");
    check_line(&program, &["total", &format!("CHF {half}")]);
}

#[test]
fn the_header_gives_the_month_up_before_the_account() {
    for (width, is_there) in [(80, true), (50, true), (40, false)] {
        let mut program = with_costs(width, 12);
        program.model.screen.is_demo = true;
        program.press("p");
        program.wait(9);
        let screen = screen(&program);
        let header = screen.lines().next().expect("a header");
        assert_eq!(header.contains("/mo"), is_there, "{width}: {header}");
        assert!(header.contains("shop-prod"), "{width}: {header}");
    }
    let mut reading = Program::opened(80, 24);
    reading.collect("instances", shop::instances());
    check_line(&reading, &["/mo so far"]);
}

#[test]
fn pages_at_80_by_24() {
    let mut program = with_costs(80, 24);
    program.press("b");
    insta::assert_snapshot!("budget_by_vpc", screen(&program));
    program.model.screen.glyphs = Glyphs::Ascii;
    for keys in [
        "i",
        "Enter",
        "w",
        "Enter",
        "Esc",
        "Esc Esc Esc",
        "Tab Enter",
        "/",
    ] {
        program.press(keys);
        assert!(screen(&program).is_ascii(), "{keys}");
    }
}
