//! Hooks: the user's functions, what they are shown, and what they return.
//!
//! `when` judges an attempt, `before_attempt` changes its request, and observers watch. All of them see an
//! [`Attempt`]; a judge also sees the [`Outcome`] and returns a [`Verdict`]. They are in `policy/` because a
//! policy holds them.
//!
//! A function may be sync or async, and its type decides: each trait has two implementations that
//! differ in a marker, [`Sync`] or [`Async`], of which only one fits a given function. So
//! `#[retry(when = f)]` takes either without a second key, and only an async function pays for a box.
//!
//! Hooks have the last word on a request, but never on what may be repeated. A panic in an observer is
//! caught, as it must not disturb a call. A panic in a hook reaches the caller.

mod attempt;
mod before_attempt;
mod function;
mod guard_change;
mod observer;
mod outcome;
mod verdict;
mod when;

use std::pin::Pin;

pub use self::attempt::Attempt;
pub(crate) use self::attempt::Context;
pub(crate) use self::before_attempt::SharedBeforeAttempt;
pub use self::before_attempt::{AsyncBeforeAttempt, BeforeAttempt};
pub use self::function::{Async, HookFn, Sync, hook};
pub(crate) use self::guard_change::GuardChangeKind;
pub use self::guard_change::{Circuit, GuardChange};
pub(crate) use self::observer::Observers;
pub use self::observer::{CallSummary, Observer};
pub(crate) use self::outcome::BufferedResponse;
pub use self::outcome::Outcome;
pub use self::verdict::Verdict;
pub use self::when::{AsyncClassifier, Classifier};

/// The result of a function that may be async. Only an async function pays for a box.
pub enum MaybeAsync<'a, T> {
    /// The result.
    Now(T),
    /// The future of it.
    Later(Pin<Box<dyn Future<Output = T> + Send + 'a>>),
}

impl<T> MaybeAsync<'_, T> {
    pub(crate) async fn get(self) -> T {
        match self {
            Self::Now(result) => result,
            Self::Later(result) => result.await,
        }
    }
}

impl<T> std::fmt::Debug for MaybeAsync<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Now(_) => "Now",
            Self::Later(_) => "Later",
        })
    }
}
