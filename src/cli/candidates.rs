//! What a shell may complete a word to: names of ours, read anew each time. It is asked
//! between two keys, so it reads files and nothing else, and says nothing of what is wrong.

use super::Directories;
use crate::account::store::Store;
use crate::account::{KNOWN_REGIONS, Service};
use crate::sim::Fleet;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

/// The connected accounts.
pub(super) fn accounts() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let Ok(directories) = Directories::of_words(std::env::args_os()) else {
            return Vec::new();
        };
        let store = Store {
            config_dir: directories.config,
        };
        let accounts = store.load().accounts;
        let named = accounts.iter().map(|account| {
            let number = account.number().map(|number| number.to_string());
            let id = account.id.to_string();
            // A shell would take a name with a blank or a quote for something else.
            if is_plain(&account.name) {
                return candidate(
                    &account.name,
                    number.unwrap_or_else(|| "pending".to_owned()),
                );
            }
            candidate(number.as_ref().unwrap_or(&id), account.name.clone())
        });
        named.collect()
    })
}

/// The accounts of the demo.
pub(super) fn demo_accounts() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let fleet = Fleet::demo(None);
        let accounts = fleet.map(|fleet| fleet.accounts()).unwrap_or_default();
        let named = accounts.iter();
        named
            .map(|account| candidate(&account.name, account.role_arn.clone()))
            .collect()
    })
}

pub(super) fn regions() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let known = KNOWN_REGIONS.iter();
        known
            .map(|(code, place)| candidate(code, (*place).to_owned()))
            .collect()
    })
}

pub(super) fn services() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let all = Service::ALL.into_iter();
        all.map(|service| candidate(service.name(), service.title().to_owned()))
            .collect()
    })
}

fn candidate(word: &str, help: String) -> CompletionCandidate {
    CompletionCandidate::new(word).help(Some(help.into()))
}

fn is_plain(word: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_.@+".contains(letter);
    !word.starts_with('-') && word.chars().all(is_plain)
}
