//! The calls, and what is held of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use retry_client::{AttemptRecord, ErrorKind, GaveUp, Reply, Result, client};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::dice::Fate;
use super::door::Door;
use super::ledger::Entry;
use crate::failures::faults::certificate::Certificate;
use crate::failures::faults::via::{self, Via};

/// A long body that needs most of a wild connection's life to arrive needs many attempts, too.
#[client(attempt_timeout = 2s)]
#[retry(exponential, base = 1ms, max = 40ms, attempts = 200, statuses = [429])]
#[budget(off)]
pub(crate) trait Shop {
    #[get("/get")]
    async fn get(&self, #[header("x-call")] call: u32) -> Result<String>;

    #[post("/post")]
    async fn post(&self, #[header("x-call")] call: u32, #[body] body: String) -> Result<String>;

    #[post("/keyed")]
    #[idempotency_key]
    async fn keyed(&self, #[header("x-call")] call: u32, #[body] body: String) -> Result<String>;
}

/// Longer than all attempts of a call and the waits between them may take, however slow the machine is: a
/// call that takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(7);

/// The number of calls at once.
pub(crate) const AT_ONCE: usize = 64;

/// Longer than what a server of HTTP/2 takes before it has asked for more.
const LONG: usize = 100_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Get,
    Post,
    Keyed,
}

/// A call that has come to its end.
pub(crate) struct Called {
    pub(crate) number: u32,
    kind: Kind,
    attempts: Vec<AttemptRecord>,
    /// Why there is no response.
    error: Option<(ErrorKind, GaveUp, String)>,
}

pub(crate) fn client(door: &Door) -> ShopClient {
    let builder = ShopClient::builder().base_url(&*door.url);
    let builder = match Via::OF_THIS_RUN {
        Via::Built => builder.root_certificate(Certificate::Valid.root()),
        Via::Reqwest => {
            let http = via::trusting(Certificate::Valid).build().unwrap();
            builder.http_without_redirects(http)
        }
    };
    let builder = builder.attempt_header("x-attempt");
    // More than any attempt meets.
    builder.redirects(20).build().unwrap()
}

/// Makes so many calls.
pub(crate) async fn make(shop: &ShopClient, count: u32) -> Vec<Called> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = JoinSet::new();
    for number in 0..count {
        let turn = Arc::clone(&turns).acquire_owned().await.unwrap();
        let shop = shop.clone();
        calls.spawn(async move {
            let called = timeout(PATIENCE, call(&shop, number)).await;
            drop(turn);
            called.unwrap_or_else(|_| panic!("call {number} hangs"))
        });
    }
    calls.join_all().await
}

pub(crate) async fn call(shop: &ShopClient, number: u32) -> Called {
    let body = || "x".repeat(if number.is_multiple_of(10) { LONG } else { 5 });
    let (kind, result) = match number % 3 {
        0 => (Kind::Get, shop.get(number).reply().await),
        1 => (Kind::Post, shop.post(number, body()).reply().await),
        _ => (Kind::Keyed, shop.keyed(number, body()).reply().await),
    };
    Called::new(number, kind, result)
}

impl Called {
    fn new(number: u32, kind: Kind, result: Result<Reply<String>>) -> Self {
        let (attempts, error) = match result {
            Ok(reply) => {
                let is_own = reply.value().starts_with(&format!("{number} "));
                assert!(is_own, "call {number} has another's response");
                (reply.attempts().to_vec(), None)
            }
            Err(error) => {
                let why = (error.kind(), error.gave_up(), format!("{error:?}"));
                (error.attempts().to_vec(), Some(why))
            }
        };
        Self {
            number,
            kind,
            attempts,
            error,
        }
    }

    fn count(&self, of: &[ErrorKind]) -> usize {
        let outcomes = self.attempts.iter().filter_map(AttemptRecord::outcome);
        outcomes.filter(|kind| of.contains(kind)).count()
    }
}

impl Called {
    /// The number of requests it says that it sent.
    fn sent(&self) -> usize {
        let hops = self.attempts.iter().map(|record| record.hops() as usize);
        self.attempts.len() + hops.sum::<usize>()
    }

    /// Checks that each attempt ended as the fate it met would have it; fails with the fate if not.
    fn met(&self, entry: &Entry) -> std::result::Result<(), Fate> {
        for (number, record) in (1..).zip(&self.attempts) {
            let mut fates = entry.met_by(number);
            for fate in fates.by_ref().take(record.hops() as usize) {
                if !fate.is_redirect() {
                    return Err(fate);
                }
            }
            match fates.next() {
                Some(fate) if !fate.leads_to(record.outcome()) => return Err(fate),
                _ => {}
            }
            // A request more than it says that it sent.
            if let Some(fate) = fates.next() {
                return Err(fate);
            }
        }
        Ok(())
    }
}

/// The totals of all calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sum {
    calls: usize,
    attempts: usize,
    hops: usize,
    arrivals: usize,
    /// Attempts that were not seen by the server.
    unseen: usize,
    failed: BTreeMap<String, usize>,
    outcomes: BTreeMap<String, usize>,
}

impl Sum {
    /// Adds a call, having held what arrived of it against what it says of itself.
    pub(crate) fn add(&mut self, called: &Called, entry: &Entry, is_wild: bool) {
        let what = format!(
            "call {}, {:?}, {:?}: {:?}, {entry:?}",
            called.number, called.kind, called.error, called.attempts
        );
        let (attempts, arrived) = (called.attempts.len(), entry.arrived());
        let sent = called.sent();
        assert!(arrived <= sent, "doubled: {what}");
        // A connection that was never made carries no request; one that was lost may not have.
        let never = called.count(&[ErrorKind::Connect, ErrorKind::Timeout]);
        let maybe = never + called.count(&[ErrorKind::Reset]);
        let unseen = sent - arrived;
        let excused = if is_wild { maybe } else { never };
        assert!(unseen <= excused, "lost: {what}");
        if !is_wild {
            called
                .met(entry)
                .unwrap_or_else(|fate| panic!("{fate:?}: {what}"));
        }
        match (called.kind, &called.error) {
            (_, None) => assert_eq!(called.attempts[attempts - 1].outcome(), None, "{what}"),
            (Kind::Post, Some((_, gave_up, _))) => {
                assert_eq!(*gave_up, GaveUp::NotRepeatable, "{what}");
            }
            (Kind::Get | Kind::Keyed, Some(_)) => panic!("given up: {what}"),
        }
        match called.kind {
            Kind::Get => {}
            Kind::Post => assert!(entry.acted_upon() <= 1, "doubled: {what}"),
            Kind::Keyed => {
                let posts = entry.arrivals.iter().filter(|arrival| arrival.is_post);
                let keys: BTreeSet<_> = posts.map(|post| &post.key).collect();
                assert!(keys.len() == 1 && !keys.contains(&None), "{what}");
            }
        }
        self.calls += 1;
        self.attempts += attempts;
        self.hops += sent - attempts;
        self.arrivals += arrived;
        self.unseen += unseen;
        if let Some((kind, ..)) = &called.error {
            *self.failed.entry(format!("{kind:?}")).or_default() += 1;
        }
        for record in &called.attempts {
            let outcome = format!("{:?}", record.outcome());
            *self.outcomes.entry(outcome).or_default() += 1;
        }
    }

    /// Attempts ended in these ways, or the dice were too kind.
    pub(crate) fn has_seen(&self, kinds: &[ErrorKind]) {
        for kind in kinds {
            let seen = self.outcomes.get(&format!("{:?}", Some(kind)));
            assert!(seen.is_some(), "no {kind:?}: {self:?}");
        }
    }

    /// The difference from an earlier sum.
    pub(crate) fn since(&self, then: &Self) -> Self {
        let less = |now: &BTreeMap<String, usize>, then: &BTreeMap<String, usize>| {
            let rest = now.iter().map(|(kind, count)| {
                let before = then.get(kind).copied().unwrap_or_default();
                (kind.clone(), count - before)
            });
            rest.collect()
        };
        Self {
            calls: self.calls - then.calls,
            attempts: self.attempts - then.attempts,
            hops: self.hops - then.hops,
            arrivals: self.arrivals - then.arrivals,
            unseen: self.unseen - then.unseen,
            failed: less(&self.failed, &then.failed),
            outcomes: less(&self.outcomes, &then.outcomes),
        }
    }
}
