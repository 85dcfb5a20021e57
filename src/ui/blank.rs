//! What stands in the map's place while there is no map.

use super::fit::{fit, width, wrap};
use super::progress;
use super::theme::Theme;
use crate::app::{Keymap, SessionState, Topology};
use crate::provider::Explanation;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Blank<'a> {
    pub topology: Option<&'a Topology>,
    pub keymap: Keymap<'a>,
    pub theme: Theme,
}

impl Blank<'_> {
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let lines = self.lines((usize::from(area.width), usize::from(area.height)));
        let spelled = lines.iter().map(|line| self.keymap.spell(line));
        let lines: Vec<String> = spelled.collect();
        let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let left = usize::from(area.width).saturating_sub(widest) / 2;
        let top = usize::from(area.height).saturating_sub(lines.len()) / 2;
        for (y, line) in (area.top() + top as u16..area.bottom()).zip(lines) {
            let line = fit(&line, usize::from(area.width) - left, self.theme);
            buffer.set_string(area.x + left as u16, y, line, self.theme.plain());
        }
    }

    fn lines(&self, room: (usize, usize)) -> Vec<String> {
        let Some(topology) = self.topology else {
            return vec![
                "No account is open.".to_owned(),
                String::new(),
                "{anywhere.accounts}  lists the AWS accounts and adds one".to_owned(),
                "{anywhere.help}  helps".to_owned(),
            ];
        };
        if !topology.look.filter.is_empty() && !topology.derived.graph.nodes.is_empty() {
            return vec![
                format!("Nothing matches {}", topology.look.filter.text),
                "{anywhere.escape} clears the filter.".to_owned(),
            ];
        }
        let failed: usize = topology.watch.failures().values().sum();
        let mut accounts = topology.watch.accounts.values();
        let is_refused = accounts.any(|one| matches!(one.session, SessionState::Failed { .. }));
        if topology.watch.is_complete() && failed == 0 && !is_refused {
            return vec![
                "Nothing that this map draws was found here.".to_owned(),
                "{anywhere.coverage} lists what was read, {anywhere.regions} picks regions."
                    .to_owned(),
            ];
        }
        reading(topology, room, self.theme)
    }
}

/// Why there is no session, and what to do: no list says it while nothing is planned.
fn refused(name: &str, explanation: &Explanation, width: usize) -> Vec<String> {
    let width = width.saturating_sub(4).min(100);
    let mut lines = wrap(&format!("{name}: {}", explanation.summary), width);
    for cause in &explanation.causes {
        lines.extend(wrap(&format!("- {}", cause.sentence), width));
        let command = cause.remedy.iter().filter(|remedy| !remedy.contains('\n'));
        lines.extend(command.map(|command| format!("    {command}")));
    }
    lines
}

/// Slice by slice, so that waiting can be told from hanging.
fn reading(topology: &Topology, (width, room): (usize, usize), theme: Theme) -> Vec<String> {
    let watch = &topology.watch;
    let mut lines: Vec<String> = watch
        .in_order()
        .into_iter()
        .flat_map(|watched| match &watched.session {
            SessionState::Opening => vec![format!("{}: opening a session", watched.account.name)],
            SessionState::Open if watch.is_complete() => {
                let name = &watched.account.name;
                vec![format!(
                    "{name}: nothing to draw, because not everything could be read"
                )]
            }
            SessionState::Open => vec![format!("{}: reading", watched.account.name)],
            SessionState::Failed { explanation, .. } => {
                refused(&watched.account.name, explanation, width)
            }
        })
        .collect();
    if watch.is_complete() {
        lines.push(
            "  {anywhere.coverage} says why and what to do, {anywhere.refresh} reads again"
                .to_owned(),
        );
    }
    let (answered, planned) = watch.progress();
    if !watch.is_complete() && planned > 0 {
        lines.push(format!(
            "  {}",
            progress::bar((answered, planned), 30, theme)
        ));
    }
    let mut slices: Vec<_> = watch.coverage.iter().collect();
    // What is waited for is not pushed out by what has answered.
    slices.sort_by_key(|(_, slice)| {
        (
            !slice.is_reading,
            slice.failure.is_none(),
            slice.read.is_none(),
        )
    });
    let slices = slices.into_iter().map(|(id, slice)| {
        let how = match (&slice.read, &slice.failure) {
            (_, Some(failure)) => failure.error.kind.word().to_owned(),
            (Some(read), None) => read.count.to_string(),
            (None, None) if slice.is_reading => "reading".to_owned(),
            (None, None) => "waiting".to_owned(),
        };
        let place = watch.place(id.account, &id.region);
        format!("  {place} {}: {how}", id.collector)
    });
    lines.extend(slices);
    if lines.len() > room && room > 1 {
        let hidden = lines.len() + 1 - room;
        lines.truncate(room - 1);
        lines.push(format!("  and {hidden} more"));
    }
    lines
}
