//! A 401: the attempt is repeated once, or the 401 is the response.

mod redirected;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;

use retry_client::{
    AttemptRecord, Body, Bytes, Credential, ErrorKind, Outcome, Result, Verdict, client,
};

use super::{Tokens, authorizations, mail};
use crate::support::script::{ms, ok, secs, status};
use crate::support::server::Server;

/// A server that has taken back a token once it was used.
async fn revoked(tokens: &Tokens) -> (Server, super::MailClient) {
    let server = tokens.server().await;
    let mail = tokens.mail(&server);
    mail.inbox().await.unwrap();
    tokens.revoke();
    (server, mail)
}

#[tokio::test]
async fn the_repetition_has_a_record_of_its_own_and_is_no_retry() {
    let tokens = Tokens::default();
    let (server, mail) = revoked(&tokens).await;
    let reply = mail.inbox().attempts(1).reply().await.unwrap();
    let attempts = reply.attempts();
    assert_eq!(attempts.len(), 2);
    assert_eq!(attempts[0].status().unwrap(), 401);
    assert_eq!(attempts[0].delay(), Some(ms(0)));
    assert_eq!(attempts[1].status().unwrap(), 200);
    let sent = authorizations(&server);
    let sent: Vec<_> = sent.iter().map(|sent| sent.as_deref().unwrap()).collect();
    assert_eq!(sent, ["Bearer t1", "Bearer t1", "Bearer t1002"]);
    let refused = tokens.refused();
    assert_eq!(refused, [None, Some(Credential::bearer("t1"))]);
}

#[tokio::test]
async fn a_repetition_leaves_all_attempts_to_the_policy() {
    let tokens = Tokens::default();
    let steps = [status(401), status(503), status(503), ok("\"hello\"")];
    let server = Server::start(steps).await;
    let reply = tokens.mail(&server).inbox().reply().await.unwrap();
    let statuses = reply.attempts().iter().map(AttemptRecord::status);
    let statuses: Vec<_> = statuses.map(|status| status.unwrap().as_u16()).collect();
    assert_eq!(statuses, [401, 503, 503, 200]);
    // What was fetched for the repetition is current, and is not fetched again.
    assert_eq!(tokens.fetches(), 2);
}

#[tokio::test]
async fn a_repetition_keeps_its_number_for_hooks_and_headers() {
    let tokens = Tokens::default();
    let steps = [status(503), status(401), ok("\"hello\"")];
    let server = Server::start(steps).await;
    let numbers = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&numbers);
    let mail = super::MailClient::builder()
        .base_url(server.url())
        .credentials(tokens)
        .attempt_header("x-attempt")
        .before_attempt(async move |request, attempt| {
            // A hook sees the credentials.
            assert!(request.headers().contains_key("authorization"));
            seen.lock().unwrap().push(attempt.number());
            Ok(())
        })
        .build()
        .unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(*numbers.lock().unwrap(), [1, 2, 2]);
    let arrivals = server.arrivals();
    let headers = arrivals.iter().map(|arrival| arrival.header("x-attempt"));
    assert_eq!(
        headers.collect::<Vec<_>>(),
        [Some("1"), Some("2"), Some("2")]
    );
}

#[tokio::test]
async fn a_post_is_repeated_too_and_no_more_than_once() {
    let tokens = Tokens::default();
    let (server, mail) = revoked(&tokens).await;
    mail.send(7).await.unwrap();
    let arrivals = server.arrivals();
    let bodies = arrivals[1..].iter().map(|arrival| arrival.body.clone());
    assert_eq!(
        bodies.collect::<Vec<_>>(),
        [Bytes::from("7"), Bytes::from("7")]
    );
}

#[tokio::test]
async fn only_the_second_401_reaches_statuses_and_none_on() {
    let tokens = Tokens::default();
    let server = Server::start([status(401)]).await;
    let mail = tokens.mail(&server);
    assert_eq!(mail.drafts().await.unwrap(), None);
    assert_eq!(server.arrivals().len(), 2);
    // One repetition, then three attempts as declared.
    assert_eq!(mail.spam().await.unwrap_err().attempts().len(), 4);
    assert_eq!(server.arrivals().len(), 6);
    assert_eq!(tokens.fetches(), 3);
}

#[tokio::test]
async fn a_raw_response_is_repeated_like_any_other() {
    let tokens = Tokens::default();
    let (server, mail) = revoked(&tokens).await;
    let response = mail.raw().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "\"hello\"");
    assert_eq!(server.arrivals().len(), 3);
}

static JUDGED: AtomicU32 = AtomicU32::new(0);

fn judge(outcome: &Outcome) -> Verdict {
    JUDGED.fetch_add(1, SeqCst);
    assert_eq!(outcome.status().unwrap(), 401);
    Verdict::Default
}

#[client]
trait Judged {
    #[get("/judged")]
    #[retry(constant, base = 1ms, attempts = 3, when = judge)]
    async fn judged(&self) -> Result<String>;
}

#[tokio::test]
async fn only_the_second_401_is_judged_by_when() {
    let server = Server::start([status(401)]).await;
    let builder = JudgedClient::builder().base_url(server.url());
    let client = builder.credentials(Tokens::default()).build().unwrap();
    let error = client.judged().await.unwrap_err();
    assert_eq!(error.attempts().len(), 2);
    assert_eq!(JUDGED.load(SeqCst), 1);
}

#[tokio::test]
async fn a_plain_credential_that_is_refused_repeats_nothing() {
    let server = Server::start([status(401).body("not you")]).await;
    let mail = mail(server.url(), Credential::bearer("fixed"));
    let error = mail.inbox().await.unwrap_err();
    assert_eq!(
        (error.attempts().len(), error.text().as_ref()),
        (1, "not you")
    );
    assert_eq!(mail.drafts().await.unwrap(), None);
    assert_eq!(mail.raw().await.unwrap().text().await.unwrap(), "not you");
    assert_eq!(server.arrivals().len(), 3);
    assert!(
        authorizations(&server)
            .iter()
            .all(|sent| sent.as_deref() == Some("Bearer fixed"))
    );
}

#[tokio::test]
async fn a_body_that_can_be_sent_once_is_not_repeated_but_the_next_call_fetches() {
    let tokens = Tokens::default();
    let (server, mail) = revoked(&tokens).await;
    let error = mail.post(streamed("parcel")).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts().len()),
        (401, 1)
    );
    assert_eq!(tokens.fetches(), 1);
    let reply = mail.inbox().reply().await.unwrap();
    assert_eq!((reply.attempts().len(), tokens.fetches()), (1, 2));
    assert_eq!(tokens.refused()[1], Some(Credential::bearer("t1")));
    assert_eq!(server.arrivals().len(), 3);
}

/// A body that can be sent once.
fn streamed(text: &'static str) -> Body {
    struct Once(Option<&'static str>);
    impl futures_core::Stream for Once {
        type Item = Result<Bytes, std::convert::Infallible>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(|text| Ok(Bytes::from(text))))
        }
    }
    Body::wrap_stream(Once(Some(text)))
}

#[tokio::test]
async fn a_header_of_the_call_or_method_goes_before_and_its_401_fetches_nothing() {
    let tokens = Tokens::default();
    let server = Server::start([status(401)]).await;
    let builder = super::MailClient::builder().base_url(server.url());
    let mail = builder
        .credentials(tokens.clone())
        .bearer("builder")
        .build()
        .unwrap();
    let own = mail
        .inbox()
        .header("authorization", "Call")
        .await
        .unwrap_err();
    assert_eq!(own.attempts().len(), 1);
    mail.public("Argument").await.unwrap_err();
    mail.signed().await.unwrap_err();
    let sent = authorizations(&server);
    let sent: Vec<_> = sent.iter().flatten().collect();
    assert_eq!(sent, ["Call", "Argument", "Own"]);
    assert_eq!(tokens.fetches(), 1);
    mail.inbox().await.unwrap_err();
    assert_eq!(authorizations(&server)[3].as_deref(), Some("Bearer t1"));
}

#[tokio::test]
async fn a_401_of_a_credential_that_a_hook_has_set_fetches_nothing() {
    let tokens = Tokens::default();
    let server = Server::start([status(401)]).await;
    let mail = super::MailClient::builder()
        .base_url(server.url())
        .credentials(tokens.clone())
        .before_attempt(async |request, _| {
            request
                .headers_mut()
                .insert("authorization", "Hook".parse()?);
            Ok(())
        })
        .build()
        .unwrap();
    assert_eq!(mail.inbox().await.unwrap_err().attempts().len(), 1);
    assert_eq!((tokens.fetches(), authorizations(&server).len()), (1, 1));
}

#[tokio::test]
async fn a_fetch_after_a_401_that_takes_too_long_is_an_unsent_timeout() {
    let tokens = Tokens::that(|issued| issued.delay = ms(150));
    let (server, mail) = revoked(&tokens).await;
    let error = mail.send(7).attempt_timeout(ms(60)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Timeout, 1)
    );
    assert_eq!(server.arrivals().len(), 2);
    mail.send(8).await.unwrap();
    assert_eq!((tokens.fetches(), server.arrivals().len()), (2, 3));
}

#[tokio::test]
async fn a_second_401_during_the_fetch_begins_no_other() {
    let tokens = Tokens::late(ms(30));
    let (server, mail) = revoked(&tokens).await;
    let (one, other) = tokio::join!(mail.inbox(), async {
        tokio::time::sleep(ms(15)).await;
        // A new call: the current token is known to be refused.
        mail.inbox().timeout(secs(5)).reply().await
    });
    one.unwrap();
    assert_eq!(other.unwrap().attempts().len(), 1);
    assert_eq!((tokens.fetches(), server.arrivals().len()), (2, 4));
}
