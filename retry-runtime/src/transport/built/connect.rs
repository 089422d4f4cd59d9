//! The way from an origin to a byte stream: proxy, socket, tunnel, TLS. No part of a request is sent here.

use std::sync::OnceLock;
use std::time::Duration;

use http::Uri;
#[cfg(feature = "http2")]
use hyper::client::conn::http2;
use hyper_util::client::legacy::connect::HttpConnector;
#[cfg(feature = "http2")]
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;
use tower_service::Service;

use crate::error::{ConnectError, ConnectStage};
use crate::response::built::accepted;
use crate::transport::built::address::{Address, Way, bare};
use crate::transport::built::defaults::Defaults;
use crate::transport::built::proxy::{Proxies, Proxy, tunnel};
use crate::transport::built::settings::Settings;
use crate::transport::built::stream::Stream;
use crate::transport::built::tls::{Alpn, Identity, Roots, Tls};

/// Makes the connections of a client.
pub(crate) struct Connector {
    tcp: HttpConnector,
    limit: Duration,
    pub(crate) proxies: Proxies,
    pub(crate) defaults: Defaults,
    #[cfg(feature = "http2")]
    pub(crate) http2: http2::Builder<TokioExecutor>,
    // The result and not only the value: a certificate store that cannot be read is an error for
    // every call, and is not read again.
    tls: OnceLock<Result<Tls, ConnectError>>,
    roots: Roots,
    identity: Option<Identity>,
}

/// The silence after which the system probes a socket, and the time between two probes.
// reqwest's values for all of them: a program that migrates keeps the values that its network was
// tuned for.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const KEEP_ALIVE_PROBES: u32 = 3;
/// The time that the system waits for sent data to be acknowledged.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const USER_TIMEOUT: Duration = Duration::from_secs(30);

impl Connector {
    pub(crate) fn new(settings: Settings) -> Self {
        let limit = settings.connect_timeout;
        let mut tcp = HttpConnector::new();
        // hyper-util's connector refuses `https` unless it is told that TLS is done elsewhere.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(KEEP_ALIVE_PROBES));
        // Shared by the addresses of a host, so that one that does not respond leaves time for the
        // next.
        tcp.set_connect_timeout(Some(limit));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(USER_TIMEOUT));
        Self {
            tcp,
            limit,
            proxies: settings.proxies.unwrap_or_else(Proxies::system),
            defaults: Defaults {
                accept_encoding: accepted(),
                user_agent: settings.user_agent,
            },
            #[cfg(feature = "http2")]
            http2: pinged(settings.http2_interval, settings.http2_timeout),
            tls: OnceLock::new(),
            roots: settings.roots,
            identity: settings.identity,
        }
    }

    /// Connects to the origin. Returns the stream, and whether it speaks HTTP/2.
    pub(crate) async fn connect(&self, to: &Address) -> Result<(Stream, bool), ConnectError> {
        // One limit for proxy, tunnel and TLS together; `set_connect_timeout` bounds only the
        // socket.
        match timeout(self.limit, self.connect_unbounded(to)).await {
            Ok(connected) => connected,
            Err(_) => Err(ConnectError::new(ConnectStage::Timeout(self.limit))),
        }
    }

    async fn connect_unbounded(&self, to: &Address) -> Result<(Stream, bool), ConnectError> {
        let stream = match &to.way {
            Way::Direct => self.socket(&to.uri).await?,
            Way::Unusable(stage) => return Err(ConnectError::new(*stage)),
            Way::Proxy(proxy) => {
                let proxied = self.proxied(proxy).await;
                let mut stream = proxied.map_err(ConnectError::of_proxy)?;
                if to.is_https {
                    let target = to.host_and_port();
                    let authorization = proxy.authorization.as_ref();
                    let user_agent = self.defaults.user_agent.as_ref();
                    tunnel(&mut stream, &target, authorization, user_agent).await?;
                }
                stream
            }
        };
        if !to.is_https {
            return Ok((stream, false));
        }
        self.encrypt(to.host(), stream, Alpn::Any).await
    }

    async fn socket(&self, to: &Uri) -> Result<Stream, ConnectError> {
        // `call` needs the connector exclusively, and cloning it only counts references.
        let connecting = self.tcp.clone().call(to.clone());
        let socket = connecting
            .await
            .map_err(|error| ConnectError::caused_by(ConnectStage::Tcp, error))?;
        Ok(Stream::Tcp(socket.into_inner()))
    }

    async fn proxied(&self, proxy: &Proxy) -> Result<Stream, ConnectError> {
        let stream = self.socket(&proxy.uri).await?;
        if proxy.uri.scheme_str() != Some("https") {
            return Ok(stream);
        }
        let host = bare(proxy.uri.host().unwrap_or_default());
        let (stream, _) = self.encrypt(host, stream, Alpn::Http1).await?;
        Ok(stream)
    }

    async fn encrypt(
        &self,
        host: &str,
        stream: Stream,
        alpn: Alpn,
    ) -> Result<(Stream, bool), ConnectError> {
        let (stream, is_http2) = self.tls()?.connect(host, stream, alpn).await?;
        Ok((Stream::Tls(Box::new(stream)), is_http2))
    }

    pub(crate) fn tls(&self) -> Result<&Tls, ConnectError> {
        self.tls
            .get_or_init(|| Tls::new(&self.roots, self.identity.as_ref()))
            .as_ref()
            .map_err(ConnectError::clone)
    }
}

/// HTTP/2 whose connections are pinged while calls wait on them and the server is silent.
#[cfg(feature = "http2")]
fn pinged(interval: Duration, limit: Duration) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(interval)
        .keep_alive_timeout(limit);
    builder
}
