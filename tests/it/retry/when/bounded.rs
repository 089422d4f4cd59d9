//! The limits of a judgement, and who else may have one.

use retry_client::{ErrorKind, GaveUp};
use tokio::time::Instant;

use super::{JudgedClient, as_asked, asking, ending, judged, settle_in_the_end, table};
use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs};

#[tokio::test(start_paused = true)]
async fn when_is_bounded_by_the_timeout() {
    let (memory, begun) = (MemoryTransport::new([ok("")]), Instant::now());
    let error = judged(&memory).pondered().await.unwrap_err();
    assert_eq!(
        (error.kind(), begun.elapsed()),
        (ErrorKind::Timeout, secs(2))
    );
    assert_eq!((error.attempts().len(), memory.count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn when_does_not_make_a_post_repeatable() {
    for verdict in ["retry", "later"] {
        let step = asking(503, verdict);
        let expected = (Err((ErrorKind::Status, GaveUp::NotRepeatable)), 1);
        assert_eq!(ending(JudgedClient::posted, step).await, expected);
    }
    let accepted = ending(JudgedClient::posted, asking(503, "accept")).await;
    assert_eq!(accepted, (Ok("503 accept".to_owned()), 1));
}

#[tokio::test(start_paused = true)]
async fn when_judges_ad_hoc_requests_and_returns_their_response() {
    for (step, (result, sent)) in table() {
        let memory = MemoryTransport::new([step.clone()]);
        let client = in_memory(&memory, STEADY.when(&as_asked));
        match client.get(URL).send().await {
            Ok(reply) => {
                assert_eq!(reply.status().as_u16(), step.status);
                assert_eq!(reply.into_value().bytes().await.unwrap(), step.body);
            }
            Err(error) => assert_eq!(result, Err((error.kind(), error.gave_up()))),
        }
        assert_eq!(memory.count(), sent, "{step:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_can_have_its_own_when() {
    let memory = MemoryTransport::new([asking(503, "default")]);
    let call = judged(&memory)
        .asked()
        .retry(|policy| policy.when(&settle_in_the_end));
    assert_eq!(call.attempts(4).await.unwrap(), "503 default");
    assert_eq!(memory.times(), [0, 100, 200, 300].map(ms));
}
