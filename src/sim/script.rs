//! What happens to one slot, again and again, as a pure function of the seconds since
//! the fleet's time began. It must not know what a slot holds.

/// One slot's part of the script.
#[derive(Default, Clone)]
pub(super) struct Script {
    pub period: i64,
    /// In the order of their time within a period.
    pub changes: Vec<Change>,
    pub troubles: Vec<Trouble>,
}

/// The instance is replaced.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub at: i64,
    /// The new instance runs the next version.
    pub deploys: bool,
}

/// Something is wrong for a while.
#[derive(Clone)]
pub(super) struct Trouble {
    pub at: i64,
    pub seconds: i64,
    pub kind: TroubleKind,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum TroubleKind {
    TargetUnhealthy { reason: String },
    StatusImpaired,
    ScheduledEvent { code: String, text: String },
}

impl Script {
    /// How often the instance has been replaced so far.
    pub(super) fn generation(&self, now: i64) -> u64 {
        if self.changes.is_empty() || now < 0 {
            return 0;
        }
        let (periods, within) = (now / self.period, now % self.period);
        let passed = self.changes.iter().filter(|c| c.at <= within).count();
        periods as u64 * self.changes.len() as u64 + passed as u64
    }

    /// When the instance of this generation is told to go; `None` where none ever is.
    pub(super) fn retirement(&self, generation: u64) -> Option<i64> {
        let count = self.changes.len() as u64;
        let periods = generation.checked_div(count)?;
        let change = self.changes.get((generation % count) as usize)?;
        Some(periods as i64 * self.period + change.at)
    }

    /// When the instance of this generation was launched; `None` for the first.
    pub(super) fn birth(&self, generation: u64) -> Option<i64> {
        self.retirement(generation.checked_sub(1)?)
    }

    /// How many deployments the instance of this generation has seen.
    pub(super) fn deployments(&self, generation: u64) -> u32 {
        let count = self.changes.len() as u64;
        let Some(periods) = generation.checked_div(count) else {
            return 0;
        };
        let deploys = |changes: &[Change]| changes.iter().filter(|c| c.deploys).count() as u32;
        let rest = (generation % count) as usize;
        periods as u32 * deploys(&self.changes) + deploys(&self.changes[..rest])
    }

    /// The troubles of this moment, each with the second that it began.
    pub(super) fn troubles(&self, now: i64) -> impl Iterator<Item = (&Trouble, i64)> {
        self.troubles.iter().filter_map(move |trouble| {
            let since = (now - trouble.at).checked_rem_euclid(self.period)?;
            (now >= trouble.at && since < trouble.seconds).then_some((trouble, now - since))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script() -> Script {
        let change = |at, deploys| Change { at, deploys };
        Script {
            period: 100,
            changes: vec![change(10, false), change(60, true)],
            troubles: vec![Trouble {
                at: 90,
                seconds: 20,
                kind: TroubleKind::StatusImpaired,
            }],
        }
    }

    #[test]
    fn a_slot_lives_through_its_changes_and_starts_over() {
        let script = script();
        // now, generation, its birth, its deployments, the start of trouble
        let cases = [
            (9, 0, None, 0, None),
            (10, 1, Some(10), 0, None),
            (59, 1, Some(10), 0, None),
            (60, 2, Some(60), 1, None),
            (95, 2, Some(60), 1, Some(90)),
            (105, 2, Some(60), 1, Some(90)),
            (110, 3, Some(110), 1, None),
            (360, 8, Some(360), 4, None),
        ];
        for (now, generation, birth, deployments, trouble) in cases {
            assert_eq!(script.generation(now), generation, "at {now}");
            assert_eq!(script.birth(generation), birth, "at {now}");
            assert_eq!(script.deployments(generation), deployments, "at {now}");
            let since = script.troubles(now).map(|(_, since)| since).next();
            assert_eq!(since, trouble, "at {now}");
        }
    }
}
