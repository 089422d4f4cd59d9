//! Pauses that members tell each other of.

use std::time::Duration;

use retry_client::testing::StubState;
use retry_client::{ErrorKind, Guard};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::{Counted, FollowedClient, PausedClient, quota};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, status};

#[tokio::test(start_paused = true)]
async fn a_pause_of_one_client_is_observed_by_all_within_100_ms() {
    let state = StubState::new();
    let mut steps = vec![ok("x"); 3];
    steps.push(status(429).header("retry-after", "2"));
    steps.push(ok("x"));
    let told = MemoryTransport::new(steps);
    let others = MemoryTransport::new([ok("x")]);
    let member = |memory: &MemoryTransport| {
        let builder = PausedClient::builder().transport(memory.clone());
        builder.fleet(state.clone(), quota()).build().unwrap()
    };
    let (one, seven) = (member(&told), (0..7).map(|_| member(&others)));
    let begun = Instant::now();
    let members: JoinSet<()> = seven
        .map(|member| async move {
            while begun.elapsed() < secs(3) {
                let _ = member.x().await;
                sleep(ms(5)).await;
            }
        })
        .collect();
    sleep(ms(500)).await;
    while one.x().await.is_ok() {}
    let paused = begun.elapsed();
    members.join_all().await;
    let during = |time: &&Duration| **time > paused + ms(100) && **time < paused + secs(2);
    let times = others.times();
    assert!(times.iter().any(|time| *time < paused && *time > ms(400)));
    assert_eq!(times.iter().filter(during).count(), 0);
    assert!(times.iter().any(|time| *time >= paused + secs(2)));
    // Calls wait for its end, or are held back by it.
    assert!(one.guards().paused_for().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_kept_where_nothing_else_is_limited() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = FollowedClient::builder().transport(counted.clone());
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    client.x().await.unwrap();
    state.pause("tenant-7", secs(30));
    sleep(ms(100)).await;
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(ms(29_900)));
    assert_eq!(
        error.to_string(),
        "GET /x not sent: paused by the server for 29.9 s"
    );
    assert_eq!(counted.count(), 1);
    // It was looked up twice, however many calls there are.
    assert_eq!(state.uses(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_cut_to_the_longest_that_is_waited_for() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = PausedClient::builder().transport(counted.clone());
    let builder = builder.retry(|policy| policy.retry_after(secs(10)));
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    state.pause("tenant-7", secs(30));
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HeldBack);
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(secs(10)));
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_longer_is_kept_for_as_long_as_is_waited_for_and_no_longer() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = PausedClient::builder().transport(counted.clone());
    let builder = builder.retry(|policy| policy.retry_after(secs(10)));
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    state.pause("tenant-7", secs(3_600));
    let begun = Instant::now();
    for _ in 0..5 {
        let error = client.x().timeout(secs(1)).await.unwrap_err();
        assert_eq!(error.held_back_by(), Some(Guard::Pause));
        sleep_until(Instant::now() + secs(1)).await;
    }
    client.x().await.unwrap();
    assert_eq!((begun.elapsed(), counted.count()), (secs(10), 1));
    // The rest of it is no longer kept, at the pace behind a pause; one that is told anew is.
    for _ in 0..3 {
        client.x().timeout(secs(30)).await.unwrap();
    }
    state.pause("tenant-7", secs(7_200));
    sleep(ms(100)).await;
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(secs(10)));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_paced_after_a_pause_for_an_exhausted_quota_that_another_has_heard_of() {
    let exhausted = status(200)
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "2");
    let refused = status(429).header("retry-after", "2");
    for (first, is_paced) in [(exhausted, false), (refused, true)] {
        let (state, counted) = (StubState::new(), Counted::default());
        let memory = MemoryTransport::new([first]);
        let hearing = FollowedClient::builder().transport(memory);
        let hearing = hearing.fleet(state.clone(), quota()).build().unwrap();
        let told = FollowedClient::builder().transport(counted.clone());
        let told = told.fleet(state.clone(), quota()).build().unwrap();
        let _ = hearing.x().await;
        sleep(ms(100)).await;
        let begun = Instant::now();
        told.x().await.unwrap();
        assert_eq!(begun.elapsed(), ms(1_900));
        for member in [hearing, told] {
            assert_eq!(member.guards().rate().is_some(), is_paced);
        }
    }
}
