//! A connection that several calls wait for, as it may turn out to be one over HTTP/2.
//!
//! Which protocol is spoken shows at the end of the TLS handshake. Until an origin has answered once,
//! and whenever it answered with HTTP/2, calls that need a new connection wait for the same one. It is
//! made by a task of its own: the call that began it may be dropped while others wait.

use std::sync::Arc;

use hyper::client::conn::http1;
use reqwest::Body;
use tokio::sync::oneshot;

use crate::error::ConnectError;
use crate::response::built::{Lender, Lent, Link};
use crate::transport::built::place::Place;
use crate::transport::built::pool::{Taken, Waiting};

/// A new connection for a call: its own over HTTP/1.1, one for all over HTTP/2.
pub(crate) async fn open(place: &Arc<Place>) -> Result<Taken, ConnectError> {
    let mut is_gone = false;
    loop {
        let waiting = if is_gone { None } else { wait(place) };
        let Some(opened) = waiting else {
            let taken = place.establish().await?;
            if let Taken::Http2(sender, link) = &taken {
                place.pool().may_share = true;
                place.share(sender, link);
            }
            return Ok(taken);
        };
        match opened.await {
            Ok(Ok(Some(taken))) => return Ok(taken),
            Ok(Err(error)) => return Err(error),
            // It speaks HTTP/1.1 and is another's.
            Ok(Ok(None)) => {}
            // Its runtime is gone. If that is ours as well, so would be the next.
            Err(_) => is_gone = true,
        }
    }
}

/// Joins those who wait for a connection, or begins one; `None` if it would speak HTTP/1.1.
fn wait(place: &Arc<Place>) -> Option<oneshot::Receiver<Result<Option<Taken>, ConnectError>>> {
    let (tell, opened) = oneshot::channel();
    {
        let mut pool = place.pool();
        if !pool.may_share {
            return None;
        }
        if let Some(others) = &mut pool.waiting {
            others.push(tell);
            return Some(opened);
        }
        pool.waiting = Some(vec![tell]);
    }
    // Without the pool in hand: a runtime that shuts down drops the task here and now, and what is
    // dropped asks for the pool.
    let task = Task {
        place: place.clone(),
        is_over: false,
    };
    tokio::spawn(async move {
        let opened = task.place.establish().await;
        task.finish(opened);
    });
    Some(opened)
}

/// The task that makes the connection. Wherever it ends, nobody is left waiting.
struct Task {
    place: Arc<Place>,
    /// Those who wait from now on do so for another task.
    is_over: bool,
}

impl Task {
    fn finish(mut self, opened: Result<Taken, ConnectError>) {
        self.is_over = true;
        match opened {
            Err(error) => {
                for tell in self.waiting() {
                    // All of them have the same error: whoever waits for one connection has made
                    // one attempt to connect.
                    let _ = tell.send(Err(error.clone()));
                }
            }
            Ok(Taken::Http2(sender, link)) => {
                // Shared first, so that who comes now takes it and begins no other.
                self.place.share(&sender, &link);
                for tell in self.waiting() {
                    let _ = tell.send(Ok(Some(Taken::Http2(sender.clone(), link.clone()))));
                }
            }
            Ok(Taken::Http1(sender, link)) => self.hand_out(sender, link),
        }
    }

    /// One of those who waited gets it, the others make their own.
    fn hand_out(&self, sender: http1::SendRequest<Body>, link: Arc<Link>) {
        // Before anybody is told, so that nobody waits for another of the kind.
        self.place.pool().may_share = false;
        let mut left = Some((sender, link));
        for tell in self.waiting() {
            let taken = left.take().map(|(sender, link)| Taken::Http1(sender, link));
            // A call that was dropped while it waited gives the connection back, and the next one
            // gets it.
            if let Err(Ok(Some(Taken::Http1(sender, link)))) = tell.send(Ok(taken)) {
                left = Some((sender, link));
            }
        }
        if let Some((sender, link)) = left {
            self.place.clone().take_back(Lent::Http1(sender, link));
        }
    }

    fn waiting(&self) -> Vec<Waiting> {
        self.place.pool().waiting.take().unwrap_or_default()
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if !self.is_over {
            drop(self.waiting());
        }
    }
}
