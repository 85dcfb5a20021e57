//! What a blueprint may be called: its name is its file's.

use std::fmt;
use std::str::FromStr;

const LONGEST: usize = 64;

/// Letters, digits, `-`, `_` and `.`; begins with a letter or a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlueprintName(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{typed:?} cannot be the name of a blueprint: use up to 64 letters, digits, hyphens, underscores and dots, with a letter or a digit first"
)]
pub struct NameError {
    typed: String,
}

impl BlueprintName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlueprintName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for BlueprintName {
    type Err = NameError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_name = typed.len() <= LONGEST
            && typed.bytes().all(is_of_a_name)
            && typed.starts_with(|first: char| first.is_ascii_alphanumeric());
        if is_name {
            Ok(Self(typed.to_owned()))
        } else {
            let typed = typed.chars().take(LONGEST).collect();
            Err(NameError { typed })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BlueprintName;

    #[test]
    fn a_name_is_a_file_and_nothing_else() {
        let long = "a".repeat(64);
        for name in ["shop", "shop-2026_11.v2", "7", &long] {
            assert_eq!(name.parse::<BlueprintName>().unwrap().as_str(), name);
        }
        let longer = "a".repeat(65);
        for name in [
            "", ".hidden", "../up", "a/b", "a b", "-f", "shöp", "a\n", &longer,
        ] {
            let error = name.parse::<BlueprintName>().unwrap_err().to_string();
            assert!(error.contains("with a letter or a digit first"), "{error}");
        }
    }
}
