//! Orders to the blueprints' files, each carried out where it may block.

use super::files::blocking;
use crate::app::{BlueprintAnswer, BlueprintOrder};
use crate::blueprint::{BlueprintStore, StoreError};

pub(super) async fn carry_out(store: BlueprintStore, order: BlueprintOrder) -> BlueprintAnswer {
    blocking(move || answer(&store, order)).await
}

fn answer(store: &BlueprintStore, order: BlueprintOrder) -> BlueprintAnswer {
    match order {
        BlueprintOrder::List => BlueprintAnswer::Listed(None, told(store.list())),
        BlueprintOrder::Versions(name) => {
            let listed = told(store.versions(&name));
            BlueprintAnswer::Listed(Some(name), listed)
        }
        BlueprintOrder::Save(blueprint) => {
            let outcome = told(store.save(&blueprint));
            BlueprintAnswer::Saved(blueprint.name.clone(), outcome.map(|()| blueprint))
        }
        BlueprintOrder::Open {
            name,
            version,
            purpose,
        } => BlueprintAnswer::Opened {
            outcome: told(store.load(&name, version.as_ref())).map(Box::new),
            version,
            purpose,
        },
        BlueprintOrder::Restore(name, version, time) => {
            BlueprintAnswer::Restored(told(store.restore(&name, &version, time)).map(Box::new))
        }
        BlueprintOrder::Remove(name) => {
            let outcome = told(store.remove(&name));
            BlueprintAnswer::Removed(name, outcome)
        }
    }
}

fn told<T>(outcome: Result<T, StoreError>) -> Result<T, String> {
    outcome.map_err(|error| error.to_string())
}
