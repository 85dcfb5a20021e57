//! Files on disk: saves, versions, several writers, what is refused.

use super::{Blueprint, BlueprintStore, StoreError, Version};
use crate::blueprint::Content;
use jiff::Timestamp;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

fn blueprint(name: &str, second: i64) -> Blueprint {
    let saved = Timestamp::from_second(1_795_000_000 + second).unwrap();
    Blueprint::new(name.parse().unwrap(), Content::default(), saved)
}

fn store() -> (tempfile::TempDir, BlueprintStore) {
    let directory = tempfile::tempdir().unwrap();
    let store = BlueprintStore::in_data(&directory.path().join("data"));
    (directory, store)
}

#[test]
fn every_save_keeps_the_former_one() {
    let (_directory, store) = store();
    assert!(store.list().unwrap().blueprints.is_empty());
    for second in [0, 10, 10, 20] {
        store.save(&blueprint("shop", second)).unwrap();
    }
    store.save(&blueprint("data", 5)).unwrap();
    let name = "shop".parse().unwrap();
    let listed = store.list().unwrap().blueprints;
    let names: Vec<_> = listed
        .iter()
        .map(|one| (one.name.as_str(), one.versions))
        .collect();
    assert_eq!(names, [("data", 0), ("shop", 3)]);
    let versions = store.versions(&name).unwrap().blueprints;
    let stamps: Vec<String> = versions
        .iter()
        .map(|one| one.version.clone().unwrap().to_string())
        .collect();
    assert_eq!(
        stamps,
        [
            "2026-11-18T110650Z-2",
            "2026-11-18T110650Z",
            "2026-11-18T110640Z"
        ]
    );
    let first: Version = stamps[2].parse().unwrap();
    let now = Timestamp::from_second(1_795_000_100).unwrap();
    let restored = store.restore(&name, &first, now).unwrap();
    assert_eq!(restored.saved, now);
    assert_eq!(store.versions(&name).unwrap().blueprints.len(), 4);
    store.remove(&name).unwrap();
    assert_eq!(store.list().unwrap().blueprints.len(), 1);
    let error = store.remove(&name).unwrap_err().to_string();
    assert!(error.contains("there is no blueprint shop"), "{error}");
    assert!(
        store
            .load(&"dat".parse().unwrap(), None)
            .unwrap_err()
            .to_string()
            .contains("saved are data")
    );
}

#[test]
fn of_sixteen_saves_at_once_none_is_lost() {
    let (_directory, store) = store();
    thread::scope(|scope| {
        for second in 0..16 {
            let store = &store;
            scope.spawn(move || store.save(&blueprint("shop", second % 4)).unwrap());
        }
    });
    assert_eq!(
        store
            .versions(&"shop".parse().unwrap())
            .unwrap()
            .blueprints
            .len(),
        15
    );
}

#[test]
fn only_the_owner_reads_them() {
    let (_directory, store) = store();
    store.save(&blueprint("shop", 0)).unwrap();
    store.save(&blueprint("shop", 1)).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let versions = store.directory.join("shop");
    assert_eq!(mode(&store.directory), 0o700);
    assert_eq!(mode(&store.directory.join("shop.toml")), 0o600);
    assert_eq!(mode(&versions), 0o700);
    for entry in fs::read_dir(&versions).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let (_directory, store) = store();
    store.save(&blueprint("shop", 0)).unwrap();
    let path = store.directory.join("shop.toml");
    let good = fs::read_to_string(&path).unwrap();
    for (text, sentence) in [
        (
            good.replace("version = 1", "version = 2"),
            "it is of version 2",
        ),
        (good.replace("level", "levle"), "line 8, column 1"),
    ] {
        fs::write(&path, &text).unwrap();
        let name = "shop".parse().unwrap();
        for error in [
            store.load(&name, None).unwrap_err(),
            store.save(&blueprint("shop", 9)).unwrap_err(),
        ] {
            assert!(error.to_string().contains(sentence), "{error}");
            assert!(matches!(
                error,
                StoreError::Format { .. } | StoreError::Occupied { .. }
            ));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        let listed = store.list().unwrap();
        assert_eq!((listed.blueprints.len(), listed.issues.len()), (0, 1));
    }
}

#[test]
fn a_version_is_called_by_its_time() {
    for (typed, is_version) in [
        ("2026-11-22T103000Z", true),
        ("2026-11-22T10:30:00Z", true),
        ("2026-11-22T103000Z-2", true),
        ("../../etc/passwd", false),
        ("", false),
        ("last", false),
    ] {
        assert_eq!(typed.parse::<Version>().is_ok(), is_version, "{typed}");
    }
}
