//! Accounts as they are typed, read and edited.

use super::super::dice::Dice;
use skymap::account::{Account, Draft, ProfileName, Region, Service};

const TYPED: &[&str] = &[
    "shop",
    "-prod",
    "\"",
    "'",
    "\\",
    "\\u0041",
    "\"\"\"",
    "#",
    "[[account]]",
    "eu-west-1",
    ", us-east-1",
    "us-gov-west-1",
    "arn:aws:iam::111122223333:role/a/b",
    "11112222",
    "0123456789",
    "{\"Arn\": \"arn:aws:sts::111122223333:assumed-role/ops/eve\"}",
    "é",
];

/// A new account as somebody may type and paste it, or a plain one where that is refused.
pub fn typed(dice: &mut Dice<'_>) -> Account {
    let plain = Draft {
        name: "a new account".to_owned(),
        role_arn: "arn:aws:iam::444455556666:role/skymap".to_owned(),
        regions: "eu-central-1 eu-west-1".to_owned(),
        ..Draft::new()
    };
    let mut draft = plain.clone();
    let fields = [
        &mut draft.name,
        &mut draft.profile,
        &mut draft.external_id,
        &mut draft.regions,
        &mut draft.role_arn,
    ];
    for field in fields {
        if dice.one_in(2) {
            *field = dice.text(TYPED);
        }
    }
    let account = draft.parse(&[]).or_else(|_| plain.parse(&[]));
    account.expect("a good draft")
}

/// What is read can be edited: the form says the same. A hand may write a longer name
/// than the form takes.
pub fn check_form(account: &Account) {
    let again = Draft::of(account).parse(&[]);
    let is_long = account.name.chars().count() > 64;
    assert!(
        is_long || again.is_ok_and(|again| is_same(&again, account)),
        "{account:?}"
    );
}

/// A list of the home region alone says as little as no list.
fn is_same(one: &Account, other: &Account) -> bool {
    let regions = other.watched_regions();
    one.watched_regions() == regions
        && Account {
            regions: Vec::new(),
            ..one.clone()
        } == Account {
            regions: Vec::new(),
            ..other.clone()
        }
}

/// One of five changes, by its number.
pub fn edited(account: &Account, how: u8) -> Account {
    let mut edited = account.clone();
    match how % 5 {
        RENAMED => edited.name = "another name".to_owned(),
        1 => edited.external_id = None,
        2 => edited.profile = Some(ProfileName("another".to_owned())),
        3 => {
            let read = |service: &Service| account.services.reads(*service);
            edited.services.off = Service::ALL.into_iter().filter(read).collect();
        }
        _ => {
            let home = &account.home_region;
            let further = Region::new(home.partition().default_region());
            let is_home = further == *home;
            edited.regions = if is_home {
                Vec::new()
            } else {
                vec![home.clone(), further]
            };
        }
    }
    edited
}

/// The change of the name alone.
pub const RENAMED: u8 = 0;
