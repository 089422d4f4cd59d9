//! A format of one's own, as another crate would add it: it uses nothing but what is public.

use std::error::Error as _;

use retry_client::testing::{Stub, text};
use retry_client::{ErrorKind, Method, Reply, RequestParams, Result, RetryClient, client};

/// A crate of its own: `key: value` in lines.
mod lines_format {
    use std::collections::BTreeMap;

    use retry_client::{BoxError, Bytes, Decode, Encode, Head, HeaderValue};

    #[derive(Debug, PartialEq)]
    pub(super) struct Lines<T>(pub(super) T);

    impl<T> From<T> for Lines<T> {
        fn from(value: T) -> Self {
            Self(value)
        }
    }

    impl<T: AsRef<BTreeMap<String, String>>> Encode for Lines<T> {
        fn media_type(&self) -> HeaderValue {
            HeaderValue::from_static("text/x-lines")
        }

        fn encode(&self) -> Result<Bytes, BoxError> {
            let lines = self.0.as_ref().iter().map(|(key, value)| {
                let is_line = !value.contains('\n');
                is_line
                    .then(|| format!("{key}: {value}\n"))
                    .ok_or("a value of two lines")
            });
            Ok(lines.collect::<Result<String, _>>()?.into())
        }
    }

    impl<T: From<BTreeMap<String, String>>> Decode for Lines<T> {
        fn accept() -> HeaderValue {
            HeaderValue::from_static("text/x-lines, text/plain;q=0.5")
        }

        fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
            let lines = std::str::from_utf8(&body)?.lines().enumerate();
            let pairs = lines.map(|(at, line)| {
                let pair = line.split_once(": ").ok_or(format!("line {}", at + 1))?;
                Ok::<_, String>((pair.0.to_owned(), pair.1.to_owned()))
            });
            Ok(Self(pairs.collect::<Result<BTreeMap<_, _>, _>>()?.into()))
        }
    }
}

mod types {
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq)]
    pub(super) struct Config(pub(super) BTreeMap<String, String>);

    impl AsRef<BTreeMap<String, String>> for Config {
        fn as_ref(&self) -> &BTreeMap<String, String> {
            &self.0
        }
    }

    impl From<BTreeMap<String, String>> for Config {
        fn from(pairs: BTreeMap<String, String>) -> Self {
            Self(pairs)
        }
    }
}

use lines_format::Lines;
use types::Config;

fn config(value: &str) -> Config {
    Config([("name".to_owned(), value.to_owned())].into())
}

#[client(base_url = "https://h", format = lines_format::Lines)]
trait Configs {
    #[put("/config")]
    async fn put(&self, #[body] config: &Config) -> Result<Config>;

    #[get("/config", none_on = 404)]
    async fn get(&self) -> Result<Reply<Option<Config>>>;
}

#[client(base_url = "https://h")]
trait Wrapped {
    #[put("/config")]
    async fn put(&self, #[body] config: &Lines<Config>) -> Result<Lines<Config>>;
}

#[tokio::test]
async fn a_format_of_the_users_own_is_a_client_format_and_a_wrapper() {
    let stub = Stub::new();
    stub.put("/config").answer(text("name: b\n").forever());
    let configs: ConfigsClient = stub.client();
    assert_eq!(configs.put(&config("a")).await.unwrap(), config("b"));
    let wrapped: WrappedClient = stub.client();
    let read = wrapped.put(&Lines(config("a"))).await.unwrap();
    assert_eq!(read, Lines(config("b")));
    assert_eq!(stub.requests().len(), 2);
    for sent in stub.requests() {
        assert_eq!(sent.header("content-type").unwrap(), "text/x-lines");
        assert_eq!(
            sent.header("accept").unwrap(),
            "text/x-lines, text/plain;q=0.5"
        );
        assert_eq!(sent.body(), "name: a\n");
    }
}

#[tokio::test]
async fn an_empty_body_or_null_in_a_format_of_the_users_own_is_none() {
    let stub = Stub::new();
    stub.get("/config")
        .answers([text(""), text("null"), text("name: a")]);
    let configs: ConfigsClient = stub.client();
    assert_eq!(configs.get().await.unwrap().into_value(), None);
    assert_eq!(configs.get().await.unwrap().into_value(), None);
    assert_eq!(configs.get().await.unwrap().into_value(), Some(config("a")));
}

#[tokio::test]
async fn errors_of_a_users_own_format_are_sources_of_ours() {
    let stub = Stub::new();
    stub.put("/config")
        .answer(text("name: a\ns3cret").forever());
    let configs: ConfigsClient = stub.client();
    let error = configs.put(&config("a")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .ends_with("could not be decoded: not valid `text/x-lines`"),
        "{error}"
    );
    assert_eq!(error.source().unwrap().to_string(), "line 2");

    let error = configs.put(&config("two\nlines")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("`config`"), "{error}");
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn a_format_of_the_users_own_is_the_body_of_an_ad_hoc_request() {
    let stub = Stub::new();
    stub.put("/config").answer(text("").forever());
    let client: RetryClient = stub.client();
    let own = Lines(config("a"));
    client
        .put("https://h/config")
        .body(&own)
        .send()
        .await
        .unwrap();
    let request = client.put("https://h/config").body(Some(own));
    request.send().await.unwrap();
    let params = RequestParams::new(Method::PUT, "https://h/config");
    let params = params.body(Lines(config("a")));
    client.requests([params]).send().await.unwrap();
    let sent = stub.requests();
    assert_eq!(sent.len(), 3);
    for sent in sent {
        assert_eq!(sent.header("content-type").unwrap(), "text/x-lines");
        assert_eq!(sent.body(), "name: a\n");
    }
    let request = client
        .put("https://h/config")
        .body(Lines(config("two\nlines")));
    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(error.source().unwrap().to_string(), "a value of two lines");
    assert_eq!(stub.requests().len(), 3);
}
