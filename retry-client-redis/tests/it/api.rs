//! The API whose quota the processes share: it notes what arrives, and may ask for a pause.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// An API for as long as its test runs.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Arrivals, and the member that each is from.
    arrivals: Vec<(Instant, usize)>,
    /// The member whose next request is refused, with the seconds that it is to wait.
    refuses: Option<(usize, u32)>,
    refused: Option<Instant>,
}

impl Api {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::default(),
        };
        let serving = api.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let api = serving.clone();
                tokio::spawn(async move { api.serve(stream).await });
            }
        });
        api
    }

    /// The base URL for a member, by which its requests are known.
    pub(crate) fn url(&self, member: usize) -> String {
        format!("http://127.0.0.1:{}/{member}", self.port)
    }

    pub(crate) fn arrivals(&self) -> Vec<(Instant, usize)> {
        self.look(|state| state.arrivals.clone())
    }

    /// Refuses the next request of a member.
    pub(crate) fn refuse(&self, member: usize, seconds: u32) {
        self.look(|state| state.refuses = Some((member, seconds)));
    }

    /// The time at which a request was refused.
    pub(crate) fn refused(&self) -> Option<Instant> {
        self.look(|state| state.refused)
    }

    async fn serve(&self, mut stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let (mut buffer, mut text) = (vec![0; 4_096], String::new());
        while let Ok(length @ 1..) = stream.read(&mut buffer).await {
            text.push_str(&String::from_utf8_lossy(&buffer[..length]));
            // Requests have no body.
            while let Some(end) = text.find("\r\n\r\n") {
                let response = self.respond(&text[..end]);
                text.drain(..end + 4);
                if stream.write_all(response.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }

    fn respond(&self, request: &str) -> String {
        let member = request.split('/').nth(1).unwrap();
        let member = member.parse().unwrap();
        self.look(|state| {
            state.arrivals.push((Instant::now(), member));
            if state.refuses.is_some_and(|(refused, _)| refused == member) {
                let (_, seconds) = state.refuses.take().unwrap();
                state.refused = Some(Instant::now());
                return format!(
                    "HTTP/1.1 429 Slow\r\nretry-after: {seconds}\r\ncontent-length: 0\r\n\r\n"
                );
            }
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n\"x\""
                .into()
        })
    }

    fn look<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap())
    }
}
