//! The state that the members of a fleet share, as they see it.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::error::BoxError;

/// The time for which a lease is valid. All members know of a pause by then.
pub(crate) const LEASE: Duration = Duration::from_millis(100);

/// The time ahead for which turns may be leased. With the time that a response takes, it is within the 100 ms
/// for which a lease is valid.
pub const HORIZON: Duration = Duration::from_millis(90);

/// The time for which a member counts after its last request. An idle member makes one every 10 s.
pub const MEMBERSHIP: Duration = Duration::from_secs(30);

/// The time for which a member counts as busy after it has asked for turns.
pub const BUSY: Duration = Duration::from_secs(1);

/// State that clients share, of one process or of many: [`LocalState`](crate::fleet::LocalState) in memory,
/// `RedisState` of the crate `retry-client-redis`, or one of your own.
///
/// It has one account for each limit and one end for each pause. Both functions are called seldom, and each is
/// one atomic step: nothing comes between its reading and its writing. A use that takes longer than 20 ms is
/// dropped and counts as failed, like an error. Clients then go on alone for 1 s, and twice as long each further
/// time, up to 30 s. Errors are shown in logs, so they must not hold secrets.
///
/// The account of a limit is a generic cell rate algorithm on the clock of the state, so the clocks of the
/// members need not agree. It has the time at which the next turn would be due if turns came evenly, and a burst
/// by which members may be ahead of it. Turns may be leased that are due within the next [`HORIZON`].
///
/// ```
/// use retry_runtime::fleet::{Lease, LeaseRequest, PauseRequest};
/// use retry_runtime::{BoxError, SharedState};
///
/// /// Grants everything, as if there were no limit.
/// struct Generous;
///
/// impl SharedState for Generous {
///     async fn lease(&self, request: &LeaseRequest) -> Result<Lease, BoxError> {
///         Ok(Lease { granted: request.want, at_once: request.want, members: 1, busy: 1, ..Lease::default() })
///     }
///
///     async fn pause(&self, _request: &PauseRequest) -> Result<(), BoxError> {
///         Ok(())
///     }
/// }
/// ```
pub trait SharedState: Send + Sync + 'static {
    /// Leases turns of a limit, and reports a pause and the members.
    fn lease(&self, request: &LeaseRequest)
    -> impl Future<Output = Result<Lease, BoxError>> + Send;

    /// Begins a pause, or moves the end of the present one. A pause is never shortened.
    fn pause(&self, request: &PauseRequest) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// A request of a member for turns of one limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeaseRequest {
    /// The key of the quota: the caller's label, any text.
    pub quota: Arc<str>,
    /// The name of the limit within the quota, with its parameters: service, method and numbers.
    pub limit: Arc<str>,
    /// The name of the pause within the quota that can stop the use of the limit, if there is one.
    pub pause: Option<Arc<str>>,
    /// The member that asks: random, and the same for as long as its client lives.
    pub member: Arc<str>,
    /// Turns in each period, 1 to 10⁹.
    pub turns: u32,
    /// The period.
    pub per: Duration,
    /// Turns that may be taken at once after idle time, 1 to `turns`.
    pub burst: u32,
    /// Turns that are wanted; 0 to be counted as an idle member and to learn of a pause.
    pub want: u32,
    /// Turns that are needed: if there are fewer, none are granted. At most `want` and `burst`.
    pub least: u32,
}

/// A response to a request: turns that the member may take, and news of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lease {
    /// Turns that were granted: none, or `least` to `want`. None during a pause.
    pub granted: u32,
    /// The turns among them that may be taken at once. The others are due one after another, evenly, the first of
    /// them in [`after`](Self::after).
    pub at_once: u32,
    /// The time until the first turn that must not be taken at once. If nothing was granted, the time until the
    /// turns that are needed would be due.
    pub after: Duration,
    /// The rest of the pause.
    pub paused: Option<Duration>,
    /// `true` for a pause that began as [`PauseRequest::exhausted`].
    pub exhausted: bool,
    /// Members with a request within [`MEMBERSHIP`], including the one that asks.
    pub members: u32,
    /// The members among them that have asked for turns within [`BUSY`].
    pub busy: u32,
}

/// A pause that the server has asked a member for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PauseRequest {
    /// The key of the quota: the caller's label, any text.
    pub quota: Arc<str>,
    /// The name of the pause within the quota: service, method and origin.
    pub pause: Arc<str>,
    /// The rest of it.
    pub left: Duration,
    /// `true` if a good response said that the quota is exhausted: nobody went too fast, so nobody is paced once
    /// the pause is over. It does not change if the pause is moved.
    pub exhausted: bool,
}

type Using<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

/// [`SharedState`], object-safe.
pub(crate) trait DynSharedState: Send + Sync {
    fn lease_boxed<'a>(&'a self, request: &'a LeaseRequest) -> Using<'a, Lease>;
    fn pause_boxed<'a>(&'a self, request: &'a PauseRequest) -> Using<'a, ()>;
}

impl<S: SharedState> DynSharedState for S {
    fn lease_boxed<'a>(&'a self, request: &'a LeaseRequest) -> Using<'a, Lease> {
        Box::pin(self.lease(request))
    }

    fn pause_boxed<'a>(&'a self, request: &'a PauseRequest) -> Using<'a, ()> {
        Box::pin(self.pause(request))
    }
}
