//! One table of bindings: dispatch, footer hints, help and the README's list all
//! come from it. A test fails when a key is bound twice in a context.

mod accounts;
mod budget;
mod keys;
mod map;
mod names;
mod overlays;
mod program;
mod rebind;

pub use accounts::AccountsAction;
pub use keys::key_name;
pub use rebind::rebind;

use super::{BlueprintAction, BudgetAction, Pane, ThemeName};
use crate::layout::Direction;
use crate::settings::Keys;
use crossterm::event::KeyEvent;

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
    /// The budget, next to what every list knows.
    Budget,
    /// A line that is typed over the budget.
    Entry,
    /// The list of blueprints, next to what every list knows.
    Blueprints,
    /// Whether one is to be removed: any other key says no.
    BlueprintQuestion,
    /// The picker of regions, next to what every list knows.
    Regions,
    /// What there is to filter by, next to what every list knows.
    Facets,
    /// The picker of presets, next to what every list knows.
    Presets,
    /// Letters stand on the boxes: they are labels, not keys.
    Jump,
    /// A filter is typed: letters are text, not keys.
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
    /// The map by cost, or by health alone.
    ToggleLens,
    Budget(BudgetAction),
    /// In the list of blueprints.
    Blueprint(BlueprintAction),
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
    budget::BINDINGS,
    accounts::BINDINGS,
    program::BINDINGS,
];

/// Every row of the table.
pub fn bindings() -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().copied().flatten()
}

/// The table with the keys that a person has changed.
#[derive(Debug, Clone, Copy)]
pub struct Keymap<'a> {
    changed: &'a Keys,
}

impl<'a> Keymap<'a> {
    pub fn of(changed: &'a Keys) -> Self {
        Self { changed }
    }

    /// The keys of a row.
    pub fn keys(self, row: &'static Binding) -> Vec<&'a str> {
        match self.changed.of(row.context.name(), row.action.name()) {
            Some(changed) => changed.iter().map(String::as_str).collect(),
            None => row.keys.to_vec(),
        }
    }

    /// What a key is bound to; the first of the contexts that knows it decides.
    pub fn action(self, key: KeyEvent, contexts: &[Context]) -> Option<Action> {
        let name = key_name(key)?;
        contexts.iter().find_map(|context| {
            bindings()
                .find(|row| row.context == *context && self.keys(row).contains(&name.as_str()))
                .map(|row| row.action)
        })
    }

    /// A sentence with `{context.action}` as the key that does it; where no key does, as
    /// the name that a command has.
    pub fn spell(self, sentence: &str) -> String {
        let mut spelled = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            spelled.push_str(before);
            let named = after.split_once('}');
            let key = named.and_then(|(name, _)| self.key_named(name));
            if let (Some((_, behind)), Some(key)) = (named, key) {
                spelled.push_str(&key);
                rest = behind;
            } else {
                spelled.push('{');
                rest = after;
            }
        }
        spelled + rest
    }

    fn key_named(self, name: &str) -> Option<String> {
        let (context, action) = name.split_once('.')?;
        let mut rows = bindings();
        let row = rows.find(|row| row.context.name() == context && row.action.name() == action)?;
        let first = self.keys(row).first().copied();
        Some(first.map_or_else(|| format!(":{action}"), str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::keys::spelled;
    use super::{Context, bindings};
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

    /// A row is changed by its name: no two rows of a context share one.
    #[test]
    fn every_row_has_a_name_of_its_own() {
        let mut seen = BTreeSet::new();
        for row in bindings() {
            let name = (row.context.name(), row.action.name());
            assert!(seen.insert(name), "{name:?} are two rows");
            assert!(Context::ALL.contains(&row.context), "{:?}", row.context);
        }
    }

    /// What a person writes like the table is what the table has.
    #[test]
    fn the_table_writes_keys_as_they_are_read() {
        for row in bindings().filter(|row| row.context != Context::Jump) {
            for key in row.keys {
                assert_eq!(spelled(key).as_deref(), Ok(*key));
            }
        }
    }
}
