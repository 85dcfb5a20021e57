//! One `[[account]]` table: read into an account, and changed to say what an account
//! says without losing what it says besides.

use crate::account::{
    Account, Colour, ExternalId, Partition, ProfileName, Region, RoleArn, Service, Services,
    text_problem,
};
use std::collections::BTreeSet;
use std::ops::Range;
use toml_edit::{Array, Item, RawString, Table, Value};
use uuid::Uuid;

/// What is wrong with a record, and where in the file.
#[derive(Debug)]
pub(super) struct Flaw {
    pub(super) sentence: String,
    pub(super) span: Option<Range<usize>>,
}

impl Flaw {
    fn new(sentence: impl Into<String>, item: Option<&Item>) -> Self {
        Self {
            sentence: sentence.into(),
            span: item.and_then(Item::span),
        }
    }
}

/// A record that is good, and what in it is odd.
#[derive(Debug)]
pub(super) struct Read {
    /// Without teams: the file does not know that it is a team's.
    pub(super) account: Account,
    pub(super) warnings: Vec<Flaw>,
}

/// The record's `id`, which also a record with a flaw elsewhere has.
pub(super) fn id(table: &Table) -> Option<Uuid> {
    table.get("id")?.as_str()?.parse().ok()
}

pub(super) fn read(table: &Table) -> Result<Read, Flaw> {
    let id = parsed(table, "id", |id| {
        id.parse::<Uuid>().map_err(|_| not_an_id())
    })?
    .ok_or_else(|| Flaw::new(not_an_id(), None))?;
    let name = parsed(table, "name", one_line)?.ok_or_else(|| {
        Flaw::new(
            "the account has no name; add one like name = \"shop-prod\"",
            None,
        )
    })?;
    let role = parsed(table, "role_arn", |arn| {
        arn.parse::<RoleArn>().map_err(|error| error.to_string())
    })?;
    let external_id = parsed(table, "external_id", ExternalId::parse)?;
    let profile = parsed(table, "profile", one_line)?.map(ProfileName);
    let colour = parsed(table, "colour", one_line)?;
    let (home_region, regions) = read_regions(table, role.as_ref().map(|role| role.partition))?;
    let (services, mut warnings) = read_services(table)?;
    // A later version may know it; the account is read all the same.
    if let Some(Err(unknown)) = colour.as_deref().map(Colour::parse) {
        warnings.push(Flaw::new(format!("colour: {unknown}"), table.get("colour")));
    }
    Ok(Read {
        account: Account {
            id,
            name,
            role,
            external_id,
            home_region,
            regions,
            services,
            profile,
            colour,
            teams: Vec::new(),
        },
        warnings,
    })
}

/// Makes the table say what the account says; a field that says it already keeps its
/// spelling, and every key that is not ours stays.
pub(super) fn write(table: &mut Table, account: &Account) {
    let before = read(table).ok().map(|read| read.account);
    let changed = |field: fn(&Account, &Account) -> bool| {
        before.as_ref().is_none_or(|before| field(before, account))
    };
    if changed(|before, after| before.id != after.id) {
        set_text(table, "id", Some(&account.id.to_string()));
    }
    if changed(|before, after| before.name != after.name) {
        set_text(table, "name", Some(&account.name));
    }
    if changed(|before, after| before.role != after.role) {
        let role = account.role.as_ref().map(ToString::to_string);
        set_text(table, "role_arn", role.as_deref());
    }
    if changed(|before, after| before.external_id != after.external_id) {
        let external_id = account.external_id.as_ref().map(ExternalId::as_str);
        set_text(table, "external_id", external_id);
    }
    if changed(|before, after| before.home_region != after.home_region) {
        set_text(table, "home_region", Some(account.home_region.as_str()));
    }
    if changed(|before, after| before.regions != after.regions) {
        let regions: Vec<&str> = account.regions.iter().map(Region::as_str).collect();
        set_list(table, "regions", &regions);
    }
    for (key, of) in SERVICES {
        let kept = before.as_ref().map(|before| of(&before.services));
        if kept != Some(of(&account.services)) {
            let known = of(&account.services).iter();
            let known = known.map(|service| service.name().to_owned());
            let names: Vec<String> = known.chain(unknown_services(table, key)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            set_list(table, key, &names);
        }
    }
    if changed(|before, after| before.profile != after.profile) {
        let profile = account.profile.as_ref().map(|profile| profile.0.as_str());
        set_text(table, "profile", profile);
    }
    if changed(|before, after| before.colour != after.colour) {
        set_text(table, "colour", account.colour.as_deref());
    }
    // A home region that was only implied by another field must not change with it.
    if !read(table).is_ok_and(|read| read.account.home_region == account.home_region) {
        set_text(table, "home_region", Some(account.home_region.as_str()));
    }
}

fn not_an_id() -> String {
    let fresh = Uuid::new_v4();
    format!("the account has no valid id; give it one of its own, like id = \"{fresh}\"")
}

fn one_line(text: &str) -> Result<String, String> {
    match text_problem("this", text) {
        Some(problem) => Err(problem),
        None => Ok(text.trim().to_owned()),
    }
}

/// The key's text, read; an absent or empty one is `None`.
fn parsed<T>(
    table: &Table,
    key: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, Flaw> {
    let Some(item) = table.get(key) else {
        return Ok(None);
    };
    let text = item
        .as_str()
        .ok_or_else(|| Flaw::new(format!("{key} must be a text in quotes"), Some(item)))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    read(text)
        .map(Some)
        .map_err(|sentence| Flaw::new(format!("{key}: {sentence}"), Some(item)))
}

/// The home region and the watched ones, the home region first among them. A person
/// who leaves `home_region` out means the first of `regions`.
fn read_regions(
    table: &Table,
    partition: Option<Partition>,
) -> Result<(Region, Vec<Region>), Flaw> {
    let region = |text: &str| Region::parse(text).map_err(|error| error.to_string());
    let home = parsed(table, "home_region", region)?;
    let item = table.get("regions");
    let mut listed = Vec::new();
    for text in texts(item, "regions")? {
        let region = region(text).map_err(|sentence| Flaw::new(sentence, item))?;
        if !listed.contains(&region) {
            listed.push(region);
        }
    }
    let home = home
        .or_else(|| listed.first().cloned())
        .unwrap_or_else(|| Region::new(partition.unwrap_or(Partition::Aws).default_region()));
    let partition = partition.unwrap_or_else(|| home.partition());
    for region in [&home].into_iter().chain(&listed) {
        let other = region.partition();
        if other != partition {
            let sentence =
                format!("{region} is in the partition {other}, but the account is in {partition}");
            return Err(Flaw::new(sentence, table.get("home_region").or(item)));
        }
    }
    listed.retain(|region| *region != home);
    if !listed.is_empty() {
        listed.insert(0, home.clone());
    }
    Ok((home, listed))
}

type ListOf = fn(&Services) -> &BTreeSet<Service>;

/// The lists of services by their keys.
const SERVICES: [(&str, ListOf); 2] = [
    ("services_off", |services| &services.off),
    ("services_on", |services| &services.on),
];

/// A name that this version does not know is a later version's, or a typing error:
/// then more is read than was meant, so it is told.
fn read_services(table: &Table) -> Result<(Services, Vec<Flaw>), Flaw> {
    let mut warnings = Vec::new();
    let mut listed = |key: &str| -> Result<BTreeSet<Service>, Flaw> {
        let item = table.get(key);
        let mut known = BTreeSet::new();
        for name in texts(item, key)? {
            match Service::of_name(name) {
                Some(service) => {
                    known.insert(service);
                }
                None => warnings.push(Flaw::new(
                    format!("{key} names {name:?}, which this version does not know"),
                    item,
                )),
            }
        }
        Ok(known)
    };
    let (off, on) = (listed("services_off")?, listed("services_on")?);
    Ok((Services { off, on }, warnings))
}

fn unknown_services(table: &Table, key: &str) -> Vec<String> {
    texts(table.get(key), key)
        .unwrap_or_default()
        .into_iter()
        .filter(|name| Service::of_name(name).is_none())
        .map(str::to_owned)
        .collect()
}

/// The texts of a list; an absent one is empty.
fn texts<'a>(item: Option<&'a Item>, key: &str) -> Result<Vec<&'a str>, Flaw> {
    let Some(item) = item else {
        return Ok(Vec::new());
    };
    let flaw = || Flaw::new(format!("{key} must be a list of texts"), Some(item));
    let array = item.as_array().ok_or_else(flaw)?;
    array
        .iter()
        .map(|value| value.as_str().ok_or_else(flaw))
        .collect()
}

/// Comments above and behind the key stay: they hang on the key and on the value, so
/// a key that has one is emptied and not taken out.
fn set_text(table: &mut Table, key: &str, text: Option<&str>) {
    match text {
        Some(text) => set_value(table, key, text.into()),
        None if has_comment(table, key) => set_value(table, key, "".into()),
        None => {
            table.remove(key);
        }
    }
}

fn set_value(table: &mut Table, key: &str, mut value: Value) {
    if let Some(old) = table.get_mut(key).and_then(Item::as_value_mut) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
    } else {
        table.insert(key, Item::Value(value));
    }
}

/// Elements that stay keep their place and every comment stays; when only rewriting
/// gives the right order, the order is what counts.
fn set_list(table: &mut Table, key: &str, texts: &[&str]) {
    let is_bare = |array: &Array| !array.to_string().contains('#');
    let old = table.get(key).and_then(Item::as_array).cloned();
    if texts.is_empty() && old.as_ref().is_none_or(is_bare) && !has_comment(table, key) {
        table.remove(key);
        return;
    }
    let edited = old.map(|old| edited(&old, texts)).filter(|edited| {
        edited
            .iter()
            .filter_map(Value::as_str)
            .eq(texts.iter().copied())
    });
    let array = edited.unwrap_or_else(|| texts.iter().copied().collect());
    set_value(table, key, Value::Array(array));
}

/// The comment behind an element hangs on the next one, so what hangs on an element
/// that goes is handed on.
fn edited(old: &Array, texts: &[&str]) -> Array {
    let mut array = Array::new();
    let mut handed_on = String::new();
    for value in old {
        let prefix = raw(value.decor().prefix());
        if value.as_str().is_some_and(|text| texts.contains(&text)) {
            let mut kept = value.clone();
            kept.decor_mut().set_prefix(format!("{handed_on}{prefix}"));
            handed_on.clear();
            array.push_formatted(kept);
        } else if let Some((comment, _)) = prefix.rsplit_once('\n')
            && comment.contains('#')
        {
            handed_on.push_str(comment);
        }
    }
    let indent = old.iter().last().map(|value| raw(value.decor().prefix()));
    let indent = indent.and_then(|prefix| prefix.rfind('\n').map(|newline| &prefix[newline..]));
    for text in texts {
        if !array.iter().any(|value| value.as_str() == Some(text)) {
            match indent {
                Some(indent) => array.push_formatted(Value::from(*text).decorated(indent, "")),
                None => array.push(*text),
            }
        }
    }
    let trailing = raw(Some(old.trailing()));
    array.set_trailing(format!("{handed_on}{trailing}"));
    array.set_trailing_comma(old.trailing_comma() && !array.is_empty());
    array
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

fn has_comment(table: &Table, key: &str) -> bool {
    let Some((key, item)) = table.get_key_value(key) else {
        return false;
    };
    let decors = [Some(key.leaf_decor()), item.as_value().map(Value::decor)];
    decors.into_iter().flatten().any(|decor| {
        [decor.prefix(), decor.suffix()]
            .into_iter()
            .flatten()
            .any(|text| text.as_str().is_some_and(|text| text.contains('#')))
    })
}
