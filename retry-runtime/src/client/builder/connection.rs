//! The way that requests take: the transport, its connections, and the redirects that are followed.

use std::time::Duration;

use crate::client::builder::{ClientBuilder, Declared};
use crate::error::{Failure, Result};
use crate::transport::{InvalidSetting, Settings, Transport, TransportHandle};

impl<C: Declared> ClientBuilder<C> {
    /// Sends through this client. Its settings stay its owner's: reqwest's own retries, for one,
    /// happen unseen within an attempt unless the owner has switched them off.
    ///
    /// So do its redirects, which reqwest follows unless told otherwise, and of which only the last is
    /// reported: a request that may not be repeated is then never repeated, as no failure proves
    /// anything about it. If its redirects are off, say so with
    /// [`http_without_redirects`](Self::http_without_redirects).
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(TransportHandle::Reqwest(client));
        self.redirects_are_off = false;
        self
    }

    /// Sends through this client, whose redirects are off:
    /// `reqwest::Client::builder().redirect(reqwest::redirect::Policy::none())`. What it reports is
    /// then about the request that was sent, and redirects are followed here, if asked for.
    pub fn http_without_redirects(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(TransportHandle::Reqwest(client));
        self.redirects_are_off = true;
        self
    }

    /// Sends through a transport of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(TransportHandle::own(transport));
        self.redirects_are_off = false;
        self
    }

    /// Follows up to `most` redirects in an attempt, within the origin of its first request. Default: 0.
    ///
    /// A redirect that is not followed is the response. After a 303, and a 301 or 302 to a POST, the
    /// call is the GET that follows: a failure of it repeats that GET, and never the request before it.
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects.same_origin = most;
        self
    }

    /// Follows up to `most` redirects in an attempt, to other origins too: GET and HEAD only, never from
    /// https to http. Nothing that may be secret goes there: of all headers only `accept`,
    /// `accept-encoding`, `accept-language`, `if-modified-since`, `if-none-match`, `if-range`, `range`
    /// and `user-agent`. Default: 0.
    pub fn redirects_elsewhere(mut self, most: usize) -> Self {
        self.redirects.elsewhere = most;
        self
    }

    /// Bounds the time that it takes to connect: to look up the host, open a socket, go through a proxy
    /// and shake hands for TLS. Nothing was sent by then. Default: 10 s.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.connection("connect_timeout", |settings| {
            settings.connect_timeout = limit;
            Ok(())
        })
    }

    /// Pings an HTTP/2 connection that calls wait on, after so long a silence, and takes it for lost if
    /// nothing comes back in time. Default: after 10 s, within 5 s.
    pub fn http2_keep_alive(self, interval: Duration, timeout: Duration) -> Self {
        self.connection("http2_keep_alive", |settings| {
            (settings.http2_interval, settings.http2_timeout) = (interval, timeout);
            Ok(())
        })
    }

    /// Trusts the certificates in a PEM, beside the platform's.
    pub fn root_certificate(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("root_certificate", |settings| {
            settings.root_certificate(pem.as_ref())
        })
    }

    /// Shows a certificate of one's own to servers that ask for one: one PEM with the certificate, its
    /// chain, and its key. It is never shown elsewhere.
    pub fn identity(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("identity", |settings| settings.identity(pem.as_ref()))
    }

    /// Goes through a proxy, `http://user:password@proxy.example.com:3128`, whatever the environment
    /// says. The password is never shown.
    pub fn proxy(self, url: impl AsRef<str>) -> Self {
        self.connection("proxy", |settings| settings.proxy(url.as_ref()))
    }

    /// Sends a `user-agent` with every request that has none. Default: none.
    pub fn user_agent(self, text: impl AsRef<str>) -> Self {
        self.connection("user_agent", |settings| settings.user_agent(text.as_ref()))
    }

    fn connection(
        mut self,
        key: &'static str,
        set: impl FnOnce(&mut Settings) -> Result<(), InvalidSetting>,
    ) -> Self {
        self.connection_key.get_or_insert(key);
        let set = set(&mut self.connection);
        self.checked(set.map_err(|InvalidSetting { rule, why }| {
            Failure::build(format!("{rule}; {why}"))
        }));
        self
    }
}
