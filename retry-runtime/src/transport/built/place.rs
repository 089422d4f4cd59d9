//! An origin with its address and its pool, from which connections are lent and to which they return.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use http::HeaderValue;
use http::uri::{Authority, Scheme};
use tokio::time::{Instant, sleep_until};

#[cfg(feature = "http2")]
use crate::response::built::Link;
use crate::response::built::{Lender, Lent};
use crate::transport::built::address::Address;
use crate::transport::built::connect::Connector;
use crate::transport::built::pool::{IDLE, State, Taken};

/// An origin with its address and its pool.
pub(crate) struct Place {
    pub(crate) address: Address,
    /// The value of `host`.
    pub(crate) host: HeaderValue,
    pub(crate) connector: Arc<Connector>,
    pool: Mutex<State>,
}

impl Place {
    /// Returns `None` if the authority names no host.
    pub(crate) fn new(
        scheme: Scheme,
        authority: Authority,
        connector: Arc<Connector>,
    ) -> Option<Self> {
        let host = HeaderValue::from_str(authority.as_str()).ok()?;
        let address = Address::new(scheme, authority, &connector.proxies)?;
        // HTTP/2 is negotiated by ALPN, and so only over TLS. Without TLS, HTTP/1.1 is used.
        let may_share = address.is_https && cfg!(feature = "http2");
        Some(Self {
            address,
            host,
            connector,
            pool: Mutex::new(State::new(may_share)),
        })
    }

    /// Locks the pool. A panic cannot leave it in an invalid state, so a poisoned lock is used as it is.
    pub(crate) fn pool(&self) -> MutexGuard<'_, State> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a new connection that is not shared yet.
    pub(crate) async fn establish(&self) -> Result<Taken, crate::error::ConnectError> {
        self.connector.establish(&self.address).await
    }

    /// Shares a new connection over HTTP/2, unless there is one.
    #[cfg(feature = "http2")]
    pub(crate) fn share(
        self: &Arc<Self>,
        sender: &hyper::client::conn::http2::SendRequest<reqwest::Body>,
        link: &Arc<Link>,
    ) {
        let mut pool = self.pool();
        if pool.share(sender, link) {
            self.start_sweeping(&mut pool);
        }
    }

    /// Starts the task that closes idle connections, one per origin while it has connections.
    fn start_sweeping(self: &Arc<Self>, pool: &mut State) {
        // A task whose runtime has ended is finished too.
        if pool
            .sweeper
            .as_ref()
            .is_some_and(|task| !task.is_finished())
        {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            // Weak, because the task would otherwise keep the pool alive that it is meant to empty.
            let sweeping = runtime.spawn(sweep(Arc::downgrade(self)));
            pool.sweeper = Some(sweeping.abort_handle());
        }
    }
}

/// Ends the task of a client that is dropped.
impl Drop for Place {
    fn drop(&mut self) {
        let pool = self.pool.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(sweeper) = pool.sweeper.take() {
            sweeper.abort();
        }
    }
}

impl Lender for Place {
    fn take_back(self: Arc<Self>, lent: Lent) {
        match lent {
            Lent::Http1(sender, link) => {
                if !sender.is_closed() && !link.is_retired() {
                    let mut pool = self.pool();
                    pool.push(sender, link);
                    self.start_sweeping(&mut pool);
                }
            }
            #[cfg(feature = "http2")]
            Lent::Http2(link) => {
                if link.leave() {
                    self.pool().rest(&link);
                }
            }
        }
    }
}

/// Closes idle connections until there are none. The next connection that becomes idle starts the task again.
async fn sweep(place: Weak<Place>) {
    let mut wake = Instant::now() + IDLE;
    loop {
        sleep_until(wake).await;
        match place.upgrade().and_then(|place| place.pool().sweep()) {
            Some(next) => wake = next,
            None => return,
        }
    }
}
