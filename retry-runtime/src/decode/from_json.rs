//! Types that are read from JSON.

use serde::de::DeserializeOwned;

/// A type that the body of a response can be decoded to.
// A name of ours for a bound of serde's, so that rustc says what a method may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "not `DeserializeOwned`",
    note = "derive `serde::Deserialize` for it, or return `()`, `String`, `Bytes`, `Vec<u8>` or `Response`"
)]
pub trait FromJson: DeserializeOwned + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + 'static> FromJson for T {}
