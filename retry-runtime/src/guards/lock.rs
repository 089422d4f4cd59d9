//! A lock around the state of a guard.
//!
//! It is a trait, so that a test can use a lock that tries every order of the threads instead.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A value that one thread at a time looks at.
pub(crate) trait Lock<T> {
    /// Looks at the value, through a closure, so that the lock cannot be held across an await.
    fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R;
}

impl<T> Lock<T> for Mutex<T> {
    fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        look(&mut lock(self))
    }
}

/// Locks a mutex, also one that a thread has panicked under: state is changed in one step, or not at all.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod schedules;
