//! The first line: whose account, where, how it is, and how far it can be trusted.

use super::fit::Ribbon;
use super::money::Tag;
use super::progress;
use super::theme::Theme;
use crate::app::{Costs, Pace, SessionState, Topology, Watch, Watched, coarse};
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

/// So many accounts are named.
const NAMED: usize = 2;

/// The header's inputs.
#[derive(Debug)]
pub struct Header<'a> {
    pub topology: Option<&'a Topology>,
    pub is_demo: bool,
    pub tag: Tag,
    pub theme: Theme,
    pub now: Instant,
}

impl Header<'_> {
    pub fn line(&self, width: usize) -> Line<'static> {
        let theme = self.theme;
        let mut ribbon = Ribbon::default();
        ribbon.add(9, Span::styled(" skymap ", theme.strong()));
        if let Some(topology) = self.topology {
            self.account(topology, &mut ribbon);
            self.counts(topology, &mut ribbon);
            self.month(topology, &mut ribbon);
            self.freshness(topology, &mut ribbon);
        }
        ribbon.add(4, Span::styled("  READ-ONLY", theme.quiet()));
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
        let accounts = &topology.watch.accounts;
        if accounts.len() > 1 {
            return self.accounts(topology, ribbon);
        }
        for watched in accounts.values() {
            let account = &watched.account;
            let style = theme.account(account.frame_colour());
            ribbon.add(0, self.name(watched));
            if let Some(number) = account.number() {
                ribbon.add(8, Span::raw(format!(" {}", number.grouped())));
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
                ribbon.add(4, Span::raw(format!(" +{}", watched.regions.len() - 1)));
            }
        }
    }

    /// The first two by name, and how many more there are.
    fn accounts(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        let accounts = &topology.watch.accounts;
        let named = topology.watch.in_order().into_iter().take(NAMED);
        for (place, watched) in named.enumerate() {
            let gap = if place > 0 { " " } else { "" };
            let name = self.name(watched);
            ribbon.add(
                0,
                Span::styled(format!("{gap}{}", name.content), name.style),
            );
        }
        if accounts.len() > NAMED {
            let more = format!(" +{}", accounts.len() - NAMED);
            ribbon.add(0, Span::raw(more));
        }
        let regions: usize = accounts.values().map(|watched| watched.regions.len()).sum();
        ribbon.add(
            6,
            Span::raw(format!(" {}{regions} regions", self.theme.bar())),
        );
    }

    /// In its account's colour; one without a session is marked, since its boxes may be
    /// missing altogether.
    fn name(&self, watched: &Watched) -> Span<'static> {
        let theme = self.theme;
        let style = match &watched.session {
            SessionState::Failed { .. } => theme.error(),
            _ => theme.account(watched.account.frame_colour()),
        };
        Span::styled(format!("{}{}", theme.bar(), watched.account.name), style)
    }

    /// Of what has a box of its own.
    fn counts(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        for health in COUNTED {
            if let Some(count) = topology.derived.counts.get(&health) {
                let text = format!("  {} {count}", self.theme.mark(health));
                let rank = if health.is_problem() { 1 } else { 5 };
                ribbon.add(rank, Span::styled(text, self.theme.health(health)));
            }
        }
    }

    /// What a month costs: until everything was read once, so far.
    fn month(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        let Costs { budget, total, .. } = &topology.derived.costs;
        let is_whole = topology.derived.is_whole;
        if budget.costs.is_empty() && !is_whole {
            return;
        }
        let amount = self.tag.whole_month(total);
        let (so_far, style) = if is_whole {
            ("", self.theme.plain())
        } else {
            (" so far", self.theme.quiet())
        };
        ribbon.add(3, Span::styled(format!("  {amount}{so_far}"), style));
        if topology.derived.costs.before.is_some() {
            ribbon.add(3, Span::styled(" what-if", self.theme.warning()));
        }
    }

    fn freshness(&self, topology: &Topology, ribbon: &mut Ribbon<'_>) {
        let (theme, watch) = (self.theme, &topology.watch);
        let (answered, planned) = watch.progress();
        if !watch.is_complete() && planned > 0 {
            let bar = progress::bar((answered, planned), 8, theme);
            ribbon.add(4, Span::styled(format!("  reading {bar}"), theme.quiet()));
        } else if watch.is_asked_to_refresh {
            ribbon.add(4, Span::styled("  reading", theme.quiet()));
        }
        self.gaps(watch, ribbon);
        if let Some(since) = watch.overdue_since(self.now) {
            let age = coarse(self.now.saturating_duration_since(since));
            ribbon.add(1, Span::styled(format!("  {age} old"), theme.warning()));
        }
        if watch.pace == Pace::Paused {
            ribbon.add(1, Span::styled("  paused", theme.warning()));
        }
    }

    /// That something is missing, where it is told, and as far as there is room what.
    fn gaps(&self, watch: &Watch, ribbon: &mut Ribbon<'_>) {
        let gaps = watch.gaps();
        let (count, style) = (gaps.values().sum::<usize>(), self.theme.warning());
        if count == 0 {
            return;
        }
        let noun = if count == 1 { "gap" } else { "gaps" };
        ribbon.add(1, Span::styled(format!("  {count} {noun} C"), style));
        let words = gaps.iter().map(|(word, count)| match gaps.len() {
            1 => (*word).to_owned(),
            _ => format!("{count} {word}"),
        });
        let words: Vec<String> = words.collect();
        ribbon.add(2, Span::styled(format!(": {}", words.join(", ")), style));
    }
}
