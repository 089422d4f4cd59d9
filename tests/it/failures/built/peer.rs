//! A server's end of connections over HTTP/2, with TLS, driven frame by frame.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;

use crate::failures::faults::certificate::Certificate;
use crate::support::http2_frame::frame;

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;

/// A server's end of a connection.
pub(crate) struct Peer(TlsStream<TcpStream>);

impl Peer {
    async fn greet(mut stream: TlsStream<TcpStream>, most_streams: u32) -> io::Result<Self> {
        stream.read_exact(&mut [0; 24]).await?;
        let limit = [&3_u16.to_be_bytes()[..], &most_streams.to_be_bytes()].concat();
        stream.write_all(&frame(SETTINGS, 0, 0, &limit)).await?;
        stream.flush().await?;
        Ok(Self(stream))
    }

    /// The stream of the next request, once that has ended. Pings are answered.
    pub(crate) async fn request(&mut self) -> io::Result<u32> {
        loop {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).await?;
            let [a, b, c, kind, flags, id @ ..] = head;
            let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap();
            let mut payload = vec![0; length];
            self.0.read_exact(&mut payload).await?;
            match (kind, flags & 1) {
                (SETTINGS, 0) => self.send(frame(SETTINGS, 1, 0, &[])).await?,
                (PING, 0) => self.send(frame(PING, 1, 0, &payload)).await?,
                (0 | HEADERS, 1) => return Ok(u32::from_be_bytes(id)),
                _ => {}
            }
        }
    }

    /// The next stream that the client resets.
    pub(crate) async fn reset_stream(&mut self) -> io::Result<u32> {
        loop {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).await?;
            let [a, b, c, kind, _, id @ ..] = head;
            let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap();
            self.0.read_exact(&mut vec![0; length]).await?;
            if kind == RST_STREAM {
                return Ok(u32::from_be_bytes(id));
            }
        }
    }

    async fn send(&mut self, frame: Vec<u8>) -> io::Result<()> {
        self.0.write_all(&frame).await?;
        self.0.flush().await
    }

    /// A 200 without a body.
    pub(crate) async fn ok(&mut self, stream: u32) -> io::Result<()> {
        self.send(frame(HEADERS, 5, stream, &[0x88])).await
    }

    pub(crate) async fn status(&mut self, stream: u32, code: &str) -> io::Result<()> {
        let block = [&[0x08, 3], code.as_bytes()].concat();
        self.send(frame(HEADERS, 5, stream, &block)).await
    }

    pub(crate) async fn reset(&mut self, stream: u32, code: u32) -> io::Result<()> {
        self.send(frame(RST_STREAM, 0, stream, &code.to_be_bytes()))
            .await
    }

    pub(crate) async fn go_away(&mut self, last: u32) -> io::Result<()> {
        let payload = [last.to_be_bytes(), [0; 4]].concat();
        self.send(frame(GOAWAY, 0, 0, &payload)).await
    }
}

/// A server whose connections are numbered from 1: its URL, and how many there were.
pub(crate) async fn serve<F>(
    most_streams: u32,
    script: impl Fn(usize, Peer) -> F + Clone + Send + 'static,
) -> (String, Arc<AtomicUsize>)
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let acceptor = Certificate::Valid.acceptor("h2");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let number = counted.fetch_add(1, SeqCst) + 1;
            let (acceptor, script) = (acceptor.clone(), script.clone());
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await?;
                let peer = Peer::greet(stream, most_streams).await?;
                let scripted = script(number, peer);
                // Before it is awaited, so that the script need not be shared by threads.
                drop(script);
                scripted.await
            });
        }
    });
    (url, count)
}
