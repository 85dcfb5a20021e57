//! Between the program and the AWS inside the process: answers are tampered with.

use super::connected;
use super::page::Tampering;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use skymap::account::Account;
use skymap::aws::{Aws, Rate};
use skymap::sim::{self, Fleet, Sim, SystemClock};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tampered page tokens never end by themselves.
const MOST: usize = 300;

pub type Tamperings = BTreeMap<&'static str, Vec<Tampering>>;

/// The demo's account with the fewest instances, and a provider that reads it.
pub fn aws(tamperings: Tamperings) -> (Account, Aws) {
    let sim = Sim::new(Fleet::demo(None).expect("the demo"), SystemClock);
    let accounts = sim.fleet().accounts();
    let account = connected(accounts.last().expect("an account"));
    let inside = sim::http_client(&sim);
    let tamperings = Arc::new(tamperings);
    let answered = Arc::new(AtomicUsize::new(0));
    let client = http_client_fn(move |settings, components| {
        SharedHttpConnector::new(Wire {
            inside: inside.http_connector(settings, components),
            tamperings: Arc::clone(&tamperings),
            answered: Arc::clone(&answered),
        })
    });
    let rate = Rate {
        burst: 100_000,
        per_second: 100_000.0,
        in_flight: 8,
    };
    let base = sim::BASE_IDENTITY.credentials();
    (account, Aws::over(client, base).with_rate(rate))
}

#[derive(Debug)]
struct Wire {
    inside: SharedHttpConnector,
    tamperings: Arc<Tamperings>,
    answered: Arc<AtomicUsize>,
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().unwrap_or_default();
        let operation = form_urlencoded::parse(body)
            .find_map(|(name, value)| (name == "Action").then_some(value.into_owned()));
        let operation = operation.unwrap_or_default();
        let is_patient = self.answered.fetch_add(1, Ordering::Relaxed) < MOST;
        let tamperings = Arc::clone(&self.tamperings);
        let answer = self.inside.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await?;
            match tamperings.get(operation.as_str()) {
                Some(tamperings) if is_patient => Ok(tampered(&answer, tamperings)),
                _ => Ok(answer),
            }
        })
    }
}

fn tampered(answer: &HttpResponse, tamperings: &[Tampering]) -> HttpResponse {
    let body = answer.body().bytes().unwrap_or_default();
    let mut page = (
        answer.status().as_u16(),
        String::from_utf8_lossy(body).into_owned(),
    );
    for tampering in tamperings {
        page = tampering.apply(page);
    }
    let status = StatusCode::try_from(page.0).expect("a status of HTTP");
    HttpResponse::new(status, SdkBody::from(page.1))
}
