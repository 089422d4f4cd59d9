//! `before_attempt`: the user's last word on a request.

use std::fmt;
use std::sync::Arc;

use reqwest::Request;

use crate::error::BoxError;
use crate::policy::hooks::attempt::Attempt;
use crate::policy::hooks::{Async, HookFn, MaybeAsync, Sync};

type Permission = Result<(), BoxError>;

#[diagnostic::on_unimplemented(
    message = "this function cannot be `before_attempt`",
    label = "not a `fn(&mut Request, &Attempt) -> Result<(), BoxError>`",
    note = "write `fn name(request: &mut Request, attempt: &Attempt) -> Result<(), BoxError>`, or `async fn` with the same signature"
)]
/// Changes or rejects the request of an attempt, after the wait and before it is sent.
pub trait BeforeAttempt: Send + std::marker::Sync {
    /// Changes the request, or ends the call with an error.
    fn run<'a>(
        &'a self,
        request: &'a mut Request,
        attempt: &'a Attempt,
    ) -> MaybeAsync<'a, Permission>;
}

/// A hook that clones of a client share.
pub(crate) type SharedBeforeAttempt = Arc<dyn BeforeAttempt>;

impl fmt::Debug for dyn BeforeAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("before_attempt")
    }
}

#[diagnostic::do_not_recommend]
impl<F> BeforeAttempt for HookFn<F, Sync>
where
    F: Fn(&mut Request, &Attempt) -> Permission + Send + std::marker::Sync,
{
    fn run<'a>(
        &'a self,
        request: &'a mut Request,
        attempt: &'a Attempt,
    ) -> MaybeAsync<'a, Permission> {
        MaybeAsync::Now((self.0)(request, attempt))
    }
}

#[diagnostic::do_not_recommend]
impl<F> BeforeAttempt for HookFn<F, Async>
where
    F: for<'a> AsyncBeforeAttempt<'a> + Clone + Send + std::marker::Sync,
{
    fn run<'a>(
        &'a self,
        request: &'a mut Request,
        attempt: &'a Attempt,
    ) -> MaybeAsync<'a, Permission> {
        MaybeAsync::Later(Box::pin((self.0.clone())(request, attempt)))
    }
}

/// An async function or closure that changes a request.
///
/// A closure's future may borrow from the closure's captures, and `Send` can be required of the future
/// only if the closure is consumed. So the closure is cloned for each attempt, with its captures.
pub trait AsyncBeforeAttempt<'a>:
    FnOnce(&'a mut Request, &'a Attempt) -> <Self as AsyncBeforeAttempt<'a>>::Future
{
    /// The future that it returns.
    type Future: Future<Output = Permission> + Send + 'a;
}

impl<'a, F, A> AsyncBeforeAttempt<'a> for F
where
    F: FnOnce(&'a mut Request, &'a Attempt) -> A,
    A: Future<Output = Permission> + Send + 'a,
{
    type Future = A;
}
