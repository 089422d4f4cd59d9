//! A proxy before a server, which counts what passes and holds it up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// The proxy, until it is dropped.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    seen: Arc<Mutex<Seen>>,
    granted: Arc<Notify>,
}

#[derive(Default)]
struct Seen {
    /// The time by which responses are late.
    late: Duration,
    /// Times at which scripts were asked for.
    uses: Vec<Instant>,
    /// Turns that were granted, and when.
    grants: Vec<(Instant, u32)>,
}

impl Proxy {
    pub(crate) async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            seen: Arc::default(),
            granted: Arc::default(),
        };
        let passing = proxy.clone();
        tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(("127.0.0.1", server)).await else {
                    continue;
                };
                near.set_nodelay(true).unwrap();
                far.set_nodelay(true).unwrap();
                let ((asks, says), (server, to_server)) = (near.into_split(), far.into_split());
                let (up, down) = (passing.clone(), passing.clone());
                connections.spawn(pass(asks, to_server, async move |text| up.asked(text)));
                connections.spawn(pass(server, says, async move |text| down.said(text).await));
            }
        });
        proxy
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Passes responses on so much later from now on.
    pub(crate) fn delay(&self, late: Duration) {
        self.look(|seen| seen.late = late);
    }

    /// Times at which scripts were asked for, those among them that the server did not know yet.
    pub(crate) fn uses(&self) -> Vec<Instant> {
        self.look(|seen| seen.uses.clone())
    }

    /// Turns that were granted, and when.
    pub(crate) fn grants(&self) -> Vec<(Instant, u32)> {
        self.look(|seen| seen.grants.clone())
    }

    /// Waits for the next turns that are granted.
    pub(crate) async fn next_grant(&self) {
        self.granted.notified().await;
    }

    fn asked(&self, text: &str) {
        let scripts = text.matches("EVALSHA\r\n").count() + text.matches("EVAL\r\n").count();
        self.look(|seen| seen.uses.extend((0..scripts).map(|_| Instant::now())));
    }

    async fn said(&self, text: &str) {
        let late = self.look(|seen| seen.late);
        if !late.is_zero() {
            sleep(late).await;
        }
        // The response of the script that leases: `*7`, and first of all the turns.
        for response in text.split("*7\r\n:").skip(1) {
            let granted: u32 = response.split('\r').next().unwrap().parse().unwrap();
            if granted > 0 {
                self.look(|seen| seen.grants.push((Instant::now(), granted)));
                self.granted.notify_one();
            }
        }
    }

    fn look<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap())
    }
}

/// Passes bytes on until one side ends. What is small arrives in one piece over the loopback.
async fn pass(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    tell: impl AsyncFn(&str),
) {
    let mut buffer = vec![0; 65_536];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        tell(&String::from_utf8_lossy(&buffer[..length])).await;
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}
