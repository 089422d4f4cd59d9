//! The store that a client and its clones share: the current credential, its generation, and the fetch that is
//! running.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::clock::after;
use crate::credentials::credential::Credential;
use crate::credentials::fetch::{End, Fetch};
use crate::credentials::source::{Credentials, DynCredentials};
use crate::error::BoxError;

/// The longest time before its expiry at which a credential is replaced. It covers a clock that differs from the
/// server's, and a slow request.
const AHEAD: Duration = Duration::from_mins(1);

/// The shortest time between two fetches ahead, so that a failing source is not asked with every call.
const PAUSE: Duration = Duration::from_secs(1);

/// The most fetches that one call starts while they are lost with their runtimes.
const MAX_STARTED: u32 = 3;

/// The result of a fetch.
type Fetched = Result<Issued, FetchError>;

/// Credentials of a client and all its clones.
#[derive(Clone)]
pub(crate) struct CredentialStore(Arc<Shared>);

struct Shared {
    source: Arc<dyn DynCredentials>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Issued>,
    /// True if a server has refused the current credential.
    is_refused: bool,
    /// The end of the fetch that is running.
    // A `watch` and not a `oneshot`: any number of calls wait for the same fetch, and one that comes late
    // still sees its end.
    fetching: Option<watch::Receiver<Option<Fetched>>>,
    /// The number of fetches that have ended.
    ended: u64,
    /// The number and the error of the last of them, if it failed.
    failed: Option<(u64, FetchError)>,
    generations: u64,
    /// The start of the last fetch ahead.
    ahead_started: Option<Instant>,
}

/// A credential as it was handed to a call.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) credential: Arc<Credential>,
    generation: u64,
    /// The number of fetches that had ended by then.
    ended: u64,
    /// The end of its lifetime, and the instant from which another is fetched ahead.
    expiry: Option<(Instant, Instant)>,
}

/// The failure of a fetch, shared by all calls that waited for it.
#[derive(Clone, Debug)]
pub(crate) struct FetchError(Arc<dyn StdError + Send + Sync>);

/// The state of the store, for a call that needs a credential.
enum Found {
    Fetched(Fetched),
    /// A fetch is running.
    Wait(watch::Receiver<Option<Fetched>>),
    /// A fetch that has to be started.
    Start(Fetch, watch::Receiver<Option<Fetched>>),
}

impl CredentialStore {
    pub(crate) fn new(source: impl Credentials) -> Self {
        Self(Arc::new(Shared {
            source: Arc::new(source),
            state: Mutex::default(),
        }))
    }

    /// The current credential, or the next: one in place of `refused`, which a server has refused.
    pub(crate) async fn get(&self, refused: Option<&Issued>) -> Fetched {
        let mut started = 0;
        loop {
            let mut fetching = match self.find(refused, Instant::now()) {
                Found::Fetched(fetched) => return fetched,
                Found::Wait(fetching) => fetching,
                Found::Start(_, _) if started == MAX_STARTED => {
                    return Err(BoxError::from("the runtime of the call is shutting down").into());
                }
                Found::Start(fetch, fetching) => {
                    started += 1;
                    fetch.spawn();
                    fetching
                }
            };
            // A closed channel means that the fetch was lost with its runtime, as if it had never started.
            if let Ok(fetched) = fetching.wait_for(Option::is_some).await
                && let Some(fetched) = &*fetched
            {
                return fetched.clone();
            }
        }
    }

    /// Notes that a server has refused a credential: the next call fetches another.
    pub(crate) fn refuse(&self, issued: &Issued) {
        self.0.state().refuse(issued);
    }

    fn find(&self, refused: Option<&Issued>, now: Instant) -> Found {
        let mut state = self.0.state();
        if let Some(refused) = refused {
            state.refuse(refused);
        }
        if let Some(current) = state.serving(now) {
            let ahead = state.is_ahead_due(now).then(|| {
                state.ahead_started = Some(now);
                self.fetch(&mut state, true).0
            });
            // Released before the fetch starts, see `fetch`.
            drop(state);
            if let Some(ahead) = ahead {
                ahead.spawn();
            }
            return Found::Fetched(Ok(current));
        }
        if let Some(fetching) = &state.fetching {
            return Found::Wait(fetching.clone());
        }
        if let Some(error) = refused.and_then(|refused| state.failure_since(refused)) {
            return Found::Fetched(Err(error));
        }
        let (fetch, fetching) = self.fetch(&mut state, false);
        Found::Start(fetch, fetching)
    }

    /// Announces a fetch, which must start after the lock is released: if its runtime drops it at once, it takes the
    /// lock to report that.
    fn fetch(
        &self,
        state: &mut State,
        is_ahead: bool,
    ) -> (Fetch, watch::Receiver<Option<Fetched>>) {
        let (sender, receiver) = watch::channel(None);
        state.fetching = Some(receiver.clone());
        let refused = state.current.as_ref().filter(|_| state.is_refused);
        let refused = refused.map(|current| Arc::clone(&current.credential));
        let store = Arc::clone(&self.0);
        let end = End::new(move |fetched| match fetched {
            Some(fetched) => {
                let fetched = store.state().end(fetched, is_ahead, Instant::now());
                sender.send_replace(Some(fetched));
            }
            None => store.state().forget(is_ahead),
        });
        let source = Arc::clone(&self.0.source);
        let fetch = Fetch {
            source,
            refused,
            end,
        };
        (fetch, receiver)
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent after every statement, so a panic elsewhere does no harm.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn refuse(&mut self, issued: &Issued) {
        let current = self.current.as_ref();
        if current.is_some_and(|current| current.generation == issued.generation) {
            self.is_refused = true;
        }
    }

    /// The current credential, unless it was refused or has expired.
    fn serving(&self, now: Instant) -> Option<Issued> {
        let current = self.current.as_ref().filter(|_| !self.is_refused)?;
        let is_over = current.expiry.is_some_and(|(ends, _)| ends <= now);
        (!is_over).then(|| Issued {
            ended: self.ended,
            ..current.clone()
        })
    }

    fn is_ahead_due(&self, now: Instant) -> bool {
        let expiry = self.current.as_ref().and_then(|current| current.expiry);
        expiry.is_some_and(|(_, ahead)| ahead <= now)
            && self.fetching.is_none()
            && self
                .ahead_started
                .is_none_or(|started| now.duration_since(started) >= PAUSE)
    }

    /// The failure of a fetch that has ended since the refused credential was handed out. Every call that got that
    /// credential shares it.
    fn failure_since(&self, refused: &Issued) -> Option<FetchError> {
        // By number and not by time: under a paused clock, or a coarse one, two fetches may end at one instant.
        let current = self.current.as_ref()?;
        let (number, error) = self.failed.as_ref()?;
        let is_shared = current.generation == refused.generation && *number > refused.ended;
        is_shared.then(|| error.clone())
    }

    /// Stores the result of a fetch.
    fn end(
        &mut self,
        fetched: Result<Credential, BoxError>,
        is_ahead: bool,
        now: Instant,
    ) -> Fetched {
        self.fetching = None;
        self.ended += 1;
        match fetched.and_then(Credential::checked) {
            Ok(credential) => {
                self.generations += 1;
                let issued = Issued {
                    generation: self.generations,
                    ended: self.ended,
                    expiry: credential.life().map(|life| {
                        let ahead = life.saturating_sub(AHEAD.min(life / 10));
                        (after(now, life), after(now, ahead))
                    }),
                    credential: Arc::new(credential),
                };
                self.current = Some(issued.clone());
                (self.is_refused, self.failed) = (false, None);
                Ok(issued)
            }
            Err(error) => {
                let error = FetchError::from(error);
                // Nobody sees a fetch ahead fail, unless the old credential has been refused in the meantime.
                if !is_ahead || self.is_refused {
                    self.failed = Some((self.ended, error.clone()));
                }
                Err(error)
            }
        }
    }

    /// Forgets a fetch that was lost with its runtime.
    fn forget(&mut self, is_ahead: bool) {
        self.fetching = None;
        if is_ahead {
            self.ahead_started = None;
        }
    }
}

impl From<BoxError> for FetchError {
    fn from(error: BoxError) -> Self {
        Self(error.into())
    }
}

impl From<FetchError> for BoxError {
    fn from(error: FetchError) -> Self {
        Box::new(error.0)
    }
}

impl fmt::Debug for CredentialStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialStore")
    }
}
