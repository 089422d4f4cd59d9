//! A body that fails while it is read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use retry_client::{Body, BodyFactory, Bytes, ErrorKind, RetryClient};

use super::AT_ONCE;
use crate::support::upload_server::UploadServer;

/// Breaks after its first part has been sent, with an error that a lost connection has too.
#[derive(Default)]
struct Breaking {
    polled: usize,
}

impl Stream for Breaking {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        self.polled += 1;
        match self.polled {
            1 => Poll::Ready(Some(Ok("part".into()))),
            // What has been given is written while there is nothing more.
            2 => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            _ => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }
}

#[tokio::test]
async fn a_body_that_fails_while_it_is_read_is_not_a_connection_error() {
    let receiver = UploadServer::start([]).await;
    let client = RetryClient::builder().retry(|_| AT_ONCE).build().unwrap();
    let breaking = BodyFactory::new(|| Body::wrap_stream(Breaking::default()));
    let sent = client.put(receiver.url()).body(breaking).send().await;
    let error = sent.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Source, 1),
        "{error:?}"
    );
    receiver.has_uploads(1).await;
    let uploads = receiver.uploads().into_iter();
    let arrived = uploads.map(|upload| (upload.length, upload.is_whole));
    assert_eq!(arrived.collect::<Vec<_>>(), [(4, false)]);
}
