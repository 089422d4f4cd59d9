//! Every way in which an answer can be broken, for every type that a method can return.

use std::io::Write;
use std::pin::Pin;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use retry_client::{
    AttemptRecord, ByteStream, Bytes, Call, Error, ErrorKind, GaveUp, Reply, Response, Result,
    client, reqwest,
};
use tokio::task::JoinSet;

use crate::script::{Step, ms, ok, raw, secs};
use crate::server::Server;

#[client]
#[retry(constant, base = 1ms)]
trait Broken {
    #[get("/unit")]
    async fn unit(&self) -> Result<()>;
    #[get("/text")]
    async fn text(&self) -> Result<String>;
    #[get("/bytes")]
    async fn bytes(&self) -> Result<Bytes>;
    #[get("/vec")]
    async fn vec(&self) -> Result<Vec<u8>>;
    #[get("/json")]
    async fn json(&self) -> Result<Vec<u32>>;
    #[get("/reply")]
    async fn reply(&self) -> Result<Reply<Vec<u32>>>;
    #[get("/option", none_on = 404)]
    async fn option(&self) -> Result<Option<Vec<u32>>>;
    #[get("/reply_option", none_on = 404)]
    async fn reply_option(&self) -> Result<Reply<Option<String>>>;
    #[get("/stream")]
    async fn stream(&self) -> Result<ByteStream>;
    #[get("/reply_stream")]
    async fn reply_stream(&self) -> Result<Reply<ByteStream>>;
    #[get("/response")]
    async fn response(&self) -> Result<Response>;

    #[post("/unit")]
    async fn post_unit(&self) -> Result<()>;
    #[post("/text")]
    async fn post_text(&self) -> Result<String>;
    #[post("/bytes")]
    async fn post_bytes(&self) -> Result<Bytes>;
    #[post("/vec")]
    async fn post_vec(&self) -> Result<Vec<u8>>;
    #[post("/json")]
    async fn post_json(&self) -> Result<Vec<u32>>;
    #[post("/reply")]
    async fn post_reply(&self) -> Result<Reply<Vec<u32>>>;
    #[post("/option", none_on = 404)]
    async fn post_option(&self) -> Result<Option<Vec<u32>>>;
    #[post("/reply_option", none_on = 404)]
    async fn post_reply_option(&self) -> Result<Reply<Option<String>>>;
    #[post("/stream")]
    async fn post_stream(&self) -> Result<ByteStream>;
    #[post("/reply_stream")]
    async fn post_reply_stream(&self) -> Result<Reply<ByteStream>>;
    #[post("/response")]
    async fn post_response(&self) -> Result<Response>;
}

type Ending = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Kind = fn(&BrokenClient, bool) -> Ending;

fn whole<T: Send + 'static>(get: Call<T>, post: Call<T>, is_get: bool) -> Ending {
    let call = if is_get { get } else { post };
    Box::pin(async move { call.await.map(drop) })
}

fn streamed<T: Send + 'static>(
    get: Call<T>,
    post: Call<T>,
    is_get: bool,
    stream: fn(T) -> ByteStream,
) -> Ending {
    let call = if is_get { get } else { post };
    Box::pin(async move {
        let mut stream = stream(call.await?);
        while stream.chunk().await?.is_some() {}
        Ok(())
    })
}

/// The types whose whole body is read, none of which is decoded further than to bytes.
const RAW: [(&str, Kind); 3] = [
    ("()", |c, is_get| whole(c.unit(), c.post_unit(), is_get)),
    ("Bytes", |c, is_get| {
        whole(c.bytes(), c.post_bytes(), is_get)
    }),
    ("Vec", |c, is_get| whole(c.vec(), c.post_vec(), is_get)),
];

const TEXT: [(&str, Kind); 2] = [
    ("String", |c, is_get| whole(c.text(), c.post_text(), is_get)),
    ("Reply<Option<String>>", |c, is_get| {
        whole(c.reply_option(), c.post_reply_option(), is_get)
    }),
];

const JSON: [(&str, Kind); 3] = [
    ("JSON", |c, is_get| whole(c.json(), c.post_json(), is_get)),
    ("Reply", |c, is_get| {
        whole(c.reply(), c.post_reply(), is_get)
    }),
    ("Option", |c, is_get| {
        whole(c.option(), c.post_option(), is_get)
    }),
];

const STREAM: [(&str, Kind); 2] = [
    ("ByteStream", |c, is_get| {
        streamed(c.stream(), c.post_stream(), is_get, |stream| stream)
    }),
    ("Reply<ByteStream>", |c, is_get| {
        streamed(
            c.reply_stream(),
            c.post_reply_stream(),
            is_get,
            Reply::into_value,
        )
    }),
];

const RESPONSE: [(&str, Kind); 1] = [("Response", |c, is_get| {
    whole(c.response(), c.post_response(), is_get)
})];

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// With a value.
    Well,
    /// With an error, after as many attempts as the verb allows.
    Retried(ErrorKind),
    /// With an error, after one attempt whatever the verb.
    AtOnce(ErrorKind),
}

use End::{AtOnce, Retried, Well};

impl End {
    fn attempts(self, is_get: bool) -> usize {
        if is_get && matches!(self, Retried(_)) {
            3
        } else {
            1
        }
    }

    fn check(self, ended: &Result<()>, is_get: bool, what: &str) {
        let why = match (self, is_get) {
            (Retried(_), true) => GaveUp::AttemptsExhausted,
            (Retried(_), false) => GaveUp::NotRepeatable,
            (Well | AtOnce(_), _) => GaveUp::NotRetryable,
        };
        let ended = ended.as_ref().map_err(|error: &Error| {
            let attempts = error.attempts().iter().map(AttemptRecord::outcome);
            assert!(
                attempts.eq(vec![Some(error.kind()); self.attempts(is_get)]),
                "{what}"
            );
            assert_eq!(error.gave_up(), why, "{what}");
            error.kind()
        });
        let expected = match &self {
            Well => Ok(&()),
            Retried(kind) | AtOnce(kind) => Err(*kind),
        };
        assert_eq!(ended, expected, "{what}");
    }
}

/// A broken answer, and how each group of types ends with it.
struct Breakage {
    name: &'static str,
    step: Step,
    raw: End,
    text: End,
    json: End,
    stream: End,
}

async fn check(breakage: Breakage) {
    check_within(secs(20), breakage).await;
}

/// All types and verbs at once, with so much time for an attempt or the next part of a stream.
async fn check_within(patience: Duration, breakage: Breakage) {
    let Breakage {
        name,
        step,
        raw,
        text,
        json,
        stream,
    } = breakage;
    let groups: [(&[(&str, Kind)], End); 5] = [
        (&RAW, raw),
        (&TEXT, text),
        (&JSON, json),
        (&STREAM, stream),
        (&RESPONSE, Well),
    ];
    // One for all, since making it takes longer than a call.
    let http = reqwest::Client::builder().retry(reqwest::retry::never());
    let http = http.build().unwrap();
    let mut checks = JoinSet::new();
    for (kinds, end) in groups {
        for (kind, call) in kinds {
            for is_get in [true, false] {
                let (step, call, http) = (step.clone(), *call, http.clone());
                let verb = if is_get { "GET" } else { "POST" };
                let what = format!("{name}, {kind}, {verb}");
                checks.spawn(async move {
                    let server = Server::start([step]).await;
                    let client = impatient(patience, http, &server);
                    end.check(&call(&client, is_get).await, is_get, &what);
                    assert_eq!(server.arrivals().len(), end.attempts(is_get), "{what}");
                });
            }
        }
    }
    checks.join_all().await;
}

fn impatient(patience: Duration, http: reqwest::Client, server: &Server) -> BrokenClient {
    let builder = BrokenClient::builder()
        .http(http)
        .base_url(server.url())
        .max_body(LIMIT)
        .attempt_timeout(patience);
    let builder = builder.retry(|policy| policy.idle_timeout(patience));
    builder.build().unwrap()
}

const LIMIT: usize = 1000;
const GOOD: &str = "[1, 2, 3, 4]";

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zipped(content: Vec<u8>) -> Step {
    ok(content).header("content-encoding", "gzip")
}

fn same(name: &'static str, step: Step, end: End) -> Breakage {
    Breakage {
        name,
        step,
        raw: end,
        text: end,
        json: end,
        stream: end,
    }
}

#[tokio::test]
async fn a_whole_answer_is_a_value() {
    check(same("plain", ok(GOOD), Well)).await;
    check(same("gzip", zipped(gzip(GOOD.as_bytes())), Well)).await;
}

#[tokio::test]
async fn a_body_that_is_cut_or_corrupt_is_retried_and_a_stream_tells_of_it_once_it_has_begun() {
    let lost = Retried(ErrorKind::Body);
    let later = |name, step| Breakage {
        stream: AtOnce(ErrorKind::Body),
        ..same(name, step, lost)
    };
    let full = gzip(GOOD.as_bytes());
    let mut flipped = full.clone();
    // The checksum is in the eight last bytes, so all the content comes before it.
    flipped[full.len() - 8] ^= 0xff;
    let table = [
        same("cut before the first byte", ok(GOOD).cut(0), lost),
        later("cut in the middle", ok(GOOD).cut(6)),
        later("cut before the last byte", ok(GOOD).cut(11)),
        later(
            "chunks that are none",
            raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n[1]\r\nzz\r\n"),
        ),
        same(
            "no chunk at all",
            raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
            lost,
        ),
        same("no gzip at all", zipped(GOOD.into()), lost),
        same("gzip cut short", zipped(full[..10].to_vec()), lost),
        later("gzip of another checksum", zipped(flipped)),
    ];
    for breakage in table {
        check(breakage).await;
    }
}

#[tokio::test]
async fn lengths_that_contradict_each_other_are_no_http() {
    let two = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n[1]");
    let none = raw(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n[1]");
    for step in [two, none] {
        for (kind, call) in RAW
            .iter()
            .chain(&TEXT)
            .chain(&JSON)
            .chain(&STREAM)
            .chain(&RESPONSE)
        {
            for is_get in [true, false] {
                let server = Server::start([step.clone()]).await;
                let client = BrokenClient::new(server.url()).unwrap();
                let end = AtOnce(ErrorKind::Protocol);
                end.check(&call(&client, is_get).await, is_get, kind);
            }
        }
    }
}

#[tokio::test]
async fn a_body_ends_where_its_length_says() {
    let step = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[1]2, 3");
    check(same("length below the body", step, Well)).await;
}

#[tokio::test]
async fn a_body_that_stalls_is_bounded_by_the_attempt_and_a_stream_by_its_idle_time() {
    let slow = Retried(ErrorKind::Timeout);
    check_within(
        ms(500),
        same("before the first byte", ok(GOOD).stuck(0), slow),
    )
    .await;
    let stream = AtOnce(ErrorKind::Timeout);
    let in_the_middle = Breakage {
        stream,
        ..same("in the middle", ok(GOOD).stuck(6), slow)
    };
    check_within(ms(500), in_the_middle).await;
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_at_once_and_a_stream_has_no_limit() {
    let refused = |name, step| Breakage {
        stream: Well,
        ..same(name, step, AtOnce(ErrorKind::TooLarge))
    };
    let large = format!("[1{}]", " ".repeat(LIMIT - 2));
    let just_right = format!("[1{}]", " ".repeat(LIMIT - 3));
    check(same("at the limit", ok(just_right.clone()), Well)).await;
    check(same(
        "gzip at the limit",
        zipped(gzip(just_right.as_bytes())),
        Well,
    ))
    .await;
    check(refused("announced", ok(large.clone()))).await;
    check(refused("gzip", zipped(gzip(large.as_bytes())))).await;
}

#[tokio::test]
async fn a_body_of_another_kind_cannot_be_decoded_and_is_not_asked_for_again() {
    let undecodable = AtOnce(ErrorKind::Decode);
    let not_utf8 = Breakage {
        text: undecodable,
        json: undecodable,
        ..same("not UTF-8", ok(vec![b'"', 0xff, b'"']), Well)
    };
    let not_json = Breakage {
        json: undecodable,
        ..same("not JSON", ok("<html>"), Well)
    };
    let other_json = Breakage {
        json: undecodable,
        ..same("other JSON", ok("[-1]"), Well)
    };
    let empty = Breakage {
        json: undecodable,
        ..same("empty", ok(""), Well)
    };
    for breakage in [not_utf8, not_json, other_json, empty] {
        check(breakage).await;
    }
}
