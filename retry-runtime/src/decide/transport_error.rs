//! From a transport's error to a failure: what kind it is, and how far the request got.
//!
//! The flags of `reqwest::Error` mislead (a cut body is `is_decode`, a certificate that is not
//! accepted is `is_connect`), so the chain of causes is walked down to hyper, h2 and the socket.

use std::error::Error as StdError;
use std::io;

use crate::error::{BoxError, Delivery, ErrorKind, Failure, SourceError};

/// When the error came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before a whole response head had arrived.
    Head,
    /// While the body was read.
    Body,
}

/// The failure behind a transport's error. The URL is taken out of the error's text.
pub(crate) fn diagnose(error: BoxError, stage: Phase) -> Box<Failure> {
    let error = match error.downcast::<crate::Error>() {
        Ok(error) => return error.into_failure(),
        Err(error) => error,
    };
    // A transport of our own, such as the stub, may have decided already.
    let error = match error.downcast::<Failure>() {
        Ok(failure) => return failure,
        Err(error) => error,
    };
    let error = match error.downcast::<reqwest::Error>() {
        Ok(error) => Box::new(error.without_url()),
        Err(error) => error,
    };
    let (kind, delivery) = match stage {
        Phase::Head => before_the_head(&*error),
        Phase::Body => in_the_body(&*error),
    };
    let mut failure = Failure::new(kind).caused_by(error);
    failure.delivery = delivery;
    failure
}

fn before_the_head(error: &(dyn StdError + 'static)) -> (ErrorKind, Delivery) {
    if let Some(flags) = error.downcast_ref::<reqwest::Error>() {
        if flags.is_builder() {
            return (ErrorKind::Build, Delivery::NotSent);
        }
        if flags.is_connect() {
            return (
                ErrorKind::Connect,
                if is_permanent(error) {
                    Delivery::NotSentForGood
                } else {
                    Delivery::NotSent
                },
            );
        }
        if flags.is_timeout() {
            return (ErrorKind::Timeout, Delivery::MaybeProcessed);
        }
    }
    if causes(error).any(<dyn std::error::Error + 'static>::is::<SourceError>) {
        return (ErrorKind::Source, Delivery::MaybeProcessed);
    }
    causes(error)
        .find_map(telling)
        .unwrap_or((ErrorKind::Protocol, Delivery::MaybeProcessed))
}

fn in_the_body(error: &(dyn StdError + 'static)) -> (ErrorKind, Delivery) {
    let timed_out = error
        .downcast_ref::<reqwest::Error>()
        .is_some_and(reqwest::Error::is_timeout);
    (
        if timed_out {
            ErrorKind::Timeout
        } else {
            ErrorKind::Body
        },
        Delivery::MaybeProcessed,
    )
}

/// Whether a certificate is not accepted, by us or by the server. Whatever else ends a handshake may
/// be over in a moment: an alert, say, of a server that starts or stops. All TLS libraries use the word.
fn is_permanent(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| cause.to_string().to_lowercase().contains("certificate"))
}

/// What one cause says, if it is one that decides.
fn telling(cause: &(dyn StdError + 'static)) -> Option<(ErrorKind, Delivery)> {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return hyper_says(error);
    }
    #[cfg(feature = "http2")]
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        return h2_says(error);
    }
    io_says(cause.downcast_ref::<io::Error>()?)
}

fn hyper_says(error: &hyper::Error) -> Option<(ErrorKind, Delivery)> {
    if error.is_user() && error.source().is_some() {
        // The body that was to be sent says why it breaks off.
        Some((ErrorKind::Source, Delivery::MaybeProcessed))
    } else if error.is_canceled() {
        Some((ErrorKind::Reset, Delivery::NotSent))
    } else if error.is_incomplete_message() || error.is_closed() {
        Some((ErrorKind::Reset, Delivery::MaybeProcessed))
    } else {
        None
    }
}

#[cfg(feature = "http2")]
fn h2_says(error: &h2::Error) -> Option<(ErrorKind, Delivery)> {
    if let Some(error) = error.get_io() {
        return io_says(error);
    }
    // What we ourselves complain about is not HTTP, unless we are but closing the connection.
    if error.is_library() && error.reason() != Some(h2::Reason::NO_ERROR) {
        return Some((ErrorKind::Protocol, Delivery::MaybeProcessed));
    }
    let refused = error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    // Whatever its code: a stream that is not past the last one named goes on in spite of it.
    let past_the_last = error.is_remote() && error.is_go_away();
    let delivery = if refused || past_the_last {
        Delivery::Refused
    } else {
        Delivery::MaybeProcessed
    };
    Some((ErrorKind::Reset, delivery))
}

fn io_says(error: &io::Error) -> Option<(ErrorKind, Delivery)> {
    use io::ErrorKind as Io;
    match error.kind() {
        Io::ConnectionRefused => Some((ErrorKind::Connect, Delivery::NotSent)),
        Io::ConnectionReset
        | Io::ConnectionAborted
        | Io::BrokenPipe
        | Io::UnexpectedEof
        | Io::NotConnected => Some((ErrorKind::Reset, Delivery::MaybeProcessed)),
        Io::TimedOut => Some((ErrorKind::Timeout, Delivery::MaybeProcessed)),
        _ => None,
    }
}

/// The error and everything that caused it. An `io::Error` hides what it wraps from `source()`.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
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
