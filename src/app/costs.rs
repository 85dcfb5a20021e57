//! What a month costs, beside the map: it follows from what was read and from what is
//! assumed, and is counted where survey and graph are made.

use super::OpenBlueprint;
use crate::budget::{Amount, Assumptions, Budget, Inputs, OnMap, Scenario};
use crate::graph::{Graph, Item};
use crate::inventory::{ResourceId, Survey};
use crate::prices::Prices;

/// The budget of what is understood. Sums that every frame shows are kept with it.
#[derive(Debug, Default)]
pub struct Costs {
    pub budget: Budget,
    pub total: Amount,
    pub on_map: OnMap,
    /// While something is thought through: the budget without it.
    pub before: Option<Budget>,
    /// `None` until something was counted.
    assumed: Option<Assumed>,
}

/// What is assumed besides prices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assumed {
    inputs: Inputs,
    scenario: Scenario,
}

impl Costs {
    pub fn of((survey, graph): (&Survey, &Graph), assumptions: &Assumptions) -> Self {
        let budget = Budget::of(survey, assumptions);
        let before = (!assumptions.scenario.is_empty()).then(|| {
            let plain = Assumptions {
                scenario: Scenario::default(),
                ..assumptions.clone()
            };
            Budget::of(survey, &plain)
        });
        Self {
            total: budget.total(),
            on_map: OnMap::of(&budget, survey, graph),
            budget,
            before,
            assumed: Some(Assumed {
                inputs: assumptions.inputs.clone(),
                scenario: assumptions.scenario.clone(),
            }),
        }
    }

    /// What a box of the map costs, with what is inside.
    pub fn of_item(&self, item: &Item) -> Amount {
        let own = self.on_map.amount(&item.key);
        own.unwrap_or_else(|| {
            let members = item.members.iter();
            members.filter_map(|key| self.on_map.amount(key)).sum()
        })
    }

    /// What a resource costs now, and what it would cost if nothing was otherwise.
    pub fn change_of(&self, id: &ResourceId) -> (Amount, Amount) {
        let of = |budget: &Budget| budget.cost(id).map(crate::budget::Cost::amount);
        let now = of(&self.budget).unwrap_or_default();
        let before = self.before.as_ref().unwrap_or(&self.budget);
        (of(before).unwrap_or_default(), now)
    }

    /// Whether these were assumed; so far nothing may have been counted.
    pub(super) fn rest_on(&self, assumed: &Assumed) -> bool {
        self.assumed.as_ref().is_none_or(|known| known == assumed)
    }
}

impl Assumed {
    /// What an open blueprint keeps stands before what was typed without one.
    pub(super) fn of(assumptions: &Assumptions, blueprint: Option<&OpenBlueprint>) -> Self {
        let mut inputs = assumptions.inputs.clone();
        let kept = blueprint.iter().flat_map(|open| &open.kept.costs);
        for (id, usages) in kept {
            let known = inputs.typed.entry(id.as_str().to_owned()).or_default();
            known.extend(usages.iter().map(|(name, count)| (name.clone(), *count)));
        }
        Self {
            inputs,
            scenario: assumptions.scenario.clone(),
        }
    }

    pub(super) fn with(self, prices: &Prices) -> Assumptions {
        Assumptions {
            prices: prices.clone(),
            inputs: self.inputs,
            scenario: self.scenario,
        }
    }
}
