//! What an operation told of before and must not tell any more: it is there until
//! somebody says otherwise. It must not know what is told.

use crate::aws::reader::Read;
use crate::inventory::{Reference, Relationship, RelationshipKind, Resource, ResourceId, Slice};
use std::collections::HashSet;
use std::sync::Arc;

/// Adds to what was read what was read last by the operations that fail now. What was in
/// something that is gone is gone with it.
pub fn keep(read: &mut Read, last: &Slice) {
    let (Slice::Resources(now), Slice::Resources(last)) = (&mut read.slice, last) else {
        return;
    };
    if read.gaps.is_empty() {
        return;
    }
    let ids = |resources: &[Arc<Resource>]| -> HashSet<ResourceId> {
        resources.iter().map(|one| one.id.clone()).collect()
    };
    let (is, was) = (ids(now), ids(last));
    let told_by_failing = |relationship: &Relationship| {
        let mut gaps = read.gaps.iter();
        relationship.kind == RelationshipKind::IsContainedIn
            && gaps.any(|gap| gap.operation == relationship.evidence.call)
            && match &relationship.to {
                Reference::Id(round) => is.contains(round) || !was.contains(round),
                _ => true,
            }
    };
    let missing = last.iter().filter(|one| !is.contains(&one.id));
    let kept = missing.filter(|one| one.relationships.iter().any(told_by_failing));
    Arc::make_mut(now).extend(kept.cloned());
}

#[cfg(test)]
mod tests {
    use super::keep;
    use crate::aws::collect::example::place;
    use crate::aws::entry::Entry;
    use crate::aws::error::Failure;
    use crate::aws::reader::Read;
    use crate::inventory::{Kind, Resource, Slice};

    const LISTENERS: &str = "elasticloadbalancing:DescribeListeners";
    const RULES: &str = "elasticloadbalancing:DescribeRules";

    fn listener(name: &str) -> Resource {
        let id = place().arn("elasticloadbalancing", name);
        Entry::new(&place(), Kind::Listener, id, LISTENERS).finish()
    }

    fn rule(name: &str, listener: &str) -> Resource {
        let arn = |name: &str| place().arn("elasticloadbalancing", name);
        Entry::new(&place(), Kind::ListenerRule, arn(name), RULES)
            .within([(Some(arn(listener)), "ListenerArn")])
            .finish()
    }

    #[test]
    fn what_cannot_be_asked_for_any_more_stays_with_what_it_is_in() {
        let last = || {
            Slice::of([
                listener("a"),
                listener("b"),
                rule("of-a", "a"),
                rule("of-b", "b"),
                rule("of-another-slice", "c"),
            ])
        };
        for (name, failing, expected) in [
            ("nothing fails", None, &["b"][..]),
            ("what was whole is gone", Some(LISTENERS), &["b"]),
            (
                "what failed is kept",
                Some(RULES),
                &["b", "of-b", "of-another-slice"],
            ),
        ] {
            let mut read = Read::whole(Slice::of([listener("b")]));
            if let Some(operation) = failing {
                read.lacks("them", Failure::bad_answer(operation, "no"));
            }
            keep(&mut read, &last());
            let Slice::Resources(kept) = &read.slice else {
                continue;
            };
            let kept: Vec<_> = kept.iter().map(|one| one.id.clone()).collect();
            let expected = expected
                .iter()
                .map(|name| place().arn("elasticloadbalancing", name));
            assert_eq!(kept, expected.collect::<Vec<_>>(), "{name}");
        }
    }
}
