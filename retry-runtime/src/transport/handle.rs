//! The transport of a client: it takes one request and returns one response.

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
/// on the errors of the layer below instead of converting them to text.
///
/// ```
/// use retry_runtime::{BoxError, Request, Response, Transport};
///
/// /// Responds to everything with 204.
/// struct Silent;
///
/// impl Transport for Silent {
///     async fn send(&self, _request: Request) -> Result<Response, BoxError> {
///         let response = http::Response::builder().status(204).body(Vec::new())?;
///         Ok(response.into())
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. The body of the response need not have arrived yet.
    fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<reqwest::Response, BoxError>> + Send;

    /// Tells whether it may follow redirects itself, and return only the last response.
    #[doc(hidden)]
    fn follows_redirects(&self) -> bool {
        false
    }

    /// The clock and the random draws for the clients that send through it.
    #[doc(hidden)]
    fn environment(&self) -> Option<EnvironmentHandle> {
        None
    }
}

impl Transport for reqwest::Client {
    async fn send(&self, request: Request) -> Result<reqwest::Response, BoxError> {
        Ok(self.execute(request).await?)
    }

    // A `reqwest::Client` does not reveal whether it is set to follow redirects.
    fn follows_redirects(&self) -> bool {
        true
    }
}

/// The transport of a client. Only the user's own transport is boxed.
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

    /// Tells whether the transport may be or contain another client of this crate.
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

    /// Resolves the origins of base URLs once, for the built transport.
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

    /// Hands the request over at once, so that the returned future does not contain it. A call that waits for its
    /// response holds this future; a call that sleeps has dropped it.
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
            Outgoing::Full(request) => request,
        };
        if !matches!(self, Self::Built(_)) {
            trail.hand_over();
        }
        match self {
            Self::Built(built) => Sending::Full {
                sending: Box::pin(built.send_full(request, trail)),
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

type Boxing<'a, R> = Pin<Box<dyn Future<Output = Result<R, BoxError>> + Send + 'a>>;

pin_project! {
    /// A request that is being performed. Not an `async` block, which would move the response once more.
    #[project = SendingProjection]
    // The types of the two futures have no names, so they are parameters.
    enum Sending<'a, L, R> {
        Lean { #[pin] sending: L },
        /// Boxed, because requests that hooks and observers see are rare and their future is large.
        Full { sending: Boxing<'a, Response> },
        // Not boxed, because reqwest's own future is small.
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
            SendingProjection::Full { sending } => sending.as_mut().poll(context),
            SendingProjection::Reqwest { sending } => {
                Poll::Ready(Ok(ready!(sending.poll(context))?.into()))
            }
            SendingProjection::Boxed { sending } => {
                Poll::Ready(Ok(ready!(sending.as_mut().poll(context))?.into()))
            }
        }
    }
}

/// The object-safe form of [`Transport`].
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
