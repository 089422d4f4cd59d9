//! HTTP/2 on a raw socket, as much of it as a server needs that means to get it wrong.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::server::TlsStream;

use super::certificate::Certificate;
use super::proxy::Ending;
use crate::support::http2_frame::frame;

/// One step of the response to the first request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frame {
    /// The head of a good response.
    Head,
    /// The same, with a length of 5.
    HeadOfFive,
    /// The head of a 503.
    Busy,
    /// A part of a body.
    Data(&'static [u8]),
    /// The end of a body.
    End,
    /// The stream is reset, with this error code.
    Reset(u32),
    /// The connection takes no streams after this one, and has this error code.
    GoAway(Last, u32),
    /// Other bytes.
    Raw(&'static [u8]),
    /// A head of these bytes, which no table of headers explains.
    BadHead(&'static [u8]),
    /// The connection is closed.
    Close,
    /// It ends like this.
    Ends(Ending),
}

/// The last stream that is, or may have been, acted upon.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Last {
    /// Not even the first.
    None,
    /// The one that carries the request.
    This,
    /// Any that are yet to come.
    Any,
}

/// When a request is reacted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// When all of it has arrived.
    Whole,
    /// When its head has, whatever is to follow.
    Head,
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status: 200`, from the static table.
const OK: &[u8] = &[0x88];
/// The same and `content-length: 5`, with the name from the static table.
const OK_OF_FIVE: &[u8] = b"\x88\x0f\x0d\x015";
/// `:status: 503`, with the name from the static table.
const UNAVAILABLE: &[u8] = b"\x08\x03503";

const GOOD: &[Frame] = &[Frame::Head, Frame::Data(b"done"), Frame::End];

/// A running server; it stops with the test's runtime. Every request but the first gets a good response.
pub(crate) struct Http2Server {
    url: String,
    requests: Arc<AtomicUsize>,
}

impl Http2Server {
    /// TLS is spoken, and HTTP/2 is what both sides agree on.
    pub(crate) async fn secured(when: When, frames: Vec<Frame>) -> Self {
        let tls = Certificate::Valid.acceptor("h2");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let requests = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (frames, count, tls) = (frames.clone(), Arc::clone(&count), tls.clone());
                // An error means that the peer has gone.
                tokio::spawn(async move {
                    serve(tls.accept(stream).await?, when, &frames, &count).await
                });
            }
        });
        Self { url, requests }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// The number of requests that have arrived.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Serves one connection until either side closes it.
async fn serve(
    mut stream: TlsStream<TcpStream>,
    when: When,
    frames: &[Frame],
    count: &AtomicUsize,
) -> io::Result<()> {
    let mut preface = [0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    assert_eq!(preface, PREFACE);
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, flags, id @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut payload).await?;
        if kind == SETTINGS && flags & ACK == 0 {
            stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await?;
        }
        let is_due = match when {
            When::Whole => matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0,
            When::Head => kind == HEADERS,
        };
        if !is_due {
            continue;
        }
        let stream_id = u32::from_be_bytes(id);
        let reaction = match (count.fetch_add(1, Ordering::SeqCst), when) {
            (0, _) => frames,
            (_, When::Whole) => GOOD,
            (_, When::Head) => &[GOOD, &[Frame::Reset(0)]].concat(),
        };
        for step in reaction {
            match step {
                Frame::Close => return Ok(()),
                Frame::Ends(ending) => return ending.end(stream).await,
                _ => {}
            }
            stream.write_all(&step.bytes(stream_id)).await?;
        }
    }
}

impl Frame {
    fn bytes(self, stream: u32) -> Vec<u8> {
        match self {
            Self::Head => frame(HEADERS, END_HEADERS, stream, OK),
            Self::HeadOfFive => frame(HEADERS, END_HEADERS, stream, OK_OF_FIVE),
            Self::Busy => frame(HEADERS, END_HEADERS, stream, UNAVAILABLE),
            Self::BadHead(bytes) => frame(HEADERS, END_HEADERS, stream, bytes),
            Self::Data(bytes) => frame(DATA, 0, stream, bytes),
            Self::End => frame(DATA, END_STREAM, stream, &[]),
            Self::Reset(code) => frame(RST_STREAM, 0, stream, &code.to_be_bytes()),
            Self::GoAway(last, code) => {
                let last: u32 = match last {
                    Last::None => 0,
                    Last::This => stream,
                    Last::Any => u32::MAX >> 1,
                };
                let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
                frame(GOAWAY, 0, 0, &payload)
            }
            Self::Raw(bytes) => bytes.to_vec(),
            Self::Close | Self::Ends(_) => Vec::new(),
        }
    }
}
