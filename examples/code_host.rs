//! A code host: entity tags, statistics that take time to compute, and a quota that is used up.
//!
//! Run with `cargo run --example code_host`. It needs no network beyond the loopback interface.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use retry_client::{BoxError, Result};
use serde_json::json;

mod support {
    pub(crate) mod compare;
    pub(crate) mod repeat;
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod service;
}

use support::compare;
use support::service::{Arrival, Respond, Service};

mod declared {
    use retry_client::{Outcome, Result, StatusCode, Verdict, client};
    use serde::Deserialize;

    #[client(timeout = 30s, headers("accept" = "application/vnd.github+json"))]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [429])]
    #[rate_limit(follow)]
    pub(crate) trait CodeHost {
        /// `None` if it still matches the entity tag.
        #[get("/repos/{owner}/{name}", none_on = 304)]
        async fn repo(
            &self,
            owner: &str,
            name: &str,
            #[header("if-none-match")] tag: Option<&str>,
        ) -> Result<Option<Repo>>;

        /// The response is a 202 until the count is ready.
        #[get("/repos/{owner}/{name}/stats/contributors")]
        #[retry(constant, base = 20ms, attempts = 20, when = is_counted)]
        async fn contributors(&self, owner: &str, name: &str) -> Result<Vec<Contributor>>;
    }

    fn is_counted(outcome: &Outcome) -> Verdict {
        match outcome.status() {
            Some(StatusCode::ACCEPTED) => Verdict::Retry,
            _ => Verdict::Default,
        }
    }

    #[derive(Debug, PartialEq, Deserialize)]
    pub(crate) struct Repo {
        pub(crate) full_name: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    pub(crate) struct Contributor {
        pub(crate) total: u32,
    }
}

/// The same over reqwest. If the server tells one call to wait, all others go on.
mod by_hand {
    use std::time::Duration;

    use retry_client::reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
    use retry_client::{BoxError, Result};
    use tokio::time::{sleep, timeout};

    use super::declared::{Contributor, Repo};
    use super::support::repeat::repeat;

    const BUSY: &[StatusCode] = &[StatusCode::TOO_MANY_REQUESTS];

    pub(crate) struct CodeHost {
        pub(crate) http: Client,
        pub(crate) base: Url,
        pub(crate) token: String,
    }

    impl CodeHost {
        pub(crate) async fn repo(
            &self,
            owner: &str,
            name: &str,
            tag: Option<&str>,
        ) -> Result<Option<(Repo, Option<String>)>, BoxError> {
            let request = async || {
                let request = self.get(&["repos", owner, name])?;
                Ok(match tag {
                    Some(tag) => request.header("if-none-match", tag),
                    None => request,
                })
            };
            let response = self.send(request).await?;
            if response.status() == StatusCode::NOT_MODIFIED {
                return Ok(None);
            }
            let response = response.error_for_status()?;
            let tag = response.headers().get("etag");
            let tag = tag.and_then(|tag| Some(tag.to_str().ok()?.to_owned()));
            Ok(Some((response.json().await?, tag)))
        }

        pub(crate) async fn contributors(
            &self,
            owner: &str,
            name: &str,
        ) -> Result<Vec<Contributor>, BoxError> {
            for _ in 0..20 {
                let path = ["repos", owner, name, "stats", "contributors"];
                let response = self.send(async || self.get(&path)).await?;
                if response.status() != StatusCode::ACCEPTED {
                    return Ok(response.error_for_status()?.json().await?);
                }
                sleep(Duration::from_millis(20)).await;
            }
            Err("not counted in time".into())
        }

        fn get(&self, path: &[&str]) -> Result<RequestBuilder, BoxError> {
            let mut url = self.base.clone();
            let mut segments = url.path_segments_mut().map_err(|()| "not a base URL")?;
            segments.pop_if_empty().extend(path);
            drop(segments);
            let request = self.http.get(url).bearer_auth(&self.token);
            Ok(request.header("accept", "application/vnd.github+json"))
        }

        async fn send(
            &self,
            request: impl AsyncFn() -> Result<RequestBuilder, BoxError>,
        ) -> Result<Response, BoxError> {
            timeout(Duration::from_secs(30), repeat(BUSY, request)).await?
        }
    }
}

/// The service: at first, each target is busy, still counting, or over its quota.
fn respond(arrival: &Arrival, visits: &mut HashMap<String, u32>) -> Option<Respond> {
    assert_eq!(arrival.header("authorization"), "Bearer token");
    let visit = visits.entry(arrival.target.clone()).or_default();
    *visit += 1;
    let is_repo = arrival.target == "/repos/rust-lang/rust";
    Some(match *visit {
        1 if is_repo => Respond::status(429)
            .header("retry-after", "1")
            .header("x-ratelimit-remaining", "0"),
        1 | 2 if !is_repo => Respond::json(&json!({})).with_status(202),
        3 if !is_repo => return None,
        _ if !is_repo => Respond::json(&json!([{"total": 7}, {"total": 3}])),
        _ if arrival.header("if-none-match") == r#""v1""# => Respond::status(304),
        _ => Respond::json(&json!({"full_name": "rust-lang/rust"})).header("etag", r#""v1""#),
    })
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let visits = Arc::new(Mutex::new(HashMap::new()));
    let shared = Arc::clone(&visits);
    let respond = move |arrival: &Arrival| {
        let mut visits = shared.lock().unwrap_or_else(PoisonError::into_inner);
        respond(arrival, &mut visits)
    };
    let service = Service::start(respond, None).await?;

    let host = declared::CodeHostClient::builder()
        .base_url(service.url())
        .bearer("token")
        .build()?;
    let reply = host.repo("rust-lang", "rust", None).reply().await?;
    println!("{:?} after {:?}", reply.value(), reply.attempts());
    let tag = reply.headers()["etag"].to_str()?;
    assert_eq!(host.repo("rust-lang", "rust", Some(tag)).await?, None);
    let contributors = host.contributors("rust-lang", "rust").await?;
    println!("{contributors:?}");

    visits
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
    let host = by_hand::CodeHost {
        http: reqwest::Client::new(),
        base: service.url().parse()?,
        token: "token".to_owned(),
    };
    let (repo, tag) = host
        .repo("rust-lang", "rust", None)
        .await?
        .ok_or("there is no tag yet")?;
    assert_eq!(Some(&repo), reply.value().as_ref());
    assert!(tag.is_some());
    let unchanged = host.repo("rust-lang", "rust", tag.as_deref()).await?;
    assert_eq!(unchanged, None);
    assert_eq!(host.contributors("rust-lang", "rust").await?, contributors);
    compare::print(
        include_str!("code_host.rs"),
        include_str!("support/repeat.rs"),
    );
    Ok(())
}
