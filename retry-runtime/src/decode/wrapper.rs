//! What stands around a decoded value: `Reply<…>`, `Option<…>`, in any order.

use std::marker::PhantomData;

use crate::error::History;
use crate::response::{Head, Reply};

/// Wraps a `T` into the whole that the method returns.
pub trait Wrapper<T: 'static> {
    /// What the method returns.
    type Whole;
    /// Whether a `Reply` is part of it.
    const WITH_HEAD: bool;

    /// The whole around a value. `head` is there if `WITH_HEAD`.
    #[doc(hidden)]
    fn wrap(value: T, head: Option<Head>) -> Self::Whole;

    /// The whole for a status in `none_on`.
    #[doc(hidden)]
    fn absent(head: Option<Head>) -> Option<Self::Whole>;

    /// The way back to the value.
    #[doc(hidden)]
    fn inner(whole: &mut Self::Whole) -> Option<&mut T>;

    /// Puts the history into every `Reply`.
    #[doc(hidden)]
    fn remember(whole: &mut Self::Whole, history: &History);
}

/// Nothing around it.
#[derive(Debug)]
pub struct Bare;

/// `Reply<T>`, itself within `W`.
#[derive(Debug)]
pub struct InReply<W>(PhantomData<W>);

/// `Option<T>`, itself within `W`.
#[derive(Debug)]
pub struct InOption<W>(PhantomData<W>);

impl<T: 'static> Wrapper<T> for Bare {
    type Whole = T;
    const WITH_HEAD: bool = false;

    fn wrap(value: T, _: Option<Head>) -> T {
        value
    }

    fn absent(_: Option<Head>) -> Option<T> {
        None
    }

    fn inner(whole: &mut T) -> Option<&mut T> {
        Some(whole)
    }

    fn remember(_: &mut T, _: &History) {}
}

impl<T: 'static, W: Wrapper<Reply<T>>> Wrapper<T> for InReply<W> {
    type Whole = W::Whole;
    const WITH_HEAD: bool = true;

    fn wrap(value: T, head: Option<Head>) -> W::Whole {
        let head = head.unwrap_or_default();
        let outer = W::WITH_HEAD.then(|| head.clone());
        W::wrap(Reply::new(head, value), outer)
    }

    fn absent(head: Option<Head>) -> Option<W::Whole> {
        W::absent(head)
    }

    fn inner(whole: &mut W::Whole) -> Option<&mut T> {
        W::inner(whole).map(Reply::value_mut)
    }

    fn remember(whole: &mut W::Whole, history: &History) {
        W::remember(whole, history);
        if let Some(reply) = W::inner(whole) {
            *reply.history_mut() = Some(history.clone());
        }
    }
}

impl<T: 'static, W: Wrapper<Option<T>>> Wrapper<T> for InOption<W> {
    type Whole = W::Whole;
    const WITH_HEAD: bool = W::WITH_HEAD;

    fn wrap(value: T, head: Option<Head>) -> W::Whole {
        W::wrap(Some(value), head)
    }

    fn absent(head: Option<Head>) -> Option<W::Whole> {
        Some(W::wrap(None, head))
    }

    fn inner(whole: &mut W::Whole) -> Option<&mut T> {
        W::inner(whole).and_then(Option::as_mut)
    }

    fn remember(whole: &mut W::Whole, history: &History) {
        W::remember(whole, history);
    }
}
