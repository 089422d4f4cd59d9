//! The meaning of TLS errors: a certificate that is not accepted stays so, all else may be over in a moment.
//!
//! Each library says it in its own way, and of the two that may be compiled in only one is used.

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod absent;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod native;
#[cfg(feature = "rustls")]
mod rustls;

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) use absent::{about_certificates, client_certificate_refused};
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) use native::{about_certificates, client_certificate_refused};
#[cfg(feature = "rustls")]
pub(crate) use rustls::{about_certificates, client_certificate_refused};
