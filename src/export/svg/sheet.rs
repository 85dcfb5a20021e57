//! The style sheet: what each class looks like, by light and in the dark.

use super::class;
use crate::export::pen::Pen;
use crate::graph::WireKind;
use crate::inventory::Health;
use crate::palette::{Palette, ThemeName};

const HEALTHS: [Health; 6] = [
    Health::Stopped,
    Health::Healthy,
    Health::Pending,
    Health::Unknown,
    Health::Degraded,
    Health::Unhealthy,
];

/// One theme, or the two between which the reader's preference decides.
pub(super) fn sheet(theme: Option<ThemeName>) -> String {
    let mut sheet = String::from("<style>\n");
    sheet.push_str(&colours(theme.unwrap_or(ThemeName::Light)));
    sheet.push_str(
        ".skymap text { fill: currentColor; white-space: pre; pointer-events: none }\n\
         .skymap .strong { font-weight: bold }\n\
         .skymap .wire { fill: none; stroke: currentColor; stroke-width: 1 }\n\
         .skymap .card { fill: currentColor; fill-opacity: .05; stroke: currentColor }\n\
         .skymap .frame { fill: none; stroke: currentColor }\n\
         .skymap .solid { fill: currentColor }\n\
         .skymap .route.wire { stroke-dasharray: 6 4 }\n\
         .skymap .permitted.wire { stroke-dasharray: 3 3 }\n\
         .skymap .peering.wire { stroke-width: 3 }\n\
         .skymap .replication.wire { stroke-dasharray: 12 4 }\n\
         .skymap .event.wire { stroke-dasharray: 1 3; stroke-width: 2 }\n\
         .skymap .reference.wire { stroke-dasharray: 2 6 }\n",
    );
    if theme.is_none() {
        sheet.push_str("@media (prefers-color-scheme: dark) {\n");
        sheet.push_str(&colours(ThemeName::Dark));
        sheet.push_str("}\n");
    }
    sheet + "</style>\n"
}

fn colours(theme: ThemeName) -> String {
    let palette = Palette::of(theme);
    let pens = [Pen::Text, Pen::Strong, Pen::Quiet];
    let pens = pens.into_iter().chain(HEALTHS.map(Pen::Health));
    let pens = pens.chain(WireKind::ALL.map(Pen::Wire));
    let rules = pens.map(|pen| {
        // Without colours only shapes are left.
        let tint = match theme {
            ThemeName::Mono => palette.text,
            _ => pen.tint(palette),
        };
        format!(".skymap .{} {{ color: {} }}\n", class(pen), tint.hex())
    });
    let ground = format!(".skymap .ground {{ fill: {} }}\n", palette.ground.hex());
    ground + &rules.collect::<String>()
}
