//! Hedges and the other guards: the budget pays for them, and none of them waits.

use retry_client::testing::{Stub, text};
use retry_client::{Reply, Result, client};
use tokio::time::Instant;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, silence};

use super::models;

#[tokio::test(start_paused = true)]
async fn hedges_are_paid_for_and_given_back_if_they_win() {
    let (_, winner) = models([silence(), ok("x")]);
    winner.models().await.unwrap();
    assert!(winner.guards().balance().abs() < 0.01);

    // Lost: the hedge costs 1, and the first attempt earns 0.2.
    let (_, loser) = models([ok("x").late(ms(150)), silence()]);
    loser.models().await.unwrap();
    let balance = loser.guards().balance();
    assert!((balance + 0.8).abs() < 0.01, "{balance}");
}

#[tokio::test(start_paused = true)]
async fn a_budget_that_is_spent_stops_hedges_and_no_first_attempt() {
    let (memory, models) = models([ok("slow").late(ms(150))]);
    for _ in 0..100 {
        models.models().await.unwrap();
    }
    // 10 in reserve, and a fifth of what succeeds.
    let hedges = memory.count() - 100;
    assert!((10..=35).contains(&hedges), "{hedges}");
}

#[client(base_url = "http://guarded.test")]
#[concurrency(2)]
#[circuit_breaker(of = 5, failures = 50%)]
trait Guarded {
    #[get("/x")]
    #[hedge(after = 100ms)]
    async fn x(&self) -> Result<Reply<String>>;

    #[get("/limited")]
    #[rate_limit(2 per 1s, burst = 2)]
    #[hedge(after = 100ms)]
    async fn limited(&self) -> Result<Reply<String>>;
}

fn guarded(steps: impl Into<Vec<Step>>) -> (MemoryTransport, GuardedClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = GuardedClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_hedge_enters_only_if_nothing_makes_it_wait() {
    let (memory, api) = guarded([ok("slow").late(ms(300))]);
    let calls = [tokio::spawn(api.x()), tokio::spawn(api.x())];
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((memory.count(), api.guards().in_flight()), (2, 0));
    assert_eq!(memory.times(), [ms(0), ms(0)]);

    let (memory, api) = guarded([ok("slow").late(ms(300))]);
    api.limited().await.unwrap();
    assert_eq!(memory.count(), 2);
    api.limited().await.unwrap();
    // The turn that the second call waited for was the only one.
    assert_eq!(memory.count(), 3);
    assert!(api.guards().balance() > -1.1, "{:?}", api.guards());
}

#[tokio::test(start_paused = true)]
async fn a_hedge_waits_for_a_first_attempt_that_is_queued() {
    let (memory, api) = guarded([ok("slow").late(ms(90))]);
    let calls: Vec<_> = (0..6).map(|_| tokio::spawn(api.x())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // 2 at a time, each faster than its hedge once it is in flight.
    assert_eq!(memory.times().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn the_loser_is_neutral_for_the_circuit_and_holds_no_permit() {
    let (memory, api) = guarded([silence(), ok("x")]);
    for _ in 0..20 {
        api.x().await.unwrap();
        assert_eq!(api.guards().in_flight(), 0);
    }
    assert_eq!(memory.count(), 21);
}

#[tokio::test]
async fn the_stub_hedges_and_keeps_guards_in_virtual_time() {
    let stub = Stub::new();
    let slow = text("slow").delay(secs(20));
    stub.on(GuardedClient::LIMITED, ())
        .answers([slow.clone(), text("fast"), text("x")]);
    let api: GuardedClient = stub.client();
    let started = Instant::now();
    assert_eq!(api.limited().await.unwrap().value(), "fast");
    assert_eq!(started.elapsed(), ms(100));
    assert_eq!(stub.requests().len(), 2);
    // Both turns are taken, so this one waits for half a second; of virtual time.
    assert_eq!(api.limited().await.unwrap().value(), "x");
    let waited = stub.requests()[2]
        .at()
        .saturating_sub(stub.requests()[1].at());
    assert!(waited >= ms(400) && waited <= ms(600), "{waited:?}");
}
