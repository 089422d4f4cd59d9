//! What is retried, how often, and after how long: plain data that fits in a constant.

use std::num::NonZeroU32;
use std::time::Duration;

use rand::Rng;

use crate::error::ErrorKind;
use crate::hooks::{Hook, Judge};
use crate::status_set::StatusSet;
use crate::strategy::{Strategy, Wait, first_of, longer};

const DEFAULT_ATTEMPTS: u32 = 3;
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(60);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// What is retried, how often, and after how long.
///
/// Each setting that is not named stays open: a policy laid over another (a method's over its
/// trait's, say) replaces only what it names. What nobody names has the default given here.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::{Policy, Strategy};
///
/// const POLICY: Policy = Policy::new(Strategy::exponential())
///     .attempts(5)
///     .statuses(&[408, 429])
///     .timeout(Duration::from_secs(10));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    strategy: Strategy,
    attempts: Option<Attempts>,
    statuses: Option<StatusSet>,
    server_errors: Option<bool>,
    errors: Option<ErrorKinds>,
    retry_after: Option<RetryAfter>,
    unprocessed_only: Option<bool>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    when: Option<&'static dyn Judge>,
    before_attempt: Option<&'static dyn Hook>,
}

#[derive(Clone, Copy, Debug)]
enum Attempts {
    AtMost(NonZeroU32),
    Unlimited,
}

#[derive(Clone, Copy, Debug)]
enum RetryAfter {
    UpTo(Duration),
    Ignored,
}

impl Policy {
    /// A policy with this strategy and every other setting at its default.
    #[must_use]
    pub const fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            ..Self::inherited()
        }
    }

    /// A policy that never retries.
    #[must_use]
    pub const fn off() -> Self {
        Self::inherited().attempts(1)
    }

    /// A policy that names nothing.
    #[doc(hidden)]
    #[must_use]
    pub const fn inherited() -> Self {
        Self {
            strategy: Strategy::inherited(),
            attempts: None,
            statuses: None,
            server_errors: None,
            errors: None,
            retry_after: None,
            unprocessed_only: None,
            timeout: None,
            attempt_timeout: None,
            when: None,
            before_attempt: None,
        }
    }

    /// Sets the delays between attempts. Default: [`Strategy::exponential`].
    #[must_use]
    pub const fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy.over(self.strategy);
        if strategy.entries().is_some() {
            self.attempts = None;
        }
        self
    }

    /// Caps how many times the request is sent, **counting the first**.
    ///
    /// `1` means never retry. Default: 3; with [`Strategy::list`] one more than its entries.
    ///
    /// # Panics
    ///
    /// If `attempts` is 0. In a `const` this is a compile error.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = match NonZeroU32::new(attempts) {
            Some(attempts) => Some(Attempts::AtMost(attempts)),
            None => panic!("`attempts` counts the first try, so it must be at least 1"),
        };
        self
    }

    /// Goes on until the `timeout` is over.
    ///
    /// A declaration that has no `timeout` with it does not compile.
    #[must_use]
    pub const fn unlimited(mut self) -> Self {
        self.attempts = Some(Attempts::Unlimited);
        self
    }

    /// Sets further statuses that are retried, besides the server errors. Default: none.
    ///
    /// # Panics
    ///
    /// If one is outside 100 to 599, a success (2xx), or listed twice. In a `const` this is a compile error.
    #[must_use]
    pub const fn statuses(self, statuses: &[u16]) -> Self {
        self.statuses_set(StatusSet::of(statuses))
    }

    /// As [`statuses`](Self::statuses), of a set.
    #[doc(hidden)]
    #[must_use]
    pub const fn statuses_set(mut self, statuses: StatusSet) -> Self {
        assert!(
            !statuses.overlaps(StatusSet::range(200, 299)),
            "a 2xx status is a success and cannot be retried; use `when` or `until`"
        );
        self.statuses = Some(statuses);
        self
    }

    /// Sets whether every status of 500 and above is retried. Default: `true`.
    #[must_use]
    pub const fn server_errors(mut self, retried: bool) -> Self {
        self.server_errors = Some(retried);
        self
    }

    /// Sets the kinds of failure that are retried. Default: `Connect`, `Timeout`, `Reset`, `Body`.
    ///
    /// # Panics
    ///
    /// If a kind is not one of those or `Decode`. In a `const` this is a compile error.
    #[must_use]
    pub const fn errors(mut self, kinds: &[ErrorKind]) -> Self {
        let mut set = ErrorKinds(0);
        let mut at = 0;
        while at < kinds.len() {
            set = set.with(kinds[at]);
            at += 1;
        }
        self.errors = Some(set);
        self
    }

    /// Sets how long a wait the server may ask for with `Retry-After`. Default: 60 s.
    ///
    /// What it asks for is a floor under the delay. A longer wish ends the call at once.
    #[must_use]
    pub const fn retry_after(mut self, limit: Duration) -> Self {
        self.retry_after = Some(RetryAfter::UpTo(limit));
        self
    }

    /// Takes no notice of `Retry-After`.
    #[must_use]
    pub const fn ignore_retry_after(mut self) -> Self {
        self.retry_after = Some(RetryAfter::Ignored);
        self
    }

    /// Repeats only what provably was not acted upon: requests never sent, refused by HTTP/2, or
    /// answered with one of [`statuses`](Self::statuses).
    #[must_use]
    pub const fn unprocessed_only(mut self) -> Self {
        self.unprocessed_only = Some(true);
        self
    }

    /// Bounds the whole call, waits included. Default: none.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Bounds each attempt, from the first byte sent to the last one read. Default: 30 s, or what
    /// is left of the `timeout`.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Has every attempt judged by a function: it is asked first, on the last attempt too, and is
    /// given the whole body. What may be repeated stays what it is.
    ///
    /// ```
    /// use retry_runtime::{Outcome, Policy, Verdict};
    ///
    /// fn is_json(outcome: &Outcome) -> Verdict {
    ///     match outcome.json::<serde_json::Value>() {
    ///         Ok(_) => Verdict::Default,
    ///         Err(_) => Verdict::Retry,
    ///     }
    /// }
    ///
    /// const POLICY: Policy = Policy::off().attempts(5).when(&is_json);
    /// ```
    #[must_use]
    pub const fn when(mut self, judge: &'static dyn Judge) -> Self {
        self.when = Some(judge);
        self
    }

    /// Has a function change the request of each attempt.
    #[doc(hidden)]
    #[must_use]
    pub const fn before_attempt(mut self, hook: &'static dyn Hook) -> Self {
        self.before_attempt = Some(hook);
        self
    }

    /// The delay before retry `retry`, counted from 0. Pure: the same draws give the same delay.
    #[must_use]
    pub fn delay<R: Rng>(&self, retry: u32, rng: &mut R) -> Duration {
        self.delay_after(
            &Wait {
                retry,
                ..Wait::default()
            },
            rng,
        )
    }

    pub(crate) fn delay_after(&self, wait: &Wait<'_>, rng: &mut dyn Rng) -> Duration {
        self.strategy.delay(wait, rng)
    }

    /// This policy laid over another: what it names wins.
    #[doc(hidden)]
    #[must_use]
    pub const fn over(self, under: Self) -> Self {
        let own_list = self.strategy.entries().is_some();
        Self {
            strategy: self.strategy.over(under.strategy),
            attempts: first_of!(self.attempts, if own_list { None } else { under.attempts }),
            statuses: first_of!(self.statuses, under.statuses),
            server_errors: first_of!(self.server_errors, under.server_errors),
            errors: first_of!(self.errors, under.errors),
            retry_after: first_of!(self.retry_after, under.retry_after),
            unprocessed_only: first_of!(self.unprocessed_only, under.unprocessed_only),
            timeout: first_of!(self.timeout, under.timeout),
            attempt_timeout: first_of!(self.attempt_timeout, under.attempt_timeout),
            when: first_of!(self.when, under.when),
            before_attempt: first_of!(self.before_attempt, under.before_attempt),
        }
    }

    /// The timeouts of a policy, and nothing else of it.
    pub(crate) const fn timeouts_of(mut self, other: Self) -> Self {
        self.timeout = other.timeout;
        self.attempt_timeout = other.attempt_timeout;
        self
    }

    /// Stops the build where settings contradict each other.
    #[doc(hidden)]
    #[must_use]
    pub const fn checked(self) -> Self {
        self.strategy.check();
        if let (Some(whole), Some(one)) = (self.timeout, self.attempt_timeout) {
            assert!(
                !longer(one, whole),
                "`attempt_timeout` is longer than `timeout`"
            );
        }
        assert!(
            !matches!(self.attempts, Some(Attempts::Unlimited)) || self.timeout.is_some(),
            "`attempts = unlimited` needs a `timeout`"
        );
        self
    }

    /// How many times the request is sent at most; `None` is unlimited.
    #[must_use]
    pub const fn max_attempts(&self) -> Option<u32> {
        match (self.attempts, self.strategy.entries()) {
            (Some(Attempts::AtMost(attempts)), _) => Some(attempts.get()),
            (Some(Attempts::Unlimited), _) => None,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a list of four billion delays"
            )]
            (None, Some(entries)) => Some((entries as u32).saturating_add(1)),
            (None, None) => Some(DEFAULT_ATTEMPTS),
        }
    }

    /// Whether an answer with this status is retried.
    #[must_use]
    pub const fn retries_status(&self, status: u16) -> bool {
        let listed = match self.statuses {
            Some(statuses) => statuses.contains(status),
            None => false,
        };
        listed || status >= 500 && !matches!(self.server_errors, Some(false))
    }

    /// Whether a failure of this kind is retried.
    #[must_use]
    pub const fn retries_error(&self, kind: ErrorKind) -> bool {
        match self.errors {
            Some(kinds) => kinds.contains(kind),
            None => ErrorKinds::DEFAULT.contains(kind),
        }
    }

    /// The longest wait the server may ask for; `None` where `Retry-After` is ignored.
    #[must_use]
    pub const fn retry_after_limit(&self) -> Option<Duration> {
        match self.retry_after {
            None => Some(DEFAULT_RETRY_AFTER),
            Some(RetryAfter::UpTo(limit)) => Some(limit),
            Some(RetryAfter::Ignored) => None,
        }
    }

    /// The bound of the whole call.
    #[must_use]
    pub const fn timeout_limit(&self) -> Option<Duration> {
        self.timeout
    }

    /// The bound of each attempt.
    #[must_use]
    pub const fn attempt_timeout_limit(&self) -> Duration {
        match self.attempt_timeout {
            Some(timeout) => timeout,
            None => DEFAULT_ATTEMPT_TIMEOUT,
        }
    }

    pub(crate) const fn listed(&self, status: u16) -> bool {
        match self.statuses {
            Some(statuses) => statuses.contains(status),
            None => false,
        }
    }

    pub(crate) const fn judge(&self) -> Option<&'static dyn Judge> {
        self.when
    }

    pub(crate) const fn hook(&self) -> Option<&'static dyn Hook> {
        self.before_attempt
    }

    pub(crate) const fn is_unprocessed_only(&self) -> bool {
        matches!(self.unprocessed_only, Some(true))
    }
}

/// Exponential delays, 3 attempts, every 5xx and every lost connection.
impl Default for Policy {
    fn default() -> Self {
        Self::new(Strategy::exponential())
    }
}

/// Kinds of failure, one bit each.
#[derive(Clone, Copy, Debug)]
struct ErrorKinds(u16);

impl ErrorKinds {
    const DEFAULT: Self = Self(0)
        .with(ErrorKind::Connect)
        .with(ErrorKind::Timeout)
        .with(ErrorKind::Reset)
        .with(ErrorKind::Body);

    const fn with(self, kind: ErrorKind) -> Self {
        assert!(
            matches!(
                kind,
                ErrorKind::Connect
                    | ErrorKind::Timeout
                    | ErrorKind::Reset
                    | ErrorKind::Body
                    | ErrorKind::Decode
            ),
            "`errors` takes `Connect`, `Timeout`, `Reset`, `Body` and `Decode`"
        );
        Self(self.0 | 1 << kind as u16)
    }

    const fn contains(self, kind: ErrorKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::Jitter;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_nobody_names_has_its_default() {
        let policy = Policy::default();
        assert_eq!(policy.max_attempts(), Some(3));
        assert_eq!(policy.retry_after_limit(), Some(Duration::from_secs(60)));
        assert_eq!(policy.timeout_limit(), None);
        assert_eq!(policy.attempt_timeout_limit(), Duration::from_secs(30));
        let statuses =
            [200, 404, 408, 429, 499, 500, 503, 599, 600, 999].map(|s| policy.retries_status(s));
        assert_eq!(
            statuses,
            [
                false, false, false, false, false, true, true, true, true, true
            ]
        );
        let kinds = [
            ErrorKind::Connect,
            ErrorKind::Timeout,
            ErrorKind::Reset,
            ErrorKind::Body,
            ErrorKind::Decode,
            ErrorKind::Protocol,
        ];
        assert_eq!(
            kinds.map(|kind| policy.retries_error(kind)),
            [true, true, true, true, false, false]
        );
    }

    #[test]
    fn a_policy_over_another_replaces_only_what_it_names() {
        let under = Policy::new(Strategy::fibonacci())
            .attempts(5)
            .statuses(&[429])
            .timeout(SECOND);
        let merged = Policy::inherited()
            .server_errors(false)
            .attempts(2)
            .over(under);
        assert_eq!(merged.max_attempts(), Some(2));
        assert!(merged.retries_status(429) && !merged.retries_status(500));
        assert_eq!(merged.timeout_limit(), Some(SECOND));
        assert_eq!(merged.delay(2, &mut rand::rng()), 3 * SECOND);
    }

    #[test]
    fn a_list_takes_its_attempts_from_its_length_unless_told_otherwise() {
        const LIST: Strategy = Strategy::list(&[Duration::ZERO; 4]);
        let under = Policy::default().attempts(9);
        assert_eq!(Policy::new(LIST).max_attempts(), Some(5));
        assert_eq!(Policy::new(LIST).over(under).max_attempts(), Some(5));
        assert_eq!(
            Policy::new(LIST).attempts(2).over(under).max_attempts(),
            Some(2)
        );
        assert_eq!(
            Policy::inherited().over(Policy::new(LIST)).max_attempts(),
            Some(5)
        );
        assert_eq!(under.strategy(LIST).max_attempts(), Some(5));
    }

    #[test]
    fn strategy_keys_alone_refine_the_strategy_underneath() {
        let under = Policy::new(Strategy::exponential().with_jitter(Jitter::None));
        let merged = Policy::new(Strategy::inherited().base(SECOND)).over(under);
        assert_eq!(
            [0, 1, 2].map(|i| merged.delay(i, &mut rand::rng())),
            [SECOND, 2 * SECOND, 4 * SECOND]
        );
    }

    #[test]
    #[should_panic(expected = "counts the first try")]
    fn no_attempt_at_all_is_refused() {
        let _ = Policy::default().attempts(0);
    }

    #[test]
    #[should_panic(expected = "is a success")]
    fn a_success_cannot_be_retried() {
        let _ = Policy::default().statuses(&[204]);
    }

    #[test]
    #[should_panic(expected = "`attempt_timeout` is longer than `timeout`")]
    fn an_attempt_longer_than_the_call_is_refused() {
        let _ = Policy::default()
            .timeout(SECOND)
            .attempt_timeout(2 * SECOND)
            .checked();
    }

    #[test]
    #[should_panic(expected = "needs a `timeout`")]
    fn unlimited_attempts_need_a_timeout() {
        let _ = Policy::default().unlimited().checked();
    }
}
