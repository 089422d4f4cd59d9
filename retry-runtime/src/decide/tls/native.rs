//! Errors of the system's TLS library, which are opaque unless it is OpenSSL.

use std::error::Error as StdError;
use std::io;

use crate::decide::causes::causes;

/// The problem of a certificate, if the error is about one. An error that ends the handshake and does not come from the
/// socket counts as one, unless it is known to be something else.
pub(crate) fn about_certificates(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let is_handshake = causes(error).any(<dyn StdError + 'static>::is::<native_tls::Error>);
    let is_io = causes(error).any(<dyn StdError + 'static>::is::<io::Error>);
    let is_opaque = is_handshake && !is_io && !codes::is_closed(error);
    codes::client_certificate_refused(error)
        .or_else(|| is_opaque.then_some("certificate not accepted"))
}

/// The server's rejection of the client's certificate, which TLS 1.3 sends after the handshake.
pub(crate) fn client_certificate_refused(error: &io::Error) -> Option<&'static str> {
    codes::client_certificate_refused(error)
}

/// The error codes of OpenSSL, which are part of its interface.
#[cfg(not(any(windows, target_vendor = "apple")))]
mod codes {
    use std::error::Error as StdError;

    use openssl::error::{Error as Code, ErrorStack};

    use crate::decide::causes::causes;

    /// The TLS part of the library, `ERR_LIB_SSL`.
    const TLS: i32 = 20;

    /// The offset of alerts from the peer, `SSL_AD_REASON_OFFSET`.
    const ALERT: i32 = 1000;

    /// Tells whether the peer closed the connection during the handshake. This is the only error without a code, and
    /// therefore without a cause.
    pub(super) fn is_closed(error: &(dyn StdError + 'static)) -> bool {
        causes(error).any(|cause| cause.is::<native_tls::Error>() && cause.source().is_none())
    }

    /// Reads the alerts of RFC 8446, section 6.2, that are about the client's certificate.
    pub(super) fn client_certificate_refused(
        error: &(dyn StdError + 'static),
    ) -> Option<&'static str> {
        let stacks = causes(error).filter_map(|cause| cause.downcast_ref::<ErrorStack>());
        let codes = stacks.flat_map(ErrorStack::errors);
        codes
            .filter(|code| code.library_code() == TLS)
            .find_map(|code: &Code| match code.reason_code() - ALERT {
                41 | 116 => Some("client certificate required"),
                42..=46 | 48 | 49 | 51 => Some("client certificate not accepted by the server"),
                _ => None,
            })
    }
}

/// The libraries of Windows and Apple do not distinguish alerts from each other or from a lost connection.
#[cfg(any(windows, target_vendor = "apple"))]
mod codes {
    use std::error::Error as StdError;

    pub(super) fn is_closed(_: &(dyn StdError + 'static)) -> bool {
        false
    }

    /// Always `None`, so that such an error counts as a lost connection: for some of them a request was sent.
    pub(super) fn client_certificate_refused(_: &(dyn StdError + 'static)) -> Option<&'static str> {
        None
    }
}
