//! `when`: the user's own judgement of an attempt.

use std::fmt;

use crate::policy::hooks::Verdict;
use crate::policy::hooks::outcome::Outcome;
use crate::policy::hooks::{Async, HookFn, MaybeAsync, Sync};

#[diagnostic::on_unimplemented(
    message = "this function cannot be `when`",
    label = "not a `fn(&Outcome) -> Verdict`",
    note = "write `fn name(outcome: &Outcome) -> Verdict`, or `async fn` with the same signature"
)]
/// Judges how an attempt ended: `#[retry(when = judge)]`, or [`Policy::when`](crate::Policy::when).
///
/// Implemented by every `Fn(&Outcome) -> Verdict`.
pub trait Classifier: Send + std::marker::Sync {
    /// Decides about the attempt.
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> MaybeAsync<'a, Verdict>;
}

#[diagnostic::do_not_recommend]
impl<F: Fn(&Outcome) -> Verdict + Send + std::marker::Sync> Classifier for F {
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> MaybeAsync<'a, Verdict> {
        MaybeAsync::Now(self(outcome))
    }
}

impl fmt::Debug for dyn Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("when")
    }
}

#[diagnostic::do_not_recommend]
impl<F: Fn(&Outcome) -> Verdict + Send + std::marker::Sync> Classifier for HookFn<F, Sync> {
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> MaybeAsync<'a, Verdict> {
        self.0.judge(outcome)
    }
}

#[diagnostic::do_not_recommend]
impl<F> Classifier for HookFn<F, Async>
where
    F: for<'a> AsyncClassifier<'a> + Send + std::marker::Sync,
{
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> MaybeAsync<'a, Verdict> {
        MaybeAsync::Later(Box::pin((self.0)(outcome)))
    }
}

/// An async function that judges.
pub trait AsyncClassifier<'a>: Fn(&'a Outcome) -> <Self as AsyncClassifier<'a>>::Future {
    /// The future that it returns.
    type Future: Future<Output = Verdict> + Send + 'a;
}

impl<'a, F, A> AsyncClassifier<'a> for F
where
    F: Fn(&'a Outcome) -> A,
    A: Future<Output = Verdict> + Send + 'a,
{
    type Future = A;
}
