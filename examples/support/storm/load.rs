//! Calls that begin at random with a fixed rate, regardless of the results of earlier calls.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use retry_client::BoxError;
use tokio::time::{Instant, sleep_until};

use super::clients::Client;
use super::server::exponential;

/// A call that is over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ended {
    pub(crate) begun: Duration,
    pub(crate) at: Duration,
    /// The time that the call itself took.
    pub(crate) took: Duration,
    pub(crate) attempts: usize,
    pub(crate) is_ok: bool,
}

/// Makes calls at `rate` a second until `end`, and waits for the last of them.
pub(crate) async fn load(
    clients: &[Client],
    rate: f64,
    end: Duration,
    seed: u64,
) -> Result<Vec<Ended>, BoxError> {
    let begun = Instant::now();
    let mut random = StdRng::seed_from_u64(seed);
    let ended = Arc::new(Mutex::new(Vec::new()));
    let mut calls = tokio::task::JoinSet::new();
    let mut at = 0.0;
    loop {
        at += exponential(&mut random, 1.0 / rate);
        let start = Duration::from_secs_f64(at);
        if start >= end {
            break;
        }
        sleep_until(begun + start).await;
        let client = clients[random.random_range(0..clients.len())].clone();
        let ended = Arc::clone(&ended);
        calls.spawn(async move {
            let called = Instant::now();
            let result = client.call().reply().await;
            let took = called.elapsed();
            let (attempts, is_ok) = match &result {
                Ok(reply) => (reply.attempts().len(), true),
                Err(error) => (error.attempts().len(), false),
            };
            let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
            ended.push(Ended {
                begun: start,
                at: begun.elapsed(),
                took,
                attempts,
                is_ok,
            });
        });
        while calls.try_join_next().is_some() {}
    }
    while calls.join_next().await.is_some() {}
    let ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(ended.clone())
}
