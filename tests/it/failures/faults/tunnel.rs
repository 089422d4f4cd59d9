//! A proxy that opens tunnels, or does not.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A running proxy; it stops with the test's runtime.
pub(crate) struct Tunnel {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnel {
    /// The n-th `CONNECT` gets the n-th status; the last repeats. After a 200 the tunnel is open.
    pub(crate) async fn start(statuses: impl Into<Vec<&'static str>>) -> Self {
        let statuses = statuses.into();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://u:p@{}", listener.local_addr().unwrap());
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (statuses, kept) = (statuses.clone(), Arc::clone(&kept));
                // An error means that the peer has gone.
                tokio::spawn(async move { serve(stream, &statuses, &kept).await });
            }
        });
        Self { url, heads }
    }

    /// With a name and a password in it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The heads of every request so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    statuses: &[&str],
    heads: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap().to_owned();
    let nth = {
        let mut heads = heads.lock().unwrap();
        heads.push(head);
        heads.len() - 1
    };
    let status = statuses[nth.min(statuses.len() - 1)];
    let reply = format!("HTTP/1.1 {status}\r\nx-a: b\r\n\r\n");
    stream.write_all(reply.as_bytes()).await?;
    if status.starts_with("200") {
        let mut server = TcpStream::connect(target).await?;
        copy_bidirectional(&mut stream, &mut server).await?;
    }
    Ok(())
}
