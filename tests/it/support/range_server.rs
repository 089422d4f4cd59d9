//! A server of one large file: it knows ranges, cuts every response, and counts what it sends.

use std::fs;
use std::io::{self, SeekFrom};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncSeekExt, AsyncWriteExt, BufReader, copy};
use tokio::net::{TcpListener, TcpStream};

/// The response to a request: the whole file, unless a range is asked for and understood.
#[derive(Clone, Debug)]
pub(crate) struct Serving {
    /// The byte at which the connection is cut, counted from the first of the response's body.
    pub(crate) cut: u64,
    /// The headers that tell this file from others.
    pub(crate) validators: &'static str,
    pub(crate) ranges: Ranges,
    /// Set if the length of the body is announced; else it comes in one chunk that ends at the cut.
    pub(crate) is_announced: bool,
    /// Which file it is.
    pub(crate) file: PathBuf,
}

/// The treatment of a range that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ranges {
    /// It is sent if the validator is the file's.
    Honoured,
    /// It is sent whatever the validator.
    Unconditional,
    /// The whole file is sent.
    Ignored,
    /// The part is another than the one that was asked for.
    Shifted,
    /// There are none, says a 503.
    Busy,
}

/// A request as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RangeRequest {
    pub(crate) range: Option<String>,
    pub(crate) if_range: Option<String>,
    pub(crate) encoding: Option<String>,
    /// The number of bytes of the file that were sent.
    pub(crate) sent: u64,
}

/// A running server; it stops with the test's runtime.
pub(crate) struct RangeServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<RangeRequest>>>,
}

impl Serving {
    pub(crate) fn of(file: &Path, cut: u64) -> Self {
        Self {
            cut,
            validators: "etag: \"v1\"\r\n",
            ranges: Ranges::Honoured,
            is_announced: true,
            file: file.to_owned(),
        }
    }
}

impl RangeServer {
    /// The n-th request gets the n-th serving; the last repeats.
    pub(crate) async fn start(servings: impl Into<Vec<Serving>>) -> Self {
        let servings = servings.into();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<Mutex<Vec<RangeRequest>>>::default();
        let shared = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = shared.lock().unwrap().len();
                let serving = servings.get(number).or(servings.last()).unwrap();
                // A client that has gone is what some of the tests are about.
                let _ = serve(stream, serving, &shared).await;
            }
        });
        Self { address, asked }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<RangeRequest> {
        self.asked.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
async fn serve(
    stream: TcpStream,
    serving: &Serving,
    all: &Mutex<Vec<RangeRequest>>,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut asked = receive(&mut stream).await?;
    let length = fs::metadata(&serving.file)?.len();
    let first = serving.first(&asked);
    let (status, count) = match first {
        Some(_) if serving.ranges == Ranges::Busy => ("503 Busy".to_owned(), 0),
        Some(first) if first >= length => {
            let status = format!("416 No More\r\ncontent-range: bytes */{length}");
            (status, 0)
        }
        Some(first) => {
            let shift = u64::from(serving.ranges == Ranges::Shifted);
            let (from, last) = (first + shift, length - 1);
            let status = format!("206 Part\r\ncontent-range: bytes {from}-{last}/{length}");
            (status, length - first)
        }
        None => ("200 OK".to_owned(), length),
    };
    let sent = count.min(serving.cut);
    asked.sent = sent;
    all.lock().unwrap().push(asked);
    let framing = if serving.is_announced || count == 0 {
        format!("content-length: {count}\r\n\r\n")
    } else {
        format!("transfer-encoding: chunked\r\n\r\n{sent:x}\r\n")
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{}connection: close\r\n{framing}",
        serving.validators
    );
    stream.write_all(head.as_bytes()).await?;
    let mut file = tokio::fs::File::open(&serving.file).await?;
    file.seek(SeekFrom::Start(first.unwrap_or(0))).await?;
    copy(&mut file.take(sent), &mut stream).await?;
    stream.shutdown().await
}

impl Serving {
    /// The first byte of the range that is sent; `None` if the whole file is.
    fn first(&self, asked: &RangeRequest) -> Option<u64> {
        let range = asked.range.as_deref()?;
        let first = range.strip_prefix("bytes=")?.strip_suffix('-')?;
        let is_same = asked
            .if_range
            .as_ref()
            .is_none_or(|validator| self.validators.contains(&format!(": {validator}\r\n")));
        let is_sent = match self.ranges {
            Ranges::Honoured => is_same,
            Ranges::Ignored => false,
            Ranges::Unconditional | Ranges::Shifted | Ranges::Busy => true,
        };
        first.parse().ok().filter(|_| is_sent)
    }
}

async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<RangeRequest> {
    let mut asked = RangeRequest::default();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                return Ok(asked);
            }
            continue;
        };
        let value = Some(value.to_owned());
        match name.to_lowercase().as_str() {
            "range" => asked.range = value,
            "if-range" => asked.if_range = value,
            "accept-encoding" => asked.encoding = value,
            _ => {}
        }
    }
}
