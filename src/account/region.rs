//! Regions by name, and which partition each belongs to.

use super::Partition;
use std::fmt;
use std::sync::Arc;

/// A region's code, such as `eu-west-1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

/// The regions that this version knows by name: code and place.
///
/// Source: `partitions.json` of botocore 1.44.5.
pub const KNOWN_REGIONS: &[(&str, &str)] = &[
    ("af-south-1", "Cape Town"),
    ("ap-east-1", "Hong Kong"),
    ("ap-east-2", "Taipei"),
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-south-1", "Mumbai"),
    ("ap-south-2", "Hyderabad"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-southeast-3", "Jakarta"),
    ("ap-southeast-4", "Melbourne"),
    ("ap-southeast-5", "Malaysia"),
    ("ap-southeast-6", "New Zealand"),
    ("ap-southeast-7", "Thailand"),
    ("ca-central-1", "Canada Central"),
    ("ca-west-1", "Calgary"),
    ("eu-central-1", "Frankfurt"),
    ("eu-central-2", "Zurich"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("eu-south-2", "Spain"),
    ("eu-west-1", "Ireland"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("il-central-1", "Tel Aviv"),
    ("me-central-1", "UAE"),
    ("me-south-1", "Bahrain"),
    ("me-west-1", "Saudi Arabia"),
    ("mx-central-1", "Mexico Central"),
    ("sa-east-1", "Sao Paulo"),
    ("sa-west-1", "Chile"),
    ("us-east-1", "N. Virginia"),
    ("us-east-2", "Ohio"),
    ("us-west-1", "N. California"),
    ("us-west-2", "Oregon"),
    ("cn-north-1", "Beijing"),
    ("cn-northwest-1", "Ningxia"),
    ("us-gov-east-1", "GovCloud US-East"),
    ("us-gov-west-1", "GovCloud US-West"),
    ("eusc-de-east-1", "Germany, Sovereign Cloud"),
    ("us-iso-east-1", "US ISO East"),
    ("us-iso-west-1", "US ISO West"),
    ("us-isob-east-1", "US ISOB East"),
    ("us-isob-west-1", "US ISOB West"),
    ("eu-isoe-west-1", "EU ISOE West"),
    ("us-isof-east-1", "US ISOF East"),
    ("us-isof-south-1", "US ISOF South"),
];

/// What every region's name has before its number.
const DIRECTIONS: [&str; 9] = [
    "central",
    "north",
    "northeast",
    "northwest",
    "south",
    "southeast",
    "southwest",
    "east",
    "west",
];

impl Region {
    /// For a name that AWS itself answered with, or that was checked before.
    pub fn new(code: impl Into<Arc<str>>) -> Self {
        Self(code.into())
    }

    /// Takes a name that this version knows, and one that looks like a later region's
    /// ([`Region::place`] is `None` then).
    pub fn parse(typed: &str) -> Result<Self, RegionError> {
        let code = typed.trim().to_ascii_lowercase();
        if place_of(&code).is_some() || is_well_formed(&code) {
            Ok(Self::new(code))
        } else {
            let nearest = nearest(&code);
            Err(RegionError {
                typed: code.chars().take(40).collect(),
                nearest,
            })
        }
    }

    /// Where services stand that a partition has once: CloudFront, Route 53.
    pub fn global() -> Self {
        Self::new("global")
    }

    pub fn is_global(&self) -> bool {
        &*self.0 == "global"
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is, for a region that this version knows.
    pub fn place(&self) -> Option<&'static str> {
        place_of(&self.0)
    }

    /// The partition, by the pattern that each one's names follow; a name that fits
    /// no other is of the commercial one.
    pub fn partition(&self) -> Partition {
        const PREFIXES: [(&str, Partition); 7] = [
            ("cn-", Partition::China),
            ("us-gov-", Partition::GovCloud),
            ("eusc-", Partition::EuropeanSovereign),
            ("us-iso-", Partition::Iso),
            ("us-isob-", Partition::IsoB),
            ("eu-isoe-", Partition::IsoE),
            ("us-isof-", Partition::IsoF),
        ];
        PREFIXES
            .into_iter()
            .find(|(prefix, _)| self.0.starts_with(prefix))
            .map_or(Partition::Aws, |(_, partition)| partition)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name that no region has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{typed:?} is no region; {}", self.advice())]
pub struct RegionError {
    typed: String,
    nearest: Option<&'static str>,
}

impl RegionError {
    fn advice(&self) -> String {
        match self.nearest {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => "a region's name looks like eu-west-1".to_owned(),
        }
    }
}

fn place_of(code: &str) -> Option<&'static str> {
    KNOWN_REGIONS
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, place)| *place)
}

/// `AREA-DIRECTION-NUMBER`, where the area may have two parts: `us-gov-west-1`.
fn is_well_formed(code: &str) -> bool {
    let parts: Vec<&str> = code.split('-').collect();
    let (areas, direction, number) = match parts[..] {
        [area, direction, number] => ([area, "xx"], direction, number),
        [area, part, direction, number] => ([area, part], direction, number),
        _ => return false,
    };
    areas.iter().all(|area| {
        (2..=4).contains(&area.len()) && area.bytes().all(|byte| byte.is_ascii_lowercase())
    }) && DIRECTIONS.contains(&direction)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !number.starts_with('0')
}

/// The known region that was meant.
fn nearest(typed: &str) -> Option<&'static str> {
    crate::text::nearest(typed, KNOWN_REGIONS.iter().map(|(code, _)| *code))
}

#[cfg(test)]
mod tests {
    use super::{KNOWN_REGIONS, Region};
    use crate::account::Partition;
    use proptest::prelude::*;

    #[test]
    fn a_region_is_known_or_plausible_or_the_nearest_is_named() {
        for (typed, expected) in [
            ("eu-west-1", Ok(("eu-west-1", Some("Ireland")))),
            (" EU-West-1\n", Ok(("eu-west-1", Some("Ireland")))),
            ("eu-west-9", Ok(("eu-west-9", None))),
            ("nz-north-1", Ok(("nz-north-1", None))),
            ("eu-wset-1", Err("did you mean eu-west-1?")),
            ("useast1", Err("did you mean us-east-1?")),
            ("frankfurt", Err("looks like eu-west-1")),
            ("eu-west-0", Err("did you mean eu-west-1?")),
            ("", Err("is no region")),
        ] {
            match (Region::parse(typed), expected) {
                (Ok(region), Ok((code, place))) => {
                    assert_eq!((region.as_str(), region.place()), (code, place));
                }
                (Err(error), Err(part)) => {
                    assert!(error.to_string().contains(part), "{typed:?}: {error}");
                }
                (parsed, expected) => panic!("{typed:?}: {parsed:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn every_known_region_is_well_formed_and_each_partition_has_its_default() {
        for (code, _) in KNOWN_REGIONS {
            assert!(super::is_well_formed(code), "{code}");
        }
        for partition in Partition::ALL {
            let region = Region::new(partition.default_region());
            assert_eq!(region.partition(), partition);
            assert!(region.place().is_some(), "{region}");
        }
        for (code, partition) in [
            ("us-east-1", Partition::Aws),
            ("us-gov-east-1", Partition::GovCloud),
            ("us-isob-west-1", Partition::IsoB),
            ("us-iso-west-1", Partition::Iso),
            ("eu-isoe-west-1", Partition::IsoE),
            ("eusc-de-east-1", Partition::EuropeanSovereign),
            ("cn-northwest-1", Partition::China),
        ] {
            assert_eq!(Region::new(code).partition(), partition, "{code}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_never_panics_and_what_is_accepted_is_read_back(typed in "\\PC{0,60}|[a-z]{2}-[a-z]{3,9}-[0-9]{1,3}") {
            if let Ok(region) = Region::parse(&typed) {
                prop_assert_eq!(Region::parse(region.as_str()), Ok(region));
            }
        }
    }
}
