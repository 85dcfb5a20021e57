//! Several accounts on one map: opened by keys, joined by what both know, let go again.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

use crate::app::program::{Program, key};
use crate::screens::screen;
use futures::{StreamExt, stream};
use skymap::account::store::Loaded;
use skymap::account::{Account, AccountId, ExternalId, Region, Services};
use skymap::app::{self, Effect, Message};
use skymap::aws::Aws;
use skymap::graph::{Node, Role, WireKind};
use skymap::inventory::Kind;
use skymap::provider::{Cadence, Provider, ScanTarget};
use skymap::sim::{self, AccountRecord, BASE_IDENTITY, Fault, Fleet, ManualClock, Rule, Sim};
use std::collections::BTreeSet;

/// The program over the demo's accounts. What it orders to be watched is read once.
struct Map {
    sim: Sim,
    program: Program,
    /// The names of the accounts that were begun to be read.
    begun: Vec<String>,
}

impl Map {
    /// Of the demo, with the accounts that are asked for on the command line.
    async fn of(asked_for: &[&str], faults: Vec<Rule>) -> Self {
        let clock = ManualClock::starting_at(jiff::Timestamp::now());
        let sim = Sim::new(Fleet::demo(None).unwrap(), clock);
        for rule in faults {
            sim.add_fault(rule);
        }
        let accounts = sim.fleet().accounts();
        let accounts: Vec<Account> = (1..).zip(&accounts).map(account).collect();
        let mut program = Program::new(140, 45);
        program.model.screen.is_demo = true;
        let asked_for = accounts
            .iter()
            .filter(|account| asked_for.contains(&account.name.as_str()));
        program.model.accounts.asked_for = asked_for.map(|account| account.id).collect();
        let mut map = Self {
            sim,
            program,
            begun: Vec::new(),
        };
        let loaded = Loaded {
            accounts,
            ..Loaded::default()
        };
        let effects = map.program.send(Message::AccountsLoaded(loaded));
        map.carry_out(&effects).await;
        map
    }

    async fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for name in keys.split(' ') {
            effects.extend(self.program.send(Message::Key(key(name))));
        }
        self.carry_out(&effects).await;
        effects
    }

    async fn carry_out(&mut self, effects: &[Effect]) {
        for effect in effects {
            let Effect::Watch {
                generation,
                account,
                regions,
            } = effect
            else {
                continue;
            };
            self.begun.push(account.name.clone());
            let aws = Aws::over(sim::http_client(&self.sim), BASE_IDENTITY.credentials());
            let mut events = aws.scan(ScanTarget {
                account: (**account).clone(),
                regions: regions.clone(),
                cadence: Cadence::Once,
                controls: stream::pending().boxed(),
            });
            while let Some(event) = events.next().await {
                let advanced = Message::ScanAdvanced {
                    generation: *generation,
                    account: account.id,
                    event,
                };
                app::update(&mut self.program.model, advanced, self.program.now);
            }
        }
        self.program.derive();
    }

    /// What is seen with these keys pressed.
    async fn seen(&mut self, keys: &str) -> String {
        self.press(keys).await;
        let seen = screen(&self.program);
        self.press("Esc").await;
        seen
    }

    fn nodes(&self, role: Role) -> Vec<&Node> {
        let nodes = self.program.topology().derived.graph.nodes.values();
        nodes.filter(|node| node.role == role).collect()
    }

    fn labels(&self, role: Role) -> Vec<&str> {
        let nodes = self.nodes(role).into_iter();
        nodes.map(|node| node.label.as_str()).collect()
    }

    /// The boxes that peerings and transit gateways join with one of that name.
    fn joined_with(&self, label: &str) -> BTreeSet<&str> {
        let graph = &self.program.topology().derived.graph;
        let label_of = |node: usize| graph.nodes[node].label.as_str();
        let peerings = graph
            .edges
            .iter()
            .filter(|edge| edge.kind == WireKind::Peering);
        peerings
            .filter(|edge| label_of(edge.from) == label)
            .map(|edge| label_of(edge.to))
            .collect()
    }

    /// The accounts of which something is known.
    fn read(&self) -> BTreeSet<AccountId> {
        let survey = &self.program.topology().derived.survey;
        survey.known().map(|known| known.resource.account).collect()
    }
}

fn account((number, record): (u128, &AccountRecord)) -> Account {
    Account {
        id: uuid::Uuid::from_u128(number),
        name: record.name.clone(),
        role: record.role_arn.parse().ok(),
        external_id: ExternalId::parse(&record.external_id).ok(),
        home_region: Region::new(record.home_region.as_str()),
        regions: record
            .regions
            .iter()
            .map(|region| Region::new(region.as_str()))
            .collect(),
        services: Services::default(),
        profile: None,
        colour: None,
        teams: Vec::new(),
    }
}

fn number(text: &str) -> AccountId {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_added_to_the_map_and_what_joins_them_is_one() {
    let mut map = Map::of(&[], Vec::new()).await;
    assert_eq!(map.begun, ["shop-prod"], "the demo's first");
    assert!(map.labels(Role::Account).is_empty(), "one needs no frame");
    assert_eq!(
        map.joined_with("analytics-lake").len(),
        1,
        "the lake is known by name only"
    );
    assert_eq!(map.nodes(Role::External).len(), 1);
    map.press("a j Space").await;
    assert!(screen(&map.program).contains("2 of 2 marked"));
    assert_eq!(map.begun.len(), 1, "a mark alone does nothing");
    map.press("Enter").await;
    assert_eq!(map.begun, ["shop-prod", "data"], "the first goes on");
    assert_eq!(
        map.labels(Role::Account),
        ["shop-prod 1111-2222-3333", "data 4444-5555-6666"]
    );
    assert!(map.nodes(Role::External).is_empty(), "everything is known");
    let peerings: BTreeSet<&str> = map.labels(Role::Peering).into_iter().collect();
    assert_eq!(peerings, ["analytics-lake", "shop-analytics"].into());
    assert_eq!(map.nodes(Role::Peering).len(), 2, "each is drawn once");
    assert_eq!(
        map.joined_with("analytics-lake"),
        ["lake 10.50.0.0/16"].into()
    );
    assert_eq!(map.labels(Role::TransitGateway), ["backbone"]);
    assert_eq!(
        map.joined_with("backbone"),
        ["archive 10.51.0.0/16", "standby 10.40.0.0/16"].into()
    );
    let survey = &map.program.topology().derived.survey;
    let gateway = survey
        .known()
        .find(|known| known.resource.kind == Kind::TransitGateway);
    let gateway = &gateway.unwrap().resource;
    assert_eq!(gateway.account, number("444455556666"), "its owner's");
    assert_eq!(
        gateway.fact("read in"),
        Some("4444-5555-6666, 1111-2222-3333")
    );
    assert!(
        map.program.topology().journal.events.is_empty(),
        "a first reading is no news"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_says_which_account_is_meant() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    assert_eq!(map.begun.len(), 2, "both are asked for");
    assert!(screen(&map.program).contains(" skymap ▌data ▌shop-prod"));
    for (keys, rows) in [
        ("C G", "data us-east-1"),
        ("C g", "shop-prod eu-west-1"),
        ("R G", "data elasticloadbalancing:Describe"),
        ("!", "in shop-prod eu-west-1"),
        ("r", "data      [ ]"),
    ] {
        let seen = map.seen(keys).await;
        assert!(seen.contains(rows), "{keys}: no {rows:?} in\n{seen}");
    }
    let lake = map.nodes(Role::Vpc);
    let lake = lake.iter().find(|node| node.label.starts_with("lake"));
    let key = lake.unwrap().key.clone();
    map.program.model.topology.as_mut().unwrap().look.selection = Some(key);
    let seen = map.seen("d").await;
    for row in ["data 4444-5555-6666", "analytics-lake in shop-prod"] {
        assert!(seen.contains(row), "no {row:?} in\n{seen}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_let_go_takes_its_own_with_it() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    assert_eq!(map.read().len(), 2);
    let calls = map.program.topology().watch.receipt.total();
    let effects = map.press("a g Space Enter").await;
    assert!(matches!(effects[..], [Effect::Unwatch(_)]), "{effects:?}");
    assert_eq!(map.begun.len(), 2, "the other one goes on");
    assert_eq!(map.read(), [number("444455556666")].into());
    assert!(map.labels(Role::Account).is_empty());
    let topology = map.program.topology();
    let mut coverage = topology.watch.coverage.keys();
    assert!(coverage.all(|slice| slice.account == number("444455556666")));
    assert!(topology.journal.events.is_empty(), "nothing has happened");
    assert_eq!(topology.watch.receipt.total(), calls, "what was asked was");
    let seen = screen(&map.program);
    assert!(!seen.contains("shop"), "{seen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_fails_leaves_the_other_as_it_is() {
    let denied = Rule::new(Fault::AccessDenied)
        .service("sts")
        .account("444455556666");
    let mut map = Map::of(&["shop-prod", "data"], vec![denied]).await;
    let topology = map.program.topology();
    assert_eq!(map.read(), [number("111122223333")].into());
    assert!(topology.watch.is_complete(), "nobody waits for it");
    assert!(topology.derived.whole.contains(&number("111122223333")));
    let failed = topology
        .watch
        .coverage
        .values()
        .filter(|slice| slice.failure.is_some());
    assert_eq!(failed.count(), 0, "no slice of the shop fails for it");
    let seen = screen(&map.program);
    for part in ["data: no session, denied", "▌data ▌shop-prod", "shop-alb"] {
        assert!(seen.contains(part), "no {part:?} in\n{seen}");
    }
    map.sim.clear_faults();
    map.press("a G Space Enter a G Space Enter").await;
    assert_eq!(map.begun, ["shop-prod", "data", "data"]);
    assert_eq!(map.read().len(), 2, "it is there when it may be read");
    assert!(!screen(&map.program).contains("no session"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_accounts_that_fail_each_says_why_where_there_is_no_map() {
    let denied = vec![Rule::new(Fault::AccessDenied).service("sts")];
    let map = Map::of(&["shop-prod", "data"], denied).await;
    let seen = screen(&map.program);
    for part in [
        "data and 1 more: no session, denied",
        "data: the role arn:aws:iam::444455556666",
        "shop-prod: the role arn:aws:iam::111122223333",
    ] {
        assert!(seen.contains(part), "no {part:?} in\n{seen}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn regions_are_picked_for_each_account() {
    let mut map = Map::of(&["shop-prod", "data"], Vec::new()).await;
    let rows = map.program.topology().regions();
    let row = rows
        .iter()
        .position(|row| row.account_name == "data" && row.state.region.as_str() == "us-east-1");
    let steps = vec!["j"; row.unwrap()].join(" ");
    map.press(&format!("r {steps} Space Enter")).await;
    assert_eq!(map.begun, ["shop-prod", "data", "data"]);
    let survey = &map.program.topology().derived.survey;
    let regions: BTreeSet<(String, &str)> = survey
        .known()
        .map(|known| &known.resource)
        .map(|resource| (resource.account.to_string(), resource.region.as_str()))
        .collect();
    let regions: Vec<(&str, &str)> = regions
        .iter()
        .map(|(account, region)| (account.as_str(), *region))
        .collect();
    assert_eq!(
        regions,
        [
            ("111122223333", "eu-west-1"),
            ("111122223333", "us-east-1"),
            ("444455556666", "eu-west-1"),
        ]
    );
    let gateways = map.labels(Role::TransitGateway);
    assert!(
        gateways.len() == 1 && gateways[0].starts_with("tgw-"),
        "the shop still sees what is shared with it, without its owner's tags: {gateways:?}"
    );
}
