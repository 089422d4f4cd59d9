//! Many calls at once to servers that close, reset, restart, stall, refuse, answer too early and go
//! away as the dice fall: no request is lost, none is doubled, and no call hangs.
//!
//! Each call carries its number, and the server counts what arrives by it, on whole heads of requests.
//! The requests that arrived are then held against what the call says that it attempted.
//!
//! 3,000 calls a run; `RETRY_CLIENT_CHAOS` says how many else.

mod calls;
mod dice;
mod door;
mod http1;
mod http2;
mod leaks;
mod ledger;
// How many connections there are is reqwest's own affair.
#[cfg(not(retry_client_over_reqwest))]
mod reuse;
#[cfg(not(retry_client_over_reqwest))]
mod sharing;

use std::sync::Arc;

use calls::Sum;
use door::{Door, Protocol};
use ledger::World;
use retry_client::ErrorKind;
use tokio::time::Instant;

const CALLS: u32 = 3_000;

const PROTOCOLS: [Protocol; 3] = [Protocol::Http1, Protocol::Http1Tls, Protocol::Http2Tls];

/// So many calls in all, evenly over what follows.
fn calls() -> u32 {
    let asked = std::env::var("RETRY_CLIENT_CHAOS").ok();
    asked.map_or(CALLS, |count| count.parse().unwrap()) / 6
}

/// Every request that is given to a connection is read, so that both sides must agree to the last one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_read_whatever_is_sent_see_every_attempt_once() {
    run(false).await.has_seen(&[ErrorKind::Timeout]);
}

/// Connections end in the midst of anything, and so does the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_shut_down_during_calls_lose_no_call_and_double_none() {
    run(true).await.has_seen(&[ErrorKind::Connect]);
}

async fn run(is_wild: bool) -> Sum {
    let mut sum = Sum::default();
    for protocol in PROTOCOLS {
        let (begun, before) = (Instant::now(), sum.clone());
        let world = Arc::new(World::new(0x5eed + u64::from(is_wild), is_wild));
        let door = Door::open(protocol, Arc::clone(&world)).await;
        let shop = calls::client(&door);
        let called = calls::make(&shop, calls()).await;
        drop(shop);
        door.is_left().await;
        let ledger = world.ledger();
        for call in &called {
            sum.add(call, &ledger.of(call.number), is_wild);
        }
        let (took, sum) = (begun.elapsed(), sum.since(&before));
        println!("{protocol:?}, wild: {is_wild}, {took:?}: {sum:?}");
    }
    sum.has_seen(&[ErrorKind::Reset, ErrorKind::Status, ErrorKind::Body]);
    sum
}
