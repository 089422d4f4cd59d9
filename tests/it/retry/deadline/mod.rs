//! `timeout` bounds the call and `attempt_timeout` the attempt: nothing is slept past, and the last real
//! error comes out.

mod over_sockets;

use std::io;
use std::time::Duration;

use retry_client::{Call, ErrorKind, GaveUp, Policy, Result, Strategy, client};
use tokio::time::Instant;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, silence, status};
use crate::support::server::Server;

#[client(base_url = "http://memory", timeout = 400ms)]
#[retry(constant, base = 40ms, attempts = 5)]
trait Hurried {
    #[get("/short")]
    async fn short(&self) -> Result<String>;

    #[get("/fitting")]
    #[retry(base = 50ms)]
    async fn fitting(&self) -> Result<String>;

    #[get("/endless")]
    #[retry(attempts = unlimited)]
    async fn endless(&self) -> Result<String>;

    #[get("/each", attempt_timeout = 100ms)]
    #[retry(attempts = 3)]
    async fn each(&self) -> Result<String>;

    #[get("/once")]
    #[retry(off)]
    async fn once(&self) -> Result<String>;

    #[post("/plain")]
    async fn plain(&self) -> Result<String>;
}

#[client(base_url = "http://memory")]
trait Patient {
    #[get("/default")]
    async fn by_default(&self) -> Result<()>;

    #[get("/far")]
    #[retry(constant, base = 2s)]
    async fn far(&self) -> Result<()>;
}

fn client(memory: &MemoryTransport) -> HurriedClient {
    HurriedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// A call of which every attempt fails, and what is to be known of it.
struct Row {
    steps: Vec<Step>,
    call: fn(&HurriedClient) -> Call<String>,
    /// When each attempt begins, and when the call ends.
    attempts: &'static [u64],
    ends: u64,
    kind: ErrorKind,
    gave_up: GaveUp,
}

fn table() -> [Row; 9] {
    use HurriedClient as Client;
    let slow = || vec![status(500).late(ms(150))];
    let silent = || vec![silence()];
    let lost = vec![fails(io::ErrorKind::ConnectionReset), silence()];
    let (status, timeout, reset) = (ErrorKind::Status, ErrorKind::Timeout, ErrorKind::Reset);
    let (late, all, no) = (
        GaveUp::TimeoutWouldPass,
        GaveUp::AttemptsExhausted,
        GaveUp::NotRepeatable,
    );
    [
        // A wait that would end with the timeout or after it is not begun.
        row(slow(), Client::fitting, &[0, 200], 350, status, late),
        row(slow(), long, &[0], 150, status, late),
        // An attempt that the timeout cuts leaves the error of the one before.
        row(slow(), Client::short, &[0, 190, 380], 400, status, late),
        row(slow(), Client::endless, &[0, 190, 380], 400, status, late),
        row(lost, Client::short, &[0, 40], 400, reset, late),
        // Where there is no such error, the timeout is the error.
        row(silent(), Client::short, &[0], 400, timeout, late),
        row(silent(), Client::once, &[0], 400, timeout, all),
        row(silent(), Client::plain, &[0], 400, timeout, no),
        // Each attempt has its own bound within that of the call.
        row(silent(), Client::each, &[0, 140, 280], 380, timeout, all),
    ]
}

fn row(
    steps: Vec<Step>,
    call: fn(&HurriedClient) -> Call<String>,
    attempts: &'static [u64],
    ends: u64,
    kind: ErrorKind,
    gave_up: GaveUp,
) -> Row {
    Row {
        steps,
        call,
        attempts,
        ends,
        kind,
        gave_up,
    }
}

/// A declaration with such a wait does not compile.
fn long(client: &HurriedClient) -> Call<String> {
    client
        .short()
        .retry(|policy| policy.strategy(Strategy::constant(secs(10))))
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_timeout_with_its_last_real_error() {
    for (at, row) in table().into_iter().enumerate() {
        let memory = MemoryTransport::new(row.steps);
        let begun = Instant::now();
        let error = (row.call)(&client(&memory)).await.unwrap_err();
        assert_eq!(
            (begun.elapsed(), error.elapsed()),
            (ms(row.ends), ms(row.ends)),
            "row {at}"
        );
        assert_eq!(
            (error.kind(), error.gave_up()),
            (row.kind, row.gave_up),
            "row {at}"
        );
        let begins = row.attempts.iter().copied().map(ms).collect::<Vec<_>>();
        assert_eq!(memory.times(), begins, "row {at}");
        assert_eq!(error.attempts().len(), begins.len(), "row {at}");
        let answered = row.kind == ErrorKind::Status;
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            answered.then_some(500)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_history_shows_the_attempt_that_was_cut_short() {
    let memory = MemoryTransport::new([status(500).late(ms(150)), silence()]);
    let error = client(&memory).short().await.unwrap_err();
    let history = error.attempts().iter();
    let history = history.map(|record| (record.outcome(), record.duration(), record.delay()));
    assert_eq!(
        history.collect::<Vec<_>>(),
        [
            (Some(ErrorKind::Status), ms(150), Some(ms(40))),
            (Some(ErrorKind::Timeout), ms(210), None),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_response_just_before_the_timeout_is_returned() {
    let memory = MemoryTransport::new([status(500).late(ms(100)), ok("done").late(ms(259))]);
    assert_eq!(client(&memory).short().await.unwrap(), "done");
    assert_eq!(memory.times(), [ms(0), ms(140)]);
}

#[tokio::test(start_paused = true)]
async fn unlimited_attempts_go_on_until_the_timeout() {
    let memory = MemoryTransport::new([status(503)]);
    let error = client(&memory).endless().await.unwrap_err();
    let times = memory.times();
    assert_eq!((times.len(), error.elapsed()), (10, ms(360)));
    assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);
}

#[tokio::test(start_paused = true)]
async fn timeouts_have_defaults_and_are_set_by_builder_and_call() {
    async fn time(
        build: impl Fn(PatientBuilder) -> PatientBuilder,
        call: impl Fn(Call<()>) -> Call<()>,
    ) -> Duration {
        let builder = PatientClient::builder().transport(MemoryTransport::new([silence()]));
        let client = build(builder).build().unwrap();
        let error = call(client.by_default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        error.elapsed()
    }
    assert_eq!(time(|builder| builder, |call| call).await, secs(30));
    assert_eq!(
        time(|builder| builder.attempt_timeout(secs(2)), |call| call).await,
        secs(2)
    );
    assert_eq!(
        time(|builder| builder.timeout(secs(3)), |call| call).await,
        secs(3)
    );
    assert_eq!(
        time(|builder| builder.timeout(secs(90)), |call| call).await,
        secs(30)
    );
    assert_eq!(
        time(|builder| builder, |call| call.attempt_timeout(ms(1))).await,
        ms(1)
    );
    assert_eq!(
        time(
            |builder| builder.timeout(secs(3)),
            |call| call.timeout(secs(4))
        )
        .await,
        secs(4)
    );
}

type PatientBuilder = retry_client::ClientBuilder<PatientClient>;

#[tokio::test(start_paused = true)]
async fn timeouts_beyond_the_end_of_the_clock_do_not_bound() {
    let memory = MemoryTransport::new([status(503), ok("").late(secs(86_400))]);
    let client = PatientClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let call = client
        .far()
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX);
    let reply = call.reply().await.unwrap();
    assert_eq!(reply.attempts()[1].duration(), secs(86_400));
}

#[tokio::test]
async fn a_call_over_a_socket_ends_at_its_timeout_with_its_last_real_error() {
    let server = Server::start([status(500).late(ms(100)).body("why")]).await;
    let client = HurriedClient::with_base_url(server.url()).unwrap();
    let error = client.short().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status, "{error:?}");
    assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);
    // Scheduling takes a while; a further wait and attempt would take 140 ms.
    assert!(error.elapsed() < ms(500), "{error:?}");
    assert_eq!(server.arrivals().len(), error.attempts().len());
}

#[tokio::test(start_paused = true)]
async fn a_post_that_the_timeout_cuts_is_not_reported_as_refused() {
    for (call, kind, gave_up) in [
        (
            HurriedClient::plain as fn(&HurriedClient) -> Call<String>,
            ErrorKind::Timeout,
            GaveUp::NotRepeatable,
        ),
        (
            HurriedClient::short,
            ErrorKind::Status,
            GaveUp::TimeoutWouldPass,
        ),
    ] {
        let memory = MemoryTransport::new([status(429), silence()]);
        let call = call(&client(&memory)).retry(|policy| policy.statuses(&[429]));
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (kind, gave_up));
        assert_eq!((memory.count(), error.attempts().len()), (2, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_without_any_time_sends_nothing() {
    let memory = MemoryTransport::new([ok("")]);
    for call in [HurriedClient::plain, HurriedClient::short] {
        let call = call(&client(&memory)).timeout(Duration::ZERO);
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);
        assert_eq!((memory.count(), error.attempts().len()), (0, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn unlimited_attempts_without_a_timeout_are_rejected_at_run_time() {
    let memory = MemoryTransport::new([status(503)]);
    let client = PatientClient::builder().transport(memory.clone()).build();
    let client = client.unwrap();
    let error = client.far().retry(Policy::unlimited).await.unwrap_err();
    assert_eq!((error.kind(), memory.count()), (ErrorKind::Build, 0));
    let call = client.far().retry(Policy::unlimited);
    let error = call.timeout(secs(5)).await.unwrap_err();
    assert_eq!((error.kind(), memory.count()), (ErrorKind::Status, 3));
}
