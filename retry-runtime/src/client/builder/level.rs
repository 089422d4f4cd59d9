//! Settings of a client, merged with those of each of its methods.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};

use crate::endpoint::{Endpoint, Service, StaticHeader};
use crate::error::Failure;
use crate::policy::Policy;
use crate::request::{BaseUrl, Headers, ResolvedEndpoint, bad_header_value};

/// Settings of a client that each of its endpoints starts from.
pub(super) struct ClientLevel {
    pub(super) policy: Policy,
    pub(super) headers: HeaderMap,
    pub(super) base_urls: Arc<[BaseUrl]>,
    pub(super) query: Arc<str>,
    pub(super) attempt_header: Option<HeaderName>,
}

impl ClientLevel {
    pub(super) fn resolve(&self, service: &Service) -> Result<Vec<ResolvedEndpoint>, Box<Failure>> {
        let resolve = |endpoint: &&'static Endpoint| {
            let method = Method::from_bytes(endpoint.verb().as_bytes()).map_err(|error| {
                Failure::build(format!("`{}` is not a verb", endpoint.verb())).caused_by(error)
            })?;
            let own = static_headers(endpoint.static_headers())?;
            Ok(ResolvedEndpoint {
                endpoint,
                // The builder's policy began as the trait's, so it is merged below the method's and
                // replaces it at the trait's level.
                policy: endpoint.own_policy().merged_over(self.policy),
                method,
                headers: Headers::merge(&self.headers, own),
                base_urls: Arc::clone(&self.base_urls),
                query: Arc::clone(&self.query),
                attempt_header: self.attempt_header.clone(),
            })
        };
        service.endpoints.iter().map(resolve).collect()
    }
}

pub(super) fn static_headers(headers: &[StaticHeader]) -> Result<HeaderMap, Box<Failure>> {
    let pair = |header: &StaticHeader| {
        let error = || bad_header_value(header.name);
        Ok((
            HeaderName::try_from(header.name).map_err(|_| error())?,
            header.value().map_err(|_| error())?,
        ))
    };
    headers.iter().map(pair).collect()
}
