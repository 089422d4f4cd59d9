//! Stand-ins for the streams of values in a build without the feature `sse`, so that the error about their use can
//! name the feature.

use std::convert::Infallible;
use std::marker::PhantomData;

use crate::client::events::{AsEvents, AsLines};
use crate::decode::{BodyMode, DecodeBody, ReceivedResponse};
use crate::error::{ErrorKind, Failure};
use crate::response::Head;

/// A stream of server-sent events; needs the cargo feature `sse`.
#[derive(Debug)]
pub struct Sse<T>(Infallible, PhantomData<T>);

/// A stream of JSON values, one per line; needs the cargo feature `sse`.
#[derive(Debug)]
pub struct JsonLines<T>(Infallible, PhantomData<T>);

impl<T> DecodeBody<Sse<T>> for AsEvents {
    const BODY_MODE: BodyMode = BodyMode::Drained;

    fn decode(_: &Head, _: ReceivedResponse) -> Result<Sse<T>, Box<Failure>> {
        Err(Failure::new(ErrorKind::Decode))
    }
}

impl<T> DecodeBody<JsonLines<T>> for AsLines {
    const BODY_MODE: BodyMode = BodyMode::Drained;

    fn decode(_: &Head, _: ReceivedResponse) -> Result<JsonLines<T>, Box<Failure>> {
        Err(Failure::new(ErrorKind::Decode))
    }
}
