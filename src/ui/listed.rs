//! Which overlay is which list: its rows, what stands above and below them, its title.

use super::list::List;
use super::overlays::{self, CoverageTable, Setting};
use super::{fit, money};
use crate::app::{self, Model, Overlay, Topology};
use crate::export::budget::Span;
use ratatui::text::Line;

/// The table of what was read, where that is the overlay.
pub(super) fn coverage<'a>(
    model: &'a Model,
    overlay: &'a Overlay,
    setting: Setting<'a>,
) -> Option<CoverageTable<'a>> {
    let Overlay::Coverage(view) = overlay else {
        return None;
    };
    let grid = app::coverage_grid(model, view)?;
    let spot = view.spot(&grid);
    Some(CoverageTable {
        watch: &model.topology.as_ref()?.watch,
        grid,
        spot,
        filter: &view.filter.text,
        setting,
    })
}

/// A list with the rows that its filter leaves, which its title tells.
pub(super) fn listed<'a>(
    model: &'a Model,
    overlay: &'a Overlay,
    setting: Setting,
) -> Option<List<'a>> {
    let shown = app::shown(model, overlay);
    let cursor = app::position(model, overlay);
    let mut list = rows(model, (overlay, shown.get(cursor).copied()), setting)?;
    list.cursor = cursor;
    let filter = overlay.filter().filter(|filter| !filter.is_empty());
    let Some(filter) = filter else {
        return Some(list);
    };
    let all = list.rows.len();
    let mut rows = list.rows.into_iter().map(Some).collect::<Vec<_>>();
    let kept = shown
        .into_iter()
        .filter_map(|row| rows.get_mut(row)?.take());
    list.rows = kept.collect();
    let text = fit::fit(&filter.text, setting.width / 2, setting.theme);
    list.title = format!("{} /{text}", list.title);
    if all > 0 {
        list.empty = "no row matches; Esc shows all";
    }
    Some(list)
}

/// All of its rows.
fn rows<'a>(
    model: &'a Model,
    (overlay, under_cursor): (&'a Overlay, Option<usize>),
    setting: Setting,
) -> Option<List<'a>> {
    let cursor = under_cursor.unwrap_or(usize::MAX);
    let list = |title: &str, rows, empty| List {
        title: title.to_owned(),
        head: Vec::new(),
        foot: Vec::new(),
        rows,
        cursor,
        marked: usize::MAX,
        empty,
        theme: setting.theme,
    };
    match overlay {
        Overlay::Help(_) => {
            return Some(list(
                "Help",
                overlays::help(&app::help(model.keymap()), setting),
                "",
            ));
        }
        Overlay::Legend(_) => {
            let kinds = model.topology.as_ref().map(Topology::wire_kinds);
            let rows = overlays::legend(kinds.as_ref(), setting);
            return Some(list("Legend", rows, ""));
        }
        Overlay::Blueprints(view) => {
            return Some(List {
                head: Vec::from_iter(overlays::blueprint_head(view, setting)),
                ..list(
                    if view.of.is_some() {
                        "Former saves"
                    } else {
                        "Blueprints"
                    },
                    overlays::blueprints(view, setting),
                    overlays::no_blueprints(view),
                )
            });
        }
        Overlay::CopyMenu { items, .. } => {
            return Some(list("Copy", overlays::copy_menu(items, setting), ""));
        }
        _ => {}
    }
    let topology = model.topology.as_ref()?;
    if let Overlay::Budget(view) = overlay {
        let page = overlays::BudgetPage::of((model, view), setting);
        return Some(List {
            head: page.head,
            foot: page.foot,
            ..list("Budget", page.rows, page.empty)
        });
    }
    Some(match overlay {
        Overlay::Problems(_) => List {
            head: Vec::from_iter(overlays::unread(&topology.watch, setting)),
            ..list(
                "Problems",
                overlays::problems(&topology.problems(), &topology.watch, setting),
                "everything that was read is well",
            )
        },
        Overlay::BlueprintDiff(_) => {
            let (head, rows, empty) = overlays::differences(topology, setting);
            List {
                head: vec![head],
                ..list("Differences from the blueprint", rows, empty)
            }
        }
        Overlay::Events(_) => {
            let events = topology.journal.events.iter().rev();
            let rows = overlays::events(events, &topology.watch, setting);
            list(
                "Events (UTC)",
                rows,
                "nothing has changed since it was first read",
            )
        }
        Overlay::Calls(_) => {
            let (sum, rows) = overlays::calls(&topology.watch, setting);
            List {
                head: vec![sum],
                ..list("Calls to AWS", rows, "no call was made yet")
            }
        }
        Overlay::Moves(_) => list(
            "Placed by hand",
            overlays::moves(&topology.placed_by_hand(), setting),
            "nothing was placed by hand; M moves the selected box",
        ),
        Overlay::Details { key, .. } => {
            let rows = topology.details(key, setting.clock);
            let tag = money::Tag::of(model, Span::Month);
            list(
                "Details",
                overlays::details(&rows, cursor, (setting, &tag)),
                "",
            )
        }
        Overlay::Why { wire, .. } => List {
            head: vec![overlays::wire(topology, wire, setting)],
            marked: 1,
            ..list(
                "Why this line?",
                overlays::why(&topology.why(wire), setting),
                "the line is no longer drawn",
            )
        },
        Overlay::Presets(picker) => list(
            "Presets",
            overlays::presets(&picker.rows(), setting),
            "there is nothing to choose from",
        ),
        Overlay::Regions { picked, .. } => list(
            "Regions",
            overlays::regions(&topology.regions(), picked, setting),
            "no region is known yet",
        ),
        Overlay::Facets { .. } => {
            let rows = app::facet_rows(topology, overlay);
            let found = topology.look.collapse.matching.as_ref();
            let filter = &topology.look.filter.text;
            let head = found.map(|found| format!(" {} match {filter}", found.len()));
            List {
                head: Vec::from_iter(head.map(|head| Line::styled(head, setting.theme.warning()))),
                ..list(
                    "Filter by",
                    overlays::facets(&rows, setting),
                    "nothing was read yet",
                )
            }
        }
        _ => return None,
    })
}
