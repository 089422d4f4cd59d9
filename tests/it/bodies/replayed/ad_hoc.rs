//! Every kind of body that is made at run time.

use std::fs;
use std::path::Path;

use retry_client::{
    AttemptRecord, Body, BodyFactory, Bytes, ErrorKind, RequestBuilder, RetryClient,
};

use super::{LENGTH, client, make_body, text};
use crate::support::temp_dir::{TempDir, content};
use crate::support::upload_server::{Intake, UploadServer, hash_of};

/// Sends one kind of body with PUT.
type Kind = fn(RetryClient, String, &Path) -> RequestBuilder;

/// Every kind of body that can be sent again, and its media type.
fn kinds() -> Vec<(&'static str, Option<&'static str>, Kind)> {
    vec![
        ("bytes", None, |client, url, _| {
            client.put(url).body(Bytes::from(content(LENGTH)))
        }),
        ("a vector", None, |client, url, _| {
            client.put(url).body(content(LENGTH))
        }),
        ("a slice", None, |client, url, _| {
            client.put(url).body(content(LENGTH).as_slice())
        }),
        ("a string", None, |client, url, _| {
            client.put(url).body(text())
        }),
        ("a borrowed string", None, |client, url, _| {
            client.put(url).body(text().as_str())
        }),
        ("a file", None, |client, url, file| {
            client.put(url).body(file)
        }),
        ("a file by an owned path", None, |client, url, file| {
            client.put(url).body(file.to_owned())
        }),
        ("a function", None, |client, url, _| {
            client.put(url).body(make_body as fn() -> Body)
        }),
        ("a factory", None, |client, url, _| {
            client.put(url).body(BodyFactory::new(make_body))
        }),
        ("a factory of streams", None, |client, url, file| {
            let file = file.to_owned();
            let open = move || {
                let file = fs::File::open(&file).unwrap();
                Body::from(tokio::fs::File::from_std(file))
            };
            client.put(url).body(BodyFactory::new(open))
        }),
        ("json", Some("application/json"), |client, url, _| {
            client.put(url).json(&vec![text(); 2])
        }),
        (
            "a form",
            Some("application/x-www-form-urlencoded"),
            |client, url, _| {
                client
                    .put(url)
                    .form(&[("text", text()), ("b", String::new())])
            },
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_body_is_replayed_wherever_the_first_attempt_was_cut() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for (name, media_type, send) in kinds() {
        let receiver = UploadServer::start([]).await;
        send(client(), receiver.url(), &file).send().await.unwrap();
        let whole = receiver.uploads().remove(0);
        assert!(
            whole.is_whole && whole.length >= LENGTH as u64 * 9 / 10,
            "{name}"
        );
        assert_eq!(whole.field("content-type"), media_type, "{name}");
        if !name.contains("string") && media_type.is_none() {
            assert_eq!(whole.hash, hash_of(&content(LENGTH)), "{name}");
        }

        for cut in [0, 1, whole.length / 2, whole.length] {
            let receiver = UploadServer::start([Intake::Cut(cut)]).await;
            let reply = send(client(), receiver.url(), &file).send().await.unwrap();
            let [first, second] = receiver.uploads().try_into().unwrap();
            assert_eq!(first.length, cut, "{name}");
            assert_eq!(second.same_part, Some(first.hash), "{name} cut at {cut}");
            assert!(second.is_whole, "{name} cut at {cut}");
            assert_eq!(
                (second.length, second.hash),
                (whole.length, whole.hash),
                "{name} cut at {cut}"
            );
            let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
            assert_eq!(
                outcomes.collect::<Vec<_>>(),
                [Some(ErrorKind::Reset), None],
                "{name} cut at {cut}"
            );
        }
    }
}

#[tokio::test]
async fn every_body_but_that_of_a_factory_announces_its_length() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    for (name, _, send) in kinds() {
        let receiver = UploadServer::start([]).await;
        send(client(), receiver.url(), &file).send().await.unwrap();
        let upload = receiver.uploads().remove(0);
        let announced = upload.field("content-length").map(str::to_owned);
        let expected = (name != "a factory of streams").then(|| upload.length.to_string());
        assert_eq!(announced, expected, "{name}");
    }
}
