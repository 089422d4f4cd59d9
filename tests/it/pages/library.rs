//! An API that pages in every way, and a server for it.

use std::sync::atomic::{AtomicUsize, Ordering};

use retry_client::pages::{Next, PageParts};
use retry_client::{BoxError, Pages, Result, Url, client};

use crate::support::script::{Step, ok};
use crate::support::server::{Arrival, Server};

/// The number of items in all, and on each page.
pub(crate) const ITEMS: usize = 10_000;
pub(crate) const PER_PAGE: usize = 100;

#[client]
#[retry(constant, base = 1ms, attempts = 4)]
#[budget(off)]
pub(crate) trait Library {
    #[get("/link")]
    #[pages(link)]
    async fn by_link(&self) -> Result<Pages<usize>>;

    #[get("/found")]
    #[pages(link, items = "found")]
    async fn by_link_beside_a_list(&self) -> Result<Pages<usize>>;

    #[get("/cursor")]
    #[pages(cursor = "meta.next", query = "cursor", items = "data.items")]
    async fn by_cursor(&self) -> Result<Pages<usize>>;

    #[get("/next")]
    #[pages(next = "links.next", items = "items")]
    async fn by_next(&self) -> Result<Pages<usize>>;

    #[get("/page")]
    #[pages(page = "page")]
    async fn by_page(&self) -> Result<Pages<usize>>;

    #[get("/page0")]
    #[pages(page = "page", start = 0, items = "list")]
    async fn by_page_from_0(&self) -> Result<Pages<usize>>;

    #[get("/offset")]
    #[pages(offset = "offset")]
    async fn by_offset(&self) -> Result<Pages<usize>>;

    #[get("/with")]
    #[pages(with = next_of, items = "items")]
    async fn by_function(&self) -> Result<Pages<usize>>;
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the attribute takes a function that may fail"
)]
fn next_of(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    assert!(page.body().starts_with(b"{"));
    assert!(page.items() <= PER_PAGE && page.number() >= 1);
    let next = page.headers().get("x-next");
    Ok(next.map(|next| Next::query("from", next.to_str().unwrap())))
}

/// Every form, by name, with the requests that it takes to read all pages: one more where the end is an empty page.
pub(crate) const FORMS: [(&str, usize); 8] = [
    ("link", 100),
    ("found", 100),
    ("cursor", 100),
    ("next", 100),
    ("page", 101),
    ("page0", 101),
    ("offset", 101),
    ("with", 100),
];

impl LibraryClient {
    pub(crate) fn of(server: &Server) -> Self {
        Self::with_base_url(server.url()).unwrap()
    }

    pub(crate) async fn all(&self, form: &str, from: Option<String>) -> Result<Pages<usize>> {
        let call = match form {
            "link" => self.by_link(),
            "found" => self.by_link_beside_a_list(),
            "cursor" => self.by_cursor(),
            "next" => self.by_next(),
            "page" => self.by_page(),
            "page0" => self.by_page_from_0(),
            "offset" => self.by_offset(),
            "with" => self.by_function(),
            other => panic!("no such form: {other}"),
        };
        match from {
            Some(cursor) => call.resume_from(cursor).await,
            None => call.await,
        }
    }
}

/// The page of the list that a request asks for, of so many pages.
pub(crate) fn page_of(arrival: &Arrival, pages: usize) -> Step {
    let url = Url::parse("http://h")
        .unwrap()
        .join(&arrival.target)
        .unwrap();
    let asked: Vec<(String, usize)> = url
        .query_pairs()
        .map(|(name, value)| (name.into_owned(), value.parse().unwrap()))
        .collect();
    let form = &url.path()[1..];
    let number = match (form, &asked[..]) {
        ("link" | "found" | "next" | "cursor" | "with", []) => 0,
        ("link" | "found" | "next", [(name, number)]) if name == "p" => *number,
        ("cursor", [(name, number)]) if name == "cursor" => *number,
        ("with", [(name, number)]) if name == "from" => *number,
        ("page", [(name, number)]) if name == "page" => *number - 1,
        ("page0", [(name, number)]) if name == "page" => *number,
        ("offset", [(name, number)]) if name == "offset" => *number / PER_PAGE,
        _ => panic!("nobody asks so: {}", arrival.target),
    };
    let items: Vec<usize> = match number {
        number if number < pages => (number * PER_PAGE..(number + 1) * PER_PAGE).collect(),
        _ => Vec::new(),
    };
    let items = serde_json::to_string(&items).unwrap();
    let next = Some(number + 1).filter(|next| *next < pages);
    let null = || "null".to_owned();
    match form {
        "link" | "found" => {
            let body = match form {
                "link" => items,
                _ => format!(r#"{{"total": 3, "found": {items}}}"#),
            };
            let links = match next {
                Some(next) => format!(r#"<?p=0>; rel="first", </{form}?p={next}>; rel="next""#),
                None => r#"<?p=0>; rel="first""#.to_owned(),
            };
            ok(body).header("link", links)
        }
        "cursor" => {
            let next = next.map_or_else(null, |next| next.to_string());
            ok(format!(
                r#"{{"meta": {{"next": {next}}}, "data": {{"items": {items}}}}}"#
            ))
        }
        "next" => {
            let next = next.map_or_else(null, |next| format!(r#""next?p={next}""#));
            ok(format!(
                r#"{{"items": {items}, "links": {{"next": {next}}}}}"#
            ))
        }
        "page0" => ok(format!(r#"{{"list": {items}}}"#)),
        "with" => {
            let step = ok(format!(r#"{{"items": {items}}}"#));
            match next {
                Some(next) => step.header("x-next", next.to_string()),
                None => step,
            }
        }
        _ => ok(items),
    }
}

/// A server of all lists, on which the n-th requests fail as they are told to.
pub(crate) async fn library(
    failures: impl Fn(usize) -> Option<Step> + Send + Sync + 'static,
) -> Server {
    let arrived = AtomicUsize::new(0);
    Server::responding(move |arrival| {
        let failure = failures(arrived.fetch_add(1, Ordering::Relaxed));
        failure.unwrap_or_else(|| page_of(arrival, ITEMS / PER_PAGE))
    })
    .await
}
