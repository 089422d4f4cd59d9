//! Requests made at run time: like `reqwest::Client`, with retries.
//!
//! Run with `cargo run --example ad_hoc`. It needs no network beyond the loopback interface.

use std::time::Duration;

use retry_client::{
    BoxError, ErrorKind, GaveUp, Method, Outcome, Policy, Request, RetryClient, Strategy,
    Transport, Url, Verdict, reqwest,
};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

const OK: Step = Step::Answer(200, "fine");
const BUSY: Step = Step::Answer(503, "busy");

const SCRIPT: Script = &[
    ("/search?q=tea%20pot&page=2", &[BUSY, Step::Reset, OK]),
    ("/missing", &[Step::Answer(404, "no such thing")]),
    ("/orders", &[BUSY, BUSY, OK]),
    (
        "/odd",
        &[Step::Answer(200, "<html>"), Step::Answer(200, "[1]")],
    ),
    ("/either", &[BUSY, BUSY, OK]),
];

const QUICK: Policy = Policy::new(Strategy::exponential().base(Duration::from_millis(5)));

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let server = Server::start(SCRIPT).await?;
    let builder = RetryClient::builder().base_url(server.url());
    let client = builder
        .retry(|_| QUICK)
        .timeout(Duration::from_secs(5))
        .build()?;

    // The request builder mirrors reqwest's; the result is the last response with its history.
    let request = client
        .get("/search")
        .query(&[("q", "tea pot"), ("page", "2")]);
    let reply = request.bearer_auth("token").send().await?;
    println!(
        "GET /search: {}, attempts: {}",
        reply.status(),
        reply.attempts().len()
    );
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 3));

    // `error_for_status` turns a status into an error.
    let reply = client.get("/missing").send().await?;
    let error = reply.error_for_status().err().ok_or("404 is no success")?;
    println!("{error}");
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Status, GaveUp::NotRetryable)
    );

    // A POST is sent once unless it is stated why it may be sent again.
    let order = [("article", "tea"), ("count", "2")];
    let reply = client.post("/orders").form(&order).send().await?;
    println!(
        "POST /orders: {}, attempts: {}",
        reply.status(),
        reply.attempts().len()
    );
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (503, 1));
    server.take_arrivals().await;
    let reply = client
        .post("/orders")
        .form(&order)
        .idempotency_key()
        .send()
        .await?;
    let arrivals = server.take_arrivals().await;
    println!(
        "POST /orders with a key: {}, attempts: {}",
        reply.status(),
        arrivals.len()
    );
    assert_eq!((reply.status().as_u16(), arrivals.len()), (200, 2));
    let [first, second] =
        [&arrivals[0], &arrivals[1]].map(|arrival| arrival.header("idempotency-key"));
    assert!(first.is_some() && first == second);

    // A function decides which outcomes count as success.
    let reply = client
        .get("/odd")
        .retry(QUICK.when(&is_json))
        .send()
        .await?;
    assert_eq!(reply.into_value().text().await?, "[1]");

    // Code that is generic over the transport accepts either client.
    let url = Url::parse(&(server.url() + "/either"))?;
    assert_eq!(status(&reqwest::Client::new(), &url).await?, 503);
    assert_eq!(status(&client, &url).await?, 200);

    assert_eq!(server.unplayed().await, [""; 0]);
    Ok(())
}

fn is_json(outcome: &Outcome) -> Verdict {
    match outcome.json::<serde_json::Value>() {
        Ok(_) => Verdict::Default,
        Err(_) => Verdict::Retry,
    }
}

async fn status(transport: &impl Transport, url: &Url) -> Result<u16, BoxError> {
    let request = Request::new(Method::GET, url.clone());
    Ok(transport.send(request).await?.status().as_u16())
}
