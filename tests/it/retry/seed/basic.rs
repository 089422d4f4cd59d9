//! A: requests that need no retry pass through.

use retry_client::{Method, RetryClient, Url};

use super::{App, client, exponential, good, response};

#[tokio::test]
async fn a1_a_get_has_a_response() {
    let app = App::start().await;
    let reply = client(exponential(3)).get(app.url("/ping")).send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn a2_a_verb_can_be_given_by_its_name() {
    let app = App::start().await;
    let method = "GET".parse::<Method>().unwrap();
    let request = client(exponential(3)).request(method, app.url("/ping"));
    assert_eq!(response(request.send().await).await, good());
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn a3_a_verb_can_be_given_as_a_constant() {
    let app = App::start().await;
    let request = client(exponential(3)).request(Method::GET, app.url("/ping"));
    assert_eq!(response(request.send().await).await, good());
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn a4_a_call_can_be_awaited_elsewhere() {
    let app = App::start().await;
    let call = client(exponential(3)).get(app.url("/ping")).send();
    let reply = tokio::spawn(call).await.unwrap();
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn a5_a_response_outlives_its_client() {
    let app = App::start().await;
    let reply = {
        let client = client(exponential(3));
        client.get(app.url("/ping")).send().await
    };
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 1);
}

#[tokio::test]
async fn a6_a_client_makes_its_own_transport() {
    let app = App::start().await;
    let reply = RetryClient::new().unwrap().get(app.url("/ping")).send();
    assert_eq!(reply.await.unwrap().status(), 200);
}

#[tokio::test]
async fn a7_a_url_can_be_given_parsed() {
    let app = App::start().await;
    let url = Url::parse(&app.url("/ping")).unwrap();
    let client = client(exponential(3));
    for reply in [client.get(&url).send().await, client.get(url).send().await] {
        assert_eq!(response(reply).await, good());
    }
    assert_eq!(app.count(), 2);
}

#[tokio::test]
async fn a8_every_verb_has_its_method() {
    let app = App::start().await;
    let client = client(exponential(3));
    let url = |verb: &str| app.url(&format!("/{verb}_handler"));
    let table = [
        (client.options(url("options")), "OPTIONS", "Ok!"),
        (client.head(url("head")), "HEAD", ""),
        (client.post(url("post")), "POST", "Ok!"),
        (client.put(url("put")), "PUT", "Ok!"),
        (client.patch(url("patch")), "PATCH", "Ok!"),
        (client.delete(url("delete")), "DELETE", "Ok!"),
    ];
    for (request, verb, body) in table {
        let reply = request.send().await;
        assert_eq!(response(reply).await, (200, body.to_owned()), "{verb}");
        assert_eq!(app.arrivals().pop().unwrap().method, verb);
    }
    assert_eq!(app.count(), 6);
}

#[tokio::test]
async fn a9_credentials_reach_the_server() {
    let app = App::start().await;
    let request = client(exponential(3)).request(Method::GET, app.url("/with_auth"));
    let reply = request
        .basic_auth("username", Some("password"))
        .send()
        .await;
    assert_eq!(response(reply).await, good());
}

#[tokio::test]
async fn a10_headers_reach_the_server() {
    let app = App::start().await;
    let request = client(exponential(3)).get(app.url("/check_headers"));
    let reply = request.header("correct_headers", "True").send().await;
    assert_eq!(response(reply).await, good());
    assert_eq!(app.count(), 1);
}
