//! What a generated client holds.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};

use crate::client::call_builder::CallBuilder;
use crate::endpoint::{Endpoint, Service};
use crate::policy::Policy;
use crate::policy::hooks::{Observers, SharedBeforeAttempt};
use crate::policy::settings::ClientSettings;
use crate::request::{BaseUrl, CallSpec, PathArgument};
use crate::telemetry;
use crate::transport::TransportHandle;

/// A client of any service. Cloning it is cheap: clones share connections and settings.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) bases: Vec<BaseUrl>,
    pub(crate) wire: TransportHandle,
    /// Carries the number of the attempt.
    pub(crate) attempt_header: Option<HeaderName>,
    /// One entry per endpoint, by position.
    pub(crate) resolved: Box<[Resolved]>,
    /// Settings from outside the code, where there are any.
    pub(crate) tuned: Option<Arc<ClientSettings>>,
    pub(crate) hooks: Vec<SharedBeforeAttempt>,
    pub(crate) observers: Observers,
}

/// What a client has settled for an endpoint when it was built.
pub(crate) struct Resolved {
    pub(crate) policy: Policy,
    pub(crate) method: Method,
    /// The method's own headers, over the client's where the client's may go.
    pub(crate) headers: Headers,
}

/// What is sent with every call of an endpoint, ready to be cloned.
#[derive(Clone, Default)]
pub(crate) struct Headers {
    /// To the client's own base URLs: with the client's headers, and the credentials in them.
    pub(crate) same_origin: HeaderMap,
    pub(crate) elsewhere: HeaderMap,
}

impl Headers {
    /// Those of a method over those of its client.
    pub(crate) fn of(client: &HeaderMap, method: HeaderMap) -> Self {
        let mut same_origin = client.clone();
        for (name, value) in &method {
            same_origin.insert(name, value.clone());
        }
        Self {
            same_origin,
            elsewhere: method,
        }
    }
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        telemetry::describe();
        Self(Arc::new(shared))
    }

    /// A client without settings of its own.
    pub(crate) fn plain(service: &'static Service, policy: Policy, wire: TransportHandle) -> Self {
        let resolved = service.endpoints.iter().map(|endpoint| Resolved {
            policy,
            method: Method::from_bytes(endpoint.verb().as_bytes()).unwrap_or_default(),
            headers: Headers::default(),
        });
        Self::new(Shared {
            service,
            bases: Vec::new(),
            wire,
            attempt_header: None,
            resolved: resolved.collect(),
            tuned: None,
            hooks: Vec::new(),
            observers: Observers::default(),
        })
    }

    /// The same settings and connections with one policy for all methods.
    pub(crate) fn with_policy(&self, policy: Policy) -> Self {
        let shared = &*self.0;
        let resolved = shared.resolved.iter().map(|resolved| Resolved {
            policy: policy.over(resolved.policy),
            method: resolved.method.clone(),
            headers: resolved.headers.clone(),
        });
        let resolved: Box<[Resolved]> = resolved.collect();
        let tuned = shared.tuned.as_ref();
        Self::new(Shared {
            service: shared.service,
            bases: shared.bases.clone(),
            wire: shared.wire.clone(),
            attempt_header: shared.attempt_header.clone(),
            tuned: tuned.map(|tuned| tuned.over(policies(&resolved))),
            resolved,
            hooks: shared.hooks.clone(),
            observers: shared.observers.clone(),
        })
    }

    /// Begins a call of an endpoint with the arguments of its path.
    #[must_use]
    pub fn request(
        &self,
        endpoint: &'static Endpoint,
        arguments: &[PathArgument<'_>],
    ) -> CallBuilder {
        CallBuilder(Box::new(CallSpec::declared(
            self.clone(),
            endpoint,
            arguments,
        )))
    }

    pub(crate) fn resolved(&self, endpoint: &Endpoint) -> &Resolved {
        &self.0.resolved[endpoint.position()]
    }

    /// The policy that settings from outside the code make of the endpoint's, if there are any.
    pub(crate) fn tuned_policy(&self, endpoint: &Endpoint) -> Option<Box<Policy>> {
        let tuned = self.0.tuned.as_ref()?;
        Some(Box::new(tuned.policy(endpoint)))
    }

    /// Whether settings from outside the code forbid retries.
    pub(crate) fn is_switched_off(&self, endpoint: &Endpoint) -> bool {
        let tuned = self.0.tuned.as_ref();
        tuned.is_some_and(|tuned| tuned.is_switched_off(endpoint))
    }

    pub(crate) fn bases(&self) -> &[BaseUrl] {
        &self.0.bases
    }

    pub(crate) fn wire(&self) -> &TransportHandle {
        &self.0.wire
    }

    pub(crate) fn attempt_header(&self) -> Option<&HeaderName> {
        self.0.attempt_header.as_ref()
    }

    pub(crate) fn hooks(&self) -> &[SharedBeforeAttempt] {
        &self.0.hooks
    }

    pub(crate) fn observers(&self) -> &Observers {
        &self.0.observers
    }
}

/// The policies that were settled for the endpoints.
pub(crate) fn policies(resolved: &[Resolved]) -> Box<[Policy]> {
    resolved.iter().map(|resolved| resolved.policy).collect()
}

/// Service and base URLs; headers may hold secrets.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bases = self.0.bases.iter().map(BaseUrl::as_str).collect::<Vec<_>>();
        f.debug_struct("Client")
            .field("service", &self.0.service.name)
            .field("base_urls", &bases)
            .field("transport", &self.0.wire)
            .finish()
    }
}
