//! Reads metrics, in a session that may do nothing else: AWS charges for each that is
//! asked for. It must not know what they count.

use super::clients::Clients;
use super::error::Failure;
use super::refusal;
use super::session::Session;
use crate::account::Region;
use crate::budget::{DAYS, Metric, Query};
use crate::provider::{Explanation, Measured};
use aws_sdk_cloudwatch::operation::get_metric_data::GetMetricDataOutput;
use aws_sdk_cloudwatch::types::{
    Dimension, MetricDataQuery, MetricDataResult, MetricStat, StatusCode,
};
use aws_smithy_types::DateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::SystemTime;

pub const CALL: &str = "cloudwatch:GetMetricData";

/// CloudWatch takes so many in one call.
const AT_ONCE: usize = 500;
const DAY: i32 = 86_400;

/// The days of every query, whichever regions their metrics are in. Where one of several
/// regions cannot be asked, that is an issue; where none can, nothing was read.
pub async fn measure(session: &Arc<Session>, queries: Vec<Query>) -> Result<Measured, Explanation> {
    let mut regions: BTreeMap<Region, Vec<(usize, Metric)>> = BTreeMap::new();
    let mut measured = Measured {
        days: vec![Vec::new(); queries.len()],
        issues: Vec::new(),
    };
    for (place, query) in queries.into_iter().enumerate() {
        let region = session.signed_for(&query.region);
        let of_region = regions.entry(region).or_default();
        of_region.push((place, query.metric));
    }
    let ends = ends();
    let mut is_any_read = regions.is_empty();
    for (region, metrics) in regions {
        let clients = Clients::new(session, &region, None).await;
        let asking = Asking {
            session,
            clients,
            region,
            ends,
        };
        for metrics in metrics.chunks(AT_ONCE) {
            match asking.days(metrics).await {
                Ok(days) => {
                    is_any_read = true;
                    for ((place, _), days) in metrics.iter().zip(days.of_metrics) {
                        measured.days[*place] = days;
                    }
                    measured.issues.extend(asking.lacks(days.incomplete));
                }
                Err(failure) => {
                    measured.issues.push(asking.explain(&failure));
                    break;
                }
            }
        }
    }
    match measured.issues.first() {
        Some(first) if !is_any_read => Err(first.clone()),
        _ => Ok(measured),
    }
}

/// Midnight by UTC: whole days alone are read.
fn ends() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs().cast_signed());
    seconds - seconds % i64::from(DAY)
}

/// The days of some metrics, and how many of these came incomplete.
struct Days {
    of_metrics: Vec<Vec<f64>>,
    incomplete: usize,
}

/// One region.
struct Asking<'a> {
    session: &'a Session,
    clients: Clients,
    region: Region,
    ends: i64,
}

impl Asking<'_> {
    /// All pages: a metric's values may come in several. One that stays incomplete counts
    /// for nothing, because it would count too little.
    async fn days(&self, metrics: &[(usize, Metric)]) -> Result<Days, Failure> {
        let mut of_metrics = vec![Vec::new(); metrics.len()];
        let (mut token, mut seen) = (None, BTreeSet::new());
        let mut incomplete = BTreeSet::new();
        loop {
            let answer = self.page(metrics, token).await?;
            for result in answer.metric_data_results() {
                let place = place_of(result).filter(|place| *place < metrics.len());
                let place = place.ok_or_else(|| {
                    Failure::bad_answer(CALL, "there are values that were not asked for")
                })?;
                of_metrics[place].extend_from_slice(result.values());
                match result.status_code() {
                    None | Some(StatusCode::Complete) => incomplete.remove(&place),
                    Some(_) => incomplete.insert(place),
                };
            }
            token = answer.next_token.filter(|token| !token.is_empty());
            match &token {
                None => break,
                Some(next) if !seen.insert(next.clone()) => {
                    return Err(Failure::bad_answer(CALL, "the same page token came twice"));
                }
                Some(_) => {}
            }
        }
        for place in &incomplete {
            of_metrics[*place].clear();
        }
        Ok(Days {
            of_metrics,
            incomplete: incomplete.len(),
        })
    }

    async fn page(
        &self,
        metrics: &[(usize, Metric)],
        token: Option<String>,
    ) -> Result<GetMetricDataOutput, Failure> {
        let queries = metrics.iter().enumerate();
        let queries = queries.map(|(place, (_, metric))| asked(place, metric));
        let begins = self.ends - i64::from(DAYS) * i64::from(DAY);
        let _permit = self.session.limits.admit(&self.region, CALL).await;
        let request = self.clients.cloudwatch().get_metric_data();
        let request = request
            .set_metric_data_queries(Some(queries.collect()))
            .start_time(DateTime::from_secs(begins))
            .end_time(DateTime::from_secs(self.ends))
            .set_next_token(token);
        let answer = request.send().await;
        answer.map_err(|error| Failure::of(CALL, &error))
    }

    fn lacks(&self, incomplete: usize) -> Option<Explanation> {
        let what = match incomplete {
            0 => return None,
            1 => "one metric came incomplete and was".to_owned(),
            _ => format!("{incomplete} metrics came incomplete and were"),
        };
        let failure = Failure::bad_answer(CALL, format!("{what} left out"));
        Some(self.explain(&failure))
    }

    fn explain(&self, failure: &Failure) -> Explanation {
        if failure.operation == "sts:AssumeRole" {
            return refusal::of_role(&self.session.account, &self.session.role, None, failure);
        }
        failure.explain(&self.region)
    }
}

fn asked(place: usize, metric: &Metric) -> MetricDataQuery {
    let dimensions = metric.dimensions.iter().map(|(name, value)| {
        let dimension = Dimension::builder().name(*name).value(value.as_str());
        dimension.build()
    });
    let named = aws_sdk_cloudwatch::types::Metric::builder()
        .namespace(metric.namespace)
        .metric_name(metric.name)
        .set_dimensions(Some(dimensions.collect()));
    let statistic = MetricStat::builder()
        .metric(named.build())
        .period(DAY)
        .stat(metric.statistic.name());
    MetricDataQuery::builder()
        .id(format!("q{place}"))
        .metric_stat(statistic.build())
        .build()
}

fn place_of(result: &MetricDataResult) -> Option<usize> {
    result.id()?.strip_prefix('q')?.parse().ok()
}
