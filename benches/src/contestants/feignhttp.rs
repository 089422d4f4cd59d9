//! feignhttp. It has no retries, and its URL is a constant.

use std::sync::Arc;

use feignhttp::{FeignClientBuilder, feign};

use super::{Contestant, Item, Setup};
use crate::Failed;

/// The URL at which the server answers it.
const BASE: &str = "http://127.0.0.1:18503/ok";

#[feign(url = BASE)]
pub trait Api {
    #[get("/items/{id}")]
    async fn item(&self, #[path] id: u64) -> feignhttp::Result<Item>;
}

#[derive(Clone)]
pub(super) struct Feign(Arc<Api>);

impl Contestant for Feign {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        if setup.base != BASE {
            return Err(format!("the server is not at {BASE}").into());
        }
        Ok(Self(Arc::new(Api::builder().build()?)))
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        self.0
            .item(id)
            .await
            .map_err(|error| error.to_string().into())
    }
}
