//! Requests without a response, and responses without a request.

use retry_client::testing::{Stub, reset, status, text, timeout};
use retry_client::{ErrorKind, GaveUp, Outcome, RetryClient, Transport, Verdict, client};

use super::{ShopClient, panics_with};
use crate::support::script::ms;

#[tokio::test]
async fn a_request_without_a_route_fails_at_once_and_names_the_nearest() {
    let stub = Stub::new();
    stub.get("/articles/70").answer(text(""));
    stub.post("/articles/7").answer(text(""));
    stub.get("/stock").answer(text(""));
    let shop: ShopClient = stub.client();
    let error = shop.article(7).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up(), error.attempts().len()),
        (ErrorKind::Build, GaveUp::NotRetryable, 0)
    );
    let meant = "the stub has no route for `GET /articles/7`; did you mean `GET /articles/70`, `POST /articles/7`?";
    assert_eq!(
        error.to_string(),
        format!("GET /articles/{{id}} was not sent: {meant}")
    );
    assert_eq!((stub.requests().len(), stub.waits().len()), (1, 0));
    assert!(panics_with(|| stub.verify()).ends_with(&format!("\n- not expected: {meant}")));
}

#[tokio::test]
async fn at_most_three_distant_routes_are_named() {
    let stub = Stub::new();
    let told = || async {
        let search = stub.client::<ShopClient>().search("a b", None);
        search.await.unwrap_err().to_string()
    };
    let none = "the stub has no route for `GET /search?kind=article&q=a%20b`";
    let far = "GET /search?kind=article was not sent";
    assert_eq!(told().await, format!("{far}: {none}, nor any other"));
    for path in [
        "/longer/than/all/the/others/and/further/off",
        "/a",
        "/b",
        "/c",
    ] {
        stub.get(path).answer(text(""));
    }
    let near = "the nearest are `GET /a`, `GET /b`, `GET /c`";
    assert_eq!(told().await, format!("{far}: {none}; {near}"));
}

#[tokio::test]
async fn a_request_to_another_server_is_named_by_its_url() {
    let stub = Stub::new();
    stub.get("https://other.test/api/page?after=3")
        .answer(text(""));
    stub.get("/page").answer(text("behind the base URL"));
    let shop: ShopClient = stub.client();
    let error = shop.follow("https://other.test/api/page?after=4").await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "GET was not sent: the stub has no route for `GET https://other.test/api/page?after=4`; \
         did you mean `GET https://other.test/api/page?after=3`?"
    );
}

#[client(base_url = "http://stubborn.test")]
#[retry(constant, attempts = 9, errors = [connect, timeout, reset, body, decode], when = always)]
trait Stubborn {
    #[get("/")]
    async fn get(&self) -> retry_client::Result<()>;
}

fn always(_: &Outcome) -> Verdict {
    Verdict::Retry
}

#[tokio::test]
async fn a_request_without_a_route_is_never_retried() {
    let stub = Stub::new();
    stub.on(StubbornClient::GET, ())
        .answer(status(204).times(2));
    let stubborn: StubbornClient = stub.client();
    let error = stubborn.get().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Build, 2)
    );
    assert!(error.to_string().ends_with("no answer is left for `GET /`"));
    assert_eq!(stub.requests().len(), 3);
    assert!(
        panics_with(|| stub.verify()).ends_with(":\n- not expected: no answer is left for `GET /`")
    );
}

#[tokio::test]
async fn generic_code_gets_the_same_error_for_a_request_without_a_route() {
    let stub = Stub::new();
    let url = "http://a.test/x".parse().unwrap();
    let request = retry_client::Request::new(retry_client::Method::GET, url);
    let told = "the stub has no route for `GET http://a.test/x`, nor any other";
    let error = stub.send(request).await.unwrap_err();
    assert_eq!(error.to_string(), told);
    let client: RetryClient = stub.client();
    let error = client.get("http://a.test/x").send().await.unwrap_err();
    assert_eq!(error.to_string(), format!("GET was not sent: {told}"));
}

#[tokio::test]
async fn verify_reports_unused_responses() {
    let stub = Stub::new();
    stub.on(ShopClient::ARTICLE, [1]).answers([
        status(503).times(3),
        reset().times(2),
        text("never"),
    ]);
    stub.on(ShopClient::SEARCH, ())
        .query("q", "tea")
        .answer(timeout());
    stub.get("/always").answer(status(404).forever());
    let shop: ShopClient = stub.client();
    let call = shop.article(1).attempts(2);
    assert_eq!(call.await.unwrap_err().attempts().len(), 2);
    assert_eq!(stub.waits(), [ms(100)]);
    assert_eq!(
        panics_with(|| stub.verify()),
        "not everything went as it was laid out:\
         \n- not used: answer 1 of 3 for `GET /articles/1`, 503 Service Unavailable\
         \n- not used: answer 2 of 3 for `GET /articles/1`, reset, 2 times\
         \n- not used: answer 3 of 3 for `GET /articles/1`, 200 OK\
         \n- not used: answer 1 of 1 for `GET /search?kind=article&q=tea`, timeout"
    );
}

#[test]
fn verify_panics_at_the_line_of_the_test() {
    let stub = Stub::new();
    stub.get("/").answer(text(""));
    let (told, tell) = std::sync::mpsc::channel();
    let before = std::panic::take_hook();
    let here = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == here {
            let place = panic
                .location()
                .map(|place| (place.file().to_owned(), place.line()));
            let _ = told.send(place);
        }
    }));
    let line = line!() + 1;
    let _ = panics_with(|| stub.verify());
    std::panic::set_hook(before);
    assert_eq!(tell.recv().unwrap(), Some((file!().to_owned(), line)));
}

#[test]
fn a_dropped_stub_does_not_verify() {
    let stub = Stub::new();
    stub.get("/").answer(text(""));
    drop(stub);
}
