//! Header values written in a declaration, checked while the user's crate compiles.
//!
//! `check` is called in a generated constant, and `header` once, when a client is built. Both are
//! inherent methods of each type, so one expansion serves a text, a number and a `HeaderValue`,
//! whatever name the user has given to the type.

use http::HeaderValue;
use http::header::InvalidHeaderValue;

/// A constant that becomes a header value.
#[derive(Debug)]
pub struct Constant<T>(pub T);

impl Constant<&'static str> {
    /// Stops the build if the text is not a header value.
    ///
    /// # Panics
    ///
    /// If it holds anything but visible ASCII, spaces and tabs.
    #[track_caller]
    pub const fn check(&self) {
        let bytes = self.0.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                bytes[at] == b'\t' || bytes[at] >= b' ' && bytes[at] < 0x7f,
                "a header value holds visible ASCII, spaces and tabs only"
            );
            at += 1;
        }
    }

    /// The value.
    ///
    /// # Errors
    ///
    /// If the text is not a header value.
    pub fn header(self) -> Result<HeaderValue, InvalidHeaderValue> {
        HeaderValue::from_str(self.0)
    }
}

/// Implements a constant for types whose every value is a header value.
macro_rules! always_valid {
    ($($value:ty)+) => {$(
        impl Constant<$value> {
            /// Accepts any value, as it is always a header value.
            pub const fn check(&self) {}

            /// The value.
            ///
            /// # Errors
            ///
            /// None.
            pub fn header(self) -> Result<HeaderValue, InvalidHeaderValue> {
                Ok(self.0.into())
            }
        }
    )+};
}

always_valid! { HeaderValue u16 u32 u64 usize i16 i32 i64 isize }
