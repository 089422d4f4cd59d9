//! Generated clients against a server made from the same document, which checks each request against it.

#![allow(
    clippy::unwrap_used,
    clippy::default_trait_access,
    reason = "helpers of tests may fail, and the type is in the signature"
)]

mod check;
mod check_body;
mod prism;
mod refused;
mod sample;
mod schema;
mod server;

#[path = "../golden/bodies.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic)]
mod bodies;
#[path = "../golden/parameters.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic)]
mod parameters;
#[path = "../golden/retries.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic)]
mod retries;

#[allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic)]
mod clients {
    pub mod museum;
    pub mod ollama;
    pub mod swagger_petstore;
}

use std::fs;
use std::path::{Path, PathBuf};

use retry_client::{Bytes, Part, Result};
use retry_openapi::{Document, Options, generate};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::clients::{museum, ollama, swagger_petstore};
use self::server::Server;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// A server for the document of this name.
fn server(name: &str, busy: &[&str]) -> Server {
    let text = fs::read_to_string(path(name)).unwrap();
    Server::start(serde_saphyr::from_str(&text).unwrap(), busy)
}

/// A request body, as JSON says it.
fn body<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

#[test]
fn the_clients_are_what_is_generated() {
    for name in ["museum", "ollama", "swagger-petstore"] {
        let document = Document::read(&path(&format!("documents/{name}.yaml"))).unwrap();
        let module = generate(&document, &Options::default()).unwrap();
        let file = path(&format!("mock/clients/{}.rs", name.replace('-', "_")));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &module.source).unwrap();
        }
        assert!(
            fs::read_to_string(&file).unwrap() == module.source,
            "{name}: see BLESS=1"
        );
    }
}

#[tokio::test]
async fn a_museum_is_asked_as_its_document_says() -> Result<()> {
    let server = server("documents/museum.yaml", &[]);
    visit(&museum::RedoclyMuseumClient::with_base_url(server.url())?).await?;
    let operations = server.operations();
    assert_eq!(operations.len(), 9);
    assert_eq!(operations[4], "GET /special-events/{eventId}");
    Ok(())
}

/// Calls all methods of the museum.
async fn visit(museum: &museum::RedoclyMuseumClient) -> Result<()> {
    museum
        .get_museum_hours(Some("2026-02-03"), Some(2), None)
        .await?;
    let event = museum
        .create_special_event(&body(json!({
            "name": "Night", "location": "Hall", "eventDescription": "Late", "dates": ["2026-02-03"], "price": 2.5,
        })))
        .await?;
    assert!(!event.name.is_empty());
    let query = museum::ListSpecialEventsQuery {
        limit: Some(3),
        start_date: Some("2026-02-03".to_owned()),
        ..Default::default()
    };
    museum.list_special_events(&query).await?;
    museum.list_special_events(&Default::default()).await?;
    let id = "dad4bce8-f5cb-4078-a211-995864315e39";
    museum.get_special_event(id).await?;
    museum
        .update_special_event(id, &body(json!({"location": "Yard"})))
        .await?;
    museum.delete_special_event(id).await?;
    museum
        .buy_museum_tickets(&body(json!({
            "ticketType": "general", "ticketDate": "2026-02-03", "email": "a@example.com",
        })))
        .await?;
    museum.get_ticket_code(id).await?;
    Ok(())
}

#[tokio::test]
async fn pets_are_sent_and_found() -> Result<()> {
    let server = server("documents/swagger-petstore.yaml", &[]);
    let store = swagger_petstore::SwaggerPetstoreClient::with_base_url(server.url())?;
    let pet: swagger_petstore::Pet =
        body(json!({"id": 7, "name": "Rex", "photoUrls": [], "status": "sold"}));
    store.add_pet(&pet).await?;
    store.update_pet(&pet).await?;
    store.get_pet_by_id(7).await?;
    store.find_pets_by_tags(Some(&["a b", "c&d"])).await?;
    store.update_pet_with_form(7, Some("Max"), None).await?;
    store
        .upload_file(7, None, Bytes::from_static(b"png"))
        .await?;
    store.delete_pet(7, Some("secret")).await?;
    store.get_inventory().await?;
    store
        .place_order(&body(json!({"petId": 7, "quantity": 1})))
        .await?;
    store.delete_order(7).await?;
    assert_eq!(server.operations().len(), 10);
    Ok(())
}

#[tokio::test]
async fn answers_that_stream_have_a_method_of_their_own() -> Result<()> {
    let server = server("documents/ollama.yaml", &[]);
    let ollama = ollama::OllamaClient::with_base_url(server.url())?;
    let chat: ollama::ChatRequest =
        body(json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]}));
    ollama.chat(&chat).await?;
    let mut lines = ollama.chat_stream(&chat).await?;
    let mut count = 0;
    while lines.value().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    ollama.list().await?;
    ollama
        .copy(&body(json!({"source": "a", "destination": "b"})))
        .await?;
    ollama.delete(&body(json!({"model": "m"}))).await?;
    assert_eq!(server.operations().len(), 5);
    Ok(())
}

#[tokio::test]
async fn parameters_go_where_and_how_they_are_declared() -> Result<()> {
    let server = server("golden/parameters.yaml", &[]);
    let client = parameters::ParametersClient::with_base_url(server.url())?;
    let kind = parameters::Kind::Public;
    client
        .list_repos(
            7,
            &kind,
            Some(true),
            &kind,
            Some(&["a", "b"]),
            Some(&["x", "y"]),
            "north",
            Some(&[1, 2]),
            Some("s"),
        )
        .await?;
    client
        .list_repos(7, &kind, None, &kind, None, None, "north", None, None)
        .await?;
    let query = parameters::ListPetsQuery {
        limit: Some(5),
        status: Some(vec![parameters::Kind::Private]),
        sort_by: Some("name".to_owned()),
        ..Default::default()
    };
    let objects = body(json!({
        "filter": {"name": "Rex"}, "created": {"gt": 5}, "expand": ["owner", "toys"],
    }));
    client
        .list_pets(
            "me",
            Some(&body(json!({"width": 3}))),
            Some(&objects),
            &query,
        )
        .await?;
    client
        .list_pets("me", None, None, &Default::default())
        .await?;
    let objects = body(json!({"created": 5}));
    client
        .list_pets("me", None, Some(&objects), &Default::default())
        .await?;
    assert_eq!(server.operations().len(), 5);

    let wrong = parameters::Kind::Other("odd".to_owned());
    let refused = client
        .list_repos(7, &wrong, None, &kind, None, None, "north", None, None)
        .await;
    assert!(refused.is_err());
    assert!(
        server.violations()[0].contains("path `type`"),
        "{:?}",
        server.violations()
    );
    Ok(())
}

#[tokio::test]
async fn bodies_have_the_form_that_is_declared() -> Result<()> {
    let server = server("golden/bodies.yaml", &[]);
    let client = bodies::BodiesClient::with_base_url(server.url())?;
    let pet: bodies::Pet = body(json!({"name": "Rex"}));
    client.json(&pet).await?;
    client.optional_json(None).await?;
    client.merge(&pet).await?;
    client.remove(Some(&["a"])).await?;
    client.read().await?;
    client
        .form(&body(json!({"name": "Rex & Max", "age": 3})))
        .await?;
    client
        .nested_form(&body(json!({"metadata": {"key": "v"}})))
        .await?;
    let file = || Part::bytes(Bytes::from_static(b"png")).file_name("a.png");
    client
        .upload(
            file(),
            Some(vec![file(), file()]),
            "image/png",
            Some(&pet),
            Some(&["a", "b"]),
        )
        .await?;
    client.upload(file(), None, "image/png", None, None).await?;
    client
        .nested_choice(&body(json!({"metadata": {"key": "v"}})))
        .await?;
    client.nested_choice(&body(json!({"metadata": ""}))).await?;
    client.no_form("a&b").await?;
    client
        .upload_more(
            file(),
            Some(vec![file(), file()]),
            Some(Part::bytes("https://example.com/mask.png")),
            Some(file()),
            Some("note"),
            Some("a2V5"),
        )
        .await?;
    client.range(Bytes::from_static(b"%PDF")).await?;
    client.text("text").await?;
    client.xml("<pet/>").await?;
    client.bytes(Bytes::from_static(b"png")).await?;
    assert_eq!(server.operations().len(), 17);
    Ok(())
}

#[tokio::test]
async fn what_the_document_says_of_retries_is_done() -> Result<()> {
    let busy = ["GET /limited", "POST /keys", "PUT /locked"];
    let server = server("golden/retries.yaml", &busy);
    let client = retries::RetriesClient::with_base_url(server.url())?;
    client.limited().await?;
    client.pay(None).await?;
    client.lock().await?;
    assert_eq!(
        server.operations(),
        busy.iter().flat_map(|it| [*it, *it]).collect::<Vec<_>>()
    );
    Ok(())
}
