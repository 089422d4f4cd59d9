//! A header whose value is declared.

use http::HeaderValue;
use http::header::InvalidHeaderValue;

/// A declared header. Its value is made once, when the client is built.
#[derive(Clone, Copy, Debug)]
pub struct StaticHeader {
    pub(crate) name: &'static str,
    value: StaticValue,
}

// A literal has no function of its own, of which the compiler would have to make one per header.
#[derive(Clone, Copy, Debug)]
enum StaticValue {
    Literal(&'static str),
    Made(fn() -> Result<HeaderValue, InvalidHeaderValue>),
}

impl StaticHeader {
    /// A header, and the function that makes its value. An endpoint is `Copy` and a `HeaderValue` is not, so the value
    /// is made where it is stored.
    #[must_use]
    pub const fn new(
        name: &'static str,
        value: fn() -> Result<HeaderValue, InvalidHeaderValue>,
    ) -> Self {
        Self {
            name,
            value: StaticValue::Made(value),
        }
    }

    /// A header whose value is a literal.
    #[must_use]
    pub const fn literal(name: &'static str, value: &'static str) -> Self {
        Self {
            name,
            value: StaticValue::Literal(value),
        }
    }

    pub(crate) fn value(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        match self.value {
            StaticValue::Literal(text) => HeaderValue::from_str(text),
            StaticValue::Made(make) => make(),
        }
    }
}
