//! The keys of the accounts modal, as one table: dispatch and hints come from it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    List,
    Filter,
    /// A text field of the form.
    Field,
    /// Any other part of the form.
    Step,
    Check,
    Reader,
    CopyMenu,
    Question,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountsAction {
    Close,
    Confirm,
    Add,
    Edit,
    Remove,
    Test,
    Copy,
    Write,
    Filter,
    ShowIssues,
    Next,
    Previous,
    NextPage,
    PreviousPage,
    First,
    Last,
    NextField,
    PreviousField,
    NextStep,
    PreviousStep,
    Toggle,
    Save,
    CheckAgain,
    /// Ask whether to try without the external ID.
    ProbeWithoutExternalId,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub place: Place,
    pub keys: &'static [&'static str],
    pub action: AccountsAction,
    pub help: &'static str,
    pub hint: Option<&'static str>,
}

/// Every key of the modal.
pub const KEYS: &[Key] = &[
    key(Place::List, &["Enter"], AccountsAction::Confirm, ("open the account", Some("open"))),
    key(Place::List, &["a"], AccountsAction::Add, ("add an AWS account", Some("add"))),
    key(Place::List, &["e"], AccountsAction::Edit, ("edit the account", Some("edit"))),
    key(Place::List, &["d"], AccountsAction::Remove, ("remove the account, after a question", Some("remove"))),
    key(Place::List, &["t"], AccountsAction::Test, ("test the connection", Some("test"))),
    key(Place::List, &["y"], AccountsAction::Copy, ("copy its external ID, role ARN or number", Some("copy"))),
    key(Place::List, &["/"], AccountsAction::Filter, ("filter by name, number, ARN, team, region", Some("filter"))),
    key(Place::List, &["i"], AccountsAction::ShowIssues, ("read what is wrong with the files", None)),
    key(Place::List, &["j", "Down"], AccountsAction::Next, ("next account", None)),
    key(Place::List, &["k", "Up"], AccountsAction::Previous, ("previous account", None)),
    key(Place::List, &["PgDn", "Ctrl-d"], AccountsAction::NextPage, ("a page down", None)),
    key(Place::List, &["PgUp", "Ctrl-u"], AccountsAction::PreviousPage, ("a page up", None)),
    key(Place::List, &["g", "Home"], AccountsAction::First, ("first account", None)),
    key(Place::List, &["G", "End"], AccountsAction::Last, ("last account", None)),
    key(Place::List, &["Esc", "q"], AccountsAction::Close, ("clear the filter, then close", Some("close"))),
    key(Place::Filter, &["Enter"], AccountsAction::Confirm, ("keep the filter", Some("keep"))),
    key(Place::Filter, &["Down", "Ctrl-n"], AccountsAction::Next, ("next account", None)),
    key(Place::Filter, &["Up", "Ctrl-p"], AccountsAction::Previous, ("previous account", None)),
    key(Place::Filter, &["PgDn"], AccountsAction::NextPage, ("a page down", None)),
    key(Place::Filter, &["PgUp"], AccountsAction::PreviousPage, ("a page up", None)),
    key(Place::Filter, &["Esc"], AccountsAction::Close, ("clear the filter", Some("clear"))),
    key(Place::Field, &["Enter"], AccountsAction::Confirm, ("next field", Some("next"))),
    key(Place::Field, &["Tab"], AccountsAction::NextField, ("next field", None)),
    key(Place::Field, &["Shift-Tab"], AccountsAction::PreviousField, ("previous field", None)),
    key(Place::Field, &["Down"], AccountsAction::Next, ("next field or suggestion", None)),
    key(Place::Field, &["Up"], AccountsAction::Previous, ("previous field or suggestion", None)),
    key(Place::Field, &["Ctrl-n", "PgDn"], AccountsAction::NextStep, ("next step", Some("step"))),
    key(Place::Field, &["Ctrl-p", "PgUp"], AccountsAction::PreviousStep, ("previous step", Some("back"))),
    key(Place::Field, &["Ctrl-s"], AccountsAction::Save, ("save the account", Some("save"))),
    key(Place::Field, &["Esc"], AccountsAction::Close, ("close the form", Some("close"))),
    key(Place::Step, &["Enter"], AccountsAction::Confirm, ("next, or show", Some("next"))),
    key(Place::Step, &["Space"], AccountsAction::Toggle, ("switch on or off", Some("switch"))),
    key(Place::Step, &["y"], AccountsAction::Copy, ("copy", Some("copy"))),
    key(Place::Step, &["w"], AccountsAction::Write, ("write to a file", Some("write"))),
    key(Place::Step, &["r"], AccountsAction::CheckAgain, ("ask again", Some("again"))),
    key(Place::Step, &["o"], AccountsAction::ProbeWithoutExternalId, ("also try without the external ID", Some("without ID"))),
    key(Place::Step, &["Tab"], AccountsAction::NextField, ("next group", None)),
    key(Place::Step, &["Shift-Tab"], AccountsAction::PreviousField, ("previous group", None)),
    key(Place::Step, &["j", "Down"], AccountsAction::Next, ("down", None)),
    key(Place::Step, &["k", "Up"], AccountsAction::Previous, ("up", None)),
    key(Place::Step, &["g", "Home"], AccountsAction::First, ("first", None)),
    key(Place::Step, &["G", "End"], AccountsAction::Last, ("last", None)),
    key(Place::Step, &["Ctrl-n", "PgDn"], AccountsAction::NextStep, ("next step", Some("step"))),
    key(Place::Step, &["Ctrl-p", "PgUp"], AccountsAction::PreviousStep, ("previous step", Some("back"))),
    key(Place::Step, &["Ctrl-s"], AccountsAction::Save, ("save the account", Some("save"))),
    key(Place::Step, &["Esc", "q"], AccountsAction::Close, ("close the form", Some("close"))),
    key(Place::Check, &["Enter"], AccountsAction::Confirm, ("read the explanation", Some("explain"))),
    key(Place::Check, &["y"], AccountsAction::Copy, ("copy the explanation", Some("copy"))),
    key(Place::Check, &["r"], AccountsAction::CheckAgain, ("check again", Some("again"))),
    key(Place::Check, &["o"], AccountsAction::ProbeWithoutExternalId, ("also try without the external ID", Some("without ID"))),
    key(Place::Check, &["j", "Down", "Tab"], AccountsAction::Next, ("next line", None)),
    key(Place::Check, &["k", "Up", "Shift-Tab"], AccountsAction::Previous, ("previous line", None)),
    key(Place::Check, &["PgDn", "Ctrl-d"], AccountsAction::NextPage, ("a page down", None)),
    key(Place::Check, &["PgUp", "Ctrl-u"], AccountsAction::PreviousPage, ("a page up", None)),
    key(Place::Check, &["g", "Home"], AccountsAction::First, ("first line", None)),
    key(Place::Check, &["G", "End"], AccountsAction::Last, ("last line", None)),
    key(Place::Check, &["Esc", "q"], AccountsAction::Close, ("stop and go back", Some("close"))),
    key(Place::Reader, &["y"], AccountsAction::Copy, ("copy the text", Some("copy"))),
    key(Place::Reader, &["w"], AccountsAction::Write, ("write it to a file", Some("write"))),
    key(Place::Reader, &["j", "Down"], AccountsAction::Next, ("a line down", None)),
    key(Place::Reader, &["k", "Up"], AccountsAction::Previous, ("a line up", None)),
    key(Place::Reader, &["PgDn", "Ctrl-d", "Space"], AccountsAction::NextPage, ("a page down", Some("page"))),
    key(Place::Reader, &["PgUp", "Ctrl-u"], AccountsAction::PreviousPage, ("a page up", None)),
    key(Place::Reader, &["g", "Home"], AccountsAction::First, ("to the top", None)),
    key(Place::Reader, &["G", "End"], AccountsAction::Last, ("to the end", None)),
    key(Place::Reader, &["Esc", "q", "Enter"], AccountsAction::Close, ("go back", Some("back"))),
    key(Place::CopyMenu, &["Enter", "y"], AccountsAction::Confirm, ("copy", Some("copy"))),
    key(Place::CopyMenu, &["j", "Down", "Tab"], AccountsAction::Next, ("down", None)),
    key(Place::CopyMenu, &["k", "Up", "Shift-Tab"], AccountsAction::Previous, ("up", None)),
    key(Place::CopyMenu, &["Esc", "q"], AccountsAction::Close, ("go back", Some("back"))),
    key(Place::Question, &["Enter"], AccountsAction::Confirm, ("do what is selected", Some("choose"))),
    key(Place::Question, &["h", "Left", "Shift-Tab", "k", "Up"], AccountsAction::Previous, ("the other answer", None)),
    key(Place::Question, &["l", "Right", "Tab", "j", "Down"], AccountsAction::Next, ("the other answer", Some("select"))),
    key(Place::Question, &["Esc", "q"], AccountsAction::Close, ("go back", Some("back"))),
];

const fn key(
    place: Place,
    keys: &'static [&'static str],
    action: AccountsAction,
    words: (&'static str, Option<&'static str>),
) -> Key {
    Key {
        place,
        keys,
        action,
        help: words.0,
        hint: words.1,
    }
}

/// What a key means in a place.
pub fn action(place: Place, key: KeyEvent) -> Option<AccountsAction> {
    let written = written(key)?;
    KEYS.iter()
        .find(|row| row.place == place && row.keys.contains(&written.as_str()))
        .map(|row| row.action)
}

/// The keys with their short words, for the footer of a place.
pub fn hints(place: Place) -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYS.iter()
        .filter(move |row| row.place == place)
        .filter_map(|row| Some((*row.keys.first()?, row.hint?)))
}

/// A key as a person writes it.
fn written(key: KeyEvent) -> Option<String> {
    let name = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(character) => character.to_string(),
        KeyCode::Enter => "Enter".to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::Up => "Up".to_owned(),
        KeyCode::Down => "Down".to_owned(),
        KeyCode::Left => "Left".to_owned(),
        KeyCode::Right => "Right".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Home => "Home".to_owned(),
        KeyCode::End => "End".to_owned(),
        _ => return None,
    };
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        Some(format!("Ctrl-{name}"))
    } else if key.modifiers.contains(KeyModifiers::ALT) {
        Some(format!("Alt-{name}"))
    } else {
        Some(name)
    }
}
