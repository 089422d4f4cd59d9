//! Arguments that become the query and the body of a request.

use std::collections::BTreeMap;
use std::fmt;

use retry_client::{Call, Request, Result, client};
use serde::Serialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::status;

#[derive(Serialize)]
struct Filter<'a> {
    kind: &'a str,
    min: Option<u32>,
    tags: Vec<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Sort {
    NewestFirst,
}

struct Celsius(f32);

impl fmt::Display for Celsius {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} °C", self.0)
    }
}

type Many<'a> = Option<&'a [u32]>;

#[client(base_url = "http://memory")]
trait Api {
    #[get("/q")]
    async fn scalars(
        &self,
        #[query] text: &str,
        #[query("n")] number: i64,
        #[query] yes: bool,
        #[query] t: Celsius,
        #[query] sort: Sort,
    ) -> Result<()>;

    #[get("/q?fixed")]
    async fn lists(
        &self,
        #[query] opt: Option<u8>,
        #[query("id")] ids: Many<'_>,
        #[query("tag")] tags: Vec<String>,
        #[query] pair: [bool; 2],
    ) -> Result<()>;

    #[get("/csv")]
    async fn csv(
        &self,
        #[query(csv)] ids: &[u32],
        #[query("t a", csv)] tags: Option<Vec<&str>>,
    ) -> Result<()>;

    #[get("/flag")]
    async fn flags(
        &self,
        #[query(flag)] dry_run: bool,
        #[query("v", flag)] verbose: bool,
    ) -> Result<()>;

    #[get("/flat")]
    async fn flat(
        &self,
        #[query(flatten)] filter: &Filter<'_>,
        #[query(flatten)] more: &BTreeMap<String, u32>,
    ) -> Result<()>;

    #[post("/json")]
    async fn json(
        &self,
        #[json] body: &Filter<'_>,
        #[header("content-type")] media: Option<&str>,
    ) -> Result<()>;
}

fn client() -> (ApiClient, MemoryTransport) {
    let memory = MemoryTransport::new([status(204)]);
    (
        ApiClient::builder()
            .transport(memory.clone())
            .build()
            .unwrap(),
        memory,
    )
}

/// The request that a call sends.
async fn sent(call: impl FnOnce(&ApiClient) -> Call<()>) -> Request {
    let (client, memory) = client();
    call(&client).await.unwrap();
    memory.requests().remove(0)
}

async fn query(call: impl FnOnce(&ApiClient) -> Call<()>) -> String {
    sent(call)
        .await
        .url()
        .query()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn scalar_arguments_are_encoded_by_display_or_by_serde() {
    let query =
        query(|api| api.scalars("a b&c=d+e/ü", -7, true, Celsius(21.54), Sort::NewestFirst)).await;
    let text = "a%20b%26c%3Dd%2Be%2F%C3%BC";
    assert_eq!(
        query,
        format!("text={text}&n=-7&yes=true&t=21.5%20%C2%B0C&sort=newest-first")
    );
}

#[tokio::test]
async fn options_are_left_out_and_lists_repeat_their_key() {
    let none = query(|api| api.lists(None, None, Vec::new(), [true, false])).await;
    assert_eq!(none, "fixed&pair=true&pair=false");
    let tags = vec!["a,b".to_owned(), String::new()];
    let some = query(|api| api.lists(Some(0), Some(&[1, 2]), tags, [true; 2])).await;
    assert_eq!(
        some,
        "fixed&opt=0&id=1&id=2&tag=a%2Cb&tag=&pair=true&pair=true"
    );
}

#[tokio::test]
async fn lists_can_be_joined_by_commas_and_flags_have_no_value() {
    assert_eq!(
        query(|api| api.csv(&[1, 2, 3], Some(vec!["x", "y z"]))).await,
        "ids=1,2,3&t%20a=x,y%20z"
    );
    assert_eq!(query(|api| api.csv(&[], None)).await, "");
    assert_eq!(query(|api| api.flags(true, true)).await, "dry_run&v");
    assert_eq!(query(|api| api.flags(false, true)).await, "v");
    assert_eq!(
        sent(|api| api.flags(false, false)).await.url().query(),
        None
    );
}

#[tokio::test]
async fn structs_and_maps_are_flattened() {
    let filter = Filter {
        kind: "a b+c",
        min: None,
        tags: vec!["x", "y"],
    };
    let more = BTreeMap::from([("k&".to_owned(), 1)]);
    assert_eq!(
        query(|api| api.flat(&filter, &more)).await,
        "kind=a%20b%2Bc&tags=x&tags=y&k%26=1"
    );
    let filter = Filter {
        min: Some(1),
        tags: Vec::new(),
        ..filter
    };
    assert_eq!(
        query(|api| api.flat(&filter, &BTreeMap::new())).await,
        "kind=a%20b%2Bc&min=1"
    );
}

#[tokio::test]
async fn json_is_sent_as_application_json_unless_another_content_type_is_set() {
    let filter = Filter {
        kind: "a",
        min: None,
        tags: vec!["x"],
    };
    for (given, media) in [
        (None, "application/json"),
        (Some("application/x+json"), "application/x+json"),
    ] {
        let request = sent(|api| api.json(&filter, given)).await;
        let media_types = request.headers().get_all("content-type");
        assert_eq!(media_types.iter().collect::<Vec<_>>(), [media]);
        let body = request.body().and_then(|body| body.as_bytes());
        assert_eq!(
            body,
            Some(br#"{"kind":"a","min":null,"tags":["x"]}"#.as_slice())
        );
    }
}
