//! The demo's accounts are whole: everything that is asked is answered, and every far end
//! is there.

use super::map::Map;
use skymap::inventory::Kind;
use std::collections::BTreeSet;

/// Who reads the mail of a topic is none of AWS's.
const STRANGERS: [&str; 1] = ["mail subscription"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_answers_all_that_is_asked_and_names_nothing_that_is_not_there() {
    let map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    assert_eq!(map.failures, [""; 0]);
    let survey = &map.program.topology().derived.survey;
    let all = survey.resources.values().map(|known| &known.resource);
    let strangers = all.filter(|resource| resource.kind == Kind::External);
    let strangers: BTreeSet<&str> = strangers.map(|one| one.name.as_str()).collect();
    assert_eq!(strangers, BTreeSet::from(STRANGERS));
}
