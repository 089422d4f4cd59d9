//! The detail of a failure to connect, in words that an operator can act on.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io;

use crate::decide::causes::causes;
use crate::decide::tls;
use crate::error::{ConnectError, ConnectStage};

/// The kind of failure behind an error of connecting, if one of its causes says it.
pub(crate) fn detail(error: &(dyn StdError + 'static)) -> Cow<'static, str> {
    // The innermost cause says most: a refused connection, for example, behind a tunnel through a
    // proxy.
    let told = tls::about_certificates(error).or_else(|| causes(error).find_map(socket_detail));
    let is_of_proxy = error
        .downcast_ref::<ConnectError>()
        .is_some_and(|error| error.is_of_proxy);
    match told {
        Some(words) if is_of_proxy => format!("the proxy: {words}").into(),
        Some(words) => words.into(),
        None => stage_detail(error),
    }
}

fn socket_detail(cause: &(dyn StdError + 'static)) -> Option<&'static str> {
    // The connector's error type is private, so only its text can be compared.
    if cause.to_string() == "dns error" {
        return Some("host not found");
    }
    let words = match cause.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => "connection reset",
        io::ErrorKind::HostUnreachable => "host unreachable",
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => "network unreachable",
        io::ErrorKind::AddrNotAvailable => "no local address left",
        io::ErrorKind::TimedOut => "connecting took too long",
        io::ErrorKind::UnexpectedEof => "closed during the handshake",
        _ => return None,
    };
    Some(words)
}

/// The stage at which connecting failed, if nothing more is known.
fn stage_detail(error: &(dyn StdError + 'static)) -> Cow<'static, str> {
    match error.downcast_ref::<ConnectError>() {
        Some(error) if error.stage != ConnectStage::Tcp => error.to_string().into(),
        _ => "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_are_told_apart() {
        let table = [
            (io::ErrorKind::ConnectionRefused, "connection refused"),
            (io::ErrorKind::HostUnreachable, "host unreachable"),
            (io::ErrorKind::NetworkUnreachable, "network unreachable"),
            (io::ErrorKind::Other, ""),
        ];
        for (kind, expected) in table {
            assert_eq!(detail(&io::Error::from(kind)), expected, "{kind:?}");
            assert_eq!(
                detail(&io::Error::other(io::Error::from(kind))),
                expected,
                "{kind:?}"
            );
            let connecting = ConnectError::caused_by(ConnectStage::Tcp, io::Error::from(kind));
            assert_eq!(detail(&connecting), expected, "{kind:?}");
        }
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        let proxy = ConnectError::caused_by(ConnectStage::Tcp, refused).of_proxy();
        assert_eq!(detail(&proxy), "the proxy: connection refused");
        let proxy = ConnectError::new(ConnectStage::TunnelBroken);
        assert_eq!(detail(&proxy), "the proxy did not open the tunnel");
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn certificates_are_told_by_what_is_wrong_with_them() {
        use tokio_rustls::rustls::{AlertDescription as Alert, CertificateError, Error};

        let table = [
            (
                Error::InvalidCertificate(CertificateError::UnknownIssuer),
                "certificate not accepted: unknown issuer",
            ),
            (
                Error::InvalidCertificate(CertificateError::Expired),
                "certificate not accepted: expired",
            ),
            (
                Error::InvalidCertificate(CertificateError::BadSignature),
                "certificate not accepted",
            ),
            (
                Error::AlertReceived(Alert::CertificateRequired),
                "client certificate required",
            ),
            (
                Error::AlertReceived(Alert::UnknownCA),
                "client certificate not accepted by the server",
            ),
            (
                Error::AlertReceived(Alert::DecryptError),
                "client certificate not accepted by the server",
            ),
            (
                Error::AlertReceived(Alert::AccessDenied),
                "client certificate not accepted by the server",
            ),
            (Error::AlertReceived(Alert::InternalError), ""),
        ];
        for (error, expected) in table {
            let handshake = io::Error::new(io::ErrorKind::InvalidData, error);
            assert_eq!(detail(&handshake), expected);
        }
    }
}
