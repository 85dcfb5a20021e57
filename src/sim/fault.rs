//! Faults on demand: rules that say which calls fail, and how. It must not know what
//! the calls would have answered.

use super::seed;
use std::time::Duration;

/// How a call fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Throttle,
    AccessDenied,
    /// Denied by a policy of this type: `service control policy`, `permissions boundary`, …
    ExplicitDeny(String),
    ExpiredToken,
    Delay(Duration),
    /// No answer ever.
    Hang,
    /// The connection breaks before an answer.
    Reset,
    /// The connection breaks in the middle of the answer.
    CutPage,
    /// A proxy's HTML instead of the service's XML.
    Html500,
    MalformedXml,
    /// A page without items, and a token that leads to the same place again.
    EmptyPageWithToken,
    /// From the second page on, the token of every page is the one it was asked with.
    RepeatedToken,
    /// Pages of at most so many items, whatever was asked for.
    ShortPages(usize),
    /// Every element of this name is left out of the answer.
    MissingField(String),
}

/// Which calls fail. What is not named is not looked at.
#[derive(Debug, Clone)]
pub struct Rule {
    fault: Fault,
    service: Option<String>,
    operation: Option<String>,
    region: Option<String>,
    account: Option<String>,
    session: Option<String>,
    times: Option<u32>,
    percent: Option<u32>,
}

/// What rules are held against.
pub(super) struct Target<'a> {
    pub service: &'a str,
    pub operation: &'a str,
    pub region: &'a str,
    /// The caller's account, or the one whose role is to be assumed.
    pub account: &'a str,
    pub session: Option<&'a str>,
    pub serial: u64,
}

impl Rule {
    pub fn new(fault: Fault) -> Self {
        Self {
            fault,
            service: None,
            operation: None,
            region: None,
            account: None,
            session: None,
            times: None,
            percent: None,
        }
    }

    /// As in IAM actions: `ec2`, `elasticloadbalancing`, `autoscaling`, `sts`.
    #[must_use]
    pub fn service(mut self, name: &str) -> Self {
        self.service = Some(name.to_owned());
        self
    }

    #[must_use]
    pub fn operation(mut self, name: &str) -> Self {
        self.operation = Some(name.to_owned());
        self
    }

    #[must_use]
    pub fn region(mut self, name: &str) -> Self {
        self.region = Some(name.to_owned());
        self
    }

    #[must_use]
    pub fn account(mut self, number: &str) -> Self {
        self.account = Some(number.to_owned());
        self
    }

    /// The name of the role session.
    #[must_use]
    pub fn session(mut self, name: &str) -> Self {
        self.session = Some(name.to_owned());
        self
    }

    /// Only the first so many calls that match.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Some(count);
        self
    }

    /// Only so many calls of a hundred, the same ones in every run.
    #[must_use]
    pub fn percent(mut self, percent: u32) -> Self {
        self.percent = Some(percent);
        self
    }

    fn matches(&self, target: &Target<'_>) -> bool {
        let agrees = |rule: &Option<String>, value: &str| {
            rule.as_deref().is_none_or(|expected| expected == value)
        };
        let chance = seed::number(&format!("fault/{}", target.serial)) % 100;
        self.times != Some(0)
            && agrees(&self.service, target.service)
            && agrees(&self.operation, target.operation)
            && agrees(&self.region, target.region)
            && agrees(&self.account, target.account)
            && (self.session.is_none() || self.session.as_deref() == target.session)
            && self
                .percent
                .is_none_or(|percent| chance < u64::from(percent))
    }
}

/// The faults of one call, in the order of the rules.
pub(super) fn strike(rules: &mut [Rule], target: &Target<'_>) -> Vec<Fault> {
    let matching = rules.iter_mut().filter(|rule| rule.matches(target));
    matching
        .map(|rule| {
            rule.times = rule.times.map(|left| left - 1);
            rule.fault.clone()
        })
        .collect()
}

/// The document without the elements of one name.
pub(super) fn without_element(document: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = document;
    let mut kept = String::with_capacity(document.len());
    while let Some((before, after)) = rest.split_once(&open) {
        kept.push_str(before);
        rest = after.split_once(&close).map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}
