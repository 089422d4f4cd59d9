//! The requests that arrived, by call.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use tokio::sync::Notify;

use super::dice::{Dice, Fate};

/// The state that the servers of a run share.
pub(crate) struct World {
    pub(crate) dice: Dice,
    /// Set if connections end, and servers restart, in the midst of anything.
    pub(crate) is_wild: bool,
    /// Told of when it is time to.
    pub(crate) restart: Notify,
    ledger: Mutex<Ledger>,
}

/// After how many requests the server restarts, where things are wild: counted and not timed, so that
/// there is as much peace in between on a slow machine.
const RESTART: usize = 200;

#[derive(Default)]
pub(crate) struct Ledger {
    arrived: usize,
    calls: HashMap<u32, Entry>,
}

/// The head of a request, as far as it matters.
#[derive(Default)]
pub(crate) struct Request {
    pub(crate) call: u32,
    pub(crate) attempt: u32,
    pub(crate) is_post: bool,
    pub(crate) key: Option<String>,
}

/// The requests of one call that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) arrivals: Vec<Arrival>,
}

/// One request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    /// The number of its attempt.
    pub(crate) attempt: u32,
    pub(crate) is_post: bool,
    pub(crate) key: Option<String>,
    pub(crate) fate: Fate,
}

impl World {
    pub(crate) fn new(seed: u64, is_wild: bool) -> Self {
        Self {
            dice: Dice::new(seed),
            is_wild,
            restart: Notify::new(),
            ledger: Mutex::default(),
        }
    }

    /// Enters a request, and draws what becomes of it.
    pub(crate) fn arrives(&self, request: &Request) -> Fate {
        let fate = self.dice.fate(self.is_wild);
        self.enter(request, fate);
        fate
    }

    pub(crate) fn enter(&self, request: &Request, fate: Fate) {
        let mut ledger = self.ledger();
        let entry = ledger.calls.entry(request.call).or_default();
        entry.arrivals.push(Arrival {
            attempt: request.attempt,
            is_post: request.is_post,
            key: request.key.clone(),
            fate,
        });
        ledger.arrived += 1;
        if self.is_wild && ledger.arrived.is_multiple_of(RESTART) {
            self.restart.notify_one();
        }
    }

    /// A place that nothing was sent to before, so that nothing goes round in circles.
    pub(crate) fn elsewhere(&self) -> String {
        format!("/elsewhere/{}", self.dice.below(u32::MAX))
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }

    /// Begins a new ledger.
    pub(crate) fn forget(&self) {
        *self.ledger() = Ledger::default();
    }

    /// The good response to a call, by which the call knows that it is its own.
    pub(crate) fn response(&self, call: u32) -> String {
        let padding = usize::try_from(self.dice.below(3_000)).unwrap();
        format!("{call} {}", "-".repeat(padding))
    }
}

impl Ledger {
    pub(crate) fn of(&self, call: u32) -> Entry {
        self.calls.get(&call).cloned().unwrap_or_default()
    }
}

impl Entry {
    pub(crate) fn arrived(&self) -> usize {
        self.arrivals.len()
    }

    /// The fates that the requests of an attempt met, in their order. The requests of two attempts
    /// may be read in any order: what was sent on a connection that the client has given up is
    /// still read, after the next attempt perhaps.
    pub(crate) fn met_by(&self, attempt: u32) -> impl Iterator<Item = Fate> {
        let arrivals = self.arrivals.iter();
        let its_own = arrivals.filter(move |arrival| arrival.attempt == attempt);
        its_own.map(|arrival| arrival.fate)
    }

    /// The number of its POSTs that the server may have acted upon.
    pub(crate) fn acted_upon(&self) -> usize {
        let posts = self.arrivals.iter().filter(|arrival| arrival.is_post);
        posts.filter(|post| !post.fate.is_refusal()).count()
    }
}
