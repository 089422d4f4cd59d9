//! The handle that a generated client holds.

use std::fmt;
use std::sync::Arc;

use http::Method;

use crate::client::CallBuilder;
use crate::client::guards::Guards;
use crate::decide::RedirectLimits;
use crate::endpoint::{Endpoint, Service};
use crate::engine::{Core, PendingCall};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Observers;
use crate::request::{BaseUrl, Headers, PathArgument, ResolvedEndpoint, Target};
use crate::telemetry;
use crate::transport::TransportHandle;

/// A client of any service. Cloning it is cheap: clones share connections and settings.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Core>);

impl Client {
    pub(crate) fn new(core: Core) -> Self {
        telemetry::describe();
        telemetry::describe_fleet();
        Self(Arc::new(core))
    }

    /// A client without settings of its own.
    pub(crate) fn plain(
        service: &'static Service,
        policy: Policy,
        transport: TransportHandle,
    ) -> Self {
        let base_urls: Arc<[BaseUrl]> = Arc::default();
        let follows_unseen = transport.follows_redirects();
        let resolve = |endpoint: &&'static Endpoint| {
            Arc::new(ResolvedEndpoint {
                endpoint,
                policy,
                method: Method::from_bytes(endpoint.verb().as_bytes()).unwrap_or_default(),
                headers: Headers::default(),
                base_urls: Arc::clone(&base_urls),
                query: Arc::from(""),
                attempt_header: None,
            })
        };
        Self::new(Core {
            service,
            endpoints: service.endpoints.iter().map(resolve).collect(),
            transport,
            origins: [].into(),
            environment: None,
            redirects: RedirectLimits::default(),
            follows_unseen,
            settings: None,
            hooks: Vec::new(),
            observers: Observers::default(),
            meters: telemetry::Meters::new(service.endpoints.len()),
            guards: Guards::new().of_client(&[]),
            fleet: None,
            deadline_header: None,
            credentials: None,
            credential_urls: None,
        })
    }

    /// The same settings and connections with one policy for all methods.
    pub(crate) fn with_policy(&self, policy: Policy) -> Self {
        let core = &*self.0;
        let resolve = |resolved: &Arc<ResolvedEndpoint>| {
            Arc::new(ResolvedEndpoint {
                endpoint: resolved.endpoint,
                policy: policy.merged_over(resolved.policy),
                method: resolved.method.clone(),
                headers: resolved.headers.clone(),
                base_urls: Arc::clone(&resolved.base_urls),
                query: Arc::clone(&resolved.query),
                attempt_header: resolved.attempt_header.clone(),
            })
        };
        let endpoints: Box<[_]> = core.endpoints.iter().map(resolve).collect();
        let settings = core.settings.as_ref();
        Self::new(Core {
            service: core.service,
            settings: settings.map(|settings| settings.merged_over(Core::policies(&endpoints))),
            endpoints,
            transport: core.transport.clone(),
            // The pools go along, and so does what guards know: it is the same server.
            origins: core.origins.clone(),
            environment: core.environment.clone(),
            redirects: core.redirects,
            follows_unseen: core.follows_unseen,
            hooks: core.hooks.clone(),
            observers: core.observers.clone(),
            meters: telemetry::Meters::new(core.service.endpoints.len()),
            guards: core.guards.clone(),
            fleet: core.fleet.clone(),
            deadline_header: core.deadline_header.clone(),
            credentials: core.credentials.clone(),
            credential_urls: core.credential_urls.clone(),
        })
    }

    /// The guards that calls of this client, its clones and those that share with it have in
    /// common.
    #[must_use]
    pub fn guards(&self) -> Guards {
        Guards::of(&self.0)
    }

    /// Begins a call of an endpoint with the arguments of its path.
    #[must_use]
    pub fn request(
        &self,
        endpoint: &'static Endpoint,
        arguments: &[PathArgument<'_>],
    ) -> CallBuilder {
        let base_urls = &self.0.resolved(endpoint).base_urls;
        let (target, error) = match Target::declared(endpoint, base_urls, arguments) {
            Ok(target) => (target, None),
            // A call and no result, so that `.await` is the one place for errors. The target is
            // never used.
            Err(error) => (Target::Path(String::new()), Some(Failure::build(error))),
        };
        let mut call = self.call(endpoint, target);
        if let Some(error) = error {
            call.spec.reject(error);
        }
        CallBuilder(call)
    }

    /// A call of an endpoint to a target.
    pub(crate) fn call(&self, endpoint: &'static Endpoint, target: Target) -> Box<PendingCall> {
        PendingCall::new(Arc::clone(&self.0), endpoint, target)
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
