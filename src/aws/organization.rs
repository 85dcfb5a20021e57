//! The members of the base identity's organization. It must not know what is done with
//! them.

use super::error::Failure;
use crate::account::Member;
use crate::text::clean;
use aws_sdk_organizations::types::AccountState;
use aws_types::SdkConfig;
use std::collections::BTreeSet;

const CALL: &str = "organizations:ListAccounts";

/// Those that are active. Only the management account and delegated administrators may
/// ask.
pub async fn members(config: &SdkConfig) -> Result<Vec<Member>, Failure> {
    let client = aws_sdk_organizations::Client::new(config);
    let (mut members, mut seen) = (Vec::new(), BTreeSet::new());
    let mut token: Option<String> = None;
    loop {
        let request = client.list_accounts().set_next_token(token).max_results(20);
        let answer = request.send().await;
        let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
        for account in answer.accounts() {
            let is_active = account
                .state()
                .is_none_or(|state| *state == AccountState::Active);
            let number = account.id().and_then(|id| id.parse().ok());
            if let (Some(number), true) = (number, is_active) {
                let name = clean(account.name().unwrap_or_default());
                members.push(Member { number, name });
            }
        }
        token = answer.next_token().map(str::to_owned);
        match &token {
            None => return Ok(members),
            Some(next) if !seen.insert(next.clone()) => {
                return Err(Failure::bad_answer(CALL, "the same page token came twice"));
            }
            Some(_) => {}
        }
    }
}
