//! The code generated from a declaration: its items behave as their types promise.

use std::sync::Arc;

use retry_client::{Call, Endpoint, Error, ErrorKind, Repeat, Result, client};
use tokio::time::timeout;

use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, silence, status};
use crate::support::server::Server;

/// Greets people.
#[client(base_url = "http://memory/api")]
#[retry(constant, base = 100ms)]
pub(crate) trait Greeter {
    /// By name.
    #[get("/greetings/{name}")]
    async fn greet(&self, name: &str) -> Result<String>;

    /// Leaves a word.
    #[post("/greetings", headers("x-source" = "test"))]
    #[idempotency_key]
    async fn leave(&self, #[json] word: &str) -> Result<()>;

    /// Left alone: not a request of its own.
    async fn greet_twice(&self, name: &str) -> Result<String>
    where
        Self: Sync,
    {
        Ok(self.greet(name).await? + &self.greet(name).await?)
    }

    /// Left alone too.
    fn polite(&self) -> bool {
        true
    }
}

fn client(memory: &MemoryTransport) -> GreeterClient {
    GreeterClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// Stands in for the client.
struct Parrot;

impl Greeter for Parrot {
    async fn greet(&self, name: &str) -> Result<String> {
        Ok(name.to_owned())
    }

    async fn leave(&self, _: &str) -> Result<()> {
        Ok(())
    }
}

async fn welcome(greeter: &impl Greeter) -> Result<String> {
    greeter.leave("hello").await?;
    greeter.greet("you").await
}

#[tokio::test]
async fn the_trait_is_a_bound_and_can_be_implemented_by_hand() {
    let memory = MemoryTransport::new([status(204), ok("hi")]);
    assert_eq!(welcome(&client(&memory)).await.unwrap(), "hi");
    assert_eq!(welcome(&Parrot).await.unwrap(), "you");
    assert_eq!(Parrot.greet_twice("a").await.unwrap(), "aa");
    assert_eq!(client(&memory).greet_twice("a").await.unwrap(), "hihi");
    assert!(client(&memory).polite());
    assert_eq!(memory.count(), 4);
}

#[tokio::test]
async fn futures_of_clients_and_mocks_can_be_spawned() {
    async fn spawned<G: Greeter + Send + Sync + 'static>(greeter: Arc<G>) -> String {
        tokio::spawn(async move { greeter.greet("you").await })
            .await
            .unwrap()
            .unwrap()
    }
    let memory = MemoryTransport::new([ok("hi")]);
    assert_eq!(spawned(Arc::new(client(&memory))).await, "hi");
    assert_eq!(spawned(Arc::new(Parrot)).await, "you");

    // A call owns what it needs: neither client nor argument have to outlive it.
    let call = client(&memory).greet(&String::from("a b"));
    assert_eq!(
        tokio::spawn(call.into_future()).await.unwrap().unwrap(),
        "hi"
    );
    assert_eq!(
        memory.requests()[1].url().as_str(),
        "http://memory/api/greetings/a%20b"
    );
}

#[test]
fn clients_and_calls_are_send_sync_and_static() {
    fn is_shared<T: Clone + std::fmt::Debug + Send + Sync + Unpin + 'static>() {}
    fn is_sent<T: std::fmt::Debug + Send + 'static>() {}
    is_shared::<GreeterClient>();
    is_sent::<Call<String>>();
    is_sent::<Call<String, Box<Error>>>();
    let client = GreeterClient::new().unwrap();
    let transport = if cfg!(retry_client_over_reqwest) {
        "reqwest"
    } else {
        "built"
    };
    let shown = format!(
        "GreeterClient(Client {{ service: \"Greeter\", base_urls: [\"http://memory\"], transport: {transport} }})"
    );
    assert_eq!(format!("{client:?}"), shown);
    // The path of a base URL may be the secret of a webhook.
    let elsewhere = GreeterClient::with_base_url("http://memory/s3cret/v1").unwrap();
    assert_eq!(format!("{elsewhere:?}"), shown);
    assert_eq!(
        format!("{:?}", client.greet("s3cret")),
        "Call(GET /greetings/{name})"
    );
}

#[test]
fn every_method_has_an_endpoint_constant() {
    let told = |endpoint: &Endpoint| {
        let words = [
            endpoint.service(),
            endpoint.name(),
            endpoint.verb(),
            endpoint.path(),
        ];
        (
            words.join(" "),
            endpoint.repeat(),
            endpoint.policy().max_attempts(),
        )
    };
    let expected = [
        (
            "Greeter greet GET /greetings/{name}".to_owned(),
            Repeat::Idempotent,
            Some(3),
        ),
        (
            "Greeter leave POST /greetings".to_owned(),
            Repeat::Key("Idempotency-Key"),
            Some(3),
        ),
    ];
    assert_eq!(
        [&GreeterClient::GREET, &GreeterClient::LEAVE].map(told),
        expected
    );
    assert!(
        GreeterClient::ENDPOINTS
            .iter()
            .copied()
            .map(told)
            .eq(expected)
    );
}

#[tokio::test]
async fn a_request_can_be_built_without_being_sent() {
    let memory = MemoryTransport::new([status(204)]);
    let greeter = client(&memory);
    let request = greeter
        .leave("hi")
        .header("x-source", "call")
        .build()
        .unwrap();
    assert_eq!(
        (request.method().as_str(), request.url().path()),
        ("POST", "/api/greetings")
    );
    assert_eq!(
        request.body().and_then(|body| body.as_bytes()),
        Some(b"\"hi\"".as_slice())
    );
    assert_eq!(request.headers()["x-source"], "call");
    assert_eq!(request.headers()["idempotency-key"].len(), 36);
    let error = greeter.greet("..").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(memory.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_sends_nothing_more() {
    // Each attempt takes 10 ms and each wait 100 ms.
    let table = [(5, 1), (50, 1), (115, 2), (150, 2), (225, 3)];
    for (dropped_after, attempts) in table {
        let memory = MemoryTransport::new([status(503).late(ms(10))]);
        let dropped = timeout(ms(dropped_after), client(&memory).greet("a")).await;
        assert!(dropped.is_err());
        tokio::time::sleep(ms(10_000)).await;
        assert_eq!(memory.count(), attempts, "after {dropped_after} ms");
    }
    let memory = MemoryTransport::new([silence()]);
    drop(client(&memory).greet("a"));
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_call_polled_after_its_end_is_an_error_and_not_a_panic() {
    let memory = MemoryTransport::new([ok("hi")]);
    let mut call = client(&memory).greet("a");
    assert_eq!((&mut call).await.unwrap(), "hi");
    assert_eq!((&mut call).await.unwrap_err().kind(), ErrorKind::Build);
    assert_eq!(call.reply().await.unwrap_err().kind(), ErrorKind::Build);
    assert_eq!(memory.count(), 1);
}

#[tokio::test]
async fn clones_share_one_connection_pool() {
    let server = Server::responding(|arrival| ok(arrival.target.clone())).await;
    let client = GreeterClient::with_base_url(server.url()).unwrap();
    for name in ["a", "b", "c"] {
        assert_eq!(
            client.clone().greet(name).await.unwrap(),
            format!("/greetings/{name}")
        );
    }
    assert_eq!((server.arrivals().len(), server.connections()), (3, 1));
}
