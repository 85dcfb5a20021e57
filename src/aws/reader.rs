//! One collector's hands: clients, pages, limits and the count of its calls in one
//! region. It must not know what is read.

use super::arns::Place;
use super::error::Failure;
use super::receipt::Receipt;
use super::session::Session;
use super::whole::Whole;
use crate::account::Region;
use crate::inventory::{Observation, Resource, Slice};
use crate::text;
use futures::future::BoxFuture;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The clients of one account and region, over one configuration.
#[derive(Debug, Clone)]
pub struct Clients {
    pub ec2: aws_sdk_ec2::Client,
    pub elb: aws_sdk_elasticloadbalancingv2::Client,
    pub autoscaling: aws_sdk_autoscaling::Client,
}

impl Clients {
    pub async fn new(session: &Arc<Session>, region: &Region, receipt: Option<Receipt>) -> Self {
        let shared = session.config(region).await;
        let mut ec2 = aws_sdk_ec2::config::Builder::from(&shared).interceptor(Whole);
        let mut elb =
            aws_sdk_elasticloadbalancingv2::config::Builder::from(&shared).interceptor(Whole);
        let mut autoscaling =
            aws_sdk_autoscaling::config::Builder::from(&shared).interceptor(Whole);
        if let Some(receipt) = receipt {
            ec2 = ec2.interceptor(receipt.clone());
            elb = elb.interceptor(receipt.clone());
            autoscaling = autoscaling.interceptor(receipt);
        }
        Self {
            ec2: aws_sdk_ec2::Client::from_conf(ec2.build()),
            elb: aws_sdk_elasticloadbalancingv2::Client::from_conf(elb.build()),
            autoscaling: aws_sdk_autoscaling::Client::from_conf(autoscaling.build()),
        }
    }
}

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Everything,
    /// One small page: whether it may be read at all.
    Probe,
}

/// What a collector reads with.
#[derive(Debug)]
pub struct Reader {
    pub place: Place,
    pub clients: Clients,
    pub depth: Depth,
    /// The ARNs of the region's target groups, where the scan knows them already.
    pub target_groups: Option<Vec<String>>,
    pub session: Arc<Session>,
    pub calls: AtomicU32,
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
    /// The first of what is behind the issues.
    pub gap: Option<Failure>,
}

impl Reader {
    /// Every page of an operation. A page may be empty and still name a next one; a
    /// token that was there before would never end.
    pub async fn pages<'a, T>(
        &'a self,
        operation: &'static str,
        fetch: &Fetch<'a, T>,
    ) -> Result<Vec<T>, Failure> {
        let mut rows = Vec::new();
        let mut token = None;
        let mut seen = BTreeSet::new();
        loop {
            let (page, next) = self.call(operation, fetch(token)).await?;
            rows.extend(page);
            let Some(next) = next.filter(|token| !token.is_empty()) else {
                return Ok(rows);
            };
            if self.is_probing() {
                return Ok(rows);
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
        call.await
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
    pub fn resources<T>(call: &str, rows: &[T], convert: impl Fn(&T) -> Option<Resource>) -> Self {
        let resources: Vec<Resource> = rows.iter().filter_map(&convert).collect();
        let lost = rows.len() - resources.len();
        Self::whole(Slice::Resources(resources)).without_rows(call, lost)
    }

    /// Rows to observations, in the same way.
    pub fn observations<T>(
        call: &str,
        rows: &[T],
        convert: impl Fn(&T) -> Option<Observation>,
    ) -> Self {
        let observations: Vec<Observation> = rows.iter().filter_map(&convert).collect();
        let lost = rows.len() - observations.len();
        Self::whole(Slice::Observations(observations)).without_rows(call, lost)
    }

    pub fn whole(slice: Slice) -> Self {
        Self {
            slice,
            issues: Vec::new(),
            gap: None,
        }
    }

    /// Some part of it could not be had.
    pub fn lacks(&mut self, what: &str, failure: Failure) {
        self.issues
            .push(text::clean(&format!("without {what}: {failure}")));
        self.gap.get_or_insert(failure);
    }

    /// Another answer to the same question.
    pub fn extend(&mut self, more: Self) {
        self.issues.extend(more.issues);
        self.gap = self.gap.take().or(more.gap);
        match (&mut self.slice, more.slice) {
            (Slice::Resources(all), Slice::Resources(more)) => all.extend(more),
            (Slice::Observations(all), Slice::Observations(more)) => all.extend(more),
            _ => {}
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
        self.gap = Some(Failure::bad_answer(call, rows));
        self
    }
}
