//! The retry budget: what draws on it, what is given back, what earns.

mod settings;
mod shared;

use std::time::Duration;

use retry_client::{
    ByteStream, ErrorKind, GaveUp, Guards, Policy, Result, RetryClient, Strategy, Url, client,
};
use tokio::time::{sleep, timeout};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, status};

#[client(base_url = "http://shop.test")]
#[retry(constant, base = 10ms, attempts = 3, statuses = [429])]
trait Shop {
    #[get("/books")]
    async fn books(&self) -> Result<String>;

    #[get("/covers")]
    async fn covers(&self) -> Result<ByteStream>;

    #[get("/ready")]
    #[retry(until = is_ready)]
    async fn ready(&self) -> Result<String>;

    #[get("/health")]
    #[budget(off)]
    async fn health(&self) -> Result<String>;

    #[get("/once")]
    #[retry(off)]
    async fn once(&self) -> Result<String>;

    #[get("/long", timeout = 1s)]
    #[retry(attempts = unlimited)]
    async fn long(&self) -> Result<String>;

    #[get("/many")]
    #[retry(attempts = 21)]
    async fn many(&self) -> Result<String>;
}

fn is_ready(text: &String) -> bool {
    text == "ready"
}

fn shop(steps: impl Into<Vec<Step>>) -> (MemoryTransport, ShopClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = ShopClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

fn assert_balance(guards: &Guards, expected: f64) {
    let balance = guards.balance();
    assert!(
        (balance - expected).abs() < 0.01,
        "{balance} and not {expected}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_at_rest_makes_ten_retries_and_no_more() {
    let (memory, shop) = shop([status(503)]);
    for _ in 0..5 {
        let error = shop.books().await.unwrap_err();
        assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    }
    assert_eq!(memory.count(), 15);
    assert_balance(&shop.guards(), -10.0);
    let error = shop.books().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::BudgetSpent);
    // The real failure stays in place.
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 503)
    );
    assert_eq!(error.attempts().len(), 1);
    assert_eq!(error.attempts()[0].delay(), None);
    assert_eq!(memory.count(), 16);
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_five_hundred_calls_is_five_hundred_and_ten_arrivals() {
    let (memory, shop) = shop([status(500)]);
    for _ in 0..500 {
        shop.books().await.unwrap_err();
    }
    assert_eq!(memory.count(), 510);
}

#[tokio::test(start_paused = true)]
async fn one_retry_comes_back_in_a_minute() {
    let (memory, shop) = shop([status(500)]);
    for _ in 0..6 {
        shop.books().await.unwrap_err();
    }
    sleep(secs(60)).await;
    shop.books().await.unwrap_err();
    assert_eq!(memory.count(), 18);
}

#[tokio::test(start_paused = true)]
async fn the_reserve_is_at_least_what_the_call_at_hand_can_use() {
    let (memory, shop) = shop([status(500)]);
    let error = shop.many().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    assert_eq!(memory.count(), 21);
}

#[tokio::test(start_paused = true)]
async fn five_calls_that_succeed_at_once_pay_for_a_retry() {
    let mut steps = vec![ok("a book"); 5];
    steps.push(status(503));
    let (_, shop) = shop(steps);
    for _ in 0..5 {
        shop.books().await.unwrap();
    }
    assert_balance(&shop.guards(), 1.0);
    shop.books().await.unwrap_err();
    assert_balance(&shop.guards(), -1.0);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_ends_well_is_given_back_and_earns_nothing() {
    let (memory, shop) = shop([status(503), ok("a book")]);
    shop.books().await.unwrap();
    assert_eq!(memory.count(), 2);
    assert_balance(&shop.guards(), 0.0);
}

#[tokio::test(start_paused = true)]
async fn only_the_last_retry_of_a_call_is_given_back() {
    let (_, shop) = shop([status(503), status(503), ok("a book")]);
    shop.books().await.unwrap();
    assert_balance(&shop.guards(), -1.0);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_is_dropped_in_its_wait_is_given_back() {
    let (memory, shop) = shop([status(503)]);
    timeout(ms(5), shop.books()).await.unwrap_err();
    assert_eq!(memory.count(), 1);
    assert_balance(&shop.guards(), 0.0);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_is_dropped_under_way_is_not_given_back() {
    let (memory, shop) = shop([status(503), ok("a book").late(secs(1))]);
    timeout(ms(50), shop.books()).await.unwrap_err();
    assert_eq!(memory.count(), 2);
    assert_balance(&shop.guards(), -1.0);
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_a_429_whose_hint_decides_draws_nothing() {
    let busy = status(429).header("retry-after", "1");
    let (_, shop) = shop([busy.clone(), busy, status(429)]);
    shop.books().await.unwrap_err();
    assert_balance(&shop.guards(), 0.0);
    // Without a hint it draws.
    shop.books().await.unwrap_err();
    assert_balance(&shop.guards(), -2.0);
}

#[tokio::test(start_paused = true)]
async fn a_503_draws_although_it_has_a_hint() {
    let (_, shop) = shop([status(503).header("retry-after", "1"), status(404)]);
    shop.books().await.unwrap_err();
    assert_balance(&shop.guards(), -0.98);
}

#[tokio::test(start_paused = true)]
async fn a_hint_that_is_shorter_than_the_delay_draws() {
    let (_, shop) = shop([status(429).header("retry-after", "0"), status(404)]);
    shop.books().await.unwrap_err();
    assert_balance(&shop.guards(), -1.0);
}

#[tokio::test(start_paused = true)]
async fn until_draws_nothing() {
    let (memory, shop) = shop([ok("wait")]);
    for _ in 0..10 {
        shop.ready().await.unwrap_err();
    }
    assert_eq!(memory.count(), 30);
    assert_balance(&shop.guards(), 0.0);
}

#[tokio::test(start_paused = true)]
async fn a_method_with_the_budget_off_neither_draws_nor_earns() {
    let mut steps = vec![status(503); 30];
    steps.push(ok("fine"));
    let (memory, shop) = shop(steps);
    for _ in 0..10 {
        shop.health().await.unwrap_err();
    }
    assert_eq!(memory.count(), 30);
    shop.health().await.unwrap();
    assert_balance(&shop.guards(), 0.0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_never_retries_earns_nothing() {
    let (_, shop) = shop([ok("a book")]);
    shop.once().await.unwrap();
    shop.books().no_retry().await.unwrap();
    assert_balance(&shop.guards(), 0.0);
    shop.books().await.unwrap();
    assert_balance(&shop.guards(), 0.2);
}

#[tokio::test(start_paused = true)]
async fn unlimited_attempts_draw_nothing_without_a_written_budget() {
    let (memory, shop) = shop([status(503)]);
    shop.long().await.unwrap_err();
    assert!(memory.count() > 50, "{}", memory.count());
    assert_balance(&shop.guards(), 0.0);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_opens_at_once_earns() {
    let (_, shop) = shop([ok("a cover")]);
    shop.covers().await.unwrap();
    assert_balance(&shop.guards(), 0.2);
}

#[tokio::test(start_paused = true)]
async fn requests_made_at_run_time_have_a_budget_per_origin() {
    let memory = MemoryTransport::new([fails(std::io::ErrorKind::ConnectionReset)]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let policy = Policy::new(Strategy::constant(Duration::from_millis(10)));
    for _ in 0..6 {
        let sent = client.get("http://a.test/x").retry(policy).send();
        sent.await.unwrap_err();
    }
    assert_eq!(memory.count(), 16);
    let sent = client.get("http://b.test/x").retry(policy).send();
    assert_eq!(sent.await.unwrap_err().gave_up(), GaveUp::AttemptsExhausted);
    let url: Url = "http://a.test/elsewhere".parse().unwrap();
    assert_balance(&client.guards().at(&url), -10.0);
}

#[tokio::test(start_paused = true)]
async fn a_raw_response_that_is_an_error_earns_nothing() {
    let memory = MemoryTransport::new([status(404), ok("x")]);
    let client = RetryClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let url: Url = "http://a.test/".parse().unwrap();
    client.get(url.clone()).send().await.unwrap();
    assert_balance(&client.guards().at(&url), 0.0);
    client.get(url.clone()).send().await.unwrap();
    assert_balance(&client.guards().at(&url), 0.2);
}
