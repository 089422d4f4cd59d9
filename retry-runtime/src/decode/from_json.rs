//! Types that are read from JSON.

use serde::de::DeserializeOwned;

use crate::decode::outline::{Outline, Places};

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

    /// Reads a list of these that is a part of a document.
    #[doc(hidden)]
    fn list_from_json(json: &[u8], places: Places<'_>) -> Result<Outline<Self>, serde_json::Error>;

    /// Reads JSON that `list_from_json` refused once more, now with the path to the place that is wrong.
    #[doc(hidden)]
    fn find_error_in_list(
        json: &[u8],
        places: Places<'_>,
    ) -> Option<serde_path_to_error::Error<serde_json::Error>>;
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
    fn list_from_json(json: &[u8], places: Places<'_>) -> Result<Outline<Self>, serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let outline = places.read(&mut reader)?;
        reader.end()?;
        Ok(outline)
    }

    fn find_error_in_list(
        json: &[u8],
        places: Places<'_>,
    ) -> Option<serde_path_to_error::Error<serde_json::Error>> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let mut track = serde_path_to_error::Track::new();
        let traced = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
        let error = places.read::<Self, _>(traced).err()?;
        Some(serde_path_to_error::Error::new(track.path(), error))
    }
}
