//! Rows in a panel, one of them under the cursor. A row may have several lines.

use super::fit::{fit, fit_line};
use super::panel::Panel;
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// A list over the map.
#[derive(Debug)]
pub struct List<'a> {
    pub title: String,
    /// Above the rows; does not scroll.
    pub head: Vec<Line<'a>>,
    /// Below them; does not scroll either.
    pub foot: Vec<Line<'a>>,
    pub rows: Vec<Vec<Line<'a>>>,
    pub cursor: usize,
    /// How many lines of the row under the cursor are marked.
    pub marked: usize,
    /// What stands there while there are no rows.
    pub empty: &'a str,
    pub theme: Theme,
}

impl List<'_> {
    /// Draws the list in the middle of the area, as large as it needs to be.
    pub fn draw(self, area: Rect, buffer: &mut Buffer) {
        let theme = self.theme;
        let place = self.place(area);
        let note = match self.rows.len() {
            0 => String::new(),
            rows => format!("{} of {rows}", self.cursor.min(rows - 1) + 1),
        };
        let panel = Panel {
            title: &self.title,
            note: &note,
            theme,
        };
        let whole = panel.draw(place, buffer);
        let inside = self.below_head(whole);
        let wide = usize::from(whole.width);
        let above = (whole.top()..).zip(self.head);
        let below = (inside.bottom()..).zip(self.foot);
        for (y, line) in above.chain(below).filter(|(y, _)| *y < whole.bottom()) {
            let line = fit_line(line, wide, theme);
            buffer.set_line(whole.x, y, &line, whole.width);
        }
        if self.rows.is_empty() {
            let text = fit(
                &format!(" {}", self.empty),
                usize::from(inside.width),
                theme,
            );
            if inside.height > 0 {
                buffer.set_string(inside.x, inside.y, text, theme.quiet());
            }
            return;
        }
        let cursor = (self.cursor, self.marked);
        draw_rows((self.rows, cursor), inside, (theme, buffer));
    }

    /// The row that stands at a position of the screen, in the same area.
    pub fn row_at(&self, area: Rect, at: Position) -> Option<usize> {
        let inside = self.below_head(Panel::inside(self.place(area)));
        if !inside.contains(at) {
            return None;
        }
        let heights: Vec<usize> = self.rows.iter().map(Vec::len).collect();
        let first = first_line(&heights, self.cursor, usize::from(inside.height));
        let line = first + usize::from(at.y - inside.y);
        let mut end = 0;
        heights.iter().position(|height| {
            end += height;
            line < end
        })
    }

    fn place(&self, area: Rect) -> Rect {
        let lines: usize = self.rows.iter().map(Vec::len).sum();
        let fixed = self.head.len() + self.foot.len();
        let width = usize::from(area.width.min(120)).saturating_sub(4);
        Panel::place(area, (width, lines.max(1) + fixed))
    }

    fn below_head(&self, inside: Rect) -> Rect {
        let rows = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        let above = rows(self.head.len()).min(inside.height);
        let below = rows(self.foot.len()).min(inside.height - above);
        Rect {
            y: inside.y + above,
            height: inside.height - above - below,
            ..inside
        }
    }
}

fn draw_rows(
    (rows, (cursor, marked)): (Vec<Vec<Line<'_>>>, (usize, usize)),
    area: Rect,
    (theme, buffer): (Theme, &mut Buffer),
) {
    let heights: Vec<usize> = rows.iter().map(Vec::len).collect();
    let first = first_line(&heights, cursor, usize::from(area.height));
    let lines = rows.into_iter().enumerate().flat_map(|(row, lines)| {
        let numbered = lines.into_iter().enumerate();
        numbered.map(move |(number, line)| (row == cursor && number < marked, line))
    });
    for (y, (is_marked, line)) in (area.top()..area.bottom()).zip(lines.skip(first)) {
        let line = fit_line(line, usize::from(area.width), theme);
        buffer.set_line(area.x, y, &line, area.width);
        if is_marked {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            buffer.set_style(row, theme.selected());
        }
    }
}

/// The first visible line, so that the row under the cursor stands near the middle.
fn first_line(heights: &[usize], cursor: usize, room: usize) -> usize {
    let before: usize = heights.iter().take(cursor).sum();
    let total: usize = heights.iter().sum();
    let end = before + heights.get(cursor).copied().unwrap_or(0);
    before
        .saturating_sub(room / 2)
        // A row that is higher than half of the room is seen to its end.
        .max(end.saturating_sub(room).min(before))
        .min(total.saturating_sub(room))
}
