//! HTTP/2: one connection for all, silence, GOAWAY.

mod goaway;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use retry_client::{ErrorKind, Policy, Result, RetryClient, Settings, Strategy, client};
use tokio::sync::mpsc;
use tokio::time::{advance, sleep};

use super::peer::{Peer, serve};
use crate::failures::faults::certificate::Certificate;
use crate::support::held_clock::HeldClock;
use crate::support::runtimes::runtime;
use crate::support::script::{ms, secs};

const FOR_EVER: Duration = Duration::from_mins(10);
const SOON: Policy = Policy::new(Strategy::constant(Duration::from_millis(1))).attempts(3);

fn client() -> RetryClient {
    let client = RetryClient::builder().root_certificate(Certificate::Valid.pem());
    // A hundred calls that fail together are more than the budget of one client pays for.
    let unguarded: Settings = serde_json::from_str(r#"{"guards": false}"#).unwrap();
    client.settings(unguarded).retry(|_| SOON).build().unwrap()
}

/// A server that responds only to the requests that are chosen by the number of their connection, from 1, and their own
/// on it, from 0. It tells of each of the others, which stay open.
async fn silent(
    is_chosen: impl Fn(usize, usize) -> bool + Copy + Send + 'static,
) -> (String, Arc<AtomicUsize>, mpsc::UnboundedReceiver<()>) {
    let (told, heard) = mpsc::unbounded_channel();
    let script = move |number, mut peer: Peer| {
        let told = told.clone();
        async move {
            for nth in 0.. {
                let stream = peer.request().await?;
                if is_chosen(number, nth) {
                    peer.ok(stream).await?;
                } else {
                    told.send(()).unwrap();
                }
            }
            Ok(())
        }
    };
    let (url, connections) = serve(100, script).await;
    (url, connections, heard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_need_a_connection_at_once_share_one() {
    let (url, connections) = serve(100, |_, mut peer| async move {
        loop {
            let stream = peer.request().await?;
            peer.ok(stream).await?;
        }
    })
    .await;
    let client = client();
    let get = || tokio::spawn(client.get(&*url).send().into_future());
    for _ in 0..2 {
        let calls: Vec<_> = (0..30).map(|_| get()).collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap().status(), 200);
        }
    }
    assert_eq!(connections.load(SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_fell_silent_is_left_after_one_timeout() {
    let _held = HeldClock::new();
    let (url, connections, mut heard) = silent(|number, nth| number > 1 || nth == 0).await;
    let client = client();
    client.get(&*url).send().await.unwrap();
    // A hundred calls find out, and share what comes after.
    let short = Policy::new(Strategy::constant(Duration::ZERO)).attempt_timeout(ms(300));
    let get = || tokio::spawn(client.get(&*url).retry(short).send().into_future());
    let calls: Vec<_> = (0..100).map(|_| get()).collect();
    for _ in &calls {
        heard.recv().await.unwrap();
    }
    advance(ms(300)).await;
    for call in calls {
        let reply = call.await.unwrap().unwrap();
        assert_eq!(reply.attempts().len(), 2);
    }
    assert_eq!(connections.load(SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_slow_request_leaves_the_connection_to_all_others() {
    let _held = HeldClock::new();
    // Every other request is never answered.
    let (url, connections, mut heard) = silent(|_, nth| nth % 2 == 1).await;
    let client = client();
    let short = SOON.attempts(1).attempt_timeout(ms(300));
    for _ in 0..3 {
        let slow = tokio::spawn(client.get(&*url).retry(short).send().into_future());
        heard.recv().await.unwrap();
        advance(ms(1)).await;
        // Something is heard while the slow one waits.
        client.get(&*url).send().await.unwrap();
        advance(ms(299)).await;
        let error = slow.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
    assert_eq!(connections.load(SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_misdirected_request_goes_over_another_connection() {
    let (url, connections) = serve(100, |number, mut peer| async move {
        loop {
            let stream = peer.request().await?;
            match number {
                1 => peer.status(stream, "421").await?,
                _ => peer.ok(stream).await?,
            }
        }
    })
    .await;
    let call = client().get(&*url).retry(SOON.statuses(&[421]));
    assert_eq!(call.send().await.unwrap().status(), 200);
    assert_eq!(connections.load(SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_stream_is_sent_again_over_the_same_connection() {
    let (url, connections) = serve(100, |_, mut peer| async move {
        for nth in 0.. {
            let stream = peer.request().await?;
            match nth {
                0 => peer.reset(stream, 7).await?,
                _ => peer.ok(stream).await?,
            }
        }
        Ok(())
    })
    .await;
    let reply = client().post(&*url).send().await.unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!(connections.load(SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pings_find_a_connection_that_is_gone() {
    let (url, _) = serve(100, |number, mut peer| async move {
        let stream = peer.request().await?;
        if number == 1 {
            sleep(FOR_EVER).await;
        }
        peer.ok(stream).await?;
        sleep(FOR_EVER).await;
        Ok(())
    })
    .await;
    let client = RetryClient::builder()
        .root_certificate(Certificate::Valid.pem())
        .http2_keep_alive(ms(100), ms(100))
        .retry(|_| SOON);
    let reply = client.build().unwrap().get(&*url).send().await.unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!(reply.attempts()[0].outcome(), Some(ErrorKind::Reset));
    assert!(reply.attempts()[0].duration() < secs(3));
}

#[test]
fn a_runtime_that_goes_away_with_a_shared_connection_is_a_lost_connection() {
    let (servers, first, second) = (runtime(1), runtime(1), runtime(1));
    let (url, connections, mut heard) =
        servers.block_on(silent(|number, nth| number > 1 || nth == 0));
    let client = client();
    let get = || client.get(&*url).send().into_future();
    first.block_on(get()).unwrap();
    let call = second.spawn(get());
    servers.block_on(heard.recv()).unwrap();
    first.shutdown_background();
    let reply = second.block_on(call).unwrap().unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!(reply.attempts()[0].outcome(), Some(ErrorKind::Reset));
    assert_eq!(connections.load(SeqCst), 2);
}

#[client]
trait Hedged {
    #[get("/")]
    #[hedge(after = 50ms)]
    async fn root(&self) -> Result<()>;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stream_of_a_request_that_lost_to_its_hedge_is_reset() {
    let (told, mut heard) = mpsc::unbounded_channel();
    let (url, connections) = serve(100, move |_, mut peer| {
        let told = told.clone();
        async move {
            let first = peer.request().await?;
            let second = peer.request().await?;
            peer.ok(second).await?;
            let reset = peer.reset_stream().await?;
            told.send((first, reset)).unwrap();
            let third = peer.request().await?;
            peer.ok(third).await
        }
    })
    .await;
    let builder = HedgedClient::builder().root_certificate(Certificate::Valid.pem());
    let hedged = builder.base_url(url).build().unwrap();
    hedged.root().await.unwrap();
    let (first, reset) = heard.recv().await.unwrap();
    assert_eq!(first, reset);
    hedged.root().await.unwrap();
    assert_eq!(connections.load(SeqCst), 1);
}
