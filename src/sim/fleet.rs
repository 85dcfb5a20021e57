//! The fleet: every account with its estate. It must not know the time, nor requests.

use super::description;
use super::estate::Account;
use super::generate::{self, DescriptionError, PublicAddresses};
use serde_json::Value;
use std::collections::BTreeMap;

/// Accounts that grew from descriptions. The same descriptions give the same ids.
pub struct Fleet {
    pub(super) accounts: BTreeMap<String, Account>,
}

/// What somebody needs to connect to one of the fleet's accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRecord {
    pub number: String,
    pub name: String,
    pub role_arn: String,
    pub external_id: String,
    pub home_region: String,
    pub regions: Vec<String>,
}

/// Documents by region and by `service.Name`.
pub type Documents = BTreeMap<String, BTreeMap<String, Vec<Value>>>;

const SHOP_DOCUMENTS: [&str; 7] = [
    include_str!("../../assets/demo/shop/containers.toml"),
    include_str!("../../assets/demo/shop/databases.toml"),
    include_str!("../../assets/demo/shop/entry.toml"),
    include_str!("../../assets/demo/shop/global.toml"),
    include_str!("../../assets/demo/shop/messages.toml"),
    include_str!("../../assets/demo/shop/standby.toml"),
    include_str!("../../assets/demo/shop/storage.toml"),
];
const DATA_DOCUMENTS: [&str; 3] = [
    include_str!("../../assets/demo/data/global.toml"),
    include_str!("../../assets/demo/data/lake.toml"),
    include_str!("../../assets/demo/data/links.toml"),
];

impl Fleet {
    /// The demonstration: a shop, its standby and a data account. With a number, the
    /// shop's home region is filled up to that many instances, in VPCs of about 400.
    pub fn demo(instances: Option<usize>) -> Result<Self, DescriptionError> {
        let mut shop: description::Account =
            toml::from_str(include_str!("../../assets/demo/shop.toml"))?;
        let mut data: description::Account =
            toml::from_str(include_str!("../../assets/demo/data.toml"))?;
        for text in SHOP_DOCUMENTS {
            shop.documents.push(toml::from_str(text)?);
        }
        for text in DATA_DOCUMENTS {
            data.documents.push(toml::from_str(text)?);
        }
        if let Some(instances) = instances {
            multiply(&mut shop, instances)?;
        }
        Self::grow(vec![shop, data])
    }

    /// The accounts that these texts describe, each written as those of the demonstration
    /// (`assets/demo/*.toml`).
    pub fn described(accounts: &[&str]) -> Result<Self, DescriptionError> {
        let described: Result<Vec<_>, _> =
            accounts.iter().map(|text| toml::from_str(text)).collect();
        Self::grow(described?)
    }

    fn grow(described: Vec<description::Account>) -> Result<Self, DescriptionError> {
        let peerings: Vec<_> = described
            .iter()
            .flat_map(|account| account.peering.clone())
            .collect();
        let gateways: Vec<_> = described
            .iter()
            .flat_map(|account| {
                let gateways = account.transit_gateway.iter().cloned();
                gateways.map(|gateway| (account.number.clone(), gateway))
            })
            .collect();
        let documents: Vec<_> = described
            .iter()
            .map(|account| (account.number.clone(), account.documents.clone()))
            .collect();
        let mut addresses = PublicAddresses::default();
        let mut accounts = BTreeMap::new();
        for account in described {
            let account = generate::account(account, &mut addresses)?;
            accounts.insert(account.number.clone(), account);
        }
        for peering in &peerings {
            generate::join(&mut accounts, peering)?;
        }
        for (owner, gateway) in &gateways {
            generate::attach(&mut accounts, owner, gateway)?;
        }
        for (number, documents) in &documents {
            generate::document(&mut accounts, number, documents)?;
        }
        Ok(Self { accounts })
    }

    /// The accounts, in the order of their numbers.
    pub fn accounts(&self) -> Vec<AccountRecord> {
        let record = |account: &Account| AccountRecord {
            number: account.number.clone(),
            name: account.name.clone(),
            role_arn: account.role_arn(),
            external_id: account.role.external_id.clone(),
            home_region: account.home_region.clone(),
            regions: account
                .regions
                .values()
                .filter(|region| !region.vpcs.is_empty())
                .map(|region| region.name.clone())
                .collect(),
        };
        self.accounts.values().map(record).collect()
    }

    /// The documents of an account's regions, by `service.Name`, as they are while nothing
    /// happens to them.
    pub fn documents(&self, account: &str) -> Documents {
        let account = self.accounts.get(account);
        let regions = account.into_iter().flat_map(|account| &account.regions);
        regions
            .map(|(name, region)| (name.clone(), region.documents.bodies()))
            .filter(|(_, documents)| !documents.is_empty())
            .collect()
    }

    /// How many places for instances there are in one region.
    pub fn instance_count(&self, account: &str, region: &str) -> usize {
        let account = self.accounts.get(account);
        account
            .and_then(|account| account.regions.get(region))
            .map_or(0, |region| region.slots.len())
    }
}

impl Account {
    pub(super) fn role_arn(&self) -> String {
        format!("arn:aws:iam::{}:role/{}", self.number, self.role.name)
    }
}

/// Adds cells until the home region holds so many instances.
fn multiply(account: &mut description::Account, instances: usize) -> Result<(), DescriptionError> {
    let cell: description::Vpc = toml::from_str(include_str!("../../assets/demo/cell.toml"))?;
    let count = |vpc: &description::Vpc| vpc.group.iter().map(|group| group.count).sum::<usize>();
    let home = account
        .vpc
        .iter()
        .filter(|vpc| vpc.region == account.home_region);
    let mut missing = instances.saturating_sub(home.map(count).sum());
    for number in 1_usize.. {
        if missing == 0 {
            break;
        }
        let mut next = cell.clone();
        next.name = format!("{}-{number:03}", cell.name);
        next.cidr = format!("10.{}.0.0/16", 60 + number % 190);
        for group in &mut next.group {
            group.count = group.count.min(missing);
            missing -= group.count;
        }
        account.vpc.push(next);
    }
    Ok(())
}
