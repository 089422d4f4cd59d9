//! The transport that a client builds for itself: hyper's connections, over hyper-util's connector.
//!
//! It has a pool of its own, and not hyper-util's pooled client, for what is promised of connections:
//! which one an attempt went over is known to the call (its [`Trail`]), a retry keeps away from those
//! that may be dead as well, a request that was not taken goes on to another connection within the same
//! attempt, and calls that need a new connection over HTTP/2 share one. An origin is resolved once for
//! each base URL; sending to it hashes and parses nothing.
//!
//! ```text
//! send ── default headers ── exchange ─┬─ pool ──────────────── a connection that is idle or shared
//!                            │         └─ opening ─ establish ─ connect ─ proxy, socket, tunnel, TLS
//!                            └─ body ── lease (gives the connection back) ── coding (decodes)
//! ```
//!
//! It never repeats a request that a connection has taken, and never follows a proxy's refusal by a
//! direct connection.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri};
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

    /// Reads the platform's certificates now, and not with the first connection.
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
        // A crawler meets a new host with each call. The table is cleared when it is full, which
        // costs a look at 64 entries once in a while and no bookkeeping otherwise.
        if origins.len() >= REMEMBERED {
            // A base URL, or a call, holds its own.
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

    /// Sends what was made as a `reqwest::Request`. The URL that answered comes back as well.
    pub(crate) async fn send_whole(
        &self,
        mut request: reqwest::Request,
        trail: &Trail,
    ) -> Result<(Response<Body>, Box<Url>), BoxError> {
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
            Some(limit) => within(limit, sent).await?,
        };
        Ok((response, Box::new(request.url().clone())))
    }
}

/// The limit of a `reqwest::Request` itself, up to the last byte of its response.
async fn within(
    limit: Duration,
    sent: impl Future<Output = Result<Response<Body>, BoxError>>,
) -> Result<Response<Body>, BoxError> {
    let ends = Instant::now().checked_add(limit);
    let mut response = timeout(limit, sent).await.map_err(|_| TimedOut)??;
    if let Some(ends) = ends {
        response.body_mut().end_at(ends);
    }
    Ok(response)
}
