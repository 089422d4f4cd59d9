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
pub use self::absent::{JsonLines, Sse};
#[cfg(feature = "sse")]
pub use self::json_lines::JsonLines;
#[cfg(feature = "sse")]
pub use self::sse::Sse;

use crate::decode::{Decoder, FromJson, ReturnType, Wrapper};
use crate::features::NeedsSse;

/// Decodes a stream of events.
pub(crate) struct AsEvents;

/// Decodes a stream of lines.
pub(crate) struct AsLines;

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T: 'static, W: Wrapper<Sse<T>>> ReturnType<Sse<T>, W> {
    /// Its own decoder.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Whole>
    where
        T: FromJson,
        Sse<T>: NeedsSse,
    {
        Decoder::of::<Sse<T>, AsEvents, W>()
    }
}

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T: 'static, W: Wrapper<JsonLines<T>>> ReturnType<JsonLines<T>, W> {
    /// Its own decoder.
    #[must_use]
    pub fn decoder(&self) -> Decoder<W::Whole>
    where
        T: FromJson,
        JsonLines<T>: NeedsSse,
    {
        Decoder::of::<JsonLines<T>, AsLines, W>()
    }
}
