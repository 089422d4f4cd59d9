//! A small HTTP/1.1 server for another process: what it does costs the client nothing.
//!
//! The first segment of the path says what it does: `/ok` answers, `/busy` answers every other
//! request with 503, `/down` all of them, `/lines` gets many values. `/arrived` and `/connected` tell how many there were.
//!
//! Over TLS the questions are asked at a second port, without it.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::Failed;
use crate::tls;

/// The answer to every request that gets one.
const ITEM: &str =
    r#"{"id":7,"name":"Earl Grey","price":4.5,"tags":["tea","black"],"in_stock":true}"#;

/// Those in the answer to `/lines`.
pub const LINES: usize = 1_000;

#[derive(Default)]
struct Counts {
    arrived: AtomicU64,
    connected: AtomicU64,
}

/// Serves until the process is ended. Prints the base URL first.
pub fn serve(port: u16) -> Result<(), Failed> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    println!("http://{}", listener.local_addr()?);
    accept(&listener, &Arc::default(), Ok)
}

/// Serves over TLS until the process is ended, and writes its certificate to a file. Prints the base URL first, then
/// that of questions.
pub fn serve_tls(certificate: &str) -> Result<(), Failed> {
    let (config, pem) = tls::certified()?;
    fs::write(certificate, pem)?;
    let [listener, questions] = [(); 2].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    let (listener, questions) = (listener?, questions?);
    let counts = Arc::<Counts>::default();
    println!(
        "https://{} http://{}",
        listener.local_addr()?,
        questions.local_addr()?
    );
    let asked = Arc::clone(&counts);
    thread::spawn(move || accept(&questions, &asked, Ok));
    accept(&listener, &counts, move |stream| {
        tls::accept(&config, stream)
    })
}

/// A thread for every connection.
fn accept<S: Read + Write>(
    listener: &TcpListener,
    counts: &Arc<Counts>,
    secure: impl Fn(TcpStream) -> Result<S, Failed> + Clone + Send + 'static,
) -> Result<(), Failed> {
    for stream in listener.incoming() {
        let (stream, counts, secure) = (stream?, Arc::clone(counts), secure.clone());
        stream.set_nodelay(true)?;
        thread::Builder::new()
            .stack_size(128 * 1024)
            .spawn(move || converse(secure(stream)?, &counts))?;
    }
    Ok(())
}

/// Answers what comes over one connection, until its other end hangs up.
fn converse(mut stream: impl Read + Write, counts: &Counts) -> Result<(), Failed> {
    let mut counted = false;
    let (mut buffer, mut filled) = ([0; 4096], 0);
    loop {
        let read = stream.read(&mut buffer[filled..])?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        if !buffer[..filled].ends_with(b"\r\n\r\n") {
            continue;
        }
        let head = &buffer[..filled];
        filled = 0;
        if let Some(told) = told(head, counts) {
            stream.write_all(&answer(200, &told))?;
            continue;
        }
        if !counted {
            counts.connected.fetch_add(1, Ordering::SeqCst);
            counted = true;
        }
        let before = counts.arrived.fetch_add(1, Ordering::SeqCst);
        let busy = head.starts_with(b"GET /down")
            || head.starts_with(b"GET /busy") && before.is_multiple_of(2);
        stream.write_all(&if busy {
            answer(503, r#"{"error":"busy"}"#)
        } else if head.starts_with(b"GET /lines") {
            answer(200, &format!("{ITEM}\n").repeat(LINES))
        } else {
            answer(200, ITEM)
        })?;
    }
}

fn told(head: &[u8], counts: &Counts) -> Option<String> {
    let count = match head {
        head if head.starts_with(b"GET /arrived ") => &counts.arrived,
        head if head.starts_with(b"GET /connected ") => &counts.connected,
        _ => return None,
    };
    Some(count.load(Ordering::SeqCst).to_string())
}

fn answer(status: u16, body: &str) -> Vec<u8> {
    let reason = if status == 200 {
        "OK"
    } else {
        "Service Unavailable"
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         date: Tue, 24 Nov 2026 08:00:00 GMT\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The server in a process of its own; it ends with this value.
pub struct Server {
    process: Child,
    url: String,
    questions: String,
    /// The file of its certificate.
    certificate: Option<PathBuf>,
}

impl Server {
    pub fn start(port: u16) -> Result<Self, Failed> {
        Self::spawn(&["serve", &port.to_string()], None)
    }

    /// The server over TLS.
    pub fn over_tls() -> Result<Self, Failed> {
        let name = format!("bench.{}.pem", std::process::id());
        let path = std::env::temp_dir().join(name);
        let text = path.to_str().ok_or("a path that is no text")?.to_owned();
        Self::spawn(&["serve-tls", &text], Some(path))
    }

    fn spawn(arguments: &[&str], certificate: Option<PathBuf>) -> Result<Self, Failed> {
        let mut process = Command::new(std::env::current_exe()?.with_file_name("bench"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = process.stdout.take().ok_or("the server has no output")?;
        let (mut line, mut byte) = (Vec::new(), [0]);
        while output.read(&mut byte)? == 1 && byte != *b"\n" {
            line.extend(byte);
        }
        let line = String::from_utf8(line)?;
        let (url, questions) = line.split_once(' ').unwrap_or((&line, &line));
        Ok(Self {
            process,
            url: url.to_owned(),
            questions: questions.to_owned(),
            certificate,
        })
    }

    /// `http://127.0.0.1:<port>`, or https.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file of its certificate, if it has one.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_ref()?.to_str()
    }

    /// The number of requests that have arrived.
    pub fn arrived(&self) -> Result<u64, Failed> {
        ask(&self.questions, "/arrived")
    }

    /// The number of connections that have been opened.
    pub fn connected(&self) -> Result<u64, Failed> {
        ask(&self.questions, "/connected")
    }
}

/// One of the counts of the server at this URL.
pub(crate) fn ask(url: &str, path: &str) -> Result<u64, Failed> {
    let address = url.strip_prefix("http://").ok_or("the server has no URL")?;
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\n\r\n")?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut heard = String::new();
    stream.read_to_string(&mut heard)?;
    let (_, count) = heard.rsplit_once("\r\n").ok_or("no answer")?;
    Ok(count.parse()?)
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill().and_then(|()| self.process.wait());
        if let Some(certificate) = &self.certificate {
            let _ = fs::remove_file(certificate);
        }
    }
}
