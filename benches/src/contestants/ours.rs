//! This library, in the ways it may be called.

use retry_client::{Policy, RetryClient, Strategy, client};

use super::{Contestant, Item, Setup};
use crate::Failed;

#[client]
#[retry]
trait Api {
    #[get("/items/{id}")]
    async fn item(&self, id: u64) -> retry_client::Result<Item>;
}

fn policy(policy: Policy, setup: &Setup) -> Policy {
    policy
        .strategy(Strategy::constant(setup.delay))
        .attempts(setup.attempts)
}

fn client(setup: &Setup) -> Result<ApiClient, Failed> {
    let mut client = ApiClient::builder().base_url(setup.base.as_str());
    if let Some(certificate) = &setup.certificate {
        client = client.root_certificate(certificate);
    }
    Ok(client.retry(|set| policy(set, setup)).build()?)
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

/// Over the client that raw reqwest sends through.
#[derive(Clone)]
pub(super) struct Handed(ApiClient);

impl Contestant for Handed {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let client = ApiClient::builder().base_url(setup.base.as_str());
        let client = client.http(super::reqwest::client(setup)?);
        Ok(Self(client.retry(|set| policy(set, setup)).build()?))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.item(id).await?)
    }
}

/// A client without a budget, which shows how much of a call its budget is.
#[client]
#[retry]
#[budget(off)]
trait Free {
    #[get("/items/{id}")]
    async fn item(&self, id: u64) -> retry_client::Result<Item>;
}

#[derive(Clone)]
pub(super) struct Unbudgeted(FreeClient);

impl Contestant for Unbudgeted {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let client = FreeClient::builder().base_url(setup.base.as_str());
        Ok(Self(client.retry(|set| policy(set, setup)).build()?))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.item(id).await?)
    }
}

/// A client that declares no retries, which pays for none.
#[client]
trait Once {
    #[get("/items/{id}")]
    async fn item(&self, id: u64) -> retry_client::Result<Item>;
}

#[derive(Clone)]
pub(super) struct Unrepeated(OnceClient);

impl Contestant for Unrepeated {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let client = OnceClient::builder().base_url(setup.base.as_str());
        Ok(Self(client.build()?))
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
        let client = RetryClient::builder().retry(|set| policy(set, setup));
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
