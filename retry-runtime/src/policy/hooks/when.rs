//! `when`: the user's own judgement of an attempt.

use std::fmt;
use std::marker::PhantomData;

use crate::decide::Verdict;
use crate::policy::hooks::outcome::Outcome;
use crate::policy::hooks::{Answering, Async, Sync};

#[diagnostic::on_unimplemented(
    message = "this function cannot be `when`",
    label = "not a `fn(&Outcome) -> Verdict`",
    note = "write `fn name(outcome: &Outcome) -> Verdict`, or `async fn` with the same signature"
)]
/// Judges how an attempt ended: `#[retry(when = judge)]`, or [`Policy::when`](crate::Policy::when).
///
/// Implemented by every `Fn(&Outcome) -> Verdict`.
pub trait Judge: Send + std::marker::Sync {
    /// What to do about it.
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> Answering<'a, Verdict>;
}

#[diagnostic::do_not_recommend]
impl<F: Fn(&Outcome) -> Verdict + Send + std::marker::Sync> Judge for F {
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> Answering<'a, Verdict> {
        Answering::Now(self(outcome))
    }
}

impl fmt::Debug for dyn Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("when")
    }
}

/// A function given in an attribute, sync or async by its type.
pub struct JudgeFn<F, M>(F, PhantomData<fn() -> M>);

/// Wraps a function for an attribute.
pub const fn judge<F, M>(function: F) -> JudgeFn<F, M> {
    JudgeFn(function, PhantomData)
}

#[diagnostic::do_not_recommend]
impl<F: Fn(&Outcome) -> Verdict + Send + std::marker::Sync> Judge for JudgeFn<F, Sync> {
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> Answering<'a, Verdict> {
        self.0.judge(outcome)
    }
}

#[diagnostic::do_not_recommend]
impl<F> Judge for JudgeFn<F, Async>
where
    F: for<'a> AsyncJudge<'a> + Send + std::marker::Sync,
{
    fn judge<'a>(&'a self, outcome: &'a Outcome) -> Answering<'a, Verdict> {
        Answering::Later(Box::pin((self.0)(outcome)))
    }
}

/// An async function that judges.
pub trait AsyncJudge<'a>: Fn(&'a Outcome) -> <Self as AsyncJudge<'a>>::Answer {
    /// What it returns.
    type Answer: Future<Output = Verdict> + Send + 'a;
}

impl<'a, F, A> AsyncJudge<'a> for F
where
    F: Fn(&'a Outcome) -> A,
    A: Future<Output = Verdict> + Send + 'a,
{
    type Answer = A;
}

impl<F, M> fmt::Debug for JudgeFn<F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("when")
    }
}
