//! What production sees of a call. Without the features nothing of it is compiled in; what the loop
//! calls is then empty.

#[cfg(feature = "tracing")]
mod over;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
mod untraced;
#[cfg(feature = "tracing")]
mod words;

#[cfg(feature = "tracing")]
pub(crate) use self::trace::{Trace, attempt_failed, gave_up};
#[cfg(not(feature = "tracing"))]
pub(crate) use self::untraced::{Trace, attempt_failed, gave_up};
