//! A call that has been made and not yet awaited.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use reqwest::Request;
use tokio::time::Instant;

use crate::client::kind::{CallKind, OneResponse, Running, Runs, awaited};
use crate::decode::ReplySink;
use crate::engine::{PendingCall, run};
use crate::error::{Error, Failure};
use crate::policy::Policy;
use crate::request::{CallSpec, header_pair};
use crate::response::Reply;

/// A call of a client's method: a future that owns everything it needs, and takes overrides before `.await`.
///
/// ```no_run
/// # use std::time::Duration;
/// # #[retry_client::client(base_url = "https://api.github.com")]
/// # trait GitHub {
/// #     #[get("/repos/{owner}/{name}")]
/// #     async fn repo(&self, owner: &str, name: &str) -> retry_client::Result<String>;
/// # }
/// # async fn run(github: GitHubClient) -> retry_client::Result<()> {
/// let call = github.repo("rust-lang", "rust");
/// let repo = call.attempts(10).timeout(Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
///
/// Nothing is sent before it is first polled. Dropping it at any time cancels the call.
///
/// Write `Call<T>`, or `Call<T, E>` where the error is a type of your own. The third parameter has its default in
/// every call but those for [`Pages`](crate::Pages), which add [`resume_from`](Call::resume_from) and are
/// `Call<Pages<T>, E, pages::Paged>`.
#[must_use = "a call is not sent until it is awaited"]
// The error type is a parameter for `From` alone: the loop knows `Error`, and converts at the very
// end.
pub struct Call<T, E = Error, K: CallKind = OneResponse> {
    state: State<T, K>,
    // A function type, so that a call is `Send` even if its error is not.
    error: PhantomData<fn() -> E>,
}

// Boxed in both states, and a small decoder beside the first: a call is moved about by its owner,
// into a `join!` or a `spawn`, and stays a few words there.
enum State<T, K: CallKind> {
    Unpolled(Unpolled<T, K>),
    Running(Running<T>),
    Done,
}

/// A call that has not been polled.
pub(crate) struct Unpolled<T, K: CallKind> {
    pub(crate) call: Box<PendingCall>,
    pub(crate) decoder: K::Decoder<T>,
}

impl<T, E, K: CallKind> Call<T, E, K> {
    pub(crate) fn new(call: Box<PendingCall>, decoder: K::Decoder<T>) -> Self {
        Self {
            state: State::Unpolled(Unpolled { call, decoder }),
            error: PhantomData,
        }
    }

    /// Caps how many times this call is sent, counting the first. `0` is an error of kind `Build`.
    pub fn attempts(self, attempts: u32) -> Self {
        if attempts == 0 {
            return self.change(|spec| {
                spec.reject(Failure::build(
                    "`attempts` counts the first try, so it must be at least 1",
                ));
            });
        }
        self.retry(|policy| policy.attempts(attempts))
    }

    /// Bounds this call, waits included. Default: the `timeout` of the method's policy.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.retry(|policy| policy.timeout(timeout))
    }

    /// Ends this call at `deadline` at the latest, as `timeout` does after a duration. The earlier of the two
    /// counts. Use it to pass on the deadline of the incoming request that the call is made for.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use retry_client::{Call, Result};
    /// # async fn run(call: Call<String>) -> Result<String> {
    /// let deadline = tokio::time::Instant::now() + Duration::from_millis(800);
    /// call.within(deadline).await
    /// # }
    /// ```
    pub fn within(self, deadline: Instant) -> Self {
        self.change(|spec| spec.extras_mut().deadline = Some(deadline))
    }

    /// Bounds each attempt of this call. Default: the `attempt_timeout` of the method's policy, which is 30 s unless
    /// it says otherwise.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.retry(|policy| policy.attempt_timeout(timeout))
    }

    /// Sends this call once, whatever comes of it.
    pub fn no_retry(self) -> Self {
        self.attempts(1)
    }

    /// Changes the policy of this call. Which failures the request may be repeated after is declared on the
    /// method, and stays as it is.
    pub fn retry(self, change: impl FnOnce(Policy) -> Policy) -> Self {
        self.change(|spec| spec.change_policy(change))
    }

    /// Sends a header with this call, in place of any other of the same name. An invalid one is an error of kind
    /// `Build`.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        self.change(|spec| {
            if let Some((name, value)) = spec.checked(header_pair(name, value)) {
                spec.headers.retain(|(earlier, _)| *earlier != name);
                spec.headers.push((name, value));
            }
        })
    }

    /// Attaches a value by which hooks and observers recognize this call.
    pub fn context(self, context: impl Any + Send + Sync) -> Self {
        self.change(|spec| spec.extras_mut().context = Some(Arc::new(context)))
    }

    /// Calls `tell` with the bytes of the request body that have been sent, and with their total if that is known.
    /// The count starts at 0 again with each attempt.
    pub fn on_upload(self, tell: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.change(|spec| spec.extras_mut().progress = Some(Arc::new(tell)))
    }

    fn change(mut self, change: impl FnOnce(&mut CallSpec)) -> Self {
        if let State::Unpolled(unpolled) = &mut self.state {
            change(&mut unpolled.call.spec);
        }
        self
    }

    /// The decoder of the responses, until the first poll takes it.
    pub(crate) fn decoder_mut(&mut self) -> Option<&mut K::Decoder<T>> {
        match &mut self.state {
            State::Unpolled(unpolled) => Some(&mut unpolled.decoder),
            State::Running(_) | State::Done => None,
        }
    }

    /// Takes the call apart, unless it has been polled.
    pub(crate) fn into_unpolled(self) -> Result<Unpolled<T, K>, Error> {
        match self.state {
            State::Unpolled(unpolled) => Ok(unpolled),
            State::Running(_) | State::Done => Err(awaited()),
        }
    }
}

impl<T: Send + 'static, E: From<Error>> Call<T, E> {
    /// Awaits the call, and returns its value with the status, the headers and the attempts.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn reply(self) -> Result<Reply<T>, E> {
        let Unpolled { mut call, decoder } = self.into_unpolled()?;
        let mut sink = ReplySink::new(decoder);
        run(&mut call, &mut sink).await?;
        sink.adopt(call);
        sink.into_reply().ok_or_else(|| awaited().into())
    }
}

impl<T, E: From<Error>, K: Runs<T>> Call<T, E, K> {
    /// The request of the first attempt, unsent.
    ///
    /// # Errors
    ///
    /// An error of kind `Build`, if an argument cannot be sent.
    pub fn build(self) -> Result<Request, E> {
        let Unpolled { mut call, decoder } = self.into_unpolled()?;
        K::prepare(&mut call, decoder)?;
        call.spec
            .request(1, 1)
            .map_err(|error| Error::unsent(error, call.spec.endpoint).into())
    }
}

impl<T: Send + 'static, E: From<Error>, K: Runs<T>> Future for Call<T, E, K> {
    type Output = Result<T, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let state = &mut self.get_mut().state;
        // Started by the first poll and not when it was made: a call that is never awaited sends nothing. The
        // decoder moves into the future, so the state is taken out by value, and is `Done` if `run` panics.
        if let State::Unpolled(_) = state
            && let State::Unpolled(unpolled) = std::mem::replace(state, State::Done)
        {
            *state = State::Running(K::run(unpolled.call, unpolled.decoder));
        }
        match state {
            State::Running(running) => {
                let value = ready!(running.as_mut().poll(context));
                // Drops the future, and with it the connection, before the value is handed out.
                *state = State::Done;
                Poll::Ready(value.map_err(E::from))
            }
            State::Unpolled(_) | State::Done => Poll::Ready(Err(awaited().into())),
        }
    }
}

/// The method alone: arguments may be secret.
impl<T, E, K: CallKind> fmt::Debug for Call<T, E, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_tuple("Call");
        match &self.state {
            State::Unpolled(unpolled) => debug.field(&unpolled.call.spec.endpoint.label()),
            State::Running(_) | State::Done => debug.field(&"running"),
        };
        debug.finish()
    }
}
