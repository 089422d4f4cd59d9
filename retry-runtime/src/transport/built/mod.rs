//! The transport that a client builds for itself: hyper's connections, over hyper-util's connector.
//!
//! It has a pool of its own instead of hyper-util's pooled client, because of what it promises about connections. A call
//! knows which connections its attempts used (its [`Trail`]). A retry avoids those that may be dead as well. A request
//! that a connection did not take moves to another connection within the same attempt. Calls that need a new connection
//! over HTTP/2 share one. An origin is resolved once for each base URL, so that sending to it needs neither hashing nor
//! parsing.
//!
//! ```text
//! send ── default headers ── exchange ─┬─ pool ──────────────── a connection that is idle or shared
//!                            │         └─ opening ─ establish ─ connect ─ proxy, socket, tunnel, TLS
//!                            └─ body ── lease (gives the connection back) ── coding (decodes)
//! ```
//!
//! It never repeats a request that a connection has taken, and never connects directly when a proxy refuses.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{Request, Uri};
use reqwest::Url;
use tokio::time::{Instant, timeout};

mod address;
mod connect;
mod defaults;
mod establish;
mod exchange;
#[cfg(feature = "http2")]
mod frames;
#[cfg(feature = "http2")]
mod opening;
mod origin;
mod place;
mod pool;
mod proxy;
mod send;
mod settings;
mod stream;
mod tls;
mod trail;

use self::address::path_of;
use self::connect::Connector;
pub(crate) use self::origin::Origin;
use self::place::Place;
pub(crate) use self::settings::{InvalidSetting, Settings};
pub(crate) use self::trail::Trail;
use crate::error::{BoxError, ConnectError, TimedOut};
use crate::response::Response;
use crate::response::built::Body;

/// The number of origins that are remembered before those without connections are forgotten.
const REMEMBERED: usize = 64;

/// The transport that a client builds for itself. Cheap to clone; clones share connections.
#[derive(Clone)]
pub(crate) struct Built(Arc<Inner>);

struct Inner {
    connector: Arc<Connector>,
    origins: Mutex<HashMap<(bool, Authority), Origin>>,
}

impl Built {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(Inner {
            connector: Arc::new(Connector::new(settings)),
            origins: Mutex::new(HashMap::new()),
        }))
    }

    /// Reads the platform's certificates now instead of with the first connection.
    pub(crate) fn prepare_tls(&self) -> Result<(), ConnectError> {
        self.0.connector.tls()?;
        Ok(())
    }

    /// The origin of a URL with its pool; `None` if it has no host or is not HTTP.
    pub(crate) fn origin(&self, url: &Url) -> Option<Origin> {
        let is_https = match url.scheme() {
            "http" => false,
            "https" => true,
            _ => return None,
        };
        let host = url.host_str()?;
        let authority = match url.port() {
            Some(port) => Authority::try_from(format!("{host}:{port}")),
            None => Authority::try_from(host),
        };
        self.place(is_https, authority.ok()?)
    }

    fn place(&self, is_https: bool, authority: Authority) -> Option<Origin> {
        let origins = &self.0.origins;
        let mut origins = origins.lock().unwrap_or_else(PoisonError::into_inner);
        // `Authority` compares hosts without regard to case, as RFC 3986, 6.2.2.1 has it.
        let key = (is_https, authority);
        if let Some(origin) = origins.get(&key) {
            return Some(origin.clone());
        }
        // A crawler may send each call to a new host. The table is cleared when it is full, which
        // costs a look at 64 entries now and then, and needs no further bookkeeping.
        if origins.len() >= REMEMBERED {
            // A base URL or a call that uses an origin holds a reference to it.
            origins.retain(|_, Origin(place)| {
                Arc::strong_count(place) > 1 || !place.pool().is_empty()
            });
        }
        let scheme = if is_https {
            Scheme::HTTPS
        } else {
            Scheme::HTTP
        };
        let place = Place::new(scheme, key.1.clone(), self.0.connector.clone())?;
        let origin = Origin(Arc::new(place));
        origins.insert(key, origin.clone());
        Some(origin)
    }

    /// Sends a request that was made as a `reqwest::Request`. Its response knows the URL.
    pub(crate) async fn send_full(
        &self,
        mut request: reqwest::Request,
        trail: &Trail,
    ) -> Result<Response, BoxError> {
        let origin = self.origin(request.url());
        let origin = origin.ok_or("the URL is not one of HTTP")?;
        let path = path_of(request.url()).ok_or("the URL's path cannot be sent")?;
        let limit = request.timeout().copied();
        let body = request.body_mut().take();
        let mut outgoing = Request::new(body.unwrap_or_default());
        *outgoing.method_mut() = mem::take(request.method_mut());
        *outgoing.uri_mut() = Uri::from(path);
        *outgoing.headers_mut() = mem::take(request.headers_mut());
        let sent = origin.send(outgoing, trail);
        let response = match limit {
            None => sent.await?,
            Some(limit) => limited(limit, sent).await?,
        };
        Ok(Response::Built {
            response,
            url: Some(Box::new(request.url().clone())),
        })
    }
}

/// Bounds a request by the limit of the `reqwest::Request` itself, up to the last byte of its response.
async fn limited(
    limit: Duration,
    sent: impl Future<Output = Result<http::Response<Body>, BoxError>>,
) -> Result<http::Response<Body>, BoxError> {
    let ends = Instant::now().checked_add(limit);
    let mut response = timeout(limit, sent).await.map_err(|_| TimedOut)??;
    if let Some(ends) = ends {
        response.body_mut().end_at(ends);
    }
    Ok(response)
}
