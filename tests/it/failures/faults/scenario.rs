//! Sets a fault up: a server that has it once, a client that meets it, and what both of them count.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{
    Attempt, BoxError, ClientBuilder, Credential, Credentials, Request, Result, client, reqwest,
};

use super::certificate::Certificate;
use super::fault::{Brings, Fault};
use super::http2_server::{Frame, Http2Server, When};
use super::proxy::{FaultProxy, FirstConnection};
use super::tunnel::Tunnel;
use super::via::Via;
use crate::support::closed_port::ClosedPort;
use crate::support::script::{ok, secs};
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

pub(crate) type ShopBuilder = ClientBuilder<ShopClient>;

/// The time that a slow attempt is given: a good one needs less even on a busy machine.
pub(crate) const PATIENCE: Duration = secs(3);

/// The longest body that is read.
pub(crate) const LIMIT: usize = 1 << 20;

/// A source of credentials.
struct Source {
    brings: Brings,
    fetches: AtomicUsize,
}

impl Credentials for Source {
    async fn fetch(&self, _: Option<&Credential>) -> std::result::Result<Credential, BoxError> {
        let fetch = 1 + self.fetches.fetch_add(1, Ordering::SeqCst);
        match self.brings {
            Brings::TheSame => Ok(Credential::bearer("same")),
            Brings::NothingAt(failing) if failing == fetch => Err("out of tokens".into()),
            Brings::Another | Brings::NothingAt(_) => Ok(Credential::bearer(fetch)),
        }
    }
}

/// A fault that is about to happen.
pub(crate) struct Scenario {
    pub(crate) shop: ShopClient,
    /// The number of requests that arrived at any server.
    pub(crate) requests: Box<dyn Fn() -> usize + Send>,
    /// The number of connections that were made, where that is counted.
    pub(crate) connections: Option<Box<dyn Fn() -> usize + Send>>,
}

impl Fault {
    /// Sets it up for a client that sends through this.
    pub(crate) async fn set_up(self, via: Via) -> Scenario {
        match self {
            Self::Refused => refused(via).await,
            Self::Unresolved => unresolved(via).await,
            Self::Connection(welcome) => {
                let proxy = FaultProxy::new(welcome, None).await;
                let url = format!("http://{}", proxy.open().await);
                counted_at(at(via.shop(), url), proxy)
            }
            Self::Tls(welcome) => {
                let proxy = FaultProxy::new(welcome, Some(Certificate::Valid)).await;
                let shop = match welcome {
                    FirstConnection::Silence => via.set(
                        Certificate::Valid,
                        |built| built.connect_timeout(PATIENCE),
                        |reqwest| reqwest.connect_timeout(PATIENCE),
                    ),
                    _ => via.trusting(Certificate::Valid),
                };
                secured(shop, "127.0.0.1", proxy).await
            }
            Self::Unknown => {
                let proxy = FaultProxy::new(FirstConnection::Open, Some(Certificate::Valid)).await;
                secured(via.shop(), "127.0.0.1", proxy).await
            }
            Self::Certificate(certificate, host) => {
                let proxy = FaultProxy::new(FirstConnection::Open, Some(certificate)).await;
                secured(via.trusting(certificate), host, proxy).await
            }
            Self::Uninvited(version) => {
                let acceptor = Certificate::Company.to_members("http/1.1", version);
                let proxy = FaultProxy::accepting(FirstConnection::Open, Some(acceptor)).await;
                secured(via.trusting(Certificate::Company), "127.0.0.1", proxy).await
            }
            Self::Tunnel(status) => tunnelled(via, status).await,
            Self::Response(step) => {
                let server = Server::start([step, ok("done")]).await;
                counted(at(via.shop(), server.url()), server, 0)
            }
            Self::Stale(first) => {
                let server = Server::start([first, ok("done")]).await;
                let shop = warm(via, &server).await;
                server.has_closed(1).await;
                counted(shop, server, 1)
            }
            Self::Reused(first, second) => {
                let server = Server::start([first, second, ok("done")]).await;
                counted(warm(via, &server).await, server, 1)
            }
            Self::Redirected(first, second) => {
                let server = Server::start([first, second, ok("done")]).await;
                counted(at(via.shop().redirects(1), server.url()), server, 0)
            }
            Self::Unauthorized(mut steps, brings) => {
                steps.push(ok("done"));
                let server = Server::start(steps).await;
                let source = Source {
                    brings,
                    fetches: AtomicUsize::new(0),
                };
                counted(at(via.shop().credentials(source), server.url()), server, 0)
            }
            Self::Frames(when, frames) => {
                framed(via.trusting(Certificate::Valid), when, frames).await
            }
            Self::Unresponsive => {
                let shop = via.set(
                    Certificate::Valid,
                    |built| built.http2_keep_alive(secs(2), secs(1)),
                    |reqwest| {
                        let reqwest = reqwest.http2_keep_alive_interval(secs(2));
                        reqwest.http2_keep_alive_timeout(secs(1))
                    },
                );
                framed(shop, When::Whole, Vec::new()).await
            }
        }
    }
}

fn at(shop: ShopBuilder, url: String) -> ShopClient {
    shop.base_url(url).max_body(LIMIT).build().unwrap()
}

/// Nobody is at the proxy before the second attempt.
async fn refused(via: Via) -> Scenario {
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
    entered(at(via.shop().before_attempt(come_home), url), proxy)
}

/// The host has an address from the second attempt on.
async fn unresolved(via: Via) -> Scenario {
    let proxy = FaultProxy::new(FirstConnection::Open, None).await;
    let port = proxy.open().await.port();
    let attempts = AtomicUsize::new(0);
    let find = move |request: &mut Request, _: &Attempt| {
        if attempts.fetch_add(1, Ordering::SeqCst) > 0 {
            request.url_mut().set_host(Some("127.0.0.1"))?;
        }
        Ok(())
    };
    let find = Arc::new(find);
    let shop = via
        .shop()
        .before_attempt(async move |request: &mut Request, attempt: &Attempt| {
            find(request, attempt)
        });
    entered(at(shop, format!("http://shop.invalid:{port}")), proxy)
}

/// Opens the proxy, to a client that looks for it at this host.
async fn secured(shop: ShopBuilder, host: &str, proxy: FaultProxy) -> Scenario {
    let url = format!("https://{host}:{}", proxy.open().await.port());
    counted_at(at(shop, url), proxy)
}

/// A client on the other side of a proxy that opens a tunnel from the second time on.
async fn tunnelled(via: Via, first: &'static str) -> Scenario {
    let proxy = FaultProxy::new(FirstConnection::Open, Some(Certificate::Valid)).await;
    let tunnel = Tunnel::start([first, "200 OK"]).await;
    let shop = via.set(
        Certificate::Valid,
        |built| built.proxy(tunnel.url()),
        |reqwest| reqwest.proxy(reqwest::Proxy::all(tunnel.url()).unwrap()),
    );
    let url = format!("https://{}", proxy.open().await);
    entered(at(shop, url), proxy)
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
async fn warm(via: Via, server: &Server) -> ShopClient {
    let shop = at(via.shop(), server.url());
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

async fn framed(shop: ShopBuilder, when: When, frames: Vec<Frame>) -> Scenario {
    let server = Http2Server::secured(when, frames).await;
    Scenario {
        shop: at(shop, server.url()),
        requests: Box::new(move || server.requests()),
        connections: None,
    }
}
