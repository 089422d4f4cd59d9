//! Server-sent events as the
//! [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html) defines them: lines from
//! chunks that are cut anywhere, and events from lines.
//!
//! Two steps, because they fail in different ways. `lines` knows chunks and bytes alone, and JSON lines use
//! it as well; a CR at the end of a chunk and the LF at the beginning of the next are one line end.
//! `block` knows fields, and what outlives an event: the last id and the `retry` time.
//!
//! The parser holds at most one event. It is told how long an event may become, and refuses a longer one as
//! soon as that is known, since the end of an endless line never arrives. What it holds is counted in bytes
//! of its own, after bytes that are not UTF-8 have become replacement characters.
//!
//! The parser knows neither connections nor reconnecting; those belong to the client, which sits above the
//! engine. So it can be tested, and fuzzed, with bytes alone. No input makes it panic, and it never hands
//! out an event whose end it has not seen.

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
pub(crate) use self::lines::{Ends, Lines, TooLong, too_long};
#[cfg(feature = "sse")]
pub(crate) use self::parser::Arrived;
