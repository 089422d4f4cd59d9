//! Attempts that go to different URLs: another server, another path, the next of a list.
//!
//! Run with `cargo run --example failover`. It needs no network beyond the loopback interface.

use retry_client::{BoxError, Result, RetryClient, client, reqwest};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

/// Attempt *n* goes to base URL *n*, and the last one repeats. Headers and body stay the same.
#[client(base_urls = ["http://eu.stock.test", "http://us.stock.test"])]
#[retry(exponential, base = 5ms, attempts = 3)]
trait Stock {
    #[get("/stock/{article}")]
    async fn stock(&self, article: &str) -> Result<u32>;

    /// Version 2 of the API has its own path, which not every server knows yet.
    #[put("/v2/stock/{article}", "/v1/stock/{article}")]
    #[retry(statuses = [404])]
    async fn count(
        &self,
        article: &str,
        #[header("x-clerk")] clerk: &str,
        #[json] count: u32,
    ) -> Result<()>;
}

const DOWN: Step = Step::Answer(503, "down for maintenance");

const EU: Script = &[
    ("/stock/tea", &[DOWN]),
    ("/v2/stock/tea", &[Step::Reset]),
    ("/report", &[DOWN]),
];

const US: Script = &[
    ("/stock/tea", &[DOWN, Step::Answer(200, "12")]),
    ("/v1/stock/tea", &[Step::Answer(204, "")]),
    ("/report", &[Step::Answer(200, "all is well")]),
];

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let (eu, us) = (Server::start(EU).await?, Server::start(US).await?);
    let http = reqwest::Client::builder()
        .resolve("eu.stock.test", eu.address())
        .resolve("us.stock.test", us.address())
        .retry(reqwest::retry::never())
        .build()?;

    let stock = StockClient::builder().http(http).build()?;
    let reply = stock.stock("tea").reply().await?;
    println!(
        "in stock: {}, attempts: {}",
        reply.value(),
        reply.attempts().len()
    );
    assert_eq!((reply.attempts().len(), reply.into_value()), (3, 12));
    assert_eq!(
        (
            eu.take_arrivals().await.len(),
            us.take_arrivals().await.len()
        ),
        (1, 2)
    );

    stock.count("tea", "Ada", 11).await?;
    for (server, target) in [(&eu, "/v2/stock/tea"), (&us, "/v1/stock/tea")] {
        let arrivals = server.take_arrivals().await;
        println!(
            "counted at {}{target}",
            arrivals[0].header("host").unwrap_or_default()
        );
        assert_eq!((arrivals.len(), &*arrivals[0].target), (1, target));
        assert_eq!(arrivals[0].header("x-clerk"), Some("Ada"));
        assert_eq!(arrivals[0].header("content-length"), Some("2"));
    }

    // At run time, a list does the same.
    let client = RetryClient::new()?;
    let urls = [&eu, &us].map(|server| server.url() + "/report");
    let reply = client.get(urls).send().await?.error_for_status()?;
    println!("report, from {}: {}", reply.value().url(), reply.status());
    assert_eq!(reply.into_value().text().await?, "all is well");

    for server in [eu, us] {
        assert_eq!(server.unplayed().await, [""; 0]);
    }
    Ok(())
}
