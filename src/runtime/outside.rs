//! What reaches the program from its terminal and from the system. It must not know
//! what any of it means to the model.

use super::{tasks, terminal};
use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;

/// Something from outside.
#[derive(Debug)]
pub enum Arrival {
    /// As the terminal sent it.
    Bytes(Vec<u8>),
    Resized {
        width: u16,
        height: u16,
    },
    /// The process goes on after a stop that was not ours.
    Continued,
    /// SIGTERM, SIGHUP or SIGINT.
    Terminated,
    /// The terminal is gone.
    Vanished,
}

/// The sources of [`Arrival`]s.
pub struct Outside {
    arrivals: mpsc::Receiver<Arrival>,
    /// `None` where there is no process to signal: in tests.
    signals: Option<Signals>,
}

impl Outside {
    /// The process's own terminal and signals.
    pub(super) fn of_terminal() -> io::Result<Self> {
        let signals = Some(Signals::listen()?);
        let (sender, arrivals) = mpsc::channel(64);
        tasks::thread("terminal-reader", move || read_terminal(&sender))?;
        Ok(Self { arrivals, signals })
    }

    /// Arrivals from elsewhere, without signals.
    pub fn of_channel(arrivals: mpsc::Receiver<Arrival>) -> Self {
        Self {
            arrivals,
            signals: None,
        }
    }

    /// The next arrival. Signals first: a flood of input must not hide them.
    pub(super) async fn next(&mut self) -> Arrival {
        tokio::select! {
            biased;
            arrival = next_signal(self.signals.as_mut()) => arrival,
            arrival = self.arrivals.recv() => arrival.unwrap_or(Arrival::Vanished),
        }
    }

    /// Waits for the SIGCONT that ends a stop.
    pub(super) async fn continued(&mut self) {
        if let Some(signals) = &mut self.signals {
            signals.continued.recv().await;
        }
    }
}

/// Reads until the terminal is gone. A blocking read cannot spin: an end of file and
/// an error are both the end.
fn read_terminal(arrivals: &mpsc::Sender<Arrival>) {
    let mut buffer = [0; 4096];
    loop {
        let arrival = match rustix::io::read(rustix::stdio::stdin(), &mut buffer) {
            Ok(0) => Arrival::Vanished,
            Ok(length) => Arrival::Bytes(buffer[..length].to_vec()),
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => Arrival::Vanished,
        };
        let is_last = matches!(arrival, Arrival::Vanished);
        if arrivals.blocking_send(arrival).is_err() || is_last {
            return;
        }
    }
}

struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    continued: Signal,
    window: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            continued: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
            window: signal(SignalKind::window_change())?,
        })
    }
}

async fn next_signal(signals: Option<&mut Signals>) -> Arrival {
    let Some(signals) = signals else {
        return std::future::pending().await;
    };
    tokio::select! {
        biased;
        _ = signals.terminate.recv() => Arrival::Terminated,
        _ = signals.hang_up.recv() => Arrival::Terminated,
        _ = signals.interrupt.recv() => Arrival::Terminated,
        _ = signals.continued.recv() => Arrival::Continued,
        _ = signals.window.recv() => {
            let (width, height) = terminal::size();
            Arrival::Resized { width, height }
        }
    }
}
