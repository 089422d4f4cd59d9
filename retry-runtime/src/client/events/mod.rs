//! Streams of values: server-sent events, and JSON in lines.
//!
//! A call for a stream returns when the head of the response arrives, but its work goes on: connections get lost,
//! and the user wants the next event and not an error. So the stream keeps the call, and a lost connection becomes
//! the next failed attempt of that call: the engine resumes it under the policy of the method, with the same hooks,
//! observers and spans. A second loop here would soon disagree with the first.
//!
//! A stream may live for days while its policy counts attempts. Every event is progress and restarts the count, so
//! that `attempts` bounds the failures in a row and not those of a lifetime.
//!
//! Reconnecting sends the request again, so it must never happen if the method may not be repeated. An end of the
//! body that the server chose is not a loss: only after a GET, or if `reconnect` says so, is there another request.
//!
//! The parsers are below, in `sse`; this folder is above the engine because it makes attempts. Both streams poll by
//! hand rather than through combinators, as `Sse<T>` and `JsonLines<T>` have to be types that a user can name.

#![expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses them"
)]

#[cfg(not(feature = "sse"))]
mod absent;
#[cfg(feature = "sse")]
mod connection;
#[cfg(feature = "sse")]
mod json_lines;
#[cfg(feature = "sse")]
mod sse;

#[cfg(not(feature = "sse"))]
pub use self::absent::{JsonLines, Sse};
#[cfg(feature = "sse")]
pub use self::json_lines::JsonLines;
#[cfg(feature = "sse")]
pub use self::sse::Sse;

use crate::decode::{Decoder, FromJson, IsReadWhole, OwnDecoder, ReturnType, Wrapper};
use crate::features::NeedsSse;

impl<T> OwnDecoder for Sse<T> {}

impl<T> OwnDecoder for JsonLines<T> {}

/// The decoder of a stream of events.
pub(crate) struct AsEvents;

/// The decoder of a stream of lines.
pub(crate) struct AsLines;

impl<T: 'static, W: Wrapper<Sse<T>>> ReturnType<Sse<T>, W> {
    /// Never compiles: a hedge needs a response that is read whole.
    #[must_use]
    pub const fn whole(&self) -> Self
    where
        W: IsReadWhole,
    {
        ReturnType::new()
    }

    /// Accepts `end` and `reconnect`, which other return types refuse.
    #[must_use]
    pub const fn events(&self) -> Self {
        ReturnType::new()
    }

    /// The decoder of this type.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        T: FromJson,
        Sse<T>: NeedsSse,
    {
        Decoder::of::<Sse<T>, AsEvents, W>()
    }
}

impl<T: 'static, W: Wrapper<JsonLines<T>>> ReturnType<JsonLines<T>, W> {
    /// Never compiles: a hedge needs a response that is read whole.
    #[must_use]
    pub const fn whole(&self) -> Self
    where
        W: IsReadWhole,
    {
        ReturnType::new()
    }

    /// The decoder of this type.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Output>
    where
        T: FromJson,
        JsonLines<T>: NeedsSse,
    {
        Decoder::of::<JsonLines<T>, AsLines, W>()
    }
}
