//! The same scenario on a raw socket and with the stub ends in the same way.

use std::time::Duration;

use retry_client::testing::{self, ScriptedResponse, Stub};
use retry_client::{ErrorKind, GaveUp, Result, StatusCode, reqwest};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::support::broken_client::{
    BrokenClient, GOOD, JSON, Kind, OPTION, RAW, RESPONSE, STREAM, TEXT,
};
use crate::support::closed_port::ClosedPort;
use crate::support::script::{Step, ok, reset, secs, silence, status};
use crate::support::server::Server;

type Attempts = Vec<(Option<StatusCode>, Option<ErrorKind>)>;

/// The end of a call: its kind of failure, why it gave up, its attempts; and what had arrived.
#[derive(Debug, PartialEq)]
struct Ended {
    what: String,
    result: Result<(), (ErrorKind, GaveUp, Attempts)>,
    arrived: usize,
}

impl Ended {
    fn new(what: &str, is_get: bool, ended: Result<()>, arrived: usize) -> Self {
        let verb = if is_get { "GET" } else { "POST" };
        let result = ended.map_err(|error| {
            let attempts = error.attempts().iter();
            let attempts = attempts.map(|attempt| (attempt.status(), attempt.outcome()));
            (error.kind(), error.gave_up(), attempts.collect())
        });
        Self {
            what: format!("{what}, {verb}"),
            result,
            arrived,
        }
    }
}

/// Every type that a method can return, by both verbs.
fn kinds() -> impl Iterator<Item = (&'static str, Kind, bool)> {
    let kinds = RAW
        .iter()
        .chain(&TEXT)
        .chain(&JSON)
        .chain(&OPTION)
        .chain(&STREAM);
    kinds
        .chain(&RESPONSE)
        .flat_map(|&(what, call)| [(what, call, true), (what, call, false)])
}

async fn on_sockets(step: Option<Step>, patience: Duration) -> Vec<Ended> {
    let http = reqwest::Client::builder().retry(reqwest::retry::never());
    let http = http.redirect(reqwest::redirect::Policy::none());
    let http = http.build().unwrap();
    let mut calls = JoinSet::new();
    for (what, call, is_get) in kinds() {
        let (step, builder) = (
            step.clone(),
            BrokenClient::builder().http_without_redirects(http.clone()),
        );
        calls.spawn(async move {
            let refusing = ClosedPort::new();
            let server = match step {
                Some(step) => Some(Server::start([step]).await),
                None => None,
            };
            let url = server.as_ref().map_or(refusing.url(), Server::url);
            let builder = builder.base_url(url).attempt_timeout(patience);
            let builder = builder.retry(|policy| policy.idle_timeout(patience));
            let ended = call(&builder.build().unwrap(), is_get).await;
            let arrived = server.map_or(0, |server| server.arrivals().len());
            Ended::new(what, is_get, ended, arrived)
        });
    }
    calls.join_all().await
}

async fn with_the_stub(answer: ScriptedResponse, patience: Duration, refused: bool) -> Vec<Ended> {
    let mut ends = Vec::new();
    for (what, call, is_get) in kinds() {
        let stub = Stub::new();
        for endpoint in BrokenClient::ENDPOINTS {
            stub.on(**endpoint, ()).answer(answer.clone().forever());
        }
        let builder = BrokenClient::builder().transport(stub.clone());
        let builder = builder.attempt_timeout(patience);
        let builder = builder.retry(|policy| policy.idle_timeout(patience));
        let ended = call(&builder.build().unwrap(), is_get).await;
        let arrived = if refused { 0 } else { stub.requests().len() };
        ends.push(Ended::new(what, is_get, ended, arrived));
    }
    ends
}

fn check_within(patience: Duration, step: Option<Step>, answer: ScriptedResponse) {
    let refused = step.is_none();
    let mut real = Runtime::new().unwrap().block_on(on_sockets(step, patience));
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().unwrap();
    let mut stubbed = runtime.block_on(with_the_stub(answer, patience, refused));
    for ends in [&mut real, &mut stubbed] {
        ends.sort_by(|left, right| left.what.cmp(&right.what));
    }
    assert_eq!(real.len(), 22);
    assert_eq!(stubbed, real);
}

/// Patient enough for a machine that is busy.
fn check(step: Step, answer: ScriptedResponse) {
    check_within(secs(20), Some(step), answer);
}

#[test]
fn a_reset_connection_ends_as_over_a_socket() {
    check(reset(), testing::reset());
}

#[test]
fn a_refused_connection_ends_as_over_a_socket() {
    check_within(secs(20), None, testing::refused());
}

#[test]
fn a_response_that_never_comes_ends_as_over_a_socket() {
    check_within(secs(1), Some(silence()), testing::timeout());
}

#[test]
fn a_cut_body_ends_as_over_a_socket() {
    check(ok(GOOD).cut(3), testing::text(GOOD).cut_body(3));
    check(ok(GOOD).cut(0), testing::text(GOOD).cut_body(0));
}

#[test]
fn a_stalled_body_ends_as_over_a_socket() {
    let stuck = ok(GOOD).stuck(3);
    check_within(secs(1), Some(stuck), testing::text(GOOD).stall_body(3));
}

#[test]
fn a_status_ends_as_over_a_socket() {
    for code in [204, 304, 404, 429, 503, 600] {
        check(status(code), testing::status(code));
    }
}

#[test]
fn a_retry_after_beyond_the_limit_ends_as_over_a_socket() {
    let busy = testing::status(503).retry_after(secs(61));
    check(status(503).header("retry-after", "61"), busy);
}

#[test]
fn a_response_that_is_not_json_ends_as_over_a_socket() {
    check(ok(GOOD), testing::text(GOOD));
    check(ok("[1"), testing::bytes("[1"));
}
