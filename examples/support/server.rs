//! A small HTTP/1.1 server that misbehaves by script and remembers every request.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use retry_client::StatusCode;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// The script of each target: its first request gets the first step, and so on.
pub(crate) type Script = &'static [(&'static str, &'static [Step])];

/// The fate of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A complete response.
    Answer(u16, &'static str),
    /// 429 with `Retry-After: <seconds>`.
    TooMany(u32),
    /// The connection is reset in place of a response.
    Reset,
    /// A head that announces the whole body, half of the body, then a closed connection.
    CutShort(&'static str),
    /// A good response after this delay.
    Late(Duration),
}

/// A request as it arrived with its step; `None` if the script was over.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) verb: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) at: Instant,
    pub(crate) step: Option<Step>,
}

impl Arrival {
    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(&found.1)
    }
}

/// A running server. It stops with the process.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    book: Arc<Mutex<Book>>,
}

/// The steps that are left, and the requests that have arrived.
#[derive(Debug)]
struct Book {
    script: Vec<(&'static str, &'static [Step])>,
    arrivals: Vec<Arrival>,
}

impl Server {
    /// Starts on a free port of the loopback interface.
    pub(crate) async fn start(script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let book = Arc::new(Mutex::new(Book {
            script: script.to_vec(),
            arrivals: Vec::new(),
        }));
        let shared = Arc::clone(&book);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Ok(Self { address, book })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The requests that have arrived since the last call of this method.
    pub(crate) async fn take_arrivals(&self) -> Vec<Arrival> {
        std::mem::take(&mut self.book.lock().await.arrivals)
    }

    /// The targets that expected more requests than arrived.
    pub(crate) async fn unplayed(&self) -> Vec<&'static str> {
        let book = self.book.lock().await;
        let left = book.script.iter().filter(|(_, steps)| !steps.is_empty());
        left.map(|(target, _)| *target).collect()
    }
}

impl Book {
    /// Records a request and returns its step.
    fn enter(&mut self, request: Request) -> Option<Step> {
        let Request {
            verb,
            target,
            headers,
        } = request;
        let line = self.script.iter_mut().find(|(path, _)| *path == target);
        let step = line.and_then(|(_, steps)| {
            let (first, rest) = steps.split_first()?;
            *steps = rest;
            Some(*first)
        });
        self.arrivals.push(Arrival {
            verb,
            target,
            headers,
            at: Instant::now(),
            step,
        });
        step
    }
}

/// Serves one connection until either side closes it.
async fn serve(stream: TcpStream, book: Arc<Mutex<Book>>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = receive(&mut stream).await? {
        let step = book.lock().await.enter(request);
        match step.unwrap_or(Step::Answer(500, "not in the script")) {
            Step::Answer(status, body) => {
                stream
                    .write_all(response(status, "", body).as_bytes())
                    .await?;
            }
            Step::TooMany(seconds) => {
                let header = format!("retry-after: {seconds}\r\n");
                stream
                    .write_all(response(429, &header, "").as_bytes())
                    .await?;
            }
            Step::Reset => return stream.get_ref().set_zero_linger(),
            Step::CutShort(body) => {
                let whole = response(200, "", body);
                let part = &whole.as_bytes()[..whole.len() - body.len() / 2];
                stream.write_all(part).await?;
                return stream.shutdown().await;
            }
            Step::Late(delay) => {
                sleep(delay).await;
                stream.write_all(response(200, "", "").as_bytes()).await?;
            }
        }
    }
    Ok(())
}

fn response(status: u16, header: &str, body: &str) -> String {
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let length = body.len();
    format!("HTTP/1.1 {status} {reason}\r\ncontent-length: {length}\r\n{header}\r\n{body}")
}

/// The parts of a request that the server reads.
#[derive(Debug, Default)]
struct Request {
    verb: String,
    target: String,
    headers: Vec<(String, String)>,
}

/// The next request of a connection, with its body; `None` at the end of the connection.
async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let Some(first) = line(stream).await? else {
        return Ok(None);
    };
    let mut words = first.split(' ').map(str::to_owned);
    let mut request = Request {
        verb: words.next().unwrap_or_default(),
        target: words.next().unwrap_or_default(),
        headers: Vec::new(),
    };
    let mut length = 0;
    while let Some(header) = line(stream).await?.filter(|line| !line.is_empty()) {
        let (name, value) = header.split_once(": ").unwrap_or((&header, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().map_err(io::Error::other)?;
        }
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    stream.read_exact(&mut vec![0; length]).await?;
    Ok(Some(request))
}

/// The next line without its end; `None` at the end of the stream.
async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end().to_owned()))
}
