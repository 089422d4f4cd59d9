//! The usual use of `before_attempt`: a token that is fetched again when it has expired.

use std::sync::{Arc, Mutex};

use retry_client::{Attempt, BoxError, HeaderValue, Result, RetryClient, client};
use tokio::time::sleep;

use crate::support::ad_hoc::STEADY;
use crate::support::script::{ms, ok, status};
use crate::support::server::{Arrival, Server};

/// A token that has expired, and how often it was fetched again.
#[derive(Clone)]
struct Tokens(Arc<Mutex<(&'static str, u32)>>);

impl Tokens {
    fn expired() -> Self {
        Self(Arc::new(Mutex::new(("stale", 0))))
    }

    /// The token at hand; from the second attempt on, one that is fetched first.
    async fn for_attempt(&self, attempt: &Attempt) -> Result<HeaderValue, BoxError> {
        if attempt.number() > 1 {
            sleep(ms(1)).await;
            let mut tokens = self.0.lock().unwrap();
            *tokens = ("fresh", tokens.1 + 1);
        }
        let (token, _) = *self.0.lock().unwrap();
        Ok(HeaderValue::try_from(format!("Bearer {token}"))?)
    }

    fn fetched(&self) -> u32 {
        self.0.lock().unwrap().1
    }
}

#[client]
trait Guarded {
    #[get("/secrets/{id}")]
    #[retry(constant, base = 1ms, attempts = 2, statuses = [401])]
    async fn secret(&self, id: u32) -> Result<String>;
}

async fn guarding() -> Server {
    Server::responding(|arrival| match arrival.header("authorization") {
        Some("Bearer fresh") => ok("a secret"),
        _ => status(401),
    })
    .await
}

#[tokio::test]
async fn an_expired_token_is_refreshed_once() {
    let (server, tokens) = (guarding().await, Tokens::expired());
    let builder = GuardedClient::builder().base_url(server.url());
    let shared = tokens.clone();
    let client = builder.before_attempt(async move |request, attempt| {
        let token = shared.for_attempt(attempt).await?;
        request.headers_mut().insert("authorization", token);
        Ok(())
    });
    let client = client.build().unwrap();
    for id in [1, 2] {
        assert_eq!(client.secret(id).await.unwrap(), "a secret");
    }
    let targets = server
        .arrivals()
        .into_iter()
        .map(|Arrival { target, .. }| target);
    assert_eq!(
        targets.collect::<Vec<_>>(),
        ["/secrets/1", "/secrets/1", "/secrets/2"]
    );
    assert_eq!(tokens.fetched(), 1);
}

#[tokio::test]
async fn an_ad_hoc_request_has_its_expired_token_refreshed() {
    let (server, tokens) = (guarding().await, Tokens::expired());
    let shared = tokens.clone();
    let builder = RetryClient::builder().before_attempt(async move |request, attempt| {
        let token = shared.for_attempt(attempt).await?;
        request.headers_mut().insert("authorization", token);
        Ok(())
    });
    let client = builder.retry(|_| STEADY.statuses(&[401])).build().unwrap();
    let reply = client.get(server.url()).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 2));
    assert_eq!((server.arrivals().len(), tokens.fetched()), (2, 1));
}
