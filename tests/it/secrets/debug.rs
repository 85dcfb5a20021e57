//! Whoever prints a value for debugging prints no secret.

use super::tap::issued;
use super::{BASE_SECRET, found_in};
use crate::served::Served;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use futures::StreamExt as _;
use skymap::account::store::Store;
use skymap::aws::Aws;
use skymap::provider::{Cadence, Probe, Provider, ScanTarget};
use skymap::sim::{BASE_IDENTITY, Sim, http_client};
use std::sync::{Arc, Mutex};
use tokio::runtime::Builder;

#[test]
fn what_holds_secrets_does_not_show_them() {
    let served = Served::demo();
    let store = Store {
        config_dir: served.path("config"),
    };
    let account = store.load().accounts.remove(0);
    let answers = Answers::default();
    let base = BASE_IDENTITY.credentials();
    let aws = Aws::over(recorded(&served.sim, &answers), base.clone());
    let target = || ScanTarget {
        account: account.clone(),
        regions: Vec::new(),
        cadence: Cadence::Once,
        controls: futures::stream::pending().boxed(),
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (events, checks, caller) = runtime.block_on(async {
        let events: Vec<_> = aws.scan(target()).collect().await;
        let checks: Vec<_> = aws.verify(&account, Probe::Standard).collect().await;
        (events, checks, aws.caller(None).await)
    });

    let secrets = [
        issued(&answers.0.lock().unwrap()),
        vec![BASE_SECRET.to_owned()],
    ]
    .concat();
    assert!(secrets.len() > 3, "{} secrets", secrets.len());
    let shown = format!("{aws:?} {aws:#?} {base:?} {events:?} {checks:?} {caller:?}");
    let role = account.role.unwrap().to_string();
    assert!(shown.contains(&role), "the session is not there");
    assert_eq!(found_in(shown.as_bytes(), &secrets), [""; 0]);
}

/// What came over the wire.
#[derive(Debug, Clone, Default)]
struct Answers(Arc<Mutex<Vec<u8>>>);

/// The sim's client with a listener on it.
fn recorded(sim: &Sim, answers: &Answers) -> SharedHttpClient {
    let (client, answers) = (http_client(sim), answers.clone());
    http_client_fn(move |settings, components| {
        SharedHttpConnector::new(Recorded {
            connector: client.http_connector(settings, components),
            answers: answers.clone(),
        })
    })
}

#[derive(Debug)]
struct Recorded {
    connector: SharedHttpConnector,
    answers: Answers,
}

impl HttpConnector for Recorded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (answering, answers) = (self.connector.call(request), self.answers.clone());
        HttpConnectorFuture::new(async move {
            let answer = answering.await?;
            let body = answer.body().bytes().unwrap_or_default();
            answers.0.lock().unwrap().extend(body);
            Ok(answer)
        })
    }
}
