//! Every example of aiohttp-retry's README as one function, for those who know that library.
//!
//! Run with `cargo run --example seed_tour`. It needs no network beyond the loopback interface.

use std::sync::atomic::{AtomicBool, Ordering};

use retry_client::{
    Attempt, BoxError, Method, Observer, Policy, RequestParams, RetryClient, StatusCode, Strategy,
    reqwest,
};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

const OK: Step = Step::Answer(200, "Ok!");
const ERROR: Step = Step::Answer(503, "busy");

const SCRIPT: Script = &[
    ("/session", &[ERROR, OK]),
    ("/random", &[ERROR]),
    ("/changed", &[ERROR, OK]),
    ("/traced", &[ERROR, ERROR]),
    ("/internal_error", &[ERROR]),
    ("/ping", &[OK, OK, ERROR, OK]),
];

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let server = Server::start(SCRIPT).await?;
    println!("one attempt:       {}", exponential_retry(&server).await?);
    println!("your own session:  {}", session_of_your_own(&server).await?);
    println!("one random retry:  {}", random_retry(&server).await?);
    println!("default options:   {}", default_options(&server).await?);
    println!("changed requests:  {}", changed_requests(&server).await?);
    println!("traced:            {}", trace(&server).await?);
    println!("a list of URLs:    {}", list_of_urls(&server).await?);
    assert_eq!(server.unplayed().await, [""; 0]);
    Ok(())
}

/// `RetryClient(raise_for_status=False, retry_options=ExponentialRetry(attempts=1))`
async fn exponential_retry(server: &Server) -> Result<StatusCode, BoxError> {
    let options = Policy::new(Strategy::exponential()).attempts(1);
    let client = RetryClient::builder().retry(|_| options).build()?;
    let reply = client.get(server.url() + "/ping").send().await?;
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 1));
    Ok(reply.status())
}

/// `RetryClient(client_session=client_session)`
async fn session_of_your_own(server: &Server) -> Result<StatusCode, BoxError> {
    let client = RetryClient::from(reqwest::Client::new());
    let reply = client.get(server.url() + "/session").send().await?;
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 2));
    Ok(reply.status())
}

/// `RandomRetry(attempts=1)`: returns the last response, whatever its status.
async fn random_retry(server: &Server) -> Result<StatusCode, BoxError> {
    let options = Policy::new(Strategy::random()).attempts(1);
    let client = RetryClient::new()?.with_policy(options);
    let reply = client.get(server.url() + "/random").send().await?;
    assert_eq!(reply.status(), 503);
    Ok(reply.status())
}

/// `async with RetryClient() as client`: there is nothing to close.
async fn default_options(server: &Server) -> Result<StatusCode, BoxError> {
    let client = RetryClient::new()?;
    let reply = client.get(server.url() + "/ping").send().await?;
    let status = reply.status();
    assert_eq!(reply.into_value().text().await?, "Ok!");
    Ok(status)
}

/// `client.requests(params_list=[RequestParams(…), RequestParams(…, headers={…})])`
async fn changed_requests(server: &Server) -> Result<StatusCode, BoxError> {
    let request = || RequestParams::new(Method::GET, server.url() + "/changed");
    let requests = [request(), request().header("some-header", "some value")];
    server.take_arrivals().await;
    let reply = RetryClient::new()?.requests(requests).send().await?;
    let arrivals = server.take_arrivals().await;
    let headers = arrivals.iter().map(|arrival| arrival.header("some-header"));
    assert_eq!(headers.collect::<Vec<_>>(), [None, Some("some value")]);
    Ok(reply.status())
}

/// `trace_config.on_request_start.append(on_request_start)`
struct Warning;
static WARNED: AtomicBool = AtomicBool::new(false);

impl Observer for Warning {
    fn attempt_started(&self, attempt: &Attempt) {
        if attempt.is_last() {
            println!("                   Wow! We are in the last attempt");
            WARNED.store(true, Ordering::SeqCst);
        }
    }
}

async fn trace(server: &Server) -> Result<StatusCode, BoxError> {
    let options = Policy::new(Strategy::exponential()).attempts(2);
    let builder = RetryClient::builder().observe(Warning);
    let client = builder.retry(|_| options).build()?;
    let reply = client.get(server.url() + "/traced").send().await?;
    assert!(WARNED.load(Ordering::SeqCst));
    Ok(reply.status())
}

/// `client.get(url=['/internal_error', '/ping'])`: the last repeats.
async fn list_of_urls(server: &Server) -> Result<StatusCode, BoxError> {
    let client = RetryClient::builder().base_url(server.url()).build()?;
    let reply = client.get(["/internal_error", "/ping"]).send().await?;
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 3));
    Ok(reply.status())
}
