//! Attempts, retries, waits and give-ups as metrics, on an endpoint that Prometheus could scrape.
//!
//! Run with `cargo run --example metrics`. It needs no network beyond the loopback interface.

use std::io;
use std::net::SocketAddr;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use retry_client::{BoxError, Result, client, reqwest};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

#[client]
#[retry(constant, base = 20ms)]
trait Books {
    #[get("/books/{id}")]
    async fn title(&self, id: u32) -> Result<String>;

    #[post("/books")]
    async fn add(&self, #[json] title: &str) -> Result<()>;
}

const SCRIPT: Script = &[
    (
        "/books/7",
        &[
            Step::Answer(503, "busy"),
            Step::CutShort("Emma"),
            Step::Answer(200, "Emma"),
        ],
    ),
    ("/books/8", &[Step::TooMany(1)]),
    ("/books", &[Step::Answer(502, "perhaps it was added")]),
];

/// Setup of the recorder at the start of an application. The buckets, in seconds, serve durations and
/// waits.
async fn expose() -> Result<SocketAddr, BoxError> {
    let buckets = [0.01, 0.1, 1.0, 10.0];
    let builder = PrometheusBuilder::new().set_buckets(&buckets)?;
    let handle = builder.install_recorder()?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A scraper that disconnects will connect again.
            let _ = serve(stream, &handle).await;
        }
    });
    Ok(address)
}

/// Responds to any request with the metrics and closes the connection.
async fn serve(stream: TcpStream, handle: &PrometheusHandle) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let text = handle.render();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4\r\nconnection: close";
    let response = format!("{head}\r\ncontent-length: {}\r\n\r\n{text}", text.len());
    stream.write_all(response.as_bytes()).await
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let address = expose().await?;
    let server = Server::start(SCRIPT).await?;
    let books = BooksClient::with_base_url(server.url())?;

    assert_eq!(books.title(7).await?, "Emma");
    books
        .title(8)
        .await
        .expect_err("429 is not among what is retried");
    books
        .add("Emma")
        .await
        .expect_err("it must not be repeated");

    let scrape = reqwest::get(format!("http://{address}/metrics")).await?;
    let text = scrape.error_for_status()?.text().await?;
    print!("{text}");

    let sum = |start: &str| {
        let samples = text.lines().filter(|line| line.starts_with(start));
        let values = samples.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok());
        values.sum::<usize>()
    };
    let arrivals = server.take_arrivals().await.len();
    assert_eq!(sum("retry_client_attempts_total{"), arrivals);
    assert_eq!(
        sum("retry_client_attempt_duration_seconds_count{"),
        arrivals
    );
    assert_eq!(sum("retry_client_retries_total{"), 2);
    assert_eq!(sum("retry_client_call_duration_seconds_count{"), 3);
    let give_up = r#"service="Books",endpoint="add",method="POST",reason="not_repeatable"} 1"#;
    assert!(text.contains(&format!("retry_client_give_ups_total{{{give_up}")));
    assert_eq!(server.unplayed().await, [""; 0]);
    Ok(())
}
