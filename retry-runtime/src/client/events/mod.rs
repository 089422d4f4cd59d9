//! Streams of values: server-sent events, and JSON in lines.

#[cfg(not(feature = "sse"))]
mod absent;
#[cfg(feature = "sse")]
mod connection;
#[cfg(feature = "sse")]
mod json_lines;
#[cfg(feature = "sse")]
mod sse;

#[cfg(not(feature = "sse"))]
pub use self::absent::{Event, JsonLines, Sse};
#[cfg(feature = "sse")]
pub use self::json_lines::JsonLines;
#[cfg(feature = "sse")]
pub use self::sse::{Event, Sse};

use crate::decode::{Decoder, FromAnswer, Shape, Wrap};
use crate::features::NeedsSse;

/// Decodes a stream of events.
pub(crate) struct AsEvents;

/// Decodes a stream of lines.
pub(crate) struct AsLines;

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T: 'static, W: Wrap<Sse<T>>> Shape<Sse<T>, W> {
    /// Its own decoder.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Whole>
    where
        T: FromAnswer,
        Sse<T>: NeedsSse,
    {
        Decoder::of::<Sse<T>, AsEvents, W>()
    }
}

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T: 'static, W: Wrap<JsonLines<T>>> Shape<JsonLines<T>, W> {
    /// Its own decoder.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Whole>
    where
        T: FromAnswer,
        JsonLines<T>: NeedsSse,
    {
        Decoder::of::<JsonLines<T>, AsLines, W>()
    }
}
