//! Those of A to F that make sense on a declared client.

use retry_client::{
    Attempt, BoxError, Call, Error, ErrorKind, GaveUp, Request, Result, StatusCode, client,
};
use serde::Deserialize;

use super::App;
use super::app::AUTHORIZATION;
use super::decisions::{is_json, never};
use super::trace::{Context, Trace};

#[client]
#[retry(exponential, base = 1ms)]
trait Seed {
    #[get("/ping")]
    async fn ping(&self) -> Result<String>;

    #[options("/options_handler")]
    async fn options(&self) -> Result<String>;

    #[head("/head_handler")]
    async fn head(&self) -> Result<String>;

    #[post("/post_handler")]
    async fn post(&self) -> Result<String>;

    #[put("/put_handler")]
    async fn put(&self) -> Result<String>;

    #[patch("/patch_handler")]
    async fn patch(&self) -> Result<String>;

    #[delete("/delete_handler")]
    async fn delete(&self) -> Result<String>;

    #[get("/with_auth")]
    async fn with_auth(
        &self,
        #[header("authorization", secret)] credentials: &str,
    ) -> Result<String>;

    #[get("/check_headers")]
    async fn check_headers(&self, #[header("correct_headers")] correct: &str) -> Result<String>;

    #[get("/internal_error")]
    #[retry(attempts = 5)]
    async fn internal_error(&self) -> Result<String>;

    #[get("/not_found_error")]
    #[retry(attempts = 5, statuses = [404])]
    async fn not_found_error(&self) -> Result<String>;

    #[get("/sometimes_error")]
    #[retry(attempts = 5)]
    async fn sometimes_error(&self) -> Result<String>;

    #[get("/internal_error?left=alone")]
    #[retry(server_errors = false)]
    async fn left_alone(&self) -> Result<String>;

    #[get("/internal_error?retry=off")]
    #[retry(off)]
    async fn off(&self) -> Result<String>;

    #[get("/internal_error?delays=2")]
    #[retry(list(0ms, 0ms))]
    async fn list(&self) -> Result<String>;

    #[get("/with_auth?never=right")]
    #[retry(list(1ms, 1ms), statuses = [403], when = never)]
    async fn never_right(&self) -> Result<String>;

    #[get("/sometimes_json")]
    #[retry(attempts = 5, when = is_json)]
    async fn sometimes_json(&self) -> Result<Health>;

    #[get("/sometimes_error?attempts=1")]
    #[retry(off)]
    async fn once(&self) -> Result<String>;

    #[get("/sometimes_error?attempts=3")]
    async fn thrice(&self) -> Result<String>;

    #[get("/internal_error", "/ping")]
    #[retry(attempts = 2)]
    async fn moving(&self) -> Result<String>;

    #[get("/internal_error?more=attempts", "/ping")]
    async fn moving_on(&self) -> Result<String>;

    #[get("/check_headers?changed=true")]
    #[retry(statuses = [406], before_attempt = correct)]
    async fn corrected(&self) -> Result<String>;
}

#[derive(Debug, PartialEq, Deserialize)]
struct Health {
    status: String,
}

/// Adds the header from the second attempt on.
fn correct(request: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    if attempt.number() > 1 {
        let headers = request.headers_mut();
        headers.insert("correct_headers", "True".parse()?);
    }
    Ok(())
}

async fn start() -> (App, SeedClient) {
    let app = App::start().await;
    let client = SeedClient::new(app.base_url()).unwrap();
    (app, client)
}

/// The result of a call on a server of its own, and the requests that the server counted.
async fn count(call: impl FnOnce(&SeedClient) -> Call<String>) -> (Result<String, u16>, usize) {
    let (app, client) = start().await;
    let status = |error: Error| {
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.attempts().len(), app.count());
        error.status().unwrap().as_u16()
    };
    let result = call(&client).await.map_err(status);
    (result, app.count())
}

fn good(count: usize) -> (Result<String, u16>, usize) {
    (Ok("Ok!".to_owned()), count)
}

#[tokio::test]
async fn a1_a_get_has_a_response() {
    assert_eq!(count(SeedClient::ping).await, good(1));
}

#[tokio::test]
async fn a4_a_call_can_be_awaited_elsewhere() {
    let (app, client) = start().await;
    let (first, second) = (client.ping(), client.ping());
    drop(client);
    let first = tokio::spawn(first).await.unwrap();
    assert_eq!(
        (first.unwrap(), second.await.unwrap()),
        ("Ok!".to_owned(), "Ok!".to_owned())
    );
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn a8_every_verb_has_its_method() {
    let (app, client) = start().await;
    let table = [
        (client.options(), "OPTIONS", "Ok!"),
        (client.head(), "HEAD", ""),
        (client.post(), "POST", "Ok!"),
        (client.put(), "PUT", "Ok!"),
        (client.patch(), "PATCH", "Ok!"),
        (client.delete(), "DELETE", "Ok!"),
    ];
    for (call, verb, body) in table {
        assert_eq!(call.await.unwrap(), body, "{verb}");
        assert_eq!(app.arrivals().pop().unwrap().method, verb);
    }
    assert_eq!(app.count(), 6);
}

#[tokio::test]
async fn a9_credentials_reach_the_server() {
    assert_eq!(count(|seed| seed.with_auth(AUTHORIZATION)).await, good(1));
    assert_eq!(
        count(|seed| seed.with_auth("Basic guessed")).await,
        (Err(403), 1)
    );
}

#[tokio::test]
async fn a10_headers_reach_the_server() {
    assert_eq!(count(|seed| seed.check_headers("True")).await, good(1));
    assert_eq!(
        count(|seed| seed.check_headers("False")).await,
        (Err(406), 1)
    );
}

#[tokio::test]
async fn b1_server_errors_are_retried() {
    assert_eq!(count(SeedClient::internal_error).await, (Err(500), 5));
}

#[tokio::test]
async fn b2_listed_statuses_are_retried() {
    assert_eq!(count(SeedClient::not_found_error).await, (Err(404), 5));
}

#[tokio::test]
async fn b3_retries_end_with_success() {
    assert_eq!(count(SeedClient::sometimes_error).await, good(3));
}

#[tokio::test]
async fn b4_server_errors_can_be_left_alone() {
    assert_eq!(count(SeedClient::left_alone).await, (Err(500), 1));
}

#[tokio::test]
async fn b5_methods_can_be_left_alone() {
    assert_eq!(count(SeedClient::internal_error).await, (Err(500), 5));
    assert_eq!(count(SeedClient::off).await, (Err(500), 1));
}

#[tokio::test]
async fn b6_a_list_holds_the_delays_of_several_retries() {
    assert_eq!(count(SeedClient::list).await, (Err(500), 3));
}

#[tokio::test]
async fn b7_a_list_ends_even_if_nothing_is_ever_good_enough() {
    assert_eq!(count(SeedClient::never_right).await, (Err(403), 3));
}

#[tokio::test]
async fn b8_a_function_judges_the_response() {
    let (app, client) = start().await;
    let health = client.sometimes_json().await.unwrap();
    assert_eq!(health.status, "Ok!");
    assert_eq!(app.count(), 3);
}

#[tokio::test]
async fn c1_the_policy_of_a_call_comes_before_that_of_its_method() {
    assert_eq!(count(SeedClient::once).await, (Err(500), 1));
    assert_eq!(count(|seed| seed.once().attempts(5)).await, good(3));
}

#[tokio::test]
async fn c2_a_client_can_be_given_another_policy() {
    let app = App::start().await;
    for (attempts, result, count) in [(5, Some(()), 3), (2, None, 2)] {
        let builder = SeedClient::builder().base_url(app.base_url());
        let client = builder
            .retry(|policy| policy.attempts(attempts))
            .build()
            .unwrap();
        app.reset();
        assert_eq!(client.thrice().await.ok().map(drop), result);
        assert_eq!(app.count(), count);
    }
}

#[tokio::test]
async fn d1_a_status_is_no_error_before_the_retries_are_over() {
    let (app, client) = start().await;
    let reply = client.sometimes_error().reply().await.unwrap();
    let statuses = reply
        .attempts()
        .iter()
        .map(|record| record.status().unwrap().as_u16());
    assert_eq!(statuses.collect::<Vec<_>>(), [500, 500, 200]);
    assert_eq!(app.count(), 3);
}

#[tokio::test]
async fn d2_a_status_is_an_error_after_all_attempts() {
    let (app, client) = start().await;
    let error = client.not_found_error().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    assert_eq!((error.attempts().len(), app.count()), (5, 5));
}

#[tokio::test]
async fn e1_attempts_can_go_to_several_paths() {
    assert_eq!(count(SeedClient::moving).await, good(2));
    assert_eq!(count(SeedClient::moving_on).await, good(2));
}

#[tokio::test]
async fn e6_attempts_can_have_different_headers() {
    assert_eq!(count(SeedClient::corrected).await, good(2));
}

#[tokio::test]
async fn f1_the_context_of_a_call_is_seen_at_each_attempt() {
    let (app, trace) = (App::start().await, Trace::default());
    let builder = SeedClient::builder().base_url(app.base_url());
    let client = builder.observe(trace.clone()).build().unwrap();
    let context = Context::from([("foo", "bar")]);
    let call = client.sometimes_error().context(context.clone());
    assert_eq!(call.await.unwrap(), "Ok!");
    assert_eq!(app.count(), 3);
    let expected = [1, 2, 3].map(|number| (context.clone(), number));
    assert_eq!(trace.noted(), expected);
}
