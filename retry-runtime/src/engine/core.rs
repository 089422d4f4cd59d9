//! State that the calls of one client share, and one call of it.

use std::fmt;
use std::sync::Arc;

use reqwest::Request;
use tokio::time::Instant;

use crate::clock::after;
use crate::credentials::CredentialStore;
use crate::decide::RedirectLimits;
use crate::endpoint::{Endpoint, Service};
use crate::engine::bearing::CallCredentials;
use crate::error::Failure;
use crate::guards::ClientGuards;
use crate::guards::fleet::Fleet;
use crate::policy::Policy;
use crate::policy::hooks::{Attempt, BeforeAttempt, Observers, SharedBeforeAttempt};
use crate::policy::settings::ClientSettings;
use crate::request::{BaseUrl, CallSpec, DeadlineHeader, ResolvedEndpoint, Target, strip_framing};
use crate::telemetry::Meters;
use crate::transport::{EnvironmentHandle, Origin, Renewed, TransportHandle};

/// State that the calls of one client share.
#[derive(Clone)]
pub(crate) struct Core {
    pub(crate) service: &'static Service,
    /// One entry per endpoint, by position.
    pub(crate) endpoints: Box<[Arc<ResolvedEndpoint>]>,
    pub(crate) transport: TransportHandle,
    /// The origin of each base URL, for the transport that is built.
    pub(crate) origins: Box<[Origin]>,
    /// The clock and the draws that a test installs; `None` for the real ones.
    pub(crate) environment: Option<EnvironmentHandle>,
    /// The redirects that the loop follows.
    pub(crate) redirects: RedirectLimits,
    /// True if the transport may follow redirects itself, and reports only the last response.
    pub(crate) follows_unseen: bool,
    /// Settings from outside the code, if there are any.
    pub(crate) settings: Option<Arc<ClientSettings>>,
    pub(crate) hooks: Vec<SharedBeforeAttempt>,
    pub(crate) observers: Observers,
    pub(crate) meters: Meters,
    pub(crate) guards: ClientGuards,
    /// The fleet that the client is a member of.
    pub(crate) fleet: Option<Arc<Fleet>>,
    /// The header that carries the time that a call has left.
    pub(crate) deadline_header: Option<DeadlineHeader>,
    pub(crate) credentials: Option<CredentialStore>,
    /// The base URLs to whose origins the credentials are sent, if not to all.
    pub(crate) credential_urls: Option<Arc<[BaseUrl]>>,
}

impl Core {
    /// The policies of the endpoints, as the builder resolved them.
    pub(crate) fn policies(endpoints: &[Arc<ResolvedEndpoint>]) -> Box<[Policy]> {
        endpoints.iter().map(|resolved| resolved.policy).collect()
    }

    pub(crate) fn resolved(&self, endpoint: &Endpoint) -> &Arc<ResolvedEndpoint> {
        &self.endpoints[endpoint.position()]
    }

    /// The policy of an endpoint that is in force now.
    pub(crate) fn policy_of(&self, resolved: &ResolvedEndpoint) -> Policy {
        match &self.settings {
            Some(settings) => settings.policy(resolved.endpoint),
            None => resolved.policy,
        }
    }

    /// Tells whether settings from outside the code forbid retries.
    pub(crate) fn is_switched_off(&self, endpoint: &Endpoint) -> bool {
        let settings = self.settings.as_ref();
        settings.is_some_and(|settings| settings.is_switched_off(endpoint))
    }
}

/// A call before it runs: the state that it shares with its client, and its request.
pub struct PendingCall {
    pub(crate) core: Arc<Core>,
    pub(crate) spec: CallSpec,
    /// The origin of the request that replaced the declared one after a redirect.
    pub(crate) replaced: Option<HopOrigin>,
    /// Its credentials, if its client has any and the endpoint uses them.
    pub(crate) credentials: Option<Arc<CallCredentials>>,
    /// Shared with other clients that may carry its requests.
    pub(crate) renewed: Option<Renewed>,
}

impl PendingCall {
    pub(crate) fn new(core: Arc<Core>, endpoint: &'static Endpoint, target: Target) -> Box<Self> {
        let mut spec = CallSpec::new(Arc::clone(core.resolved(endpoint)), target);
        if let Some(settings) = &core.settings {
            // Only for requests made at run time: a declared method says itself whether it may be
            // repeated.
            if matches!(spec.target, Target::Urls(_) | Target::Requests(_)) {
                spec.extras_mut().code_policy = Some(Box::new(spec.resolved.policy));
            }
            // Copied once, so that a call keeps its policy when the settings are replaced. Boxed,
            // because most clients have no settings.
            spec.policy = Some(Box::new(settings.policy(endpoint)));
        }
        Self::of(core, spec)
    }

    /// The deadline of a call that started at that time: the earlier of its `timeout` and of the deadline that the
    /// caller handed in, which a `timeout` never extends.
    pub(crate) fn deadline(&self, started: Instant) -> Option<Instant> {
        let own = self.spec.policy().get_timeout();
        let own = own.map(|limit| after(started, limit));
        own.into_iter().chain(self.spec.extras().deadline).min()
    }

    fn of(core: Arc<Core>, spec: CallSpec) -> Box<Self> {
        let credentials = core.credentials.as_ref();
        let credentials = credentials.filter(|_| !spec.endpoint.leaves_credentials_out());
        let renewed = core.transport.may_carry().then(Renewed::default);
        Box::new(Self {
            credentials: credentials
                .map(|store| CallCredentials::new(store, renewed.clone(), false)),
            core,
            spec,
            replaced: None,
            renewed,
        })
    }

    /// Makes it a part of another call, whose client uses this client as its transport.
    pub(crate) fn be_carried(&mut self, renewed: Renewed) {
        if let Some(credentials) = &mut self.credentials {
            *credentials = credentials.carried(renewed.clone());
        }
        self.renewed = Some(renewed);
    }

    /// Its endpoint, and the meters that count it.
    pub(crate) fn metered(&self) -> (&Meters, &'static Endpoint) {
        (&self.core.meters, self.spec.endpoint)
    }

    /// Another call of the same method, with the same arguments and overrides, under the current settings.
    pub(crate) fn again(&self) -> Box<Self> {
        let mut call = Self::of(Arc::clone(&self.core), self.spec.again());
        if let Some(settings) = &self.core.settings
            && !self.spec.extras().has_own_policy
        {
            call.spec.policy = Some(Box::new(settings.policy(self.spec.endpoint)));
        }
        call
    }

    /// Runs the hooks of an attempt: the client's, then the policy's. They have the last word on the request.
    pub(crate) async fn run_hooks(
        &self,
        request: &mut Request,
        attempt: &Attempt,
    ) -> Result<(), Box<Failure>> {
        let shared = self.core.hooks.iter().map(|hook| &**hook as _);
        let own = self.spec.policy().before_attempt;
        for hook in shared.chain(own.map(|hook| hook as &dyn BeforeAttempt)) {
            if let Err(refusal) = hook.run(request, attempt).get().await {
                return Err(Failure::rejected(refusal));
            }
            // A hook may pass on headers of another request, and they must not change the framing.
            strip_framing(request.headers_mut());
        }
        Ok(())
    }

    /// Tells whether hooks, observers or `when` look at the attempts of this call.
    pub(crate) fn is_watched(&self) -> bool {
        let policy = self.spec.policy();
        !(self.core.observers.is_empty() && self.core.hooks.is_empty())
            || policy.before_attempt.is_some()
            || policy.when.is_some()
    }
}

/// Shows the method alone, because arguments may be secret.
impl fmt::Debug for PendingCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PendingCall")
            .field(&self.spec.endpoint.label())
            .finish()
    }
}

/// The origin of a request: the farthest that its chain of redirects has been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HopOrigin {
    /// That of the first request.
    #[default]
    Same,
    /// That of another base URL.
    Declared,
    /// Any other.
    Other,
}
