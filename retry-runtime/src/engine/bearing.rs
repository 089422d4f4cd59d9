//! A credential on its way with an attempt, and the fetch that a 401 to it leads to.

use std::pin::Pin;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use http::{HeaderMap, HeaderName, StatusCode};
use pin_project_lite::pin_project;
use reqwest::{Request, Url};

use crate::credentials::{CredentialStore, FetchError, Issued};
use crate::engine::another_url::is_other;
use crate::error::{BoxError, ErrorKind, Failure};
use crate::response::Response;
use crate::transport::Renewed;

/// Credentials of one call.
pub(crate) struct CallCredentials {
    store: CredentialStore,
    /// A 401 of this call has been dealt with; the next is the response.
    // Atomic and not a plain field: an attempt has the call by a shared reference while its
    // response comes in.
    is_renewed: AtomicBool,
    /// The same for all clients that the call goes through, where there may be several.
    of_all: Option<Renewed>,
    /// True if the call is a part of another one.
    is_carried: bool,
    /// Fetched for the attempt that comes next. It is sent, however short its life.
    next: Mutex<Option<Issued>>,
}

/// The consequences of a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
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

/// The result of a fetch that a 401 has led to.
#[derive(Clone)]
pub(crate) enum Renewal {
    /// Another credential.
    Renewed(Issued),
    Failed(FetchError),
}

impl CallCredentials {
    pub(crate) fn new(store: &CredentialStore, of_all: Option<Renewed>) -> Arc<Self> {
        Arc::new(Self {
            store: store.clone(),
            is_renewed: AtomicBool::new(false),
            of_all,
            is_carried: false,
            next: Mutex::new(None),
        })
    }

    /// The same credentials for a call that is a part of another one.
    pub(crate) fn carried(&self, of_all: Renewed) -> Arc<Self> {
        Arc::new(Self {
            store: self.store.clone(),
            is_renewed: AtomicBool::new(false),
            of_all: Some(of_all),
            is_carried: true,
            next: Mutex::new(None),
        })
    }

    /// The credential for the attempt that comes next.
    pub(crate) async fn issue(&self) -> Result<Issued, FetchError> {
        let next = self.next.lock();
        let next = next.unwrap_or_else(PoisonError::into_inner).clone();
        match next {
            Some(issued) => Ok(issued),
            None => self.store.get(None).await,
        }
    }

    pub(crate) fn set_next(&self, issued: Option<Issued>) {
        let next = self.next.lock();
        *next.unwrap_or_else(PoisonError::into_inner) = issued;
    }

    /// Tells whether a 401 of this call has been dealt with.
    pub(crate) fn is_renewed(&self) -> bool {
        self.is_renewed.load(Relaxed)
    }

    /// Tells whether another of the clients that the call goes through has repeated it.
    pub(crate) fn is_renewed_elsewhere(&self) -> bool {
        self.of_all.as_ref().is_some_and(Renewed::get)
    }

    /// Notes that a server has accepted a credential. Should the response break off, the call begins anew.
    pub(crate) fn settle(&self) {
        self.set_next(None);
        self.is_renewed.store(false, Relaxed);
        // Of a part of a call nobody knows here whether it was accepted: a 401 is handed on as it is.
        if let Some(of_all) = self.of_all.as_ref().filter(|_| !self.is_carried) {
            of_all.set(false);
        }
    }
}

impl Bearing {
    pub(crate) fn new(of: &Arc<CallCredentials>, issued: Issued, right: Right) -> Self {
        Self {
            of: Arc::clone(of),
            issued,
            right,
            is_waiting: AtomicBool::new(false),
            renewal: OnceLock::new(),
        }
    }

    /// The name of the header that the credential is, if it is one.
    pub(crate) fn header_name(&self) -> Option<&HeaderName> {
        self.issued.credential.header_name()
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

    /// The result of the 401 to it, if the attempt is to end with that.
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
            Right::Repeat if !self.of.is_renewed_elsewhere() => {}
            // One repetition for all clients that the call goes through, which one of them may have made
            // while this one waited. The next call begins with another credential.
            Right::Repeat | Right::Note => return self.of.store.refuse(&self.issued),
        }
        self.of.is_renewed.store(true, Relaxed);
        // For whoever cuts this wait: the request is over, so what timed out is the fetch.
        self.is_waiting.store(true, Relaxed);
        let fetched = self.of.store.get(Some(&self.issued)).await;
        self.is_waiting.store(false, Relaxed);
        let renewal = match fetched {
            // The same again would be refused again.
            Ok(issued) if issued.credential == self.issued.credential => return,
            Ok(issued) => {
                if let Some(of_all) = &self.of.of_all {
                    of_all.set(true);
                }
                Renewal::Renewed(issued)
            }
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
