//! A scripted HTTP/1.1 server on a raw socket: it answers, stalls, hangs up, and remembers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use retry_client::{Bytes, HeaderMap};
use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::support::raw_http::{Next, perform, receive};
use crate::support::script::{Step, nth};

/// Longer than anything in a test takes, unless it never comes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrival {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The connection it came over, counted from 0.
    pub(crate) connection: usize,
}

impl Arrival {
    /// The one value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        assert_eq!(values.next(), None, "`{name}` arrived more than once");
        value.to_str().ok()
    }
}

/// A running server; it stops with the test's runtime.
pub(crate) struct Server {
    address: SocketAddr,
    journal: Arc<watch::Sender<Journal>>,
}

/// The events so far.
#[derive(Default)]
struct Journal {
    arrivals: Vec<Arrival>,
    connections: usize,
    closed: usize,
}

type Script = Arc<dyn Fn(usize, &Arrival) -> Step + Send + Sync>;

impl Server {
    /// The n-th request to arrive gets the n-th step; the last repeats.
    pub(crate) async fn start(steps: impl Into<Vec<Step>>) -> Self {
        let steps = steps.into();
        Self::run(Arc::new(move |n, _| nth(&steps, n))).await
    }

    /// A function of the request decides what it gets.
    pub(crate) async fn responding(
        script: impl Fn(&Arrival) -> Step + Send + Sync + 'static,
    ) -> Self {
        Self::run(Arc::new(move |_, arrival| script(arrival))).await
    }

    async fn run(script: Script) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let journal = Arc::new(watch::Sender::new(Journal::default()));
        let shared = Arc::clone(&journal);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&shared)));
            }
        });
        Self { address, journal }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every request so far.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        self.journal.borrow().arrivals.clone()
    }

    /// The target of every request so far.
    pub(crate) fn targets(&self) -> Vec<String> {
        let arrivals = self.arrivals().into_iter();
        arrivals.map(|arrival| arrival.target).collect()
    }

    /// The number of connections made so far.
    pub(crate) fn connections(&self) -> usize {
        self.journal.borrow().connections
    }

    /// Waits until so many requests have arrived.
    pub(crate) async fn has_arrivals(&self, count: usize) {
        self.until(|journal| journal.arrivals.len() >= count).await;
    }

    /// Waits until so many connections were closed by the peer.
    pub(crate) async fn has_closed(&self, count: usize) {
        self.until(|journal| journal.closed >= count).await;
    }

    async fn until(&self, holds: impl Fn(&Journal) -> bool) {
        let mut journal = self.journal.subscribe();
        let held = timeout(PATIENCE, journal.wait_for(|journal| holds(journal))).await;
        assert!(held.is_ok(), "it never happened");
    }
}

/// Serves one connection until either side closes it.
async fn serve(stream: TcpStream, script: Script, journal: Arc<watch::Sender<Journal>>) {
    let mut stream = BufReader::new(stream);
    let mut connection = 0;
    journal.send_modify(|journal| {
        connection = journal.connections;
        journal.connections += 1;
    });
    // An error, too, means that the peer has gone.
    while let Ok(Some(request)) = receive(&mut stream).await {
        let arrival = Arrival {
            connection,
            ..request
        };
        let is_head = arrival.method == "HEAD";
        let mut step = None;
        journal.send_modify(|journal| {
            step = Some(script(journal.arrivals.len(), &arrival));
            journal.arrivals.push(arrival);
        });
        let step = step.expect("`send_modify` calls its argument");
        match perform(&mut stream, &step, is_head).await {
            Ok(Next::Request) => {}
            Ok(Next::HangUp) => return,
            Err(_) => break,
        }
    }
    journal.send_modify(|journal| journal.closed += 1);
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::support::script::{close, ms, ok, raw, reset, silence, status};

    const GET: &str = "GET /a HTTP/1.1\r\nx-a: 1\r\nX-A: 2\r\n\r\n";

    async fn connect(server: &Server) -> TcpStream {
        TcpStream::connect(server.address).await.unwrap()
    }

    /// The text that the server sends for one request before it closes the connection.
    async fn heard(steps: &[Step], request: &str) -> Result<String, std::io::ErrorKind> {
        let mut stream = connect(&Server::start(steps).await).await;
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut heard = String::new();
        let read = stream.read_to_string(&mut heard).await;
        read.map(|_| heard).map_err(|error| error.kind())
    }

    #[tokio::test]
    async fn every_way_to_hang_up_is_seen_by_the_peer() {
        const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";
        let reset_by_peer = Err(std::io::ErrorKind::ConnectionReset);
        let table = [
            (ok("12345").cut(0), Ok(HEAD.to_owned())),
            (ok("12345").cut(3), Ok(format!("{HEAD}123"))),
            (ok("12345").cut(3).late(ms(5)), Ok(format!("{HEAD}123"))),
            (raw(b"gibberish"), Ok("gibberish".to_owned())),
            (close(), Ok(String::new())),
            (reset(), reset_by_peer),
        ];
        for (step, expected) in table {
            assert_eq!(
                heard(std::slice::from_ref(&step), GET).await,
                expected,
                "{step:?}"
            );
        }
    }

    #[tokio::test]
    async fn responses_follow_each_other_on_one_connection_and_the_last_repeats() {
        let steps = [status(503).header("x-b", "c"), ok("yes"), close()];
        let answers = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nx-b: c\r\n\r\n\
                       HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes";
        assert_eq!(heard(&steps, &GET.repeat(3)).await.as_deref(), Ok(answers));
        assert_eq!(heard(&[close()], GET).await.as_deref(), Ok(""));
    }

    #[tokio::test]
    async fn requests_are_recorded_in_full() {
        let server = Server::start([status(204)]).await;
        let posts = "POST /b?c HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody\
                     PUT /d HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\nb\r\nthe rest of\r\n0\r\n\r\n";
        let mut first = connect(&server).await;
        first.write_all(GET.as_bytes()).await.unwrap();
        server.has_arrivals(1).await;
        connect(&server)
            .await
            .write_all(posts.as_bytes())
            .await
            .unwrap();
        server.has_arrivals(3).await;

        let arrivals = server.arrivals();
        let seen = arrivals
            .iter()
            .map(|a| (a.method.as_str(), a.target.as_str(), a.connection));
        assert_eq!(
            seen.collect::<Vec<_>>(),
            [("GET", "/a", 0), ("POST", "/b?c", 1), ("PUT", "/d", 1)]
        );
        let values = arrivals[0].headers.get_all("x-a");
        assert_eq!(values.iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(arrivals[1].body, "body");
        assert_eq!(arrivals[2].body, "abthe rest of");
        assert_eq!(server.connections(), 2);
    }

    #[tokio::test]
    async fn a_peer_that_hangs_up_is_noticed_at_any_time() {
        let endless = status(200).body("x".repeat(65_536)).endless(Duration::ZERO);
        for step in [silence(), ok("12345").stuck(2), endless, status(200)] {
            let server = Server::start([step]).await;
            let mut stream = connect(&server).await;
            stream.write_all(GET.as_bytes()).await.unwrap();
            server.has_arrivals(1).await;
            drop(stream);
            server.has_closed(1).await;
        }
    }
}
