//! Types that can be a body, and the ones among them that can be sent again.

#[cfg(feature = "stream")]
use std::path::{Path, PathBuf};

use bytes::Bytes;
use reqwest::Body;

use crate::body::factory::BodyFactory;
#[cfg(feature = "stream")]
use crate::body::pieces::Piece;
use crate::body::request_body::RequestBody;
use crate::error::BoxError;

/// Types of `#[body]` arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a request body",
    label = "not a body",
    note = "use `Bytes`, `String`, `&str`, `Vec<u8>`, `&[u8]`, a path of a file, a `BodyFactory`, or a `Body`; \
            a value needs a format: `#[json]`, or a wrapper such as `Xml`"
)]
pub trait IntoBody {
    /// Converts the value into the body of all attempts.
    ///
    /// # Errors
    ///
    /// If it is a value that cannot be encoded.
    #[doc(hidden)]
    fn into_request_body(self) -> Result<RequestBody, BoxError>;
}

/// Types of `#[body]` arguments of methods that may retry: bodies that can be sent again.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be sent only once, but this method may send it again",
    label = "cannot be sent again",
    note = "take a body that can be sent again: `Bytes`, `String`, a path of a file, or a `BodyFactory`; or send it once, with `#[retry(off)]` and without `#[hedge]` and `#[pages]`"
)]
pub trait Replay: IntoBody {}

#[diagnostic::do_not_recommend]
// Not `Replay`: a `reqwest::Body` may be a stream, and its type does not tell.
impl IntoBody for Body {
    fn into_request_body(self) -> Result<RequestBody, BoxError> {
        Ok(RequestBody::of(self))
    }
}

macro_rules! replayable {
    ($($source:ty, $this:ident => $body:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoBody for $source {
            fn into_request_body(self) -> Result<RequestBody, BoxError> {
                let $this = self;
                Ok($body)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Replay for $source {}
    )+};
}

/// Sends no body for `None`.
#[diagnostic::do_not_recommend]
impl<B: IntoBody> IntoBody for Option<B> {
    fn into_request_body(self) -> Result<RequestBody, BoxError> {
        self.map_or_else(|| Ok(RequestBody::default()), B::into_request_body)
    }
}

#[diagnostic::do_not_recommend]
impl<B: Replay> Replay for Option<B> {}

replayable! {
    Bytes, bytes => RequestBody::bytes(bytes);
    &Bytes, bytes => RequestBody::bytes(bytes.clone());
    Vec<u8>, bytes => RequestBody::bytes(bytes);
    &Vec<u8>, bytes => RequestBody::bytes(bytes.clone());
    &[u8], bytes => RequestBody::bytes(Bytes::copy_from_slice(bytes));
    String, text => RequestBody::bytes(text);
    &String, text => RequestBody::bytes(text.clone());
    &str, text => RequestBody::bytes(text.to_owned());
    BodyFactory, factory => RequestBody::made(factory);
    &BodyFactory, factory => RequestBody::made(factory.clone());
    // Only a function pointer: an implementation for every `Fn() -> Body` would overlap with the others.
    fn() -> Body, make => RequestBody::made(BodyFactory::new(make));
}

#[cfg(feature = "stream")]
replayable! {
    PathBuf, path => RequestBody::pieces(vec![Piece::file(&path)]);
    &PathBuf, path => RequestBody::pieces(vec![Piece::file(path)]);
    &Path, path => RequestBody::pieces(vec![Piece::file(path)]);
}
