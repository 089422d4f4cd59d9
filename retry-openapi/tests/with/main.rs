//! Modules with the types of other crates for formats: they compile, and say on the wire what strings would.

#![allow(
    clippy::unwrap_used,
    clippy::default_trait_access,
    reason = "helpers of tests may fail, and the type is in the signature"
)]

#[allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic)]
mod clients {
    // As they are generated.
    #[rustfmt::skip]
    pub mod chrono;
    #[rustfmt::skip]
    pub mod jiff;
    #[rustfmt::skip]
    pub mod time;
}

use std::fs;
use std::path::{Path, PathBuf};

use retry_client::Result;
use retry_client::testing::{Sent, Stub, json as answer, status};
use retry_openapi::{Dates, Document, Options, generate};
use serde_json::{Value, json};

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/with")
}

/// An event with a value in each of its fields.
fn event() -> Value {
    json!({
        "id": ID, "at": "2026-07-01T12:30:00Z", "day": "2026-07-01",
        "until": "2026-07-02T00:00:00Z", "last": "2026-07-31", "maybe": null,
        "every": ["2026-07-01T12:30:00Z"], "by_day": {"first": "2026-07-01"},
        "clock": "12:30:00+02:00", "span": "PT36H", "price": "12.50",
        "moment": "2026-07-01T12:30:00Z", "either": 7,
    })
}

/// A stub that has the event, and takes another.
fn stub() -> Stub {
    let stub = Stub::new();
    stub.get(&format!("/events/2026-07-01/{ID}"))
        .answer(answer(&event()));
    stub.put("/events").answer(status(204));
    stub.post("/events").answer(status(204));
    stub
}

#[track_caller]
fn check(requests: &[Sent]) {
    let [read, stored, posted] = requests else {
        panic!("{requests:?}");
    };
    assert_eq!(read.query("since"), ["2026-07-01T12:30:00Z"]);
    assert_eq!(read.query("price"), ["12.50"]);
    assert_eq!(
        read.query("at"),
        ["2026-07-01T12:30:00Z", "2026-07-02T00:00:00Z"]
    );
    assert_eq!(read.header("x-since"), Some("2026-07-01T12:30:00Z"));
    assert_eq!(stored.json::<Value>(), event());
    assert_eq!(posted.text(), "at=2026-07-01T12%3A30%3A00Z&day=2026-07-01");
}

#[test]
fn the_clients_are_what_is_generated() {
    let manifest = fs::read_to_string(folder().join("../../Cargo.toml")).unwrap();
    let manifest = manifest.replace("default-features = false, ", "");
    let document = Document::read(&folder().join("dates.yaml")).unwrap();
    for (name, dates) in [
        ("jiff", Dates::Jiff),
        ("chrono", Dates::Chrono),
        ("time", Dates::Time),
    ] {
        let mut options = Options::default();
        options.with.dates = Some(dates);
        options.with.uuid = true;
        options.with.rust_decimal = true;
        let module = generate(&document, &options).unwrap();
        assert!(module.notes.is_empty(), "{:?}", module.notes);
        // What the module asks for is what it is built with here.
        for line in module.source.lines() {
            let line = line.trim_start_matches("//! ");
            if line.contains(" = { version") && !line.starts_with("retry-client") {
                assert!(manifest.contains(line), "{line}");
            }
        }
        let file = folder().join(format!("clients/{name}.rs"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &module.source).unwrap();
        }
        let known = fs::read_to_string(&file).unwrap_or_default();
        assert!(known == module.source, "{name}: see BLESS=1");
    }
}

#[tokio::test]
async fn jiff_says_what_the_document_says() -> Result<()> {
    use clients::jiff::{EventsClient, PostEventBody};
    let stub = stub();
    let client: EventsClient = stub.client();
    let at = "2026-07-01T12:30:00Z".parse().unwrap();
    let day = "2026-07-01".parse().unwrap();
    let event = client
        .get_event(
            day,
            ID.parse().unwrap(),
            at,
            Some("12.50".parse().unwrap()),
            None,
            Some(&[at, "2026-07-02T00:00:00Z".parse().unwrap()]),
            Some(at),
        )
        .await?;
    assert_eq!((event.at, event.day), (at, day));
    client.put_event(&event).await?;
    let body = PostEventBody { at, day: Some(day) };
    client.post_event(&body).await?;
    check(&stub.requests());
    Ok(())
}

#[tokio::test]
async fn chrono_says_what_the_document_says() -> Result<()> {
    use clients::chrono::{EventsClient, PostEventBody};
    let stub = stub();
    let client: EventsClient = stub.client();
    let at = "2026-07-01T12:30:00Z".parse().unwrap();
    let day = "2026-07-01".parse().unwrap();
    let event = client
        .get_event(
            day,
            ID.parse().unwrap(),
            at,
            Some("12.50".parse().unwrap()),
            None,
            Some(&[at, "2026-07-02T00:00:00Z".parse().unwrap()]),
            Some(at),
        )
        .await?;
    assert_eq!((event.at, event.day), (at, day));
    client.put_event(&event).await?;
    let body = PostEventBody { at, day: Some(day) };
    client.post_event(&body).await?;
    check(&stub.requests());
    Ok(())
}

#[tokio::test]
async fn time_says_what_the_document_says_in_fields() -> Result<()> {
    use ::time::macros::{date, datetime};
    use clients::time::{EventsClient, PostEventBody};
    let stub = stub();
    let client: EventsClient = stub.client();
    let text = "2026-07-01T12:30:00Z";
    let event = client
        .get_event(
            "2026-07-01",
            ID.parse().unwrap(),
            text,
            Some("12.50".parse().unwrap()),
            None,
            Some(&[text, "2026-07-02T00:00:00Z"]),
            Some(text),
        )
        .await?;
    let (at, day) = (datetime!(2026-07-01 12:30 UTC), date!(2026 - 07 - 01));
    assert_eq!((event.at, event.day), (at, day));
    client.put_event(&event).await?;
    let body = PostEventBody { at, day: Some(day) };
    client.post_event(&body).await?;
    check(&stub.requests());
    Ok(())
}
