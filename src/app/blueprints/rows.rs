//! What differs from the open blueprint, row by row.

use crate::app::Topology;
use crate::blueprint::{Diff, Join};
use crate::inventory::{Kind, ResourceId};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRow {
    pub sign: DiffSign,
    /// The kind of resource or of relationship.
    pub what: &'static str,
    /// Where Enter goes.
    pub id: ResourceId,
    /// As people call it, where that is known.
    pub name: String,
    /// Where it stands or stood, or what it is joined to.
    pub place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiffSign {
    Added,
    Removed,
    Moved,
    /// It could not be looked for.
    Unread,
}

impl Topology {
    /// What differs from the open blueprint; `None` while that is not known.
    pub fn diff_rows(&self) -> Option<Vec<DiffRow>> {
        let diff = self.blueprint.as_ref()?.diff.as_ref()?;
        let mut rows = Vec::new();
        for (sign, list) in [
            (DiffSign::Added, &diff.added),
            (DiffSign::Removed, &diff.removed),
        ] {
            let each = list.iter();
            rows.extend(each.map(|(id, known)| {
                let place = known.parent.as_ref().map(|parent| self.inside_of(parent));
                self.row(sign, known.kind, (id, place.unwrap_or_default()))
            }));
        }
        rows.extend(diff.moved.iter().map(|moved| {
            let name = |id: &Option<ResourceId>| {
                id.as_ref()
                    .map_or_else(|| "nothing".to_owned(), |id| self.called(id))
            };
            let place = format!("from {} to {}", name(&moved.from), name(&moved.to));
            self.row(DiffSign::Moved, moved.kind, (&moved.id, place))
        }));
        for (sign, joins) in [
            (DiffSign::Added, &diff.joined),
            (DiffSign::Removed, &diff.parted),
        ] {
            let staying = diff.between_those_that_stay(joins);
            rows.extend(staying.map(|join| self.join(sign, join)));
        }
        rows.extend(diff.unread.iter().map(|(id, known)| {
            let place = String::from("could not be looked for: C says why");
            self.row(DiffSign::Unread, known.kind, (id, place))
        }));
        Some(rows)
    }

    /// `2 added, 1 removed`, of the open blueprint.
    pub fn diff_tally(&self) -> Option<String> {
        let diff: &Diff = self.blueprint.as_ref()?.diff.as_ref()?;
        let joins = diff.joined.len() + diff.parted.len();
        let counts = [
            (diff.added.len(), "added"),
            (diff.removed.len(), "removed"),
            (diff.moved.len(), "moved"),
            (joins, "joins differ"),
            (diff.unread.len(), "not looked for"),
            (diff.unread_before.len(), "not looked at when it was saved"),
        ];
        let told = counts.into_iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = told
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        Some(told.join(", "))
    }

    fn row(&self, sign: DiffSign, kind: Kind, (id, place): (&ResourceId, String)) -> DiffRow {
        let name = self.called(id);
        // Several may be called the same.
        let place = if name == id.short() {
            place
        } else {
            format!("{} {place}", id.short()).trim_end().to_owned()
        };
        DiffRow {
            sign,
            what: kind.title(),
            id: id.clone(),
            name,
            place,
        }
    }

    fn join(&self, sign: DiffSign, join: &Join) -> DiffRow {
        DiffRow {
            sign,
            what: join.kind.name(),
            id: join.from.clone(),
            name: self.called(&join.from),
            place: self.called(&join.to),
        }
    }

    fn inside_of(&self, parent: &ResourceId) -> String {
        format!("in {}", self.called(parent))
    }

    fn called(&self, id: &ResourceId) -> String {
        let known = self.derived.survey.get(id);
        known.map_or_else(
            || id.short().to_owned(),
            |known| known.resource.name.to_string(),
        )
    }
}
