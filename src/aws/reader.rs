//! One collector's hands: clients, pages, limits and the count of its calls in one
//! region. It must not know what is read.

use super::arns::Place;
use super::clients::Clients;
use super::error::Failure;
use super::session::Session;
use crate::inventory::{Observation, Resource, ResourceId, Slice};
use crate::text;
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Everything,
    /// One small page: whether it may be read at all.
    Probe,
}

/// Further calls that wait for the account's limits together.
const AT_ONCE: usize = 8;

/// What a collector reads with.
#[derive(Debug)]
pub struct Reader {
    pub place: Place,
    pub clients: Clients,
    pub depth: Depth,
    /// The ARNs of the region's target groups, where the scan knows them already.
    pub target_groups: Option<Vec<String>>,
    /// What this collector observed last, and how often it has.
    pub observed: Option<Arc<Vec<Observation>>>,
    pub round: u32,
    /// What this collector read last.
    pub last: HashMap<ResourceId, Arc<Resource>>,
    pub session: Arc<Session>,
    pub calls: AtomicU32,
    /// How each operation ended, while probing.
    pub heard: Heard,
}

/// How operations ended, each by its worst call.
#[derive(Debug, Default)]
pub struct Heard(Mutex<BTreeMap<&'static str, Result<(), Failure>>>);

impl Heard {
    fn note<T>(&self, operation: &'static str, answer: &Result<T, Failure>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = answer.as_ref().map(|_| ()).map_err(Failure::clone);
        match known.get(operation) {
            Some(Err(_)) => {}
            _ => {
                known.insert(operation, outcome);
            }
        }
    }

    pub fn all(&self) -> BTreeMap<&'static str, Result<(), Failure>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }
}

/// A page of an answer and the token of the next.
pub type Page<T> = (Vec<T>, Option<String>);

/// Asks for the page behind a token.
pub type Fetch<'a, T> =
    dyn Fn(Option<String>) -> BoxFuture<'a, Result<Page<T>, Failure>> + Send + Sync + 'a;

/// What a collector read, and what of it could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub slice: Slice,
    pub issues: Vec<String>,
    /// What is behind the issues: each operation's failures, one of a kind.
    pub gaps: Vec<Failure>,
}

impl Reader {
    /// Every row of an operation, converted as its page comes: a row of AWS weighs many
    /// times what is kept of it. A row without an id is `None`, and an issue.
    pub async fn resources<'a>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, Option<Resource>>,
    ) -> Result<Read, Failure> {
        let keep = |resource| self.shared(resource);
        let (resources, lost) = self.converted(operation, fetch, keep).await?;
        let read = Read::whole(Slice::Resources(Arc::new(resources)));
        Ok(read.without_rows(operation, lost))
    }

    /// Every row of an operation as an observation, in the same way.
    pub async fn observations<'a>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, Option<Observation>>,
    ) -> Result<Read, Failure> {
        let keep = |observation| observation;
        let (observations, lost) = self.converted(operation, fetch, keep).await?;
        let read = Read::whole(Slice::Observations(Arc::new(observations)));
        Ok(read.without_rows(operation, lost))
    }

    /// What is kept of every page's rows, and how many rows could not be used.
    async fn converted<'a, T, U>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, Option<T>>,
        keep: impl Fn(T) -> U,
    ) -> Result<(Vec<U>, usize), Failure> {
        let mut kept = Vec::new();
        let mut count = 0;
        self.each_page(operation, fetch, |page| {
            count += page.len();
            kept.extend(page.into_iter().flatten().map(&keep));
        })
        .await?;
        let lost = count - kept.len();
        Ok((kept, lost))
    }

    /// The resource as it was read last, where it reads the same: an account at rest is
    /// held once, however often it is read.
    pub fn shared(&self, resource: Resource) -> Arc<Resource> {
        match self.last.get(&resource.id) {
            Some(last) if **last == resource => Arc::clone(last),
            _ => Arc::new(resource),
        }
    }

    /// Every row of an operation, as AWS wrote it.
    pub async fn pages<'a, T>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, T>,
    ) -> Result<Vec<T>, Failure> {
        let mut rows = Vec::new();
        self.each_page(operation, fetch, |page| rows.extend(page))
            .await?;
        Ok(rows)
    }

    /// A page may be empty and still name a next one; a token that was there before would
    /// never end.
    async fn each_page<'a, T>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, T>,
        mut take: impl FnMut(Vec<T>),
    ) -> Result<(), Failure> {
        let mut token = None;
        let mut seen = BTreeSet::new();
        loop {
            let (page, next) = self.call(operation, fetch(token)).await?;
            take(page);
            let Some(next) = next.filter(|token| !token.is_empty()) else {
                return Ok(());
            };
            if self.is_probing() {
                return Ok(());
            }
            if !seen.insert(next.clone()) {
                return Err(Failure::bad_answer(
                    operation,
                    "the same page token came twice",
                ));
            }
            token = Some(next);
        }
    }

    /// One call, under the account's limits and counted.
    pub async fn call<T>(
        &self,
        operation: &'static str,
        call: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let _permit = self
            .session
            .limits
            .admit(&self.place.region, operation)
            .await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let answer = call.await;
        if self.is_probing() {
            self.heard.note(operation, &answer);
        }
        answer
    }

    /// What a further call says of each of these, some at a time; probing asks of the
    /// first alone.
    pub async fn each<'a, I: Sync, T, A>(
        &self,
        items: &'a [I],
        ask: impl Fn(&'a I) -> A,
    ) -> Vec<(&'a I, Result<T, Failure>)>
    where
        A: Future<Output = Result<T, Failure>>,
    {
        let items = &items[..items.len().min(self.at_most(1))];
        // Gathered first, so that no closure is held while they are awaited.
        let asked: Vec<_> = items
            .iter()
            .map(|item| {
                let answer = ask(item);
                async move { (item, answer.await) }
            })
            .collect();
        stream::iter(asked).buffered(AT_ONCE).collect().await
    }

    /// What a further call reads of each of these, put together. One that is gone by then
    /// has nothing, one that fails is an issue; where all fail nothing was read.
    pub async fn parts<'a, I: Sync + Display, A>(
        &self,
        items: &'a [I],
        gone: &str,
        ask: impl Fn(&'a I) -> A,
    ) -> Result<Read, Failure>
    where
        A: Future<Output = Result<Read, Failure>>,
    {
        let mut read = Read::nothing();
        let mut is_any_read = items.is_empty();
        for (item, part) in self.each(items, ask).await {
            match part {
                Ok(part) => read.append(part),
                Err(failure) if failure.has_code(gone) => {}
                Err(failure) if self.is_probing() => return Err(failure),
                Err(failure) => {
                    read.lacks(&item.to_string(), failure);
                    continue;
                }
            }
            is_any_read = true;
        }
        match read.gaps.first() {
            Some(failure) if !is_any_read => Err(failure.clone()),
            _ => Ok(read),
        }
    }

    /// Whether one small page is enough.
    pub fn is_probing(&self) -> bool {
        self.depth == Depth::Probe
    }

    /// How many rows are followed further: all of them, or only so many when probing.
    pub fn at_most(&self, few: usize) -> usize {
        if self.is_probing() { few } else { usize::MAX }
    }

    /// The page size to ask for: the API's largest, or its smallest when only probing.
    pub fn page_size(&self, smallest: i32, largest: i32) -> i32 {
        match self.depth {
            Depth::Everything => largest,
            Depth::Probe => smallest,
        }
    }
}

impl Read {
    /// Rows to resources; a row without an id is an issue.
    pub fn resources<T>(
        (reader, call): (&Reader, &str),
        rows: &[T],
        convert: impl Fn(&T) -> Option<Resource>,
    ) -> Self {
        let converted = rows.iter().filter_map(&convert);
        let resources: Vec<_> = converted.map(|resource| reader.shared(resource)).collect();
        let lost = rows.len() - resources.len();
        Self::whole(Slice::Resources(Arc::new(resources))).without_rows(call, lost)
    }

    /// Rows to observations, in the same way.
    pub fn observations<T>(
        call: &str,
        rows: &[T],
        convert: impl Fn(&T) -> Option<Observation>,
    ) -> Self {
        let observations: Vec<Observation> = rows.iter().filter_map(&convert).collect();
        let lost = rows.len() - observations.len();
        Self::whole(Slice::Observations(Arc::new(observations))).without_rows(call, lost)
    }

    /// There is none.
    pub fn nothing() -> Self {
        Self::whole(Slice::of([]))
    }

    pub fn whole(slice: Slice) -> Self {
        Self {
            slice,
            issues: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Some part of it could not be had.
    pub fn lacks(&mut self, what: &str, failure: Failure) {
        self.issues
            .push(text::clean(&format!("without {what}: {failure}")));
        self.note(failure);
    }

    /// Adds what another call of the same collector read.
    pub fn append(&mut self, more: Self) {
        self.issues.extend(more.issues);
        more.gaps.into_iter().for_each(|gap| self.note(gap));
        match (&mut self.slice, &more.slice) {
            (Slice::Resources(all), Slice::Resources(more)) => {
                Arc::make_mut(all).extend_from_slice(more);
            }
            (Slice::Observations(all), Slice::Observations(more)) => {
                Arc::make_mut(all).extend_from_slice(more);
            }
            (Slice::Resources(_) | Slice::Observations(_), _) => {}
        }
    }

    fn note(&mut self, failure: Failure) {
        let mut gaps = self.gaps.iter();
        let is_known =
            gaps.any(|gap| (&gap.operation, &gap.kind) == (&failure.operation, &failure.kind));
        if !is_known {
            self.gaps.push(failure);
        }
    }

    fn without_rows(mut self, call: &str, lost: usize) -> Self {
        let (rows, were) = match lost {
            0 => return self,
            1 => ("one row came without an id".to_owned(), "was"),
            _ => (format!("{lost} rows came without an id"), "were"),
        };
        self.issues
            .push(format!("{call}: {rows} and {were} left out"));
        self.note(Failure::bad_answer(call, rows));
        self
    }
}
