//! What a provider may say: of a scan, of a check, of who asks.

use super::super::super::dice::Dice;
use super::super::super::{answers, resources};
use super::sentence;
use skymap::inventory::{Slice, SliceId};
use skymap::provider::{
    Call, Caller, Cause, Denial, ErrorKind, Explanation, RegionState, ScanEvent, Verdict,
};
use std::sync::Arc;
use std::time::Duration;

pub fn event(dice: &mut Dice<'_>) -> ScanEvent {
    match dice.below(16) {
        0 => ScanEvent::SessionReady {
            account: "111122223333".parse().expect("twelve digits"),
            seconds_left: dice.pick(&[0, 1, 61, 3600, u64::MAX]),
        },
        1 => ScanEvent::SessionFailed(explanation(dice)),
        2 => {
            let regions = (0..dice.below(4)).map(|_| RegionState {
                region: resources::region(dice),
                is_enabled: dice.one_in(2),
            });
            ScanEvent::RegionsKnown(regions.collect())
        }
        3 | 4 => {
            let slices = (0..dice.below(6)).map(|_| (resources::slice_id(dice), due(dice)));
            ScanEvent::Planned(slices.collect())
        }
        5 => ScanEvent::Started(resources::slice_id(dice)),
        6 | 7 => failed(dice, resources::slice_id),
        8 => ScanEvent::Called(Call {
            service: "ec2",
            operation: dice.pick(&["DescribeInstances", "DescribeVpcs"]).into(),
            region: resources::region(dice),
            took: Duration::from_millis(u64::from(dice.number())),
            error: dice.one_in(2).then(|| kind(dice)),
        }),
        9 => ScanEvent::Finished,
        10..=12 => shrunk(dice),
        _ => ScanEvent::Collected {
            id: resources::slice_id(dice),
            slice: resources::slice(dice),
            calls: 1,
            issues: (0..dice.below(2)).map(|_| sentence(dice)).collect(),
        },
    }
}

/// A slice of the demo of which some is gone.
fn shrunk(dice: &mut Dice<'_>) -> ScanEvent {
    let (_, events) = answers::demo();
    let is_slice = |event: &&ScanEvent| matches!(event, ScanEvent::Collected { .. });
    let slices: Vec<&ScanEvent> = events.iter().filter(is_slice).collect();
    let mut event = dice.pick(&slices).clone();
    let modulus = 1 + dice.below(6);
    let mut number = dice.below(6);
    let mut is_kept = || {
        number += 1;
        modulus == 1 || !number.is_multiple_of(modulus)
    };
    if let ScanEvent::Collected { slice, .. } = &mut event {
        match slice {
            Slice::Resources(resources) => Arc::make_mut(resources).retain(|_| is_kept()),
            Slice::Observations(observations) => Arc::make_mut(observations).retain(|_| is_kept()),
        }
    }
    event
}

fn due(dice: &mut Dice<'_>) -> Option<Duration> {
    let seconds = dice.pick(&[None, Some(0), Some(10), Some(60)]);
    seconds.map(Duration::from_secs)
}

fn failed(dice: &mut Dice<'_>, id: fn(&mut Dice<'_>) -> SliceId) -> ScanEvent {
    ScanEvent::Failed {
        id: id(dice),
        error: explanation(dice),
        calls: 1,
        is_remembered: dice.one_in(2),
    }
}

fn kind(dice: &mut Dice<'_>) -> ErrorKind {
    dice.pick(&[
        ErrorKind::Throttled,
        ErrorKind::ExpiredCredentials,
        ErrorKind::NoCredentials,
        ErrorKind::RegionDisabled,
        ErrorKind::BadAnswer,
        ErrorKind::TimedOut,
        ErrorKind::ClockSkew { seconds: -600 },
        ErrorKind::AccessDenied {
            action: None,
            reason: Denial::Explicit(None),
        },
        ErrorKind::Other {
            code: "日本".to_owned(),
        },
    ])
}

pub fn explanation(dice: &mut Dice<'_>) -> Explanation {
    let causes = (0..dice.below(3)).map(|_| Cause {
        sentence: sentence(dice),
        remedy: dice.one_in(2).then(|| sentence(dice)),
    });
    Explanation {
        causes: causes.collect(),
        kind: kind(dice),
        summary: sentence(dice),
        request_id: dice.one_in(2).then(|| sentence(dice)),
    }
}

pub fn caller(dice: &mut Dice<'_>) -> Result<Caller, Explanation> {
    if dice.one_in(3) {
        return Err(explanation(dice));
    }
    Ok(Caller {
        account: "444455556666".parse().expect("twelve digits"),
        arn: sentence(dice),
        partition: skymap::account::Partition::Aws,
    })
}

pub fn verdict(dice: &mut Dice<'_>) -> Verdict {
    match dice.below(5) {
        0 => Verdict::Running,
        1 => Verdict::Passed(sentence(dice)),
        2 => Verdict::Warning(explanation(dice)),
        3 => Verdict::Failed(explanation(dice)),
        _ => Verdict::Skipped,
    }
}
