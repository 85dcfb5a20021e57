//! The scan document and the text map say all that is known, and what is not.

use super::fleet::{Member, id, inventory};
use serde_json::Value;
use skymap::export::{Coverage, Drawn, Form, ScanHeader, Style, View, document as export};
use skymap::graph::{Collapse, Graph};
use skymap::inventory::Survey;
use skymap::layout::Glyphs;
use skymap::palette::ColourDepth;
use std::collections::BTreeSet;

fn members() -> Vec<Member> {
    let numbered = 0..4;
    let members = numbered.map(|number| Member {
        number,
        vpc: 0,
        subnet: number % 2,
        service: 0,
        is_sick: number == 3,
    });
    members.collect()
}

fn coverage(collector: &str, result: &str, error: Option<&str>) -> Coverage {
    Coverage {
        account: "111122223333".to_owned(),
        region: "eu-west-1".to_owned(),
        collector: collector.to_owned(),
        service: None,
        result: result.to_owned(),
        count: 4,
        calls: 1,
        error: error.map(str::to_owned),
    }
}

fn document(members: &[Member]) -> String {
    let holes = [
        coverage(
            "volumes",
            "denied",
            Some("not allowed to call ec2:DescribeVolumes"),
        ),
        coverage("instances", Coverage::OK, None),
    ];
    written(Form::Json, members, &holes)
}

fn written(form: Form, members: &[Member], coverage: &[Coverage]) -> String {
    let survey = Survey::of(&inventory(members));
    let graph = Graph::of(&survey);
    let drawn = Drawn::of(&graph, Collapse::default_for(&graph, 150), i32::MAX);
    let view = View {
        survey: &survey,
        graph: &graph,
        collapse: &drawn.collapse,
        diagram: &drawn.diagram,
        scene: &drawn.scene,
        coverage,
        header: &ScanHeader {
            scanned_at: "2026-01-02T03:04:05Z".to_owned(),
            account: "111122223333".to_owned(),
            regions: vec!["eu-west-1".to_owned()],
        },
        style: Style {
            glyphs: Glyphs::Ascii,
            theme: None,
            depth: ColourDepth::None,
        },
    };
    export(form, &view).expect("text keys only")
}

#[test]
fn the_document_is_closed_and_stable() {
    let text = document(&members());
    let mut reversed = members();
    reversed.reverse();
    assert_eq!(text, document(&reversed));

    let scan: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(scan["schema"], "skymap.scan.v1");
    assert_eq!(scan["account"], "111122223333");
    assert_eq!(scan["coverage"][0]["collector"], "instances");
    assert_eq!(scan["coverage"][1]["result"], "denied");
    let list = |name: &str| scan[name].as_array().unwrap().clone();
    let ids: BTreeSet<_> = list("resources")
        .iter()
        .map(|one| one["id"].to_string())
        .collect();
    for relationship in list("relationships") {
        for end in ["from", "to"] {
            assert!(
                ids.contains(&relationship[end].to_string()),
                "{relationship}"
            );
        }
        assert!(relationship["evidence"]["call"].is_string());
    }
    for resource in list("resources") {
        let parent = &resource["parent"];
        assert!(
            parent.is_null() || ids.contains(&parent.to_string()),
            "{resource}"
        );
    }
}

#[test]
fn a_target_shows_its_health_and_its_line_shows_what_the_group_sees() {
    let scan: Value = serde_json::from_str(&document(&members())).unwrap();
    let sick = id("instance/i-3");
    let resources = scan["resources"].as_array().unwrap();
    let resource = resources
        .iter()
        .find(|one| one["id"] == sick.as_str())
        .unwrap();
    assert_eq!(resource["kind"], "instance");
    assert_eq!(resource["health"], "unhealthy");
    assert_eq!(resource["state"], "running");
    let relationships = scan["relationships"].as_array().unwrap();
    let seen = relationships
        .iter()
        .find(|one| one["to"] == sick.as_str() && one["kind"] == "forwards-to")
        .unwrap();
    assert_eq!(seen["health"], "healthy");
    assert_eq!(seen["state"], "healthy");
}

#[test]
fn the_text_map_has_a_legend_and_names_its_holes() {
    let holes = [
        coverage(
            "volumes",
            "denied",
            Some("not allowed to call ec2:DescribeVolumes"),
        ),
        coverage("instances", Coverage::OK, None),
    ];
    let text = written(Form::Text, &members(), &holes);
    assert!(text.is_ascii());
    assert!(text.contains("X unhealthy"));
    let hole =
        "not complete: volumes in eu-west-1: denied (not allowed to call ec2:DescribeVolumes)";
    assert!(text.ends_with(&format!("{hole}\n")));
    assert!(!text.contains("instances in"));
    assert!(text.lines().all(|line| line == line.trim_end()));
}

/// Other programs read these; their readers are too large to be installed for a test.
#[test]
fn diagrams_for_other_programs_stay_as_they_were_read() {
    for form in [Form::Mermaid, Form::Dot] {
        insta::assert_snapshot!(form.name(), written(form, &members(), &[]));
    }
}
