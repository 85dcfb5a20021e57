//! When each slice is due. Pure: time is an argument. It must not know what a slice holds.

use super::collect::{Collector, Pace};
use crate::account::Region;
use crate::inventory::SliceId;
use crate::provider::Cadence;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::Instant;

/// How a read went, as far as the schedule cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Unchanged,
    Changed,
    Throttled,
    /// Not asked again by itself.
    ForGood,
    Failed,
}

/// Every slice of a scan and when it is due.
pub struct Schedule {
    slices: Vec<Planned>,
    cadence: Cadence,
    is_paused: bool,
    /// `None`: nobody looks at anything in particular.
    in_view: Option<BTreeSet<Region>>,
}

struct Planned {
    id: SliceId,
    collector: &'static Collector,
    /// `None`: not due by itself.
    due: Option<Instant>,
    is_running: bool,
    /// Asked for by a person: a pause does not hold it.
    is_asked_for: bool,
    rounds: u32,
    begun_at: Option<Instant>,
    /// How many times its pace it is read at; grows while AWS throttles.
    slowness: u32,
    slowed_at: Option<Instant>,
}

/// Reading never slows further than this many times.
const SLOWEST: u32 = 8;

impl Schedule {
    pub fn new(slices: Vec<(SliceId, &'static Collector)>, cadence: Cadence, now: Instant) -> Self {
        let slices = slices
            .into_iter()
            .map(|(id, collector)| Planned {
                id,
                collector,
                due: Some(now),
                is_running: false,
                is_asked_for: false,
                rounds: 0,
                begun_at: None,
                slowness: 1,
                slowed_at: None,
            })
            .collect();
        Self {
            slices,
            cadence,
            is_paused: false,
            in_view: None,
        }
    }

    /// Every slice and how often it is read now.
    pub fn plan(&self) -> Vec<(SliceId, Option<Duration>)> {
        let slices = self.slices.iter();
        slices
            .map(|slice| (slice.id.clone(), self.interval(slice)))
            .collect()
    }

    pub fn id(&self, index: usize) -> &SliceId {
        &self.slices[index].id
    }

    pub fn collector(&self, index: usize) -> &'static Collector {
        self.slices[index].collector
    }

    /// What must be begun now; it counts as running from here on.
    pub fn take_due(&mut self, now: Instant) -> Vec<usize> {
        let due: Vec<usize> = (0..self.slices.len())
            .filter(|&index| self.due(index).is_some_and(|due| due <= now))
            .collect();
        for &index in &due {
            self.slices[index].is_running = true;
            self.slices[index].begun_at = Some(now);
        }
        due
    }

    /// When `take_due` next has something.
    pub fn next_due(&self) -> Option<Instant> {
        (0..self.slices.len())
            .filter_map(|index| self.due(index))
            .min()
    }

    /// Whether each slice was read, or given up, once.
    pub fn is_complete(&self) -> bool {
        self.slices.iter().all(|slice| slice.rounds > 0)
    }

    /// Notes how a read went; answers whether the plan is another one now.
    pub fn ended(&mut self, index: usize, how: Ended, now: Instant) -> bool {
        let slowed = match how {
            Ended::Throttled => self.slow_down(index, now),
            Ended::Changed | Ended::Unchanged => self.recover(index),
            Ended::ForGood | Ended::Failed => false,
        };
        let interval = self.interval(&self.slices[index]);
        let slice = &mut self.slices[index];
        slice.is_running = false;
        slice.is_asked_for = false;
        slice.rounds += 1;
        slice.due = interval
            .filter(|_| how != Ended::ForGood)
            .map(|interval| match how {
                // Change seldom comes alone: a deployment goes on.
                Ended::Changed => now + interval / 2,
                // What fails is never asked sooner than its pace.
                Ended::Failed | Ended::Throttled => {
                    now + jittered(interval, &slice.id, slice.rounds).max(interval)
                }
                Ended::Unchanged | Ended::ForGood => {
                    now + jittered(interval, &slice.id, slice.rounds)
                }
            });
        slowed
    }

    /// A slice that was begun and must be begun again: its session was lost.
    pub fn put_back(&mut self, index: usize, now: Instant) {
        let slice = &mut self.slices[index];
        slice.is_running = false;
        slice.due = Some(now);
    }

    pub fn pause(&mut self) {
        self.is_paused = true;
    }

    pub fn resume(&mut self) {
        self.is_paused = false;
    }

    /// Everything is due now: also while paused, and also what was given up.
    pub fn refresh(&mut self, now: Instant) {
        for slice in &mut self.slices {
            slice.due = Some(now);
            slice.is_asked_for = true;
        }
    }

    /// Status is read at its pace in these regions alone. What comes into view is due as
    /// if it had been all the time.
    pub fn look_at(&mut self, regions: BTreeSet<Region>) {
        let before: Vec<_> = self.slices.iter().map(|one| self.interval(one)).collect();
        self.in_view = Some(regions);
        let after: Vec<_> = self.slices.iter().map(|one| self.interval(one)).collect();
        for (slice, (before, after)) in self.slices.iter_mut().zip(before.iter().zip(after)) {
            if let (Some(before), Some(after)) = (before, after) {
                let sooner = before.saturating_sub(after);
                slice.due = slice.due.map(|due| due.checked_sub(sooner).unwrap_or(due));
            }
        }
    }

    /// How often a slice was read.
    pub fn round(&self, index: usize) -> u32 {
        self.slices[index].rounds
    }

    /// What could not be read meanwhile is due now.
    pub fn catch_up(&mut self, now: Instant) {
        for slice in &mut self.slices {
            slice.due = slice.due.map(|due| due.min(now));
        }
    }

    /// What was given up is due again by itself.
    pub fn revive(&mut self, now: Instant) {
        for slice in &mut self.slices {
            slice.due = slice.due.or(Some(now));
        }
    }

    /// One slice is due now, whatever was decided of it.
    pub fn retry(&mut self, id: &SliceId, now: Instant) {
        for slice in self.slices.iter_mut().filter(|slice| slice.id == *id) {
            slice.due = Some(now);
            slice.is_asked_for = true;
        }
    }

    /// The same for every slice of a region.
    pub fn retry_region(&mut self, region: &Region, now: Instant) {
        for slice in self
            .slices
            .iter_mut()
            .filter(|slice| slice.id.region == *region)
        {
            slice.due = Some(now);
            slice.is_asked_for = true;
        }
    }

    fn due(&self, index: usize) -> Option<Instant> {
        let slice = &self.slices[index];
        let is_held = self.is_paused && !slice.is_asked_for;
        if slice.is_running || is_held || self.waits(slice) {
            return None;
        }
        slice.due
    }

    /// Whether the collector that must come first has not been read there yet.
    fn waits(&self, slice: &Planned) -> bool {
        let Some(first) = slice.collector.after else {
            return false;
        };
        self.slices.iter().any(|other| {
            other.id.collector == first && other.id.region == slice.id.region && other.rounds == 0
        })
    }

    fn interval(&self, slice: &Planned) -> Option<Duration> {
        match self.cadence {
            Cadence::Once => None,
            Cadence::Every { status, structure } => Some(match slice.collector.pace {
                Pace::Status if self.is_in_view(slice) => status * slice.slowness,
                Pace::Status | Pace::Structure => structure * slice.slowness,
                Pace::Detail => structure * 5 * slice.slowness,
            }),
        }
    }

    fn is_in_view(&self, slice: &Planned) -> bool {
        let regions = self.in_view.as_ref();
        regions.is_none_or(|regions| regions.contains(&slice.id.region))
    }

    /// One throttled call means that the service has enough in that region. What was
    /// begun before that was known is no further news.
    fn slow_down(&mut self, index: usize, now: Instant) -> bool {
        if self.slices[index].slowed_at >= self.slices[index].begun_at {
            return false;
        }
        let service = self.slices[index].collector.service;
        let region = self.slices[index].id.region.clone();
        let mut is_slower = false;
        for slice in &mut self.slices {
            if slice.collector.service == service && slice.id.region == region {
                let slower = (slice.slowness * 2).min(SLOWEST);
                is_slower |= slower != slice.slowness;
                slice.slowness = slower;
                slice.slowed_at = Some(now);
            }
        }
        is_slower
    }

    fn recover(&mut self, index: usize) -> bool {
        let slice = &mut self.slices[index];
        let was = slice.slowness;
        slice.slowness = (was / 2).max(1);
        was != slice.slowness
    }
}

/// Up to a tenth more or less, by slice and round: what was begun together drifts apart.
fn jittered(interval: Duration, id: &SliceId, round: u32) -> Duration {
    let seed = format!("{}{}{round}", id.region, id.collector);
    let hash = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    interval.mul_f64(0.9 + 0.2 * f64::from(hash % 1000) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::{Ended, Schedule};
    use crate::account::Region;
    use crate::aws::collect::named;
    use crate::inventory::SliceId;
    use crate::provider::Cadence;
    use std::collections::BTreeSet;
    use std::time::Duration;
    use tokio::time::Instant;

    fn schedule(names: &[&str], cadence: Cadence, now: Instant) -> Schedule {
        let slices = names.iter().map(|name| {
            let collector = named(name).unwrap();
            let id = SliceId {
                account: "111122223333".parse().unwrap(),
                region: Region::new("eu-west-1"),
                collector: collector.name,
            };
            (id, collector)
        });
        Schedule::new(slices.collect(), cadence, now)
    }

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn status_comes_sooner_than_structure_and_change_halves_the_wait() {
        for (name, how, at_least, at_most) in [
            ("vpcs", Ended::Unchanged, 54, 66),
            ("instance-status", Ended::Unchanged, 9, 11),
            ("vpcs", Ended::Changed, 30, 30),
            ("vpcs", Ended::Failed, 60, 66),
            ("vpcs", Ended::Throttled, 120, 132),
        ] {
            let now = Instant::now();
            let mut schedule = schedule(&[name], Cadence::WATCH, now);
            assert_eq!(schedule.take_due(now), [0]);
            assert!(schedule.take_due(now).is_empty(), "it is running");
            schedule.ended(0, how, now);
            let due = schedule.next_due().unwrap() - now;
            assert!(
                due >= seconds(at_least) && due <= seconds(at_most),
                "{name} {how:?} after {due:?}"
            );
        }
    }

    #[test]
    fn a_denied_slice_waits_until_it_is_asked_for() {
        let now = Instant::now();
        let mut schedule = schedule(&["vpcs", "zones"], Cadence::WATCH, now);
        schedule.take_due(now);
        schedule.ended(0, Ended::ForGood, now);
        schedule.ended(1, Ended::Unchanged, now);
        assert_eq!(schedule.take_due(now + seconds(3600)), [1]);
        schedule.ended(1, Ended::Unchanged, now);
        for ask in [
            |schedule: &mut Schedule, now| {
                let id = schedule.id(0).clone();
                schedule.retry(&id, now);
            },
            |schedule: &mut Schedule, now| schedule.revive(now),
        ] {
            ask(&mut schedule, now);
            assert_eq!(schedule.take_due(now), [0]);
            schedule.ended(0, Ended::ForGood, now);
        }
        schedule.refresh(now);
        assert_eq!(schedule.take_due(now), [0, 1]);
    }

    #[test]
    fn target_health_waits_for_the_target_groups_once() {
        let now = Instant::now();
        let mut schedule = schedule(&["target-health", "target-groups"], Cadence::WATCH, now);
        assert_eq!(schedule.take_due(now), [1]);
        schedule.ended(1, Ended::Failed, now);
        assert_eq!(schedule.take_due(now), [0]);
    }

    #[test]
    fn throttling_slows_the_service_and_success_recovers_it() {
        let now = Instant::now();
        let mut schedule = schedule(&["vpcs", "subnets", "listeners"], Cadence::WATCH, now);
        schedule.take_due(now);
        assert!(schedule.ended(0, Ended::Throttled, now));
        assert!(
            !schedule.ended(1, Ended::Throttled, now),
            "what was begun together is slowed once"
        );
        let plan: Vec<_> = schedule
            .plan()
            .into_iter()
            .map(|(_, every)| every)
            .collect();
        let [slow, usual] = [Some(seconds(120)), Some(seconds(60))];
        assert_eq!(plan, [slow, slow, usual]);
        for hour in 1..9 {
            let now = now + seconds(3600 * hour);
            schedule.take_due(now);
            schedule.ended(0, Ended::Throttled, now);
        }
        assert_eq!(schedule.plan()[0].1, Some(seconds(480)));
        for _ in 0..9 {
            schedule.ended(0, Ended::Unchanged, now);
        }
        assert_eq!(schedule.plan()[0].1, usual);
    }

    #[test]
    fn status_out_of_view_is_read_as_seldom_as_structure_and_at_once_when_seen_again() {
        let now = Instant::now();
        let mut schedule = schedule(&["instance-status", "vpcs"], Cadence::WATCH, now);
        schedule.take_due(now);
        schedule.look_at(BTreeSet::new());
        schedule.ended(0, Ended::Unchanged, now);
        schedule.ended(1, Ended::Unchanged, now);
        let later = now + seconds(30);
        assert!(schedule.take_due(later).is_empty());
        schedule.look_at(BTreeSet::from([Region::new("eu-west-1")]));
        assert_eq!(schedule.take_due(later), [0]);
    }

    #[test]
    fn once_is_once_and_a_pause_holds_everything() {
        let now = Instant::now();
        let mut once = schedule(&["vpcs"], Cadence::Once, now);
        once.pause();
        assert!(once.take_due(now).is_empty());
        once.refresh(now);
        assert_eq!(once.take_due(now), [0], "a person asks");
        once.put_back(0, now);
        once.resume();
        once.take_due(now);
        assert!(!once.is_complete());
        once.ended(0, Ended::Changed, now);
        assert!(once.is_complete());
        assert_eq!(once.next_due(), None);
    }
}
