//! One request and its response, over a connection from the pool or a new one.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HOST, PROXY_AUTHORIZATION};
use http::uri::PathAndQuery;
use http::{Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1};
use tokio::time::timeout;

use crate::error::BoxError;
use crate::error::{ConnectError, ConnectStage, ExchangeError};
use crate::response::built::{Body, Lease, Lent, Link};
#[cfg(feature = "http2")]
use crate::transport::built::opening::open;
use crate::transport::built::place::Place;
use crate::transport::built::pool::Taken;
use crate::transport::built::trail::Trail;

/// The wait for a connection that has just come back. hyper notices the end of a response a moment after its reader, in
/// another task. A new connection would cost many times as much.
const MOMENT: Duration = Duration::from_millis(5);

/// The number of new connections of one attempt that may end before they have taken the request. Otherwise a server that
/// accepts and closes at once would keep the attempt busy until it times out.
const NEW_AND_LOST: u32 = 8;

type Sent = Result<Response<Incoming>, TrySendError<Request<reqwest::Body>>>;

/// Sends a request whose URI is a path, and waits for the head of the response.
///
/// A connection that ends before it has taken the request hands it back, and the attempt continues with another one.
#[expect(
    clippy::manual_async_fn,
    reason = "the arguments of an `async fn` take their room twice"
)]
pub(crate) fn exchange(
    place: Arc<Place>,
    mut request: Request<reqwest::Body>,
    trail: &Trail,
) -> impl Future<Output = Result<Response<Body>, BoxError>> + Send {
    async move {
        let (mut has_own_host, mut lost) = (false, 0);
        loop {
            trail.connect();
            // Not in the scrutinee, which would lock the pool until a connection is made.
            let idle = place.pool().take(trail.idle_since());
            let (taken, is_fresh) = match idle {
                Some(taken) => (taken, false),
                // Boxed, because few calls make a connection, and its future is large.
                None => (Box::pin(open(&place)).await?, true),
            };
            let (sent, lease) = match taken {
                Taken::Http1(mut sender, link) => {
                    // A fresh connection is ready after its handshake. For an idle one this also
                    // tells whether the server has closed it meanwhile, as servers usually do.
                    if !is_fresh && !is_ready(&mut sender).await {
                        continue;
                    }
                    trail.give_to(&link, false);
                    prepare_http1(&mut request, &place, &mut has_own_host);
                    let sent: Sent = sender.try_send_request(request).await;
                    (sent, Lease::new(place.clone(), Lent::Http1(sender, link)))
                }
                #[cfg(feature = "http2")]
                Taken::Http2(mut sender, link) => {
                    trail.give_to(&link, true);
                    prepare_http2(&mut request, &place, &mut has_own_host);
                    // Before the request is sent: a connection in use must not be closed.
                    link.enter();
                    let lease = Lease::new(place.clone(), Lent::Http2(link));
                    let sent: Sent = sender.try_send_request(request).await;
                    (sent, lease)
                }
            };
            let error = match sent {
                Ok(response) => {
                    lease.link().inspect(|link| link.serve());
                    return Ok(response.map(|incoming| Body::new(incoming, lease)));
                }
                Err(error) => error,
            };
            if let Some(why) = lease.link().and_then(Link::refused) {
                return Err(refused(error, why));
            }
            // Only new connections are counted. Each closed idle one of the pool is tried once.
            lost += u32::from(is_fresh);
            request = handed_back(error, lease, trail, lost)?;
        }
    }
}

/// Opens a connection for a call. Without HTTP/2, no other call waits for it.
#[cfg(not(feature = "http2"))]
fn open(place: &Place) -> impl Future<Output = Result<Taken, ConnectError>> + Send {
    place.establish()
}

/// Returns the request if the connection that ended has not taken it, and not too many connections have ended.
#[cold]
fn handed_back(
    mut error: TrySendError<Request<reqwest::Body>>,
    mut lease: Lease,
    trail: &Trail,
    lost: u32,
) -> Result<Request<reqwest::Body>, BoxError> {
    let named = names_a_last_stream(&lease);
    lease.discard();
    drop(lease);
    // hyper hands a request back only if it has not begun to write it. Otherwise the server may
    // have acted on it, and the retry loop decides.
    let Some(request) = error.take_message() else {
        return Err(failed(error, false, named));
    };
    trail.connect();
    if lost >= NEW_AND_LOST {
        return Err(failed(error, true, named));
    }
    Ok(request)
}

/// The error of a client certificate that a TLS 1.3 server misses or rejects. It says so after the handshake, and has
/// not looked at any request.
#[cold]
fn refused(error: TrySendError<Request<reqwest::Body>>, why: &'static str) -> BoxError {
    let stage = ConnectStage::ClientCertificate(why);
    Box::new(ConnectError::caused_by(stage, error.into_error()))
}

#[cold]
fn failed(
    error: TrySendError<Request<reqwest::Body>>,
    is_unsent: bool,
    names_a_last_stream: bool,
) -> BoxError {
    Box::new(ExchangeError {
        source: error.into_error(),
        is_unsent,
        names_a_last_stream,
    })
}

#[cfg(feature = "http2")]
fn names_a_last_stream(lease: &Lease) -> bool {
    lease.link().is_some_and(Link::names_a_last_stream)
}

#[cfg(not(feature = "http2"))]
fn names_a_last_stream(_: &Lease) -> bool {
    false
}

/// Tells whether an idle connection takes a request, now or in a moment.
async fn is_ready(sender: &mut http1::SendRequest<reqwest::Body>) -> bool {
    if sender.is_ready() {
        return true;
    }
    let ready = poll_fn(|context| sender.poll_ready(context));
    matches!(timeout(MOMENT, ready).await, Ok(Ok(())))
}

fn path_of(request: &Request<reqwest::Body>) -> PathAndQuery {
    let path = request.uri().path_and_query().cloned();
    path.unwrap_or_else(|| PathAndQuery::from_static("/"))
}

/// Gives a request the form of HTTP/1.1: a path and `host`, or the absolute URL for a proxy that forwards.
fn prepare_http1(request: &mut Request<reqwest::Body>, place: &Place, has_own_host: &mut bool) {
    if let Some(proxy) = place.address.forwarder() {
        *request.uri_mut() = place.address.absolute(path_of(request));
        if let Some(authorization) = &proxy.authorization {
            let headers = request.headers_mut();
            headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
    } else if request.uri().authority().is_some() {
        // It was prepared for HTTP/2 before.
        *request.uri_mut() = Uri::from(path_of(request));
    }
    if !request.headers().contains_key(HOST) {
        request.headers_mut().insert(HOST, place.host.clone());
        *has_own_host = true;
    }
}

/// Gives a request the form of HTTP/2: the absolute URL instead of `host`.
#[cfg(feature = "http2")]
fn prepare_http2(request: &mut Request<reqwest::Body>, place: &Place, has_own_host: &mut bool) {
    *request.uri_mut() = place.address.absolute(path_of(request));
    // Only the `host` that was added for HTTP/1.1, since HTTP/2 has `:authority`. A `host` of the
    // caller stays, as a virtual host.
    if std::mem::take(has_own_host) {
        request.headers_mut().remove(HOST);
    }
}
