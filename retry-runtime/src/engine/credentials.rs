//! Attempts that carry a credential, and what a 401 to one of them leads to.
//!
//! The wait for a credential is part of the attempt. When the first 401 of a call arrives, the attempt goes on
//! with a fetch and keeps the response meanwhile: only what the fetch brings tells whether the 401 is the
//! response, which `when`, `statuses` and `none_on` judge like any other, or whether the attempt is repeated.
//! The repetition does not count: the server has refused to act on the first one.

use std::pin::Pin;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use pin_project_lite::pin_project;
use reqwest::{Request, Url};
use tokio::time::{Instant, timeout_at};

use crate::credentials::{CredentialStore, FetchError, Issued};
use crate::decide::Decision;
use crate::decode::ResponseSink;
use crate::endpoint::Repeat;
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::chain::{Hop, is_other};
use crate::engine::core::{HopOrigin, PendingCall};
use crate::engine::exchange::{FailedAttempt, Rest};
use crate::error::{BoxError, DelaySource, Drawn, ErrorKind, Failure, GaveUp};
use crate::response::Response;

/// Credentials of one call.
pub(crate) struct CallCredentials {
    store: CredentialStore,
    /// A 401 of this call has been dealt with; the next is the response.
    is_renewed: AtomicBool,
    /// Fetched for the attempt that comes next. It is sent, however short its life.
    next: Mutex<Option<Issued>>,
}

/// The consequences of a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    /// The attempt is repeated with another credential.
    Repeat,
    /// The attempt is not repeated; the next call fetches another credential.
    Note,
    /// It is the response, and that is all.
    Nothing,
}

/// A credential on its way with an attempt.
pub(crate) struct Bearing {
    of: Arc<CallCredentials>,
    issued: Issued,
    right: Right,
    is_waiting: AtomicBool,
    renewal: OnceLock<Renewal>,
}

/// What a fetch came to that a 401 led to.
#[derive(Clone)]
pub(crate) enum Renewal {
    /// Another credential.
    Renewed(Issued),
    Failed(FetchError),
}

impl CallCredentials {
    pub(crate) fn new(store: CredentialStore) -> Self {
        Self {
            store,
            is_renewed: AtomicBool::new(false),
            next: Mutex::new(None),
        }
    }

    fn next(&self) -> Option<Issued> {
        let next = self.next.lock();
        next.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_next(&self, issued: Option<Issued>) {
        let next = self.next.lock();
        *next.unwrap_or_else(PoisonError::into_inner) = issued;
    }
}

impl Bearing {
    /// Tells whether the credential is a header.
    pub(crate) fn is_header(&self) -> bool {
        self.issued.credential.header_name().is_some()
    }

    pub(crate) fn put_header(&self, headers: &mut HeaderMap) {
        self.issued.credential.put_header(headers);
    }

    pub(crate) fn put(&self, request: &mut Request) {
        self.put_header(request.headers_mut());
        self.issued.credential.put_query(request.url_mut());
    }

    /// Tells whether a request carries the credential still.
    pub(crate) fn is_in(&self, request: &Request) -> bool {
        self.issued
            .credential
            .is_in(request.headers(), request.url())
    }

    /// What came of the 401 to it, if the attempt is to end with that.
    pub(crate) fn renewed(&self) -> Option<Renewal> {
        self.renewal.get().cloned()
    }

    /// Tells whether another credential is being waited for.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_waiting.load(Relaxed)
    }

    /// A wait for a credential that has taken too long. The server has not acted.
    pub(crate) fn late() -> Box<Failure> {
        Failure::new(ErrorKind::Timeout)
            .because("the credentials took too long")
            .unsent()
    }

    /// Deals with a 401: fetches another credential, if the attempt can be repeated with it.
    async fn refused(&self) {
        match self.right {
            Right::Nothing => return,
            Right::Note => return self.of.store.refuse(&self.issued),
            Right::Repeat => {}
        }
        self.of.is_renewed.store(true, Relaxed);
        self.is_waiting.store(true, Relaxed);
        let fetched = self.of.store.get(Some(&self.issued)).await;
        self.is_waiting.store(false, Relaxed);
        let renewal = match fetched {
            // The same again would be refused again.
            Ok(issued) if issued.credential == self.issued.credential => return,
            Ok(issued) => Renewal::Renewed(issued),
            Err(error) => Renewal::Failed(error),
        };
        // Refused once, as an attempt has one response.
        let _ = self.renewal.set(renewal);
    }
}

pin_project! {
    /// A request on its way. Only one that carries a credential is boxed.
    #[project = SentProjection]
    pub(crate) enum Sent<'a, S> {
        Plain { #[pin] sending: S },
        Bearing { sending: Pin<Box<dyn Future<Output = Result<Response, BoxError>> + Send + 'a>> },
    }
}

impl<'a, S> Sent<'a, S>
where
    S: Future<Output = Result<Response, BoxError>> + Send + 'a,
{
    pub(crate) fn plain(sending: S) -> Self {
        Self::Plain { sending }
    }

    /// A request whose transport may follow redirects is given with its URL: the 401 of another one says
    /// nothing about it.
    pub(crate) fn bearing(sending: S, bearing: &'a Bearing, sent: Option<Url>) -> Self {
        let sending = async move {
            let response = sending.await?;
            if response.status() == StatusCode::UNAUTHORIZED && is_of(&response, sent.as_ref()) {
                bearing.refused().await;
            }
            Ok(response)
        };
        Self::Bearing {
            sending: Box::pin(sending),
        }
    }
}

impl<S> Future for Sent<'_, S>
where
    S: Future<Output = Result<Response, BoxError>>,
{
    type Output = Result<Response, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            SentProjection::Plain { sending } => sending.poll(context),
            SentProjection::Bearing { sending } => sending.as_mut().poll(context),
        }
    }
}

fn is_of(response: &Response, sent: Option<&Url>) -> bool {
    match (sent, response.url()) {
        (Some(sent), Some(url)) => !is_other(sent, url),
        _ => true,
    }
}

impl CallState<'_> {
    /// The credentials of the request that comes next: only one to a declared origin carries any, and none once
    /// redirects have led elsewhere.
    pub(crate) fn credentials(&self) -> Option<&Arc<CallCredentials>> {
        let credentials = self.call.credentials.as_ref()?;
        let is_meant = self.origin() == HopOrigin::Same && self.is_at_declared_origin();
        is_meant.then_some(credentials)
    }

    /// An attempt that carries a credential, once there is one.
    pub(crate) fn credentialed<'b>(
        &'b self,
        credentials: &'b Arc<CallCredentials>,
        begun: Instant,
        ends: Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(async move {
            let issued = match credentials.next() {
                Some(issued) => issued,
                None => match timeout_at(ends, credentials.store.get(None)).await {
                    Ok(Ok(issued)) => issued,
                    Ok(Err(error)) => {
                        return Err(FailedAttempt::unreported(Failure::without_credentials(
                            error,
                        )));
                    }
                    Err(_) => return Err(FailedAttempt::unreported(Bearing::late())),
                },
            };
            let bearing = Bearing {
                right: self.right(credentials),
                of: Arc::clone(credentials),
                is_waiting: AtomicBool::new(false),
                renewal: OnceLock::new(),
                issued,
            };
            let name = bearing.issued.credential.header_name();
            let is_displaced =
                name.is_some_and(|name| self.call.spec.sets_header(self.number(), name));
            let bearing = (!is_displaced).then_some(&bearing);
            self.attempt_with(bearing, begun, ends, sink).await
        })
    }

    fn right(&self, credentials: &CallCredentials) -> Right {
        let (core, spec) = (&self.call.core, &self.call.spec);
        if credentials.is_renewed.load(Relaxed) || !self.hop.as_deref().is_none_or(Hop::is_the_call)
        {
            return Right::Nothing;
        }
        // A POST that is redirected to its own URL cannot be told from one that is not.
        let is_unknown =
            core.follows_unseen && matches!(spec.repeat(self.number()), Repeat::Unprocessed(_));
        if spec.is_one_shot() || is_unknown {
            return Right::Note;
        }
        Right::Repeat
    }

    /// Decides what comes after a 401 that led to a fetch: the same attempt again, or the end of the call.
    pub(crate) fn renewed(
        &mut self,
        renewal: Renewal,
        failed: &mut FailedAttempt,
        begun: Instant,
    ) -> Decision {
        match renewal {
            Renewal::Renewed(issued) => {
                let again = Decision::Retry(Duration::ZERO, DelaySource::Server);
                let performed = self.performed;
                self.record_failure(&failed.failure, begun, again);
                self.performed = performed;
                self.forgiven = self.forgiven.saturating_add(1);
                self.mark_repeated();
                self.call.prepare_credentials(issued);
                again
            }
            Renewal::Failed(error) => {
                let end = Decision::GiveUp(GaveUp::NotRetryable);
                self.record_failure(&failed.failure, begun, end);
                failed.failure = Failure::without_credentials(error);
                failed.rest = Rest::Absent;
                end
            }
        }
    }

    /// Marks the last record as that of an attempt that is repeated. What was paid for that attempt has been
    /// paid for its repetition.
    fn mark_repeated(&mut self) {
        let mut paid = Drawn::No;
        if let [.., before, _] = &mut *self.records {
            std::mem::swap(&mut paid, &mut before.drawn);
        }
        if let Some(last) = self.records.last_mut() {
            last.is_repeated = true;
            last.drawn = paid;
        }
    }

    /// The number of attempts that were repeated with another credential.
    pub(crate) fn repetitions(&self) -> u32 {
        let repeated = self.records.iter().filter(|record| record.is_repeated);
        u32::try_from(repeated.count()).unwrap_or(u32::MAX)
    }
}

impl PendingCall {
    fn prepare_credentials(&self, issued: Issued) {
        if let Some(credentials) = &self.credentials {
            credentials.set_next(Some(issued));
        }
    }

    /// Notes that an attempt is over: what was fetched for it has been sent.
    pub(crate) fn spend_credentials(&self) {
        if let Some(credentials) = &self.credentials {
            credentials.set_next(None);
        }
    }

    /// Notes that a server has accepted the credentials. Should the response break off, the call begins anew.
    pub(crate) fn settle_credentials(&self) {
        if let Some(credentials) = &self.credentials {
            credentials.set_next(None);
            credentials.is_renewed.store(false, Relaxed);
        }
    }
}
