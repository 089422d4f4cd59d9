//! A declared client against a server that misbehaves, with a timeline of every call.
//!
//! Run with `cargo run --example quickstart`. It needs no network beyond the loopback interface, and
//! fails if the server saw anything other than what the client reports.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use retry_client::{Result, client};
use serde::{Deserialize, Serialize};

mod support {
    pub(crate) mod paint;
    pub(crate) mod scale;
    pub(crate) mod server;
    pub(crate) mod story;
    pub(crate) mod timeline;
}

use support::paint::{Colour, Paint};
use support::server::{Script, Server, Step};
use support::story::{self, Story};
use support::timeline;

/// A bookshop. Unless a method says otherwise, its request is sent up to four times, after any 5xx, a
/// 429 or a failed connection, with longer waits each time.
#[client]
#[retry(exponential, base = 200ms, jitter = equal, attempts = 4, statuses = [429])]
trait Bookshop {
    /// One book.
    #[get("/books/{id}")]
    async fn book(&self, id: u32) -> Result<Book>;

    /// The titles that contain a word.
    #[get("/titles")]
    async fn titles(&self, #[query] word: &str) -> Result<Vec<String>>;

    /// Changes a book. PUT is idempotent, so it may be repeated like a GET.
    #[put("/books/{id}")]
    #[retry(linear, base = 150ms)]
    async fn change(&self, id: u32, #[json] book: &Book) -> Result<()>;

    /// The beginning of a book.
    #[get("/books/{id}/sample")]
    #[retry(constant, base = 250ms)]
    async fn sample(&self, id: u32) -> Result<String>;

    /// The number of books in stock, from a service that sometimes hangs.
    #[get("/stock/{id}", attempt_timeout = 300ms)]
    #[retry(list(100ms, 500ms))]
    async fn stock(&self, id: u32) -> Result<u32>;

    /// Orders a book. The server may have processed a POST that failed, so it is not repeated.
    #[post("/orders")]
    async fn order(&self, #[json] order: &Order) -> Result<Receipt>;

    /// Pays. Every attempt carries the same key, so the server recognizes a repetition.
    #[post("/payments")]
    #[idempotency_key]
    async fn pay(&self, #[json] order: &Order) -> Result<Receipt>;
}

#[derive(Debug, Serialize, Deserialize)]
struct Book {
    title: String,
    pages: u32,
}

#[derive(Debug, Serialize)]
struct Order {
    book: u32,
    copies: u32,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only shown")]
struct Receipt {
    number: u32,
}

/// The behaviour of the server for the requests of each target, in turn.
const SCRIPT: Script = &[
    ("/books/7", &[BUSY, BUSY, ok(BOOK)]),
    ("/titles?word=sea", &[Step::TooMany(1), ok(TITLES)]),
    ("/books/8", &[Step::Reset, ok("")]),
    ("/books/7/sample", &[Step::CutShort(SAMPLE), ok(SAMPLE)]),
    ("/stock/7", &[Step::Late(STUCK), ok("12")]),
    ("/orders", &[BUSY]),
    ("/payments", &[BUSY, Step::Answer(201, RECEIPT)]),
];

const BUSY: Step = Step::Answer(503, "busy");
const STUCK: Duration = Duration::from_secs(5);
const BOOK: &str = r#"{"title":"Dune","pages":412}"#;
const TITLES: &str = r#"["The Sea, the Sea"]"#;
const SAMPLE: &str = "A beginning is the time for care.";
const RECEIPT: &str = r#"{"number":1042}"#;

const fn ok(body: &'static str) -> Step {
    Step::Answer(200, body)
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let server = Server::start(SCRIPT).await?;
    let shop = BookshopClient::with_base_url(server.url())?;
    println!("Seven calls to a server that misbehaves\n");

    let stories = call_everything(&shop, &server).await;
    let paint = Paint::for_stdout();
    print!("{}", timeline::draw(&stories, paint));

    let complaints = story::complaints(&stories, &server).await;
    println!();
    for complaint in &complaints {
        println!("{}", paint.paint(Colour::Red, complaint));
    }
    if !complaints.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    let sent: usize = stories.iter().map(|story| story.attempts.len()).sum();
    println!("{sent} attempts reported, {sent} requests arrived: both sides tell the same story.");
    Ok(ExitCode::SUCCESS)
}

async fn call_everything(shop: &BookshopClient, server: &Server) -> [Story; 7] {
    type Shop = BookshopClient;
    let book = Book {
        title: "Persuasion".to_owned(),
        pages: 249,
    };
    let order = Order { book: 7, copies: 2 };
    [
        Story::of(server, "busy twice", &Shop::BOOK, shop.book(7)).await,
        Story::of(server, "asks for 1 s", &Shop::TITLES, shop.titles("sea")).await,
        Story::of(server, "hangs up", &Shop::CHANGE, shop.change(8, &book)).await,
        Story::of(server, "stops midway", &Shop::SAMPLE, shop.sample(7)).await,
        Story::of(server, "is stuck", &Shop::STOCK, shop.stock(7)).await,
        Story::of(server, "busy", &Shop::ORDER, shop.order(&order)).await,
        Story::of(server, "busy once", &Shop::PAY, shop.pay(&order)).await,
    ]
}

#[cfg(test)]
mod tests {
    use super::{BookshopClient, Paint, SCRIPT, Server, call_everything, timeline};

    /// A line without bars and times, which differ from run to run; titles stay as they are.
    fn shape(line: &str) -> String {
        if line.starts_with(|c: char| c.is_ascii_uppercase()) {
            return line.trim_end().to_owned();
        }
        let is_word = |word: &&str| {
            let is_time = word.parse::<f64>().is_ok() || *word == "ms" || *word == "s";
            !is_time && word.is_ascii() || *word == "✓"
        };
        let words: Vec<&str> = line.split_whitespace().filter(is_word).collect();
        words.join(" ")
    }

    #[tokio::test]
    async fn the_readme_shows_what_is_printed() {
        let server = Server::start(SCRIPT).await.unwrap();
        let shop = BookshopClient::with_base_url(server.url()).unwrap();
        let stories = call_everything(&shop, &server).await;
        let printed = timeline::draw(&stories, Paint::plain());
        for line in printed.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
        let readme = include_str!("../README.md");
        let shown = readme
            .split("$ cargo run --example quickstart\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next())
            .expect("the README shows the quickstart");
        let shown: Vec<String> = shown.trim().lines().map(shape).collect();
        let printed: Vec<String> = printed.lines().map(shape).collect();
        let is_printed = printed.windows(shown.len()).any(|lines| lines == shown);
        assert!(is_printed, "{shown:#?} is not in {printed:#?}");
    }
}
