//! A fetch: a task of its own, so that the call which began it can be dropped.

use std::sync::Arc;
use std::thread;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::credentials::credential::Credential;
use crate::credentials::store::{Fetched, Shared};
use crate::error::BoxError;

/// A fetch, announced and not ended.
pub(crate) struct Fetch {
    refused: Option<Arc<Credential>>,
    open: Open,
}

/// The duty to say how a fetch ended. Dropped with it, the fetch has gone with its runtime, or panicked.
struct Open {
    store: Arc<Shared>,
    sender: watch::Sender<Option<Fetched>>,
    is_ahead: bool,
    is_ended: bool,
}

impl Fetch {
    pub(crate) fn new(
        store: Arc<Shared>,
        sender: watch::Sender<Option<Fetched>>,
        refused: Option<Arc<Credential>>,
        is_ahead: bool,
    ) -> Self {
        let open = Open {
            store,
            sender,
            is_ahead,
            is_ended: false,
        };
        Self { refused, open }
    }

    /// Begins it. It goes on until it ends, whoever waits for it.
    pub(crate) fn spawn(self) {
        tokio::spawn(self.run());
    }

    async fn run(self) {
        let Self { refused, mut open } = self;
        let store = Arc::clone(&open.store);
        let fetched = store.source.fetch_boxed(refused.as_deref()).await;
        open.end(fetched);
    }
}

impl Open {
    fn end(&mut self, fetched: Result<Credential, BoxError>) {
        self.is_ended = true;
        let fetched = self
            .store
            .state()
            .end(fetched, self.is_ahead, Instant::now());
        self.sender.send_replace(Some(fetched));
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if self.is_ended {
            return;
        }
        if thread::panicking() {
            // Begun again it would panic again, and so on for ever.
            self.end(Err("the source of the credentials panicked".into()));
        } else {
            self.store.state().forget(self.is_ahead);
        }
    }
}
