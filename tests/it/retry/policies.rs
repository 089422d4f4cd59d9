//! Who has the last word on a policy: call > builder's endpoint > method > builder > trait > default.

use retry_client::{ErrorKind, GaveUp, Policy, Result, Strategy, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, secs, status};

#[client(base_url = "http://memory")]
trait Bare {
    #[get("/open")]
    async fn open(&self) -> Result<()>;

    #[get("/own")]
    #[retry(attempts = 6)]
    async fn own(&self) -> Result<()>;
}

#[client(base_url = "http://memory", timeout = 60s)]
#[retry(attempts = 4, statuses = [429])]
trait Named {
    #[get("/open")]
    async fn open(&self) -> Result<()>;

    #[get("/own")]
    #[retry(attempts = 6)]
    async fn own(&self) -> Result<()>;

    #[post("/plain")]
    async fn plain(&self) -> Result<()>;
}

fn named(memory: &MemoryTransport) -> NamedClient {
    NamedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// Who can say how often a call is sent, the weakest first; each says a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Trait = 4,
    Builder = 5,
    Method = 6,
    Endpoint = 7,
    Call = 8,
}

const LEVELS: [Level; 5] = [
    Level::Trait,
    Level::Builder,
    Level::Method,
    Level::Endpoint,
    Level::Call,
];

/// The number of times a call is sent when these levels set a number; whether the trait and the
/// method set theirs depends on which they are.
macro_rules! sends {
    ($client:ident, $method:ident, $endpoint:ident, $levels:expr) => {{
        let memory = MemoryTransport::new([status(503)]);
        let mut builder = $client::builder().transport(memory.clone());
        if $levels.contains(&Level::Endpoint) {
            builder = builder.endpoint($client::$endpoint, |policy| policy.attempts(7));
        }
        if $levels.contains(&Level::Builder) {
            builder = builder.retry(|policy| policy.attempts(5));
        }
        let mut call = builder.build().unwrap().$method();
        if $levels.contains(&Level::Call) {
            call = call.attempts(8);
        }
        call.await.unwrap_err();
        memory.count()
    }};
}

#[tokio::test(start_paused = true)]
async fn the_strongest_level_that_names_a_key_wins() {
    for mask in 0..1 << LEVELS.len() {
        let said = (0..LEVELS.len())
            .filter(|at| mask & 1 << at != 0)
            .map(|at| LEVELS[at]);
        let said = said.collect::<Vec<_>>();
        let sent = match (said.contains(&Level::Trait), said.contains(&Level::Method)) {
            (false, false) => sends!(BareClient, open, OPEN, said),
            (false, true) => sends!(BareClient, own, OWN, said),
            (true, false) => sends!(NamedClient, open, OPEN, said),
            (true, true) => sends!(NamedClient, own, OWN, said),
        };
        // Nobody at all means one attempt.
        let expected = said.last().map_or(1, |strongest| *strongest as usize);
        assert_eq!(sent, expected, "{said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn levels_that_name_different_keys_all_apply() {
    let memory = MemoryTransport::new([status(429), status(425), status(429), status(503)]);
    let client = NamedClient::builder()
        .transport(memory.clone())
        .endpoint(NamedClient::OWN, |policy| policy.statuses(&[425, 429]))
        .retry(|policy| {
            policy
                .server_errors(false)
                .strategy(Strategy::constant(secs(3)))
        })
        .build()
        .unwrap();
    let error = client.own().timeout(secs(70)).await.unwrap_err();
    assert_eq!(memory.times(), [0, 3, 6, 9].map(secs));
    assert_eq!(
        (error.status().unwrap().as_u16(), error.gave_up()),
        (503, GaveUp::NotRetryable)
    );
}

#[tokio::test(start_paused = true)]
async fn the_policy_of_one_call_does_not_affect_the_next() {
    let memory = MemoryTransport::new([status(503)]);
    let client = named(&memory);
    client.own().no_retry().await.unwrap_err();
    client
        .clone()
        .own()
        .retry(|policy| policy.attempts(2))
        .await
        .unwrap_err();
    assert_eq!(memory.count(), 3);
    client.own().await.unwrap_err();
    assert_eq!(memory.count(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_policy_set_at_run_time_does_not_make_a_post_repeatable() {
    type Change = fn(Policy) -> Policy;
    let changes: [Change; 3] = [
        |policy| policy.attempts(5),
        |policy| policy.attempts(5).statuses(&[429, 503]).server_errors(true),
        |policy| {
            Policy::new(Strategy::linear())
                .attempts(5)
                .timeout(policy.get_timeout().unwrap())
        },
    ];
    for change in changes {
        let memory = MemoryTransport::new([status(503)]);
        let builder = || NamedClient::builder().transport(memory.clone());
        let calls = [
            builder().build().unwrap().plain().retry(change),
            builder().retry(change).build().unwrap().plain(),
            builder()
                .endpoint(NamedClient::PLAIN, change)
                .build()
                .unwrap()
                .plain(),
        ];
        for call in calls {
            assert_eq!(call.await.unwrap_err().gave_up(), GaveUp::NotRepeatable);
        }
        assert_eq!(memory.count(), 3);
    }
    let memory = MemoryTransport::new([status(429), status(429), ok("")]);
    let client = named(&memory);
    client.plain().attempts(5).await.unwrap();
    assert_eq!(memory.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_get_can_be_limited_to_unprocessed_only_at_run_time() {
    for (code, attempts) in [(503, 1), (429, 4)] {
        let memory = MemoryTransport::new([status(code)]);
        let client = named(&memory);
        client
            .open()
            .retry(Policy::unprocessed_only)
            .await
            .unwrap_err();
        assert_eq!(memory.count(), attempts, "{code}");
    }
}

#[tokio::test]
async fn the_builder_rejects_the_endpoint_of_another_client() {
    let builder = BareClient::builder().endpoint(NamedClient::OPEN, |policy| policy.attempts(2));
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(
        error
            .to_string()
            .contains("`open` is not a method of `Bare`"),
        "{error}"
    );
}
