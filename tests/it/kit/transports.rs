//! `Transport`: one request in, one response out; by reqwest, by a client that retries, or by anything else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use retry_client::{
    Attempt, BoxError, ErrorKind, GaveUp, HeaderValue, Method, Policy, Request, Response, Result,
    RetryClient, Strategy, TowerTransport, Transport, Url, client, reqwest,
};

use crate::support::ad_hoc::{STEADY, URL};
use crate::support::closed_port::ClosedPort;
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, reset, status};
use crate::support::server::Server;

const SOON: Policy = Policy::new(Strategy::constant(Duration::from_millis(1)));

#[client]
#[retry(constant, base = 1ms)]
trait Carried {
    #[get("/carried")]
    async fn carried(&self) -> Result<String>;

    #[put("/carried")]
    async fn change(&self, #[header("x-mark")] mark: &str, #[json] value: u32) -> Result<String>;

    #[post("/carried")]
    async fn add(&self) -> Result<String>;
}

fn carried_by(transport: impl Transport, server: &Server) -> CarriedClient {
    CarriedClient::builder()
        .base_url(server.url())
        .transport(transport)
        .build()
        .unwrap()
}

/// A function that does not care who sends.
async fn status_of(transport: &impl Transport, url: &str) -> Result<u16, BoxError> {
    let request = Request::new(Method::GET, Url::parse(url)?);
    Ok(transport.send(request).await?.status().as_u16())
}

#[tokio::test]
async fn generic_code_takes_declared_and_plain_clients() {
    let server = Server::start([status(503), status(503), ok("")]).await;
    let url = server.url();
    assert_eq!(status_of(&reqwest::Client::new(), &url).await.unwrap(), 503);
    let client = RetryClient::new().unwrap().with_policy(SOON);
    assert_eq!(status_of(&client, &url).await.unwrap(), 200);
    assert_eq!(server.arrivals().len(), 3);
}

#[tokio::test]
async fn a_request_sent_through_a_retry_client_arrives_in_full_each_time() {
    let server = Server::start([status(503), reset(), ok("")]).await;
    let mut request = Request::new(Method::PUT, Url::parse(&server.url()).unwrap());
    request.url_mut().set_path("/a%20b");
    request.url_mut().set_query(Some("c=d&c=e"));
    for value in ["1", "2"] {
        request
            .headers_mut()
            .append("x-many", HeaderValue::from_static(value));
    }
    *request.body_mut() = Some("whole".into());
    let client = RetryClient::new().unwrap().with_policy(SOON);
    assert_eq!(
        Transport::send(&client, request).await.unwrap().status(),
        200
    );
    let arrivals = server.arrivals();
    assert_eq!(arrivals.len(), 3);
    for arrival in arrivals {
        assert_eq!(
            (&*arrival.method, &*arrival.target),
            ("PUT", "/a%20b?c=d&c=e")
        );
        let values = arrival.headers.get_all("x-many");
        assert_eq!(values.iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(arrival.body, "whole");
    }
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_request_bounds_its_call() {
    let memory = MemoryTransport::new([status(503).late(ms(300))]);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .retry(|_| STEADY);
    let client = builder.build().unwrap();
    let mut request = Request::new(Method::GET, Url::parse(URL).unwrap());
    *request.timeout_mut() = Some(ms(750));
    assert_eq!(
        Transport::send(&client, request).await.unwrap().status(),
        503
    );
    assert_eq!(memory.times(), [0, 400].map(ms));
}

#[tokio::test]
async fn a_retry_client_can_wrap_another() {
    let server = Server::start([status(503)]).await;
    let inner = RetryClient::new().unwrap().with_policy(SOON.attempts(2));
    let error = carried_by(inner, &server).carried().await.unwrap_err();
    assert_eq!((error.attempts().len(), server.arrivals().len()), (3, 3));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));

    let inner = RetryClient::new().unwrap().with_policy(SOON.attempts(2));
    let refusing = ClosedPort::new();
    let builder = CarriedClient::builder()
        .base_url(refusing.url())
        .transport(inner);
    let error = builder.build().unwrap().add().await.unwrap_err();
    // What the inner client knows, a request that was never sent, lets the outer repeat a POST.
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Connect, GaveUp::AttemptsExhausted)
    );
    assert_eq!(error.attempts().len(), 3);
}

/// Counts what goes through.
#[derive(Clone)]
struct Counting<T> {
    transport: T,
    sent: Arc<AtomicUsize>,
}

impl<T: Transport> Transport for Counting<T> {
    async fn send(&self, mut request: Request) -> Result<Response, BoxError> {
        let sent = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
        request.headers_mut().insert("x-sent", sent.into());
        self.transport.send(request).await
    }
}

#[tokio::test]
async fn a_custom_transport_sees_every_attempt() {
    let server = Server::start([status(503), reset(), ok("done")]).await;
    let sent = Arc::new(AtomicUsize::new(0));
    let transport = reqwest::Client::new();
    let counting = Counting {
        transport,
        sent: Arc::clone(&sent),
    };
    let client = carried_by(counting.clone(), &server);
    assert_eq!(client.change("mark", 7).await.unwrap(), "done");
    for (arrival, number) in server.arrivals().iter().zip(["1", "2", "3"]) {
        assert_eq!(arrival.header("x-sent"), Some(number));
        assert_eq!(arrival.header("x-mark"), Some("mark"));
        assert_eq!(arrival.body, "7");
    }
    let ad_hoc = RetryClient::builder().transport(counting).build().unwrap();
    assert_eq!(ad_hoc.get(server.url()).send().await.unwrap().status(), 200);
    assert_eq!(
        (sent.load(Ordering::SeqCst), server.arrivals().len()),
        (4, 4)
    );
}

#[tokio::test]
async fn a_tower_service_is_a_transport() {
    let server = Server::start([status(503), reset(), ok("done")]).await;
    let client = carried_by(TowerTransport(reqwest::Client::new()), &server);
    assert_eq!(client.carried().await.unwrap(), "done");
    assert_eq!(server.arrivals().len(), 3);

    let refusing = ClosedPort::new();
    let builder = RetryClient::builder().transport(TowerTransport(reqwest::Client::new()));
    let client = builder.retry(|_| SOON).build().unwrap();
    let error = client.post(refusing.url()).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Connect, 3)
    );
}

#[tokio::test]
async fn a_given_reqwest_client_keeps_its_settings() {
    let server = Server::start([status(503), ok("")]).await;
    let http = || {
        reqwest::Client::builder()
            .user_agent("mine/1")
            .build()
            .unwrap()
    };
    let client = RetryClient::from(http()).with_policy(SOON);
    client.get(server.url()).send().await.unwrap();
    let builder = RetryClient::builder().http(http());
    builder
        .build()
        .unwrap()
        .get(server.url())
        .send()
        .await
        .unwrap();
    let arrivals = server.arrivals();
    assert_eq!(arrivals.len(), 3);
    assert!(
        arrivals
            .iter()
            .all(|arrival| arrival.header("user-agent") == Some("mine/1"))
    );
}

#[tokio::test]
async fn a_client_that_carries_another_sends_each_attempt_once() {
    let server = Server::start([status(503)]).await;
    let inner = || RetryClient::new().unwrap().with_policy(SOON);
    let error = carried_by(inner(), &server).carried().await.unwrap_err();
    assert_eq!((error.attempts().len(), server.arrivals().len()), (3, 3));

    // Whatever stands between the two.
    let server = Server::start([status(503)]).await;
    let counting = Counting {
        transport: inner(),
        sent: Arc::default(),
    };
    let error = carried_by(counting, &server).carried().await.unwrap_err();
    assert_eq!((error.attempts().len(), server.arrivals().len()), (3, 3));

    // Three deep, and lost connections as well as statuses.
    let server = Server::start([reset(), reset(), ok("done")]).await;
    let middle = RetryClient::builder().transport(inner()).build().unwrap();
    let carried = carried_by(middle.with_policy(SOON), &server);
    assert_eq!(carried.carried().await.unwrap(), "done");
    assert_eq!(server.arrivals().len(), 3);
}

#[tokio::test]
async fn a_client_used_inside_a_hook_keeps_its_own_retries() {
    let tokens = Server::start([status(503), ok("secret")]).await;
    let server = Server::start([status(503), ok("done")]).await;
    let (url, client) = (tokens.url(), RetryClient::new().unwrap().with_policy(SOON));
    let carrying = RetryClient::builder()
        .before_attempt(async move |request: &mut Request, _: &Attempt| {
            let token = client.get(&url).send().await?.into_value().text().await?;
            let token = HeaderValue::try_from(token)?;
            request.headers_mut().insert("x-token", token);
            Ok(())
        })
        .build()
        .unwrap();
    // The hook of the client that carries runs while the other waits for its transport.
    let carried = carried_by(carrying.with_policy(SOON), &server);
    assert_eq!(carried.carried().await.unwrap(), "done");
    assert_eq!((tokens.arrivals().len(), server.arrivals().len()), (3, 2));
    assert_eq!(server.arrivals()[1].header("x-token"), Some("secret"));
}
