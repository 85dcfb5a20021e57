//! The account as a compound graph: nodes with containment, edges with evidence; and
//! what of it is drawn. It must not know where anything is drawn.

mod build;
mod diagram;

pub use build::{Edge, Graph, Node, NodeKey, WireKind};
pub use diagram::{Collapse, Diagram, Item, Role, Wire};
