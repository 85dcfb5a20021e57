//! What changed since the program started, the newest first.

use super::{Setting, row};
use crate::app::{Change, Event, Watch, time_of_day};
use ratatui::text::{Line, Span};

pub fn events<'a>(
    events: impl Iterator<Item = &'a Event>,
    watch: &Watch,
    setting: Setting,
) -> Vec<Vec<Line<'static>>> {
    let theme = setting.theme;
    let lines = events.map(|event| {
        let (mark, style) = match &event.change {
            Change::Added => ("+", theme.strong()),
            Change::Removed => ("-", theme.strong()),
            Change::Health { to, .. } => (theme.mark(*to), theme.health(*to)),
            Change::State { .. } => (" ", theme.plain()),
        };
        let account = if watch.has_several_accounts() {
            format!("{} ", watch.name_of(event.account))
        } else {
            String::new()
        };
        row(vec![
            Span::styled(
                format!(" {} ", time_of_day(setting.clock, event.at)),
                theme.quiet(),
            ),
            Span::styled(format!("{mark} "), style),
            Span::styled(account, theme.quiet()),
            Span::styled(event.name.clone(), theme.strong()),
            Span::styled(format!(" {} ", event.kind.title()), theme.quiet()),
            Span::styled(event.sentence(), style),
        ])
    });
    lines.collect()
}
