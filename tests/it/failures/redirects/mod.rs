//! Redirects are followed by the loop: each hop is a request of its own, and what becomes of it says
//! nothing about the request that was declared.

mod after_a_post;
mod bounded;
mod elsewhere;
mod followed;
mod handed_in;

use std::sync::Mutex;

use retry_client::{Body, Reply, Result, client};

use crate::support::script::to;
use crate::support::server::{Arrival, Server};

#[client]
#[retry(constant, base = 1ms, attempts = 3, statuses = [429])]
trait Shop {
    #[get("/orders")]
    async fn orders(&self) -> Result<String>;

    #[head("/orders")]
    async fn check(&self) -> Result<()>;

    /// Only inherits a retry.
    #[post("/orders", headers("content-language" = "en"))]
    async fn order(&self, #[json] number: u32) -> Result<String>;

    #[post("/payments")]
    #[retry(unprocessed_only, statuses = [429, 503])]
    async fn pay(&self, #[json] number: u32) -> Result<String>;

    #[put("/orders")]
    async fn replace(&self, #[json] number: u32) -> Result<String>;

    #[post("/keyed")]
    #[idempotency_key]
    async fn keyed(&self, #[json] number: u32) -> Result<String>;

    #[get("/kept", ok_on = 302)]
    async fn kept(&self) -> Result<()>;

    #[get("/absent", none_on = 302)]
    async fn absent(&self) -> Result<Option<String>>;

    #[post("/once")]
    #[retry(off)]
    async fn once(&self, #[body] body: Body) -> Result<String>;

    #[get]
    async fn anywhere(&self, #[url] url: &str) -> Result<String>;
}

fn shop(server: &Server) -> ShopClient {
    let builder = ShopClient::builder().base_url(server.url());
    builder.redirects(3).build().unwrap()
}

fn sent(arrivals: &[Arrival]) -> Vec<(&str, &str)> {
    let pairs = arrivals.iter();
    pairs
        .map(|arrival| (arrival.method.as_str(), arrival.target.as_str()))
        .collect()
}

fn records<T>(reply: &Reply<T>) -> Vec<(Option<u16>, u32)> {
    let records = reply.attempts().iter();
    records
        .map(|record| (record.status().map(|status| status.as_u16()), record.hops()))
        .collect()
}

async fn answer_one(stream: tokio::net::TcpStream, log: &Mutex<Vec<String>>, answer: &str) {
    use tokio::io::AsyncWriteExt;
    let mut stream = tokio::io::BufReader::new(stream);
    let request = crate::support::raw_http::receive(&mut stream)
        .await
        .unwrap();
    log.lock().unwrap().push(request.unwrap().method);
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}
