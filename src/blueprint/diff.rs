//! What differs between two contents, and what cannot be said because it was not read.

use super::{Content, Join, Known};
use crate::inventory::{Kind, ResourceId};
use std::collections::{BTreeMap, BTreeSet};

/// From one content to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    pub added: BTreeMap<ResourceId, Known>,
    pub removed: BTreeMap<ResourceId, Known>,
    pub moved: Vec<Moved>,
    pub joined: BTreeSet<Join>,
    pub parted: BTreeSet<Join>,
    /// They were there, and what would say whether they still are was not read.
    pub unread: BTreeMap<ResourceId, Known>,
    /// They are there, and nothing had been read before that would have said so.
    pub unread_before: BTreeMap<ResourceId, Known>,
}

/// A resource that stands somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub id: ResourceId,
    pub kind: Kind,
    pub from: Option<ResourceId>,
    pub to: Option<ResourceId>,
}

impl Diff {
    pub fn between(before: &Content, after: &Content) -> Self {
        let mut diff = Self::default();
        for (id, known) in &before.resources {
            match after.resources.get(id) {
                Some(now) if now.parent != known.parent => diff.moved.push(Moved {
                    id: id.clone(),
                    kind: now.kind,
                    from: known.parent.clone(),
                    to: now.parent.clone(),
                }),
                Some(_) => {}
                None => {
                    let is_gone = after.has_read(known);
                    let list = if is_gone {
                        &mut diff.removed
                    } else {
                        &mut diff.unread
                    };
                    list.insert(id.clone(), known.clone());
                }
            }
        }
        let others = after.resources.iter();
        for (id, known) in others.filter(|(id, _)| !before.resources.contains_key(*id)) {
            let is_new = before.has_read(known);
            let list = if is_new {
                &mut diff.added
            } else {
                &mut diff.unread_before
            };
            list.insert(id.clone(), known.clone());
        }
        let lost = before.joins.difference(&after.joins);
        diff.parted = lost
            .filter(|join| is_sure(join, (before, after)))
            .cloned()
            .collect();
        let won = after.joins.difference(&before.joins);
        diff.joined = won
            .filter(|join| is_sure(join, (after, before)))
            .cloned()
            .collect();
        diff
    }

    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.moved.is_empty()
            && self.joined.is_empty()
            && self.parted.is_empty()
    }

    /// Joins of resources that were there before and still are: the others came and went
    /// with their resources.
    pub fn between_those_that_stay<'a>(
        &'a self,
        joins: &'a BTreeSet<Join>,
    ) -> impl Iterator<Item = &'a Join> {
        let comes_or_goes =
            |id: &ResourceId| self.added.contains_key(id) || self.removed.contains_key(id);
        joins
            .iter()
            .filter(move |join| !comes_or_goes(&join.from) && !comes_or_goes(&join.to))
    }
}

/// Whether the other content would have the join if it were there. A resource that is gone
/// for sure takes its joins along.
fn is_sure(join: &Join, (has, lacks): (&Content, &Content)) -> bool {
    let ends = [&join.from, &join.to];
    let known = ends.map(|id| has.resources.get(id).or_else(|| lacks.resources.get(id)));
    let mut known = known.into_iter().flatten().peekable();
    known.peek().is_some() && known.all(|known| lacks.has_read_all_of(has, known))
}

#[cfg(test)]
mod tests {
    use super::{Content, Diff, Join, Known};
    use crate::inventory::{Kind, RelationshipKind, ResourceId};
    use std::collections::BTreeSet;

    /// `i-1@sub-1` is an instance in a subnet, `i-1>sub-1` a join; `!instances` was not read.
    fn content(words: &str) -> Content {
        let id =
            |name: &str| ResourceId::new(format!("arn:aws:ec2:eu-west-1:111122223333:x/{name}"));
        let (account, region) = (
            "111122223333".parse().unwrap(),
            crate::account::Region::new("eu-west-1"),
        );
        let mut content = Content::default();
        let collectors = content
            .reads
            .entry(account)
            .or_default()
            .entry(region.clone())
            .or_default();
        collectors.extend(["instances", "subnets"].map(String::from));
        for word in words.split_whitespace() {
            if let Some(collector) = word.strip_prefix('!') {
                content
                    .reads
                    .get_mut(&account)
                    .unwrap()
                    .get_mut(&region)
                    .unwrap()
                    .remove(collector);
            } else if let Some((from, to)) = word.split_once('>') {
                let (from, to) = (id(from), id(to));
                content.joins.insert(Join {
                    from,
                    to,
                    kind: RelationshipKind::RefersTo,
                });
            } else {
                let (name, parent) = word.split_once('@').unwrap();
                let known = Known {
                    kind: Kind::Instance,
                    parent: Some(id(parent)),
                    account,
                    region: region.clone(),
                    collector: String::from("instances"),
                };
                content.resources.insert(id(name), known);
            }
        }
        content
    }

    fn said(diff: &Diff) -> String {
        let short = |id: &ResourceId| id.short().to_owned();
        let join =
            |sign: &str, join: &Join| format!("{sign}{}>{}", join.from.short(), join.to.short());
        let mut said: Vec<String> = Vec::new();
        said.extend(diff.added.keys().map(|id| format!("+{}", short(id))));
        said.extend(diff.removed.keys().map(|id| format!("-{}", short(id))));
        said.extend(diff.moved.iter().map(|moved| {
            let parent = |id: &Option<ResourceId>| id.as_ref().map(short).unwrap_or_default();
            format!(
                "{}:{}>{}",
                short(&moved.id),
                parent(&moved.from),
                parent(&moved.to)
            )
        }));
        said.extend(diff.joined.iter().map(|one| join("+", one)));
        said.extend(diff.parted.iter().map(|one| join("-", one)));
        said.extend(diff.unread.keys().map(|id| format!("?{}", short(id))));
        said.extend(
            diff.unread_before
                .keys()
                .map(|id| format!("??{}", short(id))),
        );
        said.join(" ")
    }

    #[test]
    fn what_differs_is_told_from_what_was_not_read() {
        for (before, after, expected) in [
            ("a@s b@s a>b", "a@s b@s a>b", ""),
            ("a@s", "a@s b@s", "+b"),
            ("a@s b@s a>b", "a@s", "-b -a>b"),
            ("a@s", "a@t", "a:s>t"),
            ("a@s b@s", "a@s b@s a>b", "+a>b"),
            ("a@s b@s a>b", "a@s b@s b>a", "+b>a -a>b"),
            ("a@s b@s a>b", "a@s !instances", "?b"),
            ("a@s !instances", "a@s b@s a>b", "??b"),
            // A slice that says what joins them was not read: nothing is said of joins.
            ("a@s b@s a>b", "a@s b@s !subnets", ""),
            ("a@s b@s a>b", "a@s !subnets", "-b"),
        ] {
            let diff = Diff::between(&content(before), &content(after));
            assert_eq!(said(&diff), expected, "{before} | {after}");
        }
    }

    #[test]
    fn joins_that_came_with_a_resource_are_told_apart() {
        let diff = Diff::between(&content("a@s b@s"), &content("a@s b@s c@s a>c a>b"));
        let staying: BTreeSet<_> = diff.between_those_that_stay(&diff.joined).collect();
        assert_eq!(diff.joined.len(), 2);
        assert_eq!(staying.len(), 1);
    }
}
