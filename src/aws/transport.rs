//! The HTTP client: proxies and certificate authorities as the environment says. It must
//! not know what is asked over it.

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use base64::Engine as _;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// A client that honours `HTTPS_PROXY`, `NO_PROXY`, `AWS_CA_BUNDLE` and `SSL_CERT_FILE`.
/// Nothing is read until the first call; connections are kept for all accounts.
pub fn from_environment() -> SharedHttpClient {
    let tls: OnceLock<TlsContext> = OnceLock::new();
    let connectors: Mutex<HashMap<Timeouts, SharedHttpConnector>> = Mutex::default();
    http_client_fn(move |settings, _components| {
        let key = (settings.connect_timeout(), settings.read_timeout());
        connectors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(key)
            .or_insert_with(|| connector(settings, tls.get_or_init(tls_context).clone()))
            .clone()
    })
}

/// The instance metadata service has shorter timeouts than a service has.
type Timeouts = (Option<Duration>, Option<Duration>);

/// The proxy that calls go through, without its password.
pub fn proxy_in_force() -> Option<String> {
    let names = [
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
        "http_proxy",
    ];
    names.iter().find_map(|name| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some(format!("{name}={}", without_password(&value)))
    })
}

/// The endpoint that stands in for AWS's own.
pub fn endpoint_in_force() -> Option<String> {
    let value = std::env::var("AWS_ENDPOINT_URL").ok()?;
    (!value.is_empty()).then(|| format!("{} (AWS_ENDPOINT_URL)", without_password(&value)))
}

/// An address without who calls it, who may have a password.
fn without_password(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let host = rest.rsplit('@').next().unwrap_or(rest);
    let scheme = if scheme.is_empty() {
        ""
    } else {
        &address[..scheme.len() + 3]
    };
    crate::text::clean(&format!("{scheme}{host}"))
}

/// Where the certificate authorities come from, when not from the system's usual place.
pub fn authorities_in_force() -> Option<String> {
    if authorities().is_empty() {
        return Some(
            "no root certificates were found; install ca-certificates, or set AWS_CA_BUNDLE or SSL_CERT_FILE".to_owned(),
        );
    }
    ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
        .iter()
        .find_map(|name| {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
            Some(format!("{name}={}", crate::text::clean(&value)))
        })
}

fn connector(settings: &HttpConnectorSettings, tls: TlsContext) -> SharedHttpConnector {
    SharedHttpConnector::new(
        Connector::builder()
            .proxy_config(ProxyConfig::from_env())
            .connector_settings(settings.clone())
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(tls)
            .build(),
    )
}

/// The SDK panics on an empty system store and on a certificate that it cannot parse.
/// It is given those that parse, one by one; with none, a handshake fails as an error.
fn tls_context() -> TlsContext {
    let mut store = TrustStore::empty();
    for authority in authorities() {
        let body = base64::engine::general_purpose::STANDARD.encode(authority);
        store.add_pem_certificate(format!(
            "-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
        ));
    }
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .unwrap_or_default()
}

fn authorities() -> Vec<Vec<u8>> {
    let bundle = std::env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty());
    let found = match &bundle {
        Some(path) => rustls_native_certs::load_certs_from_paths(Some(Path::new(path)), None),
        None => rustls_native_certs::load_native_certs(),
    };
    for error in &found.errors {
        tracing::warn!(%error, "a root certificate could not be read");
    }
    let mut parsable = rustls::RootCertStore::empty();
    found
        .certs
        .into_iter()
        .filter(|certificate| parsable.add(certificate.clone()).is_ok())
        .map(|certificate| certificate.as_ref().to_vec())
        .collect()
}
