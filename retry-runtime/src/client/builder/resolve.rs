//! Methods of the declaration, each merged with the settings of its client.

use std::mem;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};

use crate::client::builder::ClientBuilder;
use crate::endpoint::{Endpoint, StaticHeader};
use crate::error::Failure;
use crate::request::{BaseUrl, Headers, ResolvedEndpoint, bad_header_value};

impl<C> ClientBuilder<C> {
    /// The methods of the declaration, each with the settings that it inherits from the client.
    pub(super) fn resolve(
        &mut self,
        base_urls: Vec<BaseUrl>,
    ) -> Result<Box<[Arc<ResolvedEndpoint>]>, Box<Failure>> {
        let mut headers = static_headers(self.service.headers)?;
        headers.extend(mem::take(&mut self.headers));
        let base_urls = Arc::from(base_urls);
        let query = Arc::from(mem::take(&mut self.query));
        let resolve = |endpoint: &&'static Endpoint| {
            Ok(ResolvedEndpoint {
                endpoint,
                // The builder's policy began as the trait's, so it is merged below the method's and
                // replaces it at the trait's level.
                policy: endpoint.own_policy().merged_over(self.policy),
                method: Method::from_bytes(endpoint.verb().as_bytes()).map_err(|error| {
                    Failure::build(format!("`{}` is not a verb", endpoint.verb())).caused_by(error)
                })?,
                headers: Headers::merge(&headers, static_headers(endpoint.static_headers())?),
                base_urls: Arc::clone(&base_urls),
                query: Arc::clone(&query),
                attempt_header: self.attempt_header.clone(),
            })
        };
        let resolved = self.service.endpoints.iter().map(resolve);
        let mut resolved: Vec<_> = resolved.collect::<Result<_, Box<Failure>>>()?;
        // After the method's own attributes, in the order in which they were written.
        for (endpoint, change) in mem::take(&mut self.changes) {
            let position = self.service.position(&endpoint);
            let resolved = position
                .and_then(|position| resolved.get_mut(position))
                .ok_or_else(|| {
                    let (method, service) = (endpoint.name(), self.service.name);
                    Failure::build(format!("`{method}` is not a method of `{service}`"))
                })?;
            resolved.policy = change(resolved.policy);
        }
        Ok(resolved.into_iter().map(Arc::new).collect())
    }
}

fn static_headers(headers: &[StaticHeader]) -> Result<HeaderMap, Box<Failure>> {
    let pair = |header: &StaticHeader| {
        let error = || bad_header_value(header.name);
        Ok((
            HeaderName::try_from(header.name).map_err(|_| error())?,
            header.value().map_err(|_| error())?,
        ))
    };
    headers.iter().map(pair).collect()
}
