//! The history of a call: its attempts, the delays between them, and why there was no further one.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::ErrorKind;

/// The reason why there was no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// The policy does not retry this status or kind of failure.
    NotRetryable,
    /// The policy would have retried, but the server may have processed the request, which must not be repeated.
    NotRepeatable,
    /// All attempts were used.
    AttemptsExhausted,
    /// The call's `timeout` leaves no room for the wait and another attempt.
    TimeoutWouldPass,
    /// The server asks for a longer wait than `retry_after` allows.
    ServerDelayTooLong,
    /// `when` returned [`Verdict::Fail`](crate::Verdict::Fail).
    Judged,
    /// The settings switch retries off: `enabled = false`.
    SwitchedOff,
    /// Too many calls fail: the retry [budget](crate::Guards) that they share is spent.
    BudgetSpent,
    /// A guard held the attempt back.
    HeldBack,
}

/// The record of one attempt of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
// `Copy`, and nothing on the heap: a call keeps one per attempt while it sleeps, and 100,000 calls may sleep at
// once.
pub struct AttemptRecord {
    pub(crate) status: Option<StatusCode>,
    pub(crate) kind: Option<ErrorKind>,
    pub(crate) duration: Nanos,
    // One value for both, so that no record has a delay without an origin.
    pub(crate) wait: Option<(Nanos, DelaySource)>,
    pub(crate) hops: u32,
    pub(crate) drawn: Drawn,
    /// True if it was repeated with other credentials, and so does not count.
    pub(crate) is_repeated: bool,
    pub(crate) is_hedge: bool,
    /// The milliseconds for which guards held it back. A `u32`, as a sleeping call keeps it.
    pub(crate) held: u32,
}

/// A duration of up to 584 years.
// In eight bytes, half of a `Duration`'s, for the same reason.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nanos(u64);

impl From<Duration> for Nanos {
    fn from(duration: Duration) -> Self {
        Self(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
    }
}

impl From<Nanos> for Duration {
    fn from(Nanos(nanos): Nanos) -> Self {
        Self::from_nanos(nanos)
    }
}

/// The payment of the budget for the retry after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawn {
    No,
    /// Paid, and the retry is not sent yet.
    Unsent,
    Sent,
}

/// The origin of a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DelaySource {
    /// The strategy of the policy.
    Strategy,
    /// The server, with `Retry-After`.
    Server,
    /// `when`, with [`Verdict::RetryAfter`](crate::Verdict::RetryAfter).
    Verdict,
}

/// The history of a finished call.
#[derive(Clone, Debug)]
pub struct History {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) attempts: Vec<AttemptRecord>,
    pub(crate) elapsed: Duration,
    /// The reason why there was no further attempt, if one was wanted.
    pub(crate) gave_up: Option<GaveUp>,
}

impl History {
    /// The entry of a list that the last attempt went to, counted from 1. An attempt that is repeated with another
    /// credential goes to the same entry again, and a hedge to that of the first attempt.
    pub(crate) fn place(&self) -> u32 {
        let takes_entry = |record: &&AttemptRecord| !record.is_repeated && !record.is_hedge;
        let entries = self.attempts.iter().filter(takes_entry).count();
        u32::try_from(entries).unwrap_or(u32::MAX).max(1)
    }
}

impl AttemptRecord {
    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The kind of the failure. `None` for an attempt that succeeded, and for one without a status that was dropped
    /// because [another](Self::is_hedge) was faster.
    #[must_use]
    pub fn outcome(&self) -> Option<ErrorKind> {
        self.kind
    }

    /// The time it took, without the wait after it.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration.into()
    }

    /// Adds the time of reading its body.
    pub(crate) fn took_longer_by(&mut self, reading: Duration) {
        self.duration = self.duration().saturating_add(reading).into();
    }

    /// The time for which guards held it back before it was sent, in whole milliseconds.
    #[must_use]
    pub fn held(&self) -> Duration {
        Duration::from_millis(u64::from(self.held))
    }

    /// Tells whether it was sent beside a slow first attempt, by `#[hedge]`.
    #[must_use]
    pub fn is_hedge(&self) -> bool {
        self.is_hedge
    }

    /// The delay slept after it; `None` for the last attempt.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.wait.map(|(delay, _)| delay.into())
    }

    /// The number of redirects that it followed.
    #[must_use]
    pub fn hops(&self) -> u32 {
        self.hops
    }

    /// The origin of that delay.
    #[must_use]
    pub fn delay_source(&self) -> Option<DelaySource> {
        self.wait.map(|(_, source)| source)
    }
}

/// Shows the effect of guards and credentials only if there was one.
#[expect(
    clippy::missing_fields_in_debug,
    reason = "the payment of the budget is internal"
)]
impl fmt::Debug for AttemptRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AttemptRecord");
        shown
            .field("status", &self.status)
            .field("kind", &self.kind)
            .field("duration", &self.duration())
            .field("wait", &self.delay().zip(self.delay_source()))
            .field("hops", &self.hops);
        if self.held > 0 {
            shown.field("held", &self.held());
        }
        // Otherwise a hedge that was dropped would look like an attempt without a result.
        for (name, is_so) in [
            ("is_hedge", self.is_hedge),
            ("is_repeated", self.is_repeated),
        ] {
            if is_so {
                shown.field(name, &is_so);
            }
        }
        shown.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: AttemptRecord = AttemptRecord {
        status: None,
        kind: None,
        duration: Nanos(0),
        wait: None,
        hops: 0,
        drawn: Drawn::No,
        is_repeated: false,
        is_hedge: false,
        held: 0,
    };

    fn place(records: &[AttemptRecord]) -> u32 {
        let history = History {
            endpoint: Endpoint::CLIENT,
            attempts: records.to_vec(),
            elapsed: Duration::ZERO,
            gave_up: None,
        };
        history.place()
    }

    #[test]
    fn only_retries_go_to_the_next_entry_of_a_list() {
        let hedge = AttemptRecord {
            is_hedge: true,
            ..RECORD
        };
        let repeated = AttemptRecord {
            is_repeated: true,
            ..RECORD
        };
        assert_eq!(place(&[]), 1);
        assert_eq!(place(&[RECORD]), 1);
        assert_eq!(place(&[RECORD, RECORD]), 2);
        assert_eq!(place(&[RECORD, hedge]), 1);
        assert_eq!(place(&[repeated, RECORD]), 1);
        assert_eq!(place(&[RECORD, hedge, RECORD, repeated, RECORD]), 3);
    }

    #[test]
    fn a_record_shows_guards_and_credentials_only_if_they_had_an_effect() {
        let plain =
            "AttemptRecord { status: None, kind: None, duration: 0ns, wait: None, hops: 0 }";
        assert_eq!(format!("{RECORD:?}"), plain);
        let busy = AttemptRecord {
            is_repeated: true,
            is_hedge: true,
            held: 20,
            ..RECORD
        };
        let shown = format!("{busy:?}");
        let end = "hops: 0, held: 20ms, is_hedge: true, is_repeated: true }";
        assert!(shown.ends_with(end), "{shown}");
    }
}
