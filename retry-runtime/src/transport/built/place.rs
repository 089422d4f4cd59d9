//! An origin with everything that belongs to it, and the way of its connections out and back.

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

/// An origin with everything that belongs to it.
pub(crate) struct Place {
    pub(crate) address: Address,
    /// The value of `host`.
    pub(crate) host: HeaderValue,
    pub(crate) connector: Arc<Connector>,
    pool: Mutex<State>,
}

impl Place {
    /// `None` if the authority names no host.
    pub(crate) fn new(
        scheme: Scheme,
        authority: Authority,
        connector: Arc<Connector>,
    ) -> Option<Self> {
        let host = HeaderValue::from_str(authority.as_str()).ok()?;
        let address = Address::new(scheme, authority, &connector.proxies)?;
        // HTTP/2 is negotiated by ALPN, and so over TLS alone. Without it, HTTP/1.1 is spoken.
        let may_share = address.is_https && cfg!(feature = "http2");
        Some(Self {
            address,
            host,
            connector,
            pool: Mutex::new(State::new(may_share)),
        })
    }

    /// A panic while it was held cannot leave it in a state that is worse than any other.
    pub(crate) fn pool(&self) -> MutexGuard<'_, State> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection, of which nobody else knows.
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
            self.see_to_sweeping(&mut pool);
        }
    }

    /// Has idle connections closed in time. One task per origin, as long as it has connections.
    fn see_to_sweeping(self: &Arc<Self>, pool: &mut State) {
        // One whose runtime is gone has ended with it.
        if pool
            .sweeper
            .as_ref()
            .is_some_and(|task| !task.is_finished())
        {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            // Weak, or the task would keep alive the pool that it is there to empty.
            let sweeping = runtime.spawn(sweep(Arc::downgrade(self)));
            pool.sweeper = Some(sweeping.abort_handle());
        }
    }
}

/// With a client go its tasks.
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
                    self.see_to_sweeping(&mut pool);
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

/// Closes idle connections, until there are none. The next connection that becomes idle begins anew.
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
