//! feignhttp. It has no retries, and its URL is a constant.

use feignhttp::{FeignClientBuilder, feign};

use super::{Contestant, Item, Setup};
use crate::Failed;

/// Where the server listens for it.
const BASE: &str = "http://127.0.0.1:18503/ok";

#[feign(url = BASE)]
pub trait Api {
    #[get("/items/{id}")]
    async fn item(&self, #[path] id: u64) -> feignhttp::Result<Item>;
}
