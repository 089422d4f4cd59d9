//! Declarations that a macro could easily get wrong: odd names, odd verbs, odd places.

use retry_client::{Bytes, Call, Error, Repeat, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};

/// Every verb.
#[client(base_url = "http://memory")]
trait Verbs {
    #[get("/")]
    async fn get(&self) -> Result<()>;
    #[post("/")]
    async fn post(&self) -> Result<()>;
    #[put("/")]
    async fn put(&self) -> Result<()>;
    #[patch("/")]
    async fn patch(&self) -> Result<()>;
    #[delete("/")]
    async fn delete(&self) -> Result<()>;
    #[head("/")]
    async fn head(&self) -> Result<()>;
    #[options("/")]
    async fn options(&self) -> Result<()>;
    #[request(TRACE, "/")]
    async fn trace(&self) -> Result<()>;
    #[request("PROPFIND", "/")]
    async fn propfind(&self) -> Result<()>;
}

#[tokio::test]
async fn every_verb_is_sent_as_declared_and_only_idempotent_ones_are_retried() {
    type Row = (fn(&VerbsClient) -> Call<()>, &'static str, bool);
    let table: [Row; 9] = [
        (VerbsClient::get, "GET", true),
        (VerbsClient::post, "POST", false),
        (VerbsClient::put, "PUT", true),
        (VerbsClient::patch, "PATCH", false),
        (VerbsClient::delete, "DELETE", true),
        (VerbsClient::head, "HEAD", true),
        (VerbsClient::options, "OPTIONS", true),
        (VerbsClient::trace, "TRACE", true),
        (VerbsClient::propfind, "PROPFIND", false),
    ];
    assert_eq!(VerbsClient::ENDPOINTS.len(), table.len());
    for ((call, verb, is_idempotent), endpoint) in table.into_iter().zip(VerbsClient::ENDPOINTS) {
        let memory = MemoryTransport::new([status(503), ok("")]);
        let client = VerbsClient::builder()
            .transport(memory.clone())
            .build()
            .unwrap();
        let done = call(&client).attempts(2).await.is_ok();
        assert_eq!(
            (endpoint.verb(), done, memory.count()),
            (verb, is_idempotent, 1 + usize::from(done))
        );
        assert_eq!(
            endpoint.repeat() == Repeat::Idempotent,
            is_idempotent,
            "{verb}"
        );
        assert!(
            memory
                .requests()
                .iter()
                .all(|request| request.method() == verb)
        );
    }
}

/// Names that generated code might want for itself.
#[client(base_url = "http://memory")]
trait Names {
    #[get("/{type}/{path}")]
    async fn r#type(&self, r#type: u8, path: &str, #[query] r#match: u8) -> Result<String>;

    #[post("/{request}/{client}")]
    #[idempotent]
    #[expect(clippy::too_many_arguments, reason = "there are many names")]
    async fn request(
        &self,
        request: u8,
        client: u8,
        #[query] call: u8,
        #[query] endpoint: u8,
        #[header("x")] rt: u8,
        #[header("y")] answer: u8,
        #[query] value: Option<u8>,
        #[json] body: &str,
    ) -> Result<String>;

    #[get("/longest/{first}/{second}")]
    async fn with_lifetimes<'a, 'b>(&self, first: &'a str, second: &'b str) -> Result<Bytes>
    where
        'b: 'a;
}

#[tokio::test]
async fn arguments_can_have_any_name() {
    let memory = MemoryTransport::new([ok("")]);
    let client = NamesClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    client.r#type(1, "p", 2).await.unwrap();
    client
        .request(1, 2, 3, 4, 5, 6, Some(7), "b")
        .await
        .unwrap();
    client
        .with_lifetimes("a", &String::from("b"))
        .await
        .unwrap();
    let requests = memory.requests();
    let urls = requests.iter().map(|request| request.url().as_str());
    assert_eq!(
        urls.collect::<Vec<_>>(),
        [
            "http://memory/1/p?match=2",
            "http://memory/1/2?call=3&endpoint=4&value=7",
            "http://memory/longest/a/b",
        ]
    );
    assert_eq!(
        (&requests[1].headers()["x"], &requests[1].headers()["y"]),
        (&5.into(), &6.into())
    );
    assert_eq!(NamesClient::TYPE.name(), "type");
}

/// Half of it is not there.
#[client(base_url = "http://memory")]
trait Conditional {
    #[cfg(any())]
    #[get("/never")]
    async fn never(&self) -> Result<NoSuchType>;

    #[get("/a")]
    #[retry(attempts = 2)]
    async fn first(
        &self,
        #[query] q: u8,
        #[cfg(any())]
        #[query]
        never: NoSuchType,
    ) -> Result<()>;

    #[cfg(any())]
    #[get("/b")]
    async fn same(&self) -> Result<NoSuchType>;

    #[cfg(not(any()))]
    #[get("/b")]
    #[retry(attempts = 4)]
    async fn same(
        &self,
        #[cfg(not(any()))]
        #[query]
        q: u8,
    ) -> Result<()>;
}

#[tokio::test(start_paused = true)]
async fn a_method_removed_by_cfg_is_not_generated() {
    let names = ConditionalClient::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.name());
    assert_eq!(names.collect::<Vec<_>>(), ["first", "same"]);
    let memory = MemoryTransport::new([status(503)]);
    let client = ConditionalClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    client.first(1).await.unwrap_err();
    assert_eq!(memory.count(), 2);
    client.same(2).await.unwrap_err();
    assert_eq!(memory.count(), 6);
    assert_eq!(memory.requests()[5].url().as_str(), "http://memory/b?q=2");
}

/// A place where the names of the prelude mean something else, and every warning is an error.
mod hostile {
    #![deny(warnings, missing_docs, clippy::pedantic)]
    #![expect(dead_code, reason = "they are only in the way")]

    struct Option;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct String;
    struct Vec;
    struct Box;
    trait Clone {}
    trait Send {}
    trait Sync {}
    trait Debug {}
    trait Into {}
    trait From {}
    trait Future {}
    mod core {}
    mod std {}
    mod retry_client {}
    mod reqwest {}

    /// Only a part of it is used.
    #[::retry_client::client(base_url = "http://memory", headers("x" = "y"))]
    #[retry(list(1s, 2s), attempts = 3)]
    pub(super) trait Api {
        /// Used.
        #[get("/used/{id}", none_on = 404, ok_on = [409])]
        async fn used(
            &self,
            id: u8,
            #[query] q: &str,
        ) -> ::retry_client::Result<::std::option::Option<()>>;

        /// Not used.
        #[put("/unused")]
        async fn unused(&self, #[json] value: &[u8]) -> ::retry_client::Result<()>;
    }
}

#[tokio::test]
async fn generated_code_uses_no_name_of_its_surroundings() {
    let memory = MemoryTransport::new([ok("")]);
    let client = hostile::ApiClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    assert_eq!(client.used(1, "q").await.unwrap(), Some(()));
    assert_eq!(memory.requests()[0].headers()["x"], "y");
}

/// A crate that hands the library on under another name.
mod sdk {
    pub(super) use retry_client as http;
}

#[client(base_url = "http://memory", crate = crate::declare::declarations::sdk::http)]
trait Renamed {
    #[get("/")]
    async fn get(&self) -> Result<(), Error>;
}

#[tokio::test]
async fn the_crate_can_be_reached_by_another_path() {
    let memory = MemoryTransport::new([ok("")]);
    let builder = RenamedClient::builder().transport(memory.clone());
    builder.build().unwrap().get().await.unwrap();
    assert_eq!(memory.count(), 1);
}
