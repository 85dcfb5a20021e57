//! Text to blueprint. What it does not know it refuses: a word that is passed over would
//! be lost with the next save.

use super::{FormatError, VERSION, word};
use crate::account::{AccountId, Region};
use crate::blueprint::{Blueprint, BlueprintName, BoxName, Content, Join, Known, SavedLook};
use crate::graph::{Grouping, Level, Preset, WireKind};
use crate::inventory::{Kind, RelationshipKind, ResourceId};
use crate::layout::Slot;
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn document(text: &str) -> Result<Blueprint, FormatError> {
    let head: Head = toml::from_str(text).map_err(|error| broken(text, &error))?;
    if head.version.0 > VERSION {
        return Err(FormatError::Newer(head.version.0));
    }
    let file: File = toml::from_str(text).map_err(|error| broken(text, &error))?;
    Ok(file.into_blueprint())
}

/// The account and the region that an ARN names; what names no region is above all.
pub(super) fn whose(id: &ResourceId) -> (Option<AccountId>, Region) {
    let mut fields = id.as_str().splitn(6, ':').skip(3);
    let region = fields.next().filter(|code| !code.is_empty());
    let account = fields.next().and_then(|number| number.parse().ok());
    (account, region.map_or_else(Region::global, Region::new))
}

fn broken(text: &str, error: &toml::de::Error) -> FormatError {
    let offset = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    FormatError::Broken {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        sentence: error.message().lines().collect::<Vec<_>>().join(", "),
    }
}

/// Enough to tell whether the rest can be read.
#[derive(serde::Deserialize)]
struct Head {
    version: Version,
}

struct Version(u64);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u64::deserialize(from)? {
            0 => Err(D::Error::custom("0 is no version: the first is 1")),
            version => Ok(Self(version)),
        }
    }
}

/// So much of a usage a month.
struct Amount(f64);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let amount = f64::deserialize(from)?;
        if amount.is_finite() && amount >= 0.0 {
            Ok(Self(amount))
        } else {
            Err(D::Error::custom(format!(
                "{amount} is no amount a month: use a number from 0 up"
            )))
        }
    }
}

/// With the collectors that read everything there.
type Regions = BTreeMap<Word<Region>, BTreeSet<Word<String>>>;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: Version,
    #[serde(deserialize_with = "parsed")]
    name: BlueprintName,
    #[serde(deserialize_with = "parsed")]
    saved: Timestamp,
    look: Look,
    #[serde(default)]
    places: BTreeMap<Word<Level>, Vec<PlaceLine>>,
    #[serde(default)]
    accounts: BTreeMap<Word<AccountId>, Regions>,
    content: Lines,
    #[serde(default)]
    costs: BTreeMap<Word<ResourceId>, BTreeMap<String, Amount>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Look {
    level: Word<Level>,
    focus: Option<NameLine>,
    #[serde(default)]
    filter: String,
    preset_filter: Option<String>,
    #[serde(deserialize_with = "parsed")]
    grouping: Grouping,
    hidden_kinds: BTreeSet<Word<Kind>>,
    hidden_wires: BTreeSet<Word<WireKind>>,
    folded: BTreeSet<NameLine>,
    expanded: BTreeSet<NameLine>,
    moves: Vec<PlaceLine>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    #[serde(deserialize_with = "resources")]
    resources: BTreeMap<ResourceId, Known>,
    joins: Vec<JoinLine>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceLine {
    arn: Word<ResourceId>,
    kind: Word<Kind>,
    parent: Option<Word<ResourceId>>,
    account: Option<Word<AccountId>>,
    region: Option<Word<Region>>,
    collector: Word<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct JoinLine {
    from: Word<ResourceId>,
    to: Word<ResourceId>,
    kind: Word<RelationshipKind>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceLine {
    r#box: NameLine,
    class: u8,
    row: i16,
    column: u16,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct NameLine(BoxName);

impl File {
    fn into_blueprint(self) -> Blueprint {
        let regions = self.accounts.into_iter().map(|(account, regions)| {
            let regions = regions.into_iter().map(|(region, collectors)| {
                let names = collectors.into_iter().map(|name| name.0);
                (region.0, names.collect())
            });
            (account.0, regions.collect())
        });
        let content = Content {
            reads: regions.collect(),
            resources: self.content.resources,
            joins: self.content.joins.into_iter().map(JoinLine::join).collect(),
        };
        let places = self.places.into_iter();
        let costs = self.costs.into_iter().map(|(id, usages)| {
            let usages = usages.into_iter().map(|(usage, amount)| (usage, amount.0));
            (id.0, usages.collect())
        });
        Blueprint {
            name: self.name,
            saved: self.saved,
            look: SavedLook {
                places: places
                    .map(|(level, places)| (level.0, placed(places)))
                    .collect(),
                ..self.look.into_look()
            },
            content,
            costs: costs.collect(),
        }
    }
}

impl Look {
    fn into_look(self) -> SavedLook {
        let names = |names: BTreeSet<NameLine>| names.into_iter().map(|name| name.0).collect();
        SavedLook {
            level: self.level.0,
            focus: self.focus.map(|name| name.0),
            folded: names(self.folded),
            expanded: names(self.expanded),
            hidden_wires: self.hidden_wires.into_iter().map(|kind| kind.0).collect(),
            filter: self.filter,
            preset: Preset {
                group: self.grouping,
                hide: self.hidden_kinds.into_iter().map(|kind| kind.0).collect(),
                filter: self.preset_filter,
            },
            places: BTreeMap::new(),
            moves: placed(self.moves),
        }
    }
}

fn placed(lines: Vec<PlaceLine>) -> BTreeMap<BoxName, Slot> {
    let placed = lines.into_iter().map(|line| {
        let PlaceLine {
            class, row, column, ..
        } = line;
        (line.r#box.0, Slot { class, row, column })
    });
    placed.collect()
}

impl ResourceLine {
    /// Nothing for an ARN that names no account, without a word which it is.
    fn known(self) -> Option<(ResourceId, Known)> {
        let (account, region) = whose(&self.arn.0);
        let account = self.account.map(|account| account.0).or(account)?;
        let known = Known {
            kind: self.kind.0,
            parent: self.parent.map(|parent| parent.0),
            account,
            region: self.region.map_or(region, |region| region.0),
            collector: self.collector.0,
        };
        Some((self.arn.0, known))
    }
}

impl JoinLine {
    fn join(self) -> Join {
        Join {
            from: self.from.0,
            to: self.to.0,
            kind: self.kind.0,
        }
    }
}

/// A word of ours, an ARN or a number, which is refused in its place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Word<T>(T);

trait Worded: Sized {
    const WHAT: &str;
    fn of(text: &str) -> Option<Self>;
}

impl<'de, T: Worded> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let word = T::of(&text);
        word.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no {}", T::WHAT)))
    }
}

impl Worded for Level {
    const WHAT: &str = "level of zoom (account, region, vpc, subnet, resource)";
    fn of(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|level| word(level.name()) == text)
    }
}

impl Worded for WireKind {
    const WHAT: &str = "kind of line";
    fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word(kind.name()) == text)
    }
}

impl Worded for Kind {
    const WHAT: &str = "kind of resource that this version knows";
    fn of(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == text)
    }
}

impl Worded for RelationshipKind {
    const WHAT: &str = "kind of relationship that this version knows";
    fn of(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == text)
    }
}

impl Worded for AccountId {
    const WHAT: &str = "account number";
    fn of(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Worded for Region {
    const WHAT: &str = "region";
    fn of(text: &str) -> Option<Self> {
        crate::blueprint::boxes::region(text)
    }
}

impl Worded for ResourceId {
    const WHAT: &str = "ARN";
    fn of(text: &str) -> Option<Self> {
        let id = Self::new(text);
        crate::blueprint::content::is_arn(&id).then_some(id)
    }
}

/// The name of a collector, or the form of a group's key.
impl Worded for String {
    const WHAT: &str = "name of a collector";
    fn of(text: &str) -> Option<Self> {
        let is_of_a_word =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (!text.is_empty() && text.bytes().all(is_of_a_word)).then(|| text.to_owned())
    }
}

impl<'de> Deserialize<'de> for NameLine {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Line {
            Text(String),
            Group(BTreeMap<String, BTreeSet<String>>),
        }
        let wrong = || {
            D::Error::custom("this is no box: use an ARN, region/ACCOUNT/CODE or { zone = [ARNs] }")
        };
        let name = match Line::deserialize(from)? {
            Line::Text(text) => match ResourceId::of(&text) {
                Some(id) => Some(BoxName::Resource(id)),
                None => BoxName::of_container(&text),
            },
            Line::Group(group) => {
                let mut groups = group.into_iter();
                let group = groups.next().filter(|_| groups.next().is_none());
                group.and_then(|(form, members)| {
                    let members: Option<_> = members.iter().map(|id| ResourceId::of(id)).collect();
                    Some(BoxName::Group(String::of(&form)?, members?))
                })
            }
        };
        name.map(Self).ok_or_else(wrong)
    }
}

fn parsed<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    D: Deserializer<'de>,
{
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

fn resources<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<ResourceId, Known>, D::Error> {
    let lines = Vec::<ResourceLine>::deserialize(from)?;
    let known = lines.into_iter().map(|line| {
        let arn = line.arn.0.clone();
        line.known().ok_or_else(|| {
            D::Error::custom(format!("{arn} names no account: add account = \"NUMBER\""))
        })
    });
    known.collect()
}
