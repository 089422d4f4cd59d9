//! A format of one's own, which is a crate of its own: `tests/toml-format`.

use std::error::Error as _;

use retry_client::{ErrorKind, Pages, Reply, Result, RetryClient, client};
use serde::{Deserialize, Serialize};
use toml_format::Toml;

use crate::support::script::{ok, status};
use crate::support::server::Server;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Limits {
    most: u32,
}

const MOST: Limits = Limits { most: 4 };

#[client(format = toml_format::Toml)]
#[retry(constant, base = 1ms)]
trait Config {
    #[put("/limits")]
    async fn set(&self, #[body] limits: &Limits) -> Result<Limits>;

    #[get("/limits", none_on = 404)]
    async fn limits(&self) -> Result<Reply<Option<Limits>>>;

    #[get("/all")]
    #[pages(cursor = "page.next", query = "after", items = "limits")]
    async fn all(&self) -> Result<Pages<Limits>>;
}

#[client]
trait Plain {
    #[put("/limits")]
    async fn set(&self, #[body] limits: Option<Toml<&Limits>>) -> Result<Toml<Limits>>;
}

#[test]
fn a_format_crate_takes_less_than_thirty_lines() {
    let source = include_str!("../../../toml-format/src/lib.rs");
    let lines = source.lines().filter(|line| !line.trim().is_empty());
    assert!(lines.count() < 30);
}

#[tokio::test]
async fn a_value_in_the_format_of_another_crate_is_sent_and_read() {
    let server = Server::start([status(503), ok("most = 4"), status(404), ok("most = 4")]).await;
    let config = ConfigClient::new(server.url()).unwrap();
    assert_eq!(config.set(&Limits { most: 9 }).await.unwrap(), MOST);
    assert_eq!(config.limits().await.unwrap().into_value(), None);
    let plain = PlainClient::new(server.url()).unwrap();
    assert_eq!(plain.set(Some(Toml(&MOST))).await.unwrap(), Toml(MOST));
    let client = RetryClient::new().unwrap();
    let request = client.put(server.url() + "/limits").body(Toml(&MOST));
    request.send().await.unwrap();
    let sent: Vec<_> = server
        .arrivals()
        .into_iter()
        .map(|arrival| {
            let kind = arrival.header("content-type").unwrap_or_default();
            (arrival.method.clone(), kind.to_owned(), arrival.body)
        })
        .collect();
    let put = |body: &'static str| ("PUT".into(), "application/toml".into(), body.into());
    let get = ("GET".into(), String::new(), "".into());
    let most = || put("most = 4\n");
    assert_eq!(
        sent,
        [put("most = 9\n"), put("most = 9\n"), get, most(), most()]
    );
    let accepts = server.arrivals();
    let accepts = accepts
        .iter()
        .take(4)
        .map(|arrival| arrival.header("accept"));
    assert!(accepts.eq([Some("application/toml"); 4]));
}

#[tokio::test]
async fn pages_in_the_format_of_another_crate_are_read() {
    let first = "limits = [{most = 1}, {most = 2}]\n[page]\nnext = \"b\"";
    let server = Server::start([ok(first), ok("limits = [{most = 3}]")]).await;
    let config = ConfigClient::new(server.url()).unwrap();
    let all = config
        .all()
        .await
        .unwrap()
        .collect_at_most(9)
        .await
        .unwrap();
    assert!(all.iter().map(|limits| limits.most).eq(1..=3));
    assert_eq!(server.targets(), ["/all", "/all?after=b"]);
}

#[tokio::test]
async fn errors_in_the_format_of_another_crate_name_its_media_type() {
    let server = Server::start([ok("most = \"s3cret\"")]).await;
    let config = ConfigClient::new(server.url()).unwrap();
    let error = config.limits().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let told = error.to_string();
    assert!(
        told.ends_with("could not be decoded: not valid `application/toml`"),
        "{told}"
    );
    assert_eq!(error.source().unwrap().to_string(), "at Some(7..15)");
    assert!(!format!("{error:?}").contains("s3cret"));
    assert_eq!(server.arrivals().len(), 1);
}
