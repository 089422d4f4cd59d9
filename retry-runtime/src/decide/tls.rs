//! What errors of TLS mean: a certificate that is not accepted stays so, all else may be over in a moment.

use std::error::Error as StdError;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::decide::causes::causes;

/// Whether a certificate is not accepted, by us or by the server, or is missing.
#[cfg(feature = "rustls")]
pub(crate) fn is_about_certificates(error: &(dyn StdError + 'static)) -> bool {
    use tokio_rustls::rustls::{AlertDescription as Alert, Error};

    causes(error).any(|cause| {
        matches!(
            cause.downcast_ref::<Error>(),
            Some(
                Error::InvalidCertificate(_)
                    | Error::NoCertificatesPresented
                    | Error::UnsupportedNameType
                    | Error::AlertReceived(
                        Alert::NoCertificate
                            | Alert::BadCertificate
                            | Alert::UnsupportedCertificate
                            | Alert::CertificateRevoked
                            | Alert::CertificateExpired
                            | Alert::CertificateUnknown
                            | Alert::CertificateRequired
                            | Alert::UnknownCA
                    )
            )
        )
    })
}

/// The same of the system's library, whose errors are opaque: what ends a handshake and is no error of
/// the socket counts as a certificate.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn is_about_certificates(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(<dyn StdError + 'static>::is::<native_tls::Error>)
        && !causes(error).any(<dyn StdError + 'static>::is::<std::io::Error>)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn is_about_certificates(_: &(dyn StdError + 'static)) -> bool {
    false
}
