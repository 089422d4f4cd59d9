//! The media types that a request asks for, by the type that its method returns.

use retry_client::testing::{Stub, json, status};
use retry_client::{
    Bytes, HeaderMap, HeaderValue, Reply, Response, Result, RetryClient, Sse, client,
};

use crate::support::script::{After, raw};
use crate::support::server::Server;

#[client(base_url = "https://h")]
trait Api {
    #[get("/events")]
    async fn events(&self) -> Result<Sse<String>>;

    #[get("/reply_events")]
    async fn reply_events(&self, #[headers] headers: &HeaderMap) -> Result<Reply<Sse<String>>>;

    #[get("/number")]
    async fn number(&self) -> Result<u8>;

    #[get("/reply_number", none_on = 404)]
    async fn reply_number(&self) -> Result<Option<Reply<u8>>>;

    #[get("/declared", headers("accept" = "application/vnd.h+json"))]
    async fn declared(&self) -> Result<u8>;

    #[post("/argument")]
    async fn argument(&self, #[header("accept")] accept: &str) -> Result<u8>;

    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/bytes")]
    async fn bytes(&self) -> Result<Bytes>;

    #[get("/unit")]
    async fn unit(&self) -> Result<()>;

    #[get("/response")]
    async fn response(&self) -> Result<Response>;

    #[head("/head")]
    async fn head(&self) -> Result<()>;

    #[head("/head_of_br", headers("accept-encoding" = "br"))]
    async fn head_of_br(&self) -> Result<()>;
}

const JSON: &str = "application/json, */*;q=0.8";

/// The fields of this name in the last request.
fn last(stub: &Stub, name: &str) -> Vec<String> {
    let requests = stub.requests();
    let fields = requests.last().unwrap().headers().get_all(name).iter();
    fields
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

fn stub() -> Stub {
    let stub = Stub::new();
    for endpoint in ApiClient::ENDPOINTS {
        stub.on(**endpoint, ()).answer(match endpoint.name() {
            "events" | "reply_events" => status(204).forever(),
            _ => json(&1).forever(),
        });
    }
    stub
}

#[tokio::test]
async fn events_are_asked_for_past_caches() {
    let (stub, mut own) = (stub(), HeaderMap::new());
    let api: ApiClient = stub.client();
    api.events().await.unwrap();
    assert_eq!(last(&stub, "accept"), ["text/event-stream"]);
    assert_eq!(last(&stub, "cache-control"), ["no-cache"]);
    own.insert("cache-control", HeaderValue::from_static("no-store"));
    api.reply_events(&own).await.unwrap();
    assert_eq!(last(&stub, "accept"), ["text/event-stream"]);
    assert_eq!(last(&stub, "cache-control"), ["no-store"]);
}

#[tokio::test]
async fn json_is_asked_for_before_anything_else() {
    let stub = stub();
    let api: ApiClient = stub.client();
    api.number().await.unwrap();
    assert_eq!(last(&stub, "accept"), [JSON]);
    api.reply_number().await.unwrap();
    assert_eq!(last(&stub, "accept"), [JSON]);
    api.number().reply().await.unwrap();
    assert_eq!(last(&stub, "accept"), [JSON]);
    assert!(last(&stub, "cache-control").is_empty());
}

#[tokio::test]
async fn an_accept_of_the_caller_stands_alone() {
    let stub = stub();
    let api: ApiClient = stub.client();
    api.declared().await.unwrap();
    assert_eq!(last(&stub, "accept"), ["application/vnd.h+json"]);
    api.argument("text/json").await.unwrap();
    assert_eq!(last(&stub, "accept"), ["text/json"]);
    api.number().header("accept", "a/b").await.unwrap();
    assert_eq!(last(&stub, "accept"), ["a/b"]);
    let built = ApiClient::builder()
        .transport(stub.clone())
        .header("accept", "c/d");
    built.build().unwrap().number().await.unwrap();
    assert_eq!(last(&stub, "accept"), ["c/d"]);
}

#[tokio::test]
async fn nothing_is_asked_for_where_any_type_will_do() {
    let stub = stub();
    let api: ApiClient = stub.client();
    api.text().await.unwrap();
    api.bytes().await.unwrap();
    api.unit().await.unwrap();
    api.response().await.unwrap();
    let client = RetryClient::builder()
        .transport(stub.clone())
        .build()
        .unwrap();
    client.get("https://h/text").send().await.unwrap();
    for request in stub.requests() {
        assert_eq!(request.header("accept"), None, "{}", request.path());
    }
    assert_eq!(stub.requests().len(), 5);
}

#[tokio::test]
async fn a_head_asks_for_identity_and_its_length_is_kept() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
    let server = Server::start([raw(head).then(After::Request)]).await;
    let api = ApiClient::with_base_url(server.url()).unwrap();
    let reply = api.head().reply().await.unwrap();
    assert_eq!(reply.headers()["content-length"], "100");
    api.head_of_br().await.unwrap();
    let client = RetryClient::new().unwrap();
    let reply = client.head(server.url()).send().await.unwrap();
    assert_eq!(reply.headers()["content-length"], "100");
    let asked = server.arrivals().into_iter();
    let codings = asked.map(|request| request.header("accept-encoding").map(str::to_owned));
    let identity = Some("identity".to_owned());
    assert_eq!(
        codings.collect::<Vec<_>>(),
        [identity.clone(), Some("br".to_owned()), identity]
    );
}
