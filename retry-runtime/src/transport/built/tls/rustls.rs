//! rustls, with the platform's verifier of certificates.

use std::sync::Arc;

use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject, SectionKind};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, Error};

use super::Alpn;
use crate::error::{ConnectError, ConnectStage};

pub(crate) type Encrypted<S> = tokio_rustls::client::TlsStream<S>;

/// Certificates that are trusted in addition to the platform's.
#[derive(Clone, Default)]
pub(crate) struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Adds the certificates in a PEM text, which must have at least one.
    pub(crate) fn add(&mut self, pem: &[u8]) -> Result<(), &'static str> {
        let before = self.0.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            self.0.push(certificate.map_err(|_| "it is not PEM")?);
        }
        if self.0.len() == before {
            return Err("there is no certificate in it");
        }
        Ok(())
    }
}

/// The client's own certificate, its chain and its key.
pub(crate) struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    pub(crate) fn from_pem(mut text: &[u8]) -> Result<Self, &'static str> {
        let (mut chain, mut key) = (Vec::new(), None);
        while let Some((kind, der)) = pem::from_buf(&mut text).map_err(|_| "it is not PEM")? {
            match kind {
                SectionKind::Certificate => chain.push(der.into()),
                SectionKind::PrivateKey => key = Some(PrivateKeyDer::Pkcs8(der.into())),
                SectionKind::RsaPrivateKey => key = Some(PrivateKeyDer::Pkcs1(der.into())),
                SectionKind::EcPrivateKey => key = Some(PrivateKeyDer::Sec1(der.into())),
                _ => {}
            }
        }
        if chain.is_empty() {
            return Err("there is no certificate in it");
        }
        let key = key.ok_or("there is no private key in it")?;
        let identity = Self { chain, key };
        let provider = provider();
        provider
            .key_provider
            .load_private_key(identity.key.clone_key())
            .map_err(|_| "its private key cannot be used")?;
        Ok(identity)
    }
}

pub(crate) struct Tls {
    any: TlsConnector,
    http1: TlsConnector,
}

impl Tls {
    pub(crate) fn new(roots: &Roots, identity: Option<&Identity>) -> Result<Self, ConnectError> {
        let config = config(roots, identity).map_err(failed)?;
        let offering = |alpn: Alpn| {
            let mut config = config.clone();
            let names = alpn.protocols().iter();
            config.alpn_protocols = names.map(|name| name.as_bytes().to_vec()).collect();
            TlsConnector::from(Arc::new(config))
        };
        Ok(Self {
            any: offering(Alpn::Any),
            http1: offering(Alpn::Http1),
        })
    }

    /// Performs the handshake. Returns the stream, and whether it speaks HTTP/2.
    pub(crate) async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
        alpn: Alpn,
    ) -> Result<(Encrypted<S>, bool), ConnectError> {
        let name = ServerName::try_from(host.to_owned()).map_err(failed)?;
        let connector = match alpn {
            Alpn::Any => &self.any,
            Alpn::Http1 => &self.http1,
        };
        let stream = connector.connect(name, stream).await.map_err(failed)?;
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok((stream, is_http2))
    }
}

fn config(roots: &Roots, identity: Option<&Identity>) -> Result<ClientConfig, Error> {
    let provider = provider();
    let verifier = if roots.0.is_empty() {
        Verifier::new(provider.clone())?
    } else {
        Verifier::new_with_extra_roots(roots.0.iter().cloned(), provider.clone())?
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // rustls calls any custom verifier "dangerous". This one is the platform's, with its
        // revocations and the roots that an administrator has added.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    match identity {
        Some(Identity { chain, key }) => {
            config.with_client_auth_cert(chain.clone(), key.clone_key())
        }
        None => Ok(config.with_no_client_auth()),
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> ConnectError {
    ConnectError::caused_by(ConnectStage::Tls, error)
}

/// The program's provider, or else the one that reqwest brings as well: a second one would double
/// the code that TLS adds to the program.
fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(aws_lc_rs::default_provider()))
}
