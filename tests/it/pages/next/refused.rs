//! Pages that lead in a circle, or away.

use retry_client::ErrorKind;

use super::{client, items, page};
use crate::support::script::ok;
use crate::support::server::Server;

#[tokio::test]
async fn a_circle_of_cursors_ends_in_an_error_at_its_first_repetition() {
    // Of one page, of three, and back to where it began.
    for (cursors, requests) in [
        (&["a", "a"][..], 2),
        (&["a", "b", "c", "a"], 4),
        (&["a", "b", "old"], 3),
    ] {
        let steps: Vec<_> = cursors
            .iter()
            .map(|cursor| page("[1]", &format!("{cursor:?}")))
            .collect();
        let server = Server::start(steps).await;
        let mut pages = client(&server).by_cursor(None, 1).await.unwrap();
        let (found, error) = items(&mut pages).await;
        assert_eq!(
            (found.len(), error),
            (requests, Some(ErrorKind::Rejected)),
            "{cursors:?}"
        );
        assert_eq!(server.arrivals().len(), requests, "{cursors:?}");
    }
}

#[tokio::test]
async fn a_circle_of_urls_ends_in_an_error_at_its_first_repetition() {
    for (urls, requests) in [
        (&["?p=2", "/items?p=2"][..], 2),
        (&["?p=2", "?p=3", "?p=2#there"], 3),
        (&["/items?q=x"], 1),
        (&["?p=2", "?q=x"], 2),
    ] {
        let steps: Vec<_> = urls
            .iter()
            .map(|url| page("[1]", &format!("{url:?}")))
            .collect();
        let server = Server::start(steps).await;
        let mut pages = client(&server).by_next("x").await.unwrap();
        let (found, error) = items(&mut pages).await;
        assert_eq!(
            (found.len(), error),
            (requests, Some(ErrorKind::Rejected)),
            "{urls:?}"
        );
        assert_eq!(server.arrivals().len(), requests, "{urls:?}");
    }
}

#[tokio::test]
async fn a_next_page_of_another_origin_is_refused_after_all_items_before_it() {
    let other = Server::start([page("[9]", "null")]).await;
    let port = other.address().port();
    for next in [
        format!("http://127.0.0.1:{port}/items?p=2"),
        format!("//127.0.0.1:{port}/items"),
        format!("http://localhost:{port}/"),
        "http://user:word@127.0.0.1/items".to_owned(),
        "ftp://127.0.0.1/items".to_owned(),
        "javascript:alert(1)".to_owned(),
        "http://".to_owned(),
    ] {
        let server = Server::start([page("[1, 2]", &format!("{next:?}"))]).await;
        let mut pages = client(&server).by_next("x").await.unwrap();
        let found = items(&mut pages).await;
        assert_eq!(found, (vec![1, 2], Some(ErrorKind::Rejected)), "{next}");
        assert_eq!(
            (server.arrivals().len(), other.arrivals().len()),
            (1, 0),
            "{next}"
        );
        let shown = pages.item().await.unwrap_err().to_string();
        assert!(!shown.contains("p=2") && !shown.contains("word"), "{shown}");

        let link = ok("[1]").header("link", format!("<{next}>; rel=next"));
        let server = Server::start([link]).await;
        let mut pages = client(&server).by_link().await.unwrap();
        assert_eq!(
            items(&mut pages).await,
            (vec![1], Some(ErrorKind::Rejected)),
            "{next}"
        );
        assert_eq!(
            (server.arrivals().len(), other.arrivals().len()),
            (1, 0),
            "{next}"
        );
    }
}
