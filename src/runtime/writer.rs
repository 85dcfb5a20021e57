//! A thread that owns the terminal's output, so that a terminal that has stopped
//! reading stops this thread and nothing else.

use super::tasks;
use std::io::{self, Write};
use std::sync::mpsc as blocking;
use tokio::sync::mpsc;

/// The near end of the thread. One batch of bytes is under way at a time: whoever has
/// more waits until [`Writer::freed`], so that no difference between frames is lost.
#[derive(Debug)]
pub(super) struct Writer {
    batches: blocking::SyncSender<Vec<u8>>,
    written: mpsc::Receiver<io::Result<()>>,
    is_busy: bool,
}

impl Writer {
    pub(super) fn start(mut out: impl Write + Send + 'static) -> io::Result<Self> {
        let (batches, to_write) = blocking::sync_channel::<Vec<u8>>(1);
        let (report, written) = mpsc::channel(1);
        tasks::thread("terminal-writer", move || {
            for batch in to_write {
                let outcome = out.write_all(&batch).and_then(|()| out.flush());
                if report.blocking_send(outcome).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self {
            batches,
            written,
            is_busy: false,
        })
    }

    pub(super) fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Hands bytes over; only while the thread is not busy.
    pub(super) fn write(&mut self, batch: Vec<u8>) -> io::Result<()> {
        self.batches
            .try_send(batch)
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        self.is_busy = true;
        Ok(())
    }

    /// Waits until the batch under way is written; for ever when there is none.
    pub(super) async fn freed(&mut self) -> io::Result<()> {
        if !self.is_busy {
            return std::future::pending().await;
        }
        let outcome = self.written.recv().await;
        self.is_busy = false;
        outcome.unwrap_or_else(|| Err(io::ErrorKind::BrokenPipe.into()))
    }
}
