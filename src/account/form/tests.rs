//! The form's features: what is typed, and what comes of it.

use super::{Draft, Field, TeamName};
use crate::account::{Account, Service};
use proptest::prelude::*;

fn draft() -> Draft {
    Draft {
        name: "shop-stage".to_owned(),
        role_arn: "arn:aws:iam::222233334444:role/skymap".to_owned(),
        regions: "eu-west-1, us-east-1".to_owned(),
        ..Draft::new()
    }
}

fn others() -> Vec<Account> {
    let other = Draft {
        name: "Shop-Prod".to_owned(),
        role_arn: "arn:aws:iam::111122223333:role/skymap".to_owned(),
        regions: "eu-west-1".to_owned(),
        ..Draft::new()
    };
    vec![other.parse(&[]).expect("a good draft")]
}

/// `change` breaks one field of a good draft in one way.
fn check(change: impl FnOnce(&mut Draft), expected: (Field, &str, bool)) {
    let mut draft = draft();
    change(&mut draft);
    let problems = draft.problems(&others());
    let [problem] = &problems[..] else {
        panic!("one problem expected: {problems:?}");
    };
    let (field, part, is_warning) = expected;
    assert_eq!(
        (problem.field, problem.is_warning),
        (field, is_warning),
        "{problem:?}"
    );
    assert!(
        problem.sentence.contains(part),
        "{part:?}: {}",
        problem.sentence
    );
    assert_eq!(draft.parse(&others()).is_ok(), is_warning);
}

#[test]
fn each_mistake_is_one_sentence_of_its_field() {
    check(
        |draft| draft.name = " \n".into(),
        (Field::Name, "like shop-prod", false),
    );
    check(
        |draft| draft.name = "SHOP-PROD ".into(),
        (Field::Name, "\"Shop-Prod\"", false),
    );
    check(
        |draft| draft.name = "a\nb".into(),
        (Field::Name, "one line", false),
    );
    check(
        |draft| draft.name = "a\u{1b}[31m".into(),
        (Field::Name, "terminal", false),
    );
    check(
        |draft| draft.name = "n".repeat(65),
        (Field::Name, "has 65", false),
    );
    check(
        |draft| draft.role_arn = "arn:aws:iam::111122223333:role/SKYMAP".into(),
        (Field::RoleArn, "\"Shop-Prod\" has this role", false),
    );
    check(
        |draft| draft.role_arn = "arn:aws:iam::111122223333:user/eve".into(),
        (Field::RoleArn, "not a role", false),
    );
    check(
        |draft| draft.external_id = "no spaces".into(),
        (Field::ExternalId, "' '", false),
    );
    check(
        |draft| draft.regions = "eu-wset-1".into(),
        (Field::Regions, "eu-west-1?", false),
    );
    check(
        |draft| draft.regions = "eu-west-1 cn-north-1".into(),
        (
            Field::Regions,
            "the role in aws; choose regions of aws, like us-east-1",
            false,
        ),
    );
    check(
        |draft| {
            draft.role_arn.clear();
            draft.regions = "cn-north-1,eu-west-1".into();
        },
        (Field::Regions, "the first region in aws-cn", false),
    );
    check(
        |draft| draft.regions = "eu-west-7".into(),
        (Field::Regions, "does not know", true),
    );
    check(
        |draft| draft.regions.clear(),
        (Field::Regions, "us-east-1 will be read", true),
    );
    check(
        |draft| draft.profile = "a\nb".into(),
        (Field::Profile, "one line", false),
    );
    check(
        |draft| draft.services_off = Service::ALL.into(),
        (Field::Services, "nothing will be read", true),
    );
}

#[test]
fn what_a_person_pastes_is_the_account() {
    let mut typed = draft();
    typed.name = "  shop-stage\n".into();
    typed.role_arn = "arn:aws:iam::2222333\n  34444:role/skymap \n".into();
    typed.external_id = String::new();
    typed.regions = "eu-west-1\n us-east-1, eu-west-1,".into();
    typed.teams.insert(TeamName("platform".into()));
    let account = typed.parse(&others()).expect("a good draft");
    assert_eq!(account.name, "shop-stage");
    assert_eq!(
        account
            .number()
            .map(crate::account::AccountId::grouped)
            .as_deref(),
        Some("2222-3333-4444")
    );
    assert_eq!(account.external_id, None);
    assert_eq!(account.home_region.as_str(), "eu-west-1");
    assert_eq!(account.regions.len(), 2);
    assert_eq!(account.teams, [TeamName("platform".into())]);
}

#[test]
fn an_account_without_a_role_is_pending_and_of_its_first_regions_partition() {
    let mut typed = draft();
    typed.role_arn.clear();
    typed.regions = "cn-north-1".into();
    let account = typed.parse(&others()).expect("a pending account");
    assert_eq!((account.role, account.regions), (None, Vec::new()));
}

#[test]
fn an_edited_account_is_no_duplicate_of_itself() {
    let known = others();
    let mut typed = Draft::of(&known[0]);
    assert_eq!(typed.problems(&known), []);
    typed.colour = Some("red".into());
    let edited = typed.parse(&known).expect("the same account");
    assert_eq!(
        (edited.id, edited.colour.as_deref()),
        (known[0].id, Some("red"))
    );
}

proptest! {
    #[test]
    fn an_account_goes_through_its_form_unchanged(
        name in "[a-z][a-z0-9 äß日-]{0,20}[a-z]",
        regions in proptest::sample::subsequence(vec!["eu-west-1", "us-east-1", "ap-east-2"], 1..=3),
        external_id in "[A-Za-z0-9_+=,.@:/-]{2,40}",
        is_pending in any::<bool>(),
    ) {
        let mut typed = draft();
        typed.name = name;
        typed.regions = regions.join(" ");
        typed.external_id = external_id;
        if is_pending {
            typed.role_arn.clear();
        }
        let account = typed.parse(&[]).expect("a good draft");
        prop_assert_eq!(Draft::of(&account).parse(&[]), Ok(account));
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic(name in any::<String>(), other in any::<String>()) {
        let typed = Draft { name, regions: other.clone(), profile: other.clone(), external_id: other.clone(), role_arn: other, ..Draft::new() };
        let problems = typed.problems(&others());
        prop_assert_eq!(typed.parse(&others()).is_ok(), problems.iter().all(|problem| problem.is_warning));
    }
}
