//! A state that fails, hangs or forgets.

use retry_client::Guard;
use retry_client::testing::StubState;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::{Counted, SmallClient, TwoClient, assert_near, quota};
use crate::support::script::{ms, secs};

/// Checks the effect of a fault of the state on eight members that have all had responses before.
async fn with_fault(fault: impl Fn(&StubState)) {
    let (state, counted) = (StubState::new(), Counted::default());
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let builder = SmallClient::builder().transport(counted.clone());
            builder.fleet(state.clone(), quota()).build().unwrap()
        })
        .collect();
    // Twice, as the first cannot know of all.
    for _ in 0..2 {
        for client in &clients {
            client.x().await.unwrap();
        }
        sleep(ms(100)).await;
    }
    sleep(secs(2)).await;
    fault(&state);
    let begun = Instant::now();
    for client in &clients {
        let begun = Instant::now();
        client.x().await.unwrap();
        assert!(begun.elapsed() <= ms(21), "{:?}", begun.elapsed());
    }
    let before = counted.count();
    let ends = begun + secs(10);
    let survivor = clients[0].clone();
    let mut members = JoinSet::new();
    for client in clients {
        members.spawn(async move {
            while Instant::now() < ends {
                // Only that there is no turn in time ends one.
                if let Err(error) = client.x().within(ends).await {
                    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
                    sleep_until(ends).await;
                }
            }
        });
    }
    members.join_all().await;
    let sent = counted.count() - before;
    assert!(sent <= 1_000 + 8 * 20, "{sent}");
    assert!(sent >= 900, "{sent}");
    state.recover();
    sleep(secs(31)).await;
    let before = state.uses();
    survivor.x().await.unwrap();
    assert!(state.uses() > before, "a state that is back is used again");
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_fails() {
    with_fault(StubState::fail).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_hangs() {
    with_fault(StubState::hang).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_slow_state() {
    with_fault(|state| state.delay(ms(500))).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_forgot() {
    with_fault(StubState::forget).await;
}

#[tokio::test(start_paused = true)]
async fn the_declared_members_count_before_the_first_response() {
    let state = StubState::new();
    state.fail();
    let count = saturate!(SmallClient, 4, state, secs(10), quota().members(4));
    assert!(count <= 1_020, "{count}");
    assert!(count >= 980, "{count}");
    let count = saturate!(SmallClient, 1, state, secs(10), quota());
    assert_near(count, 1_020, 2.0);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_fails_is_asked_again_after_a_second_doubling_to_thirty() {
    let state = StubState::new();
    state.fail();
    let _ = saturate!(SmallClient, 1, state, secs(100), quota());
    // At 0, 1, 3, 7, 15, 31, 61 and 91 s.
    assert_eq!(state.uses(), 8);
}

#[tokio::test(start_paused = true)]
async fn two_uses_that_fail_together_count_as_one_failure() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = TwoClient::builder().fleet(state.clone(), quota());
    let client = builder.transport(counted.clone()).build().unwrap();
    state.hang();
    let begun = Instant::now();
    let (a, b) = tokio::join!(client.a(), client.b());
    assert!(a.is_ok() && b.is_ok());
    assert_eq!((state.uses(), begun.elapsed()), (2, ms(20)));
    sleep(ms(1_000)).await;
    client.a().await.unwrap();
    assert_eq!(state.uses(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_was_never_leased_counts_on_the_members_of_the_others() {
    let (state, counted) = (StubState::new(), Counted::default());
    let member = || {
        let builder = TwoClient::builder().fleet(state.clone(), quota());
        builder.transport(counted.clone()).build().unwrap()
    };
    let clients: Vec<_> = (0..4).map(|_| member()).collect();
    for _ in 0..2 {
        for client in &clients {
            client.a().await.unwrap();
        }
        sleep(ms(100)).await;
    }
    state.fail();
    let (before, ends) = (counted.count(), Instant::now() + secs(10));
    let calls = clients
        .into_iter()
        .map(|client| async move { while client.b().within(ends).await.is_ok() {} });
    calls.collect::<JoinSet<_>>().join_all().await;
    let sent = counted.count() - before;
    assert!((980..=1_020).contains(&sent), "{sent}");
}
