//! The containers round each resource, as the grouping says. Those that AWS has no
//! resource for are made as they are needed.

use super::{ByKey, Node, NodeKey, tied};
use crate::account::AccountId;
use crate::graph::{GroupBy, Grouping, Role};
use crate::inventory::{Health, Kind, Ordinal, Presence, Resource, ResourceId, Survey};
use crate::text::natural;
use compact_str::{CompactString, ToCompactString, format_compact};

/// The containers so far, and how they nest.
pub(super) struct Containers<'a> {
    survey: &'a Survey,
    pub nodes: ByKey<Node>,
    steps: Vec<Step<'a>>,
    has_several_accounts: bool,
}

/// A level of containers, from the outside in.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// What stands in no VPC, at the level of the VPCs.
    Services,
    Level(&'a GroupBy),
}

/// What decides where a resource stands.
struct Place {
    ordinal: Ordinal,
    role: Role,
    /// Of the resource itself, if it is no VPC.
    vpc: Option<Ordinal>,
    subnet: Option<Ordinal>,
    is_service: bool,
}

/// A container to be: what its key ends with, and how it looks.
struct Sketch {
    key: String,
    role: Role,
    label: CompactString,
    /// The resource that it shows.
    resource: Option<ResourceId>,
}

impl<'a> Containers<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        grouping: &'a Grouping,
        has_several_accounts: bool,
    ) -> Self {
        let levels = grouping.levels();
        let place_of = |wanted: GroupBy| levels.iter().position(|level| *level == wanted);
        let beside = place_of(GroupBy::Vpc)
            .or_else(|| place_of(GroupBy::Region).map(|region| region + 1))
            .unwrap_or(0);
        let mut steps: Vec<Step> = levels.iter().map(Step::Level).collect();
        steps.insert(beside, Step::Services);
        Self {
            survey,
            nodes: ByKey::default(),
            steps,
            has_several_accounts,
        }
    }

    /// What a resource stands in.
    pub(super) fn of(&mut self, ordinal: Ordinal, role: Role) -> Option<NodeKey> {
        let resource = &self.survey[ordinal].resource;
        let (vpc, subnet) = match role {
            Role::Vpc | Role::TransitGateway => (None, None),
            _ => (
                tied::vpc_of(self.survey, ordinal),
                tied::subnet_of(self.survey, ordinal, role),
            ),
        };
        let is_service =
            is_service(role) || resource.kind == Kind::EcsTask || resource.region.is_global();
        let place = Place {
            ordinal,
            role,
            is_service: is_service && (vpc, subnet) == (None, None),
            vpc,
            subnet,
        };
        let own = match role {
            Role::Vpc => self.place_of(&GroupBy::Vpc),
            _ if role.is_subnet() => self.place_of(&GroupBy::Subnet),
            _ => None,
        };
        self.within(&place, own.unwrap_or(self.steps.len()))
    }

    fn place_of(&self, wanted: &GroupBy) -> Option<usize> {
        let mut steps = self.steps.iter();
        steps.position(|step| matches!(step, Step::Level(level) if *level == wanted))
    }

    /// The innermost of the containers of the first so many steps. What holds a VPC or a
    /// subnet follows from that alone: neither can stand in two places.
    fn within(&mut self, place: &Place, count: usize) -> Option<NodeKey> {
        for step in (0..count).rev() {
            let at = self.steps[step];
            match at {
                Step::Level(GroupBy::Vpc) => {
                    if let Some(vpc) = place.vpc {
                        return Some(NodeKey::from(self.survey.id(vpc)));
                    }
                }
                Step::Level(GroupBy::Subnet) => {
                    if let Some(subnet) = place.subnet {
                        return Some(NodeKey::from(self.survey.id(subnet)));
                    }
                }
                _ => {
                    if let Some(sketch) = self.sketch(place, at, step) {
                        let parent = self.within(place, step);
                        return Some(self.container(sketch, parent));
                    }
                }
            }
        }
        self.account(self.survey[place.ordinal].resource.account)
    }

    /// The container of a step that is no resource of its own, if the place has one.
    fn sketch(&self, place: &Place, at: Step, step: usize) -> Option<Sketch> {
        let resource = &self.survey[place.ordinal].resource;
        let (account, region) = (resource.account, &resource.region);
        match at {
            Step::Services if place.is_service => Some(self.services(resource)),
            Step::Level(GroupBy::Region) if !region.is_global() => Some(Sketch {
                key: NodeKey::region(account, region).as_str().to_owned(),
                role: Role::Region,
                label: region.to_compact_string(),
                resource: None,
            }),
            Step::Level(GroupBy::Zone) => {
                let subnet = &self.survey[place.subnet?].resource;
                let zone = subnet.zone.as_deref()?;
                let vpc = place.vpc.filter(|_| self.place_of(&GroupBy::Vpc).is_some());
                let holder = vpc.map(|vpc| self.survey.id(vpc).to_string());
                let holder = holder.unwrap_or_else(|| format!("{account}/{region}"));
                Some(Sketch {
                    key: format!("zone/{holder}/{zone}"),
                    role: Role::Zone,
                    label: zone.into(),
                    resource: None,
                })
            }
            Step::Level(level) => {
                let (key, label, resource) = self.common(place, level)?;
                let vpcs = self.place_of(&GroupBy::Vpc);
                let is_round = vpcs.is_some_and(|vpcs| step < vpcs);
                Some(Sketch {
                    key: format!("grouped/{level}/{key}"),
                    role: if is_round {
                        Role::Division
                    } else {
                        Role::Group
                    },
                    label,
                    resource,
                })
            }
            Step::Services => None,
        }
    }

    /// What others may have in common with it: what tells it from the like, its name, and
    /// the resource that it is.
    fn common(
        &self,
        place: &Place,
        level: &GroupBy,
    ) -> Option<(String, CompactString, Option<ResourceId>)> {
        let survey = self.survey;
        let resource = &survey[place.ordinal].resource;
        match level {
            GroupBy::Tag(key) => match resource.tags.get(key) {
                Some("") => Some(("=".to_owned(), format_compact!("{key}="), None)),
                Some(value) => Some((format!("={value}"), value.into(), None)),
                None if carries_tags(resource.kind) => {
                    Some((String::new(), format_compact!("no {key}"), None))
                }
                None => None,
            },
            GroupBy::SecurityGroup => {
                let groups = tied::security_groups(survey, place.ordinal);
                let mut groups: Vec<&Resource> = groups
                    .into_iter()
                    .map(|group| &*survey[group].resource)
                    .collect();
                groups.sort_by(|a, b| natural(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
                let (ids, names): (Vec<&str>, Vec<&str>) = groups
                    .iter()
                    .map(|group| (group.id.as_str(), group.name.as_str()))
                    .unzip();
                let only = match groups[..] {
                    [only] => Some(only.id.clone()),
                    _ => None,
                };
                let label = names.join(" + ").into();
                (!ids.is_empty()).then(|| (ids.join("+"), label, only))
            }
            GroupBy::NetworkAcl => {
                let acl = tied::network_acl(survey, place.ordinal, place.role)?;
                let acl = &survey[acl].resource;
                Some((acl.id.to_string(), acl.name.clone(), Some(acl.id.clone())))
            }
            GroupBy::Region | GroupBy::Vpc | GroupBy::Zone | GroupBy::Subnet => None,
        }
    }

    /// What stands beside the VPCs of a region, or above all regions.
    fn services(&self, resource: &Resource) -> Sketch {
        let (account, region) = (resource.account, &resource.region);
        let has_regions = self.place_of(&GroupBy::Region).is_some();
        let (role, label) = if region.is_global() {
            (
                Role::GlobalServices,
                CompactString::const_new("global services"),
            )
        } else if has_regions {
            (
                Role::RegionalServices,
                CompactString::const_new("regional services"),
            )
        } else {
            (
                Role::RegionalServices,
                format_compact!("services of {region}"),
            )
        };
        Sketch {
            key: format!("services/{account}/{region}"),
            role,
            label,
            resource: None,
        }
    }

    fn account(&mut self, account: AccountId) -> Option<NodeKey> {
        self.has_several_accounts.then(|| {
            let label = match self.survey.account_names.get(&account) {
                Some(name) => format_compact!("{name} {}", account.grouped()),
                None => account.grouped().into(),
            };
            let sketch = Sketch {
                key: format!("account/{account}"),
                role: Role::Account,
                label,
                resource: None,
            };
            self.container(sketch, None)
        })
    }

    /// Its key says where it stands as far as what it is does not: the same tag's value
    /// is there in each VPC.
    fn container(&mut self, sketch: Sketch, parent: Option<NodeKey>) -> NodeKey {
        let Sketch {
            key,
            role,
            label,
            resource,
        } = sketch;
        let holder = parent.as_ref().and_then(|parent| self.nodes.get(parent));
        // A VPC may not be known yet.
        let holder = holder.map_or(Role::Vpc, |holder| holder.role);
        let is_named = match role {
            Role::Account => true,
            Role::Zone => holder == Role::Vpc,
            Role::Group | Role::Division => false,
            // A region may stand in several divisions.
            _ => parent.as_ref().is_none_or(|parent| {
                matches!(holder, Role::Account | Role::Region) && !parent.as_str().contains("/in/")
            }),
        };
        let key = match &parent {
            Some(parent) if !is_named => NodeKey::new(format!("{key}/in/{}", parent.as_str())),
            _ => NodeKey::new(key),
        };
        let kind = resource.as_ref().and_then(|id| self.survey.get(id));
        let kind = kind.map(|known| known.resource.kind);
        self.nodes.entry(key.clone()).or_insert_with(|| Node {
            key: key.clone(),
            parent,
            kind,
            resource,
            role,
            label,
            service: None,
            grouped_by: None,
            grouped_after: CompactString::default(),
            health: Health::Neutral,
            presence: Presence::Here,
        });
        key
    }
}

/// What a region has beside its VPCs, where it is in none of them.
fn is_service(role: Role) -> bool {
    matches!(
        role,
        Role::Front | Role::Messaging | Role::Compute | Role::Database | Role::Store
    )
}

/// Whether its tags are read with it: of what else has none, nothing can be said.
fn carries_tags(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Function
            | Kind::Distribution
            | Kind::HostedZone
            | Kind::StateMachine
            | Kind::EventBus
            | Kind::EventRule
            | Kind::WebAcl
            | Kind::External
    )
}
