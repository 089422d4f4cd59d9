//! The last step: builds the core that the calls of a client share from everything that was set.
//!
//! Mistakes are reported here, since a setter cannot return an error. The order of the parts matters: a stub
//! provides a base URL, and origins and credentials depend on base URLs.

use std::mem;
use std::sync::Arc;

use crate::client::builder::{ClientBuilder, Declared};
use crate::client::shared::Client;
use crate::credentials::CredentialStore;
use crate::endpoint::{Endpoint, Service};
use crate::engine::Core;
use crate::error::{Error, Failure, Result};
use crate::request::{BaseUrl, DeadlineHeader};
use crate::telemetry::Meters;
use crate::transport::{Built, TransportHandle};

impl<C: Declared> ClientBuilder<C> {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// An error of kind `Build`, if a URL or header cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<C> {
        #[cfg(retry_client_over_reqwest)]
        let this = self.over_reqwest();
        #[cfg(not(retry_client_over_reqwest))]
        let this = self;
        this.core()
            .map(|core| C::from_client(Client::new(core)))
            .map_err(|error| Error::unsent(error, Endpoint::CLIENT))
    }

    fn core(mut self) -> Result<Core, Box<Failure>> {
        // The first mistake in the order of the chain, as a setter cannot return an error.
        if let Some(error) = self.error {
            return Err(error);
        }
        let transport = self.take_transport()?;
        let follows_unseen = self.follows_unseen(&transport)?;
        let environment = transport.environment();
        let mut base_urls = match self.base_urls.take() {
            Some(base_urls) => base_urls,
            None => declared_base_urls(self.service)?,
        };
        if let Some(environment) = &environment {
            let has_paths = |endpoint: &&Endpoint| !endpoint.path().is_empty();
            let needs_base_url = self.service.endpoints.iter().any(has_paths);
            // Before the origins are looked up: a stub gives a base URL to a client that has none.
            environment.0.join(&mut base_urls, needs_base_url);
            self.observers.push(environment.0.observer());
        }
        let (credentials, credential_urls) = self.take_credentials(&base_urls)?;
        let origins = transport.origins(&base_urls)?;
        let guards = self.guards.take().unwrap_or_default();
        let guards = guards.of_client(&base_urls);
        let endpoints = self.resolve(base_urls)?;
        // Last: settings override everything in the code except the overrides of a single call.
        let settings = self
            .settings
            .map(|settings| settings.attach(self.service, Core::policies(&endpoints)));
        let deadline_header = self.service.deadline_header.map(DeadlineHeader::new);
        Ok(Core {
            service: self.service,
            settings: settings.transpose()?,
            endpoints,
            transport,
            origins,
            environment,
            redirects: self.redirects,
            follows_unseen,
            hooks: self.hooks,
            observers: self.observers,
            meters: Meters::new(self.service.endpoints.len()),
            guards,
            fleet: self.fleet.map(Arc::new),
            deadline_header: deadline_header.transpose()?,
            credentials,
            credential_urls,
        })
    }

    /// The transport that was handed in, or the one that is built.
    fn take_transport(&mut self) -> Result<TransportHandle, Box<Failure>> {
        match (self.transport.take(), self.connection_key) {
            // Otherwise the setting would have no effect, which is noticed in production.
            (Some(_), Some(key)) => Err(Failure::build(format!(
                "`{key}` is a setting of the client that is built here; set it on the one that is handed in"
            ))),
            (Some(given), None) => Ok(given),
            (None, _) => {
                let connection = mem::take(&mut self.connection);
                Ok(TransportHandle::Built(Built::new(connection)))
            }
        }
    }

    /// Tells whether the transport follows redirects without reporting them.
    fn follows_unseen(&self, transport: &TransportHandle) -> Result<bool, Box<Failure>> {
        // A transport that follows redirects reports the last response as if it were that of the first
        // request. So only one side may follow them.
        let follows_unseen = transport.follows_redirects() && !self.redirects_are_off;
        if follows_unseen && self.redirects.follow() {
            return Err(Failure::build(
                "`redirects` needs a client that follows none itself; hand it in with `.http_without_redirects(client)`",
            ));
        }
        Ok(follows_unseen)
    }

    /// The credentials, and the base URLs to whose origins they go if these are not all.
    fn take_credentials(
        &mut self,
        base_urls: &[BaseUrl],
    ) -> Result<BoundCredentials, Box<Failure>> {
        let mut credentials = self.credentials.take();
        let theirs = self.credential_urls.take();
        let urls = theirs.and_then(|theirs| {
            let common = BaseUrl::in_both(base_urls, &theirs);
            // Without a base URL that both declare, they cannot be sent anywhere.
            credentials = credentials.take().filter(|_| !common.is_empty());
            // If all are in common, no attempt has to compare origins.
            Some(common).filter(|common| common.len() < base_urls.len())
        });
        if credentials.is_some() && base_urls.is_empty() {
            return Err(Failure::build(
                "`credentials` go to the origins of base URLs, and there is none; add `.base_url(…)`",
            ));
        }
        Ok((credentials, urls))
    }
}

/// Credentials, and the base URLs to which they are bound.
type BoundCredentials = (Option<CredentialStore>, Option<Arc<[BaseUrl]>>);

fn declared_base_urls(service: &Service) -> Result<Vec<BaseUrl>, Box<Failure>> {
    let parse = |text: &&str| {
        let url = reqwest::Url::parse(text).map_err(|error| {
            Failure::build(format!("the base URL of `{}` cannot be used", service.name))
                .caused_by(error)
        })?;
        BaseUrl::new(url)
    };
    service.base_urls.iter().map(parse).collect()
}
