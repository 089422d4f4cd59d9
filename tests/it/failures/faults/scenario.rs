//! Sets a fault up: a server that has it once, a client that meets it, and what both of them count.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use retry_client::reqwest::{self, redirect, retry};
use retry_client::{Attempt, Request, Result, client};

use super::http2_server::{Frame, Http2Server, When};
use super::proxy::{Certificate, FaultProxy, FirstConnection};
use crate::support::closed_port::ClosedPort;
use crate::support::script::{Step, ok, secs};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 1ms, statuses = [429])]
pub(crate) trait Shop {
    #[get("/order")]
    async fn fetch(&self) -> Result<String>;

    #[post("/order")]
    async fn order(&self, #[body] order: String) -> Result<String>;

    #[post("/order-by-key")]
    #[idempotency_key]
    async fn order_by_key(&self, #[body] order: String) -> Result<String>;
}

/// What a slow attempt is given: so long that a good one needs less even on a busy machine.
pub(crate) const PATIENCE: Duration = secs(3);

/// What goes wrong. It does so once; whatever comes after it is answered with `done`.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nobody listens.
    Refused,
    /// The host has no address.
    Unresolved,
    /// What the first connection meets.
    Connection(FirstConnection),
    /// What the first connection meets where TLS is spoken.
    Tls(FirstConnection),
    /// A certificate whose issuer is known to nobody; this goes on.
    Unknown,
    /// A certificate that is trusted, but not for this host or not at this time; this goes on.
    Certificate(Certificate, &'static str),
    /// What the first request gets.
    Response(Step),
    /// A connection that was used before is closed while it is idle.
    Stale(Step),
    /// What the second request on a connection gets, after this one for the first.
    Reused(Step, Step),
    /// What the first request gets, over HTTP/2.
    Frames(When, Vec<Frame>),
    /// Pings are not answered, over HTTP/2, nor is the first request.
    Unresponsive,
}

/// A fault that is about to happen.
pub(crate) struct Scenario {
    pub(crate) shop: ShopClient,
    /// How many requests arrived at any server.
    pub(crate) requests: Box<dyn Fn() -> usize + Send>,
    /// How many connections were made, where that is counted.
    pub(crate) connections: Option<Box<dyn Fn() -> usize + Send>>,
}

impl Fault {
    pub(crate) async fn set_up(self) -> Scenario {
        match self {
            Self::Refused => refused().await,
            Self::Unresolved => unresolved().await,
            Self::Connection(welcome) => behind(FaultProxy::new(welcome, None).await, None).await,
            Self::Tls(welcome) => {
                let proxy = FaultProxy::new(welcome, Some(Certificate::Valid)).await;
                behind(proxy, Some(("shop.test", trusting(Certificate::Valid)))).await
            }
            Self::Unknown => unknown().await,
            Self::Certificate(certificate, host) => {
                let proxy = FaultProxy::new(FirstConnection::Open, Some(certificate)).await;
                behind(proxy, Some((host, trusting(certificate)))).await
            }
            Self::Response(step) => {
                let server = Server::start([step, ok("done")]).await;
                counted(shop(server.url()), server, 0)
            }
            Self::Stale(first) => {
                let server = Server::start([first, ok("done")]).await;
                let shop = warm(&server).await;
                server.has_closed(1).await;
                counted(shop, server, 1)
            }
            Self::Reused(first, second) => {
                let server = Server::start([first, second, ok("done")]).await;
                counted(warm(&server).await, server, 1)
            }
            Self::Frames(when, frames) => framed(when, frames, HTTP_2.with(Clone::clone)).await,
            Self::Unresponsive => {
                let http = http().http2_prior_knowledge();
                let http = http.http2_keep_alive_interval(secs(2));
                let http = http.http2_keep_alive_timeout(secs(1));
                framed(When::Whole, Vec::new(), http.build().unwrap()).await
            }
        }
    }

    /// How many of the attempts no server can see as requests.
    pub(crate) fn hidden(&self) -> usize {
        let is_seen = matches!(
            self,
            Self::Connection(FirstConnection::Early(_))
                | Self::Response(_)
                | Self::Stale(_)
                | Self::Reused(..)
                | Self::Frames(..)
                | Self::Unresponsive
        );
        usize::from(!is_seen)
    }

    /// Whether every attempt is seen as a connection.
    pub(crate) fn has_connections(&self) -> bool {
        matches!(
            self,
            Self::Connection(_) | Self::Tls(_) | Self::Unknown | Self::Certificate(..)
        )
    }

    /// As much of it as a line has room for.
    pub(crate) fn words(&self) -> String {
        format!("{self:?}").chars().take(200).collect()
    }

    /// Whether it happens again and again.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self, Self::Unknown | Self::Certificate(..))
    }

    /// The body of a POST: longer than any buffer where that makes the difference.
    pub(crate) fn body(&self) -> String {
        let is_early = matches!(
            self,
            Self::Connection(FirstConnection::Early(_)) | Self::Frames(When::Head, _)
        );
        "x".repeat(if is_early { 2 << 20 } else { 5 })
    }
}

thread_local! {
    /// Shared by all that is on one runtime, as most faults have nothing to do with making a client.
    static HTTP: reqwest::Client = http().build().unwrap();
    static HTTP_2: reqwest::Client = http().http2_prior_knowledge().build().unwrap();
}

/// A client with settings of its own, which does what ours does.
fn http() -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder().retry(retry::never());
    // Reading the certificates of the system takes longer than anything else here.
    let http = http.tls_certs_only([]);
    http.redirect(redirect::Policy::none()).no_proxy()
}

fn shop(url: String) -> ShopClient {
    let shop = ShopClient::builder().http_without_redirects(HTTP.with(Clone::clone));
    shop.base_url(url).build().unwrap()
}

fn trusting(certificate: Certificate) -> reqwest::ClientBuilder {
    http().tls_certs_only([certificate.trusted()])
}

/// A client as we make it, with a certificate that it cannot know.
async fn unknown() -> Scenario {
    let proxy = FaultProxy::new(FirstConnection::Open, Some(Certificate::Valid)).await;
    let url = format!("https://{}", proxy.open().await);
    counted_at(ShopClient::new(url).unwrap(), proxy)
}

/// Nobody is at the proxy before the second attempt.
async fn refused() -> Scenario {
    let proxy = FaultProxy::new(FirstConnection::Open, None).await;
    let refusing = ClosedPort::new();
    let url = refusing.url();
    let (opened, refusing) = (proxy.clone(), Arc::new(Mutex::new(Some(refusing))));
    let come_home = async move |_: &mut Request, attempt: &Attempt| {
        let refusing = match attempt.number() {
            1 => None,
            _ => refusing.lock().unwrap().take(),
        };
        if let Some(refusing) = refusing {
            opened.open_at(refusing.listen());
        }
        Ok(())
    };
    let shop = ShopClient::builder()
        .base_url(url)
        .before_attempt(come_home);
    entered(shop.build().unwrap(), proxy)
}

/// Knows the address of a host from the second time on.
struct Forgetful {
    address: SocketAddr,
    asked: AtomicUsize,
}

impl Resolve for Forgetful {
    fn resolve(&self, _: Name) -> Resolving {
        let known = match self.asked.fetch_add(1, Ordering::SeqCst) {
            0 => Err("no such host".into()),
            _ => Ok(Box::new([self.address].into_iter()) as Addrs),
        };
        Box::pin(async move { known })
    }
}

async fn unresolved() -> Scenario {
    let proxy = FaultProxy::new(FirstConnection::Open, None).await;
    let address = proxy.open().await;
    let resolver = Arc::new(Forgetful {
        address,
        asked: AtomicUsize::new(0),
    });
    let http = http().dns_resolver(resolver).build().unwrap();
    let url = format!("http://shop.invalid:{}", address.port());
    let shop = ShopClient::builder()
        .base_url(url)
        .http_without_redirects(http);
    entered(shop.build().unwrap(), proxy)
}

/// Opens the proxy, to a client that looks for it at this host if TLS is spoken.
async fn behind(proxy: FaultProxy, tls: Option<(&str, reqwest::ClientBuilder)>) -> Scenario {
    let address = proxy.open().await;
    let Some((host, http)) = tls else {
        return counted_at(shop(format!("http://{address}")), proxy);
    };
    let http = match proxy.welcome() {
        FirstConnection::Silence => http.connect_timeout(PATIENCE),
        _ => http,
    };
    let http = http.resolve(host, address).build().unwrap();
    let url = format!("https://{host}:{}", address.port());
    let shop = ShopClient::builder()
        .base_url(url)
        .http_without_redirects(http)
        .build();
    counted_at(shop.unwrap(), proxy)
}

/// Connections are counted as well.
fn counted_at(shop: ShopClient, proxy: FaultProxy) -> Scenario {
    let entered_by = proxy.clone();
    Scenario {
        connections: Some(Box::new(move || entered_by.connections())),
        ..entered(shop, proxy)
    }
}

fn entered(shop: ShopClient, proxy: FaultProxy) -> Scenario {
    Scenario {
        shop,
        requests: Box::new(move || proxy.requests()),
        connections: None,
    }
}

/// A client that has a connection already.
async fn warm(server: &Server) -> ShopClient {
    let shop = shop(server.url());
    assert_eq!(shop.fetch().await.unwrap(), "warm");
    shop
}

fn counted(shop: ShopClient, server: Server, before: usize) -> Scenario {
    Scenario {
        shop,
        requests: Box::new(move || server.arrivals().len() - before),
        connections: None,
    }
}

async fn framed(when: When, frames: Vec<Frame>, http: reqwest::Client) -> Scenario {
    let server = Http2Server::start(when, frames).await;
    let shop = ShopClient::builder()
        .base_url(server.url())
        .http_without_redirects(http);
    Scenario {
        shop: shop.build().unwrap(),
        requests: Box::new(move || server.requests()),
        connections: None,
    }
}
