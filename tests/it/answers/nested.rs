//! `Reply`, `Option` and a type, one in the other, in every order that makes sense.

use retry_client::{ByteStream, Bytes, Reply, Response, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Nested {
    #[get("/reply-option", none_on = 404, ok_on = 409)]
    async fn reply_option(&self) -> Result<Reply<Option<String>>>;

    #[get("/option-reply", none_on = 404, ok_on = 409)]
    async fn option_reply(&self) -> Result<Option<Reply<String>>>;

    #[get("/both", none_on = 404, ok_on = 409)]
    async fn both(&self) -> Result<Reply<Option<Reply<String>>>>;

    #[get("/option-option", none_on = 404)]
    async fn option_option(&self) -> Result<Option<Option<u32>>>;

    #[get("/option-stream", none_on = 404)]
    async fn option_stream(&self) -> Result<Option<ByteStream>>;

    #[get("/reply-stream")]
    async fn reply_stream(&self) -> Result<Reply<ByteStream>>;

    #[get("/reply-option-stream", none_on = 404)]
    async fn reply_option_stream(&self) -> Result<Reply<Option<ByteStream>>>;

    #[get("/option-response", none_on = 404)]
    async fn option_response(&self) -> Result<Option<Response>>;

    #[get("/option-reply-bytes", none_on = 404)]
    async fn option_reply_bytes(&self) -> Result<Option<Reply<Bytes>>>;

    #[get("/option-unit", none_on = 404, ok_on = 409)]
    async fn option_unit(&self) -> Result<Option<()>>;
}

/// A 503, then this, with a header to know it by.
fn after_a_503(step: Step) -> NestedClient {
    let step = step.header("etag", "x");
    let builder = NestedClient::builder().transport(MemoryTransport::new([status(503), step]));
    builder.build().unwrap()
}

/// Everything that a reply tells beside its value.
fn told<T>(reply: &Reply<T>) -> (u16, Option<&str>, usize) {
    let etag = reply.headers().get("etag");
    let etag = etag.map(|etag| etag.to_str().unwrap());
    (reply.status().as_u16(), etag, reply.attempts().len())
}

#[tokio::test(start_paused = true)]
async fn a_reply_has_all_its_parts_wherever_it_is_nested() {
    for code in [200, 409] {
        let client = after_a_503(status(code).body("yes"));
        let reply = client.reply_option().await.unwrap();
        assert_eq!(
            (told(&reply), reply.value().as_deref()),
            ((code, Some("x"), 2), Some("yes"))
        );

        let client = after_a_503(status(code).body("yes"));
        let reply = client.option_reply().await.unwrap().unwrap();
        assert_eq!(
            (told(&reply), reply.value().as_str()),
            ((code, Some("x"), 2), "yes")
        );

        let client = after_a_503(status(code).body("yes"));
        let outer = client.both().await.unwrap();
        assert_eq!(told(&outer), (code, Some("x"), 2));
        let inner = outer.into_value().unwrap();
        assert_eq!(
            (told(&inner), inner.value().as_str()),
            ((code, Some("x"), 2), "yes")
        );
    }
    let bytes = after_a_503(ok("yes"))
        .option_reply_bytes()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (told(&bytes), bytes.value().as_ref()),
        ((200, Some("x"), 2), b"yes".as_slice())
    );
    assert_eq!(
        after_a_503(status(409)).option_unit().await.unwrap(),
        Some(())
    );
}

#[tokio::test(start_paused = true)]
async fn none_on_is_none_wherever_the_option_is_nested() {
    let gone = || after_a_503(status(404).body("gone"));
    let reply = gone().reply_option().await.unwrap();
    assert_eq!((told(&reply), reply.value()), ((404, Some("x"), 2), &None));
    assert!(gone().option_reply().await.unwrap().is_none());
    let reply = gone().both().await.unwrap();
    assert_eq!(told(&reply), (404, Some("x"), 2));
    assert!(reply.value().is_none());
    assert_eq!(gone().option_option().await.unwrap(), None);
    assert!(gone().option_stream().await.unwrap().is_none());
    assert!(gone().option_response().await.unwrap().is_none());
    assert!(gone().option_reply_bytes().await.unwrap().is_none());
    assert_eq!(gone().option_unit().await.unwrap(), None);
    let reply = gone().reply_option_stream().await.unwrap();
    assert_eq!(told(&reply), (404, Some("x"), 2));
    assert!(reply.value().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_option_within_an_option_is_a_json_null() {
    assert_eq!(
        after_a_503(ok("null")).option_option().await.unwrap(),
        Some(None)
    );
    assert_eq!(
        after_a_503(ok("7")).option_option().await.unwrap(),
        Some(Some(7))
    );
}

#[tokio::test(start_paused = true)]
async fn a_nested_stream_is_a_stream() {
    async fn content(mut stream: ByteStream) -> Bytes {
        stream.chunk().await.unwrap().unwrap()
    }
    let stream = after_a_503(ok("yes")).option_stream().await.unwrap();
    assert_eq!(content(stream.unwrap()).await, "yes");
    let reply = after_a_503(ok("yes")).reply_stream().await.unwrap();
    assert_eq!(told(&reply), (200, Some("x"), 2));
    assert_eq!(content(reply.into_value()).await, "yes");
    let reply = after_a_503(ok("yes")).reply_option_stream().await.unwrap();
    assert_eq!(
        (told(&reply), reply.attempts()[0].delay()),
        ((200, Some("x"), 2), Some(ms(100)))
    );
    assert_eq!(content(reply.into_value().unwrap()).await, "yes");
    let response = after_a_503(ok("yes")).option_response().await.unwrap();
    assert_eq!(response.unwrap().text().await.unwrap(), "yes");
}
