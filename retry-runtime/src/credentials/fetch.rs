//! A fetch: a task of its own, so that the call which began it can be dropped.

use std::sync::Arc;
use std::thread;

use crate::credentials::credential::Credential;
use crate::credentials::source::DynCredentials;
use crate::error::BoxError;

/// A fetch, announced and not begun.
pub(crate) struct Fetch {
    pub(crate) source: Arc<dyn DynCredentials>,
    pub(crate) refused: Option<Arc<Credential>>,
    pub(crate) end: End,
}

/// Is told how a fetch ended; `None` if it has gone with its runtime.
type Listener = Box<dyn FnOnce(Option<Result<Credential, BoxError>>) + Send>;

/// The duty to say how a fetch ended, even if it is dropped or panics.
pub(crate) struct End(Option<Listener>);

impl Fetch {
    /// Begins it. It goes on until it ends, whoever waits for it.
    pub(crate) fn spawn(mut self) {
        // The end moves into the task, so it is dropped with it: when it is done, when it panics, and
        // when its runtime shuts down before it ever ran.
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
        // Begun again it would panic again, and so on for ever.
        let panicked = || Err("the source of the credentials panicked".into());
        self.tell(thread::panicking().then(panicked));
    }
}
