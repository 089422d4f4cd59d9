//! A proxy in front of a good server: what the first connection meets there, and TLS.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use retry_client::reqwest;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::support::script::ok;
use crate::support::server::Server;

/// What the first connection meets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FirstConnection {
    /// It is let in, as every later one.
    Open,
    /// It is closed at once.
    Closed,
    /// It is closed as soon as something has arrived, and that is never read.
    Unread,
    /// What arrives first is read, these bytes are the response, and it is closed.
    Says(&'static [u8]),
    /// What arrives first is read, and it is reset.
    Reset,
    /// Nothing is heard.
    Silence,
    /// The head of the request is answered with these bytes at once, and the rest of it is read and forgotten.
    Early(&'static [u8]),
}

/// The file with the one that is good, which a process trusts that finds it in `SSL_CERT_FILE`.
pub(crate) const TRUSTED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/it/failures/faults/tls/shop.pem"
);

/// Which certificate is shown.
///
/// They were made once, by openssl, for `shop.test` and 127.0.0.1, and signed by themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Certificate {
    /// Good until 2126.
    Valid,
    /// Good until 2020.
    Expired,
}

impl Certificate {
    pub(crate) fn pem(self) -> &'static [u8] {
        match self {
            Self::Valid => include_bytes!("tls/shop.pem"),
            Self::Expired => include_bytes!("tls/expired.pem"),
        }
    }

    /// As a client has to know it, to trust it.
    pub(crate) fn trusted(self) -> reqwest::Certificate {
        reqwest::Certificate::from_pem(self.pem()).unwrap()
    }

    /// Shows it to whoever speaks this protocol.
    pub(crate) fn acceptor(self, protocol: &str) -> TlsAcceptor {
        let shown = CertificateDer::from_pem_slice(self.pem()).unwrap();
        let key = PrivatePkcs8KeyDer::from(&include_bytes!("tls/shop.key")[..]);
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth();
        let mut config = config.with_single_cert(vec![shown], key.into()).unwrap();
        config.alpn_protocols = vec![protocol.into()];
        Arc::new(config).into()
    }
}

/// An open proxy; it closes with the test's runtime. Clones are the same proxy.
#[derive(Clone)]
pub(crate) struct FaultProxy {
    welcome: FirstConnection,
    acceptor: Option<TlsAcceptor>,
    server: Arc<Server>,
    connections: Arc<AtomicUsize>,
    /// How many requests were answered without the server.
    requests: Arc<AtomicUsize>,
}

impl FaultProxy {
    /// With a good server behind it.
    pub(crate) async fn new(welcome: FirstConnection, certificate: Option<Certificate>) -> Self {
        Self {
            welcome,
            acceptor: certificate.map(|shown| shown.acceptor("http/1.1")),
            server: Arc::new(Server::start([ok("done")]).await),
            connections: Arc::default(),
            requests: Arc::default(),
        }
    }

    /// Opens it, and tells where.
    pub(crate) async fn open(&self) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        self.open_at(listener);
        address
    }

    pub(crate) fn open_at(&self, listener: TcpListener) {
        let proxy = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let is_first = proxy.connections.fetch_add(1, Ordering::SeqCst) == 0;
                let welcome = if is_first {
                    proxy.welcome
                } else {
                    FirstConnection::Open
                };
                let proxy = proxy.clone();
                // An error means that the peer has gone.
                tokio::spawn(async move { proxy.meet(welcome, stream).await });
            }
        });
    }

    pub(crate) fn welcome(&self) -> FirstConnection {
        self.welcome
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many requests arrived, at the proxy or behind it.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst) + self.server.arrivals().len()
    }

    async fn meet(&self, welcome: FirstConnection, mut stream: TcpStream) -> io::Result<()> {
        match welcome {
            FirstConnection::Open => match &self.acceptor {
                Some(acceptor) => self.let_in(acceptor.accept(stream).await?).await,
                None => self.let_in(stream).await,
            },
            FirstConnection::Closed => Ok(()),
            FirstConnection::Unread => stream.peek(&mut [0]).await.map(drop),
            FirstConnection::Says(bytes) => {
                hear(&mut stream).await?;
                stream.write_all(bytes).await
            }
            FirstConnection::Reset => {
                hear(&mut stream).await?;
                stream.set_zero_linger()
            }
            FirstConnection::Silence => {
                sleep(Duration::MAX).await;
                Ok(())
            }
            FirstConnection::Early(answer) => self.answer_early(&mut stream, answer).await,
        }
    }

    async fn let_in(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server.address()).await?;
        copy_bidirectional(&mut stream, &mut server).await?;
        Ok(())
    }

    async fn answer_early(&self, stream: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
        }
        self.requests.fetch_add(1, Ordering::SeqCst);
        stream.write_all(answer).await?;
        tokio::io::copy(stream, &mut tokio::io::sink()).await?;
        Ok(())
    }
}

/// Reads what has arrived, so that closing is no reset.
async fn hear(stream: &mut TcpStream) -> io::Result<()> {
    let mut heard = Vec::with_capacity(16 * 1024);
    stream.read_buf(&mut heard).await.map(drop)
}
