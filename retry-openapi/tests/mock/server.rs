//! A server made from a document: it checks each request against it, and answers with the document's examples.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

use crate::check;
use crate::sample;

/// A request as it came.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) verb: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The requests that the server has seen, and what was wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// `GET /pets/{id}`, one for each request.
    pub(crate) operations: Vec<String>,
    pub(crate) violations: Vec<String>,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// Starts a server for a document. It fails the first time that each of `busy` is asked for, with 429.
    pub(crate) fn start(document: Value, busy: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        let mut busy: Vec<String> = busy.iter().map(|it| (*it).to_owned()).collect();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = read(&stream) else {
                    continue;
                };
                let response = answer(&document, &request, &shared, &mut busy);
                let _ = stream.write_all(&response);
            }
        });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The operations that were asked for, if no request broke a rule.
    pub(crate) fn operations(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        assert!(seen.violations.is_empty(), "{:#?}", seen.violations);
        seen.operations.clone()
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        self.seen.lock().unwrap().violations.clone()
    }
}

fn answer(
    document: &Value,
    request: &Request,
    seen: &Mutex<Seen>,
    busy: &mut Vec<String>,
) -> Vec<u8> {
    let mut seen = seen.lock().unwrap();
    let found = check::operation(document, request);
    let Some((name, operation)) = found else {
        seen.violations
            .push(format!("no operation: {} {}", request.verb, request.path));
        return response(404, "text/plain", b"");
    };
    let violations = check::violations(document, &operation, request);
    seen.operations.push(name.clone());
    if !violations.is_empty() {
        let violations = violations.into_iter().map(|it| format!("{name}: {it}"));
        seen.violations.extend(violations);
        return response(400, "text/plain", b"");
    }
    if let Some(at) = busy.iter().position(|it| *it == name) {
        busy.remove(at);
        return response(429, "text/plain", b"");
    }
    let (status, media, body) = sample::response(
        document,
        &operation.node,
        request.header("accept").unwrap_or_default(),
    );
    response(status, &media, &body)
}

fn response(status: u16, media: &str, body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n");
    if !media.is_empty() {
        head += &["content-type: ", media, "\r\n"].concat();
    }
    if status != 204 {
        head += &["content-length: ", &body.len().to_string(), "\r\n"].concat();
    }
    let mut bytes = (head + "\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (verb, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut request = Request {
        verb,
        path: path.to_owned(),
        query: query.to_owned(),
        ..Request::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let header = (name.to_ascii_lowercase(), value.trim().to_owned());
        request.headers.push(header);
    }
    request.body = match request.header("content-length") {
        Some(length) => {
            let mut body = vec![0; length.parse().ok()?];
            reader.read_exact(&mut body).ok()?;
            body
        }
        None if request.header("transfer-encoding").is_some() => chunks(&mut reader)?,
        None => Vec::new(),
    };
    Some(request)
}

fn chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
