//! Counts every call on the wire, retries and STS among them. It must not know why a
//! call is made.

use super::clients::iam_prefix;
use super::error::{kind_of_response, kind_without_answer};
use crate::account::Region;
use crate::provider::{Call, ErrorKind};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use futures::channel::mpsc::UnboundedSender;
use tokio::time::Instant;

/// Writes down what it sees. The channel has no bound because an interceptor cannot
/// wait; at most as many calls wait in it as were in flight since it was last read.
#[derive(Debug, Clone)]
pub struct Receipt {
    region: Region,
    sink: UnboundedSender<Call>,
}

impl Receipt {
    pub fn new(region: Region, sink: UnboundedSender<Call>) -> Self {
        Self { region, sink }
    }

    fn call(&self, metadata: Option<&Metadata>, sent: Instant) -> Call {
        Call {
            service: iam_prefix(metadata.map_or("", Metadata::service)),
            operation: metadata.map_or("", Metadata::name).into(),
            region: self.region.clone(),
            took: sent.elapsed(),
            error: None,
        }
    }
}

impl Intercept for Receipt {
    fn name(&self) -> &'static str {
        "Receipt"
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config
            .interceptor_state()
            .store_put(Sent(Some(Instant::now())));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Sent(Some(sent))) = config.load::<Sent>() else {
            return Ok(());
        };
        let mut call = self.call(config.load::<Metadata>(), *sent);
        call.error = outcome(call.service, context);
        config.interceptor_state().store_put(Sent(None));
        tracing::debug!(
            service = call.service,
            operation = call.operation.as_str(),
            region = %call.region,
            took = ?call.took,
            result = call.error.as_ref().map_or("ok", ErrorKind::word),
            "called"
        );
        // Nobody reads any more when the scan was dropped.
        self.sink.unbounded_send(call).ok();
        Ok(())
    }
}

/// When the attempt that is under way was sent.
#[derive(Debug)]
struct Sent(Option<Instant>);

impl Storable for Sent {
    type Storer = StoreReplace<Self>;
}

fn outcome(service: &str, context: &FinalizerInterceptorContextRef<'_>) -> Option<ErrorKind> {
    let error = context.output_or_error()?.err()?;
    if error.is_timeout_error() {
        return Some(ErrorKind::TimedOut);
    }
    let Some(response) = context.response() else {
        return Some(kind_without_answer(service, error));
    };
    let kind = if response.status().is_success() {
        ErrorKind::BadAnswer
    } else {
        kind_of_response(response)
    };
    Some(kind).filter(|kind| !says_that_nothing_is_set_up(kind))
}

/// Of a bucket that has no tags, no policy or no replication AWS says so by an error,
/// which is an answer.
fn says_that_nothing_is_set_up(kind: &ErrorKind) -> bool {
    let ErrorKind::Other { code } = kind else {
        return false;
    };
    matches!(
        code.as_str(),
        "NoSuchBucketPolicy"
            | "NoSuchPublicAccessBlockConfiguration"
            | "NoSuchTagSet"
            | "ReplicationConfigurationNotFoundError"
            | "ServerSideEncryptionConfigurationNotFoundError"
    )
}
