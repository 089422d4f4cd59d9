//! Policies from outside the code: what they change, what they may not, and that they can be swapped.

mod refused;

use std::time::Duration;

use retry_client::{
    GaveUp, LiveSettings, Method, Policy, Result, RetryClient, Settings, Strategy, client,
};
use tokio::time::Instant;

use crate::support::ad_hoc::URL;
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, status};
use crate::support::settings::settings;

#[client(base_url = "http://shop.test")]
#[retry(constant, base = 10ms, attempts = 3)]
trait Shop {
    #[get("/books")]
    async fn books(&self) -> Result<String>;

    #[get("/stock")]
    #[retry(attempts = 5)]
    async fn stock(&self) -> Result<String>;

    #[post("/orders")]
    async fn order(&self) -> Result<String>;
}

fn refused(json: &str) -> String {
    serde_json::from_str::<Settings>(json)
        .unwrap_err()
        .to_string()
}

fn shop(memory: &MemoryTransport, live: impl Into<LiveSettings>) -> Result<ShopClient> {
    let builder = ShopClient::builder().transport(memory.clone());
    builder.settings(live).build()
}

/// The number of times a busy server is asked for books, and for the stock.
async fn asked(json: &str) -> (usize, usize) {
    let memory = MemoryTransport::new([status(503)]);
    let shop = shop(&memory, settings(json)).unwrap();
    shop.books().await.unwrap_err();
    let books = memory.count();
    shop.stock().await.unwrap_err();
    (books, memory.count() - books)
}

#[tokio::test(start_paused = true)]
async fn the_nearest_settings_win_and_all_override_the_code() {
    let table = [
        ("{}", (3, 5)),
        (r#"{"attempts": 2}"#, (2, 2)),
        (r#"{"attempts": 2, "Shop": {"attempts": 4}}"#, (4, 4)),
        (
            r#"{"Shop": {"attempts": 4, "stock": {"attempts": "6"}}}"#,
            (4, 6),
        ),
        (r#"{"Other": {"attempts": 9}}"#, (3, 5)),
        (r#"{"Shop": {"server_errors": false}}"#, (1, 1)),
        (
            r#"{"Shop": {"server_errors": false, "books": {"statuses": ["502..=504"]}}}"#,
            (3, 1),
        ),
        (r#"{"Shop": {"delays": ["1ms", "2ms"]}}"#, (3, 3)),
        (r#"{"Shop": {"attempts": 6, "delays": ["1ms"]}}"#, (6, 6)),
        (
            r#"{"enabled": false, "Shop": {"attempts": 9, "enabled": true}}"#,
            (1, 1),
        ),
        (r#"{"Shop": {"stock": {"enabled": "false"}}}"#, (3, 1)),
    ];
    for (json, expected) in table {
        assert_eq!(asked(json).await, expected, "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn settings_refine_the_strategy_of_the_code_or_their_own() {
    for (json, expected) in [
        (r#"{"Shop": {"base": "1s"}}"#, secs(2)),
        (r#"{"Shop": {"base": "1s", "strategy": "linear"}}"#, secs(3)),
        (r#"{"Shop": {"strategy": "linear", "base": "1s"}}"#, secs(3)),
        (r#"{"strategy": "linear", "Shop": {"base": "1s"}}"#, secs(3)),
        (
            r#"{"Shop": {"strategy": "exponential", "jitter": "none", "factor": 3}}"#,
            ms(400),
        ),
        (r#"{"Shop": {"delays": ["1s", "1.5s"]}}"#, ms(2_500)),
    ] {
        let (memory, begun) = (MemoryTransport::new([status(503)]), Instant::now());
        let shop = shop(&memory, settings(json)).unwrap();
        shop.books().await.unwrap_err();
        assert_eq!(begun.elapsed(), expected, "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_overrides_settings_but_not_the_kill_switch() {
    let memory = MemoryTransport::new([status(503)]);
    let live = LiveSettings::new(settings(r#"{"attempts": 2}"#));
    let shop = shop(&memory, &live).unwrap();
    shop.books().attempts(4).await.unwrap_err();
    assert_eq!(memory.count(), 4);
    live.replace(settings(r#"{"enabled": false}"#)).unwrap();
    let error = shop.books().attempts(4).await.unwrap_err();
    assert_eq!(memory.count(), 5);
    assert_eq!(error.gave_up(), GaveUp::SwitchedOff);
}

#[tokio::test(start_paused = true)]
async fn live_settings_are_swapped_for_all_clients_that_share_them() {
    let (first, second) = (
        MemoryTransport::new([status(503)]),
        MemoryTransport::new([status(503)]),
    );
    let live = LiveSettings::default();
    let one = shop(&first, &live).unwrap();
    let two = RetryClient::builder().transport(second.clone());
    let two = two.settings(&live).build().unwrap();
    let two = two.with_policy(Policy::new(Strategy::constant(Duration::ZERO)));
    let url = "http://shop.test/";
    for (json, expected) in [("{}", (3, 3)), (r#"{"attempts": 2}"#, (2, 2))] {
        live.replace(settings(json)).unwrap();
        let before = (first.count(), second.count());
        one.books().await.unwrap_err();
        two.get(url).send().await.unwrap();
        let sent = (first.count() - before.0, second.count() - before.1);
        assert_eq!(sent, expected, "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_running_call_keeps_the_settings_it_began_with() {
    let memory = MemoryTransport::new([status(503), status(503), ok("late")]);
    let live = LiveSettings::default();
    let shop = shop(&memory, &live).unwrap();
    let call = tokio::spawn(shop.books());
    tokio::time::sleep(ms(1)).await;
    live.replace(settings(r#"{"enabled": false}"#)).unwrap();
    assert_eq!(call.await.unwrap().unwrap(), "late");
}

#[tokio::test(start_paused = true)]
async fn settings_do_not_make_a_post_repeatable() {
    let memory = MemoryTransport::new([status(503)]);
    let live = settings(r#"{"statuses": [404], "Shop": {"order": {"attempts": 9}}}"#);
    let error = shop(&memory, live).unwrap().order().await.unwrap_err();
    assert_eq!(
        (memory.count(), error.gave_up()),
        (1, GaveUp::NotRepeatable)
    );
}

/// The number of times a request of a `RetryClient` with these settings arrives.
async fn arrivals(json: &str, method: Method, code: u16) -> usize {
    let memory = MemoryTransport::new([status(code)]);
    let live = LiveSettings::default();
    let client = RetryClient::builder().transport(memory.clone());
    let client = client.settings(&live).build().unwrap();
    live.replace(settings(json)).unwrap();
    client.request(method, URL).send().await.unwrap();
    memory.count()
}

#[tokio::test(start_paused = true)]
async fn settings_narrow_what_a_request_that_may_not_be_repeated_allows() {
    let careful = r#"{"unprocessed_only": true, "statuses": [429, 503]}"#;
    for (json, method, code, expected) in [
        (careful, Method::POST, 503, 1),
        (careful, Method::POST, 429, 3),
        (careful, Method::GET, 503, 3),
        (careful, Method::GET, 500, 1),
        (r#"{"statuses": [503]}"#, Method::POST, 503, 1),
        (r#"{"statuses": [503]}"#, Method::POST, 429, 1),
        (r#"{"statuses": [429]}"#, Method::POST, 429, 3),
    ] {
        let sent = arrivals(json, method.clone(), code).await;
        assert_eq!(sent, expected, "{json} {method} {code}");
    }
}

#[tokio::test(start_paused = true)]
async fn settings_narrow_the_statuses_that_the_code_lists_for_a_post() {
    for (json, code, expected) in [
        ("{}", 503, 3),
        (r#"{"statuses": [429]}"#, 503, 1),
        (r#"{"statuses": [429]}"#, 429, 1),
        (r#"{"statuses": [429, 503]}"#, 503, 3),
    ] {
        let memory = MemoryTransport::new([status(code)]);
        let client = RetryClient::builder().transport(memory.clone());
        let client = client.settings(settings(json)).build().unwrap();
        let policy = Policy::new(Strategy::constant(ms(1))).unprocessed_only();
        let request = client.post(URL).retry(policy.statuses(&[503]));
        let sent = request.send().await.map(|_| memory.count());
        // What the request itself names goes before the settings.
        assert_eq!(sent.unwrap(), if code == 503 { 3 } else { 1 }, "{json}");

        let memory = MemoryTransport::new([status(code)]);
        let client = RetryClient::builder().transport(memory.clone());
        let client = client.retry(|_| policy.statuses(&[503]));
        let client = client.settings(settings(json)).build().unwrap();
        client.post(URL).send().await.unwrap();
        assert_eq!(memory.count(), expected, "{json}");
    }
}

#[test]
fn settings_that_no_client_has_taken_up_are_listed() {
    let live = LiveSettings::new(settings(
        r#"{"attempts": 2, "Shop": {"book": {}, "books": {}, "attempts": 2}, "Shpo": {"books": {}}}"#,
    ));
    let unmatched = |live: &LiveSettings| live.unmatched().collect::<Vec<_>>();
    assert_eq!(unmatched(&live), ["Shop", "Shpo"]);
    let memory = MemoryTransport::new([ok("")]);
    drop(shop(&memory, &live).unwrap());
    assert_eq!(unmatched(&live), ["Shop.book", "Shpo"]);
    live.replace(settings(r#"{"Shop": {"books": {}}}"#))
        .unwrap();
    assert_eq!(unmatched(&live), [""; 0]);
}

#[test]
fn errors_of_settings_never_quote_a_value() {
    for json in [
        r#"{"Shop": "hunter2"}"#,
        r#"{"Shop": {"books": "hunter2"}}"#,
        r#"{"attempts": "hunter2"}"#,
        r#"{"base": "hunter2"}"#,
        r#"{"strategy": "hunter2"}"#,
        r#"{"statuses": ["hunter2"]}"#,
        r#"{"errors": "hunter2"}"#,
        r#""hunter2""#,
    ] {
        let said = refused(json);
        assert!(!said.contains("hunter2"), "{json}\n{said}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_with_a_policy_of_its_own_per_request_leaves_nothing_behind() {
    let memory = MemoryTransport::new([ok("")]);
    let live = LiveSettings::default();
    let client = RetryClient::builder().transport(memory.clone());
    let client = client.settings(&live).build().unwrap();
    let policy = Policy::new(Strategy::constant(ms(1)));
    for _ in 0..1_000 {
        client.with_policy(policy).get(URL).send().await.unwrap();
    }
    // The list of clients shows in `Debug`, and holds few that are gone.
    let shown = format!("{live:?}");
    let room: usize = shown
        .rsplit_once("clients: ")
        .and_then(|(_, count)| count.trim_end_matches(['}', ')', ' ']).parse().ok())
        .unwrap();
    assert!(room < 16, "{shown}");
}

#[client(base_url = "http://shop.test", name = "billing")]
#[retry(constant, base = 10ms, attempts = 3)]
trait Api {
    #[get("/bills")]
    async fn bills(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn settings_know_a_client_by_the_name_that_it_is_given() {
    let memory = MemoryTransport::new([status(503)]);
    let live: LiveSettings =
        settings(r#"{"billing": {"attempts": 2}, "Api": {"attempts": 1}}"#).into();
    let builder = ApiClient::builder().transport(memory.clone());
    let client = builder.settings(live.clone()).build().unwrap();
    client.bills().await.unwrap_err();
    assert_eq!(memory.count(), 2);
    assert_eq!(live.unmatched().collect::<Vec<_>>(), ["Api"]);
    assert_eq!(ApiClient::BILLS.service(), "billing");
    assert!(format!("{client:?}").contains("\"billing\""));
}
