//! Code that takes any implementation of a trait with paged methods: clients, fakes, and both behind `dyn`.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use retry_client::{Error, Pages, Result, client};

use crate::support::script::{ok, status};
use crate::support::server::Server;

type Listed<T> = Result<Pages<T>, Trouble>;

#[derive(Debug)]
struct Trouble;

impl From<Error> for Trouble {
    fn from(_: Error) -> Self {
        Self
    }
}

#[client(dyn)]
trait Shelf {
    #[get("/books")]
    #[pages(page = "page")]
    async fn books(&self) -> Result<Pages<String>>;

    /// Through an alias, with an error of its own.
    #[get("/numbers")]
    #[pages(link)]
    async fn numbers(&self) -> Listed<u32>;
}

struct Fake;

impl Shelf for Fake {
    async fn books(&self) -> Result<Pages<String>> {
        Ok(Pages::of(["a".to_owned(), "b".to_owned()]))
    }

    async fn numbers(&self) -> Listed<u32> {
        Err(Trouble)
    }
}

async fn titles<S: Shelf + ?Sized>(shelf: &S) -> String {
    let mut books = shelf.books().await.unwrap();
    let mut titles = String::new();
    while let Some(book) = books.item().await.unwrap() {
        titles += &book;
    }
    titles
}

#[tokio::test]
async fn clients_and_fakes_are_paged_alike() {
    let server = Server::start([ok(r#"["a"]"#), ok(r#"["b"]"#), ok("[]")]).await;
    let client = ShelfClient::with_base_url(server.url()).unwrap();
    assert_eq!(titles(&client).await, "ab");
    assert_eq!(titles(&Fake).await, "ab");
    let shared: Arc<dyn DynShelf> = Arc::new(Fake);
    assert_eq!(titles(&*shared).await, "ab");
    let numbers = shared.numbers().await;
    assert!(matches!(numbers, Err(Trouble)), "its error comes through");
    let server = Server::start([ok(r#"["a"]"#), ok(r#"["b"]"#), ok("[]")]).await;
    let shared: Arc<dyn DynShelf> = Arc::new(ShelfClient::with_base_url(server.url()).unwrap());
    assert_eq!(titles(&*shared).await, "ab");
    let task = tokio::spawn(async move { titles(&*shared).await });
    // The empty page repeats.
    assert_eq!(task.await.unwrap(), "");
}

mockall::mock! {
    Shelves {}

    impl Shelf for Shelves {
        async fn books(&self) -> Result<Pages<String>>;
        async fn numbers(&self) -> Listed<u32>;
    }
}

#[tokio::test]
async fn a_mock_returns_pages_made_by_hand() {
    let mut shelf = MockShelves::new();
    let books = || Ok(Pages::of(["x".to_owned(), "y".to_owned()]));
    shelf.expect_books().returning(books);
    assert_eq!(titles(&shelf).await, "xy");
}

#[tokio::test]
async fn pages_are_a_stream_of_items_and_errors() {
    let steps = [ok(r#"["a"]"#), status(500), ok(r#"["b"]"#), ok("[]")];
    let server = Server::start(steps).await;
    let client = ShelfClient::with_base_url(server.url()).unwrap();
    let mut books = client.books().await.unwrap();
    let mut next = async || poll_fn(|context| Pin::new(&mut books).poll_next(context)).await;
    assert_eq!(next().await.unwrap().unwrap(), "a");
    let error = next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(next().await.unwrap().unwrap(), "b");
    assert!(next().await.is_none());
    assert!(next().await.is_none());
}

#[tokio::test]
async fn items_made_by_hand_are_one_page() {
    let mut pages = Pages::of([1, 2, 3]);
    assert_eq!(
        (pages.item().await.unwrap(), pages.cursor()),
        (Some(1), None)
    );
    let page = pages.page().await.unwrap().unwrap();
    assert_eq!((page.number(), page.items()), (1, &[2, 3][..]));
    assert!(pages.page().await.unwrap().is_none());
    assert_eq!(Pages::of(0..5).collect_at_most(3).await.unwrap(), [0, 1, 2]);
}
