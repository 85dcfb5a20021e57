//! What is watched and how it is looked at.

use crate::graph::{Collapse, Diagram, Graph, NodeKey};
use crate::inventory::{Inventory, Survey};
use crate::layout::{Memory, Point, Scene};

/// The watched accounts and regions, and everything read of them. One inventory,
/// keyed by ARN, serves any number of accounts.
#[derive(Debug)]
pub struct Topology {
    pub watch: Watch,
    pub inventory: Inventory,
    pub derived: Derived,
    pub look: Look,
}

/// The running watches: sessions, planned slices, reads in flight, denials, the receipt.
#[derive(Debug, Default)]
pub struct Watch {}

/// Rebuilt from the inventory and the look; read by the view.
#[derive(Debug, Default)]
pub struct Derived {
    pub survey: Survey,
    pub graph: Graph,
    pub diagram: Diagram,
    pub scene: Scene,
}

/// How it is looked at: folds, filter, selection, camera, what the layout remembers.
#[derive(Debug, Default)]
pub struct Look {
    pub view: View,
    pub collapse: Collapse,
    pub selection: Option<NodeKey>,
    /// The scene's cell in the map's top left corner.
    pub camera: Point,
    pub memory: Memory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Map,
    Tree,
}
