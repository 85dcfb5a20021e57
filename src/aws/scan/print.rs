//! A short form of a slice, to notice that it changed without keeping it.

use crate::inventory::Slice;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) fn print(slice: &Slice) -> u64 {
    let mut hasher = DefaultHasher::new();
    match slice {
        Slice::Resources(resources) => {
            for resource in resources {
                (&resource.id, &resource.name, &resource.state).hash(&mut hasher);
                (resource.health, &resource.reason, &resource.tags).hash(&mut hasher);
                resource.relationships.len().hash(&mut hasher);
                for fact in &resource.facts {
                    (fact.name, &fact.value).hash(&mut hasher);
                }
            }
        }
        Slice::Observations(observations) => {
            for one in observations {
                format!("{:?}", one.of).hash(&mut hasher);
                (&one.through, &one.label, one.health).hash(&mut hasher);
                (&one.state, &one.reason).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}
