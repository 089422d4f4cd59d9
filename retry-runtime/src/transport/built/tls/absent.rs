//! No TLS: settings that need it are refused, and so is every `https` connection.

use std::future::{Ready, ready};

use super::Alpn;
use crate::error::{ConnectError, ConnectStage};

const WITHOUT_TLS: &str = "no TLS is compiled in; enable the feature `rustls` or `native-tls`";

/// Stands for the encrypted stream that is never made.
pub(crate) type Encrypted<S> = S;

#[derive(Default)]
pub(crate) struct Roots {}

#[expect(clippy::unused_self, reason = "as in the other implementations")]
impl Roots {
    pub(crate) fn add(&mut self, _: &[u8]) -> Result<(), &'static str> {
        Err(WITHOUT_TLS)
    }
}

pub(crate) struct Identity;

impl Identity {
    pub(crate) fn from_pem(_: &[u8]) -> Result<Self, &'static str> {
        Err(WITHOUT_TLS)
    }
}

pub(crate) struct Tls;

#[expect(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "as in the other implementations"
)]
impl Tls {
    pub(crate) fn new(_: &Roots, _: Option<&Identity>) -> Result<Self, ConnectError> {
        Ok(Self)
    }

    pub(crate) fn connect<S>(
        &self,
        _: &str,
        _: S,
        _: Alpn,
    ) -> Ready<Result<(Encrypted<S>, bool), ConnectError>> {
        ready(Err(ConnectError::new(ConnectStage::WithoutTls)))
    }
}
