//! Many calls, one fetch.

use std::error::Error as _;

use retry_client::{ErrorKind, GaveUp, Result};
use tokio::runtime;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{Closed, Tokens, authorizations};
use crate::support::script::{ms, ok, secs, status};
use crate::support::server::Server;

/// The outcomes of 50 calls at once, of which every fifth is a POST.
async fn crowd(mail: &super::MailClient) -> Vec<Result<String>> {
    let mut calls = JoinSet::new();
    for number in 0..50 {
        let mail = mail.clone();
        calls.spawn(async move {
            if number % 5 == 0 {
                mail.send(number).await
            } else {
                mail.inbox().await
            }
        });
    }
    calls.join_all().await
}

#[tokio::test]
async fn fifty_calls_with_an_expired_token_fetch_once_and_succeed() {
    let tokens = Tokens::late(ms(20));
    let (server, other) = (tokens.server().await, Server::start([status(401)]).await);
    let mail = tokens.mail(&server);
    mail.inbox().await.unwrap();
    tokens.revoke();
    // A call to another origin meanwhile, which refuses it: nothing of the token is for it.
    let url = other.url();
    let (outcomes, elsewhere) = tokio::join!(crowd(&mail), mail.follow(&url).into_future());
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(elsewhere.unwrap_err().status().unwrap(), 401);
    assert_eq!(authorizations(&other), [None]);
    assert_eq!(tokens.fetches(), 2);
    let arrivals = server.arrivals();
    let posts = arrivals.iter().filter(|arrival| arrival.method == "POST");
    assert_eq!(posts.count(), 20, "each of them once with either token");
    assert_eq!(arrivals.len(), 101);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_without_a_token_fetch_once_on_many_threads() {
    let tokens = Tokens::late(ms(50));
    let server = tokens.server().await;
    let outcomes = crowd(&tokens.mail(&server)).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((tokens.fetches(), server.arrivals().len()), (1, 50));
}

#[tokio::test]
async fn fifty_calls_share_the_failure_of_one_fetch() {
    // The second fetch fails at once, before the last of the 401s has arrived.
    for delay in [ms(0), ms(20)] {
        let tokens = Tokens::that(|issued| (issued.most, issued.delay) = (Some(1), delay));
        let server = tokens.server().await;
        let mail = tokens.mail(&server);
        mail.inbox().await.unwrap();
        tokens.revoke();
        let outcomes = crowd(&mail).await;
        assert_eq!(tokens.fetches(), 2);
        assert_eq!(outcomes.len(), 50);
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Rejected);
            assert_eq!(error.gave_up(), GaveUp::NotRetryable);
            assert!(error.source().unwrap().is::<Closed>());
            assert_eq!(error.source().unwrap().to_string(), "the login is closed");
            // The request that the 401 was the response to.
            assert_eq!(error.attempts().len(), 1);
            assert_eq!(error.attempts()[0].status().unwrap(), 401);
        }
        assert_eq!(server.arrivals().len(), 51);
    }
}

#[tokio::test]
async fn a_first_fetch_that_fails_sends_nothing_and_the_next_call_fetches_again() {
    let tokens = Tokens::that(|issued| issued.most = Some(0));
    let server = tokens.server().await;
    let mail = tokens.mail(&server);
    for fetches in 1..3 {
        let error = mail.inbox().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Rejected);
        assert!(error.source().unwrap().is::<Closed>());
        assert_eq!(error.attempts().len(), 0);
        assert_eq!(tokens.fetches(), fetches);
    }
    assert_eq!(
        mail.inbox().await.unwrap_err().to_string(),
        "GET /inbox was not sent: rejected: the credentials could not be fetched"
    );
    assert!(server.arrivals().is_empty());
}

#[tokio::test]
async fn a_second_401_is_the_response() {
    let tokens = Tokens::default();
    let server = Server::start([status(401).body("not you")]).await;
    let mail = tokens.mail(&server);
    for outcome in crowd(&mail).await {
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.kind(), error.text().as_ref()),
            (ErrorKind::Status, "not you")
        );
        assert_eq!(error.attempts().len(), 2);
    }
    let arrivals = server.arrivals();
    let posts = arrivals.iter().filter(|arrival| arrival.method == "POST");
    assert_eq!((posts.count(), arrivals.len()), (20, 100));
    assert_eq!(tokens.fetches(), 2);
}

#[tokio::test]
async fn dropping_the_call_that_fetches_leaves_the_others_served() {
    let tokens = Tokens::late(ms(50));
    let server = tokens.server().await;
    let mail = tokens.mail(&server);
    let mut first = Box::pin(mail.inbox().into_future());
    assert!(timeout(ms(5), &mut first).await.is_err());
    let second = tokio::spawn(mail.inbox().into_future());
    assert!(timeout(ms(5), &mut first).await.is_err());
    drop(first);
    second.await.unwrap().unwrap();
    assert_eq!((tokens.fetches(), server.arrivals().len()), (1, 1));
}

#[tokio::test]
async fn a_fetch_outlives_all_calls_that_wait_for_it() {
    let tokens = Tokens::late(ms(50));
    let server = tokens.server().await;
    let mail = tokens.mail(&server);
    assert!(timeout(ms(5), mail.inbox()).await.is_err());
    mail.clone().inbox().await.unwrap();
    assert_eq!(tokens.fetches(), 1);
}

#[test]
fn a_fetch_whose_runtime_is_gone_counts_as_not_begun() {
    let runtime = || {
        let mut builder = runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let tokens = Tokens::late(ms(50));
    let first = runtime();
    let mail = super::mail("http://127.0.0.1:1".into(), tokens.clone());
    assert!(first.block_on(async { timeout(ms(5), mail.inbox()).await.is_err() }));
    let second = runtime();
    let served = second.block_on(async {
        let server = tokens.server().await;
        // A call that waits for the fetch of the first runtime while that ends.
        let waiting = tokio::spawn(mail.inbox().timeout(secs(10)).into_future());
        tokio::task::yield_now().await;
        std::thread::spawn(move || drop(first)).join().unwrap();
        let unreachable = waiting.await.unwrap().unwrap_err();
        assert_eq!(unreachable.kind(), ErrorKind::Connect);
        tokens.mail(&server).inbox().await
    });
    served.unwrap();
    assert_eq!(tokens.fetches(), 3);
}

#[tokio::test]
async fn a_source_that_panics_fails_its_calls() {
    struct Broken;
    impl retry_client::Credentials for Broken {
        async fn fetch(
            &self,
            _: Option<&retry_client::Credential>,
        ) -> Result<retry_client::Credential, retry_client::BoxError> {
            panic!("a bug of the source")
        }
    }
    let server = Server::start([ok("\"hello\"")]).await;
    let error = super::mail(server.url(), Broken).inbox().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    let cause = error.source().unwrap().to_string();
    assert_eq!(cause, "the source of the credentials panicked");
}
