//! TLS: by rustls if that feature is on, else by the system's library.
//!
//! Both halves have the same face: `Tls::new(&roots, identity)`, `tls.connect(host, stream, Alpn)`.
//! So `connect` is written once, and no trait object stands between HTTP and the bytes. What was
//! made of the certificates is made once, and only when the first `https` connection needs it: the
//! platform's store of certificates takes milliseconds to read.
//!
//! rustls goes first where both features are on: features add up, and `native-tls` may have been
//! switched on by another crate. Neither half accepts a certificate that its verifier does not, and
//! there is no setting that could make it.

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod native;
#[cfg(feature = "rustls")]
mod rustls;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) use self::native::{Encrypted, Identity, Roots, Tls};
#[cfg(feature = "rustls")]
pub(crate) use self::rustls::{Encrypted, Identity, Roots, Tls};

/// The protocols that are offered to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alpn {
    /// HTTP/2 and HTTP/1.1, or the latter alone without the feature `http2`.
    Any,
    /// HTTP/1.1, to a proxy.
    Http1,
}
