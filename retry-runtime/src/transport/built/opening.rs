//! A new connection that several calls wait for, because it may be one over HTTP/2.
//!
//! The end of the TLS handshake decides the protocol. Until the first handshake with an origin, and as long as it chooses
//! HTTP/2, calls that need a new connection wait for the same one. A task of its own makes it, because the call that
//! started it may be dropped while others wait.

use std::sync::Arc;

use hyper::client::conn::http1;
use reqwest::Body;
use tokio::sync::oneshot;

use crate::error::ConnectError;
use crate::response::built::{Lender, Lent, Link};
use crate::transport::built::place::Place;
use crate::transport::built::pool::{Taken, Waiting};

/// Opens a connection for a call: its own over HTTP/1.1, a shared one over HTTP/2.
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
            // It speaks HTTP/1.1, and another call has it.
            Ok(Ok(None)) => {}
            // Its runtime has ended. If that is the current runtime, the next task would end as
            // well.
            Err(_) => is_gone = true,
        }
    }
}

/// Joins the calls that wait for a connection, or starts one. `None` if the origin speaks HTTP/1.1.
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
    // After the pool is unlocked: a runtime that is shutting down drops the task at once, and
    // dropping it locks the pool.
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

/// The task that makes the connection. However it ends, no call is left waiting.
struct Task {
    place: Arc<Place>,
    /// True once the task no longer has to release the calls that wait.
    is_over: bool,
}

impl Task {
    fn finish(mut self, opened: Result<Taken, ConnectError>) {
        self.is_over = true;
        match opened {
            Err(error) => {
                for tell in self.waiting() {
                    // All of them get the same error, because each has made one attempt to connect.
                    let _ = tell.send(Err(error.clone()));
                }
            }
            Ok(Taken::Http2(sender, link)) => {
                // Shared first, so that a call that comes now uses it and does not start another.
                self.place.share(&sender, &link);
                for tell in self.waiting() {
                    let _ = tell.send(Ok(Some(Taken::Http2(sender.clone(), link.clone()))));
                }
            }
            Ok(Taken::Http1(sender, link)) => self.hand_out(sender, link),
        }
    }

    /// Gives the connection to one of the calls that waited. The others make their own.
    fn hand_out(&self, sender: http1::SendRequest<Body>, link: Arc<Link>) {
        // Before the calls are told, so that none of them waits for another shared connection.
        self.place.pool().may_share = false;
        let mut left = Some((sender, link));
        for tell in self.waiting() {
            let taken = left.take().map(|(sender, link)| Taken::Http1(sender, link));
            // If the call was dropped while it waited, the next one gets the connection.
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
