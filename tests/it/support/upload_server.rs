//! A server for bodies of any size: it reads as much of each as it is told, hangs up, and keeps hashes.

use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::support::server::PATIENCE;

/// The treatment of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Intake {
    /// So many bytes of its body are read, then the connection is closed without a response.
    Cut(u64),
    /// It is answered with 503 after so many bytes; the rest is read and forgotten.
    Busy(u64),
    /// All of it is read and answered.
    Complete,
}

/// A body as far as it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    pub(crate) head: String,
    pub(crate) length: u64,
    pub(crate) hash: u64,
    /// The hash of as many of its first bytes as the request before it sent.
    pub(crate) same_part: Option<u64>,
    /// Set if the body came to its end.
    pub(crate) is_whole: bool,
}

/// A running server; it stops with the test's runtime.
pub(crate) struct UploadServer {
    address: SocketAddr,
    uploads: Arc<watch::Sender<Vec<Upload>>>,
}

impl UploadServer {
    /// The n-th request gets the n-th intake, and every one after the last is read whole.
    pub(crate) async fn start(intakes: impl Into<Vec<Intake>>) -> Self {
        let intakes = intakes.into();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let uploads = Arc::new(watch::Sender::new(Vec::new()));
        let shared = Arc::clone(&uploads);
        tokio::spawn(async move {
            // One after another: a client that retries has given up the connection before.
            while let Ok((stream, _)) = listener.accept().await {
                // A client that has gone is what some of the tests are about.
                let _ = serve(stream, &intakes, &shared).await;
            }
        });
        Self { address, uploads }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every body so far.
    pub(crate) fn uploads(&self) -> Vec<Upload> {
        self.uploads.borrow().clone()
    }

    /// Waits until so many bodies were read, or broke off.
    pub(crate) async fn has_uploads(&self, count: usize) {
        let mut uploads = self.uploads.subscribe();
        let enough = uploads.wait_for(|uploads| uploads.len() >= count);
        assert!(timeout(PATIENCE, enough).await.is_ok(), "they never came");
    }
}

async fn serve(
    stream: TcpStream,
    intakes: &[Intake],
    all: &watch::Sender<Vec<Upload>>,
) -> io::Result<()> {
    let mut stream = BufReader::with_capacity(64 * 1024, stream);
    loop {
        let head = head(&mut stream).await?;
        if head.is_empty() {
            return Ok(());
        }
        let (number, before) = {
            let all = all.borrow();
            (all.len(), all.last().map(|upload| upload.length))
        };
        let intake = intakes.get(number).copied().unwrap_or(Intake::Complete);
        let most = match intake {
            Intake::Cut(most) | Intake::Busy(most) => most,
            Intake::Complete => u64::MAX,
        };
        let mut body = Body::new(head, before);
        let read = body.read(&mut stream, most).await;
        all.send_modify(|all| all.push(body.upload.clone()));
        read?;
        match intake {
            Intake::Cut(_) => return Ok(()),
            Intake::Busy(_) => {
                let answer = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                stream.write_all(answer.as_bytes()).await?;
                // Closed at once, the response would be lost with what has not been read.
                while !fill(&mut stream).await?.is_empty() {
                    let length = stream.buffer().len();
                    stream.consume(length);
                }
                return Ok(());
            }
            Intake::Complete => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    .await?;
            }
        }
    }
}

/// The head of a request in lower case; empty at the end of the stream.
async fn head(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut head = String::new();
    loop {
        let before = head.len();
        stream.read_line(&mut head).await?;
        if matches!(head.get(before..), Some("" | "\r\n")) {
            return Ok(head.to_lowercase());
        }
    }
}

async fn fill(stream: &mut BufReader<TcpStream>) -> io::Result<&[u8]> {
    stream.fill_buf().await
}

/// A body on its way in.
struct Body {
    upload: Upload,
    hasher: DefaultHasher,
    /// The position at which the body before this one ended.
    mark: Option<u64>,
}

impl Body {
    fn new(head: String, mark: Option<u64>) -> Self {
        let mut body = Self {
            upload: Upload {
                head,
                ..Upload::default()
            },
            hasher: DefaultHasher::new(),
            mark,
        };
        body.note();
        body
    }

    /// Reads until its end, or until so many bytes of it are there.
    async fn read(&mut self, stream: &mut BufReader<TcpStream>, most: u64) -> io::Result<()> {
        let length = self.upload.field("content-length");
        if let Some(length) = length.and_then(|length| length.parse::<u64>().ok()) {
            self.take(stream, length.min(most)).await?;
            self.upload.is_whole = self.upload.length == length;
            return Ok(());
        }
        if self.upload.field("transfer-encoding").is_none() {
            self.upload.is_whole = true;
            return Ok(());
        }
        while self.upload.length < most {
            let mut size = String::new();
            stream.read_line(&mut size).await?;
            let size = u64::from_str_radix(size.trim_end(), 16).map_err(io::Error::other)?;
            self.take(stream, size.min(most - self.upload.length))
                .await?;
            if self.upload.length < most {
                stream.read_line(&mut String::new()).await?;
            }
            if size == 0 {
                self.upload.is_whole = true;
                return Ok(());
            }
        }
        Ok(())
    }

    async fn take(&mut self, stream: &mut BufReader<TcpStream>, count: u64) -> io::Result<()> {
        let end = self.upload.length + count;
        while self.upload.length < end {
            let next = self.mark.filter(|mark| *mark > self.upload.length);
            let most = next.unwrap_or(end).min(end) - self.upload.length;
            let buffer = fill(stream).await?;
            if buffer.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let count = buffer
                .len()
                .min(usize::try_from(most).unwrap_or(usize::MAX));
            self.hasher.write(&buffer[..count]);
            stream.consume(count);
            self.upload.length += count as u64;
            self.note();
        }
        Ok(())
    }

    fn note(&mut self) {
        self.upload.hash = self.hasher.finish();
        if self.mark == Some(self.upload.length) {
            self.upload.same_part = Some(self.upload.hash);
        }
    }
}

impl Upload {
    /// The value of a header.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
    }
}

/// The hash of a body that is all of this.
pub(crate) fn hash_of(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    hasher.finish()
}
