//! Calls that are dropped: whatever they held or waited for is given back.

use std::future::IntoFuture;
use std::pin::Pin;
use std::task::Poll;

use retry_client::{Circuit, Result, client};
use tokio::time::{advance, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, status};

#[client(base_url = "http://dropped.test")]
#[retry(constant, base = 30ms, attempts = 3)]
#[budget(off)]
#[concurrency(2)]
#[rate_limit(100_000 per 1s, burst = 50)]
#[circuit_breaker(of = 1_000_000)]
trait Dropped {
    #[get("/plain")]
    async fn plain(&self) -> Result<String>;

    #[get("/hedged")]
    #[hedge(after = 25ms, at_most = 2)]
    #[concurrency(2)]
    async fn hedged(&self) -> Result<String>;
}

/// A call that may have been polled.
type Running = Pin<Box<dyn Future<Output = Result<String>> + Send>>;

/// Polls a call once, and tells whether it is over.
async fn is_over(call: &mut Running) -> bool {
    std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_ready())).await
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_at_any_await_returns_every_permit() {
    let steps = [
        ok("x").late(ms(40)),
        status(503).late(ms(10)),
        status(302).header("location", "/next").late(ms(20)),
        ok("x").late(ms(70)),
    ];
    let cycle: Vec<_> = steps.into_iter().cycle().take(30_000).collect();
    let memory = MemoryTransport::new(cycle);
    let builder = DroppedClient::builder().transport(memory.clone());
    let api = builder.redirects(2).build().unwrap();
    for run in 0..10_000_usize {
        let mut calls: Vec<Option<Running>> = (0..4)
            .map(|nth| match (run + nth) % 2 {
                0 => Some(Box::pin(api.plain().into_future()) as Running),
                _ => Some(Box::pin(api.hedged().into_future()) as Running),
            })
            .collect();
        // Each run lets them go a little farther, and drops them in another order.
        for round in 0..run % 9 {
            for call in &mut calls {
                if let Some(waiting) = call
                    && is_over(waiting).await
                {
                    *call = None;
                }
            }
            calls[(run + round) % 4] = None;
            advance(ms(11)).await;
        }
        calls.rotate_left(run % 4);
        drop(calls);
        assert_eq!(api.guards().in_flight(), 0, "run {run}");
    }
    assert!(memory.count() > 10_000, "{}", memory.count());
    // Nobody is queued either, and nothing was counted against the server but real failures.
    assert_eq!(api.guards().circuit(), Circuit::Closed);
    let settled = [tokio::spawn(api.plain()), tokio::spawn(api.hedged())];
    sleep(secs(1)).await;
    for call in settled {
        assert!(call.is_finished());
    }
}

#[client(base_url = "http://probed.test")]
#[circuit_breaker(of = 5, open = 1s, probes = 2)]
trait Probed {
    #[get("/")]
    async fn root(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn probes_that_are_dropped_leave_the_circuit_as_it_was() {
    let steps = [vec![status(500); 5], vec![ok("x").late(ms(20))]].concat();
    let memory = MemoryTransport::new(steps);
    let builder = ProbedClient::builder().transport(memory.clone());
    let api = builder.build().unwrap();
    for _ in 0..5 {
        api.root().await.unwrap_err();
    }
    sleep(secs(2)).await;
    for run in 0..1_000 {
        let mut probes: Vec<Running> = (0..3)
            .map(|_| Box::pin(api.root().into_future()) as Running)
            .collect();
        let mut in_flight = 0;
        for probe in &mut probes {
            in_flight += usize::from(!is_over(probe).await);
        }
        assert_eq!(in_flight, 2, "run {run}");
        assert_eq!(api.guards().circuit(), Circuit::HalfOpen);
    }
    assert_eq!(memory.count(), 2_005);
    api.root().await.unwrap();
    api.root().await.unwrap();
    assert_eq!(api.guards().circuit(), Circuit::Closed);
}
