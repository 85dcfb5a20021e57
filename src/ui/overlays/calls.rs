//! The receipt: every call that was made, by account, operation and region.

use super::{Setting, column, row};
use crate::app::Watch;
use crate::ui::fit::pad;
use ratatui::text::{Line, Span};

/// A line above, with the sum, and the rows.
pub fn calls(watch: &Watch, setting: Setting) -> (Line<'static>, Vec<Vec<Line<'static>>>) {
    let receipt = &watch.receipt;
    let is_single = receipt.accounts() < 2 && !watch.has_several_accounts();
    let theme = setting.theme;
    let names: Vec<String> = receipt
        .tallies
        .keys()
        .map(|(account, service, operation, region)| {
            let account = if is_single {
                String::new()
            } else {
                format!("{} ", watch.name_of(*account))
            };
            format!("{account}{service}:{operation} {region}")
        })
        .collect();
    let width = column(
        names.iter().map(String::as_str),
        setting.width.saturating_sub(24),
    );
    let rows = names
        .iter()
        .zip(receipt.tallies.values())
        .map(|(name, tally)| {
            let mut spans = vec![
                Span::raw(format!(" {} {:>6} ", pad(name, width, theme), tally.calls)),
                Span::styled(
                    format!(" {:>5} ms", tally.slowest.as_millis()),
                    theme.quiet(),
                ),
            ];
            if let Some(error) = &tally.last_error {
                spans.push(Span::styled(
                    format!("  {} {}", tally.failed, error.word()),
                    theme.warning(),
                ));
            }
            row(spans)
        });
    let (calls, failed) = receipt.total();
    let sum = format!(" {calls} calls, {failed} failed; read calls only. Times are the slowest.");
    (Line::styled(sum, theme.quiet()), rows.collect())
}
