//! The client that progenitor generates from an OpenAPI document. It has no retries.

use super::{Contestant, Item, Setup};
use crate::Failed;

// The type is that of the others, so that all decode the same.
progenitor::generate_api!(
    spec = "src/contestants/items.openapi.json",
    interface = Positional,
    replace = { Item = crate::contestants::Item },
);

#[derive(Clone)]
pub(super) struct Generated(Client);

impl Contestant for Generated {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        Ok(Self(Client::new(&setup.base)))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        Ok(self.0.item(id).await?.into_inner())
    }
}
