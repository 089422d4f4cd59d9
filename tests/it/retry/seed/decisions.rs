//! B: what is retried, by the response.

use std::time::Duration;

use retry_client::{Outcome, Policy, Strategy, Verdict};
use serde_json::{Value, json};

use super::{App, client, exponential, good, response};

fn bare(status: u16) -> (u16, String) {
    (status, String::new())
}

/// The response for a path, from a client with a default policy and a request with this one.
async fn get(app: &App, path: &str, policy: Policy) -> (u16, String) {
    let request = client(exponential(3)).get(app.url(path)).retry(policy);
    response(request.send().await).await
}

#[tokio::test]
async fn b1_server_errors_are_retried() {
    let app = App::start().await;
    assert_eq!(
        get(&app, "/internal_error", exponential(5)).await,
        bare(500)
    );
    assert_eq!(app.count(), 5);
}

#[tokio::test]
async fn b2_listed_statuses_are_retried() {
    let app = App::start().await;
    let policy = exponential(5).statuses(&[404]);
    assert_eq!(get(&app, "/not_found_error", policy).await, bare(404));
    assert_eq!(app.count(), 5);
}

#[tokio::test]
async fn b3_retries_end_with_success() {
    let app = App::start().await;
    assert_eq!(get(&app, "/sometimes_error", exponential(5)).await, good());
    assert_eq!(app.count(), 3);
}

#[tokio::test]
async fn b4_server_errors_can_be_left_alone() {
    let app = App::start().await;
    let policy = exponential(3).server_errors(false);
    assert_eq!(get(&app, "/internal_error", policy).await, bare(500));
    assert_eq!(app.count(), 1);
}

/// Retries nothing but POST.
fn posts_alone(outcome: &Outcome) -> Verdict {
    match (outcome.error(), outcome.attempt().endpoint().verb()) {
        (None, _) | (_, "POST") => Verdict::Default,
        _ => Verdict::Fail,
    }
}

#[tokio::test]
async fn b5_verbs_can_be_left_alone() {
    for (policy, count) in [(exponential(3), 3), (exponential(3).when(&posts_alone), 1)] {
        let app = App::start().await;
        assert_eq!(get(&app, "/internal_error", policy).await, bare(500));
        assert_eq!(app.count(), count);
    }
}

#[tokio::test]
async fn b6_a_list_holds_the_delays_of_several_retries() {
    const AT_ONCE: Policy = Policy::new(Strategy::list(&[Duration::ZERO; 2]));
    let app = App::start().await;
    assert_eq!(get(&app, "/internal_error", AT_ONCE).await, bare(500));
    assert_eq!(app.count(), 3);
}

pub(super) fn never(_: &Outcome) -> Verdict {
    Verdict::Retry
}

#[tokio::test]
async fn b7_a_list_ends_even_if_nothing_is_ever_good_enough() {
    const SOON: Strategy = Strategy::list(&[Duration::from_millis(1); 2]);
    let app = App::start().await;
    let policy = Policy::new(SOON).statuses(&[403]).when(&never);
    let response = get(&app, "/with_auth", policy).await;
    assert_eq!(response, (403, "incorrect auth".to_owned()));
    assert_eq!(app.count(), 3);
}

pub(super) fn is_json(outcome: &Outcome) -> Verdict {
    match outcome.json::<Value>() {
        Ok(_) => Verdict::Default,
        Err(_) => Verdict::Retry,
    }
}

#[tokio::test]
async fn b8_a_function_judges_the_response() {
    let app = App::start().await;
    let client = client(exponential(5).when(&is_json));
    let reply = client.get(app.url("/sometimes_json")).send().await;
    let (status, body) = response(reply).await;
    let body = serde_json::from_str::<Value>(&body).unwrap();
    assert_eq!((status, body), (200, json!({"status": "Ok!"})));
    assert_eq!(app.count(), 3);
}
