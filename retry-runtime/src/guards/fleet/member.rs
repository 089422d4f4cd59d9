//! One member of a fleet: a client with its clones, and its leases.

use std::fmt;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::guards::fleet::availability::Availability;
use crate::guards::fleet::known_pause::KnownPause;
use crate::guards::fleet::leased::LeasedTurns;
use crate::guards::fleet::quota::Quota;
use crate::guards::fleet::shared_state::{DynSharedState, LeaseRequest, SharedState};
use crate::guards::lock::lock;
use crate::guards::queue::Queue;
use crate::guards::rate::Rate;
use crate::guards::scope::{Scope, ScopeName};
use crate::policy::guard_rules::MOST_LIMITS;
use crate::random::fresh_boundary;

/// The number of scopes above which those of unused origins are dropped.
const SCOPES: usize = 256;

/// A client as a member of a fleet.
pub(crate) struct Fleet {
    pub(crate) state: Arc<dyn DynSharedState>,
    pub(crate) quota: Arc<str>,
    /// The number of members that is assumed before the state has responded.
    declared: u32,
    /// The name of this member, random.
    pub(crate) member: Arc<str>,
    pub(crate) service: &'static str,
    begun: Instant,
    availability: Mutex<Availability>,
    scopes: Mutex<Vec<Arc<FleetScope>>>,
    /// The task that reports from time to time that the member is there.
    pub(crate) presence: Mutex<Option<JoinHandle<()>>>,
}

/// Gives up the hold on the scope, which may then go with its origin.
impl Drop for FleetScope {
    fn drop(&mut self) {
        self.scope.fleets.fetch_sub(1, Relaxed);
    }
}

/// The turns that a member has leased for one place and origin.
pub(crate) struct FleetScope {
    /// The guards of the place that this belongs to.
    pub(crate) scope: Arc<Scope>,
    /// The name of the place: `GitHub.repo`, or `GitHub.` for the trait.
    pub(crate) place: String,
    /// The name of its pause, made of the place and the origin.
    pub(crate) pause: Arc<str>,
    /// One for each rate limit of the place, in the order of declaration.
    pub(crate) limits: [Queue<LeasedTurns>; MOST_LIMITS],
    /// The pause according to the state.
    pub(crate) known_pause: Queue<KnownPause>,
}

impl Fleet {
    pub(crate) fn new(state: impl SharedState, quota: Quota, service: &'static str) -> Self {
        Self {
            state: Arc::new(state),
            quota: quota.key.into(),
            declared: quota.members,
            member: fresh_boundary().into(),
            service,
            begun: Instant::now(),
            availability: Mutex::default(),
            scopes: Mutex::default(),
            presence: Mutex::default(),
        }
    }

    /// A time as the accounts measure it.
    pub(crate) fn since_begun(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.begun)
    }

    /// Looks at the outages of the state.
    pub(crate) fn availability<T>(&self, look: impl FnOnce(&mut Availability) -> T) -> T {
        look(&mut lock(&self.availability))
    }

    /// The leases of a place for an origin.
    pub(crate) fn scope(
        &self,
        scope: &Arc<Scope>,
        name: ScopeName,
        origin: impl FnOnce() -> String,
    ) -> Arc<FleetScope> {
        let mut scopes = lock(&self.scopes);
        // A client has few places, and comparing addresses does not need the name of the origin, which
        // would have to be made.
        if let Some(known) = scopes.iter().find(|known| Arc::ptr_eq(&known.scope, scope)) {
            return Arc::clone(known);
        }
        if scopes.len() >= SCOPES {
            // The guards hold a scope for as long as its origin has an entry.
            scopes.retain(|known| Arc::strong_count(&known.scope) > 1);
        }
        scope.fleets.fetch_add(1, Relaxed);
        let place = format!("{}.{}", name.service, name.method);
        let made = Arc::new(FleetScope {
            scope: Arc::clone(scope),
            pause: format!("{place}@{}", origin()).into(),
            place,
            limits: Default::default(),
            known_pause: Queue::default(),
        });
        scopes.push(Arc::clone(&made));
        made
    }

    /// A request for turns of one limit of a scope, or only for its pause.
    pub(crate) fn request(
        &self,
        scope: &FleetScope,
        limit: Option<(usize, &Rate)>,
        keeps_pauses: bool,
        (want, least): (u32, u32),
    ) -> LeaseRequest {
        // No turns are wanted, so any rate will do. The account only counts the member.
        let none = Rate {
            turns: 1,
            per: Duration::from_secs(1),
            burst: 1,
        };
        let (limit, rate) = match limit {
            Some((index, rate)) => (scope.limit(index, rate), rate),
            None => (format!("{}:follow", scope.place).into(), &none),
        };
        LeaseRequest {
            quota: Arc::clone(&self.quota),
            limit,
            pause: keeps_pauses.then(|| Arc::clone(&scope.pause)),
            member: Arc::clone(&self.member),
            turns: rate.turns,
            per: rate.per,
            burst: rate.burst,
            want,
            least,
        }
    }

    /// The number of members that is assumed for a limit that the state has not reported on yet: that of the other
    /// limits, or the declared one.
    pub(crate) fn presumed(&self) -> u32 {
        let scopes = self.scopes();
        let limits = scopes.iter().flat_map(|scope| &scope.limits);
        let known = limits.filter_map(|queue| queue.look(|leased, _| leased.known_members()));
        known.max().unwrap_or(self.declared)
    }

    /// All scopes.
    pub(crate) fn scopes(&self) -> Vec<Arc<FleetScope>> {
        lock(&self.scopes).clone()
    }
}

impl FleetScope {
    /// The name of a limit. It includes the parameters, as other parameters make it another limit.
    fn limit(&self, index: usize, rate: &Rate) -> Arc<str> {
        let Rate { turns, per, burst } = rate;
        format!(
            "{}:{index}:{turns}/{}ns+{burst}",
            self.place,
            per.as_nanos()
        )
        .into()
    }
}

/// Ends the presence of a client that is gone.
impl Drop for Fleet {
    fn drop(&mut self) {
        if let Some(presence) = lock(&self.presence).take() {
            presence.abort();
        }
    }
}

/// Shows the quota alone.
impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet")
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}
