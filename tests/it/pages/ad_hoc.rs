//! Pages of requests made at run time.

use retry_client::pages::{Next, Paging};
use retry_client::{ErrorKind, Pages, RequestParams, RetryClient, Strategy};
use retry_client::{Method, Policy};

use crate::pages::library::{FORMS, ITEMS, library};
use crate::support::script::{ok, reset, status};
use crate::support::server::Server;

fn paging(form: &str) -> Paging {
    match form {
        "link" => Paging::link(),
        "found" => Paging::link().items("found"),
        "cursor" => Paging::cursor("meta.next", "cursor").items("data.items"),
        "next" => Paging::next("links.next").items("items"),
        "page" => Paging::page("page"),
        "page0" => Paging::page("page").start(0).items("list"),
        "offset" => Paging::offset("offset"),
        _ => Paging::with(|page| {
            let next = page.headers().get("x-next");
            Ok(next.map(|next| Next::query("from", next.to_str().unwrap())))
        })
        .items("items"),
    }
}

#[tokio::test]
async fn every_form_works_without_a_declaration() {
    let policy = Policy::new(Strategy::constant(std::time::Duration::ZERO)).attempts(4);
    for (form, requests) in FORMS {
        let server = library(|n| match n {
            5 => Some(status(503)),
            50 => Some(reset()),
            _ => None,
        })
        .await;
        let client = RetryClient::new().unwrap();
        let get = || client.get(format!("{}/{form}", server.url())).retry(policy);
        let mut pages: Pages<usize> = get().pages(paging(form)).await.unwrap();
        let mut items = pages.collect_at_most(5000).await.unwrap();
        let stored = pages.cursor().unwrap();
        let pages = get().pages::<usize>(paging(form)).resume_from(stored);
        items.extend(pages.await.unwrap().collect_at_most(ITEMS).await.unwrap());
        assert_eq!(items, (0..ITEMS).collect::<Vec<_>>(), "{form}");
        assert_eq!(server.arrivals().len(), requests + 2, "{form}");
    }
}

#[tokio::test]
async fn a_request_keeps_its_headers_and_its_queries_but_for_a_url_that_was_found() {
    let steps = [ok("[1]").header("link", "<next?b=2>; rel=next"), ok("[2]")];
    let server = Server::start(steps).await;
    let client = RetryClient::new().unwrap();
    let get = client.get(server.url() + "/list/").query(&[("a", "1")]);
    let pages = get.bearer_auth("t").pages::<u32>(Paging::link()).await;
    assert_eq!(pages.unwrap().collect_at_most(3).await.unwrap(), [1, 2]);
    assert_eq!(server.targets(), ["/list/?a=1", "/list/next?b=2"]);
    let arrivals = server.arrivals();
    let mut arrivals = arrivals.iter();
    assert!(arrivals.all(|arrival| arrival.header("authorization") == Some("Bearer t")));
}

#[tokio::test]
async fn a_paging_that_cannot_be_followed_is_an_error_before_anything_is_sent() {
    let server = Server::start([ok("[1]")]).await;
    let client = RetryClient::new().unwrap();
    let flaws = [
        (Paging::cursor("next", "cursor"), "items"),
        (Paging::next("next"), "items"),
        (Paging::next("data").items("data"), "within"),
        (Paging::next("data.next").items("data"), "within"),
        (Paging::next("data").items("data.items"), "within"),
    ];
    for (paging, why) in flaws {
        let pages = client.get(server.url()).pages::<u32>(paging).await;
        let error = pages.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains(why), "{error}");
    }
    let list = [RequestParams::new(Method::GET, server.url())];
    let pages = client.requests(list).pages::<u32>(Paging::link()).await;
    assert_eq!(pages.unwrap_err().kind(), ErrorKind::Build);
    assert_eq!(server.arrivals().len(), 0);
}

#[tokio::test]
async fn a_status_outside_2xx_is_an_error() {
    let server = Server::start([status(404)]).await;
    let client = RetryClient::new().unwrap();
    let pages = client.get(server.url()).pages::<u32>(Paging::link()).await;
    let error = pages.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 404)
    );
}
