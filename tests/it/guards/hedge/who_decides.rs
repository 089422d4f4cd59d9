//! Which of the attempts in flight decides.

use std::io;

use retry_client::{ErrorKind, GaveUp};
use tokio::time::{Instant, sleep};

use crate::support::script::{fails, ms, ok, secs, silence, status};
use crate::support::server::Server;

use super::{ModelsClient, models, seen};

#[tokio::test(start_paused = true)]
async fn a_first_attempt_in_time_is_not_hedged() {
    let (memory, models) = models([ok("fast").late(ms(99))]);
    let reply = models.models().await.unwrap();
    assert_eq!(seen(reply.attempts()), [(Some(200), false)]);
    sleep(secs(1)).await;
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_faster_of_two_is_the_response_and_the_other_is_dropped() {
    let (memory, models) = models([silence(), ok("second").late(ms(30))]);
    let started = Instant::now();
    let reply = models.models().await.unwrap();
    assert_eq!(started.elapsed(), ms(130));
    assert_eq!(seen(reply.attempts()), [(None, false), (Some(200), true)]);
    assert_eq!(reply.attempts()[0].outcome(), None);
    assert_eq!(reply.attempts()[0].duration(), ms(130));
    assert_eq!(reply.attempts()[1].duration(), ms(30));
    assert_eq!(*reply.value(), "second");
    assert_eq!(memory.times(), [ms(0), ms(100)]);
    let hosts = memory.requests();
    let hosts: Vec<_> = hosts.iter().map(|sent| sent.url().host_str()).collect();
    assert_eq!(hosts, [Some("one.test"), Some("one.test")]);
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_wins_after_all_leaves_the_hedge_unanswered() {
    let (memory, models) = models([ok("first").late(ms(150)), silence()]);
    let reply = models.models().await.unwrap();
    assert_eq!(*reply.value(), "first");
    assert_eq!(seen(reply.attempts()), [(Some(200), false), (None, true)]);
    assert_eq!(reply.attempts()[1].duration(), ms(50));
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn further_hedges_follow_at_the_same_distance() {
    let (memory, models) = models([silence(), silence(), ok("third")]);
    let reply = models.many().await.unwrap();
    assert_eq!(*reply.value(), "third");
    assert_eq!(memory.times(), [ms(0), ms(100), ms(200)]);
    let expected = [(None, false), (None, true), (Some(200), true)];
    assert_eq!(seen(reply.attempts()), expected);
}

#[tokio::test(start_paused = true)]
async fn a_failure_before_the_hedge_is_followed_by_an_ordinary_retry() {
    let (memory, models) = models([status(503).late(ms(50)), silence(), ok("x")]);
    let call = tokio::spawn(models.models());
    sleep(secs(40)).await;
    // The retry has nobody beside it, however long it takes.
    let reply = call.await.unwrap().unwrap();
    assert_eq!(memory.times(), [ms(0), ms(60), ms(30_070)]);
    let expected = [(Some(503), false), (None, false), (Some(200), false)];
    assert_eq!(seen(reply.attempts()), expected);
    assert_eq!(reply.attempts()[1].outcome(), Some(ErrorKind::Timeout));
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_would_be_retried_waits_for_the_other() {
    for (first, second) in [(150, 500), (500, 50)] {
        let (memory, models) = models([
            if first < second {
                status(503)
            } else {
                ok("good")
            }
            .late(ms(first)),
            if first < second {
                ok("good")
            } else {
                status(503)
            }
            .late(ms(second)),
        ]);
        let reply = models.models().await.unwrap();
        assert_eq!((reply.value().as_str(), memory.count()), ("good", 2));
        let mut statuses: Vec<_> = seen(reply.attempts());
        statuses.sort_unstable();
        assert_eq!(statuses.len(), 2);
        assert_eq!(statuses.iter().filter(|(_, is_hedge)| *is_hedge).count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_waits_for_the_other_too() {
    let lost = fails(io::ErrorKind::ConnectionReset).late(ms(120));
    let (memory, models) = models([lost, ok("good").late(ms(400))]);
    let reply = models.models().await.unwrap();
    assert_eq!((reply.value().as_str(), memory.count()), ("good", 2));
    assert_eq!(reply.attempts()[0].outcome(), Some(ErrorKind::Reset));
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_not_retried_ends_the_call() {
    let (memory, models) = models([silence(), status(404).late(ms(10))]);
    let started = Instant::now();
    let error = models.models().await.unwrap_err();
    assert_eq!(started.elapsed(), ms(110));
    assert_eq!(
        (
            error.status().map(|status| status.as_u16()),
            error.gave_up()
        ),
        (Some(404), GaveUp::NotRetryable)
    );
    assert_eq!(seen(error.attempts()), [(None, false), (Some(404), true)]);
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn two_judgements_at_once_do_not_mix_their_values() {
    let (_, models) = models([ok("right").late(ms(115)), ok("wrong").late(ms(20))]);
    let reply = models.judged().await.unwrap();
    assert_eq!(*reply.value(), "right");
    assert_eq!(seen(reply.attempts()), [(Some(200), false), (None, true)]);
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_the_call_ends_all_of_them() {
    let (memory, models) = models([silence()]);
    let started = Instant::now();
    let error = models.short().await.unwrap_err();
    assert_eq!(started.elapsed(), ms(250));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((error.attempts().len(), memory.count()), (2, 2));
}

#[tokio::test]
async fn the_connection_of_the_loser_is_closed_at_once() {
    let server = Server::start([silence(), ok("second")]).await;
    let models = ModelsClient::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    assert_eq!(models.once().await.unwrap().value(), "second");
    server.has_closed(1).await;
    assert_eq!((server.arrivals().len(), server.connections()), (2, 2));
    // That of the winner is good for the next.
    assert_eq!(models.plain().await.unwrap().value(), "second");
    assert_eq!(server.connections(), 2);
}
