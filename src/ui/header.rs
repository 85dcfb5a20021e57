//! The first line: whose account, where, how it is, and how far it can be trusted.

use super::fit::Ribbon;
use super::theme::Theme;
use crate::app::{Pace, Topology, coarse};
use crate::inventory::Health;
use ratatui::text::{Line, Span};
use std::time::Instant;

/// The worst first: what is dropped on a narrow screen is the good news.
const COUNTED: [Health; 6] = [
    Health::Unhealthy,
    Health::Degraded,
    Health::Unknown,
    Health::Pending,
    Health::Healthy,
    Health::Stopped,
];

/// The header's inputs.
#[derive(Debug)]
pub struct Header<'a> {
    pub topology: Option<&'a Topology>,
    pub is_demo: bool,
    pub theme: Theme,
    pub now: Instant,
}

impl Header<'_> {
    pub fn line(&self, width: usize) -> Line<'static> {
        let theme = self.theme;
        let mut ribbon = Ribbon::default();
        ribbon.add(8, Span::styled(" skymap ", theme.strong()));
        if let Some(topology) = self.topology {
            self.account(topology, &mut ribbon);
            self.counts(topology, &mut ribbon);
            self.freshness(topology, &mut ribbon);
        }
        ribbon.add(3, Span::styled("  READ-ONLY", theme.quiet()));
        if self.is_demo {
            ribbon.add(
                1,
                Span::styled("  DEMO", theme.warning().patch(theme.strong())),
            );
        }
        ribbon.line(width, theme)
    }

    fn account(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        let theme = self.theme;
        for watched in topology.watch.accounts.values() {
            let (account, style) = (
                &watched.account,
                theme.account(watched.account.frame_colour()),
            );
            ribbon.add(0, Span::styled(theme.bar(), style));
            ribbon.add(0, Span::styled(account.name.clone(), style));
            if let Some(number) = account.number() {
                ribbon.add(7, Span::raw(format!(" {}", number.grouped())));
            }
            // However they are sorted, home is what a person calls the account's place.
            let home = watched
                .regions
                .iter()
                .find(|region| **region == account.home_region);
            if let Some(first) = home.or(watched.regions.first()) {
                ribbon.add(2, Span::styled(format!(" {}", theme.bar()), style));
                ribbon.add(2, Span::raw(first.to_string()));
            }
            if watched.regions.len() > 1 {
                ribbon.add(3, Span::raw(format!(" +{}", watched.regions.len() - 1)));
            }
        }
    }

    /// Of what has a box of its own.
    fn counts(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        for health in COUNTED {
            if let Some(count) = topology.derived.counts.get(&health) {
                let text = format!("  {} {count}", self.theme.mark(health));
                let rank = if health.is_problem() { 1 } else { 4 };
                ribbon.add(rank, Span::styled(text, self.theme.health(health)));
            }
        }
    }

    fn freshness(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        let (theme, watch) = (self.theme, &topology.watch);
        let (answered, planned) = watch.progress();
        if !watch.is_complete() && planned > 0 {
            ribbon.add(
                3,
                Span::styled(format!("  reading {answered}/{planned}"), theme.quiet()),
            );
        } else if watch.is_asked_to_refresh {
            ribbon.add(3, Span::styled("  reading", theme.quiet()));
        }
        for (word, count) in watch.failures() {
            ribbon.add(
                2,
                Span::styled(format!("  {count} {word}"), theme.warning()),
            );
        }
        if let Some(since) = watch.overdue_since(self.now) {
            let age = coarse(self.now.saturating_duration_since(since));
            ribbon.add(1, Span::styled(format!("  {age} old"), theme.warning()));
        }
        if watch.pace == Pace::Paused {
            ribbon.add(1, Span::styled("  paused", theme.warning()));
        }
    }
}
