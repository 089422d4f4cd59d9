//! State that a stub, its clones and its routes share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::testing::draws::Draws;
use crate::testing::journal::Journal;

pub(crate) struct State {
    pub(crate) journal: Mutex<Journal>,
    pub(crate) draws: Mutex<Draws>,
}

impl State {
    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    pub(crate) fn draws(&self) -> MutexGuard<'_, Draws> {
        lock(&self.draws)
    }
}

/// Locks a mutex whose value is still useful after a test has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
