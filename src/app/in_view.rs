//! Which regions are on the screen: the status of the others is read as seldom as their
//! structure. It must not know how a region is read.

use super::derive::meets;
use super::topology::View;
use super::{Effect, Topology};
use crate::account::{AccountId, Region};
use crate::graph::{Node, NodeKey, Role};
use crate::layout::{Rect, Size};
use crate::provider::Control;
use std::collections::BTreeSet;

/// Regions of accounts.
pub type InView = BTreeSet<(AccountId, Region)>;

impl Topology {
    /// Tells the scans what is on the screen, where that is something else than before.
    pub(super) fn tell_what_is_in_view(&mut self, window: Size) -> Option<Effect> {
        // While nothing is known, everything is read as soon as it can be.
        if !self.derived.is_whole {
            return None;
        }
        let in_view = self.in_view(window);
        let watched = self.watch.accounts.values();
        let watched: Vec<u64> = watched.map(|watched| watched.generation).collect();
        let told = (in_view, watched);
        if self.watch.told_in_view == told {
            return None;
        }
        self.watch.told_in_view = told;
        let in_view = self.watch.told_in_view.0.clone();
        Some(Effect::Control(Control::InView(in_view)))
    }

    fn in_view(&self, window: Size) -> InView {
        let graph = &self.derived.graph;
        let items = self.derived.diagram.items.iter();
        let is_list = self.look.view == View::Tree;
        let view = Rect {
            x: self.look.camera.x,
            y: self.look.camera.y,
            width: window.width,
            height: window.height,
        };
        let boxes = &self.derived.scene.boxes;
        let drawn = items.zip(boxes).filter(|(item, placed)| {
            item.role == Role::Region && (is_list || meets(placed.rect, view))
        });
        let drawn = drawn.map(|(item, _)| &item.key);
        if !graph.nodes.values().any(|node| node.role == Role::Region) {
            return self.watched_regions();
        }
        let focus = self.look.collapse.focus.iter();
        let of_focus = focus.filter_map(|key| region_round(graph.ancestry(key)));
        drawn.chain(of_focus).filter_map(region_of).collect()
    }
}

impl Topology {
    /// Where the map is not grouped by regions, every one of them may be on the screen.
    fn watched_regions(&self) -> InView {
        let accounts = self.watch.accounts.values();
        let regions = accounts.flat_map(|watched| {
            let number = watched.account.number();
            let regions = watched.regions.iter();
            regions.filter_map(move |region| Some((number?, region.clone())))
        });
        regions.collect()
    }
}

fn region_round<'a>(mut round: impl Iterator<Item = &'a Node>) -> Option<&'a NodeKey> {
    round
        .find(|node| node.role == Role::Region)
        .map(|node| &node.key)
}

/// The account and region that a region's key is made of.
fn region_of(key: &NodeKey) -> Option<(AccountId, Region)> {
    let (account, region) = key.as_str().strip_prefix("region/")?.split_once('/')?;
    // What it may stand in follows.
    let region = region.split('/').next()?;
    Some((account.parse().ok()?, Region::new(region)))
}
