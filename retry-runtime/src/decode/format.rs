//! Formats: values that say themselves how they are read from a response.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderValue, StatusCode};

use crate::decode::decoder::{BodyMode, DecodeBody, ReceivedResponse};
use crate::decode::describe::Malformed;
use crate::decode::json::without_mark;
use crate::error::{BoxError, ErrorKind, Failure};
use crate::request::Accept;
use crate::response::Head;

/// A value that is read from the body of a response in a format of its own.
///
/// The wrappers [`Json`](crate::Json), [`Xml`](crate::Xml), [`MessagePack`](crate::MessagePack),
/// [`Cbor`](crate::Cbor) and [`Protobuf`](crate::Protobuf) implement it, and so can any type: methods then
/// return it, within `Reply` and `Option` too.
///
/// ```
/// use retry_client::{BoxError, Bytes, Decode, Head, HeaderValue, Result, client};
///
/// struct Csv(Vec<u32>);
///
/// impl Decode for Csv {
///     fn accept() -> HeaderValue {
///         HeaderValue::from_static("text/csv")
///     }
///
///     fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
///         let mut numbers = Vec::new();
///         for (index, line) in std::str::from_utf8(&body)?.lines().enumerate() {
///             let number = line.parse().map_err(|_| format!("line {}: not a number", index + 1))?;
///             numbers.push(number);
///         }
///         Ok(Csv(numbers))
///     }
/// }
///
/// #[client(base_url = "https://plots.example.com")]
/// trait Plots {
///     #[get("/numbers")]
///     async fn numbers(&self) -> Result<Csv>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no format to be read in",
    label = "not `Decode`",
    note = "wrap it, as in `Json<T>`, name the client's `format`, or implement `retry_client::Decode`"
)]
pub trait Decode: Sized {
    /// The media types to ask for, sent as `accept` unless the declaration names others.
    fn accept() -> HeaderValue;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// If the body is not in this format, or not such a value. The error becomes the
    /// [source](std::error::Error::source) of one of kind `Decode`, and so ends up in logs: it should
    /// name the place, and not the value.
    fn decode(head: &Head, body: Bytes) -> Result<Self, BoxError>;

    /// Tells whether a body that cannot be decoded is what the format writes for nothing, which
    /// methods with `none_on` return as `None`. Default: the text `null`.
    #[must_use]
    fn is_null(body: &[u8]) -> bool {
        without_mark(body).trim_ascii() == b"null"
    }

    /// Tells whether the format writes a list as its elements, one after another and with nothing around them, as
    /// XML does. A page of [`Pages`](crate::Pages) in which there is no such element is then an empty one,
    /// and where the body is the list, its items are the elements within the root. Default: `false`.
    #[must_use]
    fn repeats_elements() -> bool {
        false
    }
}

/// A format that `T` can be read in. Generated code implements it for the `format` of a client.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be decoded in the `format` of this client",
    label = "cannot be decoded",
    note = "the wrapper that `format` names has to implement `retry_client::Decode` around it"
)]
pub trait DecodeIn<T> {
    /// The value in its wrapper.
    type Wrapped: Decode;

    /// Takes the wrapper off.
    fn unwrap(wrapped: Self::Wrapped) -> T;
}

/// The format that a value itself is.
pub(crate) struct Itself;

impl<T: Decode> DecodeIn<T> for Itself {
    type Wrapped = T;

    fn unwrap(value: T) -> T {
        value
    }
}

/// The decoder of a format.
pub(crate) struct AsFormat<F>(PhantomData<F>);

impl<T, F: DecodeIn<T>> DecodeBody<T> for AsFormat<F> {
    const BODY_MODE: BodyMode = BodyMode::Buffered;
    const ACCEPT: Accept = Accept::Format(F::Wrapped::accept);

    fn means_none(status: StatusCode, body: &[u8]) -> bool {
        status == StatusCode::NO_CONTENT || body.is_empty() || F::Wrapped::is_null(body)
    }

    fn decode(head: &Head, received: ReceivedResponse) -> Result<T, Box<Failure>> {
        // A clone shares the bytes: the failure keeps the body, whatever the format makes of it.
        match decode_format(head, received.body.clone()) {
            Ok(wrapped) => Ok(F::unwrap(wrapped)),
            Err(failure) => Err(failure.with_body(received.body)),
        }
    }
}

/// Reads a value in its own format.
pub(crate) fn decode_format<D: Decode>(head: &Head, body: Bytes) -> Result<D, Box<Failure>> {
    D::decode(head, body).map_err(|error| failure(error, &D::accept()))
}

/// The failure for an error of a format. Our own have no source, as they say everything.
fn failure(error: BoxError, accept: &HeaderValue) -> Box<Failure> {
    let failure = Failure::new(ErrorKind::Decode);
    match error.downcast::<Malformed>() {
        Ok(malformed) => failure.because(malformed.0),
        Err(error) => {
            // The first of the media types stands for the name of the format, which only its author
            // knows.
            let accept = accept.to_str().unwrap_or_default();
            let format = accept.split([',', ';']).next().unwrap_or_default().trim();
            failure
                .because(format!("not valid `{format}`"))
                .caused_by(error)
        }
    }
}
