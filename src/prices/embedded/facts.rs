//! The tables that come with the program are what their sums say, and can be made again
//! from the gathered facts: CSV files in the directory that `SKYMAP_PRICE_FACTS` names.
//!
//! - `ec2_ondemand.csv`: region, type, USD an hour, source, date
//! - `rds_ondemand.csv`: engine, class, deployment, region, USD an hour, source, date
//! - `other.csv`: service, SKU, region, unit, USD, quality, source, date
//! - `instance_types.csv`, `ec2_os_surcharge.csv`, `ec2_reserved_ratio.csv`

use super::super::{AsOf, Fact, Facts, Rate, Source, Table, Unit, UnitPrice};
use super::{Name, Origin, unpacked};
use crate::account::KNOWN_REGIONS;
use crate::prices::NodeService;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What a load balancer costs by rule 5, which the program applies itself.
const BY_RULE: [&str; 3] = ["rule: NLB hour", "rule: GWLB hour", "rule: classic LB hour"];

#[test]
fn the_tables_are_what_their_sums_say() {
    let facts = std::env::var_os("SKYMAP_PRICE_FACTS").map(PathBuf::from);
    let updates = std::env::var_os("UPDATE_ASSETS").is_some();
    if let Some(facts) = &facts {
        for (name, text) in made(facts) {
            if updates {
                std::fs::write(assets().join(name), packed(name, &text)).expect("an asset");
            }
            let held = std::fs::read(assets().join(name)).expect("an asset");
            assert_eq!(
                plain(name, &held),
                text,
                "{name} is not what the facts make"
            );
        }
    }
    let sums = sums();
    if updates {
        std::fs::write(assets().join("SUMS"), &sums).expect("the sums");
    }
    let held = std::fs::read_to_string(assets().join("SUMS")).expect("the sums");
    assert_eq!(held, sums, "an asset is not what its sum says");
}

#[test]
fn every_price_has_a_source_a_date_and_a_name() {
    let rates: BTreeSet<_> = Rate::ALL.iter().map(|rate| rate.key()).collect();
    assert_eq!(rates.len(), Rate::ALL.len());
    let mut priced = BTreeSet::new();
    for name in Name::ALL {
        let table = name.embedded();
        for region in table.regions() {
            assert!(table.count(region) > 0, "{region}");
            for source in table.sources(region).into_keys() {
                assert!(source.origin().is_some(), "{} is explained", source.id);
            }
        }
        priced.extend(table.keys().filter(|_| name == Name::Other));
    }
    for key in &priced {
        let is_node = NodeService::of_table_key(key).is_some();
        assert!(is_node || rates.contains(key), "{key} has a name");
    }
    for rate in Rate::ALL {
        assert!(priced.contains(rate.key()), "{} has a price", rate.key());
    }
}

#[test]
fn all_regions_are_priced() {
    let regions: BTreeSet<_> = Name::Ec2.embedded().regions().collect();
    assert_eq!(regions.len(), 36);
    let known: BTreeSet<_> = KNOWN_REGIONS.iter().map(|(code, _)| *code).collect();
    assert!(regions.is_subset(&known));
    let other: BTreeSet<_> = Name::Other.embedded().regions().collect();
    assert!(regions.is_subset(&other));
}

#[test]
fn facts_become_a_table_and_a_table_that_makes_no_sense_is_refused() {
    let mut facts = Facts::default();
    let fact = |amount, date, rule: &str| Fact {
        amount: UnitPrice::parse(amount).expect("a price"),
        source: Source {
            id: "here".into(),
            as_of: AsOf::parse(date),
        },
        rule: (!rule.is_empty()).then(|| rule.to_owned()),
    };
    facts.add("a", Unit::HOUR, "r1", fact("0.5", "2025", ""));
    facts.add("a", Unit::HOUR, "r2", fact("0.6", "2025", "half of it"));
    facts.add("b", Unit::HOUR, "r2", fact("7", "2025-02-01", ""));
    facts.add("b", Unit::HOUR, "r2", fact("6", "2025-01-01", ""));
    let table = Table::parse(&facts.text()).expect("a table");
    let seen = |region, key| {
        let price = table.price(region, key)?;
        Some((
            price.amount.to_string(),
            price.class.rule().map(str::to_owned),
        ))
    };
    assert_eq!(seen("r1", "a"), Some(("0.50".into(), None)));
    assert_eq!(
        seen("r2", "a"),
        Some(("0.60".into(), Some("half of it".into())))
    );
    assert_eq!(seen("r2", "b"), Some(("7.00".into(), None)));
    assert_eq!(seen("r1", "b"), None);
    assert_eq!(seen("r3", "a"), None);
    let head = "skymap prices 1\nsource\there\t2025\nregion\tr1\t0\n";
    for (text, error) in [
        ("", "line 1: it is empty"),
        ("a,b\n", "line 1: a table of prices begins"),
        (
            &format!("{head}a\tHrs\t1\t2\n"),
            "line 4: it has more prices",
        ),
        (
            &format!("{head}a\tdays\t1\n"),
            "line 4: \"days\" is no unit",
        ),
        (&format!("{head}a\tHrs\t-1\n"), "line 4: \"-1\" is no price"),
        (
            &format!("{head}a\tHrs\t1@7\n"),
            "line 4: \"7\" is the number of no source",
        ),
        (
            &format!("{head}a\tHrs\t1\na\tHrs\t1\n"),
            "line 5: a is there twice",
        ),
        (
            &format!("{head}b\tHrs\t1\na\tHrs\t1\n"),
            "line 5: a is out of order",
        ),
        (&format!("{head}a\n"), "line 4: fields are missing"),
    ] {
        let refused = Table::parse(text).expect_err(text).to_string();
        assert!(refused.starts_with(error), "{refused}");
    }
}

/// The texts that the facts make, by the names of their files.
fn made(directory: &Path) -> Vec<(&'static str, String)> {
    let rows = |name: &str| {
        let text = std::fs::read_to_string(directory.join(name)).expect("the facts");
        text.lines().skip(1).map(columns).collect::<Vec<_>>()
    };
    let mut tables: BTreeMap<Name, Facts> = BTreeMap::new();
    let mut add = |table, key: &str, unit: &str, region: &str, fact: Fact| {
        let unit = Unit::parse(unit).unwrap_or_else(|| unreachable!("{unit} is no unit"));
        let facts = tables.entry(table).or_default();
        facts.add(key, unit, region, fact);
    };
    for row in rows("ec2_ondemand.csv") {
        let [region, class, usd, source, as_of] = &row[..] else {
            unreachable!("{row:?}")
        };
        add(
            Name::Ec2,
            class,
            "Hrs",
            region,
            fact(usd, "list", source, as_of),
        );
    }
    for row in rows("rds_ondemand.csv") {
        let [engine, class, deployment, region, usd, source, as_of] = &row[..] else {
            unreachable!("{row:?}")
        };
        let key = format!("{engine}/{deployment}/{class}");
        add(
            Name::Rds,
            &key,
            "Hrs",
            region,
            fact(usd, "list", source, as_of),
        );
    }
    for row in rows("other.csv") {
        let [service, sku, region, unit, usd, quality, source, as_of] = &row[..] else {
            unreachable!("{row:?}")
        };
        if BY_RULE.iter().any(|rule| source.starts_with(rule)) {
            continue;
        }
        let fact = fact(usd, quality, source, as_of);
        let aurora = sku
            .strip_prefix("instance_")
            .filter(|_| service == "aurora");
        match aurora.and_then(|class| class.strip_suffix("_hour")) {
            Some(class) => {
                let key = format!("aurora-mysql/single/{class}");
                add(Name::Rds, &key, unit, region, fact);
            }
            None => add(Name::Other, &format!("{service}/{sku}"), unit, region, fact),
        }
    }
    let mut made = vec![
        ("ec2.prices.gz", tables[&Name::Ec2].text()),
        ("rds.prices.gz", tables[&Name::Rds].text()),
        ("other.prices.gz", tables[&Name::Other].text()),
    ];
    let choose = |name: &str, head: &str, chosen: &[usize]| {
        let mut text = format!("{head}\n");
        for row in rows(name) {
            let fields: Vec<_> = chosen.iter().map(|at| row[*at].replace(',', ";")).collect();
            writeln!(text, "{}", fields.join(",")).expect("a line");
        }
        text
    };
    made.push((
        "types.csv.gz",
        choose(
            "instance_types.csv",
            "type,vcpus,memory_gib,architecture",
            &[0, 1, 2, 3],
        ),
    ));
    made.push((
        "surcharges.csv",
        choose(
            "ec2_os_surcharge.csv",
            "system,match,usd_per_hour,per,source,as_of",
            &[0, 1, 2, 3, 5, 6],
        ),
    ));
    made.push((
        "reserved.csv",
        choose(
            "ec2_reserved_ratio.csv",
            "family,one_year,three_years,convertible_one_year,convertible_three_years,source,as_of",
            &[0, 1, 2, 3, 4, 5, 6],
        ),
    ));
    made
}

fn fact(usd: &str, quality: &str, source: &str, as_of: &str) -> Fact {
    let rule = match (quality, source) {
        ("list" | "list-old", "karpenter-adj") => {
            Some("the price of the virtual type of its size".to_owned())
        }
        ("list", "karpenter-metal") => Some("the price of dedicated tenancy".to_owned()),
        ("list", "ec2shop-scaled") => {
            Some("an older price × the later price cut in us-east-1".to_owned())
        }
        ("list-old", _) if as_of == "undated" => Some("an undated quote".to_owned()),
        ("list" | "list-old", _) => None,
        ("list-secondary", _) => Some("as quoted by others than AWS".to_owned()),
        ("estimate", _) => Some(rule(source)),
        _ => unreachable!("{quality} is no quality"),
    };
    let id = match (quality, source) {
        ("estimate", _) => "rule".to_owned(),
        // A quote has what was quoted in brackets.
        _ if source.starts_with("code-index") || source.contains("gh:") => {
            let quoted = source.split_once('(').map_or("", |(_, quoted)| quoted);
            let quoted = quoted.trim_end_matches(')');
            format!("quote {}", quoted.trim_start_matches("TS table, "))
        }
        _ => source
            .replace(" / PL quotes", "")
            .replace(" / PL quote", ""),
    };
    Fact {
        amount: UnitPrice::parse(usd).unwrap_or_else(|| unreachable!("{usd} is no price")),
        source: Source {
            id: id.into(),
            as_of: AsOf::parse(as_of),
        },
        rule,
    }
}

/// A rule of the facts in words.
fn rule(source: &str) -> String {
    let words = source
        .trim_start_matches("rule: ")
        .trim_start_matches("derived: ");
    let words = words
        .split(" (HF")
        .next()
        .unwrap_or(words)
        .replace(" x ", " × ");
    words.replace(
        "sibling-region rule",
        "from the prices of its sibling region",
    )
}

/// The fields of a line of CSV.
fn columns(line: &str) -> Vec<String> {
    let mut columns = vec![String::new()];
    let mut is_quoted = false;
    for character in line.chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => columns.push(String::new()),
            character => columns.last_mut().expect("a column").push(character),
        }
    }
    columns
}

fn packed(name: &str, text: &str) -> Vec<u8> {
    if !is_packed(name) {
        return text.as_bytes().to_vec();
    }
    let best = flate2::Compression::best();
    let mut packer = flate2::GzBuilder::new().mtime(0).write(Vec::new(), best);
    packer.write_all(text.as_bytes()).expect("memory");
    packer.finish().expect("memory")
}

fn is_packed(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "gz")
}

fn plain(name: &str, held: &[u8]) -> String {
    if is_packed(name) {
        unpacked(held)
    } else {
        String::from_utf8(held.to_vec()).expect("a text")
    }
}

/// The sum and the size of each asset's plain text, and the prices of each table by
/// region.
fn sums() -> String {
    let mut names: Vec<_> = std::fs::read_dir(assets())
        .expect("the assets")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| name != "SUMS")
        .collect();
    names.sort();
    let mut sums = String::new();
    for name in &names {
        let held = std::fs::read(assets().join(name)).expect("an asset");
        let text = plain(name, &held);
        let sum = Sha256::digest(text.as_bytes());
        let hex: String = sum.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("memory");
            hex
        });
        writeln!(sums, "{hex}  {name}, {} lines", text.lines().count()).expect("memory");
        if name.ends_with(".prices.gz") {
            let table = Table::parse(&text).expect("a table");
            for region in table.regions() {
                let sources: Vec<_> = table
                    .sources(region)
                    .into_iter()
                    .map(|(source, count)| format!("{count} {} {}", source.id, source.as_of))
                    .collect();
                let count = table.count(region);
                writeln!(sums, "  {region}: {count} prices: {}", sources.join(", "))
                    .expect("memory");
            }
        }
    }
    sums
}

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/prices")
}

#[test]
fn a_source_is_found_by_its_name() {
    for (id, address) in [
        ("awsprice", "lamngockhuong"),
        ("awsprice:ecs", "lamngockhuong"),
        ("ec2shop:ebs", "yeo/ec2.shop"),
        ("quote AWS bulk price list row", "aws.amazon.com"),
        ("aws example", "aws.amazon.com"),
    ] {
        let origin = Origin::of(id).expect(id);
        assert!(origin.address.contains(address), "{id}");
    }
    assert_eq!(Origin::of("nobody"), None);
}
