//! Lines and events that are too long.

use retry_client::ErrorKind;

use super::{FeedClient, client, events};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok};
use crate::support::server::Server;

#[tokio::test]
async fn a_line_or_event_that_never_ends_is_too_large() {
    for (piece, is_lines) in [("data: x\n", false), ("x", false), ("1", true)] {
        let endless = ok(piece).endless(ms(0));
        let server = Server::start([endless]).await;
        let builder = FeedClient::builder().base_url(server.url());
        let feed = builder.max_body(1000).build().unwrap();
        // An error that is the end of it lets go of the connection, though the stream is still there.
        if is_lines {
            let mut lines = feed.lines().await.unwrap();
            let error = lines.value().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge, "{piece:?}");
            server.has_closed(1).await;
            assert_eq!(lines.value().await.unwrap(), None, "{piece:?}");
        } else {
            let mut events = feed.once().await.unwrap();
            let error = events.event().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge, "{piece:?}");
            server.has_closed(1).await;
            assert_eq!(events.event().await.unwrap(), None, "{piece:?}");
        }
    }
}

/// All of it is there at once, with its end and without.
#[tokio::test(start_paused = true)]
async fn a_json_line_beyond_the_limit_is_an_error() {
    for end in ["\n", ""] {
        for (length, expected) in [(1000, Ok(Some(7))), (1001, Err(ErrorKind::TooLarge))] {
            let memory = MemoryTransport::new([ok(format!("{:>length$}{end}", 7))]);
            let reply = client(&memory).reply_lines().await.unwrap();
            let value = reply.into_value().value().await;
            assert_eq!(value.map_err(|error| error.kind()), expected, "{length}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_beyond_the_limit_is_an_error() {
    let data = |length: usize| format!("data: {}\n", "x".repeat(length - 6));
    for begun in [String::new(), data(406)] {
        let room = 1000 - begun.len().saturating_sub("data: \n".len());
        for (length, is_whole) in [(room, true), (room + 1, false)] {
            let memory = MemoryTransport::new([events(format!("{begun}{}\n", data(length)))]);
            let mut events = client(&memory).once().await.unwrap();
            let kind = events.event().await.map_err(|error| error.kind());
            assert_eq!(
                kind.map(|event| event.is_some()),
                is_whole.then_some(true).ok_or(ErrorKind::TooLarge),
                "{length} bytes behind {}",
                begun.len()
            );
        }
    }
}
