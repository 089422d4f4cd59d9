//! The handle that a generated client holds.

use std::fmt;
use std::sync::Arc;

use crate::client::CallBuilder;
use crate::client::guards::Guards;
use crate::endpoint::Endpoint;
use crate::engine::{Core, PendingCall};
use crate::error::Failure;
use crate::policy::Policy;
use crate::request::{BaseUrl, PathArgument, ResolvedEndpoint, Target};
use crate::telemetry;

/// A client of any service. Cloning it is cheap: clones share connections and settings.
#[derive(Clone)]
// One pointer, as each call keeps a clone of it: a call outlives its client.
pub struct Client(pub(crate) Arc<Core>);

impl Client {
    pub(crate) fn new(core: Core) -> Self {
        telemetry::describe();
        telemetry::describe_fleet();
        Self(Arc::new(core))
    }

    /// The same settings and connections with one policy for all methods.
    pub(crate) fn with_policy(&self, policy: Policy) -> Self {
        let core = &*self.0;
        let resolve = |resolved: &Arc<ResolvedEndpoint>| {
            Arc::new(ResolvedEndpoint {
                policy: policy.merged_over(resolved.policy),
                ..ResolvedEndpoint::clone(resolved)
            })
        };
        let endpoints: Box<[_]> = core.endpoints.iter().map(resolve).collect();
        let settings = core.settings.as_ref();
        Self::new(Core {
            settings: settings.map(|settings| settings.merged_over(Core::policies(&endpoints))),
            endpoints,
            // The pools go along, and so does what guards know: it is the same server.
            ..core.clone()
        })
    }

    /// The guards that this client shares with its clones, and with every client that was given the same.
    #[must_use]
    pub fn guards(&self) -> Guards {
        Guards::of(&self.0)
    }

    /// Starts a call of an endpoint with the arguments of its path.
    #[must_use]
    pub fn request(
        &self,
        endpoint: &'static Endpoint,
        arguments: &[PathArgument<'_>],
    ) -> CallBuilder {
        let base_urls = &self.0.resolved(endpoint).base_urls;
        let target = Target::declared(endpoint, base_urls, arguments);
        CallBuilder(self.call(endpoint, target.map_err(Failure::build)))
    }

    /// A call of an endpoint to a target. Without a target it fails when it is awaited: `.await` is the one place for
    /// errors.
    pub(crate) fn call(
        &self,
        endpoint: &'static Endpoint,
        target: Result<Target, Box<Failure>>,
    ) -> Box<PendingCall> {
        let (target, error) = match target {
            Ok(target) => (target, None),
            // A target that is never used.
            Err(error) => (Target::Path(String::new()), Some(error)),
        };
        let mut call = PendingCall::new(Arc::clone(&self.0), endpoint, target);
        if let Some(error) = error {
            call.spec.reject(error);
        }
        call
    }
}

/// Shows the service and the origins of its base URLs: paths and headers may hold secrets.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resolved = self.0.endpoints.first();
        let base_urls = resolved.map_or(&[][..], |resolved| &resolved.base_urls);
        let base_urls: Vec<_> = base_urls.iter().map(BaseUrl::origin).collect();
        f.debug_struct("Client")
            .field("service", &self.0.service.name)
            .field("base_urls", &base_urls)
            .field("transport", &self.0.transport)
            .finish()
    }
}
