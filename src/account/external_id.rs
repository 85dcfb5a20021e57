//! The external ID that a role's trust policy asks for.

use std::fmt;

/// The shortest and the longest that STS takes.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=1224;

/// 2 to 1,224 characters of `[\w+=,.@:\/-]` (STS, `AssumeRole`).
#[derive(Clone, PartialEq, Eq)]
pub struct ExternalId(String);

impl ExternalId {
    /// A new one for a new account: a random UUID.
    pub fn generate() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// Checks STS's alphabet and length. White space round it goes, and lines that a
    /// terminal wrapped are joined; a space inside is a mistake and is told.
    pub fn parse(pasted: &str) -> Result<Self, String> {
        let text: String = pasted.lines().map(str::trim).collect();
        if let Some(stranger) = text.chars().find(|character| !is_allowed(*character)) {
            Err(format!(
                "an external ID cannot hold {stranger:?}; it has letters, digits and _+=,.@:/-"
            ))
        } else if LENGTHS.contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(format!(
                "an external ID has 2 to 1,224 characters, this one has {}",
                text.len()
            ))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExternalId(..)")
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_+=,.@:/-".contains(character)
}

#[cfg(test)]
mod tests {
    use super::ExternalId;
    use proptest::prelude::*;

    #[test]
    fn alphabet_and_length_are_those_of_sts() {
        let longest = "x".repeat(1224);
        let too_long = "x".repeat(1225);
        for (pasted, expected) in [
            ("ab", Ok("ab")),
            ("  a-b_c+d=e,f.g@h:i/j\r\n", Ok("a-b_c+d=e,f.g@h:i/j")),
            ("4414aef4-8f04-\n  4b0b", Ok("4414aef4-8f04-4b0b")),
            (longest.as_str(), Ok(longest.as_str())),
            (too_long.as_str(), Err("has 1225")),
            ("a", Err("has 1")),
            ("", Err("has 0")),
            ("a b", Err("' '")),
            ("größe", Err("'ö'")),
            ("a\"b", Err("'\"'")),
        ] {
            match (ExternalId::parse(pasted), expected) {
                (Ok(id), Ok(text)) => assert_eq!(id.as_str(), text),
                (Err(sentence), Err(part)) => assert!(sentence.contains(part), "{sentence}"),
                (parsed, expected) => panic!("{pasted:?}: {parsed:?}, not {expected:?}"),
            }
        }
        assert!(ExternalId::parse(ExternalId::generate().as_str()).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_read_back(pasted in any::<String>()) {
            if let Ok(id) = ExternalId::parse(&pasted) {
                prop_assert_eq!(ExternalId::parse(id.as_str()), Ok(id));
            }
        }
    }
}
