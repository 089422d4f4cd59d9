//! The transport, its connections, and the redirects that are followed.

use std::time::Duration;

use crate::client::builder::{ClientBuilder, Declared};
use crate::error::{Failure, Result};
use crate::transport::{InvalidSetting, Settings, Transport, TransportHandle};

impl<C: Declared> ClientBuilder<C> {
    /// Sends through this client, with its own settings. Its retries happen unseen within an attempt, so switch them
    /// off with `.retry(reqwest::retry::never())`.
    ///
    /// It also follows redirects unless told otherwise, and reports only the last response. A request that may not be
    /// repeated is then never repeated, as no failure proves anything about it. If its redirects are off, hand it in
    /// with [`http_without_redirects`](Self::http_without_redirects). Default: a client that is built here.
    pub fn http(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(TransportHandle::Reqwest(client));
        self.redirects_are_off = false;
        self
    }

    /// Sends through this client, whose redirects are off:
    /// `reqwest::Client::builder().redirect(reqwest::redirect::Policy::none())`. Every response and failure is then
    /// that of the request that was sent, and [`redirects`](Self::redirects) are followed here.
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
    /// A redirect that is not followed is the response. After a 303, or a 301 or 302 to a POST, the call becomes the
    /// GET that follows: its failure repeats that GET, and never the request before it.
    pub fn redirects(mut self, most: usize) -> Self {
        self.redirects.same_origin = most;
        self
    }

    /// Follows up to `most` redirects in an attempt to other origins too: of GET and HEAD only, and never from https
    /// to http. Default: 0.
    ///
    /// No secret goes there. The only headers that are sent are `accept`, `accept-encoding`, `accept-language`,
    /// `if-modified-since`, `if-none-match`, `if-range`, `range` and `user-agent`.
    pub fn redirects_elsewhere(mut self, most: usize) -> Self {
        self.redirects.elsewhere = most;
        self
    }

    /// Bounds the time to connect: to look up the host, open a socket, go through a proxy and shake hands for TLS. A
    /// request that ran into it was not sent. Default: 10 s.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.connection("connect_timeout", |settings| {
            settings.connect_timeout = limit;
            Ok(())
        })
    }

    /// Pings an HTTP/2 connection that calls wait on after `interval` of silence, and treats it as lost if nothing
    /// comes back within `timeout`. Default: after 10 s, within 5 s.
    pub fn http2_keep_alive(self, interval: Duration, timeout: Duration) -> Self {
        self.connection("http2_keep_alive", |settings| {
            (settings.http2_interval, settings.http2_timeout) = (interval, timeout);
            Ok(())
        })
    }

    /// Trusts the certificates in a PEM file in addition to the platform's.
    pub fn root_certificate(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("root_certificate", |settings| {
            settings.root_certificate(pem.as_ref())
        })
    }

    /// Presents a client certificate to servers that ask for one. The PEM holds the certificate, its chain and its
    /// private key, which is never shown.
    pub fn identity(self, pem: impl AsRef<[u8]>) -> Self {
        self.connection("identity", |settings| settings.identity(pem.as_ref()))
    }

    /// Goes through a proxy, such as `http://user:password@proxy.example.com:3128`, whatever the environment says.
    /// The password is never shown. Default: the proxy of the environment.
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
        self.checked(
            set.map_err(|InvalidSetting { rule, why }| Failure::build(format!("{rule}; {why}"))),
        );
        self
    }
}
