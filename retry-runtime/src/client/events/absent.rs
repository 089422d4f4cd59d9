//! What stands for the streams of values where they are left out, so that an error can say so.

use std::convert::Infallible;
use std::marker::PhantomData;

use crate::client::events::{AsEvents, AsLines};
use crate::decode::{BodyMode, DecodeBody, ReceivedResponse};
use crate::error::{ErrorKind, Failure};

/// Server-sent events: with the cargo feature `sse`.
#[derive(Debug)]
pub struct Sse<T>(Infallible, PhantomData<T>);

/// A stream of JSON values, one a line: with the cargo feature `sse`.
#[derive(Debug)]
pub struct JsonLines<T>(Infallible, PhantomData<T>);

impl<T> DecodeBody<Sse<T>> for AsEvents {
    const WANTS: BodyMode = BodyMode::Drained;

    fn decode(_: ReceivedResponse) -> Result<Sse<T>, Box<Failure>> {
        Err(Failure::new(ErrorKind::Decode))
    }
}

impl<T> DecodeBody<JsonLines<T>> for AsLines {
    const WANTS: BodyMode = BodyMode::Drained;

    fn decode(_: ReceivedResponse) -> Result<JsonLines<T>, Box<Failure>> {
        Err(Failure::new(ErrorKind::Decode))
    }
}
