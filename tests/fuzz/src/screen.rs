//! What may stand in a text that is shown, and in a cell.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use skymap::app::Model;
use skymap::{text, ui};
use std::time::Instant;

/// Nothing in it moves the cursor, hides text or reorders it. It may be of any length.
#[track_caller]
pub fn check_text(shown: &str) {
    let characters: Vec<char> = shown.chars().collect();
    for part in characters.chunks(1000) {
        let part = String::from_iter(part);
        assert_eq!(text::clean(&part), part, "not clean: {shown:?}");
    }
}

/// A sentence for a person: one line, in the manner of the house.
#[track_caller]
pub fn check_sentence(sentence: &str) {
    check_text(sentence);
    assert!(!sentence.trim().is_empty(), "nothing is said");
    assert!(sentence.len() < 10_000, "{} bytes", sentence.len());
}

/// Draws the whole screen; every cell is harmless.
pub fn draw(model: &Model, now: Instant) {
    let backend = TestBackend::new(model.screen.width, model.screen.height);
    let mut terminal = Terminal::new(backend).expect("a terminal in memory");
    terminal
        .draw(|frame| ui::draw(frame, model, now))
        .expect("a terminal in memory");
    for cell in terminal.backend().buffer().content() {
        let symbol = cell.symbol();
        let is_plain = matches!(symbol.as_bytes(), [b' '..=b'~']);
        assert!(is_plain || text::clean(symbol) == symbol, "{symbol:?}");
    }
}
