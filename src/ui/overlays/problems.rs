//! What is not healthy, the worst first.

use super::{Setting, column, row};
use crate::app::{Problem, Watch, time_of_day};
use crate::ui::fit::{pad, wrap};
use ratatui::text::{Line, Span};

pub fn problems(problems: &[Problem], watch: &Watch, setting: Setting) -> Vec<Vec<Line<'static>>> {
    let names = column(
        problems.iter().map(|problem| problem.name.as_str()),
        setting.width / 3,
    );
    problems
        .iter()
        .map(|problem| line(problem, (names, watch), setting))
        .collect()
}

/// What was not read may be unwell, too.
pub fn unread(watch: &Watch, setting: Setting) -> Option<Line<'static>> {
    let failed: usize = watch.failures().values().sum();
    let all = watch.coverage.len();
    let sentence = match failed {
        0 => return None,
        1 => format!(
            " 1 of {all} reads fails: what it would say is not known; {{anywhere.coverage}} says why"
        ),
        _ => format!(
            " {failed} of {all} reads fail: what they would say is not known; {{anywhere.coverage}} says why"
        ),
    };
    Some(Line::styled(
        setting.keymap.spell(&sentence),
        setting.theme.warning(),
    ))
}

fn line(
    problem: &Problem,
    (names, watch): (usize, &Watch),
    setting: Setting,
) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let style = theme.health(problem.health);
    let room = setting.width.saturating_sub(names + 5);
    let mut reason = wrap(&problem.reason, room).into_iter();
    let mut lines = row(vec![
        Span::styled(format!(" {} ", theme.mark(problem.health)), style),
        Span::styled(pad(&problem.name, names, theme), theme.strong()),
        Span::styled(format!("  {}", reason.next().unwrap_or_default()), style),
    ]);
    let indent = " ".repeat(names + 5);
    lines.extend(reason.map(|rest| Line::styled(format!("{indent}{rest}"), style)));
    lines.extend(
        wrap(
            &place(problem, watch, setting),
            setting.width.saturating_sub(4),
        )
        .into_iter()
        .map(|line| Line::styled(format!("   {line}"), theme.quiet())),
    );
    lines
}

/// What it is, since when it is so, and what lies before and behind it.
fn place(problem: &Problem, watch: &Watch, setting: Setting) -> String {
    let mut text = problem.kind.title().to_owned();
    if problem.id.short() != problem.name {
        text = format!("{text} {}", problem.id.short());
    }
    if watch.has_several_accounts() {
        let place = watch.place(problem.account, &problem.region);
        text = format!("{text} in {place}");
    }
    text += ", since ";
    text += &match problem.since {
        Some(at) => time_of_day(setting.clock, at),
        None => "before it was first read".to_owned(),
    };
    for (sign, names) in [
        (setting.theme.back(), &problem.upstream),
        (setting.theme.onward(), &problem.downstream),
    ] {
        if !names.is_empty() {
            text = format!("{text}  {sign} {}", names.join(", "));
        }
    }
    text
}
