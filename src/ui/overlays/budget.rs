//! The budget: its cuts above, rows with their share, totals with what they leave out.

use super::{Setting, column, cost, row};
use crate::app::{BudgetRow, BudgetView, Model, Order, Page};
use crate::budget::{Amount, Class};
use crate::export::budget::remarks;
use crate::prices::Money;
use crate::ui::fit::{Ribbon, pad, width, wrap};
use crate::ui::money::Tag;
use ratatui::text::{Line, Span};

/// The cells of a full bar, where there is little room, and at most.
const BAR: (usize, usize) = (8, 30);

/// A page as the list draws it.
#[derive(Debug)]
pub struct BudgetPage {
    pub head: Vec<Line<'static>>,
    pub rows: Vec<Vec<Line<'static>>>,
    pub foot: Vec<Line<'static>>,
    pub empty: &'static str,
}

/// What every part of a page is drawn with.
struct Draft<'a> {
    model: &'a Model,
    view: &'a BudgetView,
    setting: Setting<'a>,
    tag: Tag,
    total: Amount,
    rows: Vec<BudgetRow>,
    /// Columns of names, of counts, of amounts, and of bars.
    names: usize,
    counts: usize,
    amounts: usize,
    bar: usize,
}

impl BudgetPage {
    pub fn of((model, view): (&Model, &BudgetView), setting: Setting) -> Self {
        let tag = Tag::of(model, view.span);
        let rows = view.rows(model);
        let total = view.total(model);
        let texts = rows.iter().map(|row| tag.exact(&row.amount()));
        let amounts = texts.chain([tag.exact(&total)]).map(|text| width(&text));
        let amounts = amounts.max().unwrap_or(0).max(9);
        let counts = if *view.page() == Page::Cut { 9 } else { 0 };
        // Blanks between columns, and the percentage or the reason behind the bar.
        let last = if *view.page() == Page::Idle {
            22
        } else {
            BAR.0 + 6
        };
        let taken = counts + amounts + last + 7;
        let titles: Vec<String> = rows.iter().map(title).collect();
        let most = setting.width.saturating_sub(taken).max(12);
        let names = column(titles.iter().map(String::as_str), most).max(12);
        let left = setting.width.saturating_sub(names + counts + amounts + 13);
        let draft = Draft {
            names,
            counts,
            amounts,
            bar: left.clamp(BAR.0, BAR.1),
            model,
            view,
            setting,
            tag,
            total,
            rows,
        };
        Self {
            head: draft.head(),
            rows: draft.rows.iter().map(|row| draft.row(row)).collect(),
            foot: draft.foot(),
            empty: draft.empty(),
        }
    }
}

fn title(row: &BudgetRow) -> String {
    match row {
        BudgetRow::Group { title, .. } => title.to_string(),
        BudgetRow::Resource { id, kind, name, .. } if id.short() == name => {
            format!("{kind} {name}")
        }
        BudgetRow::Resource { id, kind, name, .. } => format!("{kind} {name} {}", id.short()),
        BudgetRow::Altered { name, .. } => name.to_string(),
        BudgetRow::Line(_) | BudgetRow::Choice { .. } => String::new(),
    }
}

impl Draft<'_> {
    /// Where it stands, and what the columns are.
    fn head(&self) -> Vec<Line<'static>> {
        let mut head = vec![self.place()];
        let theme = self.setting.theme;
        let span = format!("a {}", self.view.span.name());
        let heads = match self.view.page() {
            Page::Cut => Some((self.view.by.to_string(), "resources", "share")),
            Page::Group { .. } => Some(("resource".to_owned(), "", "share")),
            Page::Idle => Some(("resource".to_owned(), "", "why")),
            Page::WhatIf | Page::Resource(_) | Page::Alter(_) => None,
        };
        if let Some((first, count, last)) = heads {
            let text = format!(
                " {}  {count:>counts$}  {span:>amounts$}  {last}",
                pad(&first, self.names, theme),
                amounts = self.amounts,
                counts = self.counts,
            );
            head.push(Line::styled(text, theme.quiet()));
        }
        head
    }

    fn place(&self) -> Line<'static> {
        let (theme, view) = (self.setting.theme, self.view);
        let mut ribbon = Ribbon::default();
        match view.page() {
            Page::Cut => {
                for (rank, cut) in (1..).zip(&view.cuts) {
                    let is_chosen = *cut == view.by;
                    let style = if is_chosen {
                        theme.selected()
                    } else {
                        theme.plain()
                    };
                    let rank = if is_chosen { 0 } else { rank };
                    ribbon.add(rank, Span::styled(format!(" {cut} "), style));
                }
            }
            page => {
                let words = self.words(page);
                ribbon.add(0, Span::styled(format!(" {words}"), theme.strong()));
            }
        }
        if !view.filter().is_empty() {
            let filter = format!("  /{}", view.filter());
            ribbon.add(0, Span::styled(filter, theme.warning()));
        }
        if view.order != Order::Amount && !matches!(view.page(), Page::Resource(_) | Page::Alter(_))
        {
            let order = format!("  by {}", view.order.name());
            ribbon.add(0, Span::styled(order, theme.quiet()));
        }
        ribbon.line(self.setting.width, theme)
    }

    fn words(&self, page: &Page) -> String {
        let inside = self.setting.theme.inside();
        let called = |id: &crate::inventory::ResourceId| {
            let topology = self.model.topology.as_ref();
            let known = topology.and_then(|topology| topology.derived.survey.get(id));
            known.map_or_else(
                || id.short().to_owned(),
                |known| {
                    let resource = &known.resource;
                    format!("{} {} {}", resource.kind.title(), resource.name, id.short())
                },
            )
        };
        match page {
            Page::Cut => String::new(),
            Page::Group { title, .. } => format!("{} {inside} {title}", self.view.by),
            Page::Resource(id) => called(id),
            Page::Idle => "Idle: costs, and as far as can be read serves nobody".to_owned(),
            Page::WhatIf => "What if: what is thought through; nothing real is touched".to_owned(),
            Page::Alter(id) => format!("What if: {}", called(id)),
        }
    }

    fn row(&self, budget_row: &BudgetRow) -> Vec<Line<'static>> {
        let theme = self.setting.theme;
        match budget_row {
            BudgetRow::Group {
                title,
                count,
                amount,
                ..
            } => row(self.columns((title, &count.to_string()), amount, &self.share(amount))),
            BudgetRow::Resource {
                note: None, amount, ..
            } => row(self.columns((&title(budget_row), ""), amount, &self.share(amount))),
            BudgetRow::Resource {
                note: Some(note),
                amount,
                ..
            } => row(self.columns((&title(budget_row), ""), amount, note)),
            BudgetRow::Line(line) => cost::line(line, (self.setting, &self.tag)),
            BudgetRow::Altered {
                what,
                before,
                after,
                ..
            } => {
                let mut lines = row(Line::from(vec![
                    Span::styled(
                        format!(" {}  ", pad(&title(budget_row), self.names, theme)),
                        theme.strong(),
                    ),
                    Span::raw(what.clone()),
                ]));
                lines.push(Line::raw(format!("   {}", self.change(before, after))));
                lines
            }
            BudgetRow::Choice { choice, now, then } => {
                let mut spans = vec![
                    Span::styled(format!(" {:<9}", choice.name()), theme.quiet()),
                    Span::raw(now.clone()),
                ];
                if let Some(then) = then {
                    spans.push(Span::styled(format!(" {} ", theme.onward()), theme.quiet()));
                    spans.push(Span::styled(then.clone(), theme.warning()));
                }
                row(spans)
            }
        }
    }

    fn columns(&self, (name, count): (&str, &str), amount: &Amount, last: &str) -> Line<'static> {
        let theme = self.setting.theme;
        let text = self.tag.exact(amount);
        let text = match (amount.known == Money::ZERO, amount.unknown, amount.open) {
            (true, 0, 1..) => "by use".to_owned(),
            _ => text,
        };
        let gap = " ".repeat(self.amounts.saturating_sub(width(&text)));
        Line::from(vec![
            Span::raw(format!(" {}  ", pad(name, self.names, theme))),
            Span::styled(
                format!("{count:>counts$}  ", counts = self.counts),
                theme.quiet(),
            ),
            Span::styled(format!("{gap}{text}"), theme.strong()),
            Span::styled(format!("  {last}"), theme.quiet()),
        ])
    }

    /// A bar and a percentage of the page's total.
    fn share(&self, amount: &Amount) -> String {
        if self.total.known <= Money::ZERO || amount.known == Money::ZERO {
            return String::new();
        }
        let share = amount.known.to_f64() / self.total.known.to_f64();
        let cells = ((share * self.bar as f64).round() as usize).min(self.bar);
        let bar = self.setting.theme.share_bar().repeat(cells);
        let percent = share * 100.0;
        let percent = if percent > 0.0 && percent < 0.5 {
            "<1".to_owned()
        } else {
            format!("{percent:.0}")
        };
        format!("{bar}{} {percent:>3} %", " ".repeat(self.bar - cells))
    }

    /// `$78.11 → $156.22, +$78.11`
    fn change(&self, before: &Amount, after: &Amount) -> String {
        let (arrow, tag) = (self.setting.theme.onward(), &self.tag);
        let difference = match (before.class(), after.class()) {
            (Class::Unknown, _) | (_, Class::Unknown) => "?".to_owned(),
            _ => tag.difference(after.known - before.known),
        };
        format!(
            "{} {arrow} {}: {difference} a {}",
            tag.exact(before),
            tag.exact(after),
            self.view.span.name()
        )
    }

    /// The total, what it leaves out, and what the things that are thought through change.
    fn foot(&self) -> Vec<Line<'static>> {
        let theme = self.setting.theme;
        let mut foot = Vec::new();
        let total = self.tag.exact(&self.total);
        let gap = self.amounts.saturating_sub(width(&total));
        let is_table = matches!(
            self.view.page(),
            Page::Cut | Page::Group { .. } | Page::Idle
        );
        if is_table {
            let count: usize = self.rows.iter().map(counted).sum();
            let mut count = if self.counts > 0 {
                count.to_string()
            } else {
                String::new()
            };
            if !self.view.filter().is_empty() {
                let shown: Amount = self.rows.iter().map(BudgetRow::amount).sum();
                foot.push(self.columns(("shown", &count), &shown, &self.share(&shown)));
                count = String::new();
            }
            let text = format!(
                " {}  {count:>counts$}  {}{total}",
                pad("total", self.names, theme),
                " ".repeat(gap),
                counts = self.counts,
            );
            foot.push(Line::styled(text, theme.strong()));
        } else if let Page::Resource(_) = self.view.page() {
            let text = format!(" total a {}: {total}", self.view.span.name());
            foot.push(Line::styled(text, theme.strong()));
        }
        if let Page::Alter(id) = self.view.page()
            && let Some(topology) = &self.model.topology
        {
            let (before, after) = topology.derived.costs.change_of(id);
            let text = if before == after {
                let amount = self.tag.exact(&after);
                format!(" as it is: {amount} a {}", self.view.span.name())
            } else {
                format!(" alone  {}", self.change(&before, &after))
            };
            foot.push(Line::styled(text, theme.strong()));
        }
        foot.extend(self.altered());
        let wide = self.setting.width.saturating_sub(2);
        if is_table {
            let sentences = remarks(&self.total).into_iter();
            let lines = sentences.flat_map(|sentence| wrap(&sentence, wide));
            foot.extend(lines.map(|line| Line::styled(format!(" {line}"), theme.quiet())));
        }
        foot
    }

    fn altered(&self) -> Option<Line<'static>> {
        let costs = &self.model.topology.as_ref()?.derived.costs;
        let before = costs.before.as_ref()?.total();
        let change = self.change(&before, &costs.total);
        let text = match self.view.page() {
            Page::Alter(_) | Page::WhatIf => format!(" all    {change}"),
            _ => self.spelled(&change),
        };
        Some(Line::styled(text, self.setting.theme.warning()))
    }

    fn spelled(&self, change: &str) -> String {
        let keys = "{budget.what-if} shows it, {budget.clear-all} clears it";
        let keys = self.setting.keymap.spell(keys);
        format!(" what if: {change}; {keys}")
    }

    fn empty(&self) -> &'static str {
        match self.view.page() {
            _ if !self.view.filter().is_empty() => "nothing here is called so",
            Page::Cut | Page::Group { .. } => "nothing that costs something was read yet",
            Page::Resource(_) => "it costs nothing by itself",
            Page::Idle => "nothing that was read is idle",
            Page::WhatIf => "nothing is thought through; w on a resource does",
            Page::Alter(_) => "it is gone",
        }
    }
}

fn counted(row: &BudgetRow) -> usize {
    match row {
        BudgetRow::Group { count, .. } => *count,
        _ => 1,
    }
}
