//! A store for one file on a socket: it takes the file with PUT, returns it with GET, supports ranges, and
//! loses every connection after a number of bytes.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

const CHUNK: usize = 256 * 1024;

/// A running server; it stops with the runtime.
pub(crate) struct Depot {
    address: SocketAddr,
    store: Arc<Store>,
}

struct Store {
    file: Mutex<Vec<u8>>,
    /// The number of body bytes after which the connection is lost.
    patience: usize,
    requests: Mutex<Vec<String>>,
}

impl Depot {
    pub(crate) async fn start(patience: usize) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let store = Arc::new(Store {
            file: Mutex::default(),
            patience,
            requests: Mutex::default(),
        });
        let shared = Arc::clone(&store);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Errors are expected, because it loses connections on purpose.
                let _ = serve(stream, &shared).await;
            }
        });
        Ok(Self { address, store })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests since the last call of this method.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.store.requests))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Responds to one request and closes the connection.
async fn serve(stream: TcpStream, store: &Store) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut first, mut length, mut range) = (String::new(), 0, None);
    stream.read_line(&mut first).await?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().map_err(io::Error::other)?;
        } else if let Some(value) = line.strip_prefix("range: ") {
            range = Some(value.to_owned());
        }
    }
    let is_put = first.starts_with("PUT");
    let request = first.trim_end().trim_end_matches(" HTTP/1.1");
    lock(&store.requests).push(match &range {
        Some(range) => format!("{request}  {range}"),
        None => request.to_owned(),
    });
    if is_put {
        take(&mut stream, store, length).await
    } else {
        hand_out(&mut stream, store, range.as_deref()).await
    }
}

/// The first upload is lost midway; every later one is stored.
async fn take(stream: &mut BufReader<TcpStream>, store: &Store, length: usize) -> io::Result<()> {
    let is_first = lock(&store.requests).len() == 1;
    let count = if is_first { length / 2 } else { length };
    let mut file = vec![0; count];
    for chunk in file.chunks_mut(CHUNK) {
        stream.read_exact(chunk).await?;
        sleep(Duration::from_millis(5)).await;
    }
    if is_first {
        return Ok(());
    }
    *lock(&store.file) = file;
    let response = "HTTP/1.1 204 Kept\r\nconnection: close\r\n\r\n";
    stream.write_all(response.as_bytes()).await
}

async fn hand_out(
    stream: &mut BufReader<TcpStream>,
    store: &Store,
    range: Option<&str>,
) -> io::Result<()> {
    let file = lock(&store.file).clone();
    let first = range.and_then(|range| {
        range
            .strip_prefix("bytes=")?
            .strip_suffix('-')?
            .parse()
            .ok()
    });
    let first: usize = first.unwrap_or(0);
    let rest = file.get(first..).unwrap_or_default();
    let status = match first {
        0 => "200 OK".to_owned(),
        _ => format!(
            "206 Part\r\ncontent-range: bytes {first}-{}/{}",
            file.len() - 1,
            file.len()
        ),
    };
    let length = rest.len();
    let head = format!(
        "HTTP/1.1 {status}\r\netag: \"1\"\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    for chunk in rest[..length.min(store.patience)].chunks(CHUNK) {
        stream.write_all(chunk).await?;
        sleep(Duration::from_millis(5)).await;
    }
    stream.shutdown().await
}
