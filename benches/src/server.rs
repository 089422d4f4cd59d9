//! A small HTTP/1.1 server for another process: what it does costs the client nothing.
//!
//! The first segment of the path says what it does: `/ok` answers, `/busy` answers every other
//! request with 503, `/down` all of them. `/arrived` and `/connected` tell how many there were.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::Failed;

/// The answer to every request that gets one.
const ITEM: &str =
    r#"{"id":7,"name":"Earl Grey","price":4.5,"tags":["tea","black"],"in_stock":true}"#;

#[derive(Default)]
struct Counts {
    arrived: AtomicU64,
    connected: AtomicU64,
}

/// Serves until the process is ended. Prints the base URL first.
pub fn serve(port: u16) -> Result<(), Failed> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    println!("http://{}", listener.local_addr()?);
    let counts = Arc::new(Counts::default());
    for stream in listener.incoming() {
        let (stream, counts) = (stream?, Arc::clone(&counts));
        thread::Builder::new()
            .stack_size(128 * 1024)
            .spawn(move || converse(stream, &counts))?;
    }
    Ok(())
}

/// Answers what comes over one connection, until its other end hangs up.
fn converse(mut stream: TcpStream, counts: &Counts) -> io::Result<()> {
    stream.set_nodelay(true)?;
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
}

impl Server {
    pub fn start(port: u16) -> Result<Self, Failed> {
        let mut process = Command::new(std::env::current_exe()?.with_file_name("bench"))
            .args(["serve", &port.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = process.stdout.take().ok_or("the server has no output")?;
        let (mut url, mut byte) = (Vec::new(), [0]);
        while output.read(&mut byte)? == 1 && byte != *b"\n" {
            url.extend(byte);
        }
        Ok(Self {
            process,
            url: String::from_utf8(url)?,
        })
    }

    /// `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many requests have arrived.
    pub fn arrived(&self) -> Result<u64, Failed> {
        ask(&self.url, "/arrived")
    }

    /// How many connections have been opened.
    pub fn connected(&self) -> Result<u64, Failed> {
        ask(&self.url, "/connected")
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
    }
}
