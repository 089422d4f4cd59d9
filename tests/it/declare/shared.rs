//! Clients that are shared: behind references, in an `Arc`, as `dyn`, and in the state of a server.

use std::sync::Arc;
use std::time::Duration;

use retry_client::{Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};

#[client(base_url = "http://memory", dyn)]
#[retry(constant, base = 1ms, attempts = 5)]
trait Shop {
    #[get("/items/{id}")]
    async fn item(&self, id: u32) -> Result<String>;

    /// One too many.
    #[deprecated(note = "use `item`")]
    #[get("/old")]
    async fn old(&self) -> Result<String>;

    /// The user's own, with a future.
    async fn pair(&self, (a, b): (u32, u32), separator: &str) -> Result<String>
    where
        Self: Sync,
    {
        let (a, b) = (self.item(a).await?, self.item(b).await?);
        Ok(format!("{a}{separator}{b}"))
    }

    /// The user's own, without one.
    #[allow(
        clippy::unnecessary_literal_bound,
        reason = "as a trait of the user has it"
    )]
    fn name(&self) -> &str {
        "default"
    }

    /// Not for a `dyn` trait.
    fn named<T: From<String>>(&self, prefix: &str) -> T {
        format!("{prefix}{}", self.name()).into()
    }
}

fn client(memory: &MemoryTransport) -> ShopClient {
    ShopClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// Stands in for the client, and has its own say about everything.
struct Fake;

impl Shop for Fake {
    async fn item(&self, id: u32) -> Result<String> {
        Ok(id.to_string())
    }

    async fn old(&self) -> Result<String> {
        Ok("old".into())
    }

    async fn pair(&self, (a, b): (u32, u32), separator: &str) -> Result<String> {
        Ok(format!("fake {a}{separator}{b}"))
    }

    fn name(&self) -> &'static str {
        "fake"
    }

    fn named<T: From<String>>(&self, prefix: &str) -> T {
        format!("fake {prefix}").into()
    }
}

async fn any(shop: impl Shop) -> Result<String> {
    shop.item(7).await
}

#[tokio::test]
async fn an_arc_of_a_dyn_trait_goes_into_a_spawned_task_as_it_is() {
    struct State {
        shop: Arc<dyn DynShop>,
    }
    let memory = MemoryTransport::new([ok("real")]);
    for (shop, expected) in [
        (Arc::new(client(&memory)) as Arc<dyn DynShop>, "real"),
        (Arc::new(Fake), "1"),
    ] {
        let state = State { shop };
        let task = tokio::spawn(async move { state.shop.item(1).await });
        assert_eq!(task.await.unwrap().unwrap(), expected);
    }
    assert_eq!(memory.count(), 1);
}

#[tokio::test]
async fn a_reference_to_a_client_and_a_dyn_trait_are_clients() {
    let memory = MemoryTransport::new([ok("a"), ok("b"), ok("c"), ok("d")]);
    let shop = client(&memory);
    assert_eq!(any(&shop).await.unwrap(), "a");
    assert_eq!(any(&&shop).await.unwrap(), "b");
    let shared: Arc<dyn DynShop> = Arc::new(shop);
    assert_eq!(any(&*shared).await.unwrap(), "c");
    let boxed: Box<dyn DynShop> = Box::new(Arc::unwrap_or_clone(Arc::new(client(&memory))));
    assert_eq!(any(&*boxed).await.unwrap(), "d");
    assert_eq!(memory.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_arc_of_a_client_keeps_what_a_call_can_be_told() {
    let memory = MemoryTransport::new([status(503), status(503), ok("never")]);
    let shared = Arc::new(client(&memory));
    let call = shared.item(1).attempts(2).timeout(Duration::from_secs(5));
    assert_eq!(call.await.unwrap_err().attempts().len(), 2);
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn methods_that_an_implementation_overrides_are_called_through_references_and_dyn_traits() {
    let expected = "fake 1-2";
    let shared: Arc<dyn DynShop> = Arc::new(Fake);
    assert_eq!(shared.pair((1, 2), "-").await.unwrap(), expected);
    assert_eq!(shared.name(), "fake");
    assert_eq!(Shop::pair(&&Fake, (1, 2), "-").await.unwrap(), expected);
    assert_eq!(Shop::name(&&Fake), "fake");
    assert_eq!(Shop::named::<String>(&&Fake, "a"), "fake a");
    assert_eq!(Shop::pair(&*shared, (1, 2), "-").await.unwrap(), expected);
    assert_eq!(Shop::name(&&*shared), "fake");
    // A `dyn` trait cannot have it, so it begins with what it has.
    assert_eq!(Shop::named::<String>(&*shared, "a "), "a fake");
}

#[tokio::test]
async fn methods_with_a_body_use_the_requests_of_the_client() {
    let memory = MemoryTransport::new([ok("x"), ok("y")]);
    let shared: Arc<dyn DynShop> = Arc::new(client(&memory));
    let task = tokio::spawn(async move { shared.pair((1, 2), "+").await });
    assert_eq!(task.await.unwrap().unwrap(), "x+y");
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
#[expect(deprecated, reason = "this is what is tested")]
async fn the_dyn_trait_warns_of_what_is_deprecated() {
    let shared: Arc<dyn DynShop> = Arc::new(Fake);
    assert_eq!(shared.old().await.unwrap(), "old");
}
