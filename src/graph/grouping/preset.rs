//! Views by name: what the map is grouped by, which kinds it leaves out, and a filter.

use super::{GroupBy, Grouping, GroupingError};
use crate::inventory::Kind;
use crate::text::nearest;
use std::collections::BTreeSet;

/// What one looks at, and how it is grouped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preset {
    pub group: Grouping,
    /// Kinds that are not drawn. They are counted all the same.
    pub hide: BTreeSet<Kind>,
    /// The text of a filter that comes with it.
    pub filter: Option<String>,
}

impl Preset {
    /// The names of those that come with the program, with what each is for.
    pub const BUILTIN: [(&str, &str); 4] = [
        ("Default", "everything, as AWS nests it"),
        ("Infrastructure", "regions and VPCs at a glance"),
        ("Network", "what is joined, subnet by subnet"),
        ("Security", "what carries the same security groups"),
    ];

    /// The one of that name that comes with the program, whatever the case.
    pub fn builtin(name: &str) -> Option<Self> {
        use GroupBy::{Region, SecurityGroup, Subnet, Vpc, Zone};
        let (group, hide): (Vec<GroupBy>, &[Kind]) = match name.to_lowercase().as_str() {
            "default" => return Some(Self::default()),
            "infrastructure" => (
                vec![Region, Vpc],
                &[Kind::Volume, Kind::NatGateway, Kind::TransitGateway],
            ),
            "network" => (
                vec![Region, Vpc, Zone, Subnet],
                &[Kind::Volume, Kind::Bucket, Kind::Topic],
            ),
            "security" => (vec![Region, Vpc, SecurityGroup], &[]),
            _ => return None,
        };
        Some(Self {
            group: Grouping(group),
            hide: hide.iter().copied().collect(),
            filter: None,
        })
    }

    /// What it is, in a few words: `region,vpc,tag:Environment, 2 hidden`.
    pub fn told(&self) -> String {
        let hidden = match self.hide.len() {
            0 => return self.group.to_string(),
            count => format!("{count} hidden"),
        };
        if self.group == Grouping::default() {
            return hidden;
        }
        format!("{}, {hidden}", self.group)
    }

    /// Kinds by their names, one or several of each (`volume`, `NAT gateways`), with commas
    /// or white space between them.
    pub fn kinds(text: &str) -> Result<BTreeSet<Kind>, GroupingError> {
        let names = text.split([',', ' ', '\t']);
        let names = names.map(str::trim).filter(|name| !name.is_empty());
        names.map(kind).collect()
    }

    /// Whether a kind can be hidden: a container would take what is in it along.
    pub fn can_hide(kind: Kind) -> bool {
        !matches!(kind, Kind::Vpc | Kind::Subnet | Kind::AvailabilityZone)
    }
}

fn kind(typed: &str) -> Result<Kind, GroupingError> {
    let word = typed.to_ascii_lowercase();
    let mut known = Kind::ALL.iter();
    let found = known.find(|kind| kind.name() == word || plural(**kind) == word);
    match found.or_else(|| only(|kind| kind.name().starts_with(&word))) {
        Some(&kind) if Preset::can_hide(kind) => Ok(kind),
        Some(kind) => Err(GroupingError::Container(kind.title())),
        None => {
            // The last word alone will do where no other kind has it: `volumes`.
            let ends = |kind: Kind| plural(kind).rsplit('-').next() == Some(word.as_str());
            only(ends).copied().ok_or_else(|| {
                let names = Kind::ALL.iter().map(|kind| kind.name());
                GroupingError::Kind {
                    meant: nearest(&word, names),
                    typed: crate::text::clean(typed),
                }
            })
        }
    }
}

fn plural(kind: Kind) -> String {
    kind.plural().to_ascii_lowercase().replace(' ', "-")
}

/// The only kind of which something is true.
fn only(is_it: impl Fn(Kind) -> bool) -> Option<&'static Kind> {
    let mut found = Kind::ALL.iter().filter(|kind| is_it(**kind));
    found.next().filter(|_| found.next().is_none())
}
