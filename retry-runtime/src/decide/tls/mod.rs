//! The meaning of TLS errors: a rejected certificate is final, and any other error may be over in a
//! moment.
//!
//! Under TLS 1.3 the server's verdict on the client's certificate arrives after the handshake, as
//! an error of the first read. So the stream below hyper asks here too, and the request that met
//! the error counts as not sent.
//!
//! Each library reports these errors differently. If both are compiled in, only rustls is used, as
//! in the transport.
//!
//! A message must never decide, only a type or a code: texts change between versions of a library.

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
