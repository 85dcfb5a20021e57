//! The model as cells. It has `&Model` and changes nothing; every widget is a struct
//! with named inputs, and only this file sees the whole model.

mod accounts;
mod blank;
mod breadcrumb;
mod candidates;
mod filter_line;
mod fit;
mod footer;
mod header;
mod jump;
mod lens;
mod list;
mod listed;
mod map;
mod money;
mod overlays;
mod panel;
mod progress;
mod prompt;
mod reconcile;
mod shown;
mod strip;
mod theme;
mod tree;
mod typed;

use self::accounts::AccountsWidget;
use self::listed::{coverage, listed};
use self::overlays::Setting;
use self::theme::Theme;
use self::typed::typed;
use crate::app::{self, Model, Overlay, Panes, Spot, Topology, View};
use crate::export::budget::Span;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::time::Instant;

/// What is drawn at a position, when it is more than a part of the map: the view knows
/// best what it has put where.
pub fn spot(model: &Model, at: Position, now: Instant) -> Option<Spot> {
    let theme = Theme::of(&model.screen);
    let (width, height) = (model.screen.width, model.screen.height);
    if app::too_small(width, height).is_some() {
        return None;
    }
    let (panes, wide) = (Panes::of(model), usize::from(width));
    let column = usize::from(at.x);
    let is_free = match model.overlays.last() {
        Some(
            Overlay::Accounts(_) | Overlay::Filter(_) | Overlay::Command(_) | Overlay::Entry(_),
        ) => return None,
        Some(overlay) if overlay.cursor().is_some() => false,
        Some(Overlay::Coverage(_)) => false,
        _ => true,
    };
    if panes.footer.contains(at) {
        let action = footer(model, theme).action_at(column, wide);
        return action.map(Spot::Hint);
    }
    if let Some(overlay) = model.overlays.last().filter(|_| !is_free) {
        let room = below_header(Rect::new(0, 0, width, height));
        let setting = setting((model, now), room);
        if let Some(table) = coverage(model, overlay, setting) {
            return table.spot_at(room, at).map(Spot::Coverage);
        }
        let list = listed(model, overlay, setting)?;
        return list.row_at(room, at).map(Spot::Row);
    }
    let topology = model.topology.as_ref();
    let topology = topology.filter(|_| panes.breadcrumb.contains(at))?;
    let crumbs = breadcrumb::Breadcrumb { topology, theme };
    crumbs.container_at(column, wide).map(Spot::Container)
}

/// Draws one frame.
pub fn draw(frame: &mut Frame<'_>, model: &Model, now: Instant) {
    let theme = Theme::of(&model.screen);
    drawn(frame, (model, now), theme);
    reconcile::reconcile(frame.buffer_mut(), theme);
    theme.paint(frame.buffer_mut());
}

fn drawn(frame: &mut Frame<'_>, (model, now): (&Model, Instant), theme: Theme) {
    let area = frame.area();
    if let Some(least) = app::too_small(area.width, area.height) {
        return too_small(frame, least, theme);
    }
    // A frame may be drawn before the model was told of a new size.
    if (area.width, area.height) != (model.screen.width, model.screen.height) {
        return;
    }
    home(frame, (model, now), theme);
    for overlay in &model.overlays {
        over(frame, (model, now), (overlay, theme));
    }
}

fn too_small(frame: &mut Frame<'_>, (width, height): (u16, u16), theme: Theme) {
    let area = frame.area();
    let text = format!(
        "{}x{}: skymap needs {width}x{height}",
        area.width, area.height
    );
    let lines = fit::wrap(&text, usize::from(area.width));
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        frame
            .buffer_mut()
            .set_stringn(area.x, y, line, usize::from(area.width), theme.plain());
    }
}

/// Header, breadcrumb, banner, map or tree, strip, footer.
fn home(frame: &mut Frame<'_>, (model, now): (&Model, Instant), theme: Theme) {
    let panes = Panes::of(model);
    let topology = model.topology.as_ref();
    let width = usize::from(frame.area().width);
    let header = header::Header {
        topology,
        is_demo: model.screen.is_demo,
        tag: money::Tag::of(model, Span::Month),
        theme,
        now,
    };
    put(frame, panes.header, &header.line(width));
    if let Some(banner) = app::Banner::of(model) {
        let style = if banner.is_error {
            theme.error()
        } else {
            theme.warning()
        };
        put(
            frame,
            panes.banner,
            &banner_line(
                &banner.text(now),
                &model.keymap().spell(banner.way_out),
                (width, theme),
            )
            .style(style),
        );
    }
    match topology.filter(|topology| !topology.derived.diagram.items.is_empty()) {
        Some(topology) => looked_at(frame, (topology, model, now), theme),
        None => blank::Blank {
            topology,
            keymap: model.keymap(),
            theme,
        }
        .draw(panes.map, frame.buffer_mut()),
    }
    put(frame, panes.footer, &footer(model, theme).line(width));
}

fn footer(model: &Model, theme: Theme) -> footer::Footer<'_> {
    let hints = match model.overlays.last() {
        // It has its own at its foot.
        Some(Overlay::Accounts(_)) => Vec::new(),
        _ => app::hints(model.keymap(), app::contexts(model)),
    };
    let moving = model.topology.as_ref();
    let moving = moving.and_then(|topology| topology.look.moving.as_ref());
    footer::Footer {
        notice: model.notice.as_ref(),
        mode: moving.map(|moving| match moving.count {
            0 | 1 => format!("moving {}", moving.name),
            count => format!("moving {} {}{count}", moving.name, theme.times()),
        }),
        hints,
        theme,
    }
}

/// A filter takes a row more than the footer.
fn with_line(model: &Model, screen: Rect) -> Rect {
    let taken = match model.overlays.last() {
        Some(Overlay::Filter(_)) => filter_line::HEIGHT - 1,
        _ => 0,
    };
    Rect {
        height: screen.height.saturating_sub(taken),
        ..screen
    }
}

/// Lists leave the header and the footer free.
fn below_header(screen: Rect) -> Rect {
    Rect {
        y: 1,
        height: screen.height.saturating_sub(2),
        ..screen
    }
}

fn setting((model, now): (&Model, Instant), room: Rect) -> Setting<'_> {
    Setting {
        theme: Theme::of(&model.screen),
        width: usize::from(room.width.min(120)).saturating_sub(4),
        clock: model.screen.clock,
        keymap: model.keymap(),
        now,
    }
}

fn looked_at(
    frame: &mut Frame<'_>,
    (topology, model, now): (&Topology, &Model, Instant),
    theme: Theme,
) {
    let panes = Panes::of(model);
    let width = usize::from(panes.breadcrumb.width);
    put(
        frame,
        panes.breadcrumb,
        &breadcrumb::Breadcrumb { topology, theme }.line(width),
    );
    let buffer = frame.buffer_mut();
    match topology.look.view {
        View::Map => {
            let lens = topology.look.lens;
            let tag = lens.map(|app::Lens::Cost| money::Tag::of(model, Span::Month));
            let map = map::Map {
                topology,
                tag,
                theme,
            };
            map.draw(panes.map, buffer);
        }
        View::Tree => tree::Tree { topology, theme }.draw(panes.map, buffer),
    }
    strip::Strip {
        topology,
        tag: money::Tag::of(model, Span::Month),
        clock: model.screen.clock,
        now,
        theme,
    }
    .draw(panes.strip, buffer);
}

/// The way out stands at the right and is never cut.
fn banner_line(text: &str, way_out: &str, (width, theme): (usize, Theme)) -> Line<'static> {
    let way_out = format!("  {way_out} ");
    let text = fit::pad(
        &format!(" {text}"),
        width.saturating_sub(way_out.len()),
        theme,
    );
    fit::fit_line(Line::from(text + &way_out), width, theme)
}

/// One overlay.
fn over(
    frame: &mut Frame<'_>,
    (model, now): (&Model, Instant),
    (overlay, theme): (&Overlay, Theme),
) {
    let room = below_header(with_line(model, frame.area()));
    match overlay {
        Overlay::Jump(labels) => {
            if let Some(topology) = &model.topology {
                let area = Panes::of(model).map;
                let widget = jump::Jump {
                    labels,
                    topology,
                    theme,
                };
                widget.draw(area, frame.buffer_mut());
            }
        }
        Overlay::Shown(shown) => {
            let text = shown::ShownText {
                shown,
                first: app::position(model, overlay),
                theme,
            };
            text.draw(frame.area(), frame.buffer_mut());
        }
        Overlay::Filter(_) | Overlay::Command(_) | Overlay::Entry(_) => {
            typed(frame, (model, overlay), theme);
        }
        Overlay::Accounts(modal) => {
            let widget = AccountsWidget {
                modal,
                accounts: &model.accounts,
                screen: &model.screen,
                keymap: model.keymap(),
                notice: model.notice.as_ref(),
                theme,
                now,
            };
            widget.draw(frame.buffer_mut());
            if let Some(cursor) = widget.cursor() {
                frame.set_cursor_position(cursor);
            }
        }
        _ => {
            let setting = setting((model, now), room);
            if let Some(table) = coverage(model, overlay, setting) {
                table.draw(room, frame.buffer_mut());
            } else if let Some(list) = listed(model, overlay, setting) {
                list.draw(room, frame.buffer_mut());
            }
        }
    }
}

fn put(frame: &mut Frame<'_>, area: Rect, line: &Line<'_>) {
    if area.height > 0 {
        frame
            .buffer_mut()
            .set_line(area.x, area.y, line, area.width);
    }
}
