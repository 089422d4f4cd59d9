//! Hooks that fail, or take too long.

use retry_client::{Error, ErrorKind, GaveUp, RetryClient};
use tokio::time::{Instant, sleep};

use super::hooked;
use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, silence, status};

#[tokio::test(start_paused = true)]
async fn an_error_of_before_attempt_ends_the_call() {
    let memory = MemoryTransport::new([status(503)]);
    let error = hooked(&memory).refused().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Rejected, GaveUp::NotRetryable)
    );
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "no token for the second"
    );
    // The first was sent; the second was not, and is no attempt.
    assert_eq!((memory.times(), error.attempts().len()), (vec![ms(0)], 1));

    let builder = RetryClient::builder().transport(memory.clone());
    let client = builder
        .before_attempt(async |_, _| Err("never".into()))
        .build()
        .unwrap();
    let error: Error = client.get(URL).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Rejected, 0)
    );
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn before_attempt_is_bounded_by_the_attempt_timeout() {
    let (memory, begun) = (MemoryTransport::new([ok("")]), Instant::now());
    let error = hooked(&memory).slow().no_retry().await.unwrap_err();
    assert_eq!(
        (error.kind(), begun.elapsed()),
        (ErrorKind::Timeout, secs(1))
    );
    assert_eq!(memory.count(), 0);

    let memory = MemoryTransport::new([silence()]);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .retry(|_| STEADY);
    let client = builder.before_attempt(async |_, _| {
        sleep(secs(3)).await;
        Ok(())
    });
    let (client, begun) = (client.build().unwrap(), Instant::now());
    let error = client.get(URL).timeout(secs(2)).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), begun.elapsed()),
        (ErrorKind::Timeout, secs(2))
    );
    assert_eq!(memory.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_outlasts_the_attempt_timeout_once_costs_one_attempt() {
    let (memory, begun) = (MemoryTransport::new([ok("")]), Instant::now());
    let reply = hooked(&memory).slow().reply().await.unwrap();
    let first = reply.attempts()[0];
    assert_eq!(
        (first.outcome(), first.delay()),
        (Some(ErrorKind::Timeout), Some(ms(100)))
    );
    assert_eq!((reply.attempts().len(), memory.count()), (2, 1));
    assert_eq!(begun.elapsed(), ms(1_100));
}
