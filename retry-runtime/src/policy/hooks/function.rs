//! A function as a hook, sync or async by its type.

use std::fmt;
use std::marker::PhantomData;

/// A function that is named in an attribute: it judges an attempt, or changes its request.
// `M` is a marker that no value has. Two implementations of a trait for one type would overlap. With
// the marker they are for two types, and inference takes the one whose bound fits the function.
pub struct HookFn<F, M>(pub(crate) F, PhantomData<fn() -> M>);

/// Wraps a function.
pub const fn hook<F, M>(function: F) -> HookFn<F, M> {
    HookFn(function, PhantomData)
}

/// Marks a function that returns at once.
#[derive(Debug)]
pub struct Sync;

/// Marks a function that returns a future.
#[derive(Debug)]
pub struct Async;

impl<F, M> fmt::Debug for HookFn<F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hook")
    }
}
