//! Errors of rustls, which are told apart by their types.

use std::error::Error as StdError;
use std::io;

use tokio_rustls::rustls::{AlertDescription as Alert, CertificateError as Why, Error};

use crate::decide::causes::causes;

/// The problem of a certificate, if the error is about one: the server's certificate is not accepted, or the server
/// does not accept or misses that of the client.
///
/// The types of the errors decide, never their texts.
pub(crate) fn about_certificates(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    // RFC 8446, 6.2 lists the alerts. Those that are not about a certificate do not count: a server
    // that restarts may send `internal_error` and accept the next handshake.
    causes(error).find_map(|cause| match cause.downcast_ref::<Error>()? {
        Error::InvalidCertificate(why) => Some(not_accepted_by_us(why)),
        Error::NoCertificatesPresented => Some("certificate not accepted: the server has none"),
        Error::UnsupportedNameType => Some("certificate not accepted"),
        Error::AlertReceived(alert) => not_accepted_by_the_server(*alert),
        _ => None,
    })
}

fn not_accepted_by_us(why: &Why) -> &'static str {
    match why {
        Why::UnknownIssuer => "certificate not accepted: unknown issuer",
        Why::Expired | Why::ExpiredContext { .. } => "certificate not accepted: expired",
        Why::NotValidYet | Why::NotValidYetContext { .. } => {
            "certificate not accepted: not valid yet"
        }
        Why::NotValidForName | Why::NotValidForNameContext { .. } => {
            "certificate not accepted: not for this host"
        }
        Why::Revoked => "certificate not accepted: revoked",
        _ => "certificate not accepted",
    }
}

fn not_accepted_by_the_server(alert: Alert) -> Option<&'static str> {
    match alert {
        Alert::CertificateRequired | Alert::NoCertificate => Some("client certificate required"),
        Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        // The certificate was not signed by the authority that it names, or is known but not
        // authorized (RFC 8446, section 6.2).
        | Alert::DecryptError
        | Alert::AccessDenied => Some("client certificate not accepted by the server"),
        _ => None,
    }
}

/// The server's rejection of the client's certificate, which TLS 1.3 sends after the handshake.
pub(crate) fn client_certificate_refused(error: &io::Error) -> Option<&'static str> {
    about_certificates(error)
}
