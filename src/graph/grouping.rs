//! By what the map is grouped: which containers stand in which. It must not know how
//! they are built.

mod preset;

use crate::text::nearest;
use std::fmt;
use std::str::FromStr;

pub use preset::Preset;

/// One level of containers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    Region,
    Vpc,
    Zone,
    Subnet,
    /// What carries exactly the same security groups.
    SecurityGroup,
    /// What stands in subnets of one network ACL.
    NetworkAcl,
    /// What has the same value of the tag of this key.
    Tag(String),
}

/// Levels of containers, the outermost first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grouping(Vec<GroupBy>);

/// What is no grouping, and what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GroupingError {
    #[error("nothing can be grouped by {typed:?}; {}", advice(*.meant))]
    Unknown {
        typed: String,
        meant: Option<&'static str>,
    },
    #[error("a tag is written with its key: tag:Environment")]
    NoKey,
    #[error("{0} is there twice")]
    Twice(GroupBy),
    /// What is called second would have to stand in the first, which stands in it.
    #[error("{} stands inside {}: write {outer},{inner}", .inner.phrase(), .outer.phrase())]
    Inverted { outer: GroupBy, inner: GroupBy },
    #[error("there is no kind of resource called {typed:?}; {}", kind_advice(*.meant))]
    Kind {
        typed: String,
        meant: Option<&'static str>,
    },
    #[error("{0} is a container: leave it out of the grouping instead of hiding it")]
    Container(&'static str),
}

impl GroupBy {
    /// Every level but tags.
    pub const ALL: [Self; 6] = [
        Self::Region,
        Self::Vpc,
        Self::Zone,
        Self::Subnet,
        Self::SecurityGroup,
        Self::NetworkAcl,
    ];

    /// As it is written; of a tag the word before the key.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Vpc => "vpc",
            Self::Zone => "zone",
            Self::Subnet => "subnet",
            Self::SecurityGroup => "security-group",
            Self::NetworkAcl => "network-acl",
            Self::Tag(_) => "tag",
        }
    }

    fn phrase(&self) -> &'static str {
        match self {
            Self::Region => "a region",
            Self::Vpc => "a VPC",
            Self::Zone => "a zone",
            Self::Subnet => "a subnet",
            Self::SecurityGroup => "a security group",
            Self::NetworkAcl => "a network ACL",
            Self::Tag(_) => "a tag",
        }
    }

    /// What AWS itself puts it into, or what holds several of it: they cannot stand in it.
    fn stands_behind(&self) -> &'static [Self] {
        match self {
            Self::Region | Self::Tag(_) => &[],
            Self::Vpc => &[Self::Region],
            Self::Zone | Self::NetworkAcl => &[Self::Region, Self::Vpc],
            Self::Subnet => &[Self::Region, Self::Vpc, Self::Zone],
            Self::SecurityGroup => &[Self::Region, Self::Vpc, Self::Subnet],
        }
    }
}

impl fmt::Display for GroupBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A comma parts levels.
            Self::Tag(key) => write!(f, "tag:{}", key.replace('\\', r"\\").replace(',', r"\,")),
            other => f.write_str(other.word()),
        }
    }
}

impl FromStr for GroupBy {
    type Err = GroupingError;

    fn from_str(text: &str) -> Result<Self, GroupingError> {
        let typed = text.trim();
        if let Some((word, key)) = typed.split_once(':')
            && word.trim().eq_ignore_ascii_case("tag")
        {
            let key = unescaped(key.trim());
            return if key.is_empty() {
                Err(GroupingError::NoKey)
            } else {
                Ok(Self::Tag(key))
            };
        }
        let word = typed.to_ascii_lowercase().replace([' ', '_'], "-");
        let short = match word.as_str() {
            "regions" => "region",
            "vpcs" => "vpc",
            "zones" | "az" | "availability-zone" => "zone",
            "subnets" => "subnet",
            "sg" | "security-groups" => "security-group",
            "acl" | "nacl" | "network-acls" => "network-acl",
            "tag" | "tags" => return Err(GroupingError::NoKey),
            other => other,
        };
        let known = Self::ALL.into_iter().find(|level| level.word() == short);
        known.ok_or_else(|| {
            let words = Self::ALL.iter().map(Self::word);
            GroupingError::Unknown {
                meant: nearest(&word, words),
                typed: crate::text::clean(typed),
            }
        })
    }
}

impl Default for Grouping {
    /// As AWS nests what it has.
    fn default() -> Self {
        Self(vec![
            GroupBy::Region,
            GroupBy::Vpc,
            GroupBy::Zone,
            GroupBy::Subnet,
        ])
    }
}

impl Grouping {
    /// Refuses what cannot be drawn: a level that would have to hold what holds it.
    pub fn of(levels: Vec<GroupBy>) -> Result<Self, GroupingError> {
        for (place, inner) in levels.iter().enumerate() {
            if levels[..place].contains(inner) {
                return Err(GroupingError::Twice(inner.clone()));
            }
            let behind = inner.stands_behind();
            if let Some(outer) = levels[place..].iter().find(|level| behind.contains(level)) {
                return Err(GroupingError::Inverted {
                    outer: outer.clone(),
                    inner: inner.clone(),
                });
            }
        }
        Ok(Self(levels))
    }

    pub fn levels(&self) -> &[GroupBy] {
        &self.0
    }

    pub fn has(&self, level: &GroupBy) -> bool {
        self.0.contains(level)
    }

    /// With one level more, as far in as it can stand; what stands inside it follows it.
    #[must_use]
    pub fn with(&self, level: GroupBy) -> Self {
        let mut levels = self.without(&level).0;
        levels.push(level);
        while let Err(GroupingError::Inverted { outer, inner }) = Self::of(levels.clone()) {
            levels.retain(|level| *level != inner);
            let place = levels.iter().position(|level| *level == outer);
            levels.insert(place.map_or(levels.len(), |place| place + 1), inner);
        }
        Self(levels)
    }

    #[must_use]
    pub fn without(&self, level: &GroupBy) -> Self {
        let kept = self.0.iter().filter(|known| *known != level);
        Self(kept.cloned().collect())
    }

    /// With a level further in by so many others, or further out when negative.
    pub fn moved(&self, level: &GroupBy, by: isize) -> Result<Self, GroupingError> {
        let mut levels = self.0.clone();
        if let Some(place) = levels.iter().position(|known| known == level) {
            let level = levels.remove(place);
            let place = place.saturating_add_signed(by).min(levels.len());
            levels.insert(place, level);
        }
        Self::of(levels)
    }
}

/// `region,vpc,tag:Environment`; for nothing at all `none`.
impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (place, level) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{level}")?;
        }
        Ok(())
    }
}

impl FromStr for Grouping {
    type Err = GroupingError;

    fn from_str(text: &str) -> Result<Self, GroupingError> {
        if text.trim().eq_ignore_ascii_case("none") {
            return Ok(Self(Vec::new()));
        }
        let parts = parts(text).into_iter();
        let parts = parts.filter(|part| !part.trim().is_empty());
        let levels: Result<Vec<GroupBy>, _> = parts.map(str::parse).collect();
        Self::of(levels?)
    }
}

/// The text between commas that no backslash stands before.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut is_escaped) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        if character == ',' && !is_escaped {
            parts.push(&text[begin..at]);
            begin = at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(&text[begin..]);
    parts
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}

fn advice(meant: Option<&str>) -> String {
    meant.map_or_else(
        || {
            "known are region, vpc, zone, subnet, security-group, network-acl and tag:KEY"
                .to_owned()
        },
        |meant| format!("did you mean {meant}?"),
    )
}

fn kind_advice(meant: Option<&str>) -> String {
    meant.map_or_else(
        || "kinds are called like volume, nat-gateway, bucket".to_owned(),
        |meant| format!("did you mean {meant}?"),
    )
}

#[cfg(test)]
mod tests {
    use super::Grouping;
    use crate::graph::Preset;

    #[test]
    fn a_grouping_is_read_as_it_is_written_or_refused_with_the_way_out() {
        for (text, expected) in [
            ("region,vpc,zone,subnet", Ok("region,vpc,zone,subnet")),
            (
                " Region, VPC ,tag: Cost Centre",
                Ok("region,vpc,tag:Cost Centre"),
            ),
            ("vpc sg", Err("nothing can be grouped by \"vpc sg\"")),
            ("vpc,sg,nacl", Ok("vpc,security-group,network-acl")),
            ("tag:a\\,b,region", Ok("tag:a\\,b,region")),
            ("none", Ok("none")),
            ("", Ok("none")),
            ("region,subnt", Err("did you mean subnet?")),
            ("galaxy", Err("known are region, vpc")),
            ("region,tag", Err("tag:Environment")),
            ("vpc,vpc", Err("vpc is there twice")),
            (
                "zone,vpc",
                Err("a zone stands inside a VPC: write vpc,zone"),
            ),
            (
                "security-group,subnet",
                Err("a security group stands inside a subnet: write subnet,security-group"),
            ),
        ] {
            let read = text.parse::<Grouping>();
            match (read, expected) {
                (Ok(grouping), Ok(written)) => {
                    assert_eq!(grouping.to_string(), written, "{text:?}");
                    assert_eq!(written.parse(), Ok(grouping), "{text:?}");
                }
                (Err(error), Err(part)) => {
                    assert!(error.to_string().contains(part), "{text:?}: {error}");
                }
                (read, expected) => panic!("{text:?}: {read:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn kinds_are_called_as_people_call_them() {
        for (text, expected) in [
            ("volume nat-gateway", Ok(vec!["nat-gateway", "volume"])),
            (
                "Buckets, NAT-gateways,nat",
                Ok(vec!["nat-gateway", "bucket"]),
            ),
            ("bukcet", Err("did you mean bucket?")),
            ("subnet", Err("leave it out of the grouping")),
            ("gateways", Err("kinds are called like")),
        ] {
            let kinds = Preset::kinds(text);
            let names = kinds.map(|kinds| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>());
            match (names, expected) {
                (Ok(names), Ok(expected)) => {
                    let mut expected = expected;
                    expected.sort_unstable();
                    let mut names = names;
                    names.sort_unstable();
                    assert_eq!(names, expected, "{text:?}");
                }
                (Err(error), Err(part)) => {
                    assert!(error.to_string().contains(part), "{text:?}: {error}");
                }
                (names, expected) => panic!("{text:?}: {names:?}, not {expected:?}"),
            }
        }
        for (name, _) in Preset::BUILTIN {
            assert!(Preset::builtin(name).is_some(), "{name}");
        }
    }
}
