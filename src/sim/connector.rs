//! The seam into the SDK: an HTTP client that never leaves the process. It must not
//! know what is asked or answered.

use super::delivery::{Answer, Delivery, Reply};
use super::front::Sim;
use super::geography;
use super::signature::Incoming;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use http::HeaderMap;
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use std::io;

/// A client for `aws_config`'s loader or one service's configuration.
pub fn http_client(sim: &Sim) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(Inside { sim: sim.clone() });
    http_client_fn(move |_, _| connector.clone())
}

struct Inside {
    sim: Sim,
}

impl std::fmt::Debug for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an AWS inside the process")
    }
}

impl HttpConnector for Inside {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        match answer(&self.sim, &request) {
            Ok(answer) => HttpConnectorFuture::new(deliver(answer)),
            Err(error) => HttpConnectorFuture::ready(Err(error)),
        }
    }
}

fn answer(sim: &Sim, request: &HttpRequest) -> Result<Answer, ConnectorError> {
    let uri: http::Uri = request
        .uri()
        .parse()
        .map_err(|error| user(Box::new(error)))?;
    let host = uri.authority().map_or("", http::uri::Authority::as_str);
    if !resolves(host) {
        let text = format!("failed to lookup address information: {host}");
        return Err(ConnectorError::io(Box::new(io::Error::other(text))));
    }
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers() {
        let name: http::HeaderName = name.parse().map_err(|error| user(Box::new(error)))?;
        let value = value.parse().map_err(|error| user(Box::new(error)))?;
        headers.append(name, value);
    }
    Ok(sim.answer(&Incoming {
        method: request.method(),
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        host,
        body: request.body().bytes().unwrap_or_default(),
    }))
}

fn user(error: Box<dyn std::error::Error + Send + Sync>) -> ConnectorError {
    ConnectorError::user(error)
}

/// Whether there would be such a name: one of AWS's services in one of its regions, or
/// an endpoint that somebody set.
fn resolves(host: &str) -> bool {
    let Some(name) = host.strip_suffix(".amazonaws.com") else {
        return true;
    };
    // Before the region may stand more than the service: `api.ecr.eu-west-1`.
    match name.rsplit_once('.') {
        Some((_, region)) => geography::is_region(region),
        None => true,
    }
}

async fn deliver(answer: Answer) -> Result<HttpResponse, ConnectorError> {
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    match answer.delivery {
        Delivery::Whole(mut reply) => {
            let body = std::mem::take(&mut reply.body);
            let length = body.len();
            response(&reply, length, SdkBody::from(body))
        }
        Delivery::Cut(reply) => {
            let (length, body) = (reply.body.len(), cut(&reply.body));
            response(&reply, length, body)
        }
        Delivery::Reset => {
            let error = io::Error::from(io::ErrorKind::ConnectionReset);
            Err(ConnectorError::io(Box::new(error)))
        }
        Delivery::Never => std::future::pending().await,
    }
}

/// Half of a body, and then the end of the connection.
fn cut(body: &[u8]) -> SdkBody {
    let half = Bytes::copy_from_slice(&body[..body.len() / 2]);
    let broken = io::Error::from(io::ErrorKind::UnexpectedEof);
    let frames = futures::stream::iter([Ok(Frame::data(half)), Err(broken)]);
    SdkBody::from_body_1_x(StreamBody::new(frames))
}

fn response(reply: &Reply, length: usize, body: SdkBody) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(reply.status).map_err(|error| user(Box::new(error)))?;
    let mut response = HttpResponse::new(status, body);
    let headers = response.headers_mut();
    headers.insert("content-type", reply.content_type);
    headers.insert("content-length", length.to_string());
    if let Some(id) = &reply.request_id {
        headers.insert("x-amzn-requestid", id.clone());
    }
    headers.insert("date", reply.date.clone());
    for (name, value) in &reply.headers {
        headers.insert(*name, value.clone());
    }
    Ok(response)
}
