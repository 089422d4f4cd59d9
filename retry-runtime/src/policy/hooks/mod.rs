//! Functions of the user's that a call asks: `when` and `before_attempt`, sync or async.
//!
//! Whether a function is async is decided by its type: each trait has two implementations that
//! differ in a marker, of which only one fits a given function.

mod attempt;
mod before_attempt;
mod observer;
mod outcome;
mod when;

use std::pin::Pin;

pub use self::attempt::Attempt;
pub(crate) use self::before_attempt::SharedHook;
pub use self::before_attempt::{AsyncHook, Hook, HookFn, hook};
pub(crate) use self::observer::Observers;
pub use self::observer::{Observer, Summary};
pub(crate) use self::outcome::Heard;
pub use self::outcome::Outcome;
pub use self::when::{AsyncJudge, Judge, JudgeFn, judge};

/// The answer of a function that may be async: only one that is pays for a box.
pub enum Answering<'a, T> {
    /// It has answered.
    Now(T),
    /// It will.
    Later(Pin<Box<dyn Future<Output = T> + Send + 'a>>),
}

impl<T> Answering<'_, T> {
    pub(crate) async fn get(self) -> T {
        match self {
            Self::Now(answer) => answer,
            Self::Later(answer) => answer.await,
        }
    }
}

impl<T> std::fmt::Debug for Answering<'_, T> {
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
