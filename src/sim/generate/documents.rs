//! Documents as they stand in a region: what they say of generated things is put in
//! the places of its names, as in `{subnet:shop/private/a}`. It must not know what the
//! documents mean.

use super::{DescriptionError, form, unknown};
use crate::sim::description;
use crate::sim::documents::{Change, Store};
use crate::sim::estate::{Account, Region};
use crate::sim::seed;
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything of one account that is described as documents.
pub(in crate::sim) fn document(
    accounts: &mut BTreeMap<String, Account>,
    number: &str,
    described: &[description::Documents],
) -> Result<(), DescriptionError> {
    let absent = || unknown("a list of documents", number);
    for documents in described {
        let account = accounts.get(number).ok_or_else(absent)?;
        let names = Names {
            account,
            region: &documents.region,
        };
        let grown = names.grow(documents)?;
        let account = accounts.get_mut(number).ok_or_else(absent)?;
        let region = account.regions.get_mut(&documents.region);
        let region = region.ok_or_else(|| unknown("a list of documents", &documents.region))?;
        for (service, name, body) in grown.documents {
            region.documents.add(&service, &name, body);
        }
        for happening in grown.happenings {
            schedule(&mut region.documents, happening)?;
        }
    }
    describe_interfaces(accounts, number)
}

struct Grown {
    documents: Vec<(String, String, Value)>,
    happenings: Vec<description::DocumentHappening>,
}

fn schedule(
    store: &mut Store,
    happening: description::DocumentHappening,
) -> Result<(), DescriptionError> {
    let absent = || unknown("a happening", &happening.document);
    let (service, name) = happening.document.split_once('.').ok_or_else(absent)?;
    let mut documents = store.named_mut(service, name);
    let is_meant = |body: &Value| {
        let mut fields = happening.of.iter();
        fields.all(|(field, value)| body.get(field) == Some(value))
    };
    let document = documents
        .find(|document| is_meant(&document.body))
        .ok_or_else(absent)?;
    document.changes.push(Change {
        at: happening.at as i64,
        seconds: happening.seconds as i64,
        set: happening.set,
    });
    Ok(())
}

/// Interfaces name what they belong to in their descriptions.
fn describe_interfaces(
    accounts: &mut BTreeMap<String, Account>,
    number: &str,
) -> Result<(), DescriptionError> {
    let Some(account) = accounts.get(number) else {
        return Ok(());
    };
    let mut told = Vec::new();
    for region in account.regions.values() {
        let names = Names {
            account,
            region: &region.name,
        };
        for (at, interface) in region.interfaces.iter().enumerate() {
            if interface.description.contains('{') {
                let text = names.filled(&interface.description)?;
                told.push((region.name.clone(), at, text));
            }
        }
    }
    for (region, at, text) in told {
        if let Some(region) = accounts
            .get_mut(number)
            .and_then(|account| account.regions.get_mut(&region))
        {
            region.interfaces[at].description = text;
        }
    }
    Ok(())
}

/// What names stand for, seen from one region.
struct Names<'a> {
    account: &'a Account,
    region: &'a str,
}

impl Names<'_> {
    fn grow(&self, described: &description::Documents) -> Result<Grown, DescriptionError> {
        let mut grown = Grown {
            documents: Vec::new(),
            happenings: described.happening.clone(),
        };
        for (service, lists) in &described.services {
            for (name, list) in lists {
                for body in list {
                    let mut body = body.clone();
                    self.fill(&mut body)?;
                    grown.documents.push((service.clone(), name.clone(), body));
                }
            }
        }
        for happening in &mut grown.happenings {
            self.fill(&mut happening.set)?;
            happening
                .of
                .values_mut()
                .try_for_each(|one| self.fill(one))?;
        }
        Ok(grown)
    }

    fn fill(&self, value: &mut Value) -> Result<(), DescriptionError> {
        match value {
            Value::String(text) if text.contains('{') => *text = self.filled(text)?,
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.fill(item))?,
            Value::Object(fields) => {
                fields.values_mut().try_for_each(|item| self.fill(item))?;
                let named: Vec<String> =
                    fields.keys().filter(|k| k.contains('{')).cloned().collect();
                for name in named {
                    let value = fields.remove(&name).unwrap_or_default();
                    fields.insert(self.filled(&name)?, value);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A brace that no lower-case word follows stands for itself.
    fn filled(&self, text: &str) -> Result<String, DescriptionError> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let is_name = after.starts_with(|c: char| c.is_ascii_lowercase());
            match after.split_once('}') {
                Some((name, after)) if is_name => {
                    out.push_str(&self.value(name)?);
                    rest = after;
                }
                _ => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, text: &str) -> Result<String, DescriptionError> {
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        let key = format!("{}/{name}", self.account.number);
        let found = match kind {
            "account" => Some(self.account.number.clone()),
            "region" => Some(self.region.to_owned()),
            "id" => {
                let prefix = name.split('/').next().unwrap_or_default();
                Some(seed::id(prefix, &key))
            }
            "uuid" => Some(seed::uuid(&key)),
            "hex" => Some(seed::hex16(&key)),
            "letters" => Some(seed::key_letters(&key, 13)),
            _ => {
                // Global services speak of things in other regions.
                let own = self.account.regions.get(self.region).into_iter();
                let mut all = own.chain(self.account.regions.values());
                all.find_map(|region| standing(region, kind, name))
            }
        };
        found.ok_or_else(|| form("a document's name", text))
    }
}

/// What a name stands for in one region.
fn standing(region: &Region, kind: &str, name: &str) -> Option<String> {
    let balancer = |name: &str| region.load_balancers.iter().find(|one| one.name == name);
    let target_group = |name: &str| region.target_groups.iter().find(|one| one.name == name);
    let after = |arn: &str, mark: &str| arn.split_once(mark).map(|(_, rest)| rest.to_owned());
    match kind {
        "vpc" => vpc(region, name).map(|at| region.vpcs[at].id.clone()),
        "subnet" => {
            let mut parts = name.split('/');
            let (place, tier, letter) = (parts.next()?, parts.next()?, parts.next()?);
            let (at, zone) = (vpc(region, place)?, format!("{}{letter}", region.name));
            let mut subnets = region.subnets.iter();
            let found = subnets.find(|s| s.vpc == at && s.tier == tier && s.zone == zone);
            found.map(|subnet| subnet.id.clone())
        }
        "security-group" => {
            let mut groups = region.security_groups.iter();
            let found = groups.find(|group| group.name == name);
            found.map(|group| group.id.clone())
        }
        "load-balancer" => balancer(name).map(|one| one.arn.clone()),
        "dns" => balancer(name).map(|one| one.dns_name.clone()),
        "load-balancer-path" => after(&balancer(name)?.arn, ":loadbalancer/"),
        "listener" => {
            let (name, port) = name.split_once('/')?;
            let mut listeners = balancer(name)?.listeners.iter();
            let found = listeners.find(|one| one.port.to_string() == port);
            found.map(|one| one.arn.clone())
        }
        "target-group" => target_group(name).map(|one| one.arn.clone()),
        "target-group-path" => {
            let rest = after(&target_group(name)?.arn, ":targetgroup/")?;
            Some(format!("targetgroup/{rest}"))
        }
        "instance" => {
            let (key, member) = name.rsplit_once('/')?;
            let key = format!("{}/{key}", region.name);
            let group = region.groups.iter().find(|group| group.key == key)?;
            let slot = *group.slots.get(member.parse::<usize>().ok()?)?;
            Some(region.slots[slot].first.id.clone())
        }
        "interface" => interface(region, name).map(|one| one.id.clone()),
        "address" => interface(region, name).map(|one| one.private_ip.to_string()),
        _ => None,
    }
}

fn vpc(region: &Region, name: &str) -> Option<usize> {
    let mut vpcs = region.vpcs.iter();
    vpcs.position(|vpc| vpc.tags.get("Name").is_some_and(|tag| tag == name))
}

/// By `vpc/name`.
fn interface<'a>(region: &'a Region, name: &str) -> Option<&'a crate::sim::estate::Interface> {
    let (account, place) = (&region.account, &region.name);
    let id = seed::id("eni", &format!("{account}/{place}/{name}"));
    region.interfaces.iter().find(|one| one.id == id)
}
