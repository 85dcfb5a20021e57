//! An account by what a person types of it on the command line.

use super::{Account, AccountId, RoleArn};
use uuid::Uuid;

/// Why a text names no single account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    #[error("no account is called {typed:?}; {}", advice(.nearest))]
    Unknown { typed: String, nearest: Vec<String> },
    #[error("{typed:?} is more than one account: {}; use a name or an id", .candidates.join(", "))]
    Ambiguous {
        typed: String,
        candidates: Vec<String>,
    },
}

/// The account with that name, number, role ARN or `id`: the exact name before any
/// other reading, then what has the number, then a name that differs by case alone.
pub fn find<'a>(accounts: &'a [Account], typed: &str) -> Result<&'a Account, LookupError> {
    let typed = typed.trim();
    let readings: [&dyn Fn(&Account) -> bool; 5] = [
        &|account| account.name == typed,
        &|account| typed.parse() == Ok(account.id),
        &|account| is_role(account, typed),
        &|account| account.number().is_some() && account.number() == number(typed),
        &|account| account.name.to_lowercase() == typed.to_lowercase(),
    ];
    for reading in readings {
        let found: Vec<&Account> = accounts.iter().filter(|account| reading(account)).collect();
        match found[..] {
            [] => {}
            [account] => return Ok(account),
            _ => {
                return Err(LookupError::Ambiguous {
                    typed: typed.to_owned(),
                    candidates: found.iter().map(|account| described(account)).collect(),
                });
            }
        }
    }
    Err(LookupError::Unknown {
        typed: typed.to_owned(),
        nearest: names_with(accounts, typed),
    })
}

fn is_role(account: &Account, typed: &str) -> bool {
    match (&account.role, typed.parse::<RoleArn>()) {
        (Some(role), Ok(other)) => role.is_same_role(&other),
        _ => false,
    }
}

/// Also as the console groups it: `1111-2222-3333`.
fn number(typed: &str) -> Option<AccountId> {
    typed.replace('-', "").parse().ok()
}

fn described(account: &Account) -> String {
    format!("{} ({}…)", account.name, &id_text(account.id)[..8])
}

fn id_text(id: Uuid) -> String {
    id.to_string()
}

fn names_with(accounts: &[Account], typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    accounts
        .iter()
        .map(|account| account.name.clone())
        .filter(|name| !typed.is_empty() && name.to_lowercase().contains(&typed))
        .take(5)
        .collect()
}

fn advice(nearest: &[String]) -> String {
    if nearest.is_empty() {
        "`skymap accounts list` lists them all".to_owned()
    } else {
        format!("there is {}", nearest.join(", "))
    }
}
