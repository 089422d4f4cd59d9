//! The guards of a client, as users see and share them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::time::Instant;

use crate::endpoint::Endpoint;
use crate::engine::Core;
use crate::guards::{ClientGuards, OriginState, Origins, Scope, ScopeName};
use crate::policy::guard_rules::{BreakerSetting, BudgetRule};
use crate::policy::hooks::{Circuit, GuardChangeKind};
use crate::request::{BaseUrl, ResolvedEndpoint};

/// The state that the calls of a client share, per origin: its guards.
///
/// Strategies share no state: each call waits on its own. But all calls of a client share a budget for retries, so
/// that these do not bring down a server in trouble. It is on by default: five calls that succeed at once earn one
/// retry, and a client at rest has a reserve of 10, of which one comes back per minute. `#[budget(…)]` on the trait
/// changes it, and `#[budget(off)]` switches it off. A retry that it refuses ends the call with the real failure and
/// [`GaveUp::BudgetSpent`](crate::GaveUp::BudgetSpent).
///
/// It also has the state of the guards that a trait declares: [`in_flight`](Self::in_flight) for `#[concurrency]`,
/// [`rate`](Self::rate) and [`paused_for`](Self::paused_for) for `#[rate_limit(follow)]`, and
/// [`circuit`](Self::circuit) for `#[circuit_breaker]`.
///
/// A client shares it with its clones. [`Guards::new`] and
/// [`.guards(&guards)`](crate::ClientBuilder::guards) share it between clients:
///
/// ```
/// use retry_runtime::{Guards, RetryClient};
///
/// let guards = Guards::new();
/// let client = RetryClient::builder().guards(&guards).build()?;
/// let url = "https://api.example.com".parse().unwrap();
/// assert_eq!(client.guards().at(&url).balance(), 0.0);
/// # Ok::<(), retry_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Guards {
    origins: Arc<Origins>,
    /// The client that the guards belong to, if they are those of one.
    core: Option<Arc<Core>>,
    /// A URL of the origin in view.
    url: Option<Url>,
}

impl Guards {
    /// Guards that clients can share.
    #[must_use]
    pub fn new() -> Self {
        Self {
            origins: Arc::new(Origins::new(Instant::now())),
            core: None,
            url: None,
        }
    }

    /// The same guards, in view of the origin of this URL. Default: the origin of the client's first base URL.
    #[must_use]
    pub fn at(&self, url: &Url) -> Self {
        Self {
            url: Some(url.clone()),
            ..self.clone()
        }
    }

    /// The balance of the budget, in retries: positive if successes have earned some, negative if the reserve is in
    /// use. At rest it is 0.
    #[must_use]
    pub fn balance(&self) -> f64 {
        let now = self.origins.tick();
        let origin = self.origin();
        let rule = self.budget_rule();
        origin.map_or(0.0, |origin| origin.budget.balance(&rule, now))
    }

    /// The number of attempts in flight that `#[concurrency]` of the trait counts; 0 without it.
    #[must_use]
    pub fn in_flight(&self) -> u32 {
        self.scope().map_or(0, |scope| scope.in_flight.count())
    }

    /// The rate in attempts per second at which `#[rate_limit(follow)]` of the trait paces; `None` while it does not.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let now = self.origins.since_begun(Instant::now());
        self.scope()?
            .follower
            .look(|follower, _| follower.rate(now))
    }

    /// The remaining time of a pause that the server asked for.
    #[must_use]
    pub fn paused_for(&self) -> Option<Duration> {
        let now = self.origins.since_begun(Instant::now());
        let scope = self.scope()?;
        scope.follower.look(|follower, _| follower.paused_for(now))
    }

    /// The state of the `#[circuit_breaker]` of the trait; closed without one.
    #[must_use]
    pub fn circuit(&self) -> Circuit {
        let now = self.origins.since_begun(Instant::now());
        let state = |scope: Arc<Scope>| scope.circuit(|circuit| circuit.state(now));
        self.scope().map_or(Circuit::Closed, state)
    }

    /// Resets the guards of the origin in view: budget, turns taken, pauses and circuits, those of methods too.
    /// Attempts in flight stay counted, and calls that wait ask again.
    pub fn reset(&self) {
        let Some(origin) = self.origin() else { return };
        origin.budget.reset(self.origins.tick());
        // Reported after the locks are released, as everywhere: an observer may look at these guards.
        for (name, scope) in origin.all_scopes() {
            for change in scope.reset() {
                self.tell(name, change);
            }
        }
    }

    /// Opens the circuit of a method, or with `""` that of the trait, as if it had opened by itself. Returns `false`
    /// if there is none.
    ///
    /// ```no_run
    /// # use retry_runtime::RetryClient;
    /// # fn alarm(client: &RetryClient) {
    /// let guards = client.guards();
    /// assert!(!guards.open_circuit(""), "a `RetryClient` declares none");
    /// # }
    /// ```
    #[expect(
        clippy::must_use_candidate,
        reason = "called for what it does; few need to know"
    )]
    pub fn open_circuit(&self, method: &str) -> bool {
        let (Some(core), Some(origin)) = (&self.core, self.origin()) else {
            return false;
        };
        // By the policy in force, so a breaker that settings have switched off is not there. The
        // trait's stands in the policy of each of its methods.
        let breaker = |resolved: &Arc<ResolvedEndpoint>| {
            let (policy, name) = (core.policy_of(resolved), resolved.endpoint.name());
            let place = match method {
                "" => policy.trait_guards,
                method if method == name => policy.own_guards,
                _ => return None,
            };
            match place.breaker {
                Some(BreakerSetting::On(rule)) => Some((name, rule)),
                Some(BreakerSetting::Off) | None => None,
            }
        };
        // `own` is `method` as a constant, which names of guards are.
        let Some((own, rule)) = core.endpoints.iter().find_map(breaker) else {
            return false;
        };
        let name = ScopeName {
            service: core.service.name,
            method: if method.is_empty() { "" } else { own },
        };
        let now = self.origins.since_begun(Instant::now());
        // Before the lock of the circuit, as a draw may take a lock too.
        let jitter = core.jitter();
        let scope = origin.scope(name);
        let change = scope.circuit(|circuit| circuit.open(&rule, now, jitter));
        self.tell(name, change);
        true
    }

    /// Reports a guard that was changed by hand.
    fn tell(&self, name: ScopeName, kind: GuardChangeKind) {
        let Some(core) = &self.core else { return };
        let endpoints = core.endpoints.iter().map(|resolved| resolved.endpoint);
        // Guards may be shared with clients of other traits, whose methods are not known here: their
        // changes are not reported.
        let mut endpoints = endpoints.filter(|_| name.service == core.service.name);
        let is_meant = |it: &&'static Endpoint| name.method.is_empty() || it.name() == name.method;
        if let Some(endpoint) = endpoints.find(is_meant) {
            core.tell_guard_change(endpoint, name.method, kind);
        }
    }

    fn budget_rule(&self) -> BudgetRule {
        // The balance decays by the rule. A budget is declared on the trait, so that of any method will do.
        let endpoints = self.core.iter().flat_map(|core| {
            let endpoints = core.endpoints.iter();
            endpoints.map(|resolved| core.policy_of(resolved))
        });
        let mut rules = endpoints.filter_map(|policy| policy.budget_rule().copied());
        rules.next().unwrap_or(BudgetRule::DEFAULT)
    }

    /// The guards of the trait for the origin in view.
    fn scope(&self) -> Option<Arc<Scope>> {
        let service = self.core.as_ref()?.service.name;
        Some(self.origin()?.scope(ScopeName {
            service,
            method: "",
        }))
    }

    pub(crate) fn of_client(&self, base_urls: &[BaseUrl]) -> ClientGuards {
        let base_urls = base_urls.iter().map(BaseUrl::url);
        ClientGuards::new(Arc::clone(&self.origins), base_urls)
    }

    /// The guards of a client, in view of the origin of its first base URL.
    pub(crate) fn of(core: &Arc<Core>) -> Self {
        let endpoint = core.endpoints.first();
        let base_url = endpoint.and_then(|resolved| resolved.base_urls.first());
        Self {
            origins: Arc::clone(&core.guards.origins),
            core: Some(Arc::clone(core)),
            url: base_url.map(|base| base.url().clone()),
        }
    }

    fn origin(&self) -> Option<Arc<OriginState>> {
        self.origins.known(self.url.as_ref()?)
    }
}

impl Default for Guards {
    fn default() -> Self {
        Self::new()
    }
}

/// The balance alone: there may be many origins.
impl fmt::Debug for Guards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guards")
            .field("balance", &self.balance())
            .finish_non_exhaustive()
    }
}
