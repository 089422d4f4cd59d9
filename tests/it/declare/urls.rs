//! Which host a request goes to: that of a base, or of a whole URL, which gets no more than it should.

use retry_client::{ErrorKind, Result, Url, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};
use crate::support::server::Server;

#[client(headers("x-client" = "declared"))]
trait Pages {
    #[get("/")]
    async fn root(&self) -> Result<()>;

    #[get(headers("x-method" = "declared"))]
    async fn anywhere(&self, #[url] target: &str, #[query] q: Option<u32>) -> Result<()>;

    #[get]
    async fn parsed(&self, #[url] target: &Url) -> Result<()>;

    #[get]
    async fn owned(&self, #[url] target: String) -> Result<()>;
}

#[client(base_urls = ["https://eu.example/api", "https://us.example/v2/"])]
#[retry(constant, base = 0ms, attempts = 3)]
trait Failover {
    #[get("/items", "/copies")]
    async fn items(&self) -> Result<()>;

    #[get]
    async fn next(&self, #[url] next: &str) -> Result<()>;
}

async fn server() -> Server {
    Server::start([status(204)]).await
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_own_base_url_and_the_last_one_repeats() {
    let memory = MemoryTransport::new([status(503)]);
    let client = FailoverClient::builder()
        .transport(memory.clone())
        .bearer("t0p")
        .build()
        .unwrap();
    client.items().await.unwrap_err();
    let requests = memory.requests();
    let urls = requests.iter().map(|request| request.url().as_str());
    assert_eq!(
        urls.collect::<Vec<_>>(),
        [
            "https://eu.example/api/items",
            "https://us.example/v2/copies",
            "https://us.example/v2/copies",
        ]
    );
    assert!(
        requests
            .iter()
            .all(|request| request.headers()["authorization"] == "Bearer t0p")
    );
}

#[tokio::test]
async fn a_url_argument_of_another_origin_gets_no_client_headers() {
    let (home, elsewhere) = (server().await, server().await);
    let client = PagesClient::builder()
        .base_url(home.url() + "/api")
        .bearer("t0p");
    let client = client.header("x-builder", "1").build().unwrap();
    for server in [&home, &elsewhere] {
        let url = server.url() + "/any/../where?cursor=a%2Fb";
        client.anywhere(&url, Some(7)).await.unwrap();
        client
            .anywhere(&server.url(), None)
            .header("x-call", "1")
            .await
            .unwrap();
        let arrivals = server.arrivals();
        assert_eq!(server.targets(), ["/where?cursor=a%2Fb&q=7", "/"]);
        let at_home = std::ptr::eq(server, &raw const home);
        for arrival in &arrivals {
            assert_eq!(arrival.header("x-method"), Some("declared"));
            assert_eq!(
                arrival.header("authorization"),
                at_home.then_some("Bearer t0p")
            );
            assert_eq!(arrival.header("x-client"), at_home.then_some("declared"));
            assert_eq!(arrival.header("x-builder"), at_home.then_some("1"));
        }
        assert_eq!(arrivals[1].header("x-call"), Some("1"));
    }
}

#[tokio::test]
async fn an_invalid_url_argument_is_rejected_by_name() {
    let urls = [
        "",
        " ",
        "//evil.com",
        "\\\\evil.com",
        "/\\evil.com",
        " \t//evil.com",
        "/\t/evil.com",
        "ftp://h/",
        "file:///etc/passwd",
        "http://",
        "mailto:a@b",
    ];
    let memory = MemoryTransport::new([status(204)]);
    let builder = PagesClient::builder()
        .base_url("http://memory")
        .transport(memory.clone());
    let client = builder.build().unwrap();
    for url in urls {
        let error = client.anywhere(url, None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{url:?}");
        assert!(
            error
                .to_string()
                .starts_with("GET was not sent: argument `target` "),
            "{error}"
        );
    }
    assert_eq!(memory.count(), 0);
    client
        .parsed(&"http://elsewhere/a".parse().unwrap())
        .await
        .unwrap();
    client.owned("http://elsewhere/b".to_owned()).await.unwrap();
    let paths = memory.requests();
    assert!(
        paths
            .iter()
            .map(|request| request.url().path())
            .eq(["/a", "/b"])
    );
}

#[tokio::test(start_paused = true)]
async fn a_relative_url_is_resolved_against_the_base_of_each_attempt() {
    let table = [
        ("?p=2", ["/api/?p=2", "/v2/?p=2"]),
        ("items", ["/api/items", "/v2/items"]),
        ("items?p=2", ["/api/items?p=2", "/v2/items?p=2"]),
        ("/items", ["/items", "/items"]),
        (".", ["/api/", "/v2/"]),
        ("https://elsewhere.example/x", ["/x", "/x"]),
    ];
    for (next, paths) in table {
        let memory = MemoryTransport::new([status(503), status(204)]);
        let client = FailoverClient::builder()
            .transport(memory.clone())
            .build()
            .unwrap();
        client.next(next).await.unwrap();
        let hosts = match next.strip_prefix("https://elsewhere.example") {
            Some(_) => ["https://elsewhere.example"; 2],
            None => ["https://eu.example", "https://us.example"],
        };
        let expected = [0, 1].map(|at| format!("{}{}", hosts[at], paths[at]));
        let urls = memory.requests().into_iter();
        let urls: Vec<_> = urls.map(|request| request.url().to_string()).collect();
        assert_eq!(urls, expected, "{next}");
    }
}

#[tokio::test]
async fn an_invalid_base_url_is_rejected_by_the_builder() {
    for url in [
        "",
        "/a",
        "h/a",
        "ftp://h/",
        "http://u:p@h/",
        "http://h/?q",
        "http://h/#f",
    ] {
        let error = PagesClient::new(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{url:?}");
        assert!(error.to_string().contains("URL"), "{error}");
        assert!(!format!("{error:?} {error}").contains("u:p"), "{error:?}");
    }
    let url: Url = "http://localhost/".parse().unwrap();
    assert!(PagesClient::with_base_url(url).is_ok());
    let error = PagesClient::builder()
        .transport(MemoryTransport::new([ok("")]))
        .build()
        .unwrap()
        .root()
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Build);
}

#[tokio::test]
async fn a_redirect_is_returned_unless_it_is_enabled_and_of_the_same_origin() {
    let elsewhere = server().await;
    let to = |target: String| status(302).header("location", target);
    let home = Server::start([
        to("/a".to_owned()),
        to("/a".to_owned()),
        to("/b".to_owned()),
        to(elsewhere.url()),
    ])
    .await;
    let builder = || PagesClient::builder().base_url(home.url()).bearer("t0p");
    let error = builder().build().unwrap().root().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);

    let error = builder()
        .redirects(2)
        .build()
        .unwrap()
        .root()
        .await
        .unwrap_err();
    assert_eq!(error.headers()["location"], elsewhere.url());
    assert_eq!(home.targets(), ["/", "/", "/a", "/b"]);
    let arrivals = home.arrivals();
    assert!(
        arrivals
            .iter()
            .all(|arrival| arrival.header("referer").is_none())
    );
    assert_eq!(elsewhere.connections(), 0);
}
