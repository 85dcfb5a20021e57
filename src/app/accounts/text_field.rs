//! One line of text that is typed, edited and pasted into. It knows no meaning of
//! what is typed.

use crate::text;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

/// No field of an account is longer; what is pasted beyond it is dropped, so that
/// every key stays cheap.
const LONGEST: usize = 4096;

#[derive(Debug, Clone, Default)]
pub struct TextField {
    input: Input,
}

impl TextField {
    pub fn new(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
        }
    }

    pub fn value(&self) -> &str {
        self.input.value()
    }

    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// How many columns are scrolled out at the left, and the cursor's column, in a
    /// field that shows `width` columns.
    pub fn window(&self, width: usize) -> (usize, usize) {
        // The cursor stands behind the last character, so it needs a column of its own.
        let scroll = self.input.visual_scroll(width.saturating_sub(1));
        (scroll, self.input.visual_cursor().saturating_sub(scroll))
    }

    pub fn is_at_end(&self) -> bool {
        self.input.cursor() == self.value().chars().count()
    }

    /// Whether the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let Some(request) = request(key) else {
            return false;
        };
        let inserts = matches!(request, InputRequest::InsertChar(_) | InputRequest::Yank);
        if inserts && self.value().len() >= LONGEST {
            return false;
        }
        self.input
            .handle(request)
            .is_some_and(|changed| changed.value)
    }

    /// What was pasted, as one line without space around it.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let line = text::clean(&pasted.replace('\r', "\n"));
        let mut line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let room = LONGEST.saturating_sub(self.value().len());
        while line.len() > room {
            line.pop();
        }
        if line.is_empty() {
            return false;
        }
        let cursor = self.input.cursor();
        let at = self
            .value()
            .char_indices()
            .nth(cursor)
            .map_or(self.value().len(), |(index, _)| index);
        let mut value = self.value().to_owned();
        value.insert_str(at, &line);
        let cursor = cursor + line.chars().count();
        self.input = Input::new(value).with_cursor(cursor);
        true
    }
}

/// The manners of a shell's command line.
fn request(key: KeyEvent) -> Option<InputRequest> {
    use InputRequest as Request;
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    let is_alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char('a') if is_control => Request::GoToStart,
        KeyCode::Char('e') if is_control => Request::GoToEnd,
        KeyCode::Char('b') if is_control => Request::GoToPrevChar,
        KeyCode::Char('f') if is_control => Request::GoToNextChar,
        KeyCode::Char('h') if is_control => Request::DeletePrevChar,
        KeyCode::Char('w') if is_control => Request::DeletePrevWord,
        KeyCode::Char('u') if is_control => Request::DeleteFromStart,
        KeyCode::Char('k') if is_control => Request::DeleteTillEnd,
        KeyCode::Char('y') if is_control => Request::Yank,
        KeyCode::Char('b') if is_alt => Request::GoToPrevWord,
        KeyCode::Char('f') if is_alt => Request::GoToNextWord,
        KeyCode::Char('d') if is_alt => Request::DeleteNextWord,
        KeyCode::Backspace if is_alt || is_control => Request::DeletePrevWord,
        KeyCode::Left if is_control || is_alt => Request::GoToPrevWord,
        KeyCode::Right if is_control || is_alt => Request::GoToNextWord,
        KeyCode::Char(character) if !is_control && !is_alt && !character.is_control() => {
            Request::InsertChar(character)
        }
        KeyCode::Backspace => Request::DeletePrevChar,
        KeyCode::Delete => Request::DeleteNextChar,
        KeyCode::Left => Request::GoToPrevChar,
        KeyCode::Right => Request::GoToNextChar,
        KeyCode::Home => Request::GoToStart,
        KeyCode::End => Request::GoToEnd,
        _ => return None,
    })
}
