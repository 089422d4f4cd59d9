//! One connection for many calls, over HTTP/2: how many there are in the end.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use http::Response;
use retry_client::{Bytes, ErrorKind, Result, client};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{advance, sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::failures::faults::certificate::Certificate;
use crate::failures::faults::proxy::{FaultProxy, FirstConnection};
use crate::support::held_clock::HeldClock;
use crate::support::script::{ms, secs};

#[client]
#[retry(constant, base = 0ms, attempts = 3)]
#[budget(off)]
trait Shared {
    #[get("/fast")]
    async fn fast(&self) -> Result<String>;

    #[post("/fast")]
    async fn post(&self) -> Result<String>;

    /// It is never answered.
    #[get("/slow", attempt_timeout = 1s)]
    #[retry(off)]
    async fn slow(&self) -> Result<String>;

    /// The first connection ends when so many of them are on it.
    #[get("/together")]
    async fn together(&self) -> Result<String>;

    /// The connection takes no request after it.
    #[get("/last")]
    async fn last(&self) -> Result<String>;
}

fn client(url: &str) -> SharedClient {
    let builder = SharedClient::builder().base_url(url);
    let builder = builder.root_certificate(Certificate::Valid.pem());
    builder.build().unwrap()
}

const TOGETHER: usize = 50;

/// The number of slow calls at once.
const EACH: usize = 250;

struct Counting {
    url: String,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    ended: AtomicUsize,
    /// Requests that are never answered.
    slow: AtomicUsize,
}

impl Counting {
    /// A server that takes its time before each handshake.
    async fn start(handshake: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let counts = Arc::<Counts>::default();
        let shared = Arc::clone(&counts);
        let acceptor = Certificate::Valid.acceptor("h2");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let is_first = shared.connections.fetch_add(1, SeqCst) == 0;
                let (acceptor, counts) = (acceptor.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    sleep(handshake).await;
                    let served = serve(stream, acceptor, is_first, &counts.slow).await;
                    counts.ended.fetch_add(1, SeqCst);
                    served
                });
            }
        });
        Self { url, counts }
    }

    fn connections(&self) -> usize {
        self.counts.connections.load(SeqCst)
    }

    /// Waits until so many connections have ended, which those do that go away once the client has said that
    /// it knows.
    async fn has_ended(&self, count: usize) {
        let ended = async {
            while self.counts.ended.load(SeqCst) < count {
                sleep(ms(1)).await;
            }
        };
        timeout(secs(20), ended).await.expect("they end");
    }

    fn slow(&self) -> usize {
        self.counts.slow.load(SeqCst)
    }
}

/// Serves one connection; an error means that the peer has gone.
async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    is_first: bool,
    slow: &AtomicUsize,
) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut builder = h2::server::Builder::new();
    builder.max_concurrent_streams(1_000);
    let stream = acceptor.accept(stream).await?;
    let mut connection = builder.handshake::<_, Bytes>(stream).await?;
    let mut held = Vec::new();
    while let Some(accepted) = connection.accept().await {
        let (request, mut respond) = accepted?;
        match request.uri().path() {
            "/slow" => {
                held.push(respond);
                slow.fetch_add(1, SeqCst);
            }
            "/together" if is_first => {
                held.push(respond);
                if held.len() == TOGETHER {
                    return Ok(());
                }
            }
            path => {
                let mut body = respond.send_response(Response::new(()), false)?;
                body.send_data("done".into(), true)?;
                if path == "/last" {
                    connection.graceful_shutdown();
                }
            }
        }
    }
    Ok(())
}

/// Each of them resets its stream, of which h2 forgets only so many before it ends the connection.
#[tokio::test(start_paused = true)]
async fn a_thousand_timeouts_open_few_connections_and_cost_no_other_call_anything() {
    let _held = HeldClock::new();
    let server = Counting::start(Duration::ZERO).await;
    let shared = client(&server.url);
    let others = {
        let shared = shared.clone();
        tokio::spawn(async move {
            loop {
                shared.fast().await.unwrap();
                yield_now().await;
            }
        })
    };
    let is_cut = |result: std::result::Result<Result<String>, _>| {
        // Those that were on a connection when it ended have lost it.
        let kind = result.unwrap().unwrap_err().kind();
        assert!(matches!(kind, ErrorKind::Timeout | ErrorKind::Reset));
    };
    for _ in 0..6 {
        let before = server.slow();
        let calls = (0..EACH).map(|_| shared.slow().into_future());
        let mut calls: JoinSet<_> = calls.collect();
        let mut lost = 0;
        while server.slow() - before + lost < EACH {
            if let Some(result) = calls.try_join_next() {
                is_cut(result);
                lost += 1;
            }
            yield_now().await;
        }
        // Something is heard while they wait.
        shared.fast().await.unwrap();
        advance(secs(1)).await;
        while let Some(result) = calls.join_next().await {
            is_cut(result);
        }
    }
    assert!(!others.is_finished(), "{:?}", others.await);
    others.abort();
    // One, and another after each thousand.
    assert!(server.connections() <= 3, "{}", server.connections());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_lose_their_connection_together_share_the_next() {
    let server = Counting::start(Duration::ZERO).await;
    let shared = client(&server.url);
    let calls = (0..TOGETHER).map(|_| shared.together().reply().into_future());
    for result in calls.collect::<JoinSet<_>>().join_all().await {
        assert_eq!(result.unwrap().attempts().len(), 2);
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_is_made_for_those_who_wait_though_the_call_that_began_it_is_dropped() {
    let server = Counting::start(ms(200)).await;
    let shared = client(&server.url);
    let first = timeout(ms(50), shared.fast());
    let second = async {
        sleep(ms(20)).await;
        shared.fast().reply().await.unwrap()
    };
    let (first, second) = tokio::join!(first, second);
    assert!(first.is_err());
    assert_eq!(second.attempts().len(), 1);
    // It joins the pool.
    assert_eq!(shared.post().await.unwrap(), "done");
    assert_eq!(server.connections(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_nobody_waits_for_any_longer_serves_the_next_call() {
    let server = Counting::start(ms(100)).await;
    let shared = client(&server.url);
    assert!(timeout(ms(30), shared.fast()).await.is_err());
    assert_eq!(shared.fast().await.unwrap(), "done");
    assert_eq!(server.connections(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_went_away_while_idle_costs_no_attempt() {
    let server = Counting::start(Duration::ZERO).await;
    let shared = client(&server.url);
    for round in 1..=5 {
        let reply = shared.last().reply().await.unwrap();
        assert_eq!(reply.attempts().len(), 1);
        server.has_ended(round).await;
        assert_eq!(shared.post().reply().await.unwrap().attempts().len(), 1);
    }
    // The one that a POST began is the one that goes away next.
    assert_eq!(server.connections(), 6);
}

/// The first connection tells that HTTP/1.1 is spoken, and is used by one of those who waited for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_wait_for_one_connection_get_one_each_where_it_cannot_be_shared() {
    let server = FaultProxy::new(FirstConnection::Open, Some(Certificate::Valid)).await;
    let shared = client(&format!("https://{}", server.open().await));
    let calls = (0..20).map(|_| shared.fast().into_future());
    for result in calls.collect::<JoinSet<_>>().join_all().await {
        assert_eq!(result.unwrap(), "done");
    }
    let opened = server.connections();
    assert!(opened <= 20, "{opened}");
    assert_eq!(shared.post().await.unwrap(), "done");
    assert_eq!((server.connections(), server.requests()), (opened, 21));
}

/// A connection that fails for one call fails for all of them, and each still has its own attempts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_fails_costs_everybody_who_waited_one_attempt() {
    let server = FaultProxy::new(FirstConnection::Closed, Some(Certificate::Valid)).await;
    let shared = client(&format!("https://{}", server.open().await));
    let calls = (0..20).map(|_| shared.post().reply().into_future());
    for result in calls.collect::<JoinSet<_>>().join_all().await {
        let attempts = result.unwrap().attempts().len();
        assert!(attempts <= 2, "{attempts}");
    }
    assert_eq!(server.requests(), 20);
    assert!(server.connections() <= 21, "{}", server.connections());
}

/// A task that is polled while its runtime shuts down, say. What it spawns is dropped at once.
#[test]
fn a_call_on_a_runtime_that_shuts_down_comes_to_an_end() {
    let runtime = Runtime::new().unwrap();
    let handle = runtime.handle().clone();
    runtime.shutdown_background();
    let (tell, ended) = mpsc::channel();
    thread::spawn(move || {
        let _entered = handle.enter();
        let mut call = pin!(client("https://127.0.0.1:1").slow().into_future());
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(result) = call.as_mut().poll(&mut context) {
            tell.send(result.unwrap_err().kind()).unwrap();
        }
    });
    assert_eq!(
        ended.recv_timeout(Duration::from_secs(20)),
        Ok(ErrorKind::Connect)
    );
}
