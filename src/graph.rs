//! The account as a compound graph: nodes with containment, edges with evidence; and
//! what of it is drawn. It must not know where anything is drawn.

mod build;
mod collapse;
mod diagram;
mod filter;
mod role;

pub use build::{ByKey, Edge, Graph, GroupedBy, Node, NodeKey, WireKind};
pub use collapse::Collapse;
pub use diagram::{Beyond, Diagram, Item, Wire};
pub use filter::Filter;
pub use role::Role;
