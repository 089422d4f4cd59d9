//! The time that redirects may take, and the wait that they ask for.

use std::time::Duration;

use retry_client::{ErrorKind, GaveUp, RetryClient};
use tokio::time::Instant;

use super::to;
use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs};

#[tokio::test(start_paused = true)]
async fn retry_after_of_a_redirect_is_waited_for_outside_the_attempt() {
    let later = |secs: &str| to(303, "/outcome").header("retry-after", secs);
    let client = |memory: &MemoryTransport| {
        let builder = RetryClient::builder()
            .transport(memory.clone())
            .redirects(2);
        builder
            .retry(|_| STEADY)
            .attempt_timeout(secs(1))
            .build()
            .unwrap()
    };
    let memory = MemoryTransport::new([later("30").late(ms(600)), ok("").late(ms(300))]);
    let reply = client(&memory).post(URL).send().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(30_600)]);
    assert_eq!(reply.attempts()[0].duration(), ms(900));

    for (asked, timeout, gave_up) in [
        ("61", secs(100), GaveUp::ServerDelayTooLong),
        ("30", secs(30), GaveUp::TimeoutWouldPass),
    ] {
        let memory = MemoryTransport::new([later(asked)]);
        let begun = Instant::now();
        let reply = client(&memory)
            .post(URL)
            .timeout(timeout)
            .send()
            .await
            .unwrap();
        assert_eq!(
            (reply.status().as_u16(), begun.elapsed()),
            (303, Duration::ZERO)
        );
        let error = reply.error_for_status().unwrap_err();
        assert_eq!((error.gave_up(), memory.count()), (gave_up, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn the_attempt_timeout_bounds_an_attempt_with_all_its_redirects() {
    let steps = [
        to(302, "/1").late(ms(400)),
        to(302, "/2").late(ms(400)),
        ok("").late(ms(400)),
    ];
    let memory = MemoryTransport::new(steps);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .redirects(2);
    let client = builder.retry(|_| STEADY.attempts(1)).build().unwrap();
    let call = client.get(URL).attempt_timeout(secs(1));
    let error = call.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Timeout, secs(1))
    );
    assert_eq!((memory.count(), error.attempts()[0].hops()), (3, 2));
}
