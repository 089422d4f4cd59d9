//! Clients over a `reqwest::Client`, for the test suite.
//!
//! Built with `--cfg retry_client_over_reqwest`, every client without a transport of its own sends through a
//! `reqwest::Client`, set up as the guide recommends for one that is handed in. So every promise about both
//! transports is tested over both.

use reqwest::{redirect, retry};

use crate::client::builder::{ClientBuilder, Declared};
use crate::error::Failure;

impl<C: Declared> ClientBuilder<C> {
    /// The same builder with a `reqwest::Client` handed in, unless a setting of connections asks for the transport
    /// that is built: beside another it would be an error.
    pub(super) fn over_reqwest(mut self) -> Self {
        if self.transport.is_none() && self.connection_key.is_none() {
            let http = reqwest::Client::builder()
                .retry(retry::never())
                .redirect(redirect::Policy::none())
                .build();
            let http = http.map_err(|error| {
                Failure::build("the HTTP client cannot be set up").caused_by(error)
            });
            if let Some(http) = self.checked(http) {
                return self.http_without_redirects(http);
            }
        }
        self
    }
}
