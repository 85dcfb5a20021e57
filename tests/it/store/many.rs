//! A thousand accounts, which must feel like ten.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use super::{Place, account};
use skymap::account::Account;

/// So many accounts, as the program writes them.
fn many(count: u128, role: &str) -> String {
    let records = (0..count).map(|number| {
        let id = uuid::Uuid::from_u128(number);
        format!(
            "[[account]]\nid = \"{id}\"\nname = \"account-{number}\"\nrole_arn = \"{role}\"\nexternal_id = \"{id}\"\nhome_region = \"eu-west-1\"\n\n"
        )
    });
    records.collect()
}

const ROLE: &str = "arn:aws:iam::111122223333:role/skymap";

#[test]
fn an_edit_among_a_thousand_accounts_changes_its_line() {
    let place = Place::new();
    let text = many(1000, ROLE);
    place.write("accounts.toml", &text);
    assert_eq!(place.names().len(), 1000);
    place.edit("account-500", |account| account.name = "renamed".to_owned());
    assert_eq!(
        place.read("accounts.toml"),
        text.replace("\"account-500\"", "\"renamed\"")
    );
}

/// What grows with the square of the accounts takes 64 times as long for eight times as
/// many; half of that is far from both.
#[test]
fn what_the_store_does_grows_with_the_accounts_and_not_with_their_square() {
    type Work = fn(&Place, &Account);
    let cases: [(&str, &str, Work); 4] = [
        ("load", ROLE, |place, _| drop(place.store.load())),
        ("load flaws", "no ARN", |place, _| drop(place.store.load())),
        ("add", ROLE, |place, new| {
            place.store.save(new, None).expect("a save");
        }),
        ("add and remove", ROLE, |place, new| {
            place.store.save(new, None).expect("a save");
            place.store.remove(new).expect("a removal");
        }),
    ];
    let new = account("new", 7);
    for (what, role, work) in cases {
        let [small, large] = [250, 2000].map(|count| {
            let place = Place::new();
            let text = many(count, role);
            let times = (0..3).map(|_| {
                place.write("accounts.toml", &text);
                let start = std::time::Instant::now();
                work(&place, &new);
                start.elapsed()
            });
            times.min().expect("three times")
        });
        assert!(large < small * 32, "{what}: {small:?} became {large:?}");
    }
}
