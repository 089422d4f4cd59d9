//! A strategy of your own that depends on the last response.
//!
//! Run with `cargo run --example custom_strategy`. It needs no network and takes no time: the server is
//! a transport in memory, and the clock is tokio's paused clock.

use std::sync::Mutex;
use std::time::Duration;

use rand::{Rng, RngExt};
use retry_client::backoff::{Backoff, BackoffContext};
use retry_client::{
    AttemptRecord, BoxError, Policy, Request, Response, Result, RetryClient, Strategy, Transport,
    client,
};
use tokio::time::Instant;

/// Waits for the window of a rate limit to end; after any other failure, doubles the delay.
struct Considerate {
    first: Duration,
}

impl Backoff for Considerate {
    fn delay(&self, wait: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration {
        let window = wait.headers().and_then(|headers| headers.get("x-window"));
        let window = window.and_then(|window| window.to_str().ok()?.parse().ok());
        match (wait.status().map(|status| status.as_u16()), window) {
            // Windows are counted from the start of the call, and many clients wait for the next one.
            (Some(429), Some(seconds)) => {
                let window = Duration::from_secs(seconds);
                let left = window.saturating_sub(wait.elapsed());
                left + Duration::from_millis(rng.random_range(0..100))
            }
            _ => wait.previous().map_or(self.first, |previous| 2 * previous),
        }
    }
}

static CONSIDERATE: Considerate = Considerate {
    first: Duration::from_millis(500),
};

#[client(base_url = "http://in.memory")]
#[retry(CONSIDERATE, attempts = 5, statuses = [429])]
trait Limited {
    #[get("/search")]
    async fn search(&self, #[query] q: &str) -> Result<String>;
}

/// Responds with these statuses in turn.
struct Scripted(Mutex<std::vec::IntoIter<u16>>);

impl Scripted {
    fn new(statuses: impl Into<Vec<u16>>) -> Self {
        Self(Mutex::new(statuses.into().into_iter()))
    }
}

impl Transport for Scripted {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        let next = self.0.lock().map_err(|_| "poisoned")?.next();
        let response = http::Response::builder().status(next.ok_or("the script is over")?);
        Ok(response.header("x-window", "60").body("found")?.into())
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), BoxError> {
    let begun = Instant::now();
    let statuses = Scripted::new([503, 503, 429, 503, 200]);
    let limited = LimitedClient::builder().transport(statuses).build()?;
    let reply = limited.search("tea").reply().await?;
    let delays = delays(reply.attempts());
    println!("{:?} after {delays:?}", reply.value());

    // 500 ms, doubled, then the rest of the minute and a little more.
    let [first, second, third, fourth] = delays[..] else {
        return Err("four delays".into());
    };
    let half = Duration::from_millis(500);
    assert_eq!((first, second, fourth), (half, 2 * half, 2 * third));
    let until_the_window = first + second + third;
    let spread = until_the_window.saturating_sub(Duration::from_mins(1));
    assert!(spread < Duration::from_millis(100), "{spread:?}");
    assert!(until_the_window >= Duration::from_mins(1));
    assert_eq!(begun.elapsed(), delays.iter().sum());

    // At run time, the strategy is part of a policy.
    let policy = Policy::new(Strategy::custom(&CONSIDERATE)).attempts(3);
    let builder = RetryClient::builder().transport(Scripted::new([500, 502, 504]));
    let client = builder.retry(|_| policy).build()?;
    let reply = client.get("http://in.memory/").send().await?;
    println!(
        "{} after {:?}",
        reply.status(),
        self::delays(reply.attempts())
    );
    assert_eq!(self::delays(reply.attempts()), [half, 2 * half]);
    Ok(())
}

fn delays(attempts: &[AttemptRecord]) -> Vec<Duration> {
    attempts.iter().filter_map(AttemptRecord::delay).collect()
}
