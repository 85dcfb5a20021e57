//! AWS behind the port: sessions, collectors, errors. SDK types end here; it must not
//! know of graphs, layouts or screens.

use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The provider that reads AWS through its SDK.
#[derive(Debug, Clone)]
pub struct Aws {
    http_client: Option<SharedHttpClient>,
}

impl Aws {
    /// AWS as the environment says: proxies, CA bundles, endpoints.
    pub fn from_environment() -> Self {
        Self { http_client: None }
    }

    /// An AWS behind another HTTP client, with a base identity of its own: the demo and tests.
    pub fn over(http_client: SharedHttpClient) -> Self {
        Self {
            http_client: Some(http_client),
        }
    }
}

mod placeholder;
