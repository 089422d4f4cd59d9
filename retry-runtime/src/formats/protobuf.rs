//! Protocol Buffers, over `prost`.

use crate::formats::wrapper::wrapper;

const MEDIA_TYPE: http::HeaderValue = http::HeaderValue::from_static("application/protobuf");

wrapper! {
    /// A message of Protocol Buffers, `application/protobuf`; needs the cargo feature `protobuf`.
    ///
    /// `T` is a [`prost::Message`](https://docs.rs/prost/latest/prost/trait.Message.html), as `prost-build`
    /// generates it. As prost has it, only the message itself can be written and not a reference to it, so
    /// in a client whose `format` this is, `#[body]` takes it by value.
    ///
    /// A message all of whose fields have their defaults is an empty body. A method that returns
    /// `Option<Protobuf<T>>` reads it as `None`, as it does in every format.
    ///
    /// ```
    /// use retry_client::{Protobuf, Result, client};
    ///
    /// # #[cfg(feature = "protobuf")]
    /// #[client(base_url = "https://sensors.example.com")]
    /// trait Sensors {
    ///     #[put("/name")]
    ///     async fn rename(&self, #[body] name: Protobuf<String>) -> Result<Protobuf<String>>;
    /// }
    /// ```
    Protobuf if feature = "protobuf"
}

#[cfg(feature = "protobuf")]
mod present {
    use bytes::Bytes;
    use http::HeaderValue;
    use prost::DecodeError;

    use super::{MEDIA_TYPE, Protobuf};
    use crate::body::Encode;
    use crate::decode::{Decode, Malformed};
    use crate::error::BoxError;
    use crate::formats::bytes::Byte;
    use crate::formats::value::ProtobufMessage;
    use crate::response::Head;

    const NAME: &str = "Protobuf";
    /// The beginnings of prost's reasons, and the words for them that hold no part of the message.
    // `DecodeError` has nothing but its text, which quotes numbers of the message. A reason that is
    // not here is left out, so another version of prost costs words and shows no value.
    const REASONS: [(&str, &str); 10] = [
        ("length delimiter exceeds", "a length out of range"),
        ("invalid varint", "an invalid number"),
        ("recursion limit reached", "nested too deeply"),
        ("invalid wire type value", "an unknown wire type"),
        ("invalid wire type: ", "a field of another type"),
        ("invalid key value", "an invalid field number"),
        ("invalid tag value", "an invalid field number"),
        ("buffer underflow", "cut short"),
        ("delimited length exceeded", "a length out of range"),
        ("invalid string value", "text that is not UTF-8"),
    ];

    impl<T: ProtobufMessage> Encode for Protobuf<T> {
        fn media_type(&self) -> HeaderValue {
            MEDIA_TYPE
        }

        fn encode(&self) -> Result<Bytes, BoxError> {
            Ok(self.0.encode_to_vec().into())
        }
    }

    impl<T: ProtobufMessage> Decode for Protobuf<T> {
        fn accept() -> HeaderValue {
            MEDIA_TYPE
        }

        fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
            // Shared with the message, whose bytes may be parts of the body.
            let mut rest = body.clone();
            T::decode(&mut rest)
                .map(Self)
                .map_err(|error| describe(&error, Byte::before(&rest, &body)).into())
        }

        // Every body is a message or broken. Nothing in the format stands for nothing but the empty
        // body, which all formats have in common.
        fn is_null(_: &[u8]) -> bool {
            false
        }
    }

    /// `Item.name: Order.item: invalid …` becomes `Order.item.name`, names of the program alone.
    fn describe(error: &DecodeError, place: Byte) -> Malformed {
        let text = error.to_string();
        let text = text.trim_start_matches("failed to decode Protobuf message: ");
        let found = REASONS
            .iter()
            .filter_map(|(reason, words)| Some((text.find(reason)?, *words)));
        // Names of fields stand before the reason, so the first that is found is the reason and not
        // a name.
        let found = found.min_by_key(|(at, _)| *at);
        let (at, reason) = found.map_or((0, None), |(at, words)| (at, Some(words)));
        // prost names the innermost first.
        let fields = text[..at].trim_end_matches(": ").rsplit(": ");
        let mut path = String::new();
        for field in fields.filter(|field| !field.is_empty()) {
            if path.is_empty() {
                path += field;
            } else if let Some((_, name)) = field.split_once('.') {
                path.push('.');
                path += name;
            }
        }
        let path = if path.is_empty() { "." } else { &path };
        Malformed::at(NAME, path, place, reason)
    }
}

#[cfg(not(feature = "protobuf"))]
crate::formats::wrapper::absent!(Protobuf needs NeedsProtobuf);
