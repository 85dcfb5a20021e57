//! The real terminal as a [`Surface`].

use super::surface::{Canvas, Surface, Vanished};
use super::terminal;
use super::writer::Writer;
use ratatui::Frame;
use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

/// How long the end waits for a terminal that takes no bytes; then what it has not
/// taken is dropped, and it gets as long again.
const PATIENCE: Duration = Duration::from_millis(250);
/// Two seconds of it at most: the person wants out.
const MOST_WAKINGS: usize = 8;

/// What is kept for a terminal that takes nothing: two of the longest clipboards.
const MOST_PENDING: usize = 512 * 1024;

/// The terminal, in our modes from [`Tty::enter`] until it is left or dropped.
pub(super) struct Tty {
    canvas: Canvas,
    writer: Writer,
    /// Bytes that go out before the next frame.
    pending: Vec<u8>,
    is_mouse_on: bool,
}

impl Tty {
    pub(super) fn enter(width: u16, height: u16) -> io::Result<Self> {
        // A file of its own: standard output would hold its lock through a blocked write.
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut tty = Self {
            canvas: Canvas::new(width, height)?,
            writer: Writer::start(out)?,
            pending: Vec::new(),
            is_mouse_on: true,
        };
        terminal::make_raw()?;
        tty.begin();
        Ok(tty)
    }

    fn begin(&mut self) {
        self.pending.extend_from_slice(terminal::ENTER);
        if self.is_mouse_on {
            self.pending.extend_from_slice(terminal::MOUSE_ON);
        }
    }

    fn push(&mut self) -> Result<(), Vanished> {
        if self.pending.is_empty() || self.writer.is_busy() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.pending);
        self.writer.write(batch).map_err(|_| Vanished)
    }

    async fn is_freed_in_time(&mut self) -> bool {
        !self.writer.is_busy()
            || matches!(
                tokio::time::timeout(PATIENCE, self.writer.freed()).await,
                Ok(Ok(()))
            )
    }
}

impl Surface for Tty {
    fn is_ready(&self) -> bool {
        !self.writer.is_busy()
    }

    fn draw(
        &mut self,
        size: (u16, u16),
        view: impl FnOnce(&mut Frame<'_>),
    ) -> Result<(), Vanished> {
        let changes = self.canvas.draw(size, view).map_err(|_| Vanished)?;
        self.pending.extend_from_slice(&changes);
        self.push()
    }

    fn send(&mut self, bytes: &[u8]) -> Result<bool, Vanished> {
        if self.pending.len() + bytes.len() > MOST_PENDING {
            return Ok(false);
        }
        self.pending.extend_from_slice(bytes);
        self.push().map(|()| true)
    }

    fn set_mouse(&mut self, is_on: bool) -> Result<(), Vanished> {
        self.is_mouse_on = is_on;
        self.pending.extend_from_slice(if is_on {
            terminal::MOUSE_ON
        } else {
            terminal::MOUSE_OFF
        });
        self.push()
    }

    async fn freed(&mut self) -> Result<(), Vanished> {
        self.writer.freed().await.map_err(|_| Vanished)?;
        self.push()
    }

    async fn leave(&mut self) {
        self.pending.clear();
        // A terminal that takes nothing is woken, and told again: the first half of what it
        // was told may be among what was dropped. Each time it makes room for a few
        // kilobytes of what is still to be written, more than once for a large frame.
        for _ in 0..MOST_WAKINGS {
            if self.is_freed_in_time().await {
                self.pending.extend_from_slice(terminal::LEAVE);
                if self.push().is_err() || self.is_freed_in_time().await {
                    break;
                }
            }
            terminal::discard_output();
        }
        // Where the bytes cannot get out, at least the modes are set back.
        terminal::make_cooked();
    }

    fn stop(&mut self) {
        terminal::stop_job();
    }

    fn enter(&mut self) -> Result<(), Vanished> {
        terminal::make_raw().map_err(|_| Vanished)?;
        self.canvas.forget().map_err(|_| Vanished)?;
        self.begin();
        self.push()
    }

    fn resized(&mut self) -> Result<(), Vanished> {
        self.canvas.redraw().map_err(|_| Vanished)
    }

    fn size(&self) -> (u16, u16) {
        terminal::size()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        terminal::restore();
    }
}
