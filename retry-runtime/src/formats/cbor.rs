//! CBOR, over `ciborium`.

use crate::formats::wrapper::wrapper;

const MEDIA_TYPE: http::HeaderValue = http::HeaderValue::from_static("application/cbor");

wrapper! {
    /// A value in CBOR ([RFC 8949](https://www.rfc-editor.org/rfc/rfc8949)), `application/cbor`; needs the
    /// cargo feature `cbor`.
    ///
    /// ```
    /// use retry_client::{Cbor, Result, client};
    ///
    /// # #[cfg(feature = "cbor")]
    /// #[client(base_url = "https://sensors.example.com")]
    /// trait Sensors {
    ///     #[put("/readings")]
    ///     async fn add(&self, #[body] readings: Cbor<&[f64]>) -> Result<Cbor<u64>>;
    /// }
    /// ```
    Cbor if feature = "cbor"
}

#[cfg(feature = "cbor")]
mod present {
    use std::cell::Cell;
    use std::io;

    use bytes::Bytes;
    use ciborium::de::Error;
    use http::HeaderValue;
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Deserializer};
    use serde_path_to_error::Track;

    use super::{Cbor, MEDIA_TYPE};
    use crate::body::Encode;
    use crate::decode::{Decode, Malformed, expected, path_text};
    use crate::error::BoxError;
    use crate::formats::bytes::Byte;
    use crate::formats::value::{ReadBySerde, WrittenBySerde};
    use crate::response::Head;

    const NAME: &str = "CBOR";
    /// `null` and `undefined`.
    const NOTHING: [u8; 2] = [0xf6, 0xf7];

    impl<T: WrittenBySerde> Encode for Cbor<T> {
        fn media_type(&self) -> HeaderValue {
            MEDIA_TYPE
        }

        fn encode(&self) -> Result<Bytes, BoxError> {
            let mut bytes = Vec::new();
            ciborium::into_writer(&self.0, &mut bytes)?;
            Ok(bytes.into())
        }
    }

    impl<T: ReadBySerde> Decode for Cbor<T> {
        fn accept() -> HeaderValue {
            MEDIA_TYPE
        }

        fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
            let mut rest = &*body;
            match ciborium::from_reader(&mut rest) {
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
            matches!(body, [nothing] if NOTHING.contains(nothing))
        }
    }

    thread_local! {
        /// The path to the place where [`Traced`] failed: ciborium's deserializer cannot be had, and a
        /// `Deserialize` has no other way to return something beside its error.
        static PATH: Cell<Option<String>> = const { Cell::new(None) };
    }

    /// A value that is read with the path to the place that is wrong.
    struct Traced<T>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Traced<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut track = Track::new();
            let traced = serde_path_to_error::Deserializer::new(deserializer, &mut track);
            match T::deserialize(traced) {
                Ok(_) => Ok(Self(std::marker::PhantomData)),
                Err(error) => {
                    PATH.set(Some(path_text(&track.path())));
                    Err(error)
                }
            }
        }
    }

    fn describe<T: DeserializeOwned>(body: &[u8], error: &Error<io::Error>) -> Malformed {
        let mut rest = body;
        // For its path alone: the error is that of the first reading.
        drop(ciborium::from_reader::<Traced<T>, _>(&mut rest));
        let path = PATH.take().unwrap_or_else(|| ".".to_owned());
        let place = match error {
            // The parser knows the place for some of its errors. For the others it is where the
            // second reading has stopped.
            Error::Syntax(at) | Error::Semantic(Some(at), _) => Byte(*at),
            _ => Byte::before(rest, body),
        };
        Malformed::at(NAME, &path, place, reason(error).as_deref())
    }

    /// The words of an error that cannot hold a value.
    fn reason(error: &Error<io::Error>) -> Option<String> {
        let reason = match error {
            Error::Io(_) => "cut short",
            Error::Syntax(_) => "invalid CBOR",
            Error::Semantic(_, message) => return expected(message),
            Error::RecursionLimitExceeded => "nested too deeply",
        };
        Some(reason.to_owned())
    }
}

#[cfg(not(feature = "cbor"))]
crate::formats::wrapper::absent!(Cbor needs NeedsCbor);
