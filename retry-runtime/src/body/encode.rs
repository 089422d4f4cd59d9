//! Values with a format of their own as request bodies.

use bytes::Bytes;
use http::HeaderValue;

#[cfg(feature = "compress")]
use crate::body::compress::Compressible;
use crate::body::request_body::RequestBody;
use crate::body::source::{IntoBody, Replay};
use crate::error::BoxError;

/// A value that can be a request body, with its bytes and their media type.
///
/// The wrappers [`Json`](crate::Json), [`Xml`](crate::Xml), [`MessagePack`](crate::MessagePack),
/// [`Cbor`](crate::Cbor) and [`Protobuf`](crate::Protobuf) implement it, and so can any type: it is then
/// taken by `#[body]`, by reference and in an `Option` too.
/// A value is encoded once, when the method is called; every attempt sends the same bytes.
///
/// ```
/// use retry_client::{BoxError, Bytes, Encode, HeaderValue, Result, client};
///
/// struct Csv(Vec<[u32; 2]>);
///
/// impl Encode for Csv {
///     fn media_type(&self) -> HeaderValue {
///         HeaderValue::from_static("text/csv")
///     }
///
///     fn encode(&self) -> Result<Bytes, BoxError> {
///         let lines = self.0.iter().map(|[x, y]| format!("{x},{y}\r\n"));
///         Ok(lines.collect::<String>().into())
///     }
/// }
///
/// #[client(base_url = "https://plots.example.com")]
/// trait Plots {
///     #[put("/points")]
///     async fn points(&self, #[body] points: &Csv) -> Result<()>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a request body",
    label = "not a body",
    note = "use `Bytes`, `String`, `&str`, `Vec<u8>`, `&[u8]`, a path of a file, a `BodyFactory`, or a `Body`; \
            a value needs a format: `#[json]`, a wrapper such as `Xml`, the client's `format`, or an \
            implementation of `retry_client::Encode`"
)]
pub trait Encode {
    /// The media type of the bytes, sent as `content-type` unless the declaration names another.
    fn media_type(&self) -> HeaderValue;

    /// The bytes of the value.
    ///
    /// # Errors
    ///
    /// If the value cannot be written in this format: the call ends with an error of kind `Build`, and
    /// nothing is sent.
    fn encode(&self) -> Result<Bytes, BoxError>;
}

#[cfg_attr(feature = "stream", diagnostic::do_not_recommend)]
impl<E: Encode + ?Sized> Encode for &E {
    fn media_type(&self) -> HeaderValue {
        (**self).media_type()
    }

    fn encode(&self) -> Result<Bytes, BoxError> {
        (**self).encode()
    }
}

/// A format that `T` can be written in. Generated code implements it for the `format` of a client.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be a request body in the `format` of this client",
    label = "cannot be encoded",
    note = "the wrapper that `format` names has to implement `retry_client::Encode` around it, and `From` it"
)]
pub trait EncodeIn<T> {
    /// The value in its wrapper.
    type Wrapped: Encode;

    /// Puts the wrapper around it.
    fn wrap(value: T) -> Self::Wrapped;
}

/// A wrapper that is made of a value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of a value, so it cannot be the `format` of a `#[body]`",
    label = "cannot be put into the wrapper",
    note = "implement `From<T>` for the wrapper that `format` names, around any `T`"
)]
pub trait MadeOf<T>: From<T> {}

#[diagnostic::do_not_recommend]
impl<T, W: From<T>> MadeOf<T> for W {}

/// The result of encoding a value.
#[derive(Debug)]
pub struct Encoded(Result<RequestBody, BoxError>);

impl Encoded {
    /// Encodes a value.
    pub(crate) fn of(value: &impl Encode) -> Self {
        Self(value.encode().map(|bytes| {
            let body = RequestBody::bytes(bytes);
            body.with_media_type(value.media_type())
        }))
    }

    /// No body.
    pub(crate) fn none() -> Self {
        Self(Ok(RequestBody::default()))
    }
}

#[diagnostic::do_not_recommend]
impl IntoBody for Encoded {
    fn into_request_body(self) -> Result<RequestBody, BoxError> {
        self.0
    }
}

#[diagnostic::do_not_recommend]
impl Replay for Encoded {}

#[cfg(feature = "compress")]
#[diagnostic::do_not_recommend]
impl Compressible for Encoded {}

// Recommended, unlike the others: for a type that is not a body, rustc then says that it is not `Encode`,
// whose message is better, and for a wrapper whose feature is missing it names the feature.
impl<E: Encode> IntoBody for E {
    fn into_request_body(self) -> Result<RequestBody, BoxError> {
        Encoded::of(&self).into_request_body()
    }
}

#[diagnostic::do_not_recommend]
impl<E: Encode> Replay for E {}

#[cfg(feature = "compress")]
#[diagnostic::do_not_recommend]
impl<E: Encode> Compressible for E {}
