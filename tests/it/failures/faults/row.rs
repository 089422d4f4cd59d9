//! One fault, what is promised of it, and whether the promise is kept.

use retry_client::{AttemptRecord, Call, ErrorKind, GaveUp, Result};
use tokio::task::JoinSet;

use super::fault::Fault;
use super::scenario::{PATIENCE, Scenario, ShopClient};
use super::via::Via;

/// A fault, and what becomes of a call that meets it.
pub(crate) struct Row {
    /// The fault, in the words of the documentation.
    pub(crate) what: &'static str,
    /// All ways in which it happens that make no difference.
    pub(crate) faults: Vec<Fault>,
    /// The kind of error that the attempt that meets it fails with.
    pub(crate) kind: Option<ErrorKind>,
    /// The end of the call: a GET, a POST, a POST with a key.
    pub(crate) ends: [End; 3],
    /// The timeout of the row, no longer than its good attempts need.
    pub(crate) bound: Option<Bound>,
    /// The transports that this is true of.
    pub(crate) vias: &'static [Via],
    /// The TLS library that this is true of, if not of both.
    pub(crate) tls: Option<Tls>,
}

/// The library that speaks TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tls {
    Rustls,
    Native,
}

impl Tls {
    /// The library that this run uses: the first one where both are there.
    pub(crate) const OF_THIS_RUN: Self = if cfg!(feature = "rustls") {
        Self::Rustls
    } else {
        Self::Native
    };
}

/// The part that takes as long as it may.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bound {
    Attempt,
    Call,
}

/// The end of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It is sent again, and succeeds.
    Again,
    /// It succeeds at once, with this body.
    Stands(&'static str),
    /// It fails, as the policy does not retry such a failure.
    NotRetryable,
    /// It fails, as the request may have been acted upon.
    NotRepeatable,
    /// It fails, as no time is left.
    OutOfTime,
}

/// Nothing has happened at the server, so that even a POST may be sent again.
pub(crate) const UNPROCESSED: [End; 3] = [End::Again; 3];
/// Something may have happened at the server.
pub(crate) const AMBIGUOUS: [End; 3] = [End::Again, End::NotRepeatable, End::Again];
/// Another attempt would end the same way.
pub(crate) const FINAL: [End; 3] = [End::NotRetryable; 3];

/// It is no fault after all.
pub(crate) const fn stands(body: &'static str) -> [End; 3] {
    [End::Stands(body); 3]
}

type Method = fn(&ShopClient, String) -> Call<String>;

pub(crate) const METHODS: [(&str, Method); 3] = [
    ("GET", |shop, _| shop.fetch()),
    ("POST", ShopClient::order),
    ("POST with a key", ShopClient::order_by_key),
];

/// The view that the client and the server have of a call, and of the call after it.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// The outcome of each attempt.
    outcomes: Vec<Option<ErrorKind>>,
    /// The response, or how the call ends.
    result: Result<String, (Option<ErrorKind>, GaveUp)>,
    /// The number of requests that arrived.
    requests: usize,
    /// The number of connections that were made, where there is one for each attempt.
    connections: Option<usize>,
    /// The result of the next call, and how often it arrived: once.
    next: (Result<String, ErrorKind>, usize),
}

impl Row {
    pub(crate) fn new(
        what: &'static str,
        faults: impl Into<Vec<Fault>>,
        kind: impl Into<Option<ErrorKind>>,
        ends: [End; 3],
    ) -> Self {
        Self {
            what,
            faults: faults.into(),
            kind: kind.into(),
            ends,
            bound: None,
            vias: &Via::ALL,
            tls: None,
        }
    }

    /// It takes as long as the attempt, or the call, may.
    pub(crate) fn slow(mut self, bound: Bound) -> Self {
        self.bound = Some(bound);
        self
    }

    /// It is true of one transport only.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "a list that stays")]
    pub(crate) fn only(mut self, via: &'static [Via; 1]) -> Self {
        self.vias = via;
        self
    }

    /// It is true of one TLS library only.
    pub(crate) fn under(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The row, as the documentation shows it.
    pub(crate) fn line(&self) -> String {
        let kind = self
            .kind
            .map_or("–".to_owned(), |kind| format!("`{kind:?}`"));
        let ends = self.ends.map(|end| match end {
            End::Again => "yes",
            End::Stands(_) => "–",
            End::NotRetryable => "no",
            End::NotRepeatable => "unsafe",
            End::OutOfTime => "late",
        });
        format!("| {} | {kind} | {} |\n", self.what, ends.join(" | "))
    }

    /// Every call that meets it, and what becomes of that.
    fn calls(&self) -> impl Iterator<Item = (Via, &Fault, (End, (&'static str, Method)))> {
        let calls = || self.ends.into_iter().zip(METHODS);
        let each = move |via, fault| calls().map(move |call| (via, fault, call));
        let all = self.vias.iter();
        all.flat_map(move |via| self.faults.iter().flat_map(move |fault| each(*via, fault)))
    }

    fn expected(&self, fault: &Fault, end: End) -> Seen {
        let mut outcomes = match fault {
            Fault::Unauthorized(steps, _) => vec![Some(ErrorKind::Status); steps.len()],
            _ => vec![self.kind],
        };
        let given_up = |why| Err((self.kind, why));
        let result = match end {
            End::Again => {
                outcomes.push(None);
                Ok("done".to_owned())
            }
            End::Stands(body) => Ok(body.to_owned()),
            End::NotRetryable => given_up(GaveUp::NotRetryable),
            End::NotRepeatable => given_up(GaveUp::NotRepeatable),
            End::OutOfTime => given_up(GaveUp::TimeoutWouldPass),
        };
        let attempts = outcomes.len();
        Seen {
            outcomes,
            result,
            requests: attempts + fault.hops() - fault.hidden(),
            connections: fault.has_connections().then_some(attempts),
            next: if fault.is_lasting() {
                (Err(ErrorKind::Connect), 0)
            } else {
                (Ok("done".to_owned()), 1)
            },
        }
    }
}

async fn seen(scenario: Scenario, method: Method, body: String, bound: Option<Bound>) -> Seen {
    let mut call = method(&scenario.shop, body);
    call = match bound {
        None => call,
        Some(Bound::Attempt) => call.attempt_timeout(PATIENCE),
        Some(Bound::Call) => call.timeout(PATIENCE),
    };
    let (outcomes, result) = match call.reply().await {
        Ok(reply) => (outcomes(reply.attempts()), Ok(reply.into_value())),
        Err(error) => {
            let why = (Some(error.kind()), error.gave_up());
            (outcomes(error.attempts()), Err(why))
        }
    };
    let requests = (scenario.requests)();
    let connections = scenario.connections.as_ref().map(|count| count());
    let next = scenario.shop.fetch().await.map_err(|error| error.kind());
    Seen {
        outcomes,
        result,
        requests,
        connections,
        next: (next, (scenario.requests)() - requests),
    }
}

pub(crate) fn outcomes(attempts: &[AttemptRecord]) -> Vec<Option<ErrorKind>> {
    attempts.iter().map(AttemptRecord::outcome).collect()
}

/// Has all of it happen at once, to every kind of call, and tells of all that is not as it should be.
pub(crate) async fn check(rows: Vec<Row>) {
    let mut ready = Vec::new();
    let is_of_this_run = |row: &&Row| row.tls.is_none_or(|tls| tls == Tls::OF_THIS_RUN);
    for row in rows.iter().filter(is_of_this_run) {
        for (via, fault, (end, (name, method))) in row.calls() {
            let what = format!("{via:?}: {}, {name}, {}", row.what, fault.words());
            let expected = row.expected(fault, end);
            let (scenario, body) = (fault.clone().set_up(via).await, fault.body());
            let bound = row.bound;
            ready.push(async move {
                let seen = seen(scenario, method, body, bound).await;
                let is_kept = seen == expected;
                (!is_kept).then(|| format!("{what}\n  {seen:?}\n  in place of\n  {expected:?}"))
            });
        }
    }
    // Only now, as making a client takes longer than some faults may.
    let running: JoinSet<_> = ready.into_iter().collect();
    let wrong: Vec<_> = running.join_all().await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
