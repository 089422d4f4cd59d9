//! A connection in use, from the head of a response to the end of its body.

use std::sync::Arc;

use hyper::client::conn::http1;
use reqwest::Body;

use crate::response::built::link::Link;

/// The place that connections come from, and go back to.
// A trait for one implementor, so that responses need not import the transport that they came over.
pub(crate) trait Lender: Send + Sync {
    /// Takes back a connection whose response has come to its end.
    fn take_back(self: Arc<Self>, lent: Lent);
}

/// A connection that is lent.
pub(crate) enum Lent {
    /// The whole connection: nobody else can use it.
    Http1(http1::SendRequest<Body>, Arc<Link>),
    /// One stream of a connection that others use too.
    #[cfg(feature = "http2")]
    Http2(Arc<Link>),
}

/// A connection in use. Dropping it gives the connection back.
pub(crate) struct Lease(Option<(Arc<dyn Lender>, Lent)>);

impl Lease {
    pub(crate) fn new(lender: Arc<dyn Lender>, lent: Lent) -> Self {
        Self(Some((lender, lent)))
    }

    pub(crate) fn link(&self) -> Option<&Link> {
        match &self.0.as_ref()?.1 {
            Lent::Http1(_, link) => Some(link),
            #[cfg(feature = "http2")]
            Lent::Http2(link) => Some(link),
        }
    }

    /// Keeps a connection that failed out of the pool. Over HTTP/2 that is for its other users to tell.
    pub(crate) fn discard(&mut self) {
        if matches!(self.0, Some((_, Lent::Http1(..)))) {
            self.0 = None;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some((lender, lent)) = self.0.take() {
            // In `Drop`, so that a body that is forgotten halfway still decides about its
            // connection: over HTTP/1 hyper finds it unfinished, and the pool lets go of it.
            lender.take_back(lent);
        }
    }
}
