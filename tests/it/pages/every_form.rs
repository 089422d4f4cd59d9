//! Every item once and in order, in each form, whatever happens on the way.

use retry_client::ErrorKind;

use crate::pages::library::{FORMS, ITEMS, LibraryClient, PER_PAGE, library};
use crate::support::script::{Step, reset, status};

/// A 503, a lost connection and a 429 among the requests.
fn trouble(n: usize) -> Option<Step> {
    match n {
        3 => Some(status(503)),
        40 => Some(reset()),
        77 => Some(status(429).header("retry-after", "0")),
        _ => None,
    }
}

#[tokio::test]
async fn each_item_comes_once_and_in_order_whatever_happens_on_the_way() {
    for (form, requests) in FORMS {
        let server = library(trouble).await;
        let library = LibraryClient::builder().base_url(server.url());
        let library = library.retry(|policy| policy.statuses(&[429]));
        let mut pages = library.build().unwrap().all(form, None).await.unwrap();
        let mut items = Vec::new();
        while let Some(item) = pages.item().await.unwrap() {
            items.push(item);
        }
        assert_eq!(items, (0..ITEMS).collect::<Vec<_>>(), "{form}");
        assert_eq!(server.arrivals().len(), requests + 3, "{form}");
        assert!(pages.item().await.unwrap().is_none() && pages.cursor().is_none());
        assert!(pages.page().await.unwrap().is_none());
        assert_eq!(server.arrivals().len(), requests + 3, "{form}");
    }
}

#[tokio::test]
async fn an_error_in_the_middle_leaves_the_stream_where_it_was() {
    for (form, requests) in FORMS {
        // The fourth page fails with all of its attempts, twice.
        let server = library(|n| (3..11).contains(&n).then(|| status(503))).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        let (mut items, mut errors) = (Vec::new(), 0);
        loop {
            match pages.item().await {
                Ok(Some(item)) => items.push(item),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(items.len(), 3 * PER_PAGE, "{form}");
                    assert_eq!(
                        (error.kind(), error.attempts().len()),
                        (ErrorKind::Status, 4)
                    );
                    errors += 1;
                }
            }
        }
        assert_eq!((items, errors), ((0..ITEMS).collect(), 2), "{form}");
        let targets = server.targets();
        assert_eq!(targets.len(), requests + 8, "{form}");
        assert!(
            targets[3..12].iter().all(|target| *target == targets[3]),
            "{form}"
        );
    }
}

#[tokio::test]
async fn pages_are_numbered_from_1_and_have_their_headers() {
    for (form, _) in FORMS {
        let server = library(|_| None).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        for _ in 0..30 {
            pages.item().await.unwrap();
        }
        let rest = pages.page().await.unwrap().unwrap();
        assert_eq!(
            (rest.number(), rest.items()),
            (1, &(30..PER_PAGE).collect::<Vec<_>>()[..])
        );
        let mut numbers = vec![1];
        while let Some(page) = pages.page().await.unwrap() {
            assert!(page.headers().contains_key("content-length"));
            numbers.push(page.number());
            assert_eq!(page.into_items().len(), PER_PAGE);
        }
        assert_eq!(
            numbers,
            (1..=ITEMS / PER_PAGE).collect::<Vec<_>>(),
            "{form}"
        );
    }
}

#[tokio::test]
async fn no_page_beyond_the_last_item_wanted_is_asked_for() {
    for (form, _) in FORMS {
        let server = library(|_| None).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        let steps = [(0, 1), (100, 1), (0, 1), (1, 2), (99, 2), (250, 5), (50, 5)];
        let mut taken = 0;
        for (most, requests) in steps {
            let items = pages.collect_at_most(most).await.unwrap();
            assert_eq!(items, (taken..taken + most).collect::<Vec<_>>(), "{form}");
            taken += most;
            assert_eq!(server.arrivals().len(), requests, "{form}");
        }
        let all = pages.collect_at_most(usize::MAX).await.unwrap();
        assert_eq!(all.len(), ITEMS - taken, "{form}");
    }
}

#[tokio::test]
async fn items_collected_before_an_error_are_kept() {
    for (form, requests) in FORMS {
        let server = library(|n| (3..7).contains(&n).then(|| status(503))).await;
        let mut pages = LibraryClient::of(&server).all(form, None).await.unwrap();
        let error = pages.collect_at_most(ITEMS).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        let first = pages.collect_at_most(10).await.unwrap();
        assert_eq!(first, (0..10).collect::<Vec<_>>(), "{form}");
        let rest = pages.page().await.unwrap().unwrap();
        assert_eq!((rest.number(), rest.items().len()), (1, 90), "{form}");
        assert_eq!(
            server.arrivals().len(),
            7,
            "what had arrived is not asked for again"
        );
        let rest = pages.collect_at_most(ITEMS).await.unwrap();
        assert_eq!(rest, (100..ITEMS).collect::<Vec<_>>(), "{form}");
        assert_eq!(server.arrivals().len(), requests + 4, "{form}");
    }
}
