//! backon around a reqwest call.

use backon::{ConstantBuilder, Retryable};
use reqwest::Client;

use super::{Contestant, Item, Setup};
use crate::Failed;

#[derive(Clone)]
pub(super) struct Backon {
    http: Client,
    base: String,
    waits: ConstantBuilder,
}

impl Contestant for Backon {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self {
            http: Client::new(),
            base: setup.base.clone(),
            waits: ConstantBuilder::default()
                .with_delay(setup.delay)
                .with_max_times(setup.attempts as usize - 1),
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.base);
        let fetch = || async {
            let response = self.http.get(&url).send().await?.error_for_status()?;
            response.json().await
        };
        let item = fetch
            .retry(self.waits)
            .sleep(tokio::time::sleep)
            .when(is_server_error);
        Ok(item.await?)
    }
}

fn is_server_error(error: &reqwest::Error) -> bool {
    error
        .status()
        .is_some_and(|status| status.is_server_error())
}
