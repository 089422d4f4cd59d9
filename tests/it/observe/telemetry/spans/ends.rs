//! Spans of calls that are dropped, never polled, or cut by a timeout.

use std::time::Duration;

use retry_client::{Call, ErrorKind};
use tokio::time::timeout;

use super::shop;
use crate::observe::telemetry::{Traced, attribute, attributes, is_error, one_call, some};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, silence, status};

/// Polls a call until it is not heard of any more for a while, and drops it.
async fn dropped_after<T: Send + 'static>(call: Call<T>, time: Duration) {
    assert!(timeout(time, call).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_spans_of_a_dropped_call_end() {
    let cancelled = || Some("cancelled".to_owned());
    for (steps, time, outcomes) in [
        (vec![silence()], ms(10), vec![cancelled()]),
        (vec![status(503)], ms(50), vec![Some("503".to_owned())]),
        (
            vec![status(503), silence()],
            ms(150),
            vec![Some("503".to_owned()), cancelled()],
        ),
    ] {
        let (traced, memory) = (Traced::new(), MemoryTransport::new(steps));
        dropped_after(shop(&memory).count(), time).await;
        let (call, attempts) = one_call(traced.taken());
        assert_eq!(attributes(&attempts, "error.type"), outcomes);
        assert_eq!(attribute(&call, "error.type"), cancelled());
        assert!(is_error(&call) && attempts.iter().all(is_error));
        assert_eq!(attempts.len(), memory.count());
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_never_polled_has_no_span() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([ok("")]));
    drop(shop(&memory).count());
    assert_eq!(traced.taken().len(), memory.count());
}

#[tokio::test(start_paused = true)]
async fn a_span_records_a_timeout_as_such() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([silence()]));
    let call = shop(&memory).count().attempt_timeout(secs(1)).attempts(2);
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(attributes(&attempts, "error.type"), some(&["timeout"; 2]));
    assert_eq!(
        attributes(&attempts, "http.response.status_code"),
        [None, None]
    );
    assert_eq!(
        attribute(&call, "retry.gave_up").unwrap(),
        "attempts_exhausted"
    );
}
