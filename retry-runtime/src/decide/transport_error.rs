//! From a transport's error to a failure: what kind it is, and how far the request got.
//!
//! The flags of `reqwest::Error` mislead (a cut body is `is_decode`, a certificate that is not
//! accepted is `is_connect`), so the chain of causes is walked down to hyper, h2 and the socket.

use std::error::Error as StdError;
use std::io;

use crate::decide::causes::causes;
use crate::decide::no_connection;
use crate::decide::tls;
use crate::error::{
    BoxError, ConnectError, Delivery, ErrorKind, ExchangeError, Failure, SourceError, TimedOut,
};

/// The phase in which the error came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before a whole response head had arrived.
    Head,
    /// While the body was read.
    Body,
}

/// The failure behind a transport's error. The URL is taken out of the error's text.
pub(crate) fn diagnose(error: BoxError, stage: Phase) -> Box<Failure> {
    // A client that is the transport of another one hands its error through; that one has been
    // diagnosed.
    let error = match error.downcast::<crate::Error>() {
        Ok(error) => return error.into_failure(),
        Err(error) => error,
    };
    // A transport of our own, such as the stub, may have decided already.
    let error = match error.downcast::<Failure>() {
        Ok(failure) => return failure,
        Err(error) => error,
    };
    // The text of such an error has the whole URL in it, with what the caller has put into the
    // query.
    let error = match error.downcast::<reqwest::Error>() {
        Ok(error) => Box::new(error.without_url()),
        Err(error) => error,
    };
    let (kind, delivery) = match stage {
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
        // After `is_connect`: a timeout of connecting has both flags, and is the one that sent
        // nothing.
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
    // A GOAWAY that names no last stream refuses nothing, and the request may be on its way.
    if exchange.is_some_and(|exchange| !exchange.names_a_last_stream) && is_go_away(error) {
        return LOST;
    }
    // Under TLS 1.3 a server that wants a certificate of ours says so after the handshake.
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

/// Whatever ends a handshake may be over in a moment: an alert, say, of a server that starts or stops.
/// A certificate that is not accepted, by us or by the server, is not.
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
    // A head has arrived, so the server has acted. Whether once more would do harm is up to the
    // verb.
    (kind, Delivery::MaybeProcessed)
}

/// The kind that one cause decides, if it does.
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
        // The body that was to be sent says why it breaks off. Without a body's error it is the task of
        // the connection that is gone, with its runtime or in the midst of a GOAWAY; or the body
        // panicked, which hyper tells by these words alone.
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
        // hyper cancels what is still queued before its connection, and has written none of it.
        return Some((ErrorKind::Reset, Delivery::NotSent));
    }
    // A ping that nobody answered is a timeout, of the connection.
    if error.is_incomplete_message() || error.is_closed() || error.is_timeout() {
        return Some(LOST);
    }
    // Whatever a socket or TLS says in the midst of it: reset, unreachable, a record that is no record.
    let is_io = source.is_some_and(<dyn StdError + 'static>::is::<io::Error>);
    // Bytes that are no HTTP decide nothing here, and become `Protocol` in the end: a fault of the
    // server and not of the connection.
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
    // What we ourselves complain about is not HTTP, unless we are but closing the connection: for
    // good, or because too many streams were given up on it.
    let is_closing = matches!(
        error.reason(),
        Some(h2::Reason::NO_ERROR | h2::Reason::ENHANCE_YOUR_CALM)
    );
    if error.is_library() && !is_closing {
        return (ErrorKind::Protocol, Delivery::MaybeProcessed);
    }
    // RFC 9113, 8.7: a stream that was refused, or is past the last one that a GOAWAY names, was
    // not processed, and any request may be sent again. Both count only if they come from the
    // server.
    let refused = error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    // Whatever its code: a stream that is not past the last one named goes on in spite of it.
    let past_the_last = error.is_remote() && error.is_go_away();
    if refused || past_the_last {
        (ErrorKind::Reset, Delivery::Refused)
    } else {
        LOST
    }
}

/// The meaning of a socket error that a transport of the user's own reports.
fn io_says(error: &io::Error) -> Option<(ErrorKind, Delivery)> {
    use io::ErrorKind as Io;
    match error.kind() {
        // The one error that proves that there was no connection. Any other may come after the last
        // byte was sent.
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
    async fn whatever_a_socket_says_in_the_midst_of_an_exchange_is_a_lost_connection() {
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
                // The greeting may be as far as it gets, and then nothing was sent.
                assert_eq!(
                    of(error, Phase::Head).0,
                    ErrorKind::Reset,
                    "{kind:?}, {at_write}"
                );
            }
        }
    }

    #[test]
    fn whatever_breaks_in_the_body_is_a_broken_body() {
        assert_eq!(
            of(io::Error::from(io::ErrorKind::ConnectionReset), Phase::Body).0,
            ErrorKind::Body
        );
        assert_eq!(of("unheard of", Phase::Body).0, ErrorKind::Body);
    }

    #[test]
    fn an_error_nobody_knows_is_not_taken_for_one_that_may_be_retried() {
        assert_eq!(
            of("unheard of", Phase::Head),
            (ErrorKind::Protocol, Delivery::MaybeProcessed)
        );
    }
}
