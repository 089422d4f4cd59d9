//! The time for which credentials serve, in virtual time.

use std::sync::atomic::Ordering::SeqCst;

use retry_client::ErrorKind;
use retry_client::testing::{Stub, status, text};
use tokio::time::{Duration, Instant, advance, sleep, sleep_until};

use super::{MailClient, Tokens};
use crate::support::script::{ms, secs};

fn stubbed(tokens: &Tokens) -> (Stub, MailClient) {
    let stub = Stub::new();
    stub.on(MailClient::INBOX, ())
        .answer(text("hello").forever());
    let builder = MailClient::builder().transport(stub.clone());
    let mail = builder.credentials(tokens.clone()).build().unwrap();
    (stub, mail)
}

fn living(life: Duration) -> Tokens {
    Tokens::that(|issued| issued.life = Some(life))
}

/// The tokens that were sent, `t1` for one.
fn sent(stub: &Stub) -> Vec<String> {
    let requests = stub.requests();
    let tokens = requests
        .iter()
        .map(|sent| sent.header("authorization").unwrap());
    tokens
        .map(|token| token.trim_start_matches("Bearer ").to_owned())
        .collect()
}

#[tokio::test]
async fn a_credential_is_fetched_ahead_in_the_last_tenth_of_its_life() {
    let tokens = living(secs(100));
    let (stub, mail) = stubbed(&tokens);
    mail.inbox().await.unwrap();
    sleep(ms(89_990)).await;
    mail.inbox().await.unwrap();
    sleep(ms(5)).await;
    assert_eq!(tokens.fetches(), 1);
    sleep(ms(10)).await;
    // The old one serves while the new one is fetched.
    mail.inbox().await.unwrap();
    sleep(ms(1)).await;
    assert_eq!(tokens.fetches(), 2);
    mail.inbox().await.unwrap();
    assert_eq!(sent(&stub), ["t1", "t1", "t1", "t2"]);
    assert_eq!(tokens.refused(), [None, None]);
}

#[tokio::test]
async fn a_credential_is_fetched_ahead_a_minute_before_its_end_at_most() {
    let tokens = living(secs(36_000));
    let (_stub, mail) = stubbed(&tokens);
    mail.inbox().await.unwrap();
    sleep(secs(36_000 - 62)).await;
    mail.inbox().await.unwrap();
    sleep(secs(1)).await;
    assert_eq!(tokens.fetches(), 1);
    sleep(secs(1)).await;
    mail.inbox().await.unwrap();
    sleep(secs(1)).await;
    assert_eq!(tokens.fetches(), 2);
}

#[tokio::test]
async fn a_credential_that_has_expired_is_waited_for() {
    let tokens = Tokens::that(|issued| {
        issued.life = Some(secs(10));
        issued.delay = secs(2);
    });
    let (stub, mail) = stubbed(&tokens);
    mail.inbox().await.unwrap();
    sleep(secs(10)).await;
    let begun = Instant::now();
    mail.inbox().await.unwrap();
    assert!(begun.elapsed() >= secs(2));
    assert_eq!(sent(&stub), ["t1", "t2"]);
    assert_eq!(tokens.refused(), [None, None], "nobody has refused it");
}

#[tokio::test]
async fn a_fetch_ahead_that_fails_fails_no_call_and_is_repeated_once_a_second() {
    let tokens = Tokens::that(|issued| (issued.life, issued.most) = (Some(secs(100)), Some(1)));
    let (stub, mail) = stubbed(&tokens);
    mail.inbox().await.unwrap();
    sleep(secs(91)).await;
    for _ in 0..40 {
        mail.inbox().await.unwrap();
        sleep(ms(100)).await;
    }
    assert_eq!(tokens.fetches(), 5, "one at first, four in 4 s");
    assert!(sent(&stub).iter().all(|token| token == "t1"));
    sleep(secs(5)).await;
    // Nothing serves any more.
    let error = mail.inbox().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
}

#[tokio::test]
async fn a_credential_that_expires_at_once_is_sent_by_the_calls_that_waited_for_it() {
    let tokens = living(secs(0));
    let (stub, mail) = stubbed(&tokens);
    let (one, other) = tokio::join!(mail.inbox(), mail.inbox());
    one.unwrap();
    other.unwrap();
    assert_eq!(sent(&stub), ["t1", "t1"]);
    mail.inbox().await.unwrap();
    assert_eq!(sent(&stub), ["t1", "t1", "t2"]);
}

#[tokio::test]
async fn a_repetition_sends_the_credential_fetched_for_it_even_if_that_has_expired() {
    let tokens = living(secs(0));
    let stub = Stub::new();
    let route = stub.on(MailClient::INBOX, ());
    route.answers([status(401), text("hello")]);
    let builder = MailClient::builder().transport(stub.clone());
    let mail = builder.credentials(tokens.clone()).build().unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(sent(&stub), ["t1", "t2"]);
    assert_eq!(tokens.fetches(), 2);
    assert_eq!(stub.waits(), [ms(0)]);
}

#[tokio::test]
async fn a_credential_whose_end_is_beyond_the_clock_never_expires() {
    let tokens = living(Duration::MAX);
    let (stub, mail) = stubbed(&tokens);
    mail.inbox().await.unwrap();
    advance(secs(1_000_000)).await;
    mail.inbox().await.unwrap();
    assert_eq!(sent(&stub), ["t1", "t1"]);
}

#[tokio::test]
async fn fifty_calls_over_the_stub_fetch_once() {
    let tokens = Tokens::late(secs(1));
    let stub = Stub::new();
    stub.on(MailClient::INBOX, ())
        .header("authorization", "Bearer t1")
        .answer(status(401).forever());
    stub.on(MailClient::INBOX, ())
        .answer(text("hello").forever());
    let builder = MailClient::builder().transport(stub.clone());
    let mail = builder.credentials(tokens.clone()).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        calls.spawn(mail.inbox().into_future());
    }
    for outcome in calls.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(tokens.0.fetches.load(SeqCst), 2);
    assert_eq!(stub.requests().len(), 100);
}

#[tokio::test]
async fn a_wait_that_takes_too_long_is_an_unsent_timeout_that_is_retried() {
    let tokens = Tokens::late(ms(250));
    let (stub, mail) = stubbed(&tokens);
    let error = mail.send(1).attempt_timeout(ms(100)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().ends_with("the credentials took too long"));
    assert!(stub.requests().is_empty());
    // The fetch goes on, and the second attempt of this call gets what it brings.
    let reply = mail.inbox().attempt_timeout(ms(100)).reply().await.unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!((tokens.fetches(), stub.requests().len()), (1, 1));
}

#[tokio::test]
async fn calls_that_come_while_a_fetch_hangs_wait_for_that_one_and_begin_no_other() {
    let tokens = Tokens::late(secs(12));
    let (stub, mail) = stubbed(&tokens);
    let begun = Instant::now();
    let mut calls = Vec::new();
    // The first waits longer than an attempt may take, twice; the others wait for what is left.
    for (at, attempts) in [(0, 2), (5, 1), (11, 1)] {
        sleep_until(begun + secs(at)).await;
        let call = mail.inbox().attempt_timeout(secs(10)).reply();
        let call = tokio::spawn(async move { (call.await, Instant::now()) });
        calls.push((call, attempts));
    }
    for (call, attempts) in calls {
        let (reply, served) = call.await.unwrap();
        assert_eq!(reply.unwrap().attempts().len(), attempts);
        assert_eq!((served - begun).as_secs(), 12);
    }
    assert_eq!((tokens.fetches(), stub.requests().len()), (1, 3));
}
