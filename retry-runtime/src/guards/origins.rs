//! The state that belongs to an origin.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Url;
use tokio::time::Instant;

use crate::guards::budget::Budget;
use crate::guards::lock::lock;
use crate::guards::scope::{Scope, ScopeName, Scopes};
use crate::guards::tick::Tick;
use crate::policy::guard_rules::BudgetRule;

/// The largest number of origins named at run time that have state of their own.
const PLACES: usize = 64;

/// State of the guards towards one origin.
#[derive(Debug, Default)]
pub(crate) struct OriginState {
    pub(crate) budget: Budget,
    scopes: Scopes,
}

impl OriginState {
    /// The scopes of all guards that have been asked.
    pub(crate) fn all_scopes(&self) -> Vec<(ScopeName, Arc<Scope>)> {
        lock(&self.scopes).clone()
    }

    /// Tells whether it holds nothing worth keeping. Calls in flight or in a queue hold their guards.
    fn is_at_rest(&self, rule: &BudgetRule, now: Duration) -> bool {
        let mut scopes = lock(&self.scopes);
        // Under the lock by which guards are found, so nobody can get hold of one meanwhile.
        self.budget.is_at_rest(rule, Tick::at(now))
            && scopes.iter_mut().all(|(_, scope)| {
                let kept = 1 + scope.fleets.load(Relaxed);
                Arc::strong_count(scope) <= kept && scope.is_at_rest(now)
            })
    }

    /// The guards of a place.
    pub(crate) fn scope(&self, name: ScopeName) -> Arc<Scope> {
        let mut scopes = lock(&self.scopes);
        // A list instead of a map: a service has few places with guards, most often one.
        if let Some((_, scope)) = scopes.iter().find(|(known, _)| *known == name) {
            return Arc::clone(scope);
        }
        let scope = Arc::new(Scope::default());
        scopes.push((name, Arc::clone(&scope)));
        scope
    }
}

/// The states of all origins that one `Guards` knows.
#[derive(Debug)]
pub(crate) struct Origins {
    /// The start from which guards measure time.
    begun: Instant,
    entries: Mutex<Vec<Entry>>,
    /// State of the origins that have no entry of their own.
    others: Arc<OriginState>,
}

#[derive(Debug)]
struct Entry {
    // Three fields instead of the `Origin` of a URL, whose comparison makes a `String` of the host
    // for each entry.
    scheme: String,
    host: String,
    port: Option<u16>,
    state: Arc<OriginState>,
    /// `true` if a client was built for it. It stays for as long as such a client does.
    is_declared: bool,
}

impl Origins {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            begun: now,
            entries: Mutex::default(),
            others: Arc::default(),
        }
    }

    /// A time as guards measure it.
    pub(crate) fn since_begun(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.begun)
    }

    /// The state shared by origins that have no entry of their own.
    pub(crate) fn others(&self) -> Arc<OriginState> {
        Arc::clone(&self.others)
    }

    /// The present time as budgets count it.
    #[inline]
    pub(crate) fn tick(&self) -> Tick {
        Tick::now(&self.begun)
    }

    /// The state of an origin that a client declares.
    pub(crate) fn declared(&self, url: &Url) -> Arc<OriginState> {
        let mut entries = lock(&self.entries);
        if let Some(entry) = entries.iter_mut().find(|entry| entry.is(url)) {
            entry.is_declared = true;
            return Arc::clone(&entry.state);
        }
        let entry = Entry::new(url, true);
        let state = Arc::clone(&entry.state);
        let now = self.since_begun(Instant::now());
        // Every client gets an entry for each origin it declares. Entries of dropped clients are replaced
        // first, or guards that outlive their clients would grow with each of them.
        if let Err(entry) = put(&mut entries, entry, &BudgetRule::DEFAULT, now) {
            entries.push(entry);
        }
        state
    }

    /// The state of an origin that is known already.
    pub(crate) fn known(&self, url: &Url) -> Option<Arc<OriginState>> {
        let entries = lock(&self.entries);
        let known = entries.iter().find(|entry| entry.is(url));
        known.map(|entry| Arc::clone(&entry.state))
    }

    /// The state of any origin; `None` for a new one while all entries are taken. An entry is replaced if
    /// nobody holds it and its guards are at rest.
    pub(crate) fn any(
        &self,
        url: &Url,
        rule: &BudgetRule,
        now: Duration,
    ) -> Option<Arc<OriginState>> {
        let mut entries = lock(&self.entries);
        if let Some(entry) = entries.iter().find(|entry| entry.is(url)) {
            return Some(Arc::clone(&entry.state));
        }
        let entry = Entry::new(url, false);
        let state = Arc::clone(&entry.state);
        put(&mut entries, entry, rule, now).ok().map(|()| state)
    }
}

/// Stores an entry, or returns it while all are taken.
fn put(
    entries: &mut Vec<Entry>,
    entry: Entry,
    rule: &BudgetRule,
    now: Duration,
) -> Result<(), Entry> {
    let is_temporary = |known: &&Entry| known.is_temporary();
    if entries.iter().filter(is_temporary).count() < PLACES {
        entries.push(entry);
        return Ok(());
    }
    let is_free = |known: &&mut Entry| known.is_temporary() && known.is_at_rest(rule, now);
    match entries.iter_mut().find(is_free) {
        Some(place) => {
            *place = entry;
            Ok(())
        }
        None => Err(entry),
    }
}

impl Entry {
    fn new(url: &Url, is_declared: bool) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
            state: Arc::default(),
            is_declared,
        }
    }

    fn is(&self, url: &Url) -> bool {
        self.port == url.port_or_known_default()
            && self.host == url.host_str().unwrap_or_default()
            && self.scheme == url.scheme()
    }

    /// Tells whether no client is left that was built for it.
    fn is_temporary(&self) -> bool {
        !self.is_declared || Arc::strong_count(&self.state) == 1
    }

    /// Tells whether nobody holds it and it holds nothing worth keeping.
    fn is_at_rest(&self, rule: &BudgetRule, now: Duration) -> bool {
        Arc::strong_count(&self.state) == 1 && self.state.is_at_rest(rule, now)
    }
}

/// The guards of one client.
#[derive(Clone, Debug)]
pub(crate) struct ClientGuards {
    pub(crate) origins: Arc<Origins>,
    /// One entry per base URL.
    // Looked up once, so a call to a base URL does not lock the table.
    bases: Arc<[Arc<OriginState>]>,
}

impl ClientGuards {
    pub(crate) fn new<'a>(origins: Arc<Origins>, bases: impl Iterator<Item = &'a Url>) -> Self {
        let bases = bases.map(|url| origins.declared(url)).collect();
        Self { origins, bases }
    }

    /// The state of the origin of a base URL.
    pub(crate) fn base(&self, index: usize) -> Option<&Arc<OriginState>> {
        self.bases.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guards::circuit_breaker::AttemptResult;
    use crate::guards::pause::Follower;
    use crate::policy::guard_rules::BreakerRule;

    const RULE: BudgetRule = BudgetRule::DEFAULT;

    fn url(host: usize) -> Url {
        Url::parse(&format!("https://h{host}.test/path")).unwrap()
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn origins_are_told_apart_by_scheme_host_and_port() {
        let origins = Origins::new(Instant::now());
        let state = |text: &str| {
            let url = Url::parse(text).unwrap();
            Arc::as_ptr(&origins.any(&url, &RULE, at(0)).unwrap())
        };
        let first = state("https://a.test/x");
        assert_eq!(state("https://a.test:443/y?z=1"), first);
        for other in [
            "http://a.test/x",
            "https://b.test/x",
            "https://a.test:444/x",
        ] {
            assert_ne!(state(other), first, "{other}");
        }
    }

    #[test]
    fn an_origin_at_rest_gives_its_place_to_the_next_and_others_keep_theirs() {
        let origins = Origins::new(Instant::now());
        let _declared = origins.declared(&url(1_000));
        for host in 0..PLACES {
            let state = origins.any(&url(host), &RULE, at(0)).unwrap();
            assert!(state.budget.draw(&RULE, Some(3), Tick::at(at(0))));
        }
        assert!(origins.any(&url(PLACES), &RULE, at(0)).is_none());
        // One retry comes back in a minute.
        assert!(origins.any(&url(PLACES), &RULE, at(61)).is_some());
        assert!(origins.known(&url(0)).is_none());
        assert!(origins.known(&url(1)).is_some());
        assert!(origins.known(&url(1_000)).is_some());
        assert_eq!(origins.entries.lock().unwrap().len(), PLACES + 1);
    }

    #[test]
    fn a_declared_origin_whose_client_is_gone_counts_as_any_other() {
        let origins = Origins::new(Instant::now());
        for host in 0..3 * PLACES {
            drop(origins.declared(&url(host)));
        }
        assert!(origins.any(&url(1_000), &RULE, at(0)).is_some());
        // Guards that outlive their clients do not grow with them.
        assert_eq!(origins.entries.lock().unwrap().len(), PLACES);
        let kept: Vec<_> = (0..2 * PLACES)
            .map(|host| origins.declared(&url(host)))
            .collect();
        assert!(origins.entries.lock().unwrap().len() >= kept.len());
    }

    #[test]
    fn an_origin_with_an_open_circuit_or_a_pause_keeps_its_place() {
        let origins = Origins::new(Instant::now());
        let name = ScopeName {
            service: "Crawl",
            method: "",
        };
        let breaker = BreakerRule::DEFAULT;
        for host in 0..PLACES {
            let state = origins.any(&url(host), &RULE, at(0)).unwrap();
            let scope = state.scope(name);
            if host % 2 == 0 {
                scope.circuit(|circuit| circuit.open(&breaker, at(0), 0.0));
            } else {
                let refuse = |follower: &mut Follower| follower.refused(at(0), at(30), at(0));
                scope.follower.look(|follower, _| refuse(follower));
            }
        }
        assert!(origins.any(&url(PLACES), &RULE, at(4)).is_none());
        // Half-open, its probes have still to decide.
        assert!(origins.any(&url(PLACES), &RULE, at(20)).is_none());
        // The pace behind a pause is forgotten a minute after the last refusal.
        assert!(origins.any(&url(PLACES), &RULE, at(59)).is_none());
        assert!(origins.any(&url(PLACES), &RULE, at(61)).is_some());
        assert!(origins.known(&url(0)).is_some());
        assert!(origins.known(&url(1)).is_none());
    }

    #[test]
    fn guards_that_somebody_holds_or_that_count_failures_are_not_at_rest() {
        let origins = Origins::new(Instant::now());
        let state = origins.any(&url(0), &RULE, at(0)).unwrap();
        assert!(state.is_at_rest(&RULE, at(0)));
        let scope = state.scope(ScopeName {
            service: "Crawl",
            method: "",
        });
        assert!(!state.is_at_rest(&RULE, at(0)));
        let rule = BreakerRule::DEFAULT;
        scope.circuit(|circuit| {
            let (permit, _) = circuit.enter(&rule, at(0)).unwrap();
            circuit.leave(&rule, permit, AttemptResult::Failure, at(0), 0.0)
        });
        drop(scope);
        assert!(!state.is_at_rest(&RULE, at(11)));
        assert!(state.is_at_rest(&RULE, at(12)));
    }
}
