//! Frames as bytes: what changed, inside a synchronised update, and not one byte when
//! nothing did. It must not know what a frame shows.

mod palette;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};
use std::io;

/// The terminal is gone, or takes no more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the terminal is gone")]
pub struct Vanished;

/// Where the loop draws: a terminal, or a test's screen.
pub trait Surface {
    /// Whether a frame can be taken now. While it cannot, [`Surface::freed`] says when.
    fn is_ready(&self) -> bool;

    /// Draws what differs from the last frame.
    fn draw(&mut self, size: (u16, u16), view: impl FnOnce(&mut Frame<'_>))
    -> Result<(), Vanished>;

    /// Sends a sequence that draws nothing: the clipboard, the bell. Answers whether it
    /// will go out: for a terminal that takes nothing, not everything is kept.
    fn send(&mut self, bytes: &[u8]) -> Result<bool, Vanished>;

    fn set_mouse(&mut self, is_on: bool) -> Result<(), Vanished>;

    /// Waits until a frame can be taken again; for ever when it can be already.
    fn freed(&mut self) -> impl Future<Output = Result<(), Vanished>>;

    /// Gives the terminal back to whoever had it before.
    fn leave(&mut self) -> impl Future<Output = ()>;

    /// Stops the process, with the terminal given back.
    fn stop(&mut self);

    /// Takes the terminal again, whatever was done to it meanwhile; all is drawn anew.
    fn enter(&mut self) -> Result<(), Vanished>;

    /// The terminal's size was changed: what it shows of the last frame is not known, also
    /// where the size is the same again.
    fn resized(&mut self) -> Result<(), Vanished>;

    /// The terminal's size now.
    fn size(&self) -> (u16, u16);
}

/// Ratatui's frame diff, written to memory.
#[derive(Debug)]
pub(super) struct Canvas {
    terminal: Terminal<Memory>,
}

impl Canvas {
    pub(super) fn new(width: u16, height: u16) -> io::Result<Self> {
        // Colours that the environment forbids are left out by the view. Crossterm's own
        // way would write an empty `CSI m`, which also ends bold and reverse.
        crossterm::style::force_color_output(true);
        let memory = Memory {
            size: Size { width, height },
            ..Memory::default()
        };
        Ok(Self {
            terminal: Terminal::new(memory)?,
        })
    }

    /// The bytes that turn the last frame into this one; none when they are the same.
    pub(super) fn draw(
        &mut self,
        (width, height): (u16, u16),
        view: impl FnOnce(&mut Frame<'_>),
    ) -> io::Result<Vec<u8>> {
        self.terminal.backend_mut().size = Size { width, height };
        self.terminal.draw(view)?;
        let changes = std::mem::take(&mut self.terminal.backend_mut().bytes);
        if changes.is_empty() {
            return Ok(changes);
        }
        let mut bytes = Vec::with_capacity(changes.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend_from_slice(&changes);
        queue!(bytes, EndSynchronizedUpdate)?;
        Ok(bytes)
    }

    /// The next frame empties the terminal and draws all of it.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Forgets the last frame: the terminal was emptied, its cursor hidden.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.terminal.clear()?;
        let memory = self.terminal.backend_mut();
        memory.bytes.clear();
        memory.cursor_is_shown = false;
        memory.cursor = None;
        Ok(())
    }
}

/// What crossterm's backend ends every frame with.
const RESETS: &[u8] = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";

/// A backend that keeps the bytes, and leaves out those that would change nothing:
/// ratatui hides the cursor with every frame.
#[derive(Debug, Default)]
struct Memory {
    bytes: Vec<u8>,
    size: Size,
    cursor_is_shown: bool,
    /// `None` when cells were drawn since it was placed.
    cursor: Option<Position>,
}

impl Memory {
    /// Cells as bytes, the first of them with its place.
    fn write<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> io::Result<()> {
        let mut cells = cells.peekable();
        if cells.peek().is_none() {
            return Ok(());
        }
        let before = self.bytes.len();
        CrosstermBackend::new(&mut self.bytes).draw(cells)?;
        let written = self.bytes.split_off(before);
        palette::name(&written, &mut self.bytes);
        // The last of these resets does what the others do, which some terminals misread.
        if self.bytes.ends_with(RESETS) {
            self.bytes.truncate(self.bytes.len() - RESETS.len());
            self.bytes.extend_from_slice(b"\x1b[0m");
        }
        Ok(())
    }
}

/// Whether all terminals agree on how wide it is. They do not on emoji, nor on scripts in
/// which characters join: their answers come from different years of Unicode.
fn has_sure_width(cell: &Cell) -> bool {
    let mut characters = cell.symbol().chars();
    let first = characters.next().unwrap_or(' ');
    characters.next().is_none()
        && matches!(first,
            '\0'..='\u{2ff}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{28ff}'
            | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ffef}')
}

fn blank(cell: &Cell) -> Cell {
    let mut blank = cell.clone();
    blank.set_symbol(" ");
    blank
}

impl Backend for Memory {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        while content.peek().is_some() {
            self.cursor = None;
            let sure = std::iter::from_fn(|| content.next_if(|(_, _, cell)| has_sure_width(cell)));
            self.write(sure)?;
            if let Some((x, y, cell)) = content.next_if(|(_, _, cell)| !has_sure_width(cell)) {
                // Its room is emptied first, so that nothing shows beside it where the
                // terminal takes it for narrower; what follows is placed anew.
                let blank = blank(cell);
                self.write((x..x + cell.cell_width()).map(|x| (x, y, &blank)))?;
                self.write(std::iter::once((x, y, cell)))?;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.cursor_is_shown, false) {
            queue!(self.bytes, Hide)?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.cursor_is_shown, true) {
            queue!(self.bytes, Show)?;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor != Some(position) {
            self.cursor = Some(position);
            queue!(self.bytes, MoveTo(position.x, position.y))?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        CrosstermBackend::new(&mut self.bytes).clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Canvas;
    use ratatui::style::{Color, Modifier, Style};
    use ratatui::text::Line;

    fn line(text: &str, style: Style) -> impl FnOnce(&mut ratatui::Frame<'_>) {
        let line = Line::styled(text.to_owned(), style);
        move |frame| frame.render_widget(line, frame.area())
    }

    fn readable(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).replace('\u{1b}', "^")
    }

    #[test]
    fn only_what_changed_is_written() {
        let mut canvas = Canvas::new(20, 2).unwrap();
        let first = canvas.draw((20, 2), line("hello", Style::new())).unwrap();
        assert!(readable(&first).contains("hello"), "{}", readable(&first));
        assert!(first.starts_with(b"\x1b[?2026h") && first.ends_with(b"\x1b[?2026l"));

        let same = canvas.draw((20, 2), line("hello", Style::new())).unwrap();
        assert_eq!(readable(&same), "");

        let other = canvas.draw((20, 2), line("hullo", Style::new())).unwrap();
        assert_eq!(readable(&other), "^[?2026h^[1;2Hu^[0m^[?2026l");

        let forgotten = {
            canvas.forget().unwrap();
            canvas.draw((20, 2), line("hullo", Style::new())).unwrap()
        };
        assert!(readable(&forgotten).contains("hullo"));

        canvas.redraw().unwrap();
        let again = canvas.draw((20, 2), line("hullo", Style::new())).unwrap();
        let again = readable(&again);
        assert!(again.contains("^[2J") && again.contains("hullo"), "{again}");

        let resized = canvas.draw((30, 3), line("hullo", Style::new())).unwrap();
        assert!(
            readable(&resized).contains("^[2J"),
            "{}",
            readable(&resized)
        );
        assert!(readable(&resized).contains("hullo"));
    }

    /// A terminal may take the flask for one column or for two, and join the letters or not.
    #[test]
    fn what_terminals_disagree_on_is_placed_and_so_is_what_follows() {
        for (text, expected) in [
            ("a日b", "^[1;1Ha日^[1;4Hb^[0m"),
            (
                "a\u{1f52c}b",
                "^[1;1Ha^[0m^[1;2H  ^[0m^[1;2H\u{1f52c}^[0m^[1;4Hb^[0m",
            ),
            ("e\u{301}", "^[1;1H ^[0m^[1;1He\u{301}^[0m"),
        ] {
            let mut canvas = Canvas::new(6, 1).unwrap();
            let bytes = readable(&canvas.draw((6, 1), line(text, Style::new())).unwrap());
            assert_eq!(bytes, format!("^[?2026h{expected}^[?2026l"), "{text}");
        }
    }

    #[test]
    fn a_cursor_that_stays_costs_nothing() {
        let mut canvas = Canvas::new(20, 2).unwrap();
        let mut frame = |at: Option<(u16, u16)>| {
            let bytes = canvas
                .draw((20, 2), |frame| {
                    if let Some(at) = at {
                        frame.set_cursor_position(at);
                    }
                })
                .unwrap();
            readable(&bytes)
        };
        assert_eq!(frame(None), "");
        assert_eq!(frame(Some((3, 1))), "^[?2026h^[?25h^[2;4H^[?2026l");
        assert_eq!(frame(Some((3, 1))), "");
        assert_eq!(frame(Some((4, 1))), "^[?2026h^[2;5H^[?2026l");
        assert_eq!(frame(None), "^[?2026h^[?25l^[?2026l");
        assert_eq!(frame(None), "");
    }

    #[test]
    fn marks_survive_without_colours() {
        let mut canvas = Canvas::new(10, 1).unwrap();
        let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
        let plain = readable(&canvas.draw((10, 1), line("ab", style)).unwrap());
        let (before, _) = plain.split_once("ab").unwrap();
        assert!(
            before.contains("^[7m") && before.contains("^[1m"),
            "{plain}"
        );
        assert!(
            !plain.contains("^[m"),
            "an empty CSI m ends bold and reverse: {plain}"
        );

        let coloured = style.fg(Color::Red);
        let coloured = readable(&canvas.draw((10, 1), line("ab", coloured)).unwrap());
        let (before, _) = coloured.split_once("ab").unwrap();
        assert!(before.contains("^[31"), "{coloured}");
    }

    #[test]
    fn any_size_can_be_drawn_on() {
        for size in [(0, 0), (1, 1), (0, 9), (9, 0), (1000, 1)] {
            let mut canvas = Canvas::new(size.0, size.1).unwrap();
            canvas.draw(size, line("hello", Style::new())).unwrap();
        }
    }
}
