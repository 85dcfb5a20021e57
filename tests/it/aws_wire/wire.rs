//! A wire without a network: it answers from a script and remembers what was asked.

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use futures::StreamExt;
use skymap::account::Account;
use skymap::aws::Aws;
use skymap::provider::{Cadence, Provider, ScanEvent, ScanTarget};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

/// A status and a body.
pub type Answer = (u16, String);

/// Answers every operation with an empty list, unless the script has something else.
#[derive(Debug, Clone, Default)]
pub struct Wire {
    script: Arc<Mutex<BTreeMap<&'static str, VecDeque<Answer>>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    date: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct Asked {
    pub host: String,
    pub is_in_session: bool,
    pub parameters: BTreeMap<String, String>,
}

impl Asked {
    pub fn operation(&self) -> &str {
        &self.parameters["Action"]
    }
}

impl Wire {
    pub fn answers(self, operation: &'static str, answers: Vec<Answer>) -> Self {
        self.script
            .lock()
            .unwrap()
            .insert(operation, answers.into());
        self
    }

    pub fn at(self, date: &'static str) -> Self {
        Self {
            date: Some(date),
            ..self
        }
    }

    pub fn aws(&self) -> Aws {
        let connector = SharedHttpConnector::new(self.clone());
        let client = http_client_fn(move |_, _| connector.clone());
        Aws::over(
            client,
            Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"),
        )
    }

    pub async fn scan_once(&self, account: Account) -> Vec<ScanEvent> {
        scan(&self.aws(), account, Cadence::Once).collect().await
    }

    pub fn operations(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|one| one.operation().to_owned()).collect()
    }

    pub fn hosts(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|one| one.host.clone()).collect()
    }

    pub fn count(&self, operation: &str) -> usize {
        self.operations()
            .iter()
            .filter(|one| *one == operation)
            .count()
    }

    pub fn first(&self, operation: &str) -> Asked {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .find(|one| one.operation() == operation)
            .unwrap()
            .clone()
    }

    pub fn last(&self, operation: &str) -> Asked {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .rfind(|one| one.operation() == operation)
            .unwrap()
            .clone()
    }

    fn answer(&self, asked: &Asked) -> Answer {
        let mut script = self.script.lock().unwrap();
        let scripted = script
            .get_mut(asked.operation())
            .and_then(VecDeque::pop_front);
        scripted.unwrap_or_else(|| match asked.operation() {
            "AssumeRole" => assumed(),
            "GetCallerIdentity" => identity(asked),
            operation if asked.host.starts_with("ec2.") => ec2(operation, ""),
            operation => query(operation, ""),
        })
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().unwrap_or_default();
        let asked = Asked {
            host: request
                .uri()
                .split('/')
                .nth(2)
                .unwrap_or_default()
                .to_owned(),
            is_in_session: request.headers().contains_key("x-amz-security-token"),
            parameters: match cbor_operation(request.uri()) {
                Some(operation) => cbor_parameters(operation, body),
                None => form_urlencoded::parse(body).into_owned().collect(),
            },
        };
        let (status, body) = self.answer(&asked);
        let is_cbor = cbor_operation(request.uri()).is_some();
        self.asked.lock().unwrap().push(asked);
        let mut response = http::Response::builder().status(status);
        if let Some(date) = self.date {
            response = response.header("date", date);
        }
        let body = if is_cbor {
            response = response.header("smithy-protocol", "rpc-v2-cbor");
            response = response.header("content-type", "application/cbor");
            SdkBody::from(cbor(&body))
        } else {
            SdkBody::from(body)
        };
        let response = response.body(body).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::try_from(response).unwrap()))
    }
}

/// The operation of a request in Smithy RPC v2.
fn cbor_operation(uri: &str) -> Option<&str> {
    let (_, path) = uri.split_once("/service/")?;
    path.rsplit('/').next()
}

/// The operation, and the body as it reads.
fn cbor_parameters(operation: &str, body: &[u8]) -> BTreeMap<String, String> {
    let body: ciborium::Value = ciborium::from_reader(body).unwrap();
    let parameters = [
        ("Action".to_owned(), operation.to_owned()),
        ("Body".to_owned(), format!("{body:?}")),
    ];
    parameters.into()
}

/// What the script has as JSON.
fn cbor(text: &str) -> Vec<u8> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut bytes = Vec::new();
    ciborium::into_writer(&value, &mut bytes).unwrap();
    bytes
}

pub fn ec2(operation: &str, inside: &str) -> Answer {
    let body =
        format!("<{operation}Response><requestId>0a1b</requestId>{inside}</{operation}Response>");
    (200, body)
}

pub fn query(operation: &str, inside: &str) -> Answer {
    let body = format!(
        "<{operation}Response><{operation}Result>{inside}</{operation}Result></{operation}Response>"
    );
    (200, body)
}

pub fn error(status: u16, code: &str, message: &str) -> Answer {
    let body = match code {
        "AccessDenied" | "SignatureDoesNotMatch" => format!(
            "<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error><RequestId>0a1b</RequestId></ErrorResponse>"
        ),
        _ => format!(
            "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>0a1b</RequestID></Response>"
        ),
    };
    (status, body)
}

pub fn denied(action: &str) -> Answer {
    let message = format!(
        "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/skymap/x is not authorized to perform: {action} because no identity-based policy allows the {action} action"
    );
    error(403, "UnauthorizedOperation", &message)
}

pub fn assumed() -> Answer {
    query(
        "AssumeRole",
        "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><PackedPolicySize>20</PackedPolicySize>",
    )
}

pub fn identity(asked: &Asked) -> Answer {
    let (account, arn) = if asked.is_in_session {
        (
            "111122223333",
            "arn:aws:sts::111122223333:assumed-role/skymap/x",
        )
    } else {
        ("444455556666", "arn:aws:iam::444455556666:user/ada")
    };
    query(
        "GetCallerIdentity",
        &format!("<Account>{account}</Account><Arn>{arn}</Arn>"),
    )
}

pub fn scan(
    aws: &Aws,
    account: Account,
    cadence: Cadence,
) -> futures::stream::BoxStream<'static, ScanEvent> {
    aws.scan(ScanTarget {
        account,
        regions: Vec::new(),
        cadence,
        controls: futures::stream::pending().boxed(),
    })
}
