//! A hand-written retry loop over reqwest: the other half of each comparison.

use std::time::Duration;

use retry_client::reqwest::{RequestBuilder, Response, StatusCode};
use retry_client::{BoxError, Result};
use tokio::time::sleep;

const ATTEMPTS: u32 = 4;

pub(crate) async fn repeat(
    also: &[StatusCode],
    request: impl AsyncFn() -> Result<RequestBuilder, BoxError>,
) -> Result<Response, BoxError> {
    let mut attempt = 1;
    loop {
        let mut wait = backoff(attempt);
        match request().await?.send().await {
            Ok(response) => {
                let status = response.status();
                let busy = status.is_server_error() || also.contains(&status);
                if !busy || attempt == ATTEMPTS {
                    return Ok(response);
                }
                let hint = response.headers().get("retry-after");
                let hint = hint.and_then(|hint| hint.to_str().ok()?.parse().ok());
                if let Some(seconds) = hint {
                    wait = wait.max(Duration::from_secs(seconds));
                }
            }
            Err(error) => {
                let is_lost = error.is_connect() || error.is_timeout() || error.is_request();
                if !is_lost || attempt == ATTEMPTS {
                    return Err(error.without_url().into());
                }
            }
        }
        sleep(wait).await;
        attempt += 1;
    }
}

fn backoff(attempt: u32) -> Duration {
    let most = Duration::from_millis(10) * 2_u32.pow(attempt - 1);
    most.mul_f64(rand::random())
}
