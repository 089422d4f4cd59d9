//! E and F: attempts that differ, and what hooks know of them.

use retry_client::{Error, ErrorKind, Method, RequestParams, RetryClient};

use super::trace::{Context, Trace};
use super::{App, client, exponential, good, response};

#[tokio::test]
async fn e1_attempts_can_go_to_the_urls_of_an_array() {
    for attempts in [2, 3] {
        let app = App::start().await;
        let urls = [app.url("/internal_error"), app.url("/ping")];
        let reply = client(exponential(attempts)).get(urls).send().await;
        assert_eq!(response(reply).await, good());
        assert_eq!(app.count(), 2);
    }
}

#[tokio::test]
async fn e2_attempts_can_go_to_the_urls_of_a_vec_or_slice() {
    for attempts in [2, 3] {
        let app = App::start().await;
        let client = client(exponential(attempts));
        let urls = vec![app.url("/internal_error"), app.url("/ping")];
        for reply in [
            client.get(&urls[..]).send().await,
            client.get(urls).send().await,
        ] {
            assert_eq!(response(reply).await, good());
        }
        assert_eq!(app.count(), 4);
    }
}

#[tokio::test]
async fn e3_an_empty_list_is_refused() {
    fn refusal(result: Result<impl Sized, Error>) -> (ErrorKind, usize, String) {
        let error = result.err().unwrap();
        (error.kind(), error.attempts().len(), error.to_string())
    }
    let client = client(exponential(3));
    let why = "was not sent: a list of URLs or requests needs at least one entry";
    assert_eq!(
        refusal(client.get(Vec::<String>::new()).send().await),
        (ErrorKind::Build, 0, format!("GET {why}"))
    );
    assert_eq!(
        refusal(client.requests([]).send().await),
        (ErrorKind::Build, 0, format!("REQUEST {why}"))
    );
}

#[tokio::test]
async fn e4_attempts_can_be_whole_requests() {
    let app = App::start().await;
    let requests =
        ["/internal_error", "/ping"].map(|path| RequestParams::new(Method::GET, app.url(path)));
    let reply = client(exponential(3)).requests(requests).send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn e5_attempts_can_have_different_verbs() {
    let app = App::start().await;
    let policy = exponential(3).statuses(&[405]);
    let requests =
        || [Method::POST, Method::GET].map(|verb| RequestParams::new(verb, app.url("/ping")));
    let client = client(policy);

    let vouched = client.requests(requests()).idempotent().send().await;
    assert_eq!(response(vouched).await, good());
    let proven = client
        .requests(requests())
        .retry(policy.unprocessed_only())
        .send()
        .await;
    assert_eq!(response(proven).await, good());
    assert_eq!(app.count(), 2);

    let unfounded = client.requests(requests()).send().await;
    assert_eq!(response(unfounded).await.0, 405);
    let verbs = app.arrivals().into_iter().map(|arrival| arrival.method);
    assert_eq!(
        verbs.collect::<Vec<_>>(),
        ["POST", "GET", "POST", "GET", "POST"]
    );
}

#[tokio::test]
async fn e6_attempts_can_have_different_headers() {
    let app = App::start().await;
    let request = || RequestParams::new(Method::GET, app.url("/check_headers"));
    let requests = [request(), request().header("correct_headers", "True")];
    let client = client(exponential(3).statuses(&[406]));
    assert_eq!(
        response(client.requests(requests).send().await).await,
        good()
    );
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn f1_the_context_of_a_call_is_seen_at_each_attempt() {
    let app = App::start().await;
    let trace = Trace::default();
    let client = RetryClient::builder()
        .observe(trace.clone())
        .build()
        .unwrap();
    let context = Context::from([("foo", "bar")]);
    let request = client
        .get(app.url("/sometimes_error"))
        .context(context.clone());
    let reply = request.retry(exponential(3)).send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 3);
    let expected = [1, 2, 3].map(|number| (context.clone(), number));
    assert_eq!(trace.noted(), expected);
}
