//! The accounts as a table for people and as JSON for programs.

use crate::account::store::Loaded;
use crate::account::{Account, AccountId, ExternalId, Region, Service};
use crate::text::columns;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TITLES: [&str; 5] = ["NAME", "ACCOUNT", "ROLE", "REGIONS", "TEAMS"];

pub(super) fn text(loaded: &Loaded) -> String {
    if loaded.accounts.is_empty() {
        return "no accounts yet; add one with: skymap accounts add --name NAME\n".to_owned();
    }
    let mut rows = vec![TITLES.map(str::to_owned)];
    rows.extend(loaded.accounts.iter().map(row));
    let widths: [usize; TITLES.len()] = std::array::from_fn(|column| {
        let widths = rows.iter().map(|row| columns(&row[column]));
        widths.max().unwrap_or_default()
    });
    rows.iter().map(|row| line(row, &widths)).collect()
}

pub(super) fn json(loaded: &Loaded) -> String {
    let accounts: Vec<Value> = loaded
        .accounts
        .iter()
        .map(|account| {
            let files: Vec<String> = loaded
                .files_of(account.id)
                .map(|file| file.path.display().to_string())
                .collect();
            let names = |services: &BTreeSet<Service>| -> Vec<&str> {
                services.iter().map(|service| service.name()).collect()
            };
            let services = &account.services;
            let regions = account.watched_regions();
            json!({
                "id": account.id,
                "name": account.name,
                "account": account.number().map(|number| number.to_string()),
                "role_arn": account.role.as_ref().map(ToString::to_string),
                "external_id": account.external_id.as_ref().map(ExternalId::as_str),
                "home_region": account.home_region.as_str(),
                "regions": regions.iter().map(Region::as_str).collect::<Vec<_>>(),
                "services_off": names(&services.off),
                "services_on": names(&services.on),
                "profile": account.profile,
                "colour": account.colour,
                "teams": account.teams,
                "files": files,
                "read_only": loaded.read_only(account.id),
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(accounts))
}

fn row(account: &Account) -> [String; TITLES.len()] {
    let number = account.number().map(AccountId::grouped);
    let role = account
        .role
        .as_ref()
        .map(|role| role.role_name().to_owned());
    let regions = match account.watched_regions().len() {
        0 | 1 => account.home_region.to_string(),
        several => format!("{} +{}", account.home_region, several - 1),
    };
    let teams: Vec<&str> = account.teams.iter().map(|team| team.0.as_str()).collect();
    [
        account.name.clone(),
        number.unwrap_or_else(|| "-".to_owned()),
        role.unwrap_or_else(|| "pending".to_owned()),
        regions,
        teams.join(" "),
    ]
}

/// Padded by what a terminal shows, not by characters.
fn line(row: &[String; TITLES.len()], widths: &[usize; TITLES.len()]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width - columns(cell) + 2));
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}
