//! The trace context and the attempt's number, as the server reads them.

use std::sync::Once;

use opentelemetry::global::set_text_map_propagator;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use retry_client::RetryClient;

use super::{ShopClient, Traced, one_call};
use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};

const OWN: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// Sets the propagator, as an application does at its start; the whole process shares it.
fn propagating() -> Traced {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_text_map_propagator(TraceContextPropagator::new()));
    Traced::new()
}

fn three() -> MemoryTransport {
    MemoryTransport::new([status(503), status(503), ok("done")])
}

/// One header of each request.
#[tokio::test(start_paused = true)]
async fn each_attempt_carries_the_trace_context_of_its_own_span() {
    let (traced, memory) = (propagating(), three());
    let builder = ShopClient::builder().transport(memory.clone());
    builder.build().unwrap().count().await.unwrap();
    let (_, attempts) = one_call(traced.taken());
    let contexts = attempts.iter().map(|attempt| {
        let context = &attempt.span_context;
        Some(format!(
            "00-{}-{}-01",
            context.trace_id(),
            context.span_id()
        ))
    });
    assert_eq!(memory.sent("traceparent"), contexts.collect::<Vec<_>>());
    assert_eq!(attempts.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_traceparent_set_by_the_caller_stays() {
    let (_traced, by_call, by_hook) = (propagating(), three(), three());
    let shop = ShopClient::builder()
        .transport(by_call.clone())
        .build()
        .unwrap();
    shop.count().header("traceparent", OWN).await.unwrap();
    assert_eq!(by_call.sent("traceparent"), vec![Some(OWN.to_owned()); 3]);
    assert_eq!(by_call.sent("tracestate"), [None, None, None]);

    let builder = ShopClient::builder().transport(by_hook.clone());
    let builder = builder.before_attempt(async |request, _| {
        request.headers_mut().insert("traceparent", OWN.parse()?);
        Ok(())
    });
    builder.build().unwrap().count().await.unwrap();
    assert_eq!(by_hook.sent("traceparent"), vec![Some(OWN.to_owned()); 3]);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_span_sends_no_trace_context() {
    drop(propagating());
    let memory = three();
    let builder = ShopClient::builder().transport(memory.clone());
    builder.build().unwrap().count().await.unwrap();
    assert_eq!(memory.sent("traceparent"), [None, None, None]);
}

#[tokio::test(start_paused = true)]
async fn the_attempt_header_is_sent_if_configured() {
    let (asked, not_asked) = (three(), three());
    let builder = ShopClient::builder().transport(asked.clone());
    let shop = builder.attempt_header("x-retry-attempt").build().unwrap();
    let call = || shop.count().header("x-retry-attempt", "mine");
    let first = call().build().unwrap();
    assert_eq!(first.headers()["x-retry-attempt"], "1");
    call().await.unwrap();
    let numbers = ["1", "2", "3"].map(|number| Some(number.to_owned()));
    assert_eq!(asked.sent("x-retry-attempt"), numbers);

    let builder = ShopClient::builder().transport(not_asked.clone());
    builder.build().unwrap().count().await.unwrap();
    assert_eq!(not_asked.sent("x-retry-attempt"), [None, None, None]);
}

#[tokio::test(start_paused = true)]
async fn replacing_the_policy_keeps_the_attempt_header() {
    let memory = three();
    let builder = RetryClient::builder().transport(memory.clone());
    let client = builder.attempt_header("x-attempt").build().unwrap();
    client.with_policy(STEADY).get(URL).send().await.unwrap();
    let numbers = ["1", "2", "3"].map(|number| Some(number.to_owned()));
    assert_eq!(memory.sent("x-attempt"), numbers);
}

#[test]
fn an_invalid_attempt_header_is_an_error_of_the_builder() {
    let error = RetryClient::builder()
        .attempt_header("x retry")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client was not built: invalid header name; write letters, digits and `-`, such as `x-trace`"
    );
}
