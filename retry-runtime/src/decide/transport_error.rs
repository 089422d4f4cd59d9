//! The diagnosis of a transport's error: the kind of failure, and how far the request got.
//!
//! The flags of `reqwest::Error` mislead: a body that was cut off is `is_decode`, a rejected certificate is
//! `is_connect`. So the chain of causes is searched down to hyper, h2 and the socket.

use std::error::Error as StdError;
use std::io;

use crate::decide::causes::causes;
use crate::decide::no_connection;
use crate::decide::tls;
use crate::error::{
    BoxError, ConnectError, Delivery, ErrorKind, ExchangeError, Failure, SourceError, TimedOut,
};

/// The phase of the exchange in which an error occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before the complete head of a response had arrived.
    Head,
    /// While the body was read.
    Body,
}

/// Diagnoses a transport's error. The URL is removed from the error's text.
pub(crate) fn diagnose(error: BoxError, phase: Phase) -> Box<Failure> {
    // A client that is the transport of another one passes on its own error, which has been
    // diagnosed already.
    let error = match error.downcast::<crate::Error>() {
        Ok(error) => return error.into_failure(),
        Err(error) => error,
    };
    // A transport of this crate, such as the stub, may have decided already.
    let error = match error.downcast::<Failure>() {
        Ok(failure) => return failure,
        Err(error) => error,
    };
    // The text of such an error contains the complete URL with the caller's query.
    let error = match error.downcast::<reqwest::Error>() {
        Ok(error) => Box::new(error.without_url()),
        Err(error) => error,
    };
    let (kind, delivery) = match phase {
        Phase::Head => before_the_head(&*error),
        Phase::Body => in_the_body(&*error),
    };
    let detail = match kind {
        ErrorKind::Connect => no_connection::detail(&*error),
        _ => "".into(),
    };
    let mut failure = Failure::new(kind).because(detail).caused_by(error);
    failure.delivery = delivery;
    failure
}

fn before_the_head(error: &(dyn StdError + 'static)) -> (ErrorKind, Delivery) {
    if let Some(flags) = error.downcast_ref::<reqwest::Error>() {
        if flags.is_builder() {
            return (ErrorKind::Build, Delivery::NotSent);
        }
        if flags.is_connect() {
            return not_connected(error, false);
        }
        // After `is_connect`, because a timeout of connecting has both flags, and then nothing was
        // sent.
        if flags.is_timeout() {
            return (ErrorKind::Timeout, Delivery::MaybeProcessed);
        }
    }
    if let Some(error) = error.downcast_ref::<ConnectError>() {
        return not_connected(error, error.is_lasting());
    }
    if error.is::<TimedOut>() {
        return (ErrorKind::Timeout, Delivery::MaybeProcessed);
    }
    let exchange = error.downcast_ref::<ExchangeError>();
    if exchange.is_some_and(|exchange| exchange.is_unsent) {
        return (ErrorKind::Reset, Delivery::NotSent);
    }
    // A GOAWAY that does not name a last stream refuses no request, and this one may have been
    // sent.
    if exchange.is_some_and(|exchange| !exchange.names_a_last_stream) && is_go_away(error) {
        return LOST;
    }
    // Under TLS 1.3 a server asks for the client's certificate after the handshake.
    if tls::about_certificates(error).is_some() {
        return (ErrorKind::Connect, Delivery::NotSentForGood);
    }
    if causes(error).any(<dyn StdError + 'static>::is::<SourceError>) {
        return (ErrorKind::Source, Delivery::MaybeProcessed);
    }
    causes(error)
        .find_map(telling)
        .unwrap_or((ErrorKind::Protocol, Delivery::MaybeProcessed))
}

/// Most errors of a handshake may be over in a moment, such as an alert of a server that is starting or stopping.
/// A certificate that client or server rejects is final.
fn not_connected(error: &(dyn StdError + 'static), is_lasting: bool) -> (ErrorKind, Delivery) {
    let delivery = if is_lasting || tls::about_certificates(error).is_some() {
        Delivery::NotSentForGood
    } else {
        Delivery::NotSent
    };
    (ErrorKind::Connect, delivery)
}

fn in_the_body(error: &(dyn StdError + 'static)) -> (ErrorKind, Delivery) {
    let timed_out = error.is::<TimedOut>()
        || error
            .downcast_ref::<reqwest::Error>()
            .is_some_and(reqwest::Error::is_timeout);
    let kind = if timed_out {
        ErrorKind::Timeout
    } else {
        ErrorKind::Body
    };
    // A head has arrived, so the server has acted. The verb decides whether a repetition would do
    // harm.
    (kind, Delivery::MaybeProcessed)
}

/// The kind that one cause decides, if it decides any.
fn telling(cause: &(dyn StdError + 'static)) -> Option<(ErrorKind, Delivery)> {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return hyper_says(error);
    }
    #[cfg(feature = "http2")]
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        return Some(h2_says(error));
    }
    io_says(cause.downcast_ref::<io::Error>()?)
}

/// A connection that was lost while a request was on it.
const LOST: (ErrorKind, Delivery) = (ErrorKind::Reset, Delivery::MaybeProcessed);

fn hyper_says(error: &hyper::Error) -> Option<(ErrorKind, Delivery)> {
    let source = error.source();
    if error.is_user() {
        // The request body reports why it broke off. Without an error of the body, the task of the
        // connection is gone, with its runtime or during a GOAWAY; or the body panicked, which
        // hyper reports only by these words.
        return match source {
            Some(source)
                if source.is::<reqwest::Error>() || source.to_string() == "user code panicked" =>
            {
                Some((ErrorKind::Source, Delivery::MaybeProcessed))
            }
            Some(_) => Some(LOST),
            None => None,
        };
    }
    if error.is_canceled() {
        // hyper cancels requests that are still queued for a connection, and has not written any
        // part of them.
        return Some((ErrorKind::Reset, Delivery::NotSent));
    }
    // A ping without a response is a timeout of the connection.
    if error.is_incomplete_message() || error.is_closed() || error.is_timeout() {
        return Some(LOST);
    }
    // Any error of the socket or of TLS during the exchange: reset, unreachable, an invalid record.
    let is_io = source.is_some_and(<dyn StdError + 'static>::is::<io::Error>);
    // Bytes that are not HTTP are the server's error and not the connection's, and become
    // `Protocol`.
    (is_io && !error.is_parse()).then_some(LOST)
}

#[cfg(feature = "http2")]
fn is_go_away(error: &(dyn StdError + 'static)) -> bool {
    let is_remote = |error: &h2::Error| error.is_remote() && error.is_go_away();
    causes(error).any(|cause| cause.downcast_ref().is_some_and(is_remote))
}

#[cfg(not(feature = "http2"))]
fn is_go_away(_: &(dyn StdError + 'static)) -> bool {
    false
}

#[cfg(feature = "http2")]
fn h2_says(error: &h2::Error) -> (ErrorKind, Delivery) {
    if error.is_io() {
        return LOST;
    }
    // An error that h2 itself detects means invalid HTTP, unless this side only closes the
    // connection: regularly, or because too many streams were reset on it.
    let is_closing = matches!(
        error.reason(),
        Some(h2::Reason::NO_ERROR | h2::Reason::ENHANCE_YOUR_CALM)
    );
    if error.is_library() && !is_closing {
        return (ErrorKind::Protocol, Delivery::MaybeProcessed);
    }
    // RFC 9113, 8.7: a stream that was refused, or that is later than the last one a GOAWAY names,
    // was not processed, and its request may be sent again. Both count only if they come from the
    // server.
    let refused = error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    // Its code does not matter: h2 lets streams up to the last one named continue.
    let is_after_last = error.is_remote() && error.is_go_away();
    if refused || is_after_last {
        (ErrorKind::Reset, Delivery::Refused)
    } else {
        LOST
    }
}

/// The meaning of a socket error that a transport of the user's own reports.
fn io_says(error: &io::Error) -> Option<(ErrorKind, Delivery)> {
    use io::ErrorKind as Io;
    match error.kind() {
        // The only error that proves that there was no connection. Any other may come after the
        // last byte was sent.
        Io::ConnectionRefused => Some((ErrorKind::Connect, Delivery::NotSent)),
        Io::ConnectionReset
        | Io::ConnectionAborted
        | Io::BrokenPipe
        | Io::UnexpectedEof
        | Io::NotConnected
        | Io::HostUnreachable
        | Io::NetworkUnreachable
        | Io::NetworkDown => Some(LOST),
        Io::TimedOut => Some((ErrorKind::Timeout, Delivery::MaybeProcessed)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    use hyper::client::conn::http1;
    #[cfg(feature = "http2")]
    use hyper::client::conn::http2;
    use hyper::rt::{Read, ReadBufCursor, Write};

    use super::*;

    fn of(error: impl Into<BoxError>, stage: Phase) -> (ErrorKind, Delivery) {
        let failure = diagnose(error.into(), stage);
        (failure.kind, failure.delivery)
    }

    #[test]
    fn the_socket_tells_a_lost_connection_from_one_never_made() {
        let table = [
            (
                io::ErrorKind::ConnectionRefused,
                (ErrorKind::Connect, Delivery::NotSent),
            ),
            (
                io::ErrorKind::ConnectionReset,
                (ErrorKind::Reset, Delivery::MaybeProcessed),
            ),
            (
                io::ErrorKind::UnexpectedEof,
                (ErrorKind::Reset, Delivery::MaybeProcessed),
            ),
            (
                io::ErrorKind::TimedOut,
                (ErrorKind::Timeout, Delivery::MaybeProcessed),
            ),
            (
                io::ErrorKind::Other,
                (ErrorKind::Protocol, Delivery::MaybeProcessed),
            ),
        ];
        for (kind, expected) in table {
            assert_eq!(of(io::Error::from(kind), Phase::Head), expected, "{kind:?}");
            let wrapped = io::Error::other(io::Error::from(kind));
            assert_eq!(of(wrapped, Phase::Head), expected, "wrapped {kind:?}");
        }
    }

    /// A socket that fails like this, once it is written to or once something has been written.
    struct Failing {
        kind: io::ErrorKind,
        at_write: bool,
        is_written: bool,
        reader: Option<Waker>,
    }

    impl Read for Failing {
        fn poll_read(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
            _: ReadBufCursor<'_>,
        ) -> Poll<io::Result<()>> {
            if self.is_written {
                return Poll::Ready(Err(self.kind.into()));
            }
            self.reader = Some(context.waker().clone());
            Poll::Pending
        }
    }

    impl Write for Failing {
        fn poll_write(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            if self.at_write {
                return Poll::Ready(Err(self.kind.into()));
            }
            self.is_written = true;
            if let Some(reader) = self.reader.take() {
                reader.wake();
            }
            Poll::Ready(Ok(bytes.len()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    fn request() -> http::Request<String> {
        let request = http::Request::get("https://example.com/");
        request.body("order".to_owned()).unwrap()
    }

    /// No server can bring most of these about, so they are made where the socket is.
    #[tokio::test]
    async fn a_socket_error_during_an_exchange_is_a_lost_connection() {
        let kinds = [
            io::ErrorKind::HostUnreachable,
            io::ErrorKind::NetworkUnreachable,
            io::ErrorKind::NetworkDown,
            io::ErrorKind::ConnectionReset,
            io::ErrorKind::BrokenPipe,
            io::ErrorKind::InvalidData,
            io::ErrorKind::TimedOut,
            io::ErrorKind::Other,
        ];
        for (kind, at_write) in kinds
            .into_iter()
            .flat_map(|kind| [(kind, false), (kind, true)])
        {
            let socket = || Failing {
                kind,
                at_write,
                is_written: false,
                reader: None,
            };
            let (mut sender, connection) = http1::handshake(socket()).await.unwrap();
            tokio::spawn(connection);
            let error = sender.send_request(request()).await.unwrap_err();
            assert_eq!(of(error, Phase::Head), LOST, "{kind:?}, {at_write}");
            #[cfg(feature = "http2")]
            {
                let executor = hyper_util::rt::TokioExecutor::new();
                let handshake = http2::handshake(executor, socket());
                let error = match handshake.await {
                    Ok((mut sender, connection)) => {
                        tokio::spawn(connection);
                        sender.send_request(request()).await.unwrap_err()
                    }
                    Err(error) => error,
                };
                // It may fail in the greeting, and then nothing was sent.
                assert_eq!(
                    of(error, Phase::Head).0,
                    ErrorKind::Reset,
                    "{kind:?}, {at_write}"
                );
            }
        }
    }

    #[test]
    fn an_error_after_the_head_is_a_broken_body() {
        assert_eq!(
            of(io::Error::from(io::ErrorKind::ConnectionReset), Phase::Body).0,
            ErrorKind::Body
        );
        assert_eq!(of("unheard of", Phase::Body).0, ErrorKind::Body);
    }

    #[test]
    fn an_unknown_error_does_not_count_as_one_that_may_be_retried() {
        assert_eq!(
            of("unheard of", Phase::Head),
            (ErrorKind::Protocol, Delivery::MaybeProcessed)
        );
    }
}
