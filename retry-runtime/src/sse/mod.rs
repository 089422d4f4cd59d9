//! The sse layer.

#[cfg(feature = "sse")]
mod block;
#[cfg(feature = "sse")]
mod lines;
#[cfg(feature = "sse")]
mod parser;
#[cfg(all(test, feature = "sse"))]
mod properties;

#[cfg(feature = "sse")]
pub(crate) use self::block::RawEvent;
#[cfg(feature = "sse")]
pub(crate) use self::lines::Lines;
#[cfg(feature = "sse")]
pub(crate) use self::lines::TooLong;
#[cfg(feature = "sse")]
pub(crate) use self::lines::too_long;
#[cfg(feature = "sse")]
pub(crate) use self::parser::Arrived;
