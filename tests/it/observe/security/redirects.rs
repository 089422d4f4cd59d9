//! The places that requests and their headers go to.

use retry_client::{HeaderMap, RetryClient};

use super::{SECRET, VaultClient};
use crate::support::script::{ok, status};
use crate::support::server::Server;

#[tokio::test]
async fn a_redirect_is_followed_only_if_configured_and_only_to_the_same_origin() {
    let elsewhere = Server::start([ok("elsewhere")]).await;
    let to = |code: u16, target: &str| status(code).header("location", target);
    for code in [301, 302, 303, 307, 308] {
        let url = elsewhere.url();
        let foreign = [
            url.clone(),
            url.replace("http:", ""),
            url.replace("127.0.0.1", "localhost"),
        ];
        for target in foreign {
            let home = Server::start([to(code, &target)]).await;
            let builder = RetryClient::builder().bearer(SECRET).redirects(5);
            let client = builder.build().unwrap();
            let request = client.get(home.url()).header("cookie", SECRET);
            let reply = request
                .basic_auth("user", Some(SECRET))
                .send()
                .await
                .unwrap();
            assert_eq!(
                (reply.status().as_u16(), home.arrivals().len()),
                (code, 1),
                "{target}"
            );
        }
        for most in [0, 1, 2] {
            let home = Server::start([to(code, "/1"), to(code, "/2"), ok("home")]).await;
            let client = RetryClient::builder().redirects(most).build().unwrap();
            let status = client.get(home.url()).send().await.unwrap().status();
            assert_eq!(status.is_success(), most == 2);
            assert_eq!(home.arrivals().len(), 1 + most);
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn client_headers_are_sent_only_to_the_declared_origins() {
    let elsewhere = Server::start([ok(""), ok("")]).await;
    let home = Server::start([ok(""), ok("")]).await;
    let builder = || VaultClient::builder().base_url(home.url()).bearer(SECRET);
    let client = builder().header("x-key", SECRET).build().unwrap();
    client.anywhere(&home.url()).await.unwrap();
    client.anywhere(&elsewhere.url()).await.unwrap();
    let credentials = |headers: &HeaderMap| {
        (
            headers.contains_key("authorization"),
            headers.contains_key("x-key"),
        )
    };
    assert_eq!(credentials(&home.arrivals()[0].headers), (true, true));
    assert_eq!(
        credentials(&elsewhere.arrivals()[0].headers),
        (false, false)
    );
}
