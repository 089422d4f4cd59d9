//! Declare an HTTP API as an async trait. Get a typed client whose retries are configured, checked and
//! documented at compile time.
#![forbid(unsafe_code)]

pub use retry_macros::*;
pub use retry_runtime::*;

#[doc(hidden)]
pub use retry_runtime::__private;
