//! The sizes of a call while it sleeps and while it is in flight.
//!
//! They are limits and not exact, because features add a word here and there. A hundred thousand calls may wait out a
//! delay at once, and each of them pays for a field that only few use. So the state that few calls need (hops, hedges,
//! credentials, guards, lists, breaks in a stream) is behind a box, and costs the others one word.

use reqwest::Response;

use crate::decode::{Decoder, ResponseSink, ValueSink};
use crate::engine::call_state::CallState;
use crate::engine::core::PendingCall;
use crate::engine::exchange::Exchange;
use crate::engine::run;
use crate::error::{AttemptRecord, Failure};
use crate::request::Target;
use crate::transport::Outgoing;

type Sink<'a> = &'a mut dyn ResponseSink;

fn future<'a, F>(_: impl FnOnce(&'a mut PendingCall, Sink<'a>) -> F) -> usize {
    size_of::<F>()
}

fn loop_future<'a, F>(_: impl FnOnce(&'a mut CallState<'a>, Sink<'a>) -> F) -> usize {
    size_of::<F>()
}

fn attempt_future<'a, F>(_: impl FnOnce(Exchange<'a>, Outgoing, Sink<'a>) -> F) -> usize {
    size_of::<F>()
}

/// Fails with all of those that are too large.
fn hold(limits: &[(&str, usize, usize)]) {
    let larger = |(what, size, limit): &(&str, usize, usize)| {
        (size > limit).then(|| format!("{what}: {size} bytes, at most {limit}"))
    };
    let larger: Vec<_> = limits.iter().filter_map(larger).collect();
    assert!(larger.is_empty(), "{larger:#?}");
}

#[test]
fn a_call_that_sleeps_does_not_hold_state_that_few_calls_need() {
    hold(&[
        // Strings, headers and body of the request: what it takes to send it again.
        ("PendingCall", size_of::<PendingCall>(), 160),
        ("Target", size_of::<Target>(), 24),
        ("CallState", size_of::<CallState<'_>>(), 168),
        ("AttemptRecord", size_of::<AttemptRecord>(), 40),
        // tokio's `Sleep` is 112 of them: all else ends before the sleep, and shares its room.
        ("the loop", loop_future(CallState::run), 144),
        ("the call", future(run), 352),
        ("Decoder", size_of::<Decoder<Response>>(), 32),
        (
            "ValueSink, besides its value",
            size_of::<ValueSink<Response>>() - size_of::<Option<Response>>(),
            32,
        ),
        ("Failure", size_of::<Failure>(), 192),
    ]);
}

#[test]
fn an_attempt_in_flight_has_its_request_once() {
    hold(&[("the attempt", attempt_future(Exchange::perform), 1_232)]);
}
