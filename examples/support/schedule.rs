//! The effect of an endpoint's policy: its waits, and the time that a call can take.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use rand::TryRng;
use retry_client::{Endpoint, Policy, Repeat};

/// The number of waits that are examined if the policy has no limit of attempts.
const MOST_WAITS: u32 = 64;

/// One wait, from the shortest to the longest it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) shortest: Duration,
    pub(crate) longest: Duration,
}

/// The waits of an endpoint, and its limits.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    endpoint: &'static Endpoint,
    policy: Policy,
    waits: Vec<Wait>,
}

/// A generator whose draws are all equal, for the two ends of jitter.
struct Always(u64);

impl TryRng for Always {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0 >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0.to_le_bytes()[0]);
        Ok(())
    }
}

impl Schedule {
    pub(crate) fn of(endpoint: &'static Endpoint) -> Self {
        let policy = endpoint.policy();
        let retries = policy
            .max_attempts()
            .map_or(MOST_WAITS, |attempts| attempts - 1);
        let waits = (0..retries).map(|retry| Wait {
            shortest: policy.delay(retry, &mut Always(0)),
            longest: policy.delay(retry, &mut Always(u64::MAX)),
        });
        // A wait that does not fit into the `timeout`, even at its shortest, is never begun.
        let mut begun = Duration::ZERO;
        let fits = |wait: &Wait| {
            begun = begun.saturating_add(wait.shortest);
            policy.get_timeout().is_none_or(|timeout| begun < timeout)
        };
        Self {
            endpoint,
            policy,
            waits: waits.take_while(fits).collect(),
        }
    }

    pub(crate) fn waits(&self) -> &[Wait] {
        &self.waits
    }

    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.endpoint.verb(), self.endpoint.path())
    }

    /// The time of a call whose attempts fail immediately, with the shortest waits.
    pub(crate) fn shortest(&self) -> Duration {
        self.waits.iter().map(|wait| wait.shortest).sum()
    }

    /// The longest time of a call. A server's `Retry-After` can make each wait longer.
    pub(crate) fn longest(&self) -> Duration {
        let attempts = u32::try_from(self.waits.len()).unwrap_or(u32::MAX) + 1;
        let sending = self.policy.get_attempt_timeout().saturating_mul(attempts);
        let waiting: Duration = self.waits.iter().map(|wait| wait.longest).sum();
        let timeout = self.policy.get_timeout().unwrap_or(Duration::MAX);
        (sending + waiting).min(timeout)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let repeat = match self.endpoint.repeat() {
            _ if self.waits.is_empty() => "sent once".to_owned(),
            Repeat::Idempotent => "the verb is idempotent".to_owned(),
            Repeat::Declared(why) => why.to_owned(),
            Repeat::Key(header) => format!("every attempt has the same `{header}`"),
            _ => "only what provably was not acted upon".to_owned(),
        };
        let most = match self.policy.max_attempts() {
            Some(1) => "1 attempt".to_owned(),
            Some(attempts) => format!("{attempts} attempts"),
            None => "any number of attempts".to_owned(),
        };
        writeln!(f, "{}: {most}, {repeat}", self.title())?;
        for (number, wait) in (2..).zip(&self.waits) {
            let (shortest, longest) = (rounded(wait.shortest), rounded(wait.longest));
            if shortest == longest {
                writeln!(f, "  before attempt {number:<2}  {longest}")?;
            } else {
                writeln!(f, "  before attempt {number:<2}  {shortest} to {longest}")?;
            }
        }
        let (best, worst) = (rounded(self.shortest()), rounded(self.longest()));
        write!(f, "  gives up after {best} at best, {worst} at worst")
    }
}

/// `0 ms`, `250 ms`, `1.5 s`, `2 min`.
pub(crate) fn rounded(duration: Duration) -> String {
    match duration.as_millis() {
        millis @ ..1_000 => format!("{millis} ms"),
        millis @ ..120_000 => format!("{} s", tenths(millis, 1_000)),
        millis => format!("{} min", tenths(millis, 60_000)),
    }
}

/// A quotient with one decimal, which is left out if it is 0.
fn tenths(millis: u128, unit: u128) -> String {
    let tenths = (millis * 10 + unit / 2) / unit;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        decimal => format!("{}.{decimal}", tenths / 10),
    }
}
