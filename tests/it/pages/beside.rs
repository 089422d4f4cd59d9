//! Pages beside credentials, guards and settings: each page is a call of its own.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use retry_client::testing::{Stub, json};
use retry_client::{
    BoxError, Credential, Credentials, ErrorKind, GaveUp, Guard, LiveSettings, Pages, Result,
    Settings, client,
};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ok, secs, status};
use crate::support::server::{Arrival, Server};

#[client(base_urls = ["http://one.test/v1", "http://two.test/v2"])]
#[retry(constant, base = 1ms, attempts = 3)]
#[budget(off)]
trait Lists {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Pages<u32>>;

    #[get("/limited")]
    #[pages(link)]
    #[rate_limit(1 per 1s, wait = 0s)]
    async fn limited(&self) -> Result<Pages<u32>>;
}

/// Another token with each fetch.
#[derive(Default)]
struct Tokens(AtomicU32);

impl Credentials for Tokens {
    async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
        let number = self.0.fetch_add(1, SeqCst) + 1;
        Ok(Credential::bearer(format!("t{number}")))
    }
}

/// The URL of each request and its credential, for the items of a list whose attempts get these steps.
async fn sent(steps: impl Into<Vec<Step>>) -> Vec<String> {
    // A transport that does not say where a response came from.
    let memory = MemoryTransport::new(steps.into());
    let builder = ListsClient::builder().transport(memory.clone());
    let lists = builder.credentials(Tokens::default()).build().unwrap();
    let mut items = lists.items().await.unwrap();
    assert_eq!(items.collect_at_most(10).await.unwrap(), [1, 2]);
    let sent = memory.requests().into_iter();
    sent.map(|sent| {
        let token = sent.headers()["authorization"].to_str().unwrap();
        format!("{} {token}", sent.url())
    })
    .collect()
}

fn first() -> Step {
    ok("[1]").header("link", "<?page=2>; rel=next")
}

#[tokio::test]
async fn a_page_of_a_repeated_attempt_leads_on_from_the_server_that_sent_it() {
    let steps = [status(401), first(), status(401), ok("[2]")];
    let urls = [
        "http://one.test/v1/items Bearer t1",
        "http://one.test/v1/items Bearer t2",
        "http://one.test/v1/items?page=2 Bearer t2",
        "http://one.test/v1/items?page=2 Bearer t3",
    ];
    assert_eq!(sent(steps).await, urls);
}

#[tokio::test]
async fn a_page_of_a_retry_leads_on_from_the_next_entry() {
    let urls = [
        "http://one.test/v1/items Bearer t1",
        "http://two.test/v2/items Bearer t1",
        "http://two.test/v2/items Bearer t2",
        "http://two.test/v2/items?page=2 Bearer t2",
    ];
    let steps = [status(503), status(401), first(), ok("[2]")];
    assert_eq!(sent(steps).await, urls);
}

#[tokio::test]
async fn a_page_that_a_guard_holds_back_is_asked_for_again() {
    let stub = Stub::new();
    let first = json(&[1]).header("link", "<?page=2>; rel=next");
    stub.get("http://one.test/v1/limited").answer(first);
    stub.get("http://one.test/v1/limited?page=2")
        .answer(json(&[2]));
    let lists: ListsClient = stub.client();
    let mut items = lists.limited().await.unwrap();
    assert_eq!(items.item().await.unwrap(), Some(1));
    for _ in 0..2 {
        let error = items.item().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up(), error.held_back_by()),
            (
                ErrorKind::HeldBack,
                GaveUp::HeldBack,
                Some(Guard::RateLimit)
            )
        );
        assert!(error.retry_after().is_some_and(|wait| wait <= secs(1)));
    }
    assert_eq!(stub.requests().len(), 1);
    sleep(secs(1)).await;
    assert_eq!(items.collect_at_most(10).await.unwrap(), [2]);
    assert_eq!(stub.requests().len(), 2);
}

fn settings(text: &str) -> Settings {
    serde_json::from_str(text).unwrap()
}

/// A server whose list goes on with a page that it cannot send.
async fn broken() -> Server {
    let respond = |arrival: &Arrival| match &*arrival.target {
        "/items" => ok("[1]").header("link", "<?page=2>; rel=next"),
        _ => status(503),
    };
    Server::responding(respond).await
}

#[tokio::test]
async fn settings_that_are_replaced_hold_from_the_next_page_on() {
    let (server, live) = (broken().await, LiveSettings::default());
    let builder = ListsClient::builder().base_url(server.url());
    let lists = builder.settings(&live).build().unwrap();
    let mut items = lists.items().await.unwrap();
    let mut own = lists.items().attempts(2).timeout(secs(9)).await.unwrap();
    for (text, attempts, attempts_of_own) in [
        ("{}", 3, 2),
        (r#"{ "attempts": 5 }"#, 5, 2),
        (r#"{ "enabled": false }"#, 1, 1),
        (r#"{ "attempts": 4, "base": "2ms" }"#, 4, 2),
    ] {
        live.replace(settings(text)).unwrap();
        // An item that is there needs no call.
        let _ = (items.item().await, own.item().await);
        let error = items.item().await.unwrap_err();
        assert_eq!(error.attempts().len(), attempts, "{text}");
        let error = own.item().await.unwrap_err();
        assert_eq!(error.attempts().len(), attempts_of_own, "{text}");
    }
}
