//! The header that tells a server how long its client will wait.

use std::time::Duration;

use retry_client::{Result, client};
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(
    base_url = "http://svc.test",
    timeout = 5s,
    deadline_header = "grpc-timeout"
)]
#[retry(constant, base = 100ms, attempts = 3)]
trait Grpc {
    #[get("/x")]
    async fn x(&self) -> Result<String>;

    #[get]
    async fn elsewhere(&self, #[url] url: &str) -> Result<String>;
}

#[client(base_url = "http://svc.test", deadline_header = "X-Left-Ms")]
#[retry(constant, base = 100ms, attempts = 3)]
trait Plain {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

fn grpc(steps: impl Into<Vec<Step>>) -> (MemoryTransport, GrpcClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = GrpcClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

fn plain(steps: impl Into<Vec<Step>>) -> (MemoryTransport, PlainClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = PlainClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

/// The values of a header, one of each request.
fn sent(memory: &MemoryTransport, name: &str) -> Vec<Option<String>> {
    let requests = memory.requests();
    let values = requests.iter().map(|request| request.headers().get(name));
    values
        .map(|value| Some(value?.to_str().unwrap().to_owned()))
        .collect()
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    let values = values.iter().map(|value| Some((*value).to_owned()));
    values.collect()
}

#[tokio::test(start_paused = true)]
async fn each_attempt_carries_the_rest_of_the_timeout() {
    let steps = [status(503).late(ms(400)), status(503), ok("x")];
    let (memory, grpc) = grpc(steps);
    grpc.x().await.unwrap();
    let left = some(&["5000000u", "4500000u", "4400000u"]);
    assert_eq!(sent(&memory, "grpc-timeout"), left);
}

#[tokio::test(start_paused = true)]
async fn a_header_of_another_name_carries_whole_milliseconds() {
    let (memory, plain) = plain([status(503), ok("x")]);
    plain.x().timeout(secs(2)).await.unwrap();
    assert_eq!(sent(&memory, "x-left-ms"), some(&["2000", "1900"]));
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_timeout_sends_none_and_one_within_a_deadline_does() {
    let (memory, plain) = plain([ok("x")]);
    plain.x().await.unwrap();
    plain.x().attempt_timeout(secs(3)).await.unwrap();
    plain.x().within(Instant::now() + ms(800)).await.unwrap();
    let earlier = plain.x().timeout(ms(300));
    earlier.within(Instant::now() + ms(800)).await.unwrap();
    let mut left = vec![None, None];
    left.extend(some(&["800", "300"]));
    assert_eq!(sent(&memory, "x-left-ms"), left);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_header_of_the_caller_is_replaced() {
    let (memory, plain) = plain([ok("x")]);
    let call = plain.x().header("x-left-ms", "99999");
    call.timeout(secs(1)).await.unwrap();
    assert_eq!(sent(&memory, "x-left-ms"), some(&["1000"]));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_header_goes_to_no_other_origin() {
    let (memory, grpc) = grpc([ok("x")]);
    grpc.elsewhere("http://other.test/x").await.unwrap();
    grpc.elsewhere("http://svc.test/y").await.unwrap();
    let mut left = vec![None];
    left.extend(some(&["5000000u"]));
    assert_eq!(sent(&memory, "grpc-timeout"), left);
}

#[tokio::test(start_paused = true)]
async fn hooks_see_the_deadline_header_and_may_change_it() {
    let memory = MemoryTransport::new([ok("x")]);
    let hook = async |request: &mut retry_client::Request, _: &retry_client::Attempt| {
        assert_eq!(request.headers()["grpc-timeout"], "5000000u");
        sleep(Duration::ZERO).await;
        request.headers_mut().remove("grpc-timeout");
        Ok(())
    };
    let builder = GrpcClient::builder().transport(memory.clone());
    let grpc = builder.before_attempt(hook).build().unwrap();
    grpc.x().await.unwrap();
    assert_eq!(sent(&memory, "grpc-timeout"), [None]);
}
