//! Files as bodies: opened anew for each attempt, and never sent as anything but what they were.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use retry_client::{
    Attempt, AttemptRecord, BoxError, Error, ErrorKind, GaveUp, Policy, Request, RetryClient,
    Strategy,
};

use crate::support::script::ms;
use crate::support::temp_dir::TempDir;
use crate::support::upload_server::{Intake, Upload, UploadServer};

const LENGTH: usize = 300_000;

const AT_ONCE: Policy = Policy::new(Strategy::constant(ms(1)));

fn client() -> RetryClient {
    let builder = RetryClient::builder().retry(|_| AT_ONCE);
    builder.build().unwrap()
}

/// Changes a file once it has been opened for the first attempt, which is cut at once.
async fn interfere(happens: impl Fn(&Path) + Send + Sync + 'static) -> (Error, Vec<Upload>) {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    let receiver = UploadServer::start([Intake::Cut(1)]).await;
    let shared = Arc::new((file.clone(), happens));
    let builder = RetryClient::builder().retry(|_| AT_ONCE);
    let builder = builder.before_attempt(async move |_: &mut Request, attempt: &Attempt| {
        if attempt.number() == 1 {
            shared.1(&shared.0);
        }
        Ok::<_, BoxError>(())
    });
    let client = builder.build().unwrap();
    let sent = client.put(receiver.url()).body(file).send().await;
    (sent.unwrap_err(), receiver.uploads())
}

fn set_length(file: &Path, length: usize) {
    let file = OpenOptions::new().write(true).open(file).unwrap();
    file.set_len(length as u64).unwrap();
}

#[tokio::test]
async fn a_file_replaced_between_attempts_is_an_error_and_not_sent() {
    let (vanished, uploads) = interfere(|file| fs::remove_file(file).unwrap()).await;
    assert!(
        vanished
            .to_string()
            .ends_with("the request's body could not be read: the file `body` cannot be read"),
        "{vanished}"
    );
    assert_eq!((vanished.kind(), uploads.len()), (ErrorKind::Source, 1));
    let grown = interfere(|file| set_length(file, LENGTH + 1)).await;
    let replaced = interfere(|file| {
        fs::remove_file(file).unwrap();
        fs::write(file, "short").unwrap();
    });
    for (error, uploads) in [grown, replaced.await] {
        assert!(
            error
                .to_string()
                .ends_with("the file has changed its length between attempts"),
            "{error}"
        );
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Source, GaveUp::NotRetryable)
        );
        let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
        assert_eq!(outcomes.collect::<Vec<_>>(), [Some(ErrorKind::Reset)]);
        assert_eq!(uploads.len(), 1);
    }
}

#[tokio::test]
async fn a_file_truncated_while_it_is_sent_is_an_error() {
    let scratch = TempDir::new();
    let file = scratch.file("body", LENGTH as u64);
    let receiver = UploadServer::start([]).await;
    let open = file.clone();
    let builder =
        RetryClient::builder().before_attempt(async move |_: &mut Request, _: &Attempt| {
            set_length(&open, LENGTH / 2);
            Ok::<_, BoxError>(())
        });
    let client = builder.build().unwrap();
    let error = client
        .put(receiver.url())
        .body(file)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Source, 1)
    );
    receiver.has_uploads(1).await;
    let whole = receiver.uploads().into_iter().map(|upload| upload.is_whole);
    assert_eq!(whole.collect::<Vec<_>>(), [false]);
}

#[tokio::test]
async fn a_missing_file_is_an_error_before_anything_is_sent() {
    let scratch = TempDir::new();
    let receiver = UploadServer::start([]).await;
    for path in [
        scratch.path("nothing"),
        scratch.path("."),
        PathBuf::from("/dev/null"),
    ] {
        let error = client()
            .put(receiver.url())
            .body(&path)
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts().len()),
            (ErrorKind::Source, 0),
            "{}",
            path.display()
        );
    }
    assert_eq!(receiver.uploads().len(), 0);
}

#[tokio::test]
async fn an_empty_file_is_an_empty_body() {
    let scratch = TempDir::new();
    let receiver = UploadServer::start([Intake::Cut(0)]).await;
    let request = client().put(receiver.url()).body(scratch.file("empty", 0));
    request.send().await.unwrap();
    let uploads = receiver.uploads();
    assert_eq!(uploads.len(), 2);
    assert!(
        uploads
            .iter()
            .all(|upload| upload.field("content-length") == Some("0"))
    );
}
