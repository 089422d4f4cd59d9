//! The server's side of TLS 1.3, with a certificate of its own.

#[cfg(feature = "defaults")]
pub use self::on::{accept, certified};

/// In a build without TLS.
#[cfg(not(feature = "defaults"))]
pub use self::off::{accept, certified};

#[cfg(feature = "defaults")]
mod on {
    use std::net::TcpStream;
    use std::sync::Arc;

    use rcgen::CertifiedKey;
    use rustls::crypto::aws_lc_rs;
    use rustls::pki_types::PrivateKeyDer;
    use rustls::{ServerConfig, ServerConnection, StreamOwned, version};

    use crate::Failed;

    /// A configuration with a new certificate for the loopback address, and that as PEM.
    pub fn certified() -> Result<(Arc<ServerConfig>, String), Failed> {
        let CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
        let key = PrivateKeyDer::try_from(signing_key.serialize_der())?;
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(&[&version::TLS13])?
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)?;
        Ok((Arc::new(config), cert.pem()))
    }

    /// A connection, which shakes hands with the first bytes that are read.
    pub fn accept(
        config: &Arc<ServerConfig>,
        stream: TcpStream,
    ) -> Result<StreamOwned<ServerConnection, TcpStream>, Failed> {
        let connection = ServerConnection::new(Arc::clone(config))?;
        Ok(StreamOwned::new(connection, stream))
    }
}

#[cfg(not(feature = "defaults"))]
mod off {
    use std::net::TcpStream;

    use crate::Failed;

    pub fn certified() -> Result<((), String), Failed> {
        Err("this build has no TLS: `benches/run.sh tls` has".into())
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        clippy::unnecessary_wraps,
        reason = "the shape of the one with TLS"
    )]
    pub fn accept((): &(), stream: TcpStream) -> Result<TcpStream, Failed> {
        Ok(stream)
    }
}
