//! reqwest-middleware with the retries of reqwest-retry.

use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use reqwest_retry::policies::ExponentialBackoff;
use reqwest_retry::{Jitter, RetryTransientMiddleware};

use super::{Contestant, Item, Setup};
use crate::Failed;

#[derive(Clone)]
pub(super) struct Middleware {
    http: ClientWithMiddleware,
    base: String,
}

impl Contestant for Middleware {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let policy = ExponentialBackoff::builder()
            .retry_bounds(setup.delay, setup.delay)
            .jitter(Jitter::None)
            .build_with_max_retries(setup.attempts - 1);
        let retry = RetryTransientMiddleware::new_with_policy(policy);
        Ok(Self {
            http: ClientBuilder::new(reqwest::Client::new())
                .with(retry)
                .build(),
            base: setup.base.clone(),
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.base);
        let response = self.http.get(url).send().await?.error_for_status()?;
        Ok(response.json().await?)
    }
}
