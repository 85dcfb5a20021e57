//! The number of an account.

use super::ArnError;
use std::fmt;
use std::str::FromStr;

/// Twelve digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// As the AWS console groups it: `1111-2222-3333`.
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for AccountId {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| ArnError::AccountNumber)
        } else {
            Err(ArnError::AccountNumber)
        }
    }
}
