//! Credentials go to declared origins, and nowhere else.

use std::sync::{Arc, Mutex, OnceLock};

use retry_client::{
    BoxError, Credential, Credentials, ErrorKind, Response, Result, RetryClient, client,
};

use retry_client::testing::{Stub, status, text};

use super::{MailClient, authorizations, to};
use crate::support::script::{self, ok};
use crate::support::server::Server;

fn query_of(server: &Server) -> Vec<String> {
    server.targets()
}

#[tokio::test]
async fn nothing_goes_to_another_origin_however_its_url_was_written() {
    let (own, other) = (
        Server::start([ok("\"\"")]).await,
        Server::start([ok("\"\"")]).await,
    );
    let mail = super::mail(own.url(), Credential::bearer("t"));
    mail.follow(&format!("{}/page", other.url())).await.unwrap();
    mail.follow(&format!("{}/page", own.url())).await.unwrap();
    mail.follow("/page").await.unwrap();
    mail.follow("page?a=1").await.unwrap();
    assert_eq!(authorizations(&other), [None]);
    assert_eq!(authorizations(&own).iter().flatten().count(), 3);
    let key = super::mail(own.url(), Credential::query("key", "s"));
    key.follow(&format!("{}/page", other.url())).await.unwrap();
    assert_eq!(query_of(&other)[1], "/page");
}

#[tokio::test]
async fn redirects_take_credentials_along_within_the_origin_alone() {
    let other = Server::start([ok("\"\"")]).await;
    let own = Server::start([
        to(302, "/moved?key=old"),
        ok("\"\""),
        to(302, other.url()),
        to(302, format!("{}/back", other.url())),
    ])
    .await;
    let hooks = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&hooks);
    let mail = MailClient::builder()
        .base_url(own.url())
        .credentials(Credential::query("key", "s"))
        .redirects_elsewhere(3)
        .before_attempt(async move |request, attempt| {
            seen.lock()
                .unwrap()
                .push((request.url().to_string(), attempt.is_same_origin()));
            Ok(())
        })
        .build()
        .unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(own.targets(), ["/inbox?key=s", "/moved?key=s"]);
    mail.inbox().await.unwrap();
    assert_eq!(other.targets(), ["/"]);
    // Hooks see the hop within the origin, and not the one to another.
    let hooks = hooks.lock().unwrap();
    assert_eq!(hooks.len(), 3);
    assert!(
        hooks
            .iter()
            .all(|(url, is_same_origin)| *is_same_origin && url.ends_with("key=s"))
    );
}

#[client(base_urls = ["http://a.test", "http://b.test"])]
#[retry(constant, base = 1ms, attempts = 2)]
trait Twice {
    #[get("/item")]
    async fn item(&self) -> Result<String>;

    #[get]
    async fn follow(&self, #[url] url: &str) -> Result<String>;
}

/// Hosts and credentials of what was sent.
fn sent(stub: &Stub) -> Vec<(String, bool)> {
    let requests = stub.requests();
    let pairs = requests.iter().map(|sent| {
        let host = sent.url().host_str().unwrap().to_owned();
        (host, sent.header("authorization").is_some())
    });
    pairs.collect()
}

#[tokio::test]
async fn a_hop_to_another_declared_origin_is_shown_to_hooks_and_carries_nothing() {
    let stub = Stub::new();
    let away = status(302).header("location", "http://b.test/there");
    stub.get("http://a.test/item").answer(away);
    stub.get("http://b.test/there").answer(text(""));
    let hops = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&hops);
    let twice = TwiceClient::builder()
        .transport(stub.clone())
        .credentials(Credential::bearer("t"))
        .redirects_elsewhere(1)
        .before_attempt(async move |_, attempt| {
            seen.lock().unwrap().push(attempt.is_same_origin());
            Ok(())
        })
        .build()
        .unwrap();
    twice.item().await.unwrap();
    assert_eq!(
        sent(&stub),
        [("a.test".into(), true), ("b.test".into(), false)]
    );
    assert_eq!(*hops.lock().unwrap(), [true, true]);
}

#[tokio::test]
async fn every_declared_origin_of_a_failover_list_gets_them_and_no_other() {
    let stub = Stub::new();
    stub.get("http://a.test/item").answer(status(503));
    stub.get("http://b.test/item").answer(text(""));
    stub.get("http://b.test/page").answer(text(""));
    stub.get("http://c.test/page").answer(text(""));
    let builder = TwiceClient::builder().transport(stub.clone());
    let twice = builder
        .credentials(Credential::bearer("t"))
        .build()
        .unwrap();
    twice.item().await.unwrap();
    twice.follow("http://b.test/page").await.unwrap();
    twice.follow("http://c.test/page").await.unwrap();
    let hosts = [
        ("a.test", true),
        ("b.test", true),
        ("b.test", true),
        ("c.test", false),
    ];
    assert_eq!(sent(&stub), hosts.map(|(host, has)| (host.to_owned(), has)));
}

#[tokio::test]
async fn an_ad_hoc_client_sends_them_to_its_base_url() {
    let (own, other) = (Server::start([ok("")]).await, Server::start([ok("")]).await);
    let client = RetryClient::builder()
        .base_url(own.url())
        .credentials(Credential::basic("aladdin", "open sesame"))
        .build()
        .unwrap();
    let response: Response = client.get(own.url()).send().await.unwrap().into_value();
    assert_eq!(response.status(), 200);
    client.get("/path").send().await.unwrap();
    client.get(other.url()).send().await.unwrap();
    let header = Some("Basic YWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned());
    assert_eq!(authorizations(&own), [header.clone(), header]);
    assert_eq!(authorizations(&other), [None]);
}

#[test]
fn credentials_without_a_base_url_are_a_build_error() {
    let builder = RetryClient::builder().credentials(Credential::bearer("s3cret"));
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(
        error.to_string(),
        "the client was not built: `credentials` go to the origins of base URLs, and there is \
         none; add `.base_url(…)`"
    );
}

#[tokio::test]
async fn credentials_go_by_the_origin_of_each_url_of_a_list() {
    let (own, other) = (
        Server::start([script::status(503), ok("")]).await,
        Server::start([script::status(503)]).await,
    );
    let client = RetryClient::builder()
        .base_url(own.url())
        .credentials(Credential::header("x-api-key", "s"))
        .build()
        .unwrap();
    let urls = [own.url(), other.url(), own.url()];
    client.get(urls).send().await.unwrap();
    let keys = |server: &Server| -> Vec<_> {
        let arrivals = server.arrivals();
        let keys = arrivals
            .iter()
            .map(|arrival| arrival.header("x-api-key").map(str::to_owned));
        keys.collect()
    };
    assert_eq!(keys(&own), [Some("s".to_owned()), Some("s".to_owned())]);
    assert_eq!(keys(&other), [None]);
}

#[tokio::test]
async fn a_pair_of_the_query_comes_last_and_replaces_one_of_its_name() {
    let server = Server::start([ok("")]).await;
    let client = RetryClient::builder()
        .base_url(server.url())
        .credentials(Credential::query("key", "a b"))
        .query("version", 2)
        .query("key", "builder")
        .build()
        .unwrap();
    client
        .get("/x?key=mine&a=1")
        .query(&[("b", "2")])
        .send()
        .await
        .unwrap();
    assert_eq!(server.targets(), ["/x?a=1&b=2&version=2&key=a%20b"]);
}

#[tokio::test]
async fn secrets_are_not_shown_by_clients_and_errors() {
    let server = Server::start([script::status(401)]).await;
    let builder = MailClient::builder().base_url(server.url());
    let builder = builder.credentials(Credential::query("key", "s3cret"));
    let shown = format!("{builder:?}");
    let mail = builder.build().unwrap();
    let error = mail.inbox().await.unwrap_err();
    let shown = format!("{shown} {mail:?} {error} {error:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_source_logs_in_through_the_client_itself_where_credentials_are_off() {
    /// A source that has the client it is a part of.
    #[derive(Clone, Default)]
    struct Login(Arc<OnceLock<MailClient>>);

    impl Credentials for Login {
        async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
            let mail = self.0.get().unwrap();
            Ok(Credential::bearer(mail.login().await?))
        }
    }

    let server = Server::start([script::status(401), ok("t"), ok("")]).await;
    let login = Login::default();
    let mail = super::mail(server.url(), login.clone());
    login.0.set(mail.clone()).unwrap();
    // Its own 401 fetches nothing.
    let error = mail.login().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts().len()),
        (401, 1)
    );
    mail.inbox().await.unwrap();
    assert_eq!(server.targets(), ["/login", "/login", "/inbox"]);
    assert_eq!(
        authorizations(&server),
        [None, None, Some("Bearer t".into())]
    );
    assert!(
        MailClient::LOGIN
            .to_string()
            .contains("without the credentials")
    );
}

#[tokio::test]
async fn fixed_credentials_without_a_base_url_go_to_every_url_and_along_with_no_redirect() {
    let other = Server::start([ok("")]).await;
    let own = Server::start([ok(""), to(302, format!("{}/moved", other.url()))]).await;
    let client = RetryClient::builder()
        .query("version", 2)
        .header("x-team", "billing")
        .basic_auth("aladdin", "open sesame")
        .redirects_elsewhere(1)
        .before_attempt(async |_, attempt| {
            assert!(!attempt.is_same_origin(), "no origin is declared");
            Ok(())
        })
        .build()
        .unwrap();
    for _ in 0..2 {
        client.get(format!("{}/a", own.url())).send().await.unwrap();
    }
    assert_eq!(own.targets(), ["/a?version=2", "/a?version=2"]);
    assert!(authorizations(&own).iter().all(Option::is_some));
    assert_eq!(other.targets(), ["/moved"]);
    let arrivals = other.arrivals();
    assert_eq!(arrivals[0].header("authorization"), None);
    assert_eq!(arrivals[0].header("x-team"), None);
}

#[tokio::test]
async fn a_query_of_the_builder_goes_with_a_hop_within_the_origin() {
    let server = Server::start([to(302, "/moved"), ok("\"\"")]).await;
    let builder = MailClient::builder().base_url(server.url());
    let mail = builder.query("version", 2).redirects(1).build().unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(server.targets(), ["/inbox?version=2", "/moved?version=2"]);
}
