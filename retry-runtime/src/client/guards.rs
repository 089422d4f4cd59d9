//! The guards of a client, as far as they are seen and shared.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::time::Instant;

use crate::guards::{ClientGuards, OriginState, Origins, Scope, ScopeName};
use crate::policy::guard_rules::BudgetRule;
use crate::request::BaseUrl;

/// The state that the calls of a client share, per origin: its guards.
///
/// Strategies share no state: each call waits on its own. What all calls of a client do share is a budget
/// for retries, so that a server in trouble is not brought down by them. It is on by default: a fifth of the
/// calls that succeed at once is what retries may add, besides a reserve of 10 for a client at rest, of
/// which one comes back a minute. `#[budget(…)]` on the trait changes it, `#[budget(off)]` leaves it out. A retry
/// that it refuses ends its call with the real failure and [`GaveUp::BudgetSpent`](crate::GaveUp::BudgetSpent).
///
/// The state of the guards that a trait declares stands here as well: [`in_flight`](Self::in_flight) shows that of
/// `#[concurrency]`, [`rate`](Self::rate) and [`paused_for`](Self::paused_for) that of `#[rate_limit(follow)]`.
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
    rule: BudgetRule,
    /// The service whose guards are looked at.
    service: &'static str,
    /// A URL of the origin that is looked at.
    url: Option<Url>,
}

impl Guards {
    /// Guards that clients can share.
    #[must_use]
    pub fn new() -> Self {
        Self {
            origins: Arc::new(Origins::new(Instant::now())),
            rule: BudgetRule::DEFAULT,
            service: "",
            url: None,
        }
    }

    /// The same guards towards the origin of another URL than the first base URL of the client.
    #[must_use]
    pub fn at(&self, url: &Url) -> Self {
        Self {
            url: Some(url.clone()),
            ..self.clone()
        }
    }

    /// Retries in the budget: above zero those that success has earned, below zero those of the reserve
    /// that are used. At rest it is 0.
    #[must_use]
    pub fn balance(&self) -> f64 {
        let now = self.origins.tick(Instant::now());
        let origin = self.origin();
        origin.map_or(0.0, |origin| origin.budget.balance(&self.rule, now))
    }

    /// Attempts in flight, as far as `#[concurrency]` of the trait bounds them.
    #[must_use]
    pub fn in_flight(&self) -> u32 {
        self.scope().map_or(0, |scope| scope.in_flight.count())
    }

    /// Attempts a second that `#[rate_limit(follow)]` of the trait lets go, while it paces them.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let now = self.origins.since_begun(Instant::now());
        self.scope()?
            .follower
            .look(|follower, _| follower.rate(now))
    }

    /// The time that is left of a pause that the server has asked for.
    #[must_use]
    pub fn paused_for(&self) -> Option<Duration> {
        let now = self.origins.since_begun(Instant::now());
        let scope = self.scope()?;
        scope.follower.look(|follower, _| follower.paused_for(now))
    }

    /// The guards of the trait towards the origin that is looked at.
    fn scope(&self) -> Option<Arc<Scope>> {
        let (service, method) = (self.service, "");
        Some(self.origin()?.scope(ScopeName { service, method }))
    }

    pub(crate) fn of_client(&self, base_urls: &[BaseUrl]) -> ClientGuards {
        let base_urls = base_urls.iter().map(BaseUrl::url);
        ClientGuards::new(Arc::clone(&self.origins), base_urls)
    }

    pub(crate) fn view(
        guards: &ClientGuards,
        service: &'static str,
        base_url: Option<&BaseUrl>,
        rule: Option<BudgetRule>,
    ) -> Self {
        Self {
            origins: Arc::clone(&guards.origins),
            rule: rule.unwrap_or(BudgetRule::DEFAULT),
            service,
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
