//! Slices are replaced whole: what is gone is noticed, what failed is kept.

use super::case::ACCOUNT;
use super::fleet::{id, relationship, resource, slice_id, status};
use skymap::inventory::{
    Content, Health, Inventory, Observation, RelationshipKind, Resource, ResourceId, Slice, Survey,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn instance(number: usize, state: &str) -> Resource {
    Resource {
        state: state.into(),
        ..resource("instance", &format!("instance/i-{number}"), None)
    }
}

fn instances(states: &[&str]) -> Slice {
    let numbered = states
        .iter()
        .enumerate()
        .filter(|(_, state)| !state.is_empty());
    Slice::of(numbered.map(|(number, state)| instance(number, state)))
}

fn shorts(ids: &BTreeSet<ResourceId>) -> Vec<&str> {
    ids.iter().map(ResourceId::short).collect()
}

#[test]
fn a_refresh_says_what_came_what_changed_and_what_is_gone() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let mut refresh = |states: &[&str]| {
        let before = inventory.revision();
        let changes = inventory.replace(slice_id("instances"), instances(states), now);
        let has_grown = inventory.revision() > before;
        let told = [&changes.added, &changes.changed, &changes.removed];
        (told.map(|ids| shorts(ids).join(" ")), has_grown)
    };
    for (states, [added, changed, removed], has_grown) in [
        // An empty first answer is knowledge too.
        (&["", ""][..], ["", "", ""], true),
        (&["", ""], ["", "", ""], false),
        (&["running", "pending"], ["i-0 i-1", "", ""], true),
        (&["running", "running"], ["", "i-1", ""], true),
        (&["running", "running"], ["", "", ""], false),
        (&["", "running", "pending"], ["i-2", "", "i-0"], true),
    ] {
        let (told, grew) = refresh(states);
        assert_eq!(told, [added, changed, removed], "{states:?}");
        assert_eq!(grew, has_grown, "{states:?}");
    }
}

#[test]
fn a_row_that_comes_twice_is_one_resource() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let twice = || Slice::of(vec![instance(1, "running"), instance(1, "running")]);
    inventory.replace(slice_id("instances"), twice(), now);
    let changes = inventory.replace(slice_id("instances"), twice(), now);
    assert!(changes.is_empty() && inventory.revision() == 1);
}

#[test]
fn what_reads_the_same_keeps_its_allocation() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let held = |inventory: &Inventory| match &inventory.slice(&slice_id("instances")).unwrap().slice
    {
        Content::Resources(resources) => resources.values().cloned().collect::<Vec<_>>(),
        _ => panic!("resources expected"),
    };
    inventory.replace(
        slice_id("instances"),
        instances(&["running", "running"]),
        now,
    );
    let before = held(&inventory);
    inventory.replace(
        slice_id("instances"),
        instances(&["running", "stopped"]),
        now,
    );
    let after = held(&inventory);
    assert!(Arc::ptr_eq(&before[0], &after[0]));
    assert!(!Arc::ptr_eq(&before[1], &after[1]));
    let survey = Survey::of(&inventory);
    assert!(Arc::ptr_eq(
        &after[0],
        &survey.get(&after[0].id).unwrap().resource
    ));
}

#[test]
fn a_failed_read_keeps_what_was_there_until_the_next_good_one() {
    let start = Instant::now();
    let later = |seconds| start + Duration::from_secs(seconds);
    let mut inventory = Inventory::default();
    let slice = slice_id("instances");
    inventory.replace(slice.clone(), instances(&["running"]), start);
    let fresh = inventory.revision();

    inventory.mark_stale(&slice, "throttled".to_owned(), later(10));
    inventory.mark_stale(&slice, "denied".to_owned(), later(20));
    let kept = inventory.slice(&slice).unwrap();
    let stale = kept.stale.clone().unwrap();
    assert_eq!(
        (stale.since, stale.sentence.as_str()),
        (later(10), "denied")
    );
    assert_eq!((kept.slice.len(), kept.read_at), (1, start));
    assert!(inventory.revision() > fresh);
    assert!(Survey::of(&inventory).is_stale(&id("instance/i-0")));

    let changes = inventory.replace(slice.clone(), instances(&["running"]), later(30));
    let kept = inventory.slice(&slice).unwrap();
    assert!(changes.is_empty() && kept.stale.is_none());
    assert_eq!(kept.read_at, later(30));
    assert!(!Survey::of(&inventory).is_stale(&id("instance/i-0")));
}

#[test]
fn a_slice_that_never_came_is_not_an_empty_one() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    inventory.mark_stale(&slice_id("instances"), "denied".to_owned(), now);
    let kept = inventory.slice(&slice_id("instances")).unwrap();
    assert!(matches!(kept.slice, Content::NeverRead));
    assert!(kept.stale.is_some() && inventory.revision() == 1);
}

#[test]
fn an_observation_changes_the_resource_that_it_is_of() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let mut refresh = |said: Vec<Observation>| {
        let slice = Slice::observed(said);
        let changes = inventory.replace(slice_id("instance-status"), slice, now);
        (shorts(&changes.changed).join(" "), inventory.revision())
    };
    let first = || status("instance/i-1", Health::Healthy);
    let second = || status("instance/i-2", Health::Healthy);
    let further = || Observation {
        label: Some("instance".into()),
        ..first()
    };
    for (said, changed, revision) in [
        (vec![first(), second()], "i-1 i-2", 1),
        (vec![second(), first()], "", 1),
        (
            vec![status("instance/i-1", Health::Unhealthy), second()],
            "i-1",
            2,
        ),
        (vec![second()], "i-1", 3),
        (vec![second(), first(), further()], "i-1", 4),
        (vec![further(), second(), first()], "", 4),
    ] {
        assert_eq!(refresh(said), (changed.to_owned(), revision));
    }
}

#[test]
fn an_account_is_forgotten_whole_and_alone() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let other = skymap::inventory::SliceId {
        account: "444455556666".parse().unwrap(),
        ..slice_id("instances")
    };
    inventory.replace(slice_id("instances"), instances(&["running"]), now);
    inventory.replace(other.clone(), instances(&["running", "running"]), now);
    inventory.drop_account(ACCOUNT.parse().unwrap());
    assert_eq!(
        inventory.slices().map(|(id, _)| id).collect::<Vec<_>>(),
        [&other]
    );
    assert_eq!(inventory.revision(), 3);
}

#[test]
fn links_are_found_from_both_ends_and_counts_add_up() {
    let now = Instant::now();
    let mut inventory = Inventory::default();
    let web = Resource {
        relationships: vec![
            relationship(RelationshipKind::IsAssociatedWith, "security-group/sg-1"),
            relationship(RelationshipKind::IsContainedIn, "subnet/subnet-1"),
        ],
        ..instance(1, "stopped")
    };
    inventory.replace(
        slice_id("instances"),
        Slice::of(vec![web, instance(2, "running")]),
        now,
    );
    let survey = Survey::of(&inventory);
    let ordinal = |name| survey.ordinal(&id(name)).expect("it was read or named");
    let (instance, subnet) = (ordinal("instance/i-1"), ordinal("subnet/subnet-1"));
    let from = survey.links_from(instance);
    assert_eq!(
        from.map(|(_, link)| survey.id(link.to).short())
            .collect::<Vec<_>>(),
        ["sg-1", "subnet-1"]
    );
    for (index, link) in survey.links_to(subnet) {
        assert_eq!(survey.id(link.from).short(), "i-1");
        assert_eq!(survey.links[index], *link);
    }
    assert_eq!(survey.links_to(subnet).count(), 1);
    assert_eq!(survey.links_to(instance).count(), 0);
    assert_eq!(survey.resources.len(), 4);
    let counts: Vec<_> = survey.counts().into_iter().collect();
    assert_eq!(counts, [(Health::Unknown, 1)]);
}
