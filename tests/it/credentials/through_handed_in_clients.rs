//! Clients that are handed in, and may follow redirects unseen.

use retry_client::reqwest;

use super::{MailClient, Tokens, to};
use crate::support::script::{ok, status};
use crate::support::server::{Arrival, Server};

async fn moved() -> Server {
    let respond = |arrival: &Arrival| match &*arrival.target {
        "/inbox" | "/letters" => to(307, "/elsewhere"),
        _ => status(401),
    };
    Server::responding(respond).await
}

#[tokio::test]
async fn a_401_proves_nothing_for_a_post_through_a_client_that_may_follow_redirects() {
    let tokens = Tokens::default();
    let server = Server::start([status(401), ok("\"\"")]).await;
    let builder = MailClient::builder().base_url(server.url());
    let builder = builder.credentials(tokens.clone());
    let mail = builder.http(reqwest::Client::new()).build().unwrap();
    let error = mail.send(1).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts().len()),
        (401, 1)
    );
    assert_eq!((server.arrivals().len(), tokens.fetches()), (1, 1));
    // The next call begins with another.
    mail.send(2).await.unwrap();
    assert_eq!((server.arrivals().len(), tokens.fetches()), (2, 2));
}

#[tokio::test]
async fn a_post_is_repeated_through_a_client_whose_redirects_are_off() {
    let tokens = Tokens::default();
    let server = Server::start([status(401), ok("\"\"")]).await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let builder = MailClient::builder().base_url(server.url());
    let builder = builder.credentials(tokens.clone());
    let mail = builder
        .http_without_redirects(client.build().unwrap())
        .build()
        .unwrap();
    mail.send(1).await.unwrap();
    assert_eq!((server.arrivals().len(), tokens.fetches()), (2, 2));
}

#[tokio::test]
async fn a_get_is_repeated_unless_the_401_is_of_another_url() {
    let tokens = Tokens::default();
    let server = Server::start([status(401), ok("\"\"")]).await;
    let with = |server: &Server| {
        let builder = MailClient::builder().base_url(server.url());
        let builder = builder.credentials(tokens.clone());
        builder.http(reqwest::Client::new()).build().unwrap()
    };
    with(&server).inbox().await.unwrap();
    assert_eq!((server.arrivals().len(), tokens.fetches()), (2, 2));
    let server = moved().await;
    assert_eq!(
        with(&server).inbox().await.unwrap_err().status().unwrap(),
        401
    );
    assert_eq!((server.arrivals().len(), tokens.fetches()), (2, 3));
}
