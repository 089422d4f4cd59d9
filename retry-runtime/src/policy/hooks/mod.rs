//! Functions of the user's that a call asks: `when` and `before_attempt`, sync or async.
//!
//! Whether a function is async is decided by its type: each trait has two implementations that
//! differ in a marker, of which only one fits a given function.

mod attempt;
mod before_attempt;
mod observer;
mod outcome;
mod verdict;
mod when;

use std::pin::Pin;

pub use self::attempt::Attempt;
pub(crate) use self::attempt::Context;
pub(crate) use self::before_attempt::SharedBeforeAttempt;
pub use self::before_attempt::{AsyncBeforeAttempt, BeforeAttempt, BeforeAttemptFn, hook};
pub(crate) use self::observer::Observers;
pub use self::observer::{CallSummary, Observer};
pub(crate) use self::outcome::BufferedResponse;
pub use self::outcome::Outcome;
pub use self::verdict::Verdict;
pub use self::when::{AsyncClassifier, Classifier, ClassifierFn, judge};

/// The answer of a function that may be async: only one that is pays for a box.
pub enum MaybeAsync<'a, T> {
    /// It has answered.
    Now(T),
    /// It will.
    Later(Pin<Box<dyn Future<Output = T> + Send + 'a>>),
}

impl<T> MaybeAsync<'_, T> {
    pub(crate) async fn get(self) -> T {
        match self {
            Self::Now(answer) => answer,
            Self::Later(answer) => answer.await,
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

/// Marks a function that answers at once.
#[derive(Debug)]
pub struct Sync;

/// Marks a function that answers with a future.
#[derive(Debug)]
pub struct Async;
