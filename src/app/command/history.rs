//! What was typed after the colon since the program started; it is never written down.

/// Lines beyond these are forgotten, the oldest first.
const LONGEST: usize = 200;

#[derive(Debug, Default)]
pub struct History {
    /// The newest last.
    lines: Vec<String>,
}

impl History {
    /// The same line again moves to the end.
    pub(in crate::app) fn keep(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.lines.retain(|known| known != line);
        self.lines.push(line.to_owned());
        if self.lines.len() > LONGEST {
            self.lines.remove(0);
        }
    }

    /// The line before one, or the one after it, that begins so. Behind the newest stands
    /// what is being typed.
    pub(in crate::app) fn step(
        &self,
        from: Option<usize>,
        by: i8,
        beginning: &str,
    ) -> Option<usize> {
        let begins = |at: &usize| self.lines[*at].starts_with(beginning);
        let from = from.unwrap_or(self.lines.len()).min(self.lines.len());
        if by < 0 {
            (0..from).rev().find(begins)
        } else {
            (from + 1..self.lines.len()).find(begins)
        }
    }

    pub(in crate::app) fn line(&self, at: usize) -> Option<&str> {
        self.lines.get(at).map(String::as_str)
    }
}
