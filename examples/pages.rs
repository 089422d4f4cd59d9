//! Lists in pages, in each of the ways in which APIs split them.
//!
//! Run with `cargo run --example pages`. It needs no network beyond the loopback interface.

use std::collections::HashSet;
use std::sync::Mutex;

use retry_client::pages::{Next, PageParts, Paging};
use retry_client::{BoxError, Pages, Result, RetryClient, client};
use serde_json::{Value, json};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod service;
}

use support::service::{Arrival, Respond, Service};

/// A catalogue that has the same list in six forms.
#[client]
#[retry(exponential, base = 5ms, attempts = 4, statuses = [429])]
trait Catalogue {
    /// A `Link` header, as code hosts send.
    #[get("/link")]
    #[pages(link)]
    async fn by_link(&self) -> Result<Pages<u64>>;

    /// A cursor in the body that goes into a query, as chat and payment services have.
    #[get("/cursor")]
    #[pages(cursor = "meta.next", query = "cursor", items = "data")]
    async fn by_cursor(&self) -> Result<Pages<u64>>;

    /// A URL in the body, as `OData` services send.
    #[get("/next")]
    #[pages(next = "@odata.nextLink", items = "value")]
    async fn by_next(&self) -> Result<Pages<u64>>;

    /// Numbers of pages.
    #[get("/page")]
    #[pages(page = "page")]
    async fn by_page(&self) -> Result<Pages<u64>>;

    /// Offsets of items.
    #[get("/offset")]
    #[pages(offset = "offset", items = "rows")]
    async fn by_offset(&self) -> Result<Pages<u64>>;

    /// Any other form.
    #[get("/with")]
    #[pages(with = continuation)]
    async fn by_function(&self) -> Result<Pages<u64>>;
}

fn continuation(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    let Some(mark) = page.headers().get("x-continuation") else {
        return Ok(None);
    };
    Ok(Some(Next::query("from", mark.to_str()?)))
}

const ITEMS: u64 = 250;
const PER_PAGE: u64 = 50;

/// A page of the list, in the form that the path names.
fn page(form: &str, query: &str) -> Respond {
    let value = query
        .rsplit_once('=')
        .and_then(|(_, value)| value.parse().ok());
    let first: u64 = match form {
        "page" => (value.unwrap_or(1) - 1) * PER_PAGE,
        _ => value.unwrap_or(0),
    };
    let end = ITEMS.min(first + PER_PAGE);
    let items: Vec<u64> = (first..end).collect();
    let next = (end < ITEMS).then_some(end);
    let or_null = |text: Option<String>| text.map_or(Value::Null, Value::String);
    match form {
        "link" => match next {
            Some(next) => Respond::json(&json!(items))
                .header("link", &format!(r#"</link?from={next}>; rel="next""#)),
            None => Respond::json(&json!(items)),
        },
        "cursor" => {
            let next = or_null(next.map(|next| next.to_string()));
            Respond::json(&json!({"meta": {"next": next}, "data": items}))
        }
        "next" => {
            let next = or_null(next.map(|next| format!("next?from={next}")));
            Respond::json(&json!({"value": items, "@odata.nextLink": next}))
        }
        "offset" => Respond::json(&json!({"rows": items})),
        "with" => match next {
            Some(next) => Respond::json(&json!(items)).header("x-continuation", &next.to_string()),
            None => Respond::json(&json!(items)),
        },
        _ => Respond::json(&json!(items)),
    }
}

/// The service is busy at first for every third page, and closes the connection on every fourth.
async fn service() -> std::io::Result<Service> {
    let seen = Mutex::new(HashSet::new());
    let respond = move |arrival: &Arrival| {
        let target = arrival.target.trim_start_matches('/');
        let (form, query) = target.split_once('?').unwrap_or((target, ""));
        let mut seen = seen.lock().ok()?;
        let is_new = seen.insert(target.to_owned());
        match seen.len() {
            n if is_new && n % 3 == 0 => Some(Respond::status(503)),
            n if is_new && n % 4 == 0 => None,
            _ => Some(page(form, query)),
        }
    };
    Service::start(respond, None).await
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let service = service().await?;
    let catalogue = CatalogueClient::builder().base_url(service.url()).build()?;
    for (name, call) in [
        ("link", catalogue.by_link()),
        ("cursor", catalogue.by_cursor()),
        ("next", catalogue.by_next()),
        ("page", catalogue.by_page()),
        ("offset", catalogue.by_offset()),
        ("with", catalogue.by_function()),
    ] {
        let mut pages = call.await?;
        let mut sum = 0;
        while let Some(item) = pages.item().await? {
            sum += item;
        }
        println!("{name:>7}: the sum of all items is {sum}");
        assert_eq!(sum, ITEMS * (ITEMS - 1) / 2);
    }

    // Half of it now, and the rest in another process that has only the cursor.
    let mut pages = catalogue.by_cursor().await?;
    let first = pages.collect_at_most(100).await?;
    let stored = pages.cursor().ok_or("there is more")?;
    let elsewhere = CatalogueClient::builder().base_url(service.url()).build()?;
    let mut pages = elsewhere.by_cursor().resume_from(&stored).await?;
    let rest = pages.collect_at_most(usize::MAX).await?;
    println!(
        "{} items, then {} from `{stored}` on",
        first.len(),
        rest.len()
    );
    assert_eq!([first, rest].concat(), (0..ITEMS).collect::<Vec<_>>());

    // Without a declaration.
    let client = RetryClient::new()?;
    let url = service.url() + "/link";
    let mut pages = client.get(url).pages::<u64>(Paging::link()).await?;
    while let Some(page) = pages.page().await? {
        println!("page {}: {} items", page.number(), page.items().len());
    }
    Ok(())
}
