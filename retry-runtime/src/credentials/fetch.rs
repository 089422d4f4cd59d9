//! A fetch in a task of its own, so that the call which started it can be dropped.

use std::sync::Arc;
use std::thread;

use crate::credentials::credential::Credential;
use crate::credentials::source::DynCredentials;
use crate::error::BoxError;

/// A fetch that is announced and not started.
pub(crate) struct Fetch {
    pub(crate) source: Arc<dyn DynCredentials>,
    pub(crate) refused: Option<Arc<Credential>>,
    pub(crate) end: End,
}

/// A function that takes the result of a fetch; `None` if it was lost with its runtime.
type Listener = Box<dyn FnOnce(Option<Result<Credential, BoxError>>) + Send>;

/// The obligation to report the end of a fetch, even if it is dropped or panics.
pub(crate) struct End(Option<Listener>);

impl Fetch {
    /// Starts the fetch. It runs to its end, no matter who waits for it.
    pub(crate) fn spawn(mut self) {
        // The end moves into the task and is dropped with it: when the task is done, when it panics, and
        // when its runtime shuts down before the task ever ran.
        tokio::spawn(async move {
            let fetched = self.source.fetch_boxed(self.refused.as_deref()).await;
            self.end.tell(Some(fetched));
        });
    }
}

impl End {
    pub(crate) fn new(
        listener: impl FnOnce(Option<Result<Credential, BoxError>>) + Send + 'static,
    ) -> Self {
        Self(Some(Box::new(listener)))
    }

    fn tell(&mut self, fetched: Option<Result<Credential, BoxError>>) {
        if let Some(listener) = self.0.take() {
            listener(fetched);
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        // A panic is an error and not a lost fetch, which would be started again and panic for ever.
        let panicked = || Err("the source of the credentials panicked".into());
        self.tell(thread::panicking().then(panicked));
    }
}
