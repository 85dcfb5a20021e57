//! Why a line is drawn: its ends, what goes along it, and where AWS says so.

use super::Setting;
use crate::app::{Reason, Topology, Why, WireKey};
use crate::ui::fit::wrap;
use ratatui::text::{Line, Span};

/// Columns that a reason stands further in than what it is the reason for.
const INSET: usize = 4;

/// What kind of line it is, and how many it stands for; above the list.
pub fn wire(topology: &Topology, key: &WireKey, setting: Setting) -> Line<'static> {
    let theme = setting.theme;
    let sample = theme.glyphs.sample(key.kind);
    let said = match topology.why(key).len() {
        0 => "it is gone".to_owned(),
        1 => "one line".to_owned(),
        count => format!("{count} lines drawn as one"),
    };
    Line::from(vec![
        Span::styled(format!(" {sample} "), theme.wire(key.kind)),
        Span::styled(key.kind.name(), theme.strong()),
        Span::raw(format!(": {said}")),
    ])
}

pub fn why(rows: &[Why], setting: Setting) -> Vec<Vec<Line<'static>>> {
    let lines = rows.iter().map(|why| {
        let theme = setting.theme;
        let mut lines = vec![Line::from(vec![
            Span::styled(format!(" {}", why.from), theme.strong()),
            Span::styled(format!(" {} ", theme.onward()), theme.quiet()),
            Span::styled(why.to.clone(), theme.strong()),
            Span::raw(format!("  {}", why.label)),
        ])];
        for reason in &why.reasons {
            lines.extend(reason_lines(reason, setting));
        }
        lines
    });
    lines.collect()
}

fn reason_lines(reason: &Reason, setting: Setting) -> Vec<Line<'static>> {
    let mut said = reason.sentence.clone();
    for rule in &reason.rules {
        said.push_str(", rule ");
        said.push_str(rule);
    }
    let room = setting.width.saturating_sub(INSET + 1);
    let inset = |piece: String| format!("{}{piece}", " ".repeat(INSET));
    let evidence = wrap(&reason.evidence, room).into_iter();
    let evidence = evidence.map(|piece| Line::styled(inset(piece), setting.theme.quiet()));
    let said = wrap(&said, room).into_iter();
    let said = said.map(|piece| Line::raw(inset(piece)));
    said.chain(evidence).collect()
}
