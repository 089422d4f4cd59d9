//! The system's TLS library, by `native-tls`.

use native_tls::{Certificate, TlsConnector};
use tokio::io::{AsyncRead, AsyncWrite};

use super::Alpn;
use crate::error::{ConnectError, ConnectStage};

pub(crate) type Encrypted<S> = tokio_native_tls::TlsStream<S>;

/// Certificates that are trusted in addition to the platform's.
#[derive(Clone, Default)]
pub(crate) struct Roots(Vec<Certificate>);

impl Roots {
    /// Adds the certificates in a PEM text, which must have at least one.
    pub(crate) fn add(&mut self, pem: &[u8]) -> Result<(), &'static str> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        let text = std::str::from_utf8(pem).map_err(|_| "it is not PEM")?;
        let mut count = 0;
        // The library reads only the first certificate of a text, so it gets the text from each of
        // them on.
        for (at, _) in text.match_indices(BEGIN) {
            let certificate = Certificate::from_pem(&text.as_bytes()[at..]);
            self.0.push(certificate.map_err(|_| "it is not PEM")?);
            count += 1;
        }
        if count == 0 {
            return Err("there is no certificate in it");
        }
        Ok(())
    }
}

/// The client's own certificate, its chain and its key.
pub(crate) struct Identity(native_tls::Identity);

impl Identity {
    pub(crate) fn from_pem(text: &[u8]) -> Result<Self, &'static str> {
        // The library finds certificates anywhere in the text, but the key only at its beginning.
        const KEY: &[u8] = b"-----BEGIN PRIVATE KEY-----";
        let key = text.windows(KEY.len()).position(|here| here == KEY);
        let key = key.ok_or("there is no PKCS #8 key in it")?;
        native_tls::Identity::from_pkcs8(text, &text[key..])
            .map(Self)
            .map_err(|_| "it is not a PEM of a certificate and its PKCS #8 key")
    }
}

pub(crate) struct Tls {
    any: tokio_native_tls::TlsConnector,
    http1: tokio_native_tls::TlsConnector,
}

impl Tls {
    pub(crate) fn new(roots: &Roots, identity: Option<&Identity>) -> Result<Self, ConnectError> {
        Ok(Self {
            any: connector(roots, identity, Alpn::Any)?,
            http1: connector(roots, identity, Alpn::Http1)?,
        })
    }

    /// Performs the handshake. Returns the stream, and whether it speaks HTTP/2.
    pub(crate) async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
        alpn: Alpn,
    ) -> Result<(Encrypted<S>, bool), ConnectError> {
        let connector = match alpn {
            Alpn::Any => &self.any,
            Alpn::Http1 => &self.http1,
        };
        let stream = connector.connect(host, stream).await.map_err(failed)?;
        let protocol = stream.get_ref().negotiated_alpn().ok().flatten();
        let is_http2 = protocol.is_some_and(|protocol| protocol == b"h2");
        Ok((stream, is_http2))
    }
}

fn connector(
    roots: &Roots,
    identity: Option<&Identity>,
    alpn: Alpn,
) -> Result<tokio_native_tls::TlsConnector, ConnectError> {
    let mut builder = TlsConnector::builder();
    builder.request_alpns(alpn.protocols());
    for root in &roots.0 {
        builder.add_root_certificate(root.clone());
    }
    if let Some(Identity(identity)) = identity {
        builder.identity(identity.clone());
    }
    builder.build().map(Into::into).map_err(failed)
}

fn failed(error: native_tls::Error) -> ConnectError {
    ConnectError::caused_by(ConnectStage::Tls, error)
}
