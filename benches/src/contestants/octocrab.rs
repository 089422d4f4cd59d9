//! octocrab, whose client for GitHub sits on hyper-util. Its retries do not wait.

use octocrab::Octocrab;
use octocrab::service::middleware::retry::RetryConfig;

use super::{Contestant, Item, Setup};
use crate::Failed;

#[derive(Clone)]
pub(super) struct Crab(Octocrab);

impl Contestant for Crab {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let retries = RetryConfig::Simple(setup.attempts as usize - 1);
        let builder = Octocrab::builder()
            .base_uri(setup.base.as_str())?
            .add_retry_config(retries);
        Ok(Self(builder.build()?))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.get(format!("/items/{id}"), None::<&()>).await?)
    }
}
