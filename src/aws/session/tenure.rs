//! How long a session serves: when what is held is used, when another is asked for, and
//! for how long a refusal stands. Pure: time is an argument. It must not know what a
//! session holds.

use std::time::Duration;

/// A refusal stands this long: the calls that wait for one session ask STS once.
const REFUSAL_STANDS: Duration = Duration::from_secs(5);
/// The same while the old session still serves.
const RENEWAL_WAITS: Duration = Duration::from_secs(30);
/// What is left of a session that is of no more use.
const NOTHING_LEFT: Duration = Duration::from_secs(10);

/// What is to be done for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What is held serves.
    Use,
    Ask,
    /// Nothing serves, and STS has just said no.
    Refuse,
}

/// What is left of the session that is held, and how long ago another was refused.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub left: Option<Duration>,
    pub refused: Option<Duration>,
}

impl Standing {
    /// `margin` is how long before its end a session is renewed.
    pub fn step(self, margin: Duration) -> Step {
        let serves = self.serves();
        if self.left.is_some_and(|left| left > margin) {
            return Step::Use;
        }
        let stands = if serves {
            RENEWAL_WAITS
        } else {
            REFUSAL_STANDS
        };
        match self.refused {
            Some(ago) if ago < stands && serves => Step::Use,
            Some(ago) if ago < stands => Step::Refuse,
            _ => Step::Ask,
        }
    }

    /// Whether what is held is good for a call.
    pub fn serves(self) -> bool {
        self.left.is_some_and(|left| left > NOTHING_LEFT)
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, Step};
    use std::time::Duration;

    const HOUR: u64 = 3600;
    const MARGIN: Duration = Duration::from_secs(330);

    /// What calls meet that come every ten seconds for three hours, while STS says yes
    /// until some second: when it was asked, and the first second without a session.
    fn watch(yes_until: u64) -> (Vec<u64>, Option<u64>) {
        let (mut ends, mut refused_at) = (None, None);
        let (mut asked, mut first_gap) = (Vec::new(), None);
        for now in (0..3 * HOUR).step_by(10) {
            let standing = Standing {
                left: ends.map(|ends: u64| Duration::from_secs(ends.saturating_sub(now))),
                refused: refused_at.map(|at: u64| Duration::from_secs(now - at)),
            };
            let is_served = match standing.step(MARGIN) {
                Step::Use => true,
                Step::Refuse => false,
                Step::Ask => {
                    asked.push(now);
                    let is_granted = now < yes_until;
                    if is_granted {
                        (ends, refused_at) = (Some(now + HOUR), None);
                    } else {
                        refused_at = Some(now);
                    }
                    is_granted || standing.serves()
                }
            };
            assert!(
                !is_served || ends.is_some_and(|ends| now < ends),
                "used after its end"
            );
            if !is_served {
                first_gap = first_gap.or(Some(now));
            }
        }
        (asked, first_gap)
    }

    #[test]
    fn a_watch_renews_before_the_end_and_meets_no_gap() {
        let (asked, gap) = watch(u64::MAX);
        assert_eq!((&asked[..], gap), (&[0, 3270, 6540, 9810][..], None));
    }

    #[test]
    fn a_role_that_is_revoked_serves_to_the_end_of_its_session() {
        let (asked, gap) = watch(1800);
        assert_eq!(gap, Some(HOUR - 10), "nothing but its end is a gap");
        let before_the_end = asked.iter().filter(|at| **at < HOUR - 10).count();
        assert_eq!(before_the_end, 1 + 11, "then a question every half minute");
        let (_, gap) = watch(3400);
        assert_eq!(gap, Some(3270 + HOUR - 10), "it was renewed in time");
    }
}
