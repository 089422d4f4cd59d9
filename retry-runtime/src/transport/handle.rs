//! One request in, one response out.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use reqwest::Request;

use crate::error::{BoxError, Failure};
use crate::request::BaseUrl;
use crate::response::Response;
use crate::response::built::Body;
use crate::transport::built::{Built, Origin, Trail};
use crate::transport::carried::{Renewed, carried};
use crate::transport::environment::EnvironmentHandle;
use crate::transport::outgoing::Outgoing;

/// Sends one request and returns one response: `reqwest::Client`, or anything that stands in for it.
///
/// An error says why there is no response. Its chain of causes decides what it counts as, so pass
/// on the errors of the layer below instead of making text of them.
///
/// ```
/// use retry_runtime::{BoxError, Request, Response, Transport};
///
/// /// Answers everything with 204.
/// struct Silent;
///
/// impl Transport for Silent {
///     async fn send(&self, _request: Request) -> Result<Response, BoxError> {
///         let answer = http::Response::builder().status(204).body(Vec::new())?;
///         Ok(answer.into())
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. The body of the response need not have arrived yet.
    fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<reqwest::Response, BoxError>> + Send;

    /// Tells whether it may follow redirects itself, and report what became of them.
    #[doc(hidden)]
    fn follows_redirects(&self) -> bool {
        false
    }

    /// The clock and the draws that the clients which send through it are to use.
    #[doc(hidden)]
    fn environment(&self) -> Option<EnvironmentHandle> {
        None
    }
}

impl Transport for reqwest::Client {
    async fn send(&self, request: Request) -> Result<reqwest::Response, BoxError> {
        Ok(self.execute(request).await?)
    }

    /// Its settings are its owner's, and it does not tell them.
    fn follows_redirects(&self) -> bool {
        true
    }
}

/// The transport of a client; only one of the user's own pays for being boxed.
#[derive(Clone)]
pub(crate) enum TransportHandle {
    Built(Built),
    Reqwest(reqwest::Client),
    Own(Arc<dyn DynTransport>),
}

impl TransportHandle {
    pub(crate) fn own(transport: impl Transport) -> Self {
        Self::Own(Arc::new(transport))
    }

    pub(crate) fn is_built(&self) -> bool {
        matches!(self, Self::Built(_))
    }

    /// Tells whether another client of ours may be the transport, or within it.
    pub(crate) fn may_carry(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// Tells whether the transport may follow redirects itself.
    pub(crate) fn follows_redirects(&self) -> bool {
        match self {
            Self::Built(_) => false,
            Self::Reqwest(_) => true,
            Self::Own(transport) => transport.follows_redirects(),
        }
    }

    /// The clock and the draws that the transport installs.
    pub(crate) fn environment(&self) -> Option<EnvironmentHandle> {
        match self {
            Self::Built(_) | Self::Reqwest(_) => None,
            Self::Own(transport) => transport.environment(),
        }
    }

    /// The origins of base URLs, found out once, for the transport that is built.
    pub(crate) fn origins(&self, base_urls: &[BaseUrl]) -> Result<Box<[Origin]>, Box<Failure>> {
        let Self::Built(built) = self else {
            return Ok([].into());
        };
        if base_urls.iter().any(BaseUrl::is_https) {
            built.prepare_tls().map_err(|error| {
                Failure::build("the HTTP client cannot be set up").caused_by(error)
            })?;
        }
        let origin = |base: &BaseUrl| {
            let origin = built.origin(base.url());
            origin.ok_or_else(|| Failure::build("the base URL has no host to connect to"))
        };
        base_urls.iter().map(origin).collect()
    }

    /// Hands the request over at once, so that the future that is left does not carry it about. A
    /// call that waits for its response holds this future, and one that sleeps has dropped it.
    pub(crate) fn send<'a>(
        &'a self,
        outgoing: Outgoing,
        trail: &'a Trail,
        renewed: Option<&Renewed>,
    ) -> impl Future<Output = Result<Response, BoxError>> + Send + 'a {
        let request = match outgoing {
            Outgoing::Lean(lean) => {
                return Sending::Lean {
                    sending: lean.origin.send(lean.request, trail),
                };
            }
            Outgoing::Whole(request) => request,
        };
        if !matches!(self, Self::Built(_)) {
            trail.hand_over();
        }
        match self {
            Self::Built(built) => Sending::Whole {
                sending: Box::pin(send_whole(built, request, trail)),
            },
            Self::Reqwest(client) => Sending::Reqwest {
                sending: client.execute(request),
            },
            Self::Own(transport) => Sending::Boxed {
                sending: transport.send_boxed(request, renewed.cloned().unwrap_or_default()),
            },
        }
    }
}

async fn send_whole(built: &Built, request: Request, trail: &Trail) -> Result<Response, BoxError> {
    let (response, url) = built.send_whole(request, trail).await?;
    Ok(Response::Built {
        response,
        url: Some(url),
    })
}

type Boxing<'a, R> = Pin<Box<dyn Future<Output = Result<R, BoxError>> + Send + 'a>>;

pin_project! {
    /// A request on its way. Not an `async` block, through which the response would be moved once more.
    #[project = SendingProjection]
    // The types of the two futures have no names, so they are parameters.
    enum Sending<'a, L, R> {
        Lean { #[pin] sending: L },
        /// Boxed, as what hooks and observers look at is rare and its future large.
        Whole { sending: Boxing<'a, Response> },
        // Not boxed, as it is reqwest's own future, which is small.
        Reqwest { #[pin] sending: R },
        Boxed { sending: Boxing<'a, reqwest::Response> },
    }
}

impl<L, R> Future for Sending<'_, L, R>
where
    L: Future<Output = Result<http::Response<Body>, BoxError>>,
    R: Future<Output = reqwest::Result<reqwest::Response>>,
{
    type Output = Result<Response, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            SendingProjection::Lean { sending } => {
                let response = ready!(sending.poll(context))?;
                Poll::Ready(Ok(Response::Built {
                    response,
                    url: None,
                }))
            }
            SendingProjection::Whole { sending } => sending.as_mut().poll(context),
            SendingProjection::Reqwest { sending } => {
                Poll::Ready(Ok(ready!(sending.poll(context))?.into()))
            }
            SendingProjection::Boxed { sending } => {
                Poll::Ready(Ok(ready!(sending.as_mut().poll(context))?.into()))
            }
        }
    }
}

/// [`Transport`], object-safe.
pub(crate) trait DynTransport: Send + Sync {
    fn send_boxed(&self, request: Request, renewed: Renewed) -> Boxing<'_, reqwest::Response>;

    fn follows_redirects(&self) -> bool;

    fn environment(&self) -> Option<EnvironmentHandle>;
}

impl<T: Transport> DynTransport for T {
    fn send_boxed(&self, request: Request, renewed: Renewed) -> Boxing<'_, reqwest::Response> {
        Box::pin(carried(renewed, self.send(request)))
    }

    fn follows_redirects(&self) -> bool {
        Transport::follows_redirects(self)
    }

    fn environment(&self) -> Option<EnvironmentHandle> {
        Transport::environment(self)
    }
}

impl fmt::Debug for TransportHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Built(_) => "built",
            Self::Reqwest(_) => "reqwest",
            Self::Own(_) => "own",
        })
    }
}
