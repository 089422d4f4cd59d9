//! `.sharing(&other)`: one connection, many traits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use retry_client::testing::{Stub, status, text};
use retry_client::{
    Attempt, Credential, Guards, LiveSettings, Observer, Result, RetryClient, Settings, client,
};

use crate::support::memory::MemoryTransport;
use crate::support::script::ok;
use crate::support::server::Server;

#[client(base_url = "http://api.test/users")]
#[retry(constant, base = 1ms, attempts = 2)]
trait Users {
    #[get("/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

#[client(base_url = "http://api.test/orders")]
#[retry(constant, base = 1ms, attempts = 2)]
trait Orders {
    #[get("/{id}")]
    async fn order(&self, id: u64) -> Result<String>;
}

#[client(base_urls = ["http://elsewhere.test", "http://api.test"])]
#[retry(constant, base = 1ms, attempts = 2)]
trait Elsewhere {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

impl Observer for Counting {
    fn attempt_started(&self, _: &Attempt) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[tokio::test]
async fn clients_of_two_traits_share_a_connection() {
    let server = Server::start([ok("x")]).await;
    let users = UsersClient::with_base_url(server.url()).unwrap();
    let orders = OrdersClient::builder()
        .base_url(server.url())
        .sharing(&users);
    let orders = orders.build().unwrap();
    users.user(1).await.unwrap();
    orders.order(1).await.unwrap();
    assert_eq!((server.targets().len(), server.connections()), (2, 1));
}

#[tokio::test]
async fn a_shared_client_brings_its_observers_settings_and_guards() {
    let (memory, counting) = (MemoryTransport::new([ok("x")]), Counting::default());
    let live = LiveSettings::new(Settings::default());
    let users = UsersClient::builder()
        .transport(memory.clone())
        .observe(counting.clone())
        .settings(&live)
        .header("x-own", "users")
        .build()
        .unwrap();
    let orders = OrdersClient::builder().sharing(&users).build().unwrap();
    orders.order(1).await.unwrap();
    assert_eq!(counting.0.load(SeqCst), 1);
    let balance = orders.guards().balance();
    assert!(balance > 0.0, "a success has earned something");
    assert!((users.guards().balance() - balance).abs() < 0.001);
    let request = &memory.requests()[0];
    assert_eq!(request.url().as_str(), "http://api.test/orders/1");
    assert!(!request.headers().contains_key("x-own"), "headers do not");

    let off: Settings = serde_json::from_str(r#"{"enabled": false}"#).unwrap();
    live.replace(off).unwrap();
    let stub = Stub::new();
    stub.get("/orders/1").answer(status(503).forever());
    let hidden = UsersClient::builder()
        .transport(stub.clone())
        .settings(&live);
    let hidden = hidden.build().unwrap();
    let orders = OrdersClient::builder().sharing(&hidden).build().unwrap();
    orders.order(1).await.unwrap_err();
    assert_eq!(stub.requests().len(), 1, "the kill switch is shared");
}

#[tokio::test]
async fn a_setter_behind_the_shared_client_wins() {
    let (first, second) = (
        MemoryTransport::new([ok("1")]),
        MemoryTransport::new([ok("2")]),
    );
    let users = UsersClient::builder()
        .transport(first.clone())
        .build()
        .unwrap();
    let guards = Guards::new();
    let orders = OrdersClient::builder()
        .sharing(&users)
        .transport(second.clone())
        .guards(&guards);
    let orders = orders.build().unwrap();
    assert_eq!(orders.order(1).await.unwrap(), "2");
    assert!(users.guards().balance().abs() < 0.001);
    let orders = OrdersClient::builder().transport(second).sharing(&users);
    assert_eq!(orders.build().unwrap().order(1).await.unwrap(), "1");
}

#[tokio::test]
async fn an_ad_hoc_client_shares_and_is_shared() {
    let memory = MemoryTransport::new([ok("x")]);
    let users = UsersClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let ad_hoc = RetryClient::builder().sharing(&users).build().unwrap();
    ad_hoc.get("http://h/x").send().await.unwrap();
    let orders = OrdersClient::builder().sharing(&ad_hoc).build().unwrap();
    orders.order(1).await.unwrap();
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn credentials_go_to_the_origins_that_both_declare() {
    let stub = Stub::new();
    stub.get("/x").answers([status(503), text("x")]);
    stub.get("/orders/1").answer(text("x"));
    let users = UsersClient::builder()
        .transport(stub.clone())
        .credentials(Credential::bearer("t"))
        .build()
        .unwrap();
    let orders = OrdersClient::builder().sharing(&users).build().unwrap();
    orders.order(1).await.unwrap();
    let elsewhere = ElsewhereClient::builder().sharing(&users).build().unwrap();
    elsewhere.x().await.unwrap();
    let sent: Vec<_> = stub
        .requests()
        .iter()
        .map(|sent| {
            (
                sent.url().host_str().unwrap().to_owned(),
                sent.header("authorization").is_some(),
            )
        })
        .collect();
    let host = |name: &str| name.to_owned();
    assert_eq!(
        sent,
        [
            (host("api.test"), true),
            (host("elsewhere.test"), false),
            (host("api.test"), true)
        ]
    );
    // A client without any of those origins has none of them, and no error for it.
    let ad_hoc = RetryClient::builder().sharing(&users).build().unwrap();
    stub.get("http://api.test/y").answer(text("y"));
    ad_hoc.get("http://api.test/y").send().await.unwrap();
    assert!(stub.requests()[3].header("authorization").is_none());
}
