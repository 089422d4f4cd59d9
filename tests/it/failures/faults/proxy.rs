//! A proxy in front of a good server: what the first connection meets there, and TLS.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::failures::faults::certificate::Certificate;
use crate::support::script::{Step, ok};
use crate::support::server::Server;

/// The welcome that the first connection gets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FirstConnection {
    /// It is let in, as every later one.
    Open,
    /// It is closed at once.
    Closed,
    /// It is closed as soon as something has arrived, and that is never read.
    Unread,
    /// The first bytes to arrive are read, these bytes are the response, and it is closed.
    Says(&'static [u8]),
    /// The first bytes to arrive are read, and it is reset.
    Reset,
    /// Nothing is heard.
    Silence,
    /// The head of the request is answered with these bytes at once, and the rest of it is read and forgotten.
    Early(&'static [u8]),
    /// TLS is spoken until the head of the request is there; these bytes are the response, and it ends.
    Ends(&'static [u8], Ending),
}

/// The end of a connection on which TLS is spoken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending {
    /// The end is announced, as TLS has it.
    Announced,
    /// It is closed without a word.
    Closed,
    /// It is reset.
    Reset,
    /// A record comes that cannot be decrypted.
    BadRecord,
}

impl Ending {
    /// Those after which what came before is still read. A bad record is found while the records before it are
    /// decrypted, and takes them with it.
    pub(crate) const ORDERLY: [Self; 3] = [Self::Announced, Self::Closed, Self::Reset];

    /// Ends it, after what has been written so far.
    pub(crate) async fn end(self, mut stream: TlsStream<TcpStream>) -> io::Result<()> {
        stream.flush().await?;
        match self {
            Self::Announced => stream.shutdown().await,
            Self::Closed => Ok(()),
            Self::Reset => stream.get_ref().0.set_zero_linger(),
            Self::BadRecord => {
                let record = [&[0x17, 3, 3, 0, 40][..], &[7; 40]].concat();
                stream.get_mut().0.write_all(&record).await?;
                forget(stream.get_mut().0).await
            }
        }
    }
}

/// An open proxy; it closes with the test's runtime. Clones are the same proxy.
#[derive(Clone)]
pub(crate) struct FaultProxy {
    welcome: FirstConnection,
    acceptor: Option<TlsAcceptor>,
    server: Arc<Server>,
    connections: Arc<AtomicUsize>,
    /// The number of requests that were answered without the server.
    requests: Arc<AtomicUsize>,
}

impl FaultProxy {
    /// With a good server behind it.
    pub(crate) async fn new(welcome: FirstConnection, certificate: Option<Certificate>) -> Self {
        Self::accepting(welcome, certificate.map(|shown| shown.acceptor("http/1.1"))).await
    }

    /// The same, with all that can be said about TLS.
    pub(crate) async fn accepting(welcome: FirstConnection, acceptor: Option<TlsAcceptor>) -> Self {
        Self {
            welcome,
            ..Self::responding(ok("done"), acceptor).await
        }
    }

    /// In front of a server that always responds with this.
    pub(crate) async fn responding(response: Step, acceptor: Option<TlsAcceptor>) -> Self {
        Self {
            welcome: FirstConnection::Open,
            acceptor,
            server: Arc::new(Server::start([response]).await),
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

    /// The number of connections that were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The number of requests that arrived, at the proxy or behind it.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst) + self.server.arrivals().len()
    }

    async fn meet(&self, welcome: FirstConnection, mut stream: TcpStream) -> io::Result<()> {
        match welcome {
            FirstConnection::Open => match &self.acceptor {
                Some(acceptor) => self.let_in(shake_hands(acceptor, stream).await?).await,
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
            FirstConnection::Ends(bytes, ending) => self.break_off(stream, bytes, ending).await,
        }
    }

    async fn let_in(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server.address()).await?;
        copy_bidirectional(&mut stream, &mut server).await?;
        Ok(())
    }

    async fn answer_early(&self, stream: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
        self.receive(&mut *stream).await?;
        stream.write_all(answer).await?;
        forget(stream).await
    }

    async fn break_off(&self, stream: TcpStream, bytes: &[u8], ending: Ending) -> io::Result<()> {
        let acceptor = self.acceptor.as_ref().expect("it speaks TLS");
        let mut stream = shake_hands(acceptor, stream).await?;
        self.receive(&mut stream).await?;
        stream.write_all(bytes).await?;
        ending.end(stream).await
    }

    /// Reads until the head of a request is there.
    async fn receive(&self, mut stream: impl AsyncRead + Unpin) -> io::Result<()> {
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        self.requests.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// TLS; who is not let in has the time to hear why.
async fn shake_hands(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> io::Result<TlsStream<TcpStream>> {
    match acceptor.accept(stream).into_fallible().await {
        Ok(stream) => Ok(stream),
        Err((error, mut stream)) => {
            stream.shutdown().await?;
            forget(&mut stream).await?;
            Err(error)
        }
    }
}

/// Reads whatever comes until the peer has gone.
async fn forget(stream: &mut TcpStream) -> io::Result<()> {
    tokio::io::copy(stream, &mut tokio::io::sink()).await?;
    Ok(())
}

/// Reads what has arrived, so that closing is no reset.
async fn hear(stream: &mut TcpStream) -> io::Result<()> {
    let mut heard = Vec::with_capacity(16 * 1024);
    stream.read_buf(&mut heard).await.map(drop)
}
