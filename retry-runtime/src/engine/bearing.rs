//! The credential that an attempt carries, and the fetch that a 401 leads to.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::StatusCode;
use reqwest::{Request, Url};

use crate::credentials::{Credential, CredentialStore, FetchError, Issued};
use crate::engine::another_url::is_other;
use crate::error::{BoxError, ErrorKind, Failure};
use crate::response::Response;
use crate::transport::Renewed;

/// Credentials of one call.
pub(crate) struct CallCredentials {
    store: CredentialStore,
    /// True once a 401 of this call has been handled; the next one is the response.
    // Atomic, because an attempt has only a shared reference to the call while its response
    // arrives.
    is_renewed: AtomicBool,
    /// The same flag for all clients that the call passes through, where there may be several.
    of_all: Option<Renewed>,
    /// True if another client carries the call as its transport.
    is_carried: bool,
    /// The credential that was fetched for the next attempt. It is sent even if it expires soon.
    next: Mutex<Option<Issued>>,
}

/// The consequence of a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnUnauthorized {
    /// The attempt is repeated with another credential.
    Repeat,
    /// The attempt is not repeated, and the next call fetches another credential.
    Invalidate,
    /// The 401 is the response, and the credential stays valid.
    Ignore,
}

/// The credential that an attempt carries.
pub(crate) struct Bearing {
    of: Arc<CallCredentials>,
    issued: Issued,
    on_unauthorized: OnUnauthorized,
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
    pub(crate) fn new(
        store: &CredentialStore,
        of_all: Option<Renewed>,
        is_carried: bool,
    ) -> Arc<Self> {
        Arc::new(Self {
            store: store.clone(),
            is_renewed: AtomicBool::new(false),
            of_all,
            is_carried,
            next: Mutex::new(None),
        })
    }

    /// The same credentials for a call that another client carries.
    pub(crate) fn carried(&self, of_all: Renewed) -> Arc<Self> {
        Self::new(&self.store, Some(of_all), true)
    }

    /// The credential for the next attempt.
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

    /// Tells whether a 401 of this call has been handled.
    pub(crate) fn is_renewed(&self) -> bool {
        self.is_renewed.load(Relaxed)
    }

    /// Tells whether another client that the call passes through has repeated it.
    pub(crate) fn is_renewed_elsewhere(&self) -> bool {
        self.of_all.as_ref().is_some_and(Renewed::get)
    }

    /// Notes that a server has accepted the credential. If the response breaks off, a further 401 is handled again.
    pub(crate) fn settle(&self) {
        self.set_next(None);
        self.is_renewed.store(false, Relaxed);
        // A carried call hands a 401 on as a response, so it does not know whether the credential
        // was accepted.
        if let Some(of_all) = self.of_all.as_ref().filter(|_| !self.is_carried) {
            of_all.set(false);
        }
    }
}

impl Bearing {
    pub(crate) fn new(
        of: &Arc<CallCredentials>,
        issued: Issued,
        on_unauthorized: OnUnauthorized,
    ) -> Self {
        Self {
            of: Arc::clone(of),
            issued,
            on_unauthorized,
            is_waiting: AtomicBool::new(false),
            renewal: OnceLock::new(),
        }
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.issued.credential
    }

    /// Adds the credential to a request, in its header or its query.
    pub(crate) fn put(&self, request: &mut Request) {
        self.credential().put_header(request.headers_mut());
        self.credential().put_query(request.url_mut());
    }

    /// The result of the fetch after a 401, if there was one.
    pub(crate) fn renewed(&self) -> Option<Renewal> {
        self.renewal.get().cloned()
    }

    /// Tells whether another credential is being fetched.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_waiting.load(Relaxed)
    }

    /// The failure of an attempt whose credential took too long. The server has not acted.
    pub(crate) fn late() -> Box<Failure> {
        Failure::new(ErrorKind::Timeout)
            .because("the credentials took too long")
            .unsent()
    }

    /// Awaits the response to a request that carries the credential, and handles a 401.
    ///
    /// `sent` is the URL of a request whose transport may follow redirects: a 401 of another URL says nothing about the
    /// credential.
    pub(crate) async fn watch(
        &self,
        sending: impl Future<Output = Result<Response, BoxError>>,
        sent: Option<Url>,
    ) -> Result<Response, BoxError> {
        let response = sending.await?;
        if response.status() == StatusCode::UNAUTHORIZED && is_of(&response, sent.as_ref()) {
            self.refused().await;
        }
        Ok(response)
    }

    /// Handles a 401: fetches another credential, if the attempt can be repeated with it.
    async fn refused(&self) {
        match self.on_unauthorized {
            OnUnauthorized::Ignore => return,
            OnUnauthorized::Repeat if !self.of.is_renewed_elsewhere() => {}
            // All clients that the call passes through share one repetition, and another of them
            // may have used it while this one waited. The next call begins with another credential.
            OnUnauthorized::Repeat | OnUnauthorized::Invalidate => {
                return self.of.store.refuse(&self.issued);
            }
        }
        self.of.is_renewed.store(true, Relaxed);
        // For a timeout during this wait: the request is over, so it is the fetch that timed out.
        self.is_waiting.store(true, Relaxed);
        let fetched = self.of.store.get(Some(&self.issued)).await;
        self.is_waiting.store(false, Relaxed);
        let renewal = match fetched {
            // The same credential would be refused again.
            Ok(issued) if issued.credential == self.issued.credential => return,
            Ok(issued) => {
                if let Some(of_all) = &self.of.of_all {
                    of_all.set(true);
                }
                Renewal::Renewed(issued)
            }
            Err(error) => Renewal::Failed(error),
        };
        // Set at most once, because an attempt has one response.
        let _ = self.renewal.set(renewal);
    }
}

fn is_of(response: &Response, sent: Option<&Url>) -> bool {
    match (sent, response.url()) {
        (Some(sent), Some(url)) => !is_other(sent, url),
        _ => true,
    }
}
