//! The state itself: two scripts over one connection.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo, Value, from_redis_value};
use retry_runtime::__private::unusable;
use retry_runtime::fleet::{BUSY, HORIZON, Lease, LeaseRequest, MEMBERSHIP, PauseRequest};
use retry_runtime::{BoxError, Result, SharedState};
use tokio::time::timeout;

use crate::failure::Failure;
use crate::keys::Keys;
use crate::link::Link;
use crate::script::Script;
use crate::server::{CONNECT, Server};

/// Rate limits and pauses in a Redis or Valkey server, for all clients with the same
/// [`Quota`](retry_runtime::Quota). Clones share one connection.
///
/// No call fails because of it or waits for it longer than 20 ms. While it is out of reach, each client goes on
/// with its share of the limits.
///
/// ```no_run
/// use retry_client_redis::RedisState;
/// use retry_client::{Quota, Result, client};
///
/// #[client(base_url = "https://llm.example.com")]
/// #[rate_limit(500 per 1m, follow)]
/// trait Llm {
///     #[get("/models")]
///     async fn models(&self) -> Result<String>;
/// }
///
/// # async fn run() -> Result<()> {
/// let state = RedisState::connect("redis://127.0.0.1:6379").await?;
/// let client = LlmClient::builder().fleet(state, Quota::key("tenant-7")).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisState {
    link: Arc<Link>,
    scripts: Arc<Scripts>,
}

struct Scripts {
    lease: Script,
    pause: Script,
}

impl RedisState {
    /// The server at `redis://user:password@host:port/db`, at `rediss://…` with TLS, or at `unix:///path`;
    /// `valkey://` and `valkeys://` are the same.
    ///
    /// Waits for a connection for up to 1 s. A server that is down is not an error: the state connects to it as
    /// soon as it is up.
    ///
    /// # Errors
    ///
    /// An error of kind `Build` for an invalid URL, or one with TLS in a build without it.
    pub async fn connect(url: impl AsRef<str>) -> Result<Self> {
        let info = connection(url.as_ref())?;
        let client = Client::open(info).map_err(invalid_url)?;
        Ok(Self::begin(Server::Standalone(client)).await)
    }

    /// The master that sentinels name. `sentinels` are their URLs, and `master` is the URL of the master, with its
    /// name as the host: `redis://user:password@mymaster/0`.
    ///
    /// # Errors
    ///
    /// An error of kind `Build` for an invalid URL, or if there are no sentinels.
    #[cfg(feature = "sentinel")]
    pub async fn sentinel<U: AsRef<str>>(
        sentinels: impl IntoIterator<Item = U>,
        master: impl AsRef<str>,
    ) -> Result<Self> {
        use redis::TlsMode;
        use redis::sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType};
        let sentinels = connections(sentinels)?;
        let master = connection(master.as_ref())?;
        let mut node = SentinelNodeConnectionInfo::default()
            .set_redis_connection_info(master.redis_settings().clone());
        let name = match master.addr() {
            ConnectionAddr::Tcp(name, _) => name,
            ConnectionAddr::TcpTls { host, .. } => {
                node = node.set_tls_mode(TlsMode::Secure);
                host
            }
            other => return Err(invalid_url(other)),
        };
        let client = SentinelClient::build(
            sentinels,
            name.clone(),
            Some(node),
            SentinelServerType::Master,
        );
        let client = Arc::new(tokio::sync::Mutex::new(client.map_err(invalid_url)?));
        Ok(Self::begin(Server::Sentinel(client)).await)
    }

    /// The cluster that these nodes belong to. All keys of a quota are on one of its nodes.
    ///
    /// # Errors
    ///
    /// An error of kind `Build` for an invalid URL, or if there are no nodes.
    #[cfg(feature = "cluster")]
    pub async fn cluster<U: AsRef<str>>(nodes: impl IntoIterator<Item = U>) -> Result<Self> {
        let client = redis::cluster::ClusterClient::builder(connections(nodes)?)
            .connection_timeout(CONNECT)
            .response_timeout(CONNECT)
            .retries(1)
            .build()
            .map_err(invalid_url)?;
        Ok(Self::begin(Server::Cluster(Box::new(client))).await)
    }

    /// Begins to connect, and waits for it for up to 1 s.
    async fn begin(server: Server) -> Self {
        let state = Self {
            link: Link::new(server),
            scripts: Arc::new(Scripts {
                lease: Script::new(include_str!("scripts/lease.lua")),
                pause: Script::new(include_str!("scripts/pause.lua")),
            }),
        };
        let _ = timeout(CONNECT, state.link.connection()).await;
        state
    }
}

impl SharedState for RedisState {
    async fn lease(&self, request: &LeaseRequest) -> Result<Lease, BoxError> {
        let keys = Keys::new(&request.quota);
        let pause = request.pause.as_deref();
        // The order of keys and arguments is that in which the script reads them.
        let names = [
            keys.account(&request.limit),
            keys.pause(pause.unwrap_or_default()),
            keys.members(&request.limit),
        ];
        // Lua has only floats. In microseconds a float is exact for the times of 285 years.
        let turn = request.per.as_secs_f64() * 1e6 / f64::from(request.turns.max(1));
        let micros = |time: Duration| time.as_micros().to_string();
        let arguments = [
            turn.to_string(),
            request.burst.to_string(),
            request.want.to_string(),
            request.least.to_string(),
            request.member.to_string(),
            u8::from(pause.is_some()).to_string(),
            micros(HORIZON),
            micros(MEMBERSHIP),
            micros(BUSY),
        ];
        let script = &self.scripts.lease;
        let value = script.run(&self.link, &names, &arguments).await?;
        lease(value).ok_or_else(|| Failure::Other("unexpected response".to_owned()).into())
    }

    async fn pause(&self, request: &PauseRequest) -> Result<(), BoxError> {
        let names = [Keys::new(&request.quota).pause(&request.pause)];
        // At least 1: the lifetime of a key cannot be 0.
        let left = request.left.as_millis().max(1).to_string();
        let reason = u8::from(!request.exhausted).to_string();
        let script = &self.scripts.pause;
        script.run(&self.link, &names, &[left, reason]).await?;
        Ok(())
    }
}

/// The response of the script that leases.
fn lease(value: Value) -> Option<Lease> {
    // Numbers only and in this order, as a script of Redis returns neither floats nor names.
    let [granted, at_once, after, paused, members, busy, exhausted] =
        <[u64; 7]>::try_from(from_redis_value::<Vec<u64>>(value).ok()?).ok()?;
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Some(Lease {
        granted: count(granted),
        at_once: count(at_once),
        after: Duration::from_micros(after),
        paused: (paused > 0).then(|| Duration::from_millis(paused)),
        exhausted: exhausted == 1,
        members: count(members),
        busy: count(busy),
    })
}

/// The address in a URL, with TLS made ready if the URL asks for it.
fn connection(url: &str) -> Result<ConnectionInfo> {
    let info = url.into_connection_info().map_err(invalid_url)?;
    if matches!(info.addr(), ConnectionAddr::TcpTls { .. }) {
        // With both, the `redis` crate uses rustls without any certificate to trust: no handshake would succeed.
        if cfg!(all(feature = "rustls", feature = "native-tls")) {
            return Err(unusable(
                "`rediss://` needs exactly one of the features `rustls` and `native-tls`; turn one of them off",
            ));
        }
        provide_cryptography();
    }
    Ok(info)
}

/// The addresses in several URLs.
#[cfg(any(feature = "sentinel", feature = "cluster"))]
fn connections<U: AsRef<str>>(urls: impl IntoIterator<Item = U>) -> Result<Vec<ConnectionInfo>> {
    let urls = urls.into_iter();
    urls.map(|url| connection(url.as_ref())).collect()
}

/// Installs the provider of cryptography for TLS, unless the program has chosen one. Without one, or with two to
/// choose from, rustls panics.
fn provide_cryptography() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may be quicker, which is just as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    }
}

/// The error about a URL, without what the `redis` crate says of it: that may quote the URL.
fn invalid_url<E>(_: E) -> retry_runtime::Error {
    unusable(
        "invalid URL of a Redis; write `redis://user:password@host:6379/0`, or `rediss://…` for TLS, \
         which needs the feature `rustls` or `native-tls`",
    )
}

/// Shows nothing of the URL, which may hold a password.
impl fmt::Debug for RedisState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisState").finish_non_exhaustive()
    }
}
