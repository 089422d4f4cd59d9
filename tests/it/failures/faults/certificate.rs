//! Certificates that servers show, and those that clients show to them.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

/// The file with the one that is good, which a process trusts that finds it in `SSL_CERT_FILE`.
pub(crate) const TRUSTED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/it/failures/faults/tls/shop.pem"
);

/// A client's certificate, signed by the company's authority, and its key.
pub(crate) const CLIENT: &[u8] = include_bytes!("tls/client_with_key.pem");

/// The same, signed by nobody but itself.
pub(crate) const STRANGER: &[u8] = include_bytes!("tls/stranger_with_key.pem");

/// Which certificate is shown.
///
/// They were made once, by openssl, for 127.0.0.1; the first two, for `shop.test` too, and signed by
/// themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Certificate {
    /// Good until 2126.
    Valid,
    /// Good until 2020.
    Expired,
    /// Good until 2126, for `stock.test` too, and signed by the authority of a company.
    Company,
}

impl Certificate {
    /// The certificate, and of a company's its key.
    pub(crate) fn pem(self) -> &'static [u8] {
        match self {
            Self::Valid => include_bytes!("tls/shop.pem"),
            Self::Expired => include_bytes!("tls/expired.pem"),
            Self::Company => include_bytes!("tls/server_with_key.pem"),
        }
    }

    /// The certificate that a client has to know, to trust this one.
    pub(crate) fn root(self) -> &'static [u8] {
        match self {
            Self::Valid | Self::Expired => self.pem(),
            Self::Company => include_bytes!("tls/ca.pem"),
        }
    }

    fn key(self) -> PrivateKeyDer<'static> {
        match self {
            Self::Valid | Self::Expired => {
                PrivateKeyDer::Pkcs8(include_bytes!("tls/shop.key")[..].into())
            }
            Self::Company => PrivateKeyDer::from_pem_slice(self.pem()).unwrap(),
        }
    }

    /// Shows it to whoever speaks this protocol.
    pub(crate) fn acceptor(self, protocol: &str) -> TlsAcceptor {
        let verifier = WebPkiClientVerifier::no_client_auth();
        self.verifying(verifier, protocol, tokio_rustls::rustls::ALL_VERSIONS)
    }

    /// The same, to those only who show a certificate that was signed by the company's authority.
    pub(crate) fn to_members(
        self,
        protocol: &str,
        version: &'static SupportedProtocolVersion,
    ) -> TlsAcceptor {
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_pem_slice(Self::Company.root()).unwrap();
        roots.add(authority).unwrap();
        let provider = Arc::new(default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
        self.verifying(verifier.build().unwrap(), protocol, &[version])
    }

    fn verifying(
        self,
        verifier: Arc<dyn ClientCertVerifier>,
        protocol: &str,
        versions: &[&'static SupportedProtocolVersion],
    ) -> TlsAcceptor {
        let shown = CertificateDer::from_pem_slice(self.pem()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_protocol_versions(versions).unwrap();
        let config = config.with_client_cert_verifier(verifier);
        let mut config = config.with_single_cert(vec![shown], self.key()).unwrap();
        config.alpn_protocols = vec![protocol.into()];
        Arc::new(config).into()
    }
}
