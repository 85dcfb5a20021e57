//! The account as a compound graph: nodes with containment, edges with evidence; and
//! what of it is drawn. It must not know where anything is drawn.

mod build;
mod collapse;
mod diagram;
mod filter;
mod grouping;
mod level;
mod role;

pub use build::{ByKey, Edge, Graph, GroupedBy, Node, NodeKey, WireKind};
pub use collapse::Collapse;
pub use diagram::{Beyond, Diagram, Item, Spot, Strip, Table, Wire};
pub use filter::{
    Counted, Filter, FilterError, Offer, Offered, SavedFilters, Vocabulary, conditions_of,
    has_part, saved_word, toggled, toggled_part, without,
};
pub use grouping::{GroupBy, Grouping, GroupingError, Preset};
pub use level::Level;
pub use role::Role;
