//! The types around a decoded value: `Reply<…>` and `Option<…>`, in any order.
//!
//! A wrapper is a type that stands for the way back: `InOption<InReply<Bare>>` puts a `T` into an
//! `Option`, and that into a `Reply`. The innermost is written outside, as it was peeled last. Each
//! step calls the one within it, so all of them are inlined into one function per method.

use std::marker::PhantomData;

use crate::error::History;
use crate::response::{Head, Reply};

/// Wraps a decoded `T` into the type that the method returns.
pub trait Wrapper<T: 'static> {
    /// The type that the method returns.
    type Output;
    /// True if a `Reply` is part of it.
    const WITH_HEAD: bool;

    /// The output around a value. `head` is `Some` if `WITH_HEAD` is true.
    #[doc(hidden)]
    fn wrap(value: T, head: Option<Head>) -> Self::Output;

    /// The output for a response that means `None`, if the output has an `Option`.
    #[doc(hidden)]
    fn absent(head: Option<Head>) -> Option<Self::Output>;

    /// The value inside the output.
    #[doc(hidden)]
    fn inner(output: &mut Self::Output) -> Option<&mut T>;

    /// Puts the history into every `Reply`.
    #[doc(hidden)]
    fn remember(output: &mut Self::Output, history: &History);
}

/// A bare value, without a wrapper.
#[derive(Debug)]
pub struct Bare;

/// `Reply<T>`, itself within `W`.
#[derive(Debug)]
pub struct InReply<W>(PhantomData<W>);

/// `Option<T>`, itself within `W`.
#[derive(Debug)]
pub struct InOption<W>(PhantomData<W>);

impl<T: 'static> Wrapper<T> for Bare {
    type Output = T;
    const WITH_HEAD: bool = false;

    fn wrap(value: T, _: Option<Head>) -> T {
        value
    }

    fn absent(_: Option<Head>) -> Option<T> {
        None
    }

    fn inner(output: &mut T) -> Option<&mut T> {
        Some(output)
    }

    fn remember(_: &mut T, _: &History) {}
}

impl<T: 'static, W: Wrapper<Reply<T>>> Wrapper<T> for InReply<W> {
    type Output = W::Output;
    const WITH_HEAD: bool = true;

    fn wrap(value: T, head: Option<Head>) -> W::Output {
        let head = head.unwrap_or_default();
        // `Reply<Option<Reply<T>>>` is odd but allowed, and both of them have a head. The usual one
        // copies none.
        let outer = W::WITH_HEAD.then(|| head.clone());
        W::wrap(Reply::new(head, value), outer)
    }

    fn absent(head: Option<Head>) -> Option<W::Output> {
        W::absent(head)
    }

    fn inner(output: &mut W::Output) -> Option<&mut T> {
        W::inner(output).map(Reply::value_mut)
    }

    fn remember(output: &mut W::Output, history: &History) {
        // The outer ones first, as the inner one is reached through them.
        W::remember(output, history);
        if let Some(reply) = W::inner(output) {
            // Only at the end of the call: the last attempt is a part of it.
            *reply.history_mut() = Some(history.clone());
        }
    }
}

impl<T: 'static, W: Wrapper<Option<T>>> Wrapper<T> for InOption<W> {
    type Output = W::Output;
    const WITH_HEAD: bool = W::WITH_HEAD;

    fn wrap(value: T, head: Option<Head>) -> W::Output {
        W::wrap(Some(value), head)
    }

    fn absent(head: Option<Head>) -> Option<W::Output> {
        Some(W::wrap(None, head))
    }

    fn inner(output: &mut W::Output) -> Option<&mut T> {
        W::inner(output).and_then(Option::as_mut)
    }

    fn remember(output: &mut W::Output, history: &History) {
        W::remember(output, history);
    }
}
