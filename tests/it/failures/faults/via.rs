//! The two transports over which everything is tried, and how a client of each is made.

use retry_client::reqwest::{self, redirect, retry};

use super::certificate::Certificate;
use super::scenario::{ShopBuilder, ShopClient};

/// The transport that a client sends through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// The transport that a client builds for itself.
    Built,
    /// A `reqwest::Client` that was handed in.
    Reqwest,
}

thread_local! {
    /// Shared by all that is on one runtime, as most faults have nothing to do with making a client.
    static HTTP: reqwest::Client = http().build().unwrap();
}

/// A client with settings of its own, which does what ours does.
pub(crate) fn http() -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder().retry(retry::never());
    // Reading the certificates of the system takes longer than anything else here.
    let http = http.tls_certs_only([]);
    http.redirect(redirect::Policy::none()).no_proxy()
}

impl Via {
    pub(crate) const ALL: [Self; 2] = [Self::Built, Self::Reqwest];

    /// The transport of a client in this run of the suite, if it says nothing of its transport.
    pub(crate) const OF_THIS_RUN: Self = if cfg!(retry_client_over_reqwest) {
        Self::Reqwest
    } else {
        Self::Built
    };

    /// A builder of clients for URLs of `http`.
    pub(crate) fn shop(self) -> ShopBuilder {
        match self {
            Self::Built => ShopClient::builder(),
            Self::Reqwest => ShopClient::builder().http_without_redirects(HTTP.with(Clone::clone)),
        }
    }

    /// A builder of clients that trust this certificate.
    pub(crate) fn trusting(self, certificate: Certificate) -> ShopBuilder {
        match self {
            Self::Built => ShopClient::builder().root_certificate(certificate.root()),
            Self::Reqwest => with(trusting(certificate)),
        }
    }

    /// The same, with settings of one transport and of the other.
    pub(crate) fn set(
        self,
        certificate: Certificate,
        built: impl FnOnce(ShopBuilder) -> ShopBuilder,
        reqwest: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> ShopBuilder {
        match self {
            Self::Built => built(self.trusting(certificate)),
            Self::Reqwest => with(reqwest(trusting(certificate))),
        }
    }
}

fn with(http: reqwest::ClientBuilder) -> ShopBuilder {
    ShopClient::builder().http_without_redirects(http.build().unwrap())
}

/// The same, which trusts this certificate.
pub(crate) fn trusting(certificate: Certificate) -> reqwest::ClientBuilder {
    let root = reqwest::Certificate::from_pem(certificate.root()).unwrap();
    http().tls_certs_only([root])
}
