//! Return types of methods, taken apart by type and not by spelling.
//!
//! Generated code peels the type, from the outside in:
//!
//! ```text
//! <ReturnTypeOf<Result<Reply<Option<T>>>>>::default()    ReturnType<Reply<Option<T>>, Bare>
//!     .reply()                                      ReturnType<Option<T>, InReply<Bare>>
//!     .optional()                                   ReturnType<T, InOption<InReply<Bare>>>
//!     .reply()                                      the same, as there is no `Reply` within
//!     .decoder()                                    Decoder<Reply<Option<T>>>
//! ```
//!
//! Inherent methods on the exact type are found first; where there is none, auto-deref leads to the
//! general one (autoref specialisation, without the references). What is peeled off is remembered
//! in `W`, which wraps the decoded value again. Aliases are seen through, which no macro could do.
//!
//! Types of ours have their level in `own`. A level that no type may reach is a bound that no type meets
//! (`fits`): rustc says the rule in the words that stand on it.
//!
//! All of it is `const fn` on types without size. Nothing is left of it at run time but the
//! decoder.

#![expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses among them"
)]
#![expect(
    clippy::extra_unused_type_parameters,
    reason = "the methods of one name take the same parameters, whether they need them or not"
)]

pub(super) mod fits;
mod own;

use std::marker::PhantomData;
use std::ops::Deref;

use crate::decode::builtin::AsJson;
use crate::decode::decoder::Decoder;
use crate::decode::format::{AsFormat, Decode, DecodeIn, Itself};
use crate::decode::from_json::FromJson;
use crate::decode::return_type::fits::{CanBeNone, IsEvents, WithoutNone};
use crate::decode::wrapper::{Bare, InOption, InReply, Wrapper};
use crate::error::Error;
use crate::response::Reply;

/// The return type of a method.
#[diagnostic::on_unimplemented(
    message = "a client method returns a `Result` whose error implements `From<retry_client::Error>`, not `{Self}`",
    label = "not such a `Result`",
    note = "return `retry_client::Result<T>`, or implement `From<retry_client::Error>` for the error type"
)]
pub trait Returns: Sized {
    /// The value of a success.
    type Value;
    /// The type of an error.
    type Error: From<Error>;
    /// The type to be taken apart. It is an associated type so that one error is enough: for a type that
    /// is not such a `Result` rustc knows nothing about it, and adds no error for the calls on it.
    type ReturnType;

    /// The result of a call, which is the same type by another name.
    fn from_result(result: Result<Self::Value, Self::Error>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T, E: From<Error>> Returns for Result<T, E> {
    type Value = T;
    type Error = E;
    type ReturnType = ReturnType<T, Bare>;

    fn from_result(result: Self) -> Self {
        result
    }
}

/// A return type on its way to a decoder: `T` is still to be decoded, `W` wraps it.
#[derive(Debug)]
pub struct ReturnType<T, W>(Formats<T, W>);

/// Types that say themselves how they are decoded, which auto-deref reaches after the specific ones.
#[derive(Debug)]
pub struct Formats<T, W>(Other<T, W>);

/// A value that is decoded in the format `F` of its client.
#[derive(Debug)]
pub struct InFormat<T, F>(PhantomData<fn() -> (T, F)>);

/// The general case, which method resolution reaches by auto-deref after the specific ones.
#[derive(Debug)]
pub struct Other<T, W>(PhantomData<fn() -> (T, W)>);

impl<T, W> ReturnType<T, W> {
    pub(crate) const fn new() -> Self {
        Self(Formats(Other(PhantomData)))
    }
}

impl<T, W> Deref for ReturnType<T, W> {
    type Target = Formats<T, W>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T, W> Deref for Formats<T, W> {
    type Target = Other<T, W>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Types of our own that are decoded in the same way whatever the format of their client.
pub trait OwnDecoder {}

// First of three levels. A `String` is text in every format; without this level the next would not
// take it, as it is no `Decode`, and the last would ask the format of the client for it.
impl<T: OwnDecoder, W> ReturnType<T, W> {
    /// Notes that the format of the client is no matter.
    #[must_use]
    pub const fn in_format<F>(&self) -> Self {
        Self::new()
    }
}

// Here the bound stands on the block, unlike below: what is no `Decode` is meant to go on to the
// last level.
impl<T: Decode + 'static, W> Formats<T, W> {
    /// Notes that the format of the client is no matter.
    #[must_use]
    pub const fn in_format<F>(&self) -> ReturnType<T, W> {
        ReturnType::new()
    }

    /// The decoder that the type itself is.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        W: Wrapper<T>,
    {
        Decoder::of::<T, AsFormat<Itself>, W>()
    }
}

impl<T: 'static, F: 'static, W: Wrapper<T>> ReturnType<InFormat<T, F>, W> {
    /// The decoder of the format.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        F: DecodeIn<T>,
    {
        Decoder::of::<T, AsFormat<F>, W>()
    }
}

impl<T, W> Default for ReturnType<T, W> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, W> ReturnType<Reply<T>, W> {
    /// Notes that status, headers and history are wanted.
    #[must_use]
    pub const fn reply(&self) -> ReturnType<T, InReply<W>> {
        ReturnType::new()
    }
}

impl<T, W> ReturnType<Option<T>, W> {
    /// Notes that a response may mean `None`.
    #[must_use]
    pub const fn optional(&self) -> ReturnType<T, InOption<W>> {
        ReturnType::new()
    }

    /// Never succeeds: an `Option` needs `none_on`.
    #[must_use]
    pub const fn required(&self) -> ReturnType<T, InOption<W>>
    where
        Option<T>: WithoutNone,
    {
        ReturnType::new()
    }
}

impl<T, W> Other<T, W> {
    /// Notes that status, headers and history are not wanted.
    #[must_use]
    pub const fn reply(&self) -> ReturnType<T, W> {
        ReturnType::new()
    }

    /// Never succeeds: `none_on` needs an `Option`.
    #[must_use]
    pub const fn optional(&self) -> ReturnType<T, W>
    where
        T: CanBeNone,
    {
        ReturnType::new()
    }

    /// Never succeeds: `end` and `reconnect` need events.
    #[must_use]
    pub const fn events(&self) -> ReturnType<T, W>
    where
        T: IsEvents,
    {
        ReturnType::new()
    }

    /// Notes that attempts may be in flight at once, of which each is read whole.
    #[must_use]
    pub const fn whole(&self) -> ReturnType<T, W> {
        ReturnType::new()
    }

    /// Notes that there is always a value.
    #[must_use]
    pub const fn required(&self) -> ReturnType<T, W> {
        ReturnType::new()
    }

    /// Notes that the value is in the format of the client.
    #[must_use]
    pub const fn in_format<F>(&self) -> ReturnType<InFormat<T, F>, W> {
        ReturnType::new()
    }

    /// The decoder for JSON.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        T: FromJson,
        W: Wrapper<T>,
    {
        Decoder::of::<T, AsJson, W>()
    }
}
