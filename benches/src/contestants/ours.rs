//! This library, in the three ways it may be called.

use std::time::Duration;

use retry_client::{Policy, RetryClient, Strategy, client};

use super::{Contestant, Item, Setup};
use crate::Failed;

#[client]
#[retry]
trait Api {
    #[get("/items/{id}")]
    async fn item(&self, id: u64) -> retry_client::Result<Item>;
}

const fn policy(policy: Policy, delay: Duration, attempts: u32) -> Policy {
    policy
        .strategy(Strategy::constant(delay))
        .attempts(attempts)
}

fn client(setup: &Setup) -> Result<ApiClient, Failed> {
    let Setup {
        base,
        delay,
        attempts,
    } = setup;
    let client = ApiClient::builder().base_url(base.as_str());
    Ok(client.retry(|set| policy(set, *delay, *attempts)).build()?)
}

/// By code that is generic over the trait.
#[derive(Clone)]
pub(super) struct ThroughTrait(ApiClient);

impl Contestant for ThroughTrait {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self(client(setup)?))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(item(&self.0, id).await?)
    }
}

async fn item(api: &impl Api, id: u64) -> retry_client::Result<Item> {
    api.item(id).await
}

/// By the client's own methods.
#[derive(Clone)]
pub(super) struct ThroughCall(ApiClient);

impl Contestant for ThroughCall {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self(client(setup)?))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.item(id).await?)
    }
}

/// Without a trait. Its URL is formatted and parsed like that of reqwest.
#[derive(Clone)]
pub(super) struct AdHoc {
    client: RetryClient,
    base: String,
}

impl Contestant for AdHoc {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let client = RetryClient::builder().retry(|set| policy(set, setup.delay, setup.attempts));
        Ok(Self {
            client: client.build()?,
            base: setup.base.clone(),
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.base);
        let reply = self.client.get(url).send().await?.error_for_status()?;
        Ok(reply.into_value().json().await?)
    }
}
