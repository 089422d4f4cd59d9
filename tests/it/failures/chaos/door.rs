//! The listener that connections come in by: plain or with TLS, and with restarts.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::ledger::World;
use super::{http1, http2};
use crate::failures::faults::certificate::Certificate;
use crate::support::script::{ms, secs};

/// The protocol that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http1,
    Http1Tls,
    Http2Tls,
}

/// A byte stream, plain or not.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A listener that connections come in by; it closes with the test's runtime.
pub(crate) struct Door {
    pub(crate) url: String,
    /// Held by each connection as well.
    guests: Arc<()>,
}

impl Door {
    pub(crate) async fn open(protocol: Protocol, world: Arc<World>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let scheme = match protocol {
            Protocol::Http1 => "http",
            Protocol::Http1Tls | Protocol::Http2Tls => "https",
        };
        let guests = Arc::new(());
        let guard = Guard {
            protocol,
            world,
            acceptor: Certificate::Valid.acceptor(match protocol {
                Protocol::Http1 | Protocol::Http1Tls => "http/1.1",
                Protocol::Http2Tls => "h2",
            }),
            badge: Arc::clone(&guests),
        };
        tokio::spawn(guard.keep(address, listener));
        Self {
            url: format!("{scheme}://{address}"),
            guests,
        }
    }

    /// The number of open connections.
    pub(crate) fn guests(&self) -> usize {
        // The door's own, and its guard's.
        Arc::strong_count(&self.guests) - 2
    }

    /// Waits until every connection has ended.
    pub(crate) async fn is_left(&self) {
        let left = async {
            while self.guests() > 0 {
                sleep(ms(5)).await;
            }
        };
        let left = timeout(secs(20), left).await;
        assert!(left.is_ok(), "{} connections are left", self.guests());
    }
}

#[derive(Clone)]
struct Guard {
    protocol: Protocol,
    world: Arc<World>,
    acceptor: TlsAcceptor,
    /// Counts us.
    #[expect(dead_code, reason = "what matters is how often it is held")]
    badge: Arc<()>,
}

impl Guard {
    async fn keep(self, address: SocketAddr, mut listener: TcpListener) {
        let mut guests = JoinSet::new();
        loop {
            tokio::select! {
                Ok((stream, _)) = listener.accept() => {
                    let guard = self.clone();
                    guests.spawn(async move { guard.meet(stream).await });
                }
                Some(_) = guests.join_next(), if !guests.is_empty() => {}
                () = self.world.restart.notified() => {
                    drop(listener);
                    guests.shutdown().await;
                    sleep(ms(u64::from(self.world.dice.below(15)))).await;
                    listener = bind_again(address).await;
                }
            }
        }
    }

    async fn meet(self, stream: TcpStream) -> io::Result<()> {
        // However it is closed then, it is reset.
        if self.world.dice.below(4) == 0 {
            stream.set_zero_linger()?;
        }
        match self.protocol {
            Protocol::Http1 => http1::serve(stream, &self.world).await,
            Protocol::Http1Tls => {
                http1::serve(self.acceptor.accept(stream).await?, &self.world).await
            }
            Protocol::Http2Tls => {
                http2::serve(self.acceptor.accept(stream).await?, &self.world).await
            }
        }
    }
}

async fn bind_again(address: SocketAddr) -> TcpListener {
    let bound = async {
        loop {
            match TcpListener::bind(address).await {
                Ok(listener) => return listener,
                Err(_) => sleep(ms(1)).await,
            }
        }
    };
    let bound = timeout(secs(20), bound).await;
    bound.expect("nobody else takes the port")
}
