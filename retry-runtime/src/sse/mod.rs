//! Server-sent events as the
//! [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html) has them: lines out
//! of chunks that are cut anywhere, and events out of lines.
//!
//! The parser knows neither connections nor reconnecting; those belong to the client, which sits above
//! the engine. So it can be tested, and fuzzed, with bytes alone.

#[cfg(feature = "sse")]
mod block;
mod event;
#[cfg(feature = "sse")]
mod lines;
#[cfg(feature = "sse")]
mod parser;
#[cfg(all(test, feature = "sse"))]
mod properties;

#[cfg(feature = "sse")]
pub(crate) use self::block::RawEvent;
pub use self::event::Event;
#[cfg(feature = "sse")]
pub(crate) use self::lines::{Lines, TooLong, too_long};
#[cfg(feature = "sse")]
pub(crate) use self::parser::Arrived;
