//! The code of the chapter "Behind a company's network", as it stands there.

use std::time::Duration;

use retry_client::{Result, client};

#[client]
#[retry(exponential, base = 10ms, attempts = 3)]
pub(crate) trait Stock {
    #[get("/items/{item}")]
    async fn count(&self, item: &str) -> Result<u32>;
}

pub(crate) fn with_private_authority(url: &str, authority: &[u8]) -> Result<StockClient> {
    StockClient::builder()
        .base_url(url)
        .root_certificate(authority)
        .build()
}

pub(crate) fn with_client_certificate(
    url: &str,
    authority: &[u8],
    identity: &[u8],
) -> Result<StockClient> {
    StockClient::builder()
        .base_url(url)
        .root_certificate(authority)
        .identity(identity)
        .build()
}

pub(crate) fn through_proxy(
    url: &str,
    authority: &[u8],
    identity: &[u8],
    proxy: &str,
) -> Result<StockClient> {
    StockClient::builder()
        .base_url(url)
        .root_certificate(authority)
        .identity(identity)
        .proxy(proxy)
        .connect_timeout(Duration::from_secs(3))
        .build()
}
