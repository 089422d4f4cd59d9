//! The suite of the library whose system is carried over: the same server, the same requests, the same
//! counts, each test under the original's number.
//!
//! Three things are as this library has them: the first delay is the base, `list` holds the delays
//! between attempts and so one entry fewer, and a POST says why it may be repeated.

mod app;
mod trace;

mod basic;
mod changes;
mod decisions;
mod declared;
mod options;
mod strategies;

use std::time::Duration;

use retry_client::{Policy, Reply, Response, Result, RetryClient, Strategy};

use self::app::App;

/// The original's `ExponentialRetry(attempts=n)`, a hundred times as fast.
const fn exponential(attempts: u32) -> Policy {
    Policy::new(Strategy::exponential().base(Duration::from_millis(1))).attempts(attempts)
}

/// A client with this policy.
fn client(policy: Policy) -> RetryClient {
    RetryClient::new().unwrap().with_policy(policy)
}

/// Status and body of a response.
async fn response(reply: Result<Reply<Response>>) -> (u16, String) {
    let reply = reply.unwrap();
    let status = reply.status().as_u16();
    (status, reply.into_value().text().await.unwrap())
}

fn good() -> (u16, String) {
    (200, "Ok!".to_owned())
}
