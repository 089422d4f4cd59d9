//! Types that are read from JSON.

use serde::de::DeserializeOwned;

/// A type that the body of a response can be decoded to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "not `DeserializeOwned`",
    note = "derive `serde::Deserialize` for it, or return `()`, `String`, `Bytes`, `Vec<u8>` or `Response`"
)]
pub trait FromJson: Sized + 'static {
    /// Reads JSON.
    ///
    /// # Errors
    ///
    /// If it is not JSON of this type.
    // Hidden, like the next one, so that the parsers' error types are not part of our interface.
    #[doc(hidden)]
    fn from_json(json: &[u8]) -> Result<Self, serde_json::Error>;

    /// Reads JSON that `from_json` refused once more, now with the path to the place that is wrong.
    /// Keeping track of the path costs time, so it is done for bodies that are known to be wrong.
    #[doc(hidden)]
    fn find_error(json: &[u8]) -> Option<serde_path_to_error::Error<serde_json::Error>>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + 'static> FromJson for T {
    fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }

    fn find_error(json: &[u8]) -> Option<serde_path_to_error::Error<serde_json::Error>> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        serde_path_to_error::deserialize::<_, T>(&mut reader).err()
    }
}
