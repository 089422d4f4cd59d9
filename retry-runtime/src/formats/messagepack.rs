//! `MessagePack`, over `rmp-serde`.

use crate::formats::wrapper::wrapper;

const MEDIA_TYPE: http::HeaderValue = http::HeaderValue::from_static("application/msgpack");

wrapper! {
    /// A value in [MessagePack](https://msgpack.org), `application/msgpack`; needs the cargo feature
    /// `messagepack`.
    ///
    /// Structs are written as maps with the names of their fields. Both such maps and arrays of the fields
    /// in order are read.
    ///
    /// ```
    /// use retry_client::{MessagePack, Result, client};
    ///
    /// # #[cfg(feature = "messagepack")]
    /// #[client(base_url = "https://metrics.example.com")]
    /// trait Metrics {
    ///     #[put("/samples")]
    ///     async fn add(&self, #[body] samples: MessagePack<&[f64]>) -> Result<MessagePack<u64>>;
    /// }
    /// ```
    MessagePack if feature = "messagepack"
}

#[cfg(feature = "messagepack")]
mod present {
    use bytes::Bytes;
    use http::HeaderValue;
    use rmp_serde::Deserializer;
    use rmp_serde::decode::Error;
    use serde::de::DeserializeOwned;

    use super::{MEDIA_TYPE, MessagePack};
    use crate::body::Encode;
    use crate::decode::{Decode, Malformed, expected, path_text};
    use crate::error::BoxError;
    use crate::formats::bytes::Byte;
    use crate::formats::value::{ReadBySerde, WrittenBySerde};
    use crate::response::Head;

    const NAME: &str = "MessagePack";
    /// The marker of nothing.
    const NIL: u8 = 0xc0;

    impl<T: WrittenBySerde> Encode for MessagePack<T> {
        fn media_type(&self) -> HeaderValue {
            MEDIA_TYPE
        }

        fn encode(&self) -> Result<Bytes, BoxError> {
            // With names: as arrays, which are the default of the crate, structs could never gain a
            // field in their middle.
            Ok(rmp_serde::to_vec_named(&self.0)?.into())
        }
    }

    impl<T: ReadBySerde> Decode for MessagePack<T> {
        fn accept() -> HeaderValue {
            MEDIA_TYPE
        }

        fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
            let mut rest = &*body;
            match T::deserialize(&mut Deserializer::new(&mut rest)) {
                // A body is one value. A second one behind it would be lost in silence.
                Ok(value) if rest.is_empty() => Ok(Self(value)),
                Ok(_) => {
                    let place = Byte::before(rest, &body);
                    Err(Malformed::at(NAME, ".", place, Some("expected the end")).into())
                }
                Err(error) => Err(describe::<T>(&body, &error).into()),
            }
        }

        fn is_null(body: &[u8]) -> bool {
            body == [NIL]
        }
    }

    fn describe<T: DeserializeOwned>(body: &[u8], error: &Error) -> Malformed {
        let mut rest = body;
        let mut reader = Deserializer::new(&mut rest);
        let found = serde_path_to_error::deserialize::<_, T>(&mut reader).err();
        let path = found.map_or_else(|| ".".to_owned(), |found| path_text(found.path()));
        // The parser has no places of its own, but it reads from a slice, and what is left of that
        // says how far it came.
        let place = Byte::before(rest, body);
        Malformed::at(NAME, &path, place, reason(error).as_deref())
    }

    /// The words of an error that cannot hold a value.
    fn reason(error: &Error) -> Option<String> {
        let reason = match error {
            Error::InvalidMarkerRead(_) | Error::InvalidDataRead(_) => "cut short",
            Error::TypeMismatch(_) => "a value of another type",
            Error::OutOfRange => "a number out of range",
            Error::LengthMismatch(_) => "an array of another length",
            Error::Uncategorized(message) | Error::Syntax(message) => return expected(message),
            Error::Utf8Error(_) => "text that is not UTF-8",
            Error::DepthLimitExceeded => "nested too deeply",
        };
        Some(reason.to_owned())
    }
}

#[cfg(not(feature = "messagepack"))]
crate::formats::wrapper::absent!(MessagePack needs NeedsMessagePack);
