//! A blueprint as text and back, and what is refused where.

use super::super::{Blueprint, BoxName, Join, Known};
use super::FormatError;
use crate::graph::Level;
use crate::inventory::{Kind, RelationshipKind, ResourceId};
use crate::layout::Slot;
use std::collections::BTreeSet;

fn arn(name: &str) -> ResourceId {
    ResourceId::new(format!("arn:aws:ec2:eu-west-1:111122223333:{name}"))
}

/// One of everything.
fn shop() -> Blueprint {
    let mut content = super::super::Content::default();
    let account = "111122223333".parse().unwrap();
    let region = crate::account::Region::new("eu-west-1");
    let collectors = ["instances", "subnets"].map(String::from);
    content
        .reads
        .entry(account)
        .or_default()
        .insert(region.clone(), collectors.into());
    let subnet = arn("subnet/subnet-1");
    for (id, kind, parent, region) in [
        (
            arn("instance/i-1"),
            Kind::Instance,
            Some(&subnet),
            region.clone(),
        ),
        (
            ResourceId::new("arn:aws:s3:::odd\"name\\"),
            Kind::Bucket,
            None,
            region,
        ),
    ] {
        let collector = String::from("instances");
        let parent = parent.cloned();
        content.resources.insert(
            id,
            Known {
                kind,
                parent,
                account,
                region,
                collector,
            },
        );
    }
    let (from, to) = (arn("instance/i-1"), subnet.clone());
    content.joins.insert(Join {
        from,
        to,
        kind: RelationshipKind::IsContainedIn,
    });
    let saved = "2026-11-22T10:30:00.7Z".parse().unwrap();
    let mut shop = Blueprint::new("shop".parse().unwrap(), content, saved);
    let zone = BoxName::Group(String::from("zone"), BTreeSet::from([subnet.clone()]));
    let nat = arn("natgateway/nat-1");
    shop.look.focus = Some(BoxName::Resource(subnet));
    shop.look.level = Level::Vpc;
    shop.look.filter = String::from("tag:\"é\" AND\ttype=ec2");
    shop.look.preset = crate::graph::Preset {
        group: "region,tag:team".parse().unwrap(),
        ..crate::graph::Preset::builtin("Network").unwrap()
    };
    shop.look.folded = BTreeSet::from([zone.clone(), BoxName::Account(account)]);
    shop.look.expanded = BTreeSet::from([BoxName::Resource(nat.clone())]);
    shop.look.moves.insert(
        zone.clone(),
        Slot {
            class: 3,
            row: -1,
            column: 2,
        },
    );
    shop.look.places.entry(Level::Vpc).or_default().insert(
        zone,
        Slot {
            class: 0,
            row: 0,
            column: 1,
        },
    );
    shop.set_cost(&nat, "gb processed", Some(12.5)).unwrap();
    shop
}

#[test]
fn what_is_written_is_read_again() {
    let shop = shop();
    let text = shop.to_toml();
    assert_eq!(Blueprint::from_toml(&text), Ok(shop));
    assert_eq!(Blueprint::from_toml(&text).unwrap().to_toml(), text);
    insta::assert_snapshot!(text);
}

#[test]
fn what_is_not_understood_is_refused_in_its_place() {
    let text = shop().to_toml();
    let newer = text.replace("version = 1", "version = 7\nmoon = true");
    assert_eq!(Blueprint::from_toml(&newer), Err(FormatError::Newer(7)));
    for (from, to, sentence) in [
        ("version = 1", "version = 0", "line 3, column 11"),
        ("version = 1", "versio = 1", "version"),
        (
            "kind = \"instance\"",
            "kind = \"moon\"",
            "\"moon\" is no kind of resource",
        ),
        (
            "kind = \"is-contained-in\"",
            "kind = 7",
            "expected a string",
        ),
        ("folded = [", "folded = [ \"web\",", "this is no box"),
        ("folded = [", "moon = [", "unknown field `moon`"),
        ("level = \"vpc\"", "level = \"VPC", "line 8"),
        (
            "[accounts.111122223333]",
            "[accounts.1111]",
            "\"1111\" is no account number",
        ),
        ("saved = \"2026", "saved = \"26", "line 5, column 9"),
        ("12.5", "-12.5", "is no amount"),
        ("12.5", "nan", "is no amount"),
    ] {
        assert!(text.contains(from), "{from}\n{text}");
        let error = Blueprint::from_toml(&text.replace(from, to))
            .unwrap_err()
            .to_string();
        assert!(error.contains(sentence), "{to}: {error}");
        assert!(error.contains("line "), "{to}: {error}");
    }
}
