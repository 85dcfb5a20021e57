//! Accounts on disk, as people, teams and several processes see them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

mod by_hand;
mod child;
mod crowd;
mod death;
mod disks;
mod many;
mod processes;

use skymap::account::store::{Saved, Store};
use skymap::account::{Account, Draft, TeamName};
use std::fs;
use std::path::{Path, PathBuf};

/// A configuration directory with two teams, which ends with the value.
struct Place {
    directory: tempfile::TempDir,
    store: Store,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store {
            config_dir: directory.path().join("config"),
        };
        fs::create_dir(&store.config_dir).expect("a configuration directory");
        fs::create_dir(directory.path().join("srv")).expect("a team directory");
        let place = Self { directory, store };
        place.write(
            "config.toml",
            "[teams.platform]\nfile = \"../srv/platform.toml\"\n[teams.data]\nfile = \"../srv/data.toml\"\n",
        );
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        match name {
            "platform.toml" | "data.toml" => self.directory.path().join("srv").join(name),
            _ => self.store.config_dir.join(name),
        }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file read")
    }

    fn account(&self, name: &str) -> Account {
        let accounts = self.store.load().accounts;
        let found = accounts.into_iter().find(|account| account.name == name);
        found.unwrap_or_else(|| panic!("no account {name:?}: {:?}", self.store.load()))
    }

    /// Edits an account as the form does.
    fn edit(&self, name: &str, change: impl FnOnce(&mut Account)) -> Saved {
        let before = self.account(name);
        let mut after = before.clone();
        change(&mut after);
        self.store.save(&after, Some(&before)).expect("a save")
    }

    fn names(&self) -> Vec<String> {
        let accounts = self.store.load().accounts;
        accounts.into_iter().map(|account| account.name).collect()
    }

    fn issues(&self) -> String {
        self.store.load().issues.join("\n")
    }
}

fn account(name: &str, number: u32) -> Account {
    let draft = Draft {
        name: name.to_owned(),
        role_arn: format!("arn:aws:iam::{number:012}:role/skymap"),
        regions: "eu-west-1, us-east-1".to_owned(),
        ..Draft::new()
    };
    draft.parse(&[]).expect("a good account")
}

fn team(name: &str) -> TeamName {
    TeamName(name.to_owned())
}

const BY_HAND: &str = r#"# Our accounts. Ask in #cloud before a change.

# Production: be careful.
[[account]]
id = "11111111-1111-4111-8111-111111111111"
name = 'shop-prod'   # the shop
role_arn = "arn:aws:iam::111122223333:role/skymap"
# Paged at night.
profile = "ops"
regions = [
    "eu-west-1", # first
    "us-east-1",
]
cost_centre = 4711
[account.contacts]
owner = "eve"

[[account]]
name = "shop-stage"
id = "22222222-2222-4222-8222-222222222222"
home_region = "eu-central-1"

[other]
tool = "keeps this"
# The end.
"#;

#[test]
fn an_edit_changes_its_field_and_nothing_else() {
    let place = Place::new();
    for (name, change, from, to) in [
        (
            "shop-prod",
            (|account| account.name = "shop".to_owned()) as fn(&mut Account),
            "name = 'shop-prod'   # the shop",
            "name = \"shop\"   # the shop",
        ),
        (
            "shop-prod",
            |account| account.profile = None,
            "profile = \"ops\"",
            "profile = \"\"",
        ),
        (
            "shop-prod",
            |account| {
                account
                    .regions
                    .push(skymap::account::Region::new("eu-west-2"));
            },
            "    \"us-east-1\",\n]",
            "    \"us-east-1\",\n    \"eu-west-2\",\n]",
        ),
        (
            "shop-prod",
            |account| account.regions.clear(),
            "[\n    \"eu-west-1\", # first\n    \"us-east-1\",\n]\ncost_centre = 4711\n",
            "[ # first\n]\ncost_centre = 4711\nhome_region = \"eu-west-1\"\n",
        ),
        (
            "shop-stage",
            |account| account.colour = Some("red".to_owned()),
            "home_region = \"eu-central-1\"\n",
            "home_region = \"eu-central-1\"\ncolour = \"red\"\n",
        ),
        (
            "shop-stage",
            |account| {
                account
                    .services
                    .off
                    .insert(skymap::account::Service::AutoScaling);
            },
            "home_region = \"eu-central-1\"\n",
            "home_region = \"eu-central-1\"\nservices_off = [\"autoscaling\"]\n",
        ),
        ("shop-stage", |_| {}, "", ""),
    ] {
        place.write("accounts.toml", BY_HAND);
        place.edit(name, change);
        assert!(BY_HAND.contains(from));
        assert_eq!(place.read("accounts.toml"), BY_HAND.replacen(from, to, 1));
    }
    assert_eq!(place.issues(), "");
}

#[test]
fn an_account_comes_and_goes_and_the_file_is_as_before() {
    let place = Place::new();
    for text in [BY_HAND, &BY_HAND.replace('\n', "\r\n"), "# Nothing yet.\n"] {
        place.write("accounts.toml", text);
        let new = account("new", 7);
        place.store.save(&new, None).expect("a save");
        assert_eq!(place.account("new"), new);
        let removed = place.store.remove(&new).expect("a removal");
        assert_eq!(removed.files, [place.path("accounts.toml")]);
        assert_eq!(removed.notes, Vec::<String>::new());
        assert_eq!(place.read("accounts.toml").trim_end(), text.trim_end());
    }
}

#[test]
fn a_removed_account_takes_only_its_own_comments_along() {
    let place = Place::new();
    place.write("accounts.toml", BY_HAND);
    let shop = place.account("shop-prod");
    place.store.remove(&shop).expect("a removal");
    let text = place.read("accounts.toml");
    assert!(
        text.starts_with(
            "# Our accounts. Ask in #cloud before a change.\n\n[[account]]\nname = \"shop-stage\""
        ),
        "{text}"
    );
    assert!(
        !text.contains("Production") && !text.contains("eve"),
        "{text}"
    );
    place
        .store
        .remove(&place.account("shop-stage"))
        .expect("a removal");
    let text = place.read("accounts.toml");
    assert!(
        text.contains("# Our accounts.") && text.contains("[other]\ntool"),
        "{text}"
    );
    let error = place.store.remove(&shop).expect_err("it is gone");
    assert!(error.to_string().contains("holds \"shop-prod\" any more"));
}

#[test]
fn every_field_survives_the_file() {
    let place = Place::new();
    let mut full = account("full", 7);
    full.colour = Some("#ff8800".to_owned());
    full.profile = Some(skymap::account::ProfileName("ops".to_owned()));
    full.services
        .off
        .insert(skymap::account::Service::LoadBalancing);
    full.teams = vec![team("data"), team("platform")];
    let pending = Draft {
        name: "日本 \"quoted\" \\ 'both'".to_owned(),
        external_id: String::new(),
        ..Draft::new()
    };
    let pending = pending.parse(&[]).expect("a pending account");
    for account in [&full, &pending] {
        place.store.save(account, None).expect("a save");
    }
    assert_eq!(place.store.load().accounts, [full, pending]);
    assert_eq!(place.issues(), "");
}

#[test]
fn a_broken_file_is_named_and_never_touched() {
    for (broken, position) in [
        ("[[account]]\nid = \"oops\nname = 1\n", ":2:"),
        ("account = 1\n", ":1:11: expected [[account]] tables"),
        ("[[account]\n", ":1:"),
    ] {
        let place = Place::new();
        let shared = Account {
            teams: vec![team("platform")],
            ..account("shared", 7)
        };
        place.store.save(&shared, None).expect("a save");
        place.write("accounts.toml", broken);
        let loaded = place.store.load();
        assert_eq!(
            loaded.accounts,
            std::slice::from_ref(&shared),
            "the team's file still loads"
        );
        let expected = format!("{}{position}", place.path("accounts.toml").display());
        assert!(
            loaded.issues.join("\n").contains(&expected),
            "{expected} in {:?}",
            loaded.issues
        );
        assert!(loaded.files[0].read_only.is_some());
        let error = place
            .store
            .save(&account("new", 8), None)
            .expect_err("a refusal")
            .to_string();
        assert!(error.contains(&expected), "{error}");
        let renamed = Account {
            name: "renamed".to_owned(),
            ..shared.clone()
        };
        place
            .store
            .save(&renamed, Some(&shared))
            .expect("the broken file is none of its files");
        assert_eq!(place.names(), ["renamed"]);
        assert_eq!(place.read("accounts.toml"), broken);
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let place = Place::new();
    fs::write(place.path("accounts.toml"), b"# ok\nx = \"\xff\"\n").expect("a file");
    assert!(
        place.issues().contains("accounts.toml:2:6: expected UTF-8"),
        "{}",
        place.issues()
    );
}

#[test]
fn a_broken_record_is_told_and_kept_while_the_others_load() {
    for (record, part) in [
        (
            "id = \"33333333-3333-4333-8333-333333333333\"\nname = \"odd\"\nrole_arn = \"arn:aws:s3:::x\"\n",
            ":30: the account \"odd\" is left out: role_arn: this ARN belongs",
        ),
        (
            "name = \"odd\"\n",
            ":27: the account \"odd\" is left out: the account has no valid id; give it one of its own, like id = \"",
        ),
        (
            "id = \"22222222-2222-4222-8222-222222222222\"\nname = \"odd\"\n",
            ":27: the account \"odd\" is left out: it has the id of the one in line 18",
        ),
        ("id = 5\n", "id must be a text"),
        (
            "id = \"33333333-3333-4333-8333-333333333333\"\nname = \"odd\"\nhome_region = \"eu-wset-1\"\n",
            ":30: the account \"odd\" is left out: home_region: \"eu-wset-1\" is no region; did you mean eu-west-1?",
        ),
        (
            "id = \"33333333-3333-4333-8333-333333333333\"\nname = \"a\\u001b[31m\"\n",
            "terminal",
        ),
        (
            "id = \"33333333-3333-4333-8333-333333333333\"\nname = \"odd\"\nhome_region = \"cn-north-1\"\nregions = [\"eu-west-1\"]\n",
            "partition",
        ),
    ] {
        let place = Place::new();
        let text = format!("{BY_HAND}\n[[account]]\n{record}");
        place.write("accounts.toml", &text);
        assert_eq!(place.names(), ["shop-prod", "shop-stage"]);
        assert!(
            place.issues().contains(part),
            "{part} in {}",
            place.issues()
        );
        place.edit("shop-stage", |account| account.name = "stage".to_owned());
        assert_eq!(
            place.read("accounts.toml"),
            text.replace("\"shop-stage\"", "\"stage\"")
        );
    }
}

#[test]
fn an_unknown_colour_is_told_and_kept() {
    let place = Place::new();
    let text = BY_HAND.replace("[other]", "colour = \"mauve\"\n[other]");
    place.write("accounts.toml", &text);
    let issues = place.issues();
    let sentence = "colour: \"mauve\" is no colour that is known; one of red, orange";
    assert!(issues.contains(sentence), "{issues}");
    place.edit("shop-stage", |account| account.name = "stage".to_owned());
    assert!(place.read("accounts.toml").contains("colour = \"mauve\""));
}

#[test]
fn an_unknown_service_is_told_and_kept() {
    let place = Place::new();
    place.write(
        "accounts.toml",
        &BY_HAND.replace("[other]", "services_off = [\"novel\", \"ec2\"]\n[other]"),
    );
    assert!(
        place.issues().contains("services_off names \"novel\""),
        "{}",
        place.issues()
    );
    place.edit("shop-stage", |account| account.services.off.clear());
    assert!(
        place
            .read("accounts.toml")
            .contains("services_off = [\"novel\"]")
    );
}

#[test]
fn what_another_has_changed_meanwhile_stays_unless_both_changed_it() {
    let place = Place::new();
    let read = account("shop", 7);
    place.store.save(&read, None).expect("a save");
    place.edit("shop", |account| {
        account.colour = Some("blue".to_owned());
        account.profile = Some(skymap::account::ProfileName("theirs".to_owned()));
    });
    let mut ours = read.clone();
    ours.name = "store".to_owned();
    ours.profile = Some(skymap::account::ProfileName("ours".to_owned()));
    let saved = place.store.save(&ours, Some(&read)).expect("a save");
    assert_eq!(saved.account, place.account("store"));
    assert_eq!(saved.account.colour.as_deref(), Some("blue"));
    assert_eq!(saved.account.profile, ours.profile);
    assert!(
        matches!(&saved.notes[..], [note] if note.contains("changed profile of \"store\"")),
        "{:?}",
        saved.notes
    );
    let removed = place.store.remove(&read).expect("a removal");
    assert!(
        matches!(&removed.notes[..], [note] if note.contains("changed name, profile, colour of \"store\"")),
        "{:?}",
        removed.notes
    );
    let saved = place.store.save(&ours, Some(&read)).expect("a save");
    assert!(saved.notes[0].contains("removed"), "{:?}", saved.notes);
    assert_eq!(place.names(), ["store"]);
}

#[test]
fn team_access_is_the_files_that_hold_the_account() {
    let place = Place::new();
    let mut shop = account("shop", 7);
    shop.teams = vec![team("platform")];
    place.store.save(&shop, None).expect("a save");
    assert!(
        place.read("accounts.toml").contains("shop")
            && place.read("platform.toml").contains("shop")
    );
    let saved = place.edit("shop", |account| account.teams = vec![team("data")]);
    assert_eq!(saved.files.len(), 2, "{saved:?}");
    assert!(
        !place.read("platform.toml").contains("shop") && place.read("data.toml").contains("shop")
    );
    assert_eq!(place.account("shop").teams, [team("data")]);

    // Found in a team's file alone, it stays out of the personal file until it has no team.
    fs::remove_file(place.path("accounts.toml")).expect("no personal file");
    place.edit("shop", |account| account.name = "store".to_owned());
    assert!(!place.path("accounts.toml").exists());
    let saved = place.edit("store", |account| account.teams.clear());
    assert_eq!(saved.files.len(), 2);
    assert!(
        place.read("accounts.toml").contains("store") && !place.read("data.toml").contains("store")
    );

    let mut unknown = place.account("store");
    unknown.teams = vec![team("nobody")];
    let error = place
        .store
        .save(&unknown, None)
        .expect_err("an unknown team");
    assert!(
        error.to_string().contains("names no team \"nobody\""),
        "{error}"
    );
}

#[test]
fn copies_that_differ_are_told_and_an_edit_makes_them_the_same() {
    let place = Place::new();
    let mut shop = account("shop", 7);
    shop.teams = vec![team("data"), team("platform")];
    place.store.save(&shop, None).expect("a save");
    assert_eq!(place.issues().matches("differ").count(), 0);
    let old = place.read("platform.toml");
    let newer = std::time::SystemTime::now() + std::time::Duration::from_mins(1);
    place.write("platform.toml", &old.replace("\"shop\"", "\"newer\""));
    let file = fs::File::options()
        .write(true)
        .open(place.path("platform.toml"))
        .expect("a file");
    file.set_modified(newer).expect("a time");
    let issues = place.issues();
    for part in ["accounts.toml", "platform.toml", "differ in name"] {
        assert!(issues.contains(part), "{issues}");
    }
    assert_eq!(place.names(), ["newer"]);
    let loaded = place.store.load();
    assert_eq!(loaded.files_of(shop.id).count(), 3);
    place.edit("newer", |account| account.colour = Some("red".to_owned()));
    assert_eq!(place.issues(), "");
    for file in ["accounts.toml", "platform.toml", "data.toml"] {
        assert!(place.read(file).contains("\"newer\"") && place.read(file).contains("\"red\""));
    }
    let removed = place.store.remove(&shop).expect("a removal");
    assert_eq!(removed.files.len(), 3, "{removed:?}");
    assert_eq!(place.names(), Vec::<String>::new());
}

#[test]
fn an_odd_configuration_is_told_and_the_accounts_still_load() {
    for (config, part) in [
        ("[teams.platform\n", "config.toml:1:16:"),
        ("teams = 3\n", "expected tables like [teams.platform]"),
        (
            "[teams.platform]\npath = \"x\"\n",
            "the team \"platform\" needs its accounts file",
        ),
        (
            "[teams.platform]\nfile = \"accounts.toml\"\n",
            "names the personal accounts file",
        ),
        (
            "[teams.a]\nfile = \"../srv/platform.toml\"\n[teams.b]\nfile = \"../srv/../srv/platform.toml\"\n",
            "the teams \"a\" and \"b\" name the same file",
        ),
        (
            "[teams.platform]\nfile = \"../nowhere/platform.toml\"\n",
            "this team file does not exist",
        ),
    ] {
        let place = Place::new();
        place.write("accounts.toml", BY_HAND);
        place.write("config.toml", config);
        assert_eq!(place.names().len(), 2);
        assert!(
            place.issues().contains(part),
            "{part} in {}",
            place.issues()
        );
    }
}

#[test]
fn a_symbolic_link_stays_one_also_while_it_points_to_nothing() {
    let place = Place::new();
    let dotfiles = place.directory.path().join("dotfiles");
    fs::create_dir(&dotfiles).expect("a directory");
    std::os::unix::fs::symlink("../dotfiles/skymap.toml", place.path("accounts.toml"))
        .expect("a link");
    for (name, number) in [("one", 1), ("two", 2)] {
        place
            .store
            .save(&account(name, number), None)
            .expect("a save");
        let link = fs::symlink_metadata(place.path("accounts.toml")).expect("a link");
        assert!(link.is_symlink());
        assert!(read(&dotfiles.join("skymap.toml")).contains(name));
    }
    assert_eq!(place.names(), ["one", "two"]);
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}
