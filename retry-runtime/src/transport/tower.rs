//! Any tower service as a transport.

use std::future::poll_fn;

use reqwest::{Request, Response};
use tower_service::Service;

use crate::error::BoxError;
use crate::transport::handle::Transport;

/// A [tower service](https://docs.rs/tower-service) as a transport: `.transport(TowerTransport(service))`.
///
/// The service is cloned for each attempt and awaited until it is ready.
#[derive(Clone, Copy, Debug)]
pub struct TowerTransport<S>(pub S);

impl<S> Transport for TowerTransport<S>
where
    S: Service<Request, Response = Response> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
{
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        // A clone per attempt, because `poll_ready` and `call` need the service exclusively: the
        // capacity that the first reserves is for the second.
        let mut service = self.0.clone();
        poll_fn(|context| service.poll_ready(context))
            .await
            .map_err(Into::into)?;
        service.call(request).await.map_err(Into::into)
    }
}
