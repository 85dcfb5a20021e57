//! `--measure`: what only use tells, read from CloudWatch once somebody has seen what
//! AWS charges for that.

use crate::account::Account;
use crate::budget::{Budget, Counts, DAYS, Queries, Query, counts};
use crate::cli::scan::advise;
use crate::cli::{Outcome, accounts, map, warn};
use crate::inventory::Survey;
use crate::prices::{Money, Prices};
use crate::provider::{ErrorKind, Explanation, Measured};
use color_eyre::eyre::{Result, WrapErr};

/// What was counted, and how that went: [`Outcome::Usage`] where nobody can be asked.
pub(super) fn measured(
    account: &Account,
    (survey, budget, prices): (&Survey, &Budget, &Prices),
    yes: bool,
) -> Result<(Counts, Outcome)> {
    let queries = Queries::of(survey, budget);
    let none = |outcome| Ok((Counts::new(), outcome));
    if queries.count() == 0 {
        warn("skymap: there is nothing open that CloudWatch could tell");
        return none(Outcome::Done);
    }
    let sentence = sentence(&queries, prices);
    let question = format!("{sentence}; go on?");
    let is_agreed = if yes {
        warn(&format!("skymap: {sentence}"));
        Some(true)
    } else {
        accounts::agreed(&question)?
    };
    match is_agreed {
        Some(true) => {}
        Some(false) => {
            warn("skymap: nothing was measured");
            return none(Outcome::Done);
        }
        None => {
            warn(&format!(
                "skymap: {question} Nobody can be asked here: add --yes"
            ));
            return none(Outcome::Usage);
        }
    }
    let queries: Vec<Query> = queries.by_account.into_values().flatten().collect();
    match ask(account, queries.clone())? {
        Ok(measured) => Ok(told(&queries, &measured)),
        Err(error) => {
            complain(&[&error]);
            none(Outcome::Partly)
        }
    }
}

/// `reading 37 metrics of CloudWatch for 30 days costs 0.00037 USD`.
fn sentence(queries: &Queries, prices: &Prices) -> String {
    let (count, noun) = match queries.count() {
        1 => (1, "metric"),
        count => (count, "metrics"),
    };
    let charge = queries.charge(prices).map(exactly);
    let charge = charge.unwrap_or_else(|| "what is not known here".to_owned());
    format!("reading {count} {noun} of CloudWatch for {DAYS} days costs {charge}")
}

/// All of its decimals, and no fewer than two.
fn exactly(charge: Money) -> String {
    let text = charge.text(16);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let kept = decimals.trim_end_matches('0').len().max(2);
    format!("{whole}.{} USD", &decimals[..kept.min(decimals.len())])
}

fn ask(account: &Account, queries: Vec<Query>) -> Result<Result<Measured, Explanation>> {
    let executor = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .wrap_err("start the runtime")?;
    let provider = map::live()();
    Ok(executor.block_on(provider.measure(account, queries)))
}

/// What has no values stays open, and is said to.
fn told(queries: &[Query], measured: &Measured) -> (Counts, Outcome) {
    let issues: Vec<&Explanation> = measured.issues.iter().collect();
    complain(&issues);
    let empty = measured.days.iter().filter(|days| days.is_empty()).count();
    if empty > 0 {
        let count = queries.len();
        warn(&format!(
            "skymap: {empty} of {count} metrics have no values; what nothing else tells stays open"
        ));
    }
    let outcome = if issues.is_empty() {
        Outcome::Done
    } else {
        Outcome::Partly
    };
    (counts(queries, &measured.days), outcome)
}

fn complain(errors: &[&Explanation]) {
    for error in errors {
        warn(&format!("skymap: not measured: {error}"));
    }
    advise(errors);
    let is_denied = |error: &&Explanation| matches!(error.kind, ErrorKind::AccessDenied { .. });
    if errors.iter().any(is_denied) {
        warn("skymap: `skymap policy minimal --measure` prints a policy that also allows it");
    }
}

#[cfg(test)]
mod tests {
    use super::exactly;
    use crate::prices::{Prices, Quantity, Rate};

    #[test]
    fn a_charge_is_shown_to_its_last_decimal() {
        let region = crate::account::Region::new("eu-west-1");
        let price = Prices::default().lookup(&region, &Rate::CloudWatchApiRequests1000.into());
        let price = price.expect("a price");
        for (count, shown) in [
            (1, "0.00001 USD"),
            (37, "0.00037 USD"),
            (1000, "0.01 USD"),
            (250_000, "2.50 USD"),
        ] {
            assert_eq!(exactly(price.cost(Quantity::of(count))), shown);
        }
    }
}
