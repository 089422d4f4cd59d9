//! The target of a request: whatever a value holds, never another path or host.

use retry_client::{Call, ErrorKind, GaveUp, Result, client};

use crate::support::script::status;
use crate::support::server::Server;

#[client]
trait Files {
    #[get("/users/{name}/profile")]
    async fn profile(&self, name: &str) -> Result<()>;

    #[get("/owners/{user-id}/files")]
    async fn dashed(&self, #[path("user-id")] owner: u32) -> Result<()>;

    #[get("/files/{path*}")]
    async fn file(&self, path: &str) -> Result<()>;

    #[get("/documents/{name}.{kind}")]
    async fn document(&self, name: &str, #[path("kind")] extension: &str) -> Result<()>;

    #[get("/numbers/{low}-{high}/{flag}")]
    async fn numbers(&self, high: u64, flag: bool, low: i8) -> Result<()>;

    #[get("/search?kind=user&q=a%20b")]
    async fn search(&self, #[query] page: Option<u32>) -> Result<()>;

    #[get("/")]
    async fn root(&self) -> Result<()>;

    #[get("/first/{id}", "/second/{id}?again", "/last")]
    #[retry(constant, base = 0ms, attempts = 4)]
    async fn moving(&self, id: u32, #[query] q: u32) -> Result<()>;
}

/// A server, and a client of it.
struct Home {
    server: Server,
    files: FilesClient,
}

impl Home {
    /// The path is that of the base URL.
    async fn at(path: &str) -> Self {
        let server = Server::start([status(204)]).await;
        let files = FilesClient::new(server.url() + path).unwrap();
        Self { server, files }
    }

    /// The target that a call leads to, at this very host; or its error, if nothing was sent.
    async fn target(&self, call: impl FnOnce(&FilesClient) -> Call<()>) -> Result<String, String> {
        let before = self.server.arrivals().len();
        let result = call(&self.files).await;
        let arrivals = self.server.arrivals().split_off(before);
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::Build);
            assert_eq!(error.gave_up(), GaveUp::NotRetryable);
            assert!(error.attempts().is_empty() && arrivals.is_empty());
            return Err(error.to_string());
        }
        let [arrival] = arrivals.as_slice() else {
            panic!("{arrivals:?}")
        };
        let host = self.server.url().split_off("http://".len());
        assert_eq!(arrival.header("host"), Some(host.as_str()));
        Ok(arrival.target.clone())
    }
}

#[tokio::test]
async fn a_path_value_stays_within_its_segment() {
    let home = Home::at("/api").await;
    let table = [
        ("octocat", "octocat"),
        ("a/b", "a%2Fb"),
        ("../admin", "..%2Fadmin"),
        ("/../../etc", "%2F..%2F..%2Fetc"),
        ("?x", "%3Fx"),
        ("a?b=c&d", "a%3Fb%3Dc%26d"),
        ("#top", "%23top"),
        ("%2e%2e", "%252e%252e"),
        ("%2E", "%252E"),
        ("..;/x", "..%3B%2Fx"),
        ("...", "..."),
        ("//evil.com", "%2F%2Fevil.com"),
        ("https://evil.com", "https%3A%2F%2Fevil.com"),
        ("\\\\evil.com", "%5C%5Cevil.com"),
        ("user@evil.com:80", "user%40evil.com%3A80"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
        ("\t \0\u{7f}", "%09%20%00%7F"),
        ("grüße", "gr%C3%BC%C3%9Fe"),
        ("{name}", "%7Bname%7D"),
    ];
    for (value, expected) in table {
        let arrived = home.target(|files| files.profile(value)).await;
        assert_eq!(
            arrived,
            Ok(format!("/api/users/{expected}/profile")),
            "{value:?}"
        );
    }
}

#[tokio::test]
async fn a_path_value_that_would_change_the_path_is_rejected_by_name() {
    let home = Home::at("").await;
    let table = [
        (
            "",
            "argument `name` is empty, which a path segment must not be",
        ),
        (
            ".",
            "argument `name` has the path segment `.`, which leaves the path",
        ),
        (
            "..",
            "argument `name` has the path segment `..`, which leaves the path",
        ),
    ];
    for (value, why) in table {
        let refused = home.target(|files| files.profile(value)).await;
        let expected = format!("GET /users/{{name}}/profile was not sent: {why}");
        assert_eq!(refused, Err(expected), "{value:?}");
    }
    for value in [
        "",
        ".",
        "..",
        "/a",
        "a/../b",
        "./a",
        "../admin",
        "a/.",
        "//evil.com",
    ] {
        let refused = home.target(|files| files.file(value)).await;
        assert!(
            refused.is_err_and(|error| error.contains("argument `path` ")),
            "{value:?}"
        );
    }
    let refused = home.target(|files| files.document("", "md")).await;
    assert!(refused.is_err_and(|error| error.contains("argument `name` ")));
    let refused = home.target(|files| files.document("a", "")).await;
    assert!(refused.is_err_and(|error| error.contains("argument `extension` ")));
}

#[tokio::test]
async fn a_tail_keeps_its_slashes_and_encodes_the_rest() {
    let home = Home::at("/api").await;
    let table = [
        ("a", "a"),
        ("a/b/c.txt", "a/b/c.txt"),
        ("a b/c?d#e", "a%20b/c%3Fd%23e"),
        ("%2e%2e/x", "%252e%252e/x"),
        ("a\\..\\b", "a%5C..%5Cb"),
        ("http:/x", "http%3A/x"),
        ("a//b", "a//b"),
        ("a/b/", "a/b/"),
        ("a//", "a//"),
    ];
    for (value, expected) in table {
        let arrived = home.target(|files| files.file(value)).await;
        assert_eq!(arrived, Ok(format!("/api/files/{expected}")), "{value:?}");
    }
}

#[tokio::test]
async fn a_placeholder_may_have_a_dash_as_apis_write_it() {
    let home = Home::at("").await;
    let arrived = home.target(|files| files.dashed(7)).await;
    assert_eq!(arrived.as_deref(), Ok("/owners/7/files"));
}

#[tokio::test]
async fn placeholders_can_be_parts_of_a_segment_in_any_order() {
    let home = Home::at("").await;
    let arrived = home.target(|files| files.document("a b", "tar.gz")).await;
    assert_eq!(arrived.as_deref(), Ok("/documents/a%20b.tar.gz"));
    let arrived = home
        .target(|files| files.numbers(u64::MAX, true, -128))
        .await;
    assert_eq!(
        arrived.as_deref(),
        Ok("/numbers/-128-18446744073709551615/true")
    );
}

#[tokio::test]
async fn the_path_of_the_base_url_is_kept_with_and_without_slashes() {
    let table = [
        ("", "/"),
        ("/", "/"),
        ("/api/v1", "/api/v1/"),
        ("/api/v1/", "/api/v1/"),
        ("/a%20b/c%2Fd", "/a%20b/c%2Fd/"),
    ];
    for (base, prefix) in table {
        let home = Home::at(base).await;
        let arrived = home.target(FilesClient::root).await;
        assert_eq!(arrived.as_deref(), Ok(prefix), "{base:?}");
        let arrived = home.target(|files| files.search(None)).await;
        assert_eq!(
            arrived,
            Ok(format!("{prefix}search?kind=user&q=a%20b")),
            "{base:?}"
        );
        let arrived = home.target(|files| files.search(Some(2))).await;
        assert_eq!(
            arrived,
            Ok(format!("{prefix}search?kind=user&q=a%20b&page=2")),
            "{base:?}"
        );
    }
}

#[tokio::test]
async fn each_attempt_has_its_own_path_and_the_last_one_repeats() {
    let server = Server::start([status(503)]).await;
    let client = FilesClient::new(server.url()).unwrap();
    client.moving(7, 1).await.unwrap_err();
    let expected = [
        "/first/7?q=1",
        "/second/7?again&q=1",
        "/last?q=1",
        "/last?q=1",
    ];
    assert_eq!(server.targets(), expected);
}
