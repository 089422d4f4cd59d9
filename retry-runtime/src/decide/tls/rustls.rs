//! Errors of rustls, which have types.

use std::error::Error as StdError;
use std::io;

use tokio_rustls::rustls::{AlertDescription as Alert, CertificateError as Why, Error};

use crate::decide::causes::causes;

/// The fault of a certificate, if the error is about one: one of the server that we do not
/// accept, or one of ours that the server does not accept or misses.
///
/// By the errors' types, never by a word in their text.
pub(crate) fn about_certificates(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    // Alerts of the server are of RFC 8446, 6.2. Those that are not about a certificate are left
    // out: a server that restarts may well send `internal_error`, and accept the next handshake.
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
        // The certificate names an authority that did not sign it, or one that is known but not let in (RFC 8446,
        // section 6.2).
        | Alert::DecryptError
        | Alert::AccessDenied => Some("client certificate not accepted by the server"),
        _ => None,
    }
}

/// The server's word on the client's certificate after the handshake, as TLS 1.3 has it.
pub(crate) fn client_certificate_refused(error: &io::Error) -> Option<&'static str> {
    about_certificates(error)
}
