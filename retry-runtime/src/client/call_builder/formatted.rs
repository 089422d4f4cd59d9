//! `#[body]` arguments: bodies, values with a format of their own, and values in the format of the client.
//!
//! The type decides, by auto-deref as for return types (see `decode::return_type`): a type that can be a body is
//! taken as it is, and any other is put into the format of the client. Values are encoded here, so that the result
//! is one type whatever the argument was, and a value that cannot be sent is one error.

#![expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses them"
)]

use std::io;
use std::marker::PhantomData;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderValue;

use crate::body::{Encode, EncodeIn, Encoded, IntoBody};
use crate::error::BoxError;

/// A type that may itself be a body; `F` is the format of the client.
#[derive(Debug)]
pub struct BodyKind<T, F>(OptionalBody<T, F>);

/// A type that may be an `Option` of a value.
#[derive(Debug)]
pub struct OptionalBody<T, F>(PlainBody<T, F>);

/// A type that is a value.
#[derive(Debug)]
// Only names its types, so that the kind exists before a value is moved into it.
pub struct PlainBody<T, F>(PhantomData<fn(T, F)>);

/// Finds the kind of a body. The value is only named for its type.
#[must_use]
pub fn body<T>(_: &T) -> BodyKind<T, NoFormat> {
    BodyKind::new()
}

/// Finds the kind of a body in a client with a format.
#[must_use]
pub fn body_in<F, T>(_: &T) -> BodyKind<T, F> {
    BodyKind::new()
}

impl<T, F> BodyKind<T, F> {
    const fn new() -> Self {
        Self(OptionalBody(PlainBody(PhantomData)))
    }
}

macro_rules! derefs {
    ($($kind:ident => $next:ident;)+) => {$(
        impl<T, F> Deref for $kind<T, F> {
            type Target = $next<T, F>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    )+};
}

derefs! {
    BodyKind => OptionalBody;
    OptionalBody => PlainBody;
}

impl<T: IntoBody, F> BodyKind<T, F> {
    /// The body as it is.
    pub fn of(&self, body: T) -> T {
        body
    }
}

impl<T, F> OptionalBody<Option<T>, F> {
    /// The value in the format of the client, if there is one.
    pub fn of(&self, value: Option<T>) -> Encoded
    where
        F: EncodeIn<T>,
    {
        let wrapped = value.map(F::wrap);
        wrapped.as_ref().map_or_else(Encoded::none, Encoded::of)
    }
}

impl<T, F> PlainBody<T, F> {
    /// The value in the format of the client.
    pub fn of(&self, value: T) -> Encoded
    where
        F: EncodeIn<T>,
    {
        Encoded::of(&F::wrap(value))
    }
}

/// The format of a client without one. A body never gets here, and for any other type rustc says why it cannot be
/// one.
#[derive(Debug)]
pub struct NoFormat;

impl<T: IntoBody> EncodeIn<T> for NoFormat {
    type Wrapped = Self;

    fn wrap(_: T) -> Self {
        Self
    }
}

#[diagnostic::do_not_recommend]
impl Encode for NoFormat {
    fn media_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/octet-stream")
    }

    fn encode(&self) -> Result<Bytes, BoxError> {
        Err(io::Error::from(io::ErrorKind::Unsupported).into())
    }
}
