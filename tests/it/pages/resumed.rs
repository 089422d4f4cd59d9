//! A cursor is stored, and another client goes on.

use std::env;

use retry_client::ErrorKind;
use tokio::runtime::Runtime;

use crate::pages::library::{FORMS, ITEMS, LibraryClient, PER_PAGE, library};
use crate::support::isolated;

#[tokio::test]
async fn another_client_resumes_where_a_cursor_was_stored() {
    for (form, requests) in FORMS {
        let server = library(|_| None).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        let mut items = pages.collect_at_most(3 * PER_PAGE).await.unwrap();
        let stored = pages.cursor().unwrap();
        drop(pages);
        let pages = LibraryClient::of(&server).all(form, Some(stored)).await;
        let mut pages = pages.unwrap();
        let page = pages.page().await.unwrap().unwrap();
        assert_eq!(page.number(), 1, "{form}");
        items.extend(page.into_items());
        items.extend(pages.collect_at_most(ITEMS).await.unwrap());
        assert_eq!(items, (0..ITEMS).collect::<Vec<_>>(), "{form}");
        assert_eq!(server.arrivals().len(), requests, "{form}");
    }
}

/// A process that knows nothing but the URL and the text of the cursor.
#[test]
fn another_process_resumes_where_a_cursor_was_stored() {
    const NAME: &str = "pages::resumed::another_process_resumes_where_a_cursor_was_stored";
    const STORED: [&str; 2] = ["RETRY_CLIENT_TEST_URL", "RETRY_CLIENT_TEST_CURSOR"];
    let go_on = async {
        let [url, cursor] = STORED.map(|name| env::var(name).unwrap());
        let library = LibraryClient::with_base_url(&*url).unwrap();
        let mut pages = library.all("link", Some(cursor)).await.unwrap();
        let items = pages.collect_at_most(ITEMS).await.unwrap();
        assert_eq!(items, (3 * PER_PAGE..ITEMS).collect::<Vec<_>>());
    };
    if env::var_os(STORED[1]).is_some() {
        return isolated::with(&[], NAME, go_on);
    }
    let runtime = Runtime::new().unwrap();
    let (server, cursor) = runtime.block_on(async {
        let server = library(|_| None).await;
        let mut pages = LibraryClient::of(&server).all("link", None).await.unwrap();
        pages.collect_at_most(3 * PER_PAGE).await.unwrap();
        (server, pages.cursor().unwrap())
    });
    let stored = [(STORED[0], &*server.url()), (STORED[1], &*cursor)];
    isolated::with(&stored, NAME, go_on);
    let (_, requests) = FORMS.into_iter().find(|(form, _)| *form == "link").unwrap();
    assert_eq!(server.arrivals().len(), requests);
}

#[tokio::test]
async fn the_cursor_names_the_page_after_the_one_that_is_handed_out() {
    let expected = [
        ("link", "/link?p=1"),
        ("found", "/found?p=1"),
        ("cursor", "1"),
        ("next", "/next?p=1"),
        ("page", "2"),
        ("page0", "1"),
        ("offset", "100"),
        ("with", "?from=1"),
    ];
    for (form, cursor) in expected {
        let server = library(|_| None).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        let cursor = match cursor {
            path if path.starts_with('/') => server.url() + path,
            other => other.to_owned(),
        };
        // From the first item to the last, and until an item of the next page is there.
        for _ in 0..PER_PAGE {
            assert_eq!(pages.cursor(), Some(cursor.clone()), "{form}");
            pages.item().await.unwrap();
        }
        assert_eq!(pages.cursor(), Some(cursor.clone()), "{form}");
        assert_eq!(server.arrivals().len(), 1);
        pages.item().await.unwrap();
        assert_ne!(pages.cursor(), Some(cursor), "{form}");
    }
}

#[tokio::test]
async fn a_cursor_that_names_no_page_is_an_error_before_anything_is_sent() {
    let cases = [
        ("page", "x", ErrorKind::Build),
        ("offset", "-1", ErrorKind::Build),
        ("cursor", "", ErrorKind::Build),
        ("link", "", ErrorKind::Build),
        ("with", "?", ErrorKind::Build),
        (
            "link",
            "http://elsewhere.test/link?p=1",
            ErrorKind::Rejected,
        ),
        ("next", "//elsewhere.test/next", ErrorKind::Rejected),
        ("with", "ftp://elsewhere.test", ErrorKind::Rejected),
    ];
    for (form, cursor, kind) in cases {
        let server = library(|_| None).await;
        let library = LibraryClient::of(&server);
        let pages = library.all(form, Some(cursor.to_owned())).await;
        let error = pages.unwrap_err();
        assert_eq!(error.kind(), kind, "{form} {cursor}: {error}");
        assert_eq!(server.arrivals().len(), 0);
    }
}
