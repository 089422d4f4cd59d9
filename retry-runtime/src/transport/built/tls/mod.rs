//! TLS: by rustls if that feature is on, else by the system's library.
//!
//! All three implementations have the same interface: `Tls::new(&roots, identity)`, `tls.connect(host, stream, Alpn)`. So the
//! connector is written once, without a `cfg`, and no trait object stands between HTTP and the bytes. The third,
//! `absent`, refuses every connection. The TLS configuration is made once, and only for the first `https` connection:
//! reading the platform's certificate store takes milliseconds.
//!
//! rustls goes first where both features are on: features add up, and `native-tls` may have been switched on by another
//! crate.
//!
//! No implementation accepts a certificate that its verifier rejects, and no setting can change that.

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod absent;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod native;
#[cfg(feature = "rustls")]
mod rustls;

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) use self::absent::{Encrypted, Identity, Roots, Tls};
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) use self::native::{Encrypted, Identity, Roots, Tls};
#[cfg(feature = "rustls")]
pub(crate) use self::rustls::{Encrypted, Identity, Roots, Tls};

/// The protocols that are offered to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alpn {
    /// HTTP/2 and HTTP/1.1, or only the latter without the feature `http2`.
    Any,
    /// HTTP/1.1, to a proxy.
    Http1,
}

impl Alpn {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn protocols(self) -> &'static [&'static str] {
        match self {
            Self::Any if cfg!(feature = "http2") => &["h2", "http/1.1"],
            Self::Any | Self::Http1 => &["http/1.1"],
        }
    }
}
