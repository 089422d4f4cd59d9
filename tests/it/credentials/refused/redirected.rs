//! A 401 behind a redirect.

use crate::credentials::{MailClient, Tokens, to};
use crate::support::script::{ok, status};
use crate::support::server::{Arrival, Server};

#[tokio::test]
async fn after_a_303_only_the_get_is_repeated() {
    let tokens = Tokens::default();
    let server = {
        let tokens = tokens.clone();
        let respond = move |arrival: &Arrival| match &*arrival.target {
            "/letters" => {
                tokens.revoke();
                to(303, "/letters/7")
            }
            _ if tokens.is_valid(arrival) => ok("\"sent\""),
            _ => status(401),
        };
        Server::responding(respond).await
    };
    let builder = MailClient::builder().base_url(server.url());
    let mail = builder
        .credentials(tokens.clone())
        .redirects(2)
        .build()
        .unwrap();
    let reply = mail.send(7).reply().await.unwrap();
    assert_eq!(reply.value(), "\"sent\"");
    assert_eq!(server.targets(), ["/letters", "/letters/7", "/letters/7"]);
    let requests = reply.attempts().iter().map(|attempt| 1 + attempt.hops());
    assert_eq!(requests.sum::<u32>(), 3);
    assert_eq!(tokens.fetches(), 2);
}

#[tokio::test]
async fn a_401_behind_a_307_says_nothing_about_the_declared_request() {
    let tokens = Tokens::default();
    let respond = |arrival: &Arrival| match &*arrival.target {
        "/letters" | "/inbox" => to(307, "/elsewhere"),
        _ => status(401),
    };
    let server = Server::responding(respond).await;
    let builder = MailClient::builder().base_url(server.url());
    let mail = builder
        .credentials(tokens.clone())
        .redirects(2)
        .build()
        .unwrap();
    assert_eq!(mail.send(7).await.unwrap_err().status().unwrap(), 401);
    assert_eq!(mail.inbox().await.unwrap_err().status().unwrap(), 401);
    assert_eq!((tokens.fetches(), server.arrivals().len()), (1, 4));
}
