//! One table of bindings: dispatch, footer hints, help and the README's list all
//! come from it. A test fails when a key is bound twice in a context.

mod accounts;
mod map;
mod overlays;
mod program;

pub use accounts::AccountsAction;

use super::{Pane, ThemeName};
use crate::layout::Direction;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where a key means something. An overlay's context wins over the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Anywhere,
    Map,
    /// A box is in hand: the keys are about its place.
    Moving,
    /// While a wire is selected, next to what the map knows.
    Wire,
    /// A list or a text over the map.
    List,
    /// A list whose rows are places on the map, next to what every list knows.
    Places,
    /// The copy menu, next to what every list knows.
    CopyMenu,
    /// What was copied, on the whole screen, next to what every list knows.
    Shown,
    /// The list of slices, next to what every list knows.
    Coverage,
    /// The picker of regions, next to what every list knows.
    Regions,
    /// Letters stand on the boxes: they are labels, not keys.
    Jump,
    /// A line of text is typed: letters are text, not keys.
    Text,
    /// The same, where the line is a command.
    CommandLine,
    AccountList,
    AccountFilter,
    /// A text field of the form of an account.
    AccountField,
    /// Any other part of that form.
    AccountStep,
    AccountCheck,
    AccountReader,
    AccountCopyMenu,
    AccountQuestion,
}

/// What a key is bound to: imperative, with parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Quit,
    /// Closes the topmost overlay; on the bare map it leaves the program.
    Close,
    /// Closes, clears or goes back, one step; never leaves the program.
    Escape,
    Suspend,
    Open(Pane),
    Move(Direction),
    Pan(Direction),
    /// Half a page down, or up when negative.
    Page(i8),
    First,
    Last,
    Enter,
    Parent,
    /// The next box in the same container, or the one before.
    Sibling(isize),
    ToggleFold,
    /// A level of zoom nearer, or farther when negative.
    Zoom(i8),
    FollowWire,
    FollowWireBack,
    /// Selects the next wire of the selected box, or the one before.
    Wire(i8),
    /// The next end, or the one before, of the wires that the last step had to choose from.
    Fork(i8),
    GoBack,
    GoForward,
    CycleWires,
    ToggleView,
    TogglePause,
    RefreshNow,
    Compact,
    /// Takes the selected box in hand.
    TakeInHand,
    /// Leaves the place of the box in hand to the map.
    ForgetMove,
    ToggleMouse,
    Theme(ThemeName),
    Retry,
    TogglePick,
    Submit,
    /// Shows what would be copied, for the terminal's own selection.
    Show,
    /// Writes it to a file.
    Write,
    /// Tries the next candidate of a command line, or the one before.
    Candidate(i8),
    /// Takes the candidate; without one the caret goes on, or to the end.
    Take(bool),
    /// The command line before, or the one after.
    Recall(i8),
    /// The next box that matches what is searched, or the one before.
    Found(isize),
    /// In the accounts modal.
    Accounts(AccountsAction),
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    /// As a person writes it: `Ctrl-r`, `Enter`, `j`.
    pub keys: &'static [&'static str],
    pub action: Action,
    pub help: &'static str,
    /// The heading in the help overlay.
    pub group: &'static str,
    /// A short word for the footer, when it belongs there. Earlier rows are kept longer.
    pub hint: Option<&'static str>,
}

impl Binding {
    /// A row of a table; an empty hint is none.
    const fn of(
        (context, group): (Context, &'static str),
        keys: &'static [&'static str],
        action: Action,
        (help, hint): (&'static str, &'static str),
    ) -> Self {
        Self {
            context,
            keys,
            action,
            help,
            group,
            hint: if hint.is_empty() { None } else { Some(hint) },
        }
    }
}

/// The whole table, a slice for each group of contexts.
pub const BINDINGS: &[&[Binding]] = &[
    map::BINDINGS,
    overlays::BINDINGS,
    accounts::BINDINGS,
    program::BINDINGS,
];

/// Every row of the table.
pub fn bindings() -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().copied().flatten()
}

/// What a key is bound to; the first of the contexts that knows it decides.
pub fn action(key: KeyEvent, contexts: &[Context]) -> Option<Action> {
    let name = key_name(key)?;
    contexts.iter().find_map(|context| {
        bindings()
            .find(|row| row.context == *context && row.keys.contains(&name.as_str()))
            .map(|row| row.action)
    })
}

/// A key as the table writes it. `None` for keys that no table can name.
pub fn key_name(key: KeyEvent) -> Option<String> {
    let mut name = String::new();
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        name.push_str("Ctrl-");
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        name.push_str("Alt-");
    }
    // A letter's case says already whether Shift was held.
    let is_letter = matches!(key.code, KeyCode::Char(character) if character != ' ');
    if (key.modifiers.contains(KeyModifiers::SHIFT) && !is_letter) || key.code == KeyCode::BackTab {
        name.push_str("Shift-");
    }
    let plain = match key.code {
        KeyCode::Char(' ') => "Space",
        KeyCode::Char(character) => {
            name.push(character);
            return Some(name);
        }
        KeyCode::Enter => "Enter",
        KeyCode::Esc => "Esc",
        KeyCode::Tab | KeyCode::BackTab => "Tab",
        KeyCode::Backspace => "Backspace",
        KeyCode::Delete => "Delete",
        KeyCode::Left => "Left",
        KeyCode::Right => "Right",
        KeyCode::Up => "Up",
        KeyCode::Down => "Down",
        KeyCode::Home => "Home",
        KeyCode::End => "End",
        KeyCode::PageUp => "PgUp",
        KeyCode::PageDown => "PgDn",
        _ => return None,
    };
    name.push_str(plain);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::{bindings, key_name};
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use std::collections::BTreeSet;

    #[test]
    fn no_key_is_bound_twice_in_a_context() {
        let mut seen = BTreeSet::new();
        for row in bindings() {
            for key in row.keys {
                assert!(
                    seen.insert((row.context, *key)),
                    "{key} is bound twice in {:?}",
                    row.context
                );
            }
        }
    }

    #[test]
    fn keys_are_named_as_the_table_writes_them() {
        for (code, modifiers, expected) in [
            (KeyCode::Char('c'), KeyModifiers::CONTROL, "Ctrl-c"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('!'), KeyModifiers::NONE, "!"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "Space"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Left, KeyModifiers::SHIFT, "Shift-Left"),
            (KeyCode::PageDown, KeyModifiers::NONE, "PgDn"),
        ] {
            assert_eq!(
                key_name(KeyEvent::new(code, modifiers)).as_deref(),
                Some(expected)
            );
        }
    }
}
