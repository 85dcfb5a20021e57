//! What further calls could not read of single resources, told once for each kind of
//! thing that is missing: a permission that lacks does so for all of them.

use crate::aws::error::Failure;
use crate::aws::reader::Read;
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Gaps(BTreeMap<&'static str, Gap>);

/// What a service says of one resource, and what it says of its tags.
pub(super) type Tagged<T, U> = (T, Result<U, Failure>);
type Described<'a, T, U> = (&'a String, Result<Tagged<T, U>, Failure>);

/// The first that it happened to stands for all.
struct Gap {
    first: String,
    count: usize,
    failure: Failure,
}

impl Gaps {
    /// `what` could not be read of `name`.
    pub(super) fn add(&mut self, what: &'static str, name: &str, failure: Failure) {
        let gap = self.0.entry(what).or_insert_with(|| Gap {
            first: name.to_owned(),
            count: 0,
            failure,
        });
        gap.count += 1;
    }

    /// The answer, or nothing and a note.
    pub(super) fn keep<T: Default>(
        &mut self,
        (what, name): (&'static str, &str),
        answer: Result<T, Failure>,
    ) -> T {
        answer.unwrap_or_else(|failure| {
            self.add(what, name, failure);
            T::default()
        })
    }

    /// What is described of each name, with its tags where they could be read; what was
    /// deleted meanwhile, as the code says, has nothing.
    pub(super) fn tagged<T, U: Default>(
        &mut self,
        described: Vec<Described<T, U>>,
        gone: &str,
    ) -> Vec<(T, U)> {
        let mut rows = Vec::with_capacity(described.len());
        for (name, answer) in described {
            match answer {
                Ok((row, tags)) => rows.push((row, self.keep(("the tags", name), tags))),
                Err(failure) if failure.has_code(gone) => {}
                Err(failure) => self.add("the description", name, failure),
            }
        }
        rows
    }

    pub(super) fn tell(self, read: &mut Read) {
        for (what, gap) in self.0 {
            let others = match gap.count {
                1 => String::new(),
                2 => " and one other".to_owned(),
                count => format!(" and {} others", count - 1),
            };
            read.lacks(&format!("{what} of {}{others}", gap.first), gap.failure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Gaps;
    use crate::aws::error::Failure;
    use crate::aws::reader::Read;
    use crate::inventory::Slice;
    use std::sync::Arc;

    #[test]
    fn what_lacks_in_many_is_told_once() {
        let failure = || Failure::bad_answer("s3:GetBucketTagging", "broken");
        let mut gaps = Gaps::default();
        for name in ["a", "b", "c"] {
            gaps.add("the tags", name, failure());
        }
        gaps.add("the policy", "a", failure());
        let answer: Vec<u8> = gaps.keep(("the policy", "b"), Err(failure()));
        assert!(answer.is_empty());
        let mut read = Read::whole(Slice::Resources(Arc::default()));
        gaps.tell(&mut read);
        assert_eq!(read.issues.len(), 2);
        assert!(read.issues[0].starts_with("without the policy of a and one other: "));
        assert!(read.issues[1].starts_with("without the tags of a and 2 others: "));
    }
}
