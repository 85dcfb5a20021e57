//! Keys that were changed, by the names of contexts and actions. Which of them there are
//! is not known here.

use super::Place;
use std::collections::BTreeMap;

/// The keys of actions that have others than by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Keys {
    /// The keys of an action in a context, where they were changed.
    pub fn of(&self, context: &str, action: &str) -> Option<&[String]> {
        self.0.get(context)?.get(action).map(Vec::as_slice)
    }

    pub fn set(&mut self, (context, action): (&str, &str), keys: Vec<String>) {
        let actions = self.0.entry(context.to_owned()).or_default();
        actions.insert(action.to_owned(), keys);
    }

    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A word of the file, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub word: String,
    pub place: Place,
}

/// The keys that an action is to have, as the file asks for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWish {
    pub context: Written,
    pub action: Written,
    pub keys: Vec<Written>,
}
