//! The colour of an account's frame: chosen by a person, or by its name and number, red
//! being production's. It must not know how a terminal shows a colour.

use super::Account;
use std::fmt;

/// A colour as the accounts file names it. How each looks is the theme's matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Cyan,
    Blue,
    Purple,
    Grey,
    /// `#rrggbb`, shown as it is where the terminal can.
    Exact(u8, u8, u8),
}

impl Colour {
    pub const NAMED: [(&str, Self); 8] = [
        ("red", Self::Red),
        ("orange", Self::Orange),
        ("yellow", Self::Yellow),
        ("green", Self::Green),
        ("cyan", Self::Cyan),
        ("blue", Self::Blue),
        ("purple", Self::Purple),
        ("grey", Self::Grey),
    ];

    /// What is given to accounts by their number: nothing that could be taken for red.
    const SPREAD: [Self; 5] = [
        Self::Blue,
        Self::Green,
        Self::Cyan,
        Self::Purple,
        Self::Yellow,
    ];

    pub fn parse(text: &str) -> Result<Self, ColourError> {
        let text = text.trim().to_ascii_lowercase();
        let named = Self::NAMED.iter().find(|(name, _)| *name == text);
        named
            .map(|(_, colour)| *colour)
            .or_else(|| exact(&text))
            .ok_or(ColourError { text })
    }
}

fn exact(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(Colour::Exact(red, green, blue))
}

/// A text that is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ColourError {
    text: String,
}

impl fmt::Display for ColourError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Colour::NAMED.map(|(name, _)| name).join(", ");
        write!(
            f,
            "{:?} is no colour that is known; one of {names}, or #rrggbb",
            self.text
        )
    }
}

impl Account {
    /// The colour of its frame: as the file says, else red for production, else one
    /// that follows from its number and so stays the same everywhere.
    pub fn frame_colour(&self) -> Colour {
        let chosen = self.colour.as_deref().map(Colour::parse);
        if let Some(Ok(colour)) = chosen {
            return colour;
        }
        if self.is_production() {
            return Colour::Red;
        }
        let digits = self.number().map(|number| number.to_string());
        let digits = digits.unwrap_or_default();
        let sum: usize = digits.bytes().map(usize::from).sum();
        Colour::SPREAD[sum % Colour::SPREAD.len()]
    }

    /// Whether its name says production, and not what comes before it.
    fn is_production(&self) -> bool {
        let words = words(&self.name);
        let mut before = "";
        words.iter().any(|word| {
            let is_negated = matches!(before, "non" | "not" | "no" | "pre");
            before = word.as_str();
            matches!(word.as_str(), "prod" | "production" | "prd") && !is_negated
        })
    }
}

/// The words of a name, in small letters: `shopProd-2` is `shop`, `prod` and nothing.
fn words(name: &str) -> Vec<String> {
    let (mut words, mut word, mut was_small) = (Vec::new(), String::new(), false);
    for character in name.chars() {
        let begins = character.is_uppercase() && was_small;
        if begins || !character.is_alphabetic() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphabetic() {
            word.extend(character.to_lowercase());
        }
        was_small = character.is_lowercase();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::Colour;
    use crate::account::Draft;

    fn check(name: &str, chosen: Option<&str>, expected: Colour) {
        let draft = Draft {
            name: name.to_owned(),
            role_arn: "arn:aws:iam::111122223333:role/skymap".to_owned(),
            ..Draft::new()
        };
        let mut account = draft.parse(&[]).unwrap();
        account.colour = chosen.map(str::to_owned);
        assert_eq!(account.frame_colour(), expected, "{name} {chosen:?}");
    }

    #[test]
    fn production_is_red_and_nothing_else_by_itself() {
        for name in [
            "prod",
            "shop-prod",
            "Prod_2",
            "shopProd",
            "PRD eu",
            "production",
        ] {
            check(name, None, Colour::Red);
        }
        // The sum of the number's digits makes it the first of those that are spread.
        for name in [
            "nonprod", "non-prod", "preprod", "PreProd", "product", "staging",
        ] {
            check(name, None, Colour::Blue);
        }
        check("shop-prod", Some("Green"), Colour::Green);
        check("staging", Some("#Ff8800"), Colour::Exact(255, 136, 0));
        check("staging", Some("mauve"), Colour::Blue);
    }

    #[test]
    fn what_is_no_colour_is_answered_with_those_that_are() {
        for text in [
            "mauve",
            "#ff88",
            "#ff88001",
            "#+f8800",
            "ff8800",
            "#ff880\u{e9}",
        ] {
            let error = Colour::parse(text).unwrap_err().to_string();
            assert!(error.contains("red, orange, yellow"), "{error}");
        }
    }
}
