//! The orchestrator of the AWS SDKs, with its default HTTP client and its standard retries.

use std::fmt;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::HttpStatusCodeClassifier;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;

use super::{Contestant, Item, Setup};
use crate::Failed;

#[derive(Clone)]
pub(super) struct Orchestrated(Operation<u64, Item, Refused>);

impl Contestant for Orchestrated {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let retries = RetryConfig::standard()
            .with_max_attempts(setup.attempts)
            .with_initial_backoff(setup.delay)
            .with_max_backoff(setup.delay);
        let operation = Operation::builder()
            .service_name("items")
            .operation_name("item")
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(&setup.base)
            .no_auth()
            .sleep_impl(TokioSleep::new())
            .standard_retry(&retries)
            .retry_classifier(HttpStatusCodeClassifier::default())
            .serializer(|id: u64| {
                let mut request = HttpRequest::new(SdkBody::empty());
                request.set_uri(format!("/items/{id}"))?;
                Ok(request)
            })
            .deserializer(decode);
        Ok(Self(operation.build()))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.invoke(id).await?)
    }
}

fn decode(response: &HttpResponse) -> Result<Item, OrchestratorError<Refused>> {
    if !response.status().is_success() {
        let status = response.status().as_u16();
        return Err(OrchestratorError::operation(Refused(status)));
    }
    let body = response.body().bytes().unwrap_or_default();
    serde_json::from_slice(body).map_err(|error| OrchestratorError::other(error))
}

/// A status that is an error.
#[derive(Debug)]
pub(super) struct Refused(u16);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.0)
    }
}

impl std::error::Error for Refused {}
