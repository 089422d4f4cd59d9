//! The decoders of the types that every method can return.

use bytes::Bytes;
use http::StatusCode;

use crate::decode::decoder::{BodyMode, DecodeBody, ReceivedResponse};
use crate::decode::from_json::FromJson;
use crate::decode::json::{read_json, without_mark};
use crate::error::{ErrorKind, Failure, History, decode_text};
use crate::request::Accept;
use crate::response::{ByteStream, Head};

pub(crate) struct AsJson;
pub(crate) struct AsText;
pub(crate) struct AsBytes;
pub(crate) struct AsVec;
pub(crate) struct AsUnit;
pub(crate) struct AsResponse;
pub(crate) struct AsStream;

impl<T: FromJson> DecodeBody<T> for AsJson {
    const BODY_MODE: BodyMode = BodyMode::Buffered;
    const ACCEPT: Accept = Accept::Json;

    fn means_none(status: StatusCode, body: &[u8]) -> bool {
        // A byte order mark is no part of the body, and one alone is an empty body.
        let body = without_mark(body);
        // A 204 first, as servers send it with a media type and without a body, which is no JSON.
        status == StatusCode::NO_CONTENT || body.is_empty() || body.trim_ascii() == b"null"
    }

    fn decode(_: &Head, received: ReceivedResponse) -> Result<T, Box<Failure>> {
        // The body goes into the error only where it is one: `error.body()` is how its reader finds
        // out more.
        read_json(without_mark(&received.body)).map_err(|failure| failure.with_body(received.body))
    }
}

impl DecodeBody<String> for AsText {
    const BODY_MODE: BodyMode = BodyMode::Buffered;

    fn means_none(status: StatusCode, _: &[u8]) -> bool {
        status == StatusCode::NO_CONTENT
    }

    fn decode(head: &Head, received: ReceivedResponse) -> Result<String, Box<Failure>> {
        decode_text(&head.headers, &received.body).map_err(|charset| {
            let failure = Failure::new(ErrorKind::Decode).because(format!("not {charset}"));
            failure.with_body(received.body)
        })
    }
}

/// Decoders of bytes, which cannot fail.
macro_rules! bytes_decoders {
    ($($decoder:ty => $type:ty;)+) => {$(
        impl DecodeBody<$type> for $decoder {
            const BODY_MODE: BodyMode = BodyMode::Buffered;

            fn means_none(status: StatusCode, _: &[u8]) -> bool {
                status == StatusCode::NO_CONTENT
            }

            fn decode(_: &Head, received: ReceivedResponse) -> Result<$type, Box<Failure>> {
                Ok(received.body.into())
            }
        }
    )+};
}

bytes_decoders! {
    AsBytes => Bytes;
    AsVec => Vec<u8>;
}

impl DecodeBody<()> for AsUnit {
    const BODY_MODE: BodyMode = BodyMode::Drained;

    fn decode(_: &Head, _: ReceivedResponse) -> Result<(), Box<Failure>> {
        Ok(())
    }
}

impl DecodeBody<reqwest::Response> for AsResponse {
    const BODY_MODE: BodyMode = BodyMode::Raw;

    fn decode(_: &Head, received: ReceivedResponse) -> Result<reqwest::Response, Box<Failure>> {
        Ok(received.response.into_reqwest())
    }
}

impl DecodeBody<ByteStream> for AsStream {
    const BODY_MODE: BodyMode = BodyMode::Streaming;
    const KEEPS_HISTORY: bool = true;

    fn decode(head: &Head, received: ReceivedResponse) -> Result<ByteStream, Box<Failure>> {
        // Asked while the response is there: the body that is left of it does not know.
        let is_decoded = received.response.is_decoded(&head.headers);
        let body = received.response.into_body();
        Ok(ByteStream::new(received.body, body, received.idle).decoded(is_decoded))
    }

    fn remember(stream: &mut ByteStream, history: &History) {
        stream.remember(history);
    }
}
