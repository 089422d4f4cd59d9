//! Settings that are swapped while clients use them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::{fmt, ptr};

use crate::endpoint::{Endpoint, Service};
use crate::error::{Error, Failure, Result};
use crate::policy::Policy;
use crate::policy::settings::unmatched::warn;
use crate::policy::settings::{EffectivePolicy, Settings};

/// Settings that any number of clients share, and that can be replaced while they run.
///
/// A clone is another handle to the same settings. Running calls go on as they began; the next call
/// uses the new settings.
///
/// ```
/// use retry_runtime::{LiveSettings, RetryClient, Settings};
///
/// # fn read(text: &str) -> Settings { serde_json::from_str(text).unwrap() }
/// let settings = LiveSettings::new(read(r#"{ "attempts": 5 }"#));
/// let client = RetryClient::builder().settings(&settings).build()?;
/// // The server is overloaded: no retries for now.
/// settings.replace(read(r#"{ "enabled": false }"#))?;
/// # Ok::<(), retry_runtime::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct LiveSettings(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    settings: Settings,
    clients: Vec<Weak<ClientSettings>>,
    /// Every service that has had a client, each once.
    services: Vec<&'static Service>,
}

/// The policies of one client, by its code and by the settings.
pub(crate) struct ClientSettings {
    live: LiveSettings,
    service: &'static Service,
    declared: Box<[Policy]>,
    // Locked to copy from, and never across an await or a call of user code. It is replaced as a
    // whole, so a poisoned lock never holds a half-made change.
    now: RwLock<Box<[EffectivePolicy]>>,
}

impl LiveSettings {
    /// Settings that clients can share.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(Mutex::new(State {
            settings,
            ..State::default()
        })))
    }

    /// Replaces the settings, for all clients that share them.
    ///
    /// # Errors
    ///
    /// An error of kind `Build` if they contradict themselves or the code. The old settings then stay.
    pub fn replace(&self, settings: Settings) -> Result<()> {
        let mut state = self.lock();
        let clients: Vec<_> = state.clients.iter().filter_map(Weak::upgrade).collect();
        // All clients are checked before the first is changed, so an error leaves every client as it
        // was.
        let changes = clients
            .iter()
            .map(|client| settings.checked_over(client.service, &client.declared));
        let changes = changes
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Error::unsent(error, Endpoint::CLIENT))?;
        for (client, change) in clients.iter().zip(changes) {
            *client.now.write().unwrap_or_else(PoisonError::into_inner) = change;
        }
        state.settings = settings;
        state.forget_dropped();
        let unmatched = state.settings.unmatched(&state.services);
        // Without the lock: a subscriber of the event may look at the settings.
        drop(state);
        warn(&unmatched);
        Ok(())
    }

    /// The tables that no client has used so far, such as `Biling` and `Billing.pya`: most of the time they
    /// are misspelled. A WARN event also names them: those in a client's own table when the client is built,
    /// and all of them on [`replace`](Self::replace).
    pub fn unmatched(&self) -> impl Iterator<Item = String> {
        let state = self.lock();
        state.settings.unmatched(&state.services).into_iter()
    }

    /// Merges the settings over the policies of a client, now and whenever they change.
    pub(crate) fn attach(
        &self,
        service: &'static Service,
        declared: Box<[Policy]>,
    ) -> Result<Arc<ClientSettings>, Box<Failure>> {
        let mut state = self.lock();
        // Under the same lock as the enrolment: a `replace` between the two would miss this client.
        let now = state.settings.checked_over(service, &declared)?;
        let unmatched = state.settings.unmatched_of(service);
        let client = state.enrol(self, service, declared, now);
        drop(state);
        warn(&unmatched);
        Ok(client)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enrol(
        &mut self,
        live: &LiveSettings,
        service: &'static Service,
        declared: Box<[Policy]>,
        now: Box<[EffectivePolicy]>,
    ) -> Arc<ClientSettings> {
        if !self.services.iter().any(|known| ptr::eq(*known, service)) {
            self.services.push(service);
        }
        // A client may have a new policy with every request. Dropped clients are removed before the
        // list grows, so it is never much longer than the number of live clients.
        if self.clients.len() == self.clients.capacity() {
            self.forget_dropped();
        }
        let client = Arc::new(ClientSettings {
            live: live.clone(),
            service,
            declared,
            now: RwLock::new(now),
        });
        self.clients.push(Arc::downgrade(&client));
        client
    }

    fn forget_dropped(&mut self) {
        self.clients.retain(|client| client.strong_count() > 0);
    }
}

impl ClientSettings {
    /// The settings that the client shares with others.
    pub(crate) fn live(&self) -> &LiveSettings {
        &self.live
    }

    /// The present policy of an endpoint.
    pub(crate) fn policy(&self, endpoint: &Endpoint) -> Policy {
        self.effective(endpoint).policy
    }

    /// Tells if retries are switched off, whatever a policy says.
    pub(crate) fn is_switched_off(&self, endpoint: &Endpoint) -> bool {
        !self.effective(endpoint).enabled
    }

    /// The same settings over other policies.
    pub(crate) fn merged_over(&self, declared: Box<[Policy]>) -> Arc<Self> {
        let mut state = self.live.lock();
        let now = state.settings.merged_over(self.service, &declared);
        state.enrol(&self.live, self.service, declared, now)
    }

    fn effective(&self, endpoint: &Endpoint) -> EffectivePolicy {
        // A client is asked for its own endpoints only. An endpoint does not know its position in its
        // service.
        let position = self.service.position(endpoint).unwrap_or_default();
        self.now.read().unwrap_or_else(PoisonError::into_inner)[position]
    }
}

impl From<Settings> for LiveSettings {
    fn from(settings: Settings) -> Self {
        Self::new(settings)
    }
}

impl From<&LiveSettings> for LiveSettings {
    fn from(settings: &LiveSettings) -> Self {
        settings.clone()
    }
}

impl fmt::Debug for LiveSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("LiveSettings")
            .field("settings", &state.settings)
            .field("clients", &state.clients.len())
            .finish()
    }
}
