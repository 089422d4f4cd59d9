//! One request in, one response out.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::{env, fmt};

use reqwest::{Request, Response, redirect, retry};

use crate::error::BoxError;
use crate::transport::environment::EnvironmentHandle;

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
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, BoxError>> + Send;

    /// The clock and the draws that the clients which send through it are to use.
    #[doc(hidden)]
    fn environment(&self) -> Option<EnvironmentHandle> {
        None
    }
}

impl Transport for reqwest::Client {
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        Ok(self.execute(request).await?)
    }
}

/// The transport of a client; only one of the user's own pays for being boxed.
#[derive(Clone)]
pub(crate) enum TransportHandle {
    Reqwest(reqwest::Client),
    Own(Arc<dyn DynTransport>),
}

impl TransportHandle {
    pub(crate) fn own(transport: impl Transport) -> Self {
        Self::Own(Arc::new(transport))
    }

    /// The clock and the draws that the transport installs.
    pub(crate) fn environment(&self) -> Option<EnvironmentHandle> {
        match self {
            Self::Reqwest(_) => None,
            Self::Own(transport) => transport.environment(),
        }
    }

    /// The client that is built where none is handed in: no retries and no `Referer` of its own,
    /// redirects within the origin only, and none unless asked for.
    pub(crate) fn built(redirects: usize) -> reqwest::Result<Self> {
        let mut builder = reqwest::Client::builder()
            .retry(retry::never())
            .redirect(within_origin(redirects))
            .referer(false);
        if !may_have_proxy() {
            builder = builder.no_proxy();
        }
        Ok(Self::Reqwest(builder.build()?))
    }

    /// Hands the request over at once, so that the future that is left does not carry it about.
    pub(crate) fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Response, BoxError>> + Send {
        match self {
            Self::Reqwest(client) => Sending::Reqwest(client.execute(request)),
            Self::Own(transport) => Sending::DynTransport(transport.send_boxed(request)),
        }
    }
}

/// Whether reqwest can find a proxy in the environment or the system's settings. Where it cannot, it
/// need not look for one anew with each request.
fn may_have_proxy() -> bool {
    const ASKS_THE_SYSTEM: bool =
        cfg!(feature = "system-proxy") && cfg!(any(target_os = "macos", windows));
    const VARIABLES: [&str; 6] = [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];
    ASKS_THE_SYSTEM || VARIABLES.iter().any(|name| env::var_os(name).is_some())
}

fn within_origin(most: usize) -> redirect::Policy {
    if most == 0 {
        return redirect::Policy::none();
    }
    redirect::Policy::custom(move |attempt| {
        let first = attempt.previous().first();
        let stays = first.is_some_and(|first| first.origin() == attempt.url().origin());
        if stays && attempt.previous().len() <= most {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

type SendingBoxed<'a> = Pin<Box<dyn Future<Output = Result<Response, BoxError>> + Send + 'a>>;

/// A request on its way. Not an `async` block, through which the response would be moved once more.
enum Sending<'a, P> {
    Reqwest(P),
    DynTransport(SendingBoxed<'a>),
}

impl<P: Future<Output = reqwest::Result<Response>> + Unpin> Future for Sending<'_, P> {
    type Output = Result<Response, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Reqwest(pending) => Pin::new(pending).poll(context).map_err(BoxError::from),
            Self::DynTransport(boxed) => boxed.as_mut().poll(context),
        }
    }
}

/// [`Transport`], object-safe.
pub(crate) trait DynTransport: Send + Sync {
    fn send_boxed(&self, request: Request) -> SendingBoxed<'_>;

    fn environment(&self) -> Option<EnvironmentHandle>;
}

impl<T: Transport> DynTransport for T {
    fn send_boxed(&self, request: Request) -> SendingBoxed<'_> {
        Box::pin(self.send(request))
    }

    fn environment(&self) -> Option<EnvironmentHandle> {
        Transport::environment(self)
    }
}

impl fmt::Debug for TransportHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reqwest(_) => "reqwest",
            Self::Own(_) => "own",
        })
    }
}
