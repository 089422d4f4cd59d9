//! The HTTP handshake: from a byte stream to a connection that takes requests.

use std::sync::Arc;

use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

use crate::error::{ConnectError, ConnectStage};
use crate::response::built::Link;
use crate::transport::built::address::Address;
use crate::transport::built::connect::Connector;
use crate::transport::built::pool::Taken;
use crate::transport::built::stream::{Heard, Stream};

impl Connector {
    /// Makes a new connection, driven by a task of its own.
    pub(crate) async fn establish(&self, to: &Address) -> Result<Taken, ConnectError> {
        let (stream, is_http2) = self.connect(to).await?;
        #[cfg(feature = "http2")]
        if is_http2 {
            return self.http2(stream).await;
        }
        let _ = is_http2;
        http1(stream).await
    }

    #[cfg(feature = "http2")]
    async fn http2(&self, stream: Stream) -> Result<Taken, ConnectError> {
        let link = Arc::new(Link::default());
        let io = TokioIo::new(Heard::http2(stream, link.clone()));
        let (sender, connection) = self.http2.handshake(io).await.map_err(failed)?;
        // The task drives the connection until it ends. Every request on it learns how it ended, so
        // the result is of no use here.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        Ok(Taken::Http2(sender, link))
    }
}

async fn http1(stream: Stream) -> Result<Taken, ConnectError> {
    let link = Arc::new(Link::default());
    let io = TokioIo::new(Heard::new(stream, link.clone()));
    let (sender, connection) = http1::Builder::new().handshake(io).await.map_err(failed)?;
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(Taken::Http1(sender, link))
}

fn failed(error: hyper::Error) -> ConnectError {
    ConnectError::caused_by(ConnectStage::Handshake, error)
}
