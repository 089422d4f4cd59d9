//! What errors of TLS mean: a certificate that is not accepted stays so, all else may be over in a moment.

use std::borrow::Cow;
use std::error::Error as StdError;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::decide::causes::causes;

/// Tells if a certificate is not accepted, by us or by the server, or is missing.
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

/// The words for a certificate that is not accepted.
#[cfg(feature = "rustls")]
pub(crate) fn certificate_detail(error: &(dyn StdError + 'static)) -> Option<Cow<'static, str>> {
    use tokio_rustls::rustls::{AlertDescription as Alert, CertificateError as Invalid, Error};

    let error = causes(error).find_map(|cause| cause.downcast_ref::<Error>())?;
    let words = match error {
        Error::InvalidCertificate(invalid) => match invalid {
            Invalid::UnknownIssuer => "certificate not accepted: unknown issuer",
            Invalid::Expired | Invalid::ExpiredContext { .. } => {
                "certificate not accepted: expired"
            }
            Invalid::NotValidYet | Invalid::NotValidYetContext { .. } => {
                "certificate not accepted: not valid yet"
            }
            Invalid::NotValidForName | Invalid::NotValidForNameContext { .. } => {
                "certificate not accepted: not for this host"
            }
            Invalid::Revoked => "certificate not accepted: revoked",
            _ => "certificate not accepted",
        },
        Error::NoCertificatesPresented => "certificate not accepted: the server has none",
        Error::AlertReceived(Alert::CertificateRequired | Alert::NoCertificate) => {
            "client certificate required"
        }
        Error::AlertReceived(_) if is_about_certificates(error) => {
            "client certificate not accepted by the server"
        }
        _ => return None,
    };
    Some(words.into())
}

/// The words for a certificate that is not accepted: of this library there is only the fact.
#[cfg(not(feature = "rustls"))]
pub(crate) fn certificate_detail(error: &(dyn StdError + 'static)) -> Option<Cow<'static, str>> {
    is_about_certificates(error).then(|| "certificate not accepted".into())
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
