//! The functions of a build without TLS, in which no error is about a certificate.

use std::error::Error as StdError;
use std::io;

pub(crate) fn about_certificates(_: &(dyn StdError + 'static)) -> Option<&'static str> {
    None
}

pub(crate) fn client_certificate_refused(_: &io::Error) -> Option<&'static str> {
    None
}
