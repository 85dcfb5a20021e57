//! The lines of a resource's cost: quantity, price, amount, and whose word that is.

use super::{Setting, row};
use crate::budget::{self, Amount, Basis};
use crate::prices::{Class, Price};
use crate::ui::fit::{pad, width, wrap};
use crate::ui::money::Tag;
use ratatui::text::{Line, Span};

/// Columns of what a line is of.
const WHAT: usize = 26;

/// `Cost a month: ~$78.11 ────`
pub(super) fn heading(
    (is_own, amount): (bool, &Amount),
    (setting, tag): (Setting, &Tag),
) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let title = if is_own {
        "Cost a month"
    } else {
        "Cost a month with all that is in it or belongs to it"
    };
    let text = format!(" {title}: {} ", tag.exact(amount));
    let rule = theme.rule();
    let rule = rule.repeat(setting.width.saturating_sub(width(&text) + 2).min(40));
    row(Line::styled(format!("{text}{rule}"), theme.strong()))
}

/// Never cut: what does not fit beside stands below.
pub(super) fn line(line: &budget::Line, (setting, tag): (Setting, &Tag)) -> Vec<Line<'static>> {
    let theme = setting.theme;
    let amount = match line.month() {
        Some(_) => tag.exact(&line.amount()),
        None if line.is_open() => "by use".to_owned(),
        None => "?".to_owned(),
    };
    let what = wrap(&line.what, WHAT.min(setting.width / 2));
    let room = setting
        .width
        .saturating_sub(WHAT.min(setting.width / 2) + width(&amount) + 5);
    let formula = wrap(&formula(line, setting), room);
    let count = what.len().max(formula.len());
    let piece = |pieces: &[String], at: usize| pieces.get(at).cloned().unwrap_or_default();
    let mut lines: Vec<Line<'static>> = (0..count)
        .map(|at| {
            let amount = if at == 0 { amount.as_str() } else { "" };
            let what = pad(&piece(&what, at), WHAT.min(setting.width / 2), theme);
            Line::from(vec![
                Span::raw(format!(" {what}  ")),
                Span::styled(pad(&piece(&formula, at), room, theme), theme.quiet()),
                Span::styled(format!(" {amount}"), theme.strong()),
            ])
        })
        .collect();
    let below = wrap(&provenance(line), setting.width.saturating_sub(4));
    lines.extend(
        below
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .map(|piece| Line::styled(format!("   {piece}"), theme.quiet())),
    );
    lines
}

/// `730 × $0.107 an hour`
fn formula(line: &budget::Line, setting: Setting) -> String {
    let Some(price) = &line.price else {
        return line.note.unwrap_or("no list price is known").to_owned();
    };
    let unit = format!(
        "{}${} {}",
        price.class.mark(),
        price.amount,
        price.unit.phrase()
    );
    match line.quantity {
        Some(quantity) => format!("{quantity} {} {unit}", setting.theme.times()),
        None if line.is_open() => format!("not counted: {unit}"),
        None => format!("? {} {unit}", setting.theme.times()),
    }
}

/// How well it is known, and by whom.
fn provenance(line: &budget::Line) -> String {
    let mut parts = Vec::new();
    match line.basis {
        Basis::Described | Basis::Open(_) => {}
        Basis::AtLeast(_) => parts.push("~ as little as it can be".to_owned()),
        Basis::Typed(_) => parts.push("as typed".to_owned()),
        Basis::Measured(_) => parts.push("as CloudWatch has counted".to_owned()),
    }
    if let Some(price) = &line.price {
        parts.push(word_of(price));
        parts.extend(line.note.map(str::to_owned));
    }
    parts.join("; ")
}

fn word_of(price: &Price) -> String {
    let source = &price.source;
    match &price.class {
        Class::Exact => format!("exact: list price of {}, {}", source.as_of, source.id),
        Class::Estimate(rule) => format!("~ {rule}; from {}, {}", source.as_of, source.id),
    }
}
