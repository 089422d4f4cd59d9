//! Connections that the server ends by GOAWAY.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use retry_client::{Error, ErrorKind, GaveUp};

use super::{SOON, client};
use crate::failures::built::peer::serve;
use crate::support::script::secs;

/// Calls at once to a server that takes ten streams, and ends its first connections by a GOAWAY after
/// seven requests: what failed, and how many requests were acted on.
async fn storm(get: bool) -> (Vec<ErrorKind>, usize) {
    let acted = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&acted);
    let (url, _) = serve(10, move |number, mut peer| {
        let acted = Arc::clone(&counted);
        async move {
            for request in 1.. {
                let stream = peer.request().await?;
                if number <= 5 && request > 7 {
                    continue;
                }
                acted.fetch_add(1, SeqCst);
                if number <= 5 && request == 7 {
                    peer.go_away(stream).await?;
                }
                peer.ok(stream).await?;
            }
            Ok(())
        }
    })
    .await;
    let client = client();
    let policy = SOON.attempts(10).attempt_timeout(secs(5));
    let call = || {
        let request = if get {
            client.get(&*url)
        } else {
            client.post(&*url)
        };
        tokio::spawn(request.retry(policy).send().into_future())
    };
    let calls: Vec<_> = (0..100).map(|_| call()).collect();
    let mut failed = Vec::new();
    for call in calls {
        failed.extend(call.await.unwrap().err().map(|error| error.kind()));
    }
    (failed, acted.load(SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_go_away_lose_no_get() {
    for _ in 0..4 {
        assert_eq!(storm(true).await.0, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_go_away_double_no_post() {
    for _ in 0..4 {
        let (failed, acted) = storm(false).await;
        assert!(
            failed.iter().all(|kind| *kind == ErrorKind::Reset),
            "{failed:?}"
        );
        assert!((100 - failed.len()..=100).contains(&acted), "{failed:?}");
    }
}

/// Requests that wait in the client for a stream have not been sent, and even a POST goes over the
/// next connection. hyper does not say so of two: the next in turn, and the one that its task has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_that_were_queued_when_the_connection_ended_are_not_lost() {
    let posts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&posts);
    let (url, connections) = serve(1, move |number, mut peer| {
        let posts = Arc::clone(&counted);
        async move {
            if number == 1 {
                // The limit is known before a POST is sent.
                let get = peer.request().await?;
                peer.ok(get).await?;
            }
            loop {
                let stream = peer.request().await?;
                posts.fetch_add(1, SeqCst);
                if number == 1 {
                    return Ok(());
                }
                peer.ok(stream).await?;
            }
        }
    })
    .await;
    let client = client();
    client.get(&*url).send().await.unwrap();
    let post = || tokio::spawn(client.post(&*url).send().into_future());
    let calls: Vec<_> = (0..20).map(|_| post()).collect();
    let mut failed = Vec::new();
    for call in calls {
        failed.extend(call.await.unwrap().err());
    }
    let is_lost = |error: &Error| {
        (error.kind(), error.gave_up()) == (ErrorKind::Reset, GaveUp::NotRepeatable)
    };
    assert!(failed.iter().all(is_lost), "{failed:?}");
    assert!((1..=3).contains(&failed.len()), "{failed:?}");
    // The one that was sent, and those that were answered.
    assert_eq!(posts.load(SeqCst), 1 + 20 - failed.len());
    assert_eq!(connections.load(SeqCst), 2);
}
