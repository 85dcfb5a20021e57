//! What a month costs, beside the map: it follows from what was read and from what is
//! assumed, and is counted where survey and graph are made.

mod entry;
mod lens;
mod orders;
mod scenario;
mod view;

pub use entry::{Asked, Entry};
pub use lens::Lens;
pub use orders::BudgetAction;
pub use scenario::Choice;
pub use view::{BudgetRow, BudgetView, Order, Page};

pub(super) use entry::{changed, let_go, perform as perform_entry};
pub(super) use lens::command as lens_command;
pub(super) use orders::{command, enter, keys, perform, resource_of_page, under_cursor, up};

use super::{Model, OpenBlueprint};
use crate::budget::{
    Alteration, Amount, Assumptions, Basis, Budget, Cost, Inputs, OnMap, Scenario, Usage,
};
use crate::graph::{Graph, Item};
use crate::inventory::{ResourceId, Survey};
use crate::prices::Prices;
use std::sync::Arc;
use std::time::Instant;

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
    pub fn of(survey: &Survey, assumptions: &Assumptions) -> Self {
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
            on_map: OnMap::default(),
            budget,
            before,
            assumed: Some(Assumed {
                inputs: assumptions.inputs.clone(),
                scenario: assumptions.scenario.clone(),
            }),
        }
    }

    /// With what each node of the graph costs.
    pub(super) fn placed(self, (survey, graph): (&Survey, &Graph)) -> Self {
        Self {
            on_map: OnMap::of(&self.budget, survey, graph),
            ..self
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
        let of = |budget: &Budget| budget.cost(id).map(Cost::amount);
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

/// Makes something otherwise for a resource, and looks what that costs.
fn alter(model: &mut Model, id: &ResourceId, change: impl FnOnce(&mut Alteration)) {
    let scenario = &mut model.assumptions.scenario;
    let mut alteration = scenario.of(id).cloned().unwrap_or_default();
    change(&mut alteration);
    scenario.put(id.clone(), alteration);
}

/// What is asked for on the line under the cursor, and what is known of it.
fn entry_usage(model: &Model) -> Result<(Asked, String), &'static str> {
    let id = resource_of_page(model)
        .ok_or("{budget.open} goes to a resource; {budget.usage} says there what it uses")?;
    let Some(BudgetRow::Line(line)) = under_cursor(model) else {
        return Err("no line is under the cursor");
    };
    let usage = line.basis.usage();
    let usage = usage.ok_or("AWS says how much that is; nobody has to")?;
    let unit = line.price.as_ref().map(|price| price.unit.phrase());
    let known = line
        .quantity
        .filter(|_| matches!(line.basis, Basis::Typed(_)));
    let assumed = Assumed::of(
        &model.assumptions,
        model
            .topology
            .as_ref()
            .and_then(|map| map.blueprint.as_ref()),
    );
    let typed = assumed.inputs.typed.get(id.as_str());
    let typed = typed.and_then(|usages| usages.get(usage.0)).copied();
    let text = known.and(typed).map(|count| count.to_string());
    let asked = Asked::Usage {
        id,
        usage,
        what: line.what.to_string(),
        unit: unit.unwrap_or_else(|| "as AWS says".to_owned()),
    };
    Ok((asked, text.unwrap_or_default()))
}

/// In the open blueprint, or in memory while there is none.
fn keep_usage(
    model: &mut Model,
    (id, usage): (&ResourceId, Usage),
    amount: Option<f64>,
    now: Instant,
) -> Result<(), String> {
    let open = model
        .topology
        .as_mut()
        .and_then(|map| map.blueprint.as_mut());
    let is_kept = open.is_some();
    if let Some(open) = open {
        let kept = Arc::make_mut(&mut open.kept).set_cost(id, usage.0, amount);
        kept.map_err(|error| error.to_string())?;
    }
    let typed = &mut model.assumptions.inputs.typed;
    let usages = typed.entry(id.as_str().to_owned()).or_default();
    // What a blueprint keeps is kept once.
    match amount.filter(|_| !is_kept) {
        Some(amount) => usages.insert(usage.0.to_owned(), amount),
        None => usages.remove(usage.0),
    };
    typed.retain(|_, usages| !usages.is_empty());
    let place = if is_kept {
        "in the blueprint"
    } else {
        "until the program is left; a blueprint keeps it"
    };
    let sentence = match amount {
        Some(amount) => format!("{}: {amount} a month, {place}", usage.0),
        None => format!("{}: nothing is known any more", usage.0),
    };
    model.notify(sentence, now);
    Ok(())
}
