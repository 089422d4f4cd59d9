//! C and D: which options count, and what becomes of a status that stands for an error.

use retry_client::{ErrorKind, GaveUp, StatusCode};

use super::{App, client, exponential, good, response};

#[tokio::test]
async fn c1_the_policy_of_a_request_comes_before_that_of_its_client() {
    let app = App::start().await;
    let request = client(exponential(1)).get(app.url("/sometimes_error"));
    let reply = request.retry(exponential(5)).send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 3);
}

#[tokio::test]
async fn c2_a_client_can_be_given_another_policy() {
    let app = App::start().await;
    let client = client(exponential(5));
    let reply = client.get(app.url("/sometimes_error")).send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 3);

    app.reset();
    let client = client.with_policy(exponential(2));
    let reply = client.get(app.url("/sometimes_error")).send().await;
    assert_eq!(response(reply).await.0, 500);
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn d1_a_status_is_no_error_before_the_retries_are_over() {
    let app = App::start().await;
    let request = client(exponential(3)).get(app.url("/sometimes_error"));
    let reply = request.retry(exponential(5)).send().await.unwrap();
    assert_eq!(response(reply.error_for_status()).await, good());
    assert_eq!(app.count(), 3);
}

#[tokio::test]
async fn d2_a_status_is_an_error_only_if_asked_for() {
    let app = App::start().await;
    let client = client(exponential(5).statuses(&[404]));
    let reply = client
        .get(app.url("/not_found_error"))
        .send()
        .await
        .unwrap();
    assert_eq!((reply.status(), app.count()), (StatusCode::NOT_FOUND, 5));

    app.reset();
    let reply = client
        .get(app.url("/not_found_error"))
        .send()
        .await
        .unwrap();
    let error = reply.error_for_status().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    assert_eq!((error.attempts().len(), app.count()), (5, 5));
}
