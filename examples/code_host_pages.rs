//! A list of a code host, page by page, with tokens that expire in between.
//!
//! Run with `cargo run --example code_host_pages`. It needs no network beyond the loopback interface.

use std::sync::atomic::{AtomicU32, Ordering};

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
    use retry_client::{BoxError, Credential, Credentials, Pages, Result, client};
    use serde::Deserialize;

    #[client(headers("accept" = "application/vnd.github+json"))]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [429])]
    pub(crate) trait CodeHost {
        #[get("/repos/{owner}/{name}/issues")]
        #[pages(link)]
        async fn issues(
            &self,
            owner: &str,
            name: &str,
            #[query] state: &str,
        ) -> Result<Pages<Issue>>;

        #[post("/app/token", credentials = off)]
        #[idempotent("a token more does no harm")]
        async fn token(&self) -> Result<Token>;
    }

    #[derive(Debug, PartialEq, Deserialize)]
    pub(crate) struct Issue {
        pub(crate) number: u32,
    }

    #[derive(Deserialize)]
    pub(crate) struct Token {
        pub(crate) token: String,
    }

    impl Credentials for CodeHostClient {
        async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
            Ok(Credential::bearer(self.token().await?.token))
        }
    }
}

/// The same over reqwest. Several lists at once would each fetch a token, and the result is not a stream.
mod by_hand {
    use std::time::Duration;

    use retry_client::reqwest::header::LINK;
    use retry_client::reqwest::{Client, Response, StatusCode, Url};
    use retry_client::{BoxError, Result};
    use tokio::time::timeout;

    use super::declared::{Issue, Token};
    use super::support::repeat::repeat;

    const BUSY: &[StatusCode] = &[StatusCode::TOO_MANY_REQUESTS];

    pub(crate) struct CodeHost {
        pub(crate) http: Client,
        pub(crate) base: Url,
        pub(crate) token: String,
    }

    impl CodeHost {
        pub(crate) async fn issues(
            &mut self,
            owner: &str,
            name: &str,
            state: &str,
        ) -> Result<Vec<Issue>, BoxError> {
            let mut url = self.base.clone();
            let mut segments = url.path_segments_mut().map_err(|()| "not a base URL")?;
            segments
                .pop_if_empty()
                .extend(["repos", owner, name, "issues"]);
            drop(segments);
            url.query_pairs_mut().append_pair("state", state);
            let mut issues = Vec::new();
            loop {
                let mut response = self.page(&url).await?;
                if response.status() == StatusCode::UNAUTHORIZED {
                    self.token = self.fresh_token().await?;
                    response = self.page(&url).await?;
                }
                let response = response.error_for_status()?;
                let next = next_of(&response).map(|next| response.url().join(next));
                let next = next.transpose()?;
                issues.extend(response.json::<Vec<Issue>>().await?);
                match next {
                    None => return Ok(issues),
                    Some(next) if next.origin() != url.origin() => return Err("elsewhere".into()),
                    Some(next) if next == url => return Err("a circle".into()),
                    Some(next) => url = next,
                }
            }
        }

        async fn page(&self, url: &Url) -> Result<Response, BoxError> {
            let request = async || {
                let request = self.http.get(url.clone()).bearer_auth(&self.token);
                Ok(request.header("accept", "application/vnd.github+json"))
            };
            timeout(Duration::from_secs(30), repeat(BUSY, request)).await?
        }

        async fn fresh_token(&self) -> Result<String, BoxError> {
            let url = self.base.join("/app/token")?;
            let response = repeat(BUSY, async || Ok(self.http.post(url.clone()))).await?;
            let token: Token = response.error_for_status()?.json().await?;
            Ok(token.token)
        }
    }

    /// Sufficient for this host: a comma in a URL or a title would break it.
    fn next_of(response: &Response) -> Option<&str> {
        let links = response.headers().get(LINK)?.to_str().ok()?;
        let link = links
            .split(',')
            .find(|link| link.contains(r#"rel="next""#))?;
        let (target, _) = link.trim().strip_prefix('<')?.split_once('>')?;
        Some(target)
    }
}

const PAGES: u32 = 6;

/// The service. Its tokens are valid for three pages, and some pages need a second attempt.
fn respond(arrival: &Arrival, pages: &AtomicU32) -> Respond {
    let served = pages.load(Ordering::Relaxed);
    let token = format!("token-{}", served / 3);
    if arrival.verb == "POST" {
        return Respond::json(&json!({"token": token}));
    }
    if arrival.header("authorization") != format!("Bearer {token}") {
        return Respond::status(401);
    }
    let page = arrival.target.rsplit_once("page=");
    let page: u32 = page.map_or(Ok(1), |(_, page)| page.parse()).unwrap_or(1);
    pages.store(served + 1, Ordering::Relaxed);
    if served % 4 == 1 {
        return Respond::status(502);
    }
    let issues = json!([{"number": 2 * page - 1}, {"number": 2 * page}]);
    let response = Respond::json(&issues);
    if page == PAGES {
        return response;
    }
    let next = page + 1;
    let link =
        format!(r#"<?state=open&page=1>; rel="first", <?state=open&page={next}>; rel="next""#);
    response.header("link", &link)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let pages = AtomicU32::new(0);
    let service = Service::start(move |arrival| Some(respond(arrival, &pages)), None).await?;

    let login = declared::CodeHostClient::with_base_url(service.url())?;
    let host = declared::CodeHostClient::builder()
        .base_url(service.url())
        .credentials(login)
        .build()?;
    let mut issues = host.issues("rust-lang", "rust", "open").await?;
    let issues = issues.collect_at_most(100).await?;
    let numbers: Vec<u32> = issues.iter().map(|issue| issue.number).collect();
    println!("issues {numbers:?}");
    assert_eq!(numbers, (1..=2 * PAGES).collect::<Vec<_>>());

    let mut by_hand = by_hand::CodeHost {
        http: reqwest::Client::new(),
        base: service.url().parse()?,
        token: "expired".to_owned(),
    };
    assert_eq!(by_hand.issues("rust-lang", "rust", "open").await?, issues);
    let declared = compare::print(
        include_str!("code_host_pages.rs"),
        include_str!("support/repeat.rs"),
    );
    assert!(declared <= 40);
    Ok(())
}
