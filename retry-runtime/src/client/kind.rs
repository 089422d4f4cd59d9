//! Kinds of calls: those that one response ends, and those for pages.
//!
//! A call has the same overrides whatever it returns, but not the same ends: `.reply()` is about one response,
//! `.resume_from(…)` about pages. The kind is a type, so that rustc tells them apart.

use std::pin::Pin;

use crate::decode::{Decoder, ValueSink};
use crate::engine::{PendingCall, prepare, run};
use crate::error::{Error, Failure};

/// The kind of a call: one that ends with one response, or one that goes on over several pages.
pub trait CallKind {
    /// The decoder that makes a `T` of its responses.
    #[doc(hidden)]
    type Decoder<T>: Send + Unpin;
}

/// A call that one response ends.
#[derive(Clone, Copy, Debug)]
pub struct OneResponse;

impl CallKind for OneResponse {
    type Decoder<T> = Decoder<T>;
}

/// A call that can be awaited for a `T`.
pub trait Runs<T>: CallKind {
    /// Performs it.
    #[doc(hidden)]
    fn run(call: Box<PendingCall>, decoder: Self::Decoder<T>) -> Running<T>;

    /// Prepares its first request.
    #[doc(hidden)]
    fn prepare(call: &mut PendingCall, decoder: Self::Decoder<T>) -> Result<(), Error>;
}

pub(crate) type Running<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl<T: Send + 'static> Runs<T> for OneResponse {
    // Not an `async fn`, whose future would hold its arguments twice. Not inlined, so that the future is not on
    // the stack of every poll before it is boxed.
    #[inline(never)]
    fn run(mut call: Box<PendingCall>, decoder: Decoder<T>) -> Running<T> {
        let mut sink = ValueSink::new(decoder);
        Box::pin(async move {
            run(&mut call, &mut sink).await?;
            sink.adopt(call);
            sink.value.ok_or_else(awaited)
        })
    }

    fn prepare(call: &mut PendingCall, _: Decoder<T>) -> Result<(), Error> {
        prepare(call)
    }
}

/// The error of a call that is polled after it has returned its value.
pub(crate) fn awaited() -> Error {
    const CALL: &crate::Endpoint = &crate::Endpoint::unlisted("", "a call");
    Error::unsent(Failure::build("it has been awaited before"), CALL)
}
