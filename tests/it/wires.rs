//! Wires from the keyboard and the mouse: which kinds are drawn, the selected one, why
//! it is there, and long ones that are told at their ends.

mod fixture;

use self::fixture::{permitted_shop, with_mesh};
use super::app::program::Program;
use super::app::shop;
use super::screens::{buffer, screen};
use ratatui::buffer::Cell;
use ratatui::style::Modifier;
use skymap::app::{Overlay, Pane};
use skymap::layout::Glyphs;

/// The foot of the screen: what the selection is.
fn strip(program: &Program) -> String {
    let screen = screen(program);
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len() - 3..lines.len() - 1].join("\n")
}

/// A feature: keys from the balancer on, and what the screen then says.
fn check(feature: &str, keys: &str, said: &[&str]) {
    let mut program = Program::with_shop(80, 24);
    program.select("web-alb");
    program.press(keys);
    let screen = screen(&program);
    for said in said {
        assert!(
            screen.contains(said),
            "{feature}: {said:?} after {keys}\n{screen}"
        );
    }
}

#[test]
fn a_wire_is_selected_and_says_what_it_is() {
    let https = "traffic  web-alb → web  443/https";
    check(
        "w selects a wire of the box",
        "w",
        &[https, "Enter why  Esc let go"],
    );
    check("Tab goes to its end", "w Tab", &[https, "› web"]);
    check(
        "Shift-Tab goes to its source",
        "w Tab Shift-Tab",
        &[https, "› web-alb"],
    );
    check("Esc lets it go", "w Esc", &["web-alb  Load balancer"]);
    check("a step lets it go", "w j", &["Target group"]);
    check("w takes the wire that led here", "Tab w", &[https]);
    check(
        "w goes on to the next wire",
        "Tab w w",
        &["traffic  web → web  8080  ×3", "wire 2 of 3"],
    );
    check("W goes back", "Tab w w W", &[https]);
    check("at its end Tab goes on", "w Tab Tab", &["web ×3"]);
    check(
        "what no wire touches has none",
        "G h w",
        &["no wire ends here"],
    );
}

#[test]
fn why_a_line_is_there() {
    let evidence = "elasticloadbalancing:DescribeListeners";
    check(
        "Enter shows the evidence",
        "w Enter",
        &["Why this line?", "web-alb → web  443/https", evidence],
    );
    check("d does the same", "w d", &["Why this line?", "one line"]);
    check(
        "and so does its name",
        "w : w h y Enter",
        &["Why this line?"],
    );
    check(
        "without a wire it says how",
        ": w h y Enter",
        &["w selects one"],
    );
    check(
        "Enter there jumps to the far end",
        "w Enter Enter",
        &["web  Target group"],
    );
    check(
        "a bundle lists what it stands for",
        "Tab w w Enter",
        &["3 lines drawn as one", "web → web-2", "web → web-3"],
    );
    check(
        "and each is a place to go to",
        "Tab w w Enter j Enter",
        &["› web-2", "web-2  Instance"],
    );
}

#[test]
fn a_rule_of_a_security_group_is_named() {
    let mut program = permitted_shop();
    program.press("e");
    while !screen(&program).contains("wires: security group (e)") {
        program.press("e");
    }
    program.select("worker-1");
    program.press("w");
    let strip = strip(&program);
    assert!(strip.contains("5432/postgresql"), "{strip}");
    program.press("Enter");
    let why = screen(&program);
    for said in [
        "worker-1 i-worker-1 → web-4 i-web-4  5432/postgresql",
        "workers permits web 5432/tcp, rule sgr-01",
        "ec2:DescribeSecurityGroups",
    ] {
        assert!(why.contains(said), "{said}\n{why}");
    }
    assert!(!why.contains("sgr-02"), "a rule for other ports\n{why}");
}

#[test]
fn everything_but_the_selected_wire_steps_back() {
    for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
        let mut program = Program::with_shop(80, 24);
        program.model.screen.glyphs = glyphs;
        program.select("web-alb");
        program.press("Tab w w");
        let buffer = buffer(&program);
        let cells: Vec<&str> = buffer.content().iter().map(Cell::symbol).collect();
        // Every cell is a character here, so that places are the same in both.
        let text = cells.concat();
        let is_dim = |wanted: &str| {
            let at = text
                .find(wanted)
                .unwrap_or_else(|| panic!("{wanted} in {text}"));
            let at = text[..at].chars().count() + wanted.chars().take_while(|c| *c == ' ').count();
            buffer.content()[at].modifier.contains(Modifier::DIM)
        };
        let [times, heavy, light] = match glyphs {
            Glyphs::Unicode => ["×", "━", "─"],
            Glyphs::Ascii => ["x", "#", "-"],
        };
        assert!(is_dim("worker-1"), "no end of it");
        assert!(is_dim("web-alb "), "nor this");
        assert!(!is_dim(&format!("web {times}3")), "where it leads");
        assert!(!is_dim(&format!("{heavy} 8080 {heavy}")), "the wire");
        assert!(!is_dim(&format!(" 8080 {heavy}")), "what is written on it");
        assert!(
            is_dim(&format!("{light} 8080 {light}{light}")),
            "another wire"
        );
    }
}

#[test]
fn a_selected_wire_stays_while_it_is_there() {
    let mut program = Program::with_shop(80, 24);
    program.select("web-alb");
    program.press("Tab w w");
    let said = strip(&program);
    program.collect(
        "target-health",
        shop::target_health(Some(("web-1", "Target.Timeout"))),
    );
    assert_eq!(strip(&program), said, "a flip changes nothing of it");
    program.press("Enter");
    program.collect(
        "target-health",
        skymap::inventory::Slice::observed(Vec::new()),
    );
    assert!(program.topology().look.wire.is_none(), "it is gone");
    assert!(screen(&program).contains("the line is no longer drawn"));
}

#[test]
fn a_click_selects_a_wire_and_a_second_one_asks_why() {
    let mut program = Program::with_shop(80, 24);
    let picture = screen(&program);
    let rows = picture.lines().enumerate();
    let found =
        rows.filter_map(|(y, line)| Some((line.split("8080").next()?.chars().count(), y, line)));
    let (x, y, _) = found
        .into_iter()
        .find(|(_, _, line)| line.contains("8080"))
        .unwrap();
    let at = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
    program.click(at);
    assert!(
        strip(&program).contains("traffic  web → web"),
        "{}",
        strip(&program)
    );
    assert_eq!(program.selected(), "web", "its nearer end");
    program.click(at);
    let pane = program.model.overlays.last().map(Overlay::pane);
    assert_eq!(pane, Some(Pane::Why));
}

#[test]
fn a_key_cycles_the_kinds_that_the_map_has() {
    let mut program = permitted_shop();
    let mut said = Vec::new();
    for _ in 0..5 {
        program.press("e");
        let notice = program.model.notice.as_ref().unwrap().sentence.clone();
        said.push(notice.replace("wires drawn: ", ""));
        let aside = screen(&program).lines().nth(1).unwrap().contains("(e)");
        assert_eq!(
            aside,
            said.last().unwrap() != "traffic",
            "what is not as at first is said"
        );
    }
    assert_eq!(
        said,
        ["security group", "all", "none", "traffic", "security group"]
    );
    program.press("L");
    let legend = screen(&program);
    for (kind, is_here) in [
        ("traffic: ", true),
        ("permitted by", true),
        ("route: ", false),
        ("peering, ", false),
        ("replication: ", false),
        ("event: ", false),
    ] {
        let row = legend.lines().find(|line| line.contains(kind)).unwrap();
        assert_eq!(row.contains("(none on this map)"), !is_here, "{row}");
    }
}

#[test]
fn long_lines_are_told_at_their_ends_and_can_be_followed() {
    let mut program = with_mesh();
    let picture = screen(&program);
    assert!(picture.contains("⇢4"), "{picture}");
    assert!(
        !picture.contains('═'),
        "no peering is drawn as a line\n{picture}"
    );
    program.select("net-1");
    let named = strip(&program);
    assert!(named.contains("→ net-2, net-3 and 2 more"), "{named}");
    program.press("Tab");
    assert_ne!(program.selected(), "net-1");
    program.press("Shift-Tab w");
    let told = strip(&program);
    assert!(
        told.contains("peering  net-1 →") && told.contains("too long to draw"),
        "{told}"
    );
    program.press("Enter");
    let why = screen(&program);
    assert!(why.contains("ec2:DescribeVpcPeeringConnections"), "{why}");
}

#[test]
fn a_line_out_of_the_picture_is_told_where_it_leaves() {
    let mut program = Program::with_shop(80, 24);
    program.press("/");
    program.type_in("type=target-group");
    program.press("Enter");
    let picture = screen(&program);
    assert!(picture.contains("⇢5"), "{picture}");
    program.select("web");
    let said = strip(&program);
    assert!(
        said.contains("→ web-1, web-2 and 2 more   ← web-alb"),
        "{said}"
    );
    program.press("Tab");
    let said = screen(&program);
    assert!(said.contains("web-1 is left out of this picture"), "{said}");
}

#[test]
fn a_group_says_by_what_it_is_one() {
    let mut program = Program::with_shop(80, 24);
    program.select("web-alb");
    program.press("Tab Tab");
    assert!(
        strip(&program).contains("by its target group web"),
        "{}",
        strip(&program)
    );
    program.press("d");
    assert!(screen(&program).contains("service              web (by its target group web)"));
    program.press("Esc");
    program.select("worker-1");
    program.press("d");
    assert!(screen(&program).contains("service              worker (by its name)"));
}
