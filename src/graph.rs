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
pub use filter::{Filter, FilterError, SavedFilters};
pub use grouping::{GroupBy, Grouping, GroupingError, Preset};
pub use level::Level;
pub use role::Role;
