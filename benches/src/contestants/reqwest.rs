//! Reqwest without anybody's help.

use std::time::Duration;

use reqwest::{Client, Url, redirect, retry};

use super::{Contestant, Item, Setup};
use crate::Failed;

/// A client as most people have it, which trusts the server.
pub(super) fn client(setup: &Setup) -> Result<Client, Failed> {
    let builder = Client::builder();
    match &setup.certificate {
        None => Ok(builder.build()?),
        #[cfg(feature = "defaults")]
        Some(pem) => {
            let certificate = reqwest::Certificate::from_pem(pem.as_bytes())?;
            Ok(builder.tls_certs_merge([certificate]).build()?)
        }
        #[cfg(not(feature = "defaults"))]
        Some(_) => Err("this build has no TLS".into()),
    }
}

/// Reqwest as its users write it: the URL is formatted, then parsed.
#[derive(Clone)]
pub(super) struct Raw {
    http: Client,
    base: String,
}

impl Contestant for Raw {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self {
            http: client(setup)?,
            base: setup.base.clone(),
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.base);
        let response = self.http.get(url).send().await?.error_for_status()?;
        Ok(response.json().await?)
    }
}

/// The same with a bound for each request, which this library always has.
#[derive(Clone)]
pub(super) struct Bounded(Raw);

impl Contestant for Bounded {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self(Raw {
            http: Client::builder().timeout(Duration::from_secs(30)).build()?,
            base: setup.base.clone(),
        }))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        self.0.item(id).await
    }
}

/// The code of somebody who counts instructions: how far reqwest alone can be brought.
#[derive(Clone)]
pub(super) struct Careful {
    http: Client,
    base: Url,
}

impl Contestant for Careful {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let client = Client::builder()
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            .referer(false);
        Ok(Self {
            http: client.build()?,
            base: setup.base.parse()?,
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}/items/{id}", self.base.path()));
        let response = self.http.get(url).send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

/// The loop that is written by hand in many a code base.
#[derive(Clone)]
pub(super) struct HandLoop {
    raw: Raw,
    delay: Duration,
    attempts: u32,
}

impl Contestant for HandLoop {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self {
            raw: Raw::new(setup)?,
            delay: setup.delay,
            attempts: setup.attempts,
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.raw.base);
        let mut attempt = 1;
        loop {
            match self.raw.http.get(&url).send().await {
                Ok(response) if !response.status().is_server_error() => {
                    return Ok(response.error_for_status()?.json().await?);
                }
                Ok(response) if attempt == self.attempts => {
                    return Ok(response.error_for_status()?.json().await?);
                }
                Err(error) if attempt == self.attempts => return Err(error.into()),
                Ok(_) | Err(_) => {}
            }
            tokio::time::sleep(self.delay).await;
            attempt += 1;
        }
    }
}

/// The retries of `reqwest::retry`. It does not wait, and its budget would refuse to retry every call.
#[derive(Clone)]
pub(super) struct OwnRetry(Raw);

impl Contestant for OwnRetry {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let policy = retry::for_host("127.0.0.1")
            .no_budget()
            .max_retries_per_request(setup.attempts - 1)
            .classify_fn(|answer| match answer.status() {
                Some(status) if status.is_server_error() => answer.retryable(),
                _ => answer.success(),
            });
        Ok(Self(Raw {
            http: Client::builder().retry(policy).build()?,
            base: setup.base.clone(),
        }))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        self.0.item(id).await
    }
}
