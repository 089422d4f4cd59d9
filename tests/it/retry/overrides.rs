//! Which policy counts for a request made at run time: the call's over the request's over the client's
//! over the default, setting by setting.

use std::time::Duration;

use retry_client::{Policy, RetryClient, Strategy};
use tokio::time::Instant;

use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, secs, status};

type Change = fn(Policy) -> Policy;

/// The setting of each level; `None` where it has none.
#[derive(Clone, Copy, Default)]
struct Levels {
    client: Option<Change>,
    request: Option<Policy>,
    call: Option<Change>,
}

const SILENT: Levels = Levels {
    client: None,
    request: None,
    call: None,
};

/// The number of times a request that gets 404 for ever is sent, and the time that takes.
async fn sent(levels: Levels) -> (usize, Duration) {
    let (memory, begun) = (MemoryTransport::new([status(404)]), Instant::now());
    let mut builder = RetryClient::builder().transport(memory.clone());
    if let Some(change) = levels.client {
        builder = builder.retry(change);
    }
    let mut request = builder.build().unwrap().get(URL);
    if let Some(policy) = levels.request {
        request = request.retry(policy);
    }
    let mut call = request.send();
    if let Some(change) = levels.call {
        call = call.retry(change);
    }
    call.await.unwrap();
    (memory.count(), begun.elapsed())
}

const fn every(delay: Duration) -> Strategy {
    Strategy::constant(delay)
}

#[tokio::test(start_paused = true)]
async fn each_policy_level_overrides_those_below_it() {
    let client: Change = |_| STEADY.statuses(&[404]).attempts(4);
    let request = Policy::new(every(secs(1))).statuses(&[404]).attempts(3);
    let call: Change = |policy| {
        policy
            .strategy(every(secs(60)))
            .statuses(&[404])
            .attempts(2)
    };
    let (client, request, call) = (Some(client), Some(request), Some(call));
    let table = [
        (SILENT, (1, secs(0))),
        (Levels { client, ..SILENT }, (4, ms(300))),
        (Levels { request, ..SILENT }, (3, secs(2))),
        (Levels { call, ..SILENT }, (2, secs(60))),
        (
            Levels {
                client,
                request,
                ..SILENT
            },
            (3, secs(2)),
        ),
        (
            Levels {
                client,
                call,
                ..SILENT
            },
            (2, secs(60)),
        ),
        (
            Levels {
                request,
                call,
                ..SILENT
            },
            (2, secs(60)),
        ),
        (
            Levels {
                client,
                request,
                call,
            },
            (2, secs(60)),
        ),
    ];
    for (row, (levels, expected)) in table.into_iter().enumerate() {
        assert_eq!(sent(levels).await, expected, "row {row}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_level_changes_only_what_it_names() {
    let statuses: Change = |policy| policy.statuses(&[404]);
    let attempts: Change = |policy| policy.attempts(2);
    let strategy = Policy::new(every(secs(1)));
    let table = [
        // Of the default, 3 attempts are left.
        (
            Levels {
                request: Some(strategy.statuses(&[404])),
                ..SILENT
            },
            (3, secs(2)),
        ),
        (
            Levels {
                client: Some(statuses),
                request: Some(strategy),
                ..SILENT
            },
            (3, secs(2)),
        ),
        (
            Levels {
                client: Some(statuses),
                request: Some(strategy),
                call: Some(attempts),
            },
            (2, secs(1)),
        ),
        (
            Levels {
                request: Some(STEADY.statuses(&[404])),
                call: Some(attempts),
                ..SILENT
            },
            (2, ms(100)),
        ),
    ];
    for (row, (levels, expected)) in table.into_iter().enumerate() {
        assert_eq!(sent(levels).await, expected, "row {row}");
    }
}

#[tokio::test(start_paused = true)]
async fn timeouts_stay_when_the_policy_is_replaced() {
    let memory = MemoryTransport::new([status(503)]);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .timeout(ms(250));
    let client = builder.build().unwrap();
    let begun = Instant::now();
    client
        .get(URL)
        .retry(STEADY.attempts(9))
        .send()
        .await
        .unwrap();
    assert_eq!(begun.elapsed(), ms(200));
    client
        .with_policy(STEADY.attempts(9))
        .get(URL)
        .send()
        .await
        .unwrap();
    assert_eq!(begun.elapsed(), ms(400));
    let hurried = client.get(URL).timeout(ms(150)).retry(STEADY.attempts(9));
    hurried.send().await.unwrap();
    assert_eq!(begun.elapsed(), ms(500));
}
