//! The program over the demo's AWS, with any of its accounts open.

use crate::app::program::{Program, key};
use crate::screens::screen;
use futures::{StreamExt, stream};
use skymap::account::store::Loaded;
use skymap::account::{Account, AccountId, ExternalId, Region, Services};
use skymap::app::{self, Effect, Message};
use skymap::aws::{self, Aws};
use skymap::graph::{Node, Role, WireKind};
use skymap::provider::{Cadence, Catalogued, Provider, ScanEvent, ScanTarget};
use skymap::sim::{self, AccountRecord, BASE_IDENTITY, Fleet, ManualClock, Rule, Sim};
use std::collections::BTreeSet;

/// The program over the demo's accounts. What it orders to be watched is read once.
pub struct Map {
    pub sim: Sim,
    pub program: Program,
    /// The names of the accounts that were begun to be read.
    pub begun: Vec<String>,
    /// What could not be read, or not wholly.
    pub failures: Vec<String>,
}

impl Map {
    /// Of the demo, with the accounts that are asked for on the command line.
    pub async fn of(asked_for: &[&str], faults: Vec<Rule>) -> Self {
        let clock = ManualClock::starting_at(jiff::Timestamp::now());
        let sim = Sim::new(Fleet::demo(None).unwrap(), clock);
        for rule in faults {
            sim.add_fault(rule);
        }
        let accounts = sim.fleet().accounts();
        let accounts: Vec<Account> = (1..).zip(&accounts).map(account).collect();
        let mut program = Program::new(140, 45);
        program.model.screen.is_demo = true;
        program.model.accounts.catalogue = aws::COLLECTORS.iter().map(catalogued).collect();
        let asked_for = accounts
            .iter()
            .filter(|account| asked_for.contains(&account.name.as_str()));
        program.model.accounts.asked_for = asked_for.map(|account| account.id).collect();
        let mut map = Self {
            sim,
            program,
            begun: Vec::new(),
            failures: Vec::new(),
        };
        let loaded = Loaded {
            accounts,
            ..Loaded::default()
        };
        let effects = map.program.send(Message::AccountsLoaded(loaded));
        map.carry_out(&effects).await;
        map
    }

    pub async fn press(&mut self, keys: &str) -> Vec<Effect> {
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
                match &event {
                    ScanEvent::Collected { issues, .. } => self.failures.extend(issues.clone()),
                    ScanEvent::Failed { id, error, .. } => {
                        self.failures.push(format!("{id:?}: {error:?}"));
                    }
                    _ => {}
                }
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
    pub async fn seen(&mut self, keys: &str) -> String {
        self.press(keys).await;
        let seen = screen(&self.program);
        self.press("Esc").await;
        seen
    }

    pub fn nodes(&self, role: Role) -> Vec<&Node> {
        let nodes = self.program.topology().derived.graph.nodes.values();
        nodes.filter(|node| node.role == role).collect()
    }

    pub fn labels(&self, role: Role) -> Vec<&str> {
        let nodes = self.nodes(role).into_iter();
        nodes.map(|node| node.label.as_str()).collect()
    }

    /// The boxes that peerings and transit gateways join with one of that name.
    pub fn joined_with(&self, label: &str) -> BTreeSet<&str> {
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
    pub fn read(&self) -> BTreeSet<AccountId> {
        let survey = &self.program.topology().derived.survey;
        survey.known().map(|known| known.resource.account).collect()
    }
}

/// As the coverage tells of it.
fn catalogued(collector: &aws::Collector) -> Catalogued {
    Catalogued {
        name: collector.name,
        title: collector.title,
        service: collector.service,
        is_global: collector.scope == aws::Scope::Global,
    }
}

pub fn account((number, record): (u128, &AccountRecord)) -> Account {
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
