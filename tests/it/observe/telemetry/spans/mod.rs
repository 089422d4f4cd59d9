//! Spans: how many, within which, and what they say.

mod ends;

use retry_client::{GaveUp, Result, client};
use tracing::Instrument;

use super::{
    ROOT, ShopClient, Traced, attribute, attributes, events, is_error, names, one_call, some,
};
use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::memory::MemoryTransport;
use crate::support::mirror::{Files, LENGTH, PIECE, WHOLE, download};
use crate::support::range_server::Serving;
use crate::support::script::{ms, ok, status};
use crate::support::server::Server;

fn shop(memory: &MemoryTransport) -> ShopClient {
    ShopClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_call_with_three_attempts_is_a_span_with_three_children() {
    let traced = Traced::new();
    let server = Server::start([status(503), ok("12345").cut(2), ok("done")]).await;
    let shop = ShopClient::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    let strategy = retry_client::Strategy::constant(ms(1));
    let call = shop.thing("7").retry(|policy| policy.strategy(strategy));
    assert_eq!(call.await.unwrap().unwrap(), "done");

    let (call, attempts) = one_call(traced.taken());
    assert_eq!((&*call.name, call.parent_span_id), ("Shop.thing", ROOT));
    assert_eq!(attribute(&call, "retry.attempts").unwrap(), "3");
    assert_eq!(attribute(&call, "error.type"), None);
    assert_eq!(attribute(&call, "retry.gave_up"), None);
    assert!(!is_error(&call));
    assert_eq!(
        events(&call),
        [
            "trying again in 1ms: error.type=503 level=DEBUG retry.attempt=1 retry.delay=0.001 retry.delay_source=strategy",
            "trying again in 1ms: error.type=body level=DEBUG retry.attempt=2 retry.delay=0.001 retry.delay_source=strategy",
        ]
    );

    assert_eq!(names(&attempts), ["GET /things/{id}"; 3]);
    let port = server.url().rsplit(':').next().unwrap().to_owned();
    for (name, expected) in [
        ("http.request.method", some(&["GET"; 3])),
        ("url.template", some(&["/things/{id}"; 3])),
        ("server.address", some(&["127.0.0.1"; 3])),
        ("server.port", some(&[port.as_str(); 3])),
        ("http.response.status_code", some(&["503", "200", "200"])),
        (
            "http.request.resend_count",
            vec![None, Some("1".to_owned()), Some("2".to_owned())],
        ),
        (
            "error.type",
            vec![Some("503".to_owned()), Some("body".to_owned()), None],
        ),
    ] {
        assert_eq!(attributes(&attempts, name), expected, "{name}");
    }
    let errors = attempts.iter().map(is_error).collect::<Vec<_>>();
    assert_eq!(errors, [true, true, false]);
    let ends = attempts.iter().map(|attempt| attempt.end_time);
    assert!(ends.is_sorted() && attempts.iter().all(|attempt| attempt.events.is_empty()));
    assert_eq!(server.arrivals().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_span_of_a_post_that_is_not_repeatable_says_why() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([status(503)]));
    shop(&memory).create().await.unwrap_err();
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(names(&attempts), ["POST /things"]);
    assert_eq!(attributes(&attempts, "http.request.resend_count"), [None]);
    assert_eq!(attributes(&attempts, "error.type"), some(&["503"]));
    assert!(is_error(&call) && is_error(&attempts[0]));
    assert_eq!(attribute(&call, "error.type").unwrap(), "503");
    assert_eq!(attribute(&call, "retry.gave_up").unwrap(), "not_repeatable");
    assert_eq!(
        events(&call),
        [
            "gave up: error.type=503 level=WARN retry.attempts=1 retry.endpoint=Shop.create retry.gave_up=not_repeatable"
        ]
    );
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_span_records_the_source_of_each_delay() {
    let (traced, memory) = (
        Traced::new(),
        MemoryTransport::new([status(503).header("retry-after", "2"), ok("")]),
    );
    shop(&memory).count().await.unwrap();
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(
        events(&call),
        [
            "trying again in 2s: error.type=503 level=DEBUG retry.attempt=1 retry.delay=2 retry.delay_source=server"
        ]
    );
    assert_eq!(names(&attempts), ["GET /v2/count", "GET /v1/count"]);
    assert_eq!(attributes(&attempts, "server.port"), some(&["8080"; 2]));
}

#[tokio::test(start_paused = true)]
async fn an_error_status_that_is_not_retried_is_not_giving_up() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([status(404)]));
    let error = shop(&memory).create().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::NotRetryable);
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(attributes(&attempts, "error.type"), some(&["404"]));
    assert!(is_error(&call) && call.events.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_status_listed_in_none_on_is_not_an_error() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([status(404)]));
    assert_eq!(shop(&memory).thing("7").await.unwrap(), None);
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(
        attributes(&attempts, "http.response.status_code"),
        some(&["404"])
    );
    assert!(!is_error(&call) && !is_error(&attempts[0]));
}

#[tokio::test(start_paused = true)]
async fn the_status_of_a_raw_response_decides_whether_its_span_is_an_error() {
    let traced = Traced::new();
    for (code, sent, gave_up) in [(204, 1, 0), (404, 1, 0), (503, 3, 1)] {
        let memory = MemoryTransport::new([status(code)]);
        let reply = in_memory(&memory, STEADY).get(URL).send().await.unwrap();
        assert_eq!(reply.status(), code);
        let (call, attempts) = one_call(traced.taken());
        assert_eq!(&*call.name, "RetryClient.get");
        assert_eq!(names(&attempts), vec!["GET"; sent]);
        assert_eq!(attributes(&attempts, "url.template"), vec![None; sent]);
        let is_wrong = code >= 400;
        let error = is_wrong.then(|| code.to_string());
        assert_eq!(attribute(&call, "error.type"), error);
        assert_eq!(attributes(&attempts, "error.type"), vec![error; sent]);
        assert_eq!(is_error(&call), is_wrong);
        let warnings = events(&call)
            .iter()
            .filter(|event| event.contains("WARN"))
            .count();
        assert_eq!((memory.count(), warnings), (sent, gave_up));
    }
}

#[tokio::test(start_paused = true)]
async fn a_custom_verb_is_recorded_as_other() {
    let (traced, memory) = (Traced::new(), MemoryTransport::new([ok("")]));
    let merge = retry_client::Method::from_bytes(b"MERGE").unwrap();
    in_memory(&memory, STEADY)
        .request(merge, URL)
        .send()
        .await
        .unwrap();
    let (_, attempts) = one_call(traced.taken());
    assert_eq!(names(&attempts), ["HTTP"]);
    assert_eq!(
        attributes(&attempts, "http.request.method"),
        some(&["_OTHER"])
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_judged_by_when_has_its_span() {
    let (traced, memory) = (
        Traced::new(),
        MemoryTransport::new([status(503), ok("fine")]),
    );
    shop(&memory).judged().await.unwrap_err();
    let (call, attempts) = one_call(traced.taken());
    assert_eq!(
        attributes(&attempts, "error.type"),
        some(&["503", "not_ready"])
    );
    let wait = &events(&call)[0];
    assert!(
        wait.contains("retry.delay=3 retry.delay_source=verdict"),
        "{wait}"
    );
}

#[tokio::test]
async fn the_attempt_span_of_a_stream_ends_with_its_first_byte() {
    let traced = Traced::new();
    let server = Server::start([ok("12345").cut(3)]).await;
    let shop = ShopClient::with_base_url(server.url()).unwrap();
    let mut stream = shop.stream().await.unwrap();
    let (call, attempts) = one_call(traced.taken());
    assert!(!is_error(&call) && !is_error(&attempts[0]));
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "123");
    stream.chunk().await.unwrap_err();
    assert_eq!(traced.taken().len(), 0);
}

#[tokio::test]
async fn each_resumption_of_a_download_has_its_own_span() {
    let (traced, files) = (Traced::new(), Files::new());
    let [cut, whole] = [PIECE, WHOLE].map(|cut| Serving::of(&files.old, cut));
    let (bytes, asked) = download([cut, whole], &files).await;
    assert_eq!((bytes.unwrap(), asked.len()), (LENGTH, 2));
    let spans = traced.taken();
    let (first, resumed) = spans.split_at(2);
    let (_, attempts) = one_call(first.to_vec());
    assert_eq!(attributes(&attempts, "http.request.resend_count"), [None]);
    let (call, attempts) = one_call(resumed.to_vec());
    let resends = attributes(&attempts, "http.request.resend_count");
    assert_eq!(resends, some(&["1"]));
    let wait = &events(&call)[0];
    assert!(wait.contains("error.type=body"), "{wait}");
}

#[tokio::test(start_paused = true)]
async fn a_hook_runs_in_the_span_of_the_call_beside_that_of_the_attempt() {
    let (traced, memory) = (
        Traced::new(),
        MemoryTransport::new([status(503), ok("done")]),
    );
    let tokens = in_memory(&MemoryTransport::new([ok("token")]), STEADY);
    let builder = ShopClient::builder().transport(memory.clone());
    let client = builder
        .before_attempt(async move |_, _| {
            tokens.get(URL).send().await?;
            Ok(())
        })
        .build()
        .unwrap();
    let user = tracing::info_span!("user");
    client.count().instrument(user).await.unwrap();
    let spans = traced.taken();
    let above = |name: &str| {
        let named = spans.iter().filter(|span| span.name == name);
        let parents = named.map(|span| {
            let above = spans
                .iter()
                .find(|above| above.span_context.span_id() == span.parent_span_id);
            above.map_or("none", |above| &above.name)
        });
        parents.collect::<Vec<_>>()
    };
    assert_eq!(above("user"), ["none"]);
    assert_eq!(above("Shop.count"), ["user"]);
    assert_eq!(above("GET /v2/count"), ["Shop.count"]);
    assert_eq!(above("GET /v1/count"), ["Shop.count"]);
    assert_eq!(above("RetryClient.get"), ["Shop.count"; 2]);
    assert_eq!(above("GET"), ["RetryClient.get"; 2]);
}

#[client(base_url = "http://shop.test")]
#[retry(constant, base = 1ms, attempts = 4)]
trait Lists {
    #[get("/v2/list", "/v1/list")]
    #[hedge(after = 100ms)]
    async fn list(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn the_span_of_a_hedge_and_that_of_a_retry_behind_it_name_the_path_they_go_to() {
    let traced = Traced::new();
    let failed = status(503).late(ms(150));
    let memory = MemoryTransport::new([failed.clone(), failed, ok("done")]);
    let builder = ListsClient::builder().transport(memory.clone());
    builder.build().unwrap().list().await.unwrap();
    let paths = memory.requests().into_iter();
    let paths: Vec<_> = paths.map(|sent| sent.url().path().to_owned()).collect();
    assert_eq!(paths, ["/v2/list", "/v2/list", "/v1/list"]);
    let (_, attempts) = one_call(traced.taken());
    let named = some(&["/v2/list", "/v2/list", "/v1/list"]);
    assert_eq!(attributes(&attempts, "url.template"), named);
    let resent = vec![None, Some("1".to_owned()), Some("2".to_owned())];
    assert_eq!(attributes(&attempts, "http.request.resend_count"), resent);
}
