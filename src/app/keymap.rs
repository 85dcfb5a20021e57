//! One table of bindings: dispatch, footer hints, help and the README's list all
//! come from it. A test fails when a key is bound twice in a context.

/// Where a key means something. An overlay's context wins over the map's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Anywhere,
    Map,
}

/// What a key is bound to: imperative, with parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Quit,
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
    /// A short word for the footer, when it belongs there.
    pub hint: Option<&'static str>,
}

pub const BINDINGS: &[Binding] = &[Binding {
    context: Context::Anywhere,
    keys: &["Ctrl-c"],
    action: Action::Quit,
    help: "leave the program",
    group: "Program",
    hint: None,
}];
