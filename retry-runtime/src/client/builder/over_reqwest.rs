//! Clients over a `reqwest::Client`, for the test suite.
//!
//! Built with `--cfg retry_client_over_reqwest`, every client that says nothing of its transport sends
//! through a `reqwest::Client`, set up as the guide has it for one that is handed in. So all that is
//! promised of both transports is tested over both.

use reqwest::{redirect, retry};

use crate::client::builder::{ClientBuilder, Declared};
use crate::error::Failure;

impl<C: Declared> ClientBuilder<C> {
    /// The same builder with a `reqwest::Client` handed in. A setting of connections asks for the
    /// transport that is built, as it would be an error beside another.
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
