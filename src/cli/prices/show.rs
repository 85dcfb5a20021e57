//! `skymap prices show`: one price, or the few that the words mean, each with its reason.

use super::{Directories, Outcome, Show};
use crate::account::Region;
use crate::cli::{print, warn};
use crate::prices::{
    Currency, Deployment, Engine, NodeService, Period, Price, Prices, Product, Rate, System,
    is_priced_in_usd,
};
use crate::text::clean;
use color_eyre::eyre::{Result, WrapErr};
use serde_json::{Value, json};
use std::fmt::Write;

/// More than this many are a list, not an answer.
const MOST: usize = 40;

pub(super) fn run(asked: &Show, directories: &Directories) -> Result<Outcome> {
    let Some((words, region)) = words_and_region(&asked.what) else {
        warn(
            "skymap: name what is priced and then a region: skymap prices show m7g.large eu-west-1",
        );
        return Ok(Outcome::Usage);
    };
    if !is_priced_in_usd(&region) {
        let sentence = "its prices are not in USD, and none are known; they are never mixed in";
        warn(&format!("skymap: {region}: {sentence}"));
        return Ok(Outcome::Failed);
    }
    let prices = Prices::with_cache(&directories.data);
    let products = products(asked, &words);
    let found: Vec<(Product, Price)> = products
        .iter()
        .filter_map(|product| Some((product.clone(), prices.lookup(&region, product)?)))
        .take(MOST)
        .collect();
    for broken in prices.cache().broken() {
        warn(&format!("skymap: {broken}"));
    }
    if found.is_empty() {
        warn(&format!(
            "skymap: {}",
            unknown(&words, &region, products.is_empty())
        ));
        return Ok(Outcome::Failed);
    }
    let currency = super::currency(directories);
    let text = if asked.output.is_json() {
        let rows = found
            .iter()
            .map(|(product, price)| row(product, price, &region));
        format!("{:#}\n", Value::Array(rows.collect()))
    } else {
        text(&found, &region, currency.as_ref()).wrap_err("write the prices")?
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// The region may stand first or last.
fn words_and_region(what: &[String]) -> Option<(Vec<String>, Region)> {
    let parse = |word: &String| Region::parse(word).ok().or_else(|| global(word));
    let (first, last) = (what.first()?, what.last()?);
    let (words, region) = match (parse(last), parse(first)) {
        (Some(region), _) => (&what[..what.len() - 1], region),
        (None, Some(region)) => (&what[1..], region),
        (None, None) => return None,
    };
    let words: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    (!words.is_empty()).then_some((words, region))
}

fn global(word: &str) -> Option<Region> {
    (word == "global").then(Region::global)
}

/// What the words may mean.
fn products(asked: &Show, words: &[String]) -> Vec<Product> {
    let [class] = words else {
        return rates(words);
    };
    if class.starts_with("db.") {
        let nodes = [
            NodeService::Neptune,
            NodeService::NeptuneIoOptimized,
            NodeService::DocumentDb,
        ];
        let nodes = nodes.map(|service| Product::node(service, class));
        let nodes = nodes.into_iter().filter(|_| asked.engine.is_none());
        return databases(asked, class).into_iter().chain(nodes).collect();
    }
    let nodes: &[NodeService] = match class.split('.').next().unwrap_or_default() {
        "cache" => &[
            NodeService::ElastiCacheRedis,
            NodeService::ElastiCacheValkey,
            NodeService::ElastiCacheMemcached,
        ],
        "mq" => &[
            NodeService::ActiveMqSingle,
            NodeService::ActiveMqActiveStandby,
            NodeService::RabbitMqSingle,
            NodeService::RabbitMqCluster,
        ],
        "kafka" => &[NodeService::MskBroker],
        "express" => &[NodeService::MskExpressBroker],
        family if family.starts_with("ra3") || family.starts_with("dc2") => {
            &[NodeService::Redshift]
        }
        _ if class.ends_with(".search") || class.ends_with(".elasticsearch") => {
            &[NodeService::OpenSearch]
        }
        _ => &[],
    };
    if !nodes.is_empty() {
        let node = |service: &NodeService| Product::node(*service, class);
        return nodes.iter().map(node).collect();
    }
    if class.contains('.') {
        return vec![Product::instance(
            class,
            asked.system.unwrap_or(System::Linux),
        )];
    }
    rates(words)
}

fn databases(asked: &Show, class: &str) -> Vec<Product> {
    let engines = Engine::ALL.iter().copied();
    let engines = engines.filter(|engine| asked.engine.is_none_or(|asked| asked == *engine));
    let is_asked = |deployment: &Deployment| match asked.deployment {
        Some(asked) => asked == *deployment,
        None => asked.engine.is_some() || *deployment == Deployment::Single,
    };
    engines
        .flat_map(|engine| {
            let deployments = Deployment::ALL.iter().copied().filter(is_asked);
            deployments.map(move |deployment| Product::database(class, engine, deployment))
        })
        .collect()
}

/// The rates whose key has all the words: first those that have them whole.
fn rates(words: &[String]) -> Vec<Product> {
    let joined = words.join("/");
    if let Some(rate) = Rate::parse(&joined) {
        return vec![rate.into()];
    }
    let parts = |rate: &Rate| {
        rate.key()
            .split(['/', '_'])
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let has_whole = |rate: &Rate| {
        let parts = parts(rate);
        words
            .iter()
            .all(|word| parts.contains(word) || rate.service() == word)
    };
    let has = |rate: &Rate| words.iter().all(|word| rate.key().contains(word.as_str()));
    let of = |is_it: &dyn Fn(&Rate) -> bool| -> Vec<Product> {
        let rates = Rate::ALL.iter().copied().filter(is_it);
        rates.map(Product::from).collect()
    };
    let whole = of(&has_whole);
    if whole.is_empty() { of(&has) } else { whole }
}

fn unknown(words: &[String], region: &Region, is_nothing_meant: bool) -> String {
    let words = clean(&words.join(" "));
    if is_nothing_meant {
        format!(
            "nothing is priced under {words:?}; `skymap prices show ebs {region}` shows a service's, an instance type or a class its own"
        )
    } else {
        format!(
            "the price of {words} in {region} is unknown; `skymap prices update --region {region}` asks AWS"
        )
    }
}

fn text(
    found: &[(Product, Price)],
    region: &Region,
    currency: Option<&Currency>,
) -> Result<String, std::fmt::Error> {
    let place = region.place().map(|place| format!(" ({place})"));
    let mut text = format!("{region}{}\n", place.unwrap_or_default());
    for (product, price) in found {
        write!(
            text,
            "\n{product}\n  {}{} USD {}",
            price.class.mark(),
            price.amount,
            price.unit.phrase()
        )?;
        if let Some(month) = price
            .month()
            .filter(|_| price.unit.period() == Period::Hour)
        {
            write!(
                text,
                ", {}{month} USD a month of 730 hours",
                price.class.mark()
            )?;
            if let Some(currency) = currency {
                write!(text, " ({} {})", currency.of_usd(month), currency.code())?;
            }
        }
        text.push('\n');
        match price.class.rule() {
            Some(rule) => writeln!(text, "  estimate: {}", clean(rule))?,
            None => writeln!(text, "  AWS's list price")?,
        }
        writeln!(
            text,
            "  as of {}, source {}{}",
            price.source.as_of,
            clean(&price.source.id),
            address(price)
        )?;
    }
    Ok(text)
}

fn address(price: &Price) -> String {
    let origin = price.source.origin();
    let address = origin.map(|origin| origin.address).unwrap_or_default();
    if address.is_empty() {
        String::new()
    } else {
        format!(": {address}")
    }
}

fn row(product: &Product, price: &Price, region: &Region) -> Value {
    json!({
        "product": product.to_string(),
        "region": region.as_str(),
        "currency": "USD",
        "price": price.amount.to_string(),
        "unit": price.unit.name(),
        "month": price.month().map(|month| month.text(2)),
        "class": if price.class.is_exact() { "exact" } else { "estimate" },
        "rule": price.class.rule().map(clean),
        "source": clean(&price.source.id),
        "as_of": price.source.as_of.is_dated().then(|| price.source.as_of.to_string()),
        "address": price.source.origin().map(|origin| origin.address),
    })
}
