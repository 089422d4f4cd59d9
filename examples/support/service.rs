//! A small HTTP/1.1 service whose responses are computed by a function, over TCP or TLS.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A request as it arrived.
#[derive(Debug, Default)]
pub(crate) struct Arrival {
    pub(crate) verb: String,
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Arrival {
    /// The value of a header; empty if it was not sent.
    pub(crate) fn header(&self, wanted: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct Respond {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

impl Respond {
    pub(crate) fn status(status: u16) -> Self {
        let (headers, body) = (String::new(), Vec::new());
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn json(value: &serde_json::Value) -> Self {
        let body = value.to_string();
        Self::status(200)
            .header("content-type", "application/json")
            .body(body)
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        for part in [name, ": ", value, "\r\n"] {
            self.headers.push_str(part);
        }
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

/// A running service; it stops with the runtime.
#[derive(Debug)]
pub(crate) struct Service {
    address: SocketAddr,
    scheme: &'static str,
}

impl Service {
    /// Starts on a free port of the loopback interface. A response of `None` resets the connection.
    pub(crate) async fn start<F>(respond: F, tls: Option<TlsAcceptor>) -> io::Result<Self>
    where
        F: Fn(&Arrival) -> Option<Respond> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let respond = Arc::new(respond);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, tls.clone(), Arc::clone(&respond)));
            }
        });
        Ok(Self { address, scheme })
    }

    /// The base URL, with a name, because certificates are for names.
    pub(crate) fn url(&self) -> String {
        format!("{}://localhost:{}", self.scheme, self.address.port())
    }
}

async fn connection<F>(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    respond: Arc<F>,
) -> io::Result<()>
where
    F: Fn(&Arrival) -> Option<Respond>,
{
    match tls {
        Some(tls) => serve(tls.accept(stream).await?, &*respond).await,
        None => serve(stream, &*respond).await,
    }
}

/// Serves one connection until either side closes it.
async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    respond: &impl Fn(&Arrival) -> Option<Respond>,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(arrival) = receive(&mut stream).await? {
        let Some(response) = respond(&arrival) else {
            break;
        };
        let Respond {
            status,
            headers,
            body,
        } = response;
        // These statuses have no body.
        let length = match status {
            204 | 304 => String::new(),
            _ => format!("content-length: {}\r\n", body.len()),
        };
        let head = format!("HTTP/1.1 {status} \r\n{length}{headers}\r\n");
        // One write, because a second small one would wait for the acknowledgement of the first.
        stream.write_all(&[head.as_bytes(), &body].concat()).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// The next request of a connection; `None` at its end.
async fn receive(
    stream: &mut BufReader<impl AsyncRead + AsyncWrite + Unpin>,
) -> io::Result<Option<Arrival>> {
    let first = line(stream).await?;
    let mut words = first.split(' ').map(str::to_owned);
    let (Some(verb), Some(target)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut arrival = Arrival {
        verb,
        target,
        ..Arrival::default()
    };
    loop {
        let header = line(stream).await?;
        let Some((name, value)) = header.split_once(": ") else {
            break;
        };
        let header = (name.to_owned(), value.to_owned());
        arrival.headers.push(header);
    }
    let length = arrival.header("content-length").parse().unwrap_or(0);
    arrival.body = vec![0; length];
    stream.read_exact(&mut arrival.body).await?;
    Ok(Some(arrival))
}

/// The next line without its end; empty at the end of the stream.
async fn line(stream: &mut BufReader<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    Ok(line.trim_end().to_owned())
}
