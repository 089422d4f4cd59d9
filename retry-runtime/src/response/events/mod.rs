//! Streams of values: server-sent events, and JSON in lines.

#[cfg(not(feature = "sse"))]
mod absent;
#[cfg(feature = "sse")]
mod arrived;
#[cfg(feature = "sse")]
mod block;
#[cfg(feature = "sse")]
mod connection;
#[cfg(feature = "sse")]
mod json_lines;
#[cfg(feature = "sse")]
mod lines;
#[cfg(all(test, feature = "sse"))]
mod properties;
#[cfg(feature = "sse")]
mod sse;

#[cfg(not(feature = "sse"))]
pub use self::absent::{Event, JsonLines, Sse};
#[cfg(feature = "sse")]
pub use self::json_lines::JsonLines;
#[cfg(feature = "sse")]
pub use self::sse::{Event, Sse};

/// Decodes a stream of events.
pub(super) struct AsEvents;

/// Decodes a stream of lines.
pub(super) struct AsLines;
