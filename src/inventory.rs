//! What AWS has, in our words: resources with their relationships, kept in slices
//! that are replaced whole. It must not know that there is a network or a screen.

mod health;
mod kind;
mod measure;
mod resource;
mod seal;
mod slice;
mod survey;
mod tags;

pub use health::Health;
pub use kind::Kind;
pub use measure::{Measure, Measures};
pub use resource::{
    Evidence, Fact, Reference, Relationship, RelationshipKind, Resource, ResourceId,
};
pub use seal::Seal;
pub use slice::{Changes, Content, Inventory, Kept, Observation, Slice, SliceId, Staleness};
pub use survey::{Assessed, Assessment, ById, Link, Ordinal, Past, PastLink, Presence, Survey};
pub use tags::Tags;
