//! Every type that a method can return, and how calls of each end with a broken response.

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

use crate::support::script::{Step, ok, secs};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 1ms)]
pub(crate) trait Broken {
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

pub(crate) type Finished = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
pub(crate) type Kind = fn(&BrokenClient, bool) -> Finished;

fn whole<T: Send + 'static>(get: Call<T>, post: Call<T>, is_get: bool) -> Finished {
    let call = if is_get { get } else { post };
    Box::pin(async move { call.await.map(drop) })
}

fn streamed<T: Send + 'static>(
    get: Call<T>,
    post: Call<T>,
    is_get: bool,
    stream: fn(T) -> ByteStream,
) -> Finished {
    let call = if is_get { get } else { post };
    Box::pin(async move {
        let mut stream = stream(call.await?);
        while stream.chunk().await?.is_some() {}
        Ok(())
    })
}

/// The types whose whole body is read, none of which is decoded further than to bytes.
pub(crate) const RAW: [(&str, Kind); 3] = [
    ("()", |c, is_get| whole(c.unit(), c.post_unit(), is_get)),
    ("Bytes", |c, is_get| {
        whole(c.bytes(), c.post_bytes(), is_get)
    }),
    ("Vec", |c, is_get| whole(c.vec(), c.post_vec(), is_get)),
];

pub(crate) const TEXT: [(&str, Kind); 2] = [
    ("String", |c, is_get| whole(c.text(), c.post_text(), is_get)),
    ("Reply<Option<String>>", |c, is_get| {
        whole(c.reply_option(), c.post_reply_option(), is_get)
    }),
];

pub(crate) const JSON: [(&str, Kind); 2] = [
    ("JSON", |c, is_get| whole(c.json(), c.post_json(), is_get)),
    ("Reply", |c, is_get| {
        whole(c.reply(), c.post_reply(), is_get)
    }),
];

pub(crate) const OPTION: [(&str, Kind); 1] = [("Option", |c, is_get| {
    whole(c.option(), c.post_option(), is_get)
})];

pub(crate) const STREAM: [(&str, Kind); 2] = [
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

pub(crate) const RESPONSE: [(&str, Kind); 1] = [("Response", |c, is_get| {
    whole(c.response(), c.post_response(), is_get)
})];

/// The way in which a call ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum End {
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

    pub(crate) fn check(self, ended: &Result<()>, is_get: bool, what: &str) {
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

/// A broken response, and how each group of types ends with it.
pub(crate) struct Breakage {
    pub(crate) name: &'static str,
    pub(crate) step: Step,
    pub(crate) raw: End,
    pub(crate) text: End,
    pub(crate) json: End,
    pub(crate) option: End,
    pub(crate) stream: End,
}

pub(crate) async fn check(breakage: Breakage) {
    check_within(secs(20), breakage).await;
}

/// All types and verbs at once, with so much time for an attempt or the next part of a stream.
pub(crate) async fn check_within(patience: Duration, breakage: Breakage) {
    let Breakage {
        name,
        step,
        raw,
        text,
        json,
        option,
        stream,
    } = breakage;
    let groups: [(&[(&str, Kind)], End); 6] = [
        (&RAW, raw),
        (&TEXT, text),
        (&JSON, json),
        (&OPTION, option),
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

pub(crate) const LIMIT: usize = 1000;
pub(crate) const GOOD: &str = "[1, 2, 3, 4]";

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zipped(content: Vec<u8>) -> Step {
    ok(content).header("content-encoding", "gzip")
}

pub(crate) fn same(name: &'static str, step: Step, end: End) -> Breakage {
    Breakage {
        name,
        step,
        raw: end,
        text: end,
        json: end,
        option: end,
        stream: end,
    }
}
