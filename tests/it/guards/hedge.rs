//! Hedges: when a second request is sent, which of the two decides, and what is told of them.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::testing::{Stub, text};
use retry_client::{
    Attempt, AttemptRecord, BoxError, CallSummary, Credential, Credentials, ErrorKind, Failure,
    GaveUp, LiveSettings, Observer, Outcome, Policy, Reply, Request, Result, Settings, Verdict,
    client,
};
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, silence, status};
use crate::support::server::Server;

#[client(base_urls = ["http://one.test", "http://two.test"])]
#[retry(constant, base = 10ms, attempts = 3)]
trait Models {
    #[get("/models")]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<Reply<String>>;

    #[get("/many")]
    #[hedge(after = 100ms, at_most = 2)]
    async fn many(&self) -> Result<Reply<String>>;

    #[get("/once")]
    #[retry(off)]
    #[hedge(after = 100ms)]
    async fn once(&self) -> Result<Reply<String>>;

    #[get("/plain")]
    async fn plain(&self) -> Result<Reply<String>>;

    #[get("/judged")]
    #[retry(when = not_wrong)]
    #[hedge(after = 100ms)]
    async fn judged(&self) -> Result<Reply<String>>;

    #[get("/short", timeout = 250ms)]
    #[hedge(after = 100ms)]
    async fn short(&self) -> Result<Reply<String>>;
}

/// Takes its time, so that two judgements overlap.
async fn not_wrong(outcome: &Outcome) -> Verdict {
    let is_wrong = outcome.body() == b"wrong";
    sleep(ms(20)).await;
    if is_wrong {
        Verdict::Retry
    } else {
        Verdict::Default
    }
}

fn models(steps: impl Into<Vec<Step>>) -> (MemoryTransport, ModelsClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = ModelsClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

/// Statuses and hedges of the attempts.
fn seen(attempts: &[AttemptRecord]) -> Vec<(Option<u16>, bool)> {
    let seen = attempts.iter();
    seen.map(|attempt| {
        let status = attempt.status().map(|status| status.as_u16());
        (status, attempt.is_hedge())
    })
    .collect()
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_in_time_has_nobody_beside_it() {
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
async fn hedges_count_among_the_attempts_and_take_no_entry_of_a_list() {
    let (memory, models) = models([
        status(503).late(ms(150)),
        status(502).late(ms(300)),
        status(500),
        ok("a fourth"),
    ]);
    let error = models.models().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    let expected = [(Some(503), false), (Some(502), true), (Some(500), false)];
    assert_eq!(seen(error.attempts()), expected);
    let delays: Vec<_> = error.attempts().iter().map(AttemptRecord::delay).collect();
    assert_eq!(delays, [None, Some(ms(10)), None]);
    assert_eq!(memory.times(), [ms(0), ms(100), ms(410)]);
    let hosts = memory.requests();
    let hosts: Vec<_> = hosts.iter().map(|sent| sent.url().host_str()).collect();
    assert_eq!(
        hosts,
        [Some("one.test"), Some("one.test"), Some("two.test")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_fails_last_keeps_its_place_in_the_history() {
    let steps = [status(503).late(ms(400)), status(502).late(ms(10)), ok("x")];
    let (_, models) = models(steps);
    let reply = models.models().await.unwrap();
    let expected = [(Some(503), false), (Some(502), true), (Some(200), false)];
    assert_eq!(seen(reply.attempts()), expected);
    assert_eq!(reply.attempts()[1].delay(), Some(ms(10)));
}

#[tokio::test(start_paused = true)]
async fn a_method_without_retries_can_be_hedged() {
    let (memory, models) = models([silence(), ok("second"), status(503)]);
    assert_eq!(models.once().await.unwrap().value(), "second");
    assert_eq!(memory.count(), 2);
    assert!(models.guards().balance().abs() < 0.01);
    let error = models.once().await.unwrap_err();
    assert_eq!((error.attempts().len(), memory.count()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn whoever_wants_one_attempt_gets_one() {
    let slow = ok("slow").late(ms(500));
    let (memory, models) = models([slow.clone()]);
    models.models().attempts(1).await.unwrap();
    models.models().no_retry().await.unwrap();
    models.once().no_retry().await.unwrap();
    models.models().retry(|_| Policy::off()).await.unwrap();
    models.plain().await.unwrap();
    assert_eq!(memory.count(), 5);
    for text in [
        r#"{ "enabled": false }"#,
        r#"{ "guards": false }"#,
        r#"{ "attempts": 1 }"#,
        r#"{ "Models": { "hedge": "off" } }"#,
        r#"{ "Models": { "models": { "hedge": "after = 600ms" } } }"#,
    ] {
        let (memory, models) = set(text, [slow.clone()]);
        models.models().await.unwrap();
        assert_eq!(memory.count(), 1, "{text}");
    }
}

fn set(text: &str, steps: impl Into<Vec<Step>>) -> (MemoryTransport, ModelsClient) {
    let settings: Settings = serde_json::from_str(text).unwrap();
    let memory = MemoryTransport::new(steps.into());
    let builder = ModelsClient::builder().transport(memory.clone());
    let settings = LiveSettings::new(settings);
    (memory, builder.settings(&settings).build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn settings_move_a_hedge_and_never_add_one() {
    let text = r#"{ "hedge": "after = 50ms", "Models": { "plain": { "hedge": "after = 1ms" } } }"#;
    let (memory, models) = set(text, [silence(), ok("x"), ok("slow").late(ms(500))]);
    models.models().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(50)]);
    models.plain().await.unwrap();
    assert_eq!(memory.count(), 3);
    let late: Settings = serde_json::from_str(r#"{ "hedge": "after = 1h" }"#).unwrap();
    let builder = ModelsClient::builder().settings(LiveSettings::new(late));
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains("a hedge never begins"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn hedges_are_paid_for_and_given_back_if_they_win() {
    let (_, winner) = models([silence(), ok("x")]);
    winner.models().await.unwrap();
    assert!(winner.guards().balance().abs() < 0.01);

    // Lost: the hedge costs 1, and the first attempt earns 0.2.
    let (_, loser) = models([ok("x").late(ms(150)), silence()]);
    loser.models().await.unwrap();
    let balance = loser.guards().balance();
    assert!((balance + 0.8).abs() < 0.01, "{balance}");
}

#[tokio::test(start_paused = true)]
async fn a_budget_that_is_spent_stops_hedges_and_no_first_attempt() {
    let (memory, models) = models([ok("slow").late(ms(150))]);
    for _ in 0..100 {
        models.models().await.unwrap();
    }
    // 10 in reserve, and a fifth of what succeeds.
    let hedges = memory.count() - 100;
    assert!((10..=35).contains(&hedges), "{hedges}");
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

#[tokio::test(start_paused = true)]
async fn a_wait_that_one_server_asked_for_holds_back_no_attempt_at_another() {
    let asks = status(503).late(ms(150)).header("retry-after", "3");
    let (memory, models) = models([asks, status(502).late(ms(300)), ok("x")]);
    // The retry goes to another host, which has asked for nothing.
    models.models().await.unwrap();
    assert_eq!(memory.times()[2], ms(410));
}

/// Refuses hedges, after a while.
async fn refuse_hedges(_: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    if attempt.is_hedge() {
        sleep(ms(100)).await;
        return Err("no hedges".into());
    }
    Ok(())
}

#[client(base_url = "http://memory")]
trait Hooked {
    #[get("/models")]
    #[retry(constant, base = 10ms, attempts = 3, before_attempt = refuse_hedges)]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_is_refused_before_it_is_sent_ends_no_call() {
    let memory = MemoryTransport::new([status(503).late(ms(150)), ok("x")]);
    let builder = HookedClient::builder().transport(memory.clone());
    let client = builder.build().unwrap();
    let reply = client.models().reply().await.unwrap();
    assert_eq!(
        seen(reply.attempts()),
        [(Some(503), false), (Some(200), false)]
    );
    // The failure of the first is known at 150 ms, and that it is the last word at 200 ms.
    assert_eq!(memory.times(), [ms(0), ms(210)]);
    // Neither is there anything to give back: the retry that ended well has been.
    assert!(
        client.guards().balance() >= 0.0,
        "{}",
        client.guards().balance()
    );
}

#[client(base_url = "http://memory")]
trait Single {
    #[get("/models")]
    #[retry(constant, base = 10ms, attempts = 3)]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_one_of_two_was_asked_for_is_kept_by_the_retry() {
    let asks = status(503).late(ms(150)).header("retry-after", "3");
    for steps in [
        [asks.clone(), status(502).late(ms(300)), ok("x")],
        [status(502).late(ms(400)), asks.late(ms(50)), ok("x")],
    ] {
        let memory = MemoryTransport::new(steps);
        let builder = SingleClient::builder().transport(memory.clone());
        builder.build().unwrap().models().await.unwrap();
        // Both are known at 400 ms; the wait counts from the response that asked for it.
        assert_eq!(memory.times(), [ms(0), ms(100), ms(3_150)]);
    }
}

/// Notes what it is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Observer for Notes {
    fn attempt_started(&self, attempt: &Attempt) {
        let kind = if attempt.is_hedge() {
            "hedge"
        } else {
            "attempt"
        };
        let note = format!("{kind} {}", attempt.number());
        self.0.lock().unwrap().push(note);
    }

    fn attempt_failed(&self, attempt: &Attempt, failure: &Failure, next: Option<Duration>) {
        let note = format!("{} failed: {}, {next:?}", attempt.number(), failure.kind());
        self.0.lock().unwrap().push(note);
    }

    fn finished(&self, summary: &CallSummary) {
        let how = if summary.is_cancelled() {
            "dropped"
        } else {
            "finished"
        };
        let note = format!("{how} after {}", summary.attempts());
        self.0.lock().unwrap().push(note);
    }
}

fn observed(steps: impl Into<Vec<Step>>) -> (Notes, ModelsClient) {
    let (notes, memory) = (Notes::default(), MemoryTransport::new(steps.into()));
    let builder = ModelsClient::builder().transport(memory);
    (notes.clone(), builder.observe(notes).build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn observers_hear_of_each_attempt() {
    let steps = [status(503).late(ms(400)), status(502).late(ms(10)), ok("x")];
    let (notes, models) = observed(steps);
    models.models().await.unwrap();
    let expected = [
        "attempt 1",
        "hedge 2",
        "2 failed: status, None",
        "1 failed: status, Some(10ms)",
        "attempt 3",
        "finished after 3",
    ];
    assert_eq!(*notes.0.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_tells_of_all_that_was_sent() {
    let (notes, models) = observed([silence()]);
    let call = tokio::spawn(models.many());
    sleep(ms(150)).await;
    call.abort();
    tokio::task::yield_now().await;
    let expected = ["attempt 1", "hedge 2", "dropped after 2"];
    assert_eq!(*notes.0.lock().unwrap(), expected);
}

#[client(base_url = "http://guarded.test")]
#[concurrency(2)]
#[circuit_breaker(of = 5, failures = 50%)]
trait Guarded {
    #[get("/x")]
    #[hedge(after = 100ms)]
    async fn x(&self) -> Result<Reply<String>>;

    #[get("/limited")]
    #[rate_limit(2 per 1s, burst = 2)]
    #[hedge(after = 100ms)]
    async fn limited(&self) -> Result<Reply<String>>;
}

fn guarded(steps: impl Into<Vec<Step>>) -> (MemoryTransport, GuardedClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = GuardedClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_hedge_enters_only_if_nothing_makes_it_wait() {
    let (memory, api) = guarded([ok("slow").late(ms(300))]);
    let calls = [tokio::spawn(api.x()), tokio::spawn(api.x())];
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((memory.count(), api.guards().in_flight()), (2, 0));
    assert_eq!(memory.times(), [ms(0), ms(0)]);

    let (memory, api) = guarded([ok("slow").late(ms(300))]);
    api.limited().await.unwrap();
    assert_eq!(memory.count(), 2);
    api.limited().await.unwrap();
    // The turn that the second call waited for was the only one.
    assert_eq!(memory.count(), 3);
    assert!(api.guards().balance() > -1.1, "{:?}", api.guards());
}

#[tokio::test(start_paused = true)]
async fn a_hedge_waits_for_a_first_attempt_that_is_queued() {
    let (memory, api) = guarded([ok("slow").late(ms(90))]);
    let calls: Vec<_> = (0..6).map(|_| tokio::spawn(api.x())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // 2 at a time, each faster than its hedge once it is in flight.
    assert_eq!(memory.times().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn the_loser_is_neutral_for_the_circuit_and_holds_no_permit() {
    let (memory, api) = guarded([silence(), ok("x")]);
    for _ in 0..20 {
        api.x().await.unwrap();
        assert_eq!(api.guards().in_flight(), 0);
    }
    assert_eq!(memory.count(), 21);
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

#[tokio::test]
async fn the_stub_hedges_and_keeps_guards_in_virtual_time() {
    let stub = Stub::new();
    let slow = text("slow").delay(secs(20));
    stub.on(GuardedClient::LIMITED, ())
        .answers([slow.clone(), text("fast"), text("x")]);
    let api: GuardedClient = stub.client();
    let started = Instant::now();
    assert_eq!(api.limited().await.unwrap().value(), "fast");
    assert_eq!(started.elapsed(), ms(100));
    assert_eq!(stub.requests().len(), 2);
    // Both turns are taken, so this one waits for half a second; of virtual time.
    assert_eq!(api.limited().await.unwrap().value(), "x");
    let waited = stub.requests()[2]
        .at()
        .saturating_sub(stub.requests()[1].at());
    assert!(waited >= ms(400) && waited <= ms(600), "{waited:?}");
}

/// The number of each attempt that a hook was shown, and whether it was a hedge.
type Shown = Arc<Mutex<Vec<(u32, bool)>>>;

#[tokio::test]
async fn an_attempt_that_goes_on_after_its_hedge_was_dropped_keeps_its_number() {
    let moved = status(307).header("location", "/moved");
    for (first, is_repeated) in [(status(401), true), (moved, false)] {
        let memory = MemoryTransport::new([first.late(ms(150)), silence(), ok("yes")]);
        let shown = Shown::default();
        let hook = Arc::clone(&shown);
        let builder = ModelsClient::builder().transport(memory.clone());
        let builder = builder.redirects(1).credentials(Tokens::default());
        let models = builder
            .before_attempt(async move |_: &mut Request, attempt: &Attempt| {
                let attempt = (attempt.number(), attempt.is_hedge());
                hook.lock().unwrap().push(attempt);
                Ok(())
            })
            .build()
            .unwrap();
        let reply = models.models().await.unwrap();
        assert_eq!(*shown.lock().unwrap(), [(1, false), (2, true), (1, false)]);
        assert_eq!(memory.count(), 3);
        let dropped = (None, true);
        let first = (Some(200), false);
        if is_repeated {
            let refused = (Some(401), false);
            assert_eq!(seen(reply.attempts()), [dropped, refused, first]);
        } else {
            assert_eq!(seen(reply.attempts()), [dropped, first]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_was_never_sent_is_in_no_history() {
    let slow = async |_: &mut Request, attempt: &Attempt| {
        if attempt.is_hedge() {
            sleep(ms(100)).await;
        }
        Ok(())
    };
    let memory = MemoryTransport::new([ok("first").late(ms(150))]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let models = builder.before_attempt(slow).build().unwrap();
    let balance = models.guards().balance();
    let reply = models.models().await.unwrap();
    assert_eq!(seen(reply.attempts()), [(Some(200), false)]);
    assert_eq!(memory.count(), 1);
    assert!(models.guards().balance() >= balance);

    // The hedge waits for the credentials that the first attempt has sent for.
    let memory = MemoryTransport::new([status(401).late(ms(50)), ok("again")]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let tokens = Tokens {
        delay: ms(200),
        ..Tokens::default()
    };
    let models = builder.credentials(tokens).build().unwrap();
    let reply = models.models().await.unwrap();
    assert_eq!(
        seen(reply.attempts()),
        [(Some(401), false), (Some(200), false)]
    );
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_waits_for_credentials_or_a_hook_has_nobody_beside_it() {
    let slow = async |_: &mut Request, _: &Attempt| {
        sleep(ms(150)).await;
        Ok(())
    };
    let tokens = Tokens {
        first: ms(150),
        ..Tokens::default()
    };
    let memory = MemoryTransport::new([ok("first").late(ms(30))]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let (signing, fetching) = (
        builder.before_attempt(slow),
        ModelsClient::builder().transport(memory.clone()),
    );
    for builder in [signing, fetching.credentials(tokens)] {
        let reply = builder.build().unwrap().models().await.unwrap();
        assert_eq!(seen(reply.attempts()), [(Some(200), false)]);
    }
    assert_eq!(memory.count(), 2);
    // Once it is sent it has, at the next moment.
    let memory = MemoryTransport::new([silence(), ok("second")]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let models = builder.before_attempt(async |_: &mut Request, attempt: &Attempt| {
        if attempt.number() == 1 {
            sleep(ms(150)).await;
        }
        Ok(())
    });
    let reply = models.build().unwrap().many().await.unwrap();
    assert_eq!(seen(reply.attempts()), [(None, false), (Some(200), true)]);
    assert_eq!(memory.times(), [ms(150), ms(200)]);
}

/// Another token with each fetch.
#[derive(Default)]
struct Tokens {
    fetches: AtomicU32,
    /// The time of the first fetch.
    first: Duration,
    /// That of any other.
    delay: Duration,
}

impl Credentials for Tokens {
    async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
        let number = self.fetches.fetch_add(1, SeqCst) + 1;
        let delay = if number > 1 { self.delay } else { self.first };
        sleep(delay).await;
        Ok(Credential::bearer(format!("t{number}")))
    }
}
