//! The events of downloads, as observers hear of them.

use std::sync::{Arc, Mutex};

use retry_client::{CallSummary, Observer, Policy, RetryClient, Strategy};

use crate::support::mirror::{Files, MirrorClient, PIECE, WHOLE};
use crate::support::range_server::{RangeServer, Serving};
use crate::support::script::{ms, ok, status};
use crate::support::server::Server;

/// The attempts of a call, and its status.
type End = (u32, Option<u16>);

/// Each call that has come to its end.
#[derive(Clone, Default)]
struct Ends(Arc<Mutex<Vec<End>>>);

impl Observer for Ends {
    fn finished(&self, summary: &CallSummary) {
        let status = summary.status().map(|status| status.as_u16());
        self.0.lock().unwrap().push((summary.attempts(), status));
    }
}

#[tokio::test]
async fn observers_hear_once_that_a_download_has_ended() {
    let files = Files::new();
    let ends = Ends::default();
    let builder = RetryClient::builder().observe(ends.clone());
    let client = builder
        .retry(|_| Policy::new(Strategy::constant(ms(1))))
        .build()
        .unwrap();
    let whole = RangeServer::start([Serving::of(&files.old, WHOLE)]).await;
    client
        .get(whole.url())
        .download_to(&files.target)
        .await
        .unwrap();
    assert_eq!(*ends.0.lock().unwrap(), [(1, Some(200))]);
    let cut = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
    client
        .get(cut.url())
        .download_to(&files.target)
        .await
        .unwrap();
    let last = ends.0.lock().unwrap().pop();
    assert_eq!(
        (last.unwrap().1, ends.0.lock().unwrap().len()),
        (Some(206), 1)
    );
}

/// The attempts of each call that was dropped.
#[derive(Clone, Default)]
struct Dropped(Arc<Mutex<Vec<End>>>);

impl Observer for Dropped {
    fn finished(&self, summary: &CallSummary) {
        assert!(summary.is_cancelled() && !summary.is_success());
        assert_eq!(summary.context(), Some(&"nightly"));
        let status = summary.status().map(|status| status.as_u16());
        self.0.lock().unwrap().push((summary.attempts(), status));
    }
}

#[tokio::test]
async fn observers_hear_of_a_download_that_is_dropped_while_its_body_arrives() {
    let files = Files::new();
    let dropped = Dropped::default();
    let server = Server::start([status(503), ok("12345").stuck(3)]).await;
    let client = MirrorClient::builder().base_url(server.url());
    let client = client.observe(dropped.clone()).build().unwrap();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let download = client.file().context("nightly").download_to(&files.target);
    let download = download.on_progress(move |bytes, _| told.send(bytes).unwrap());
    tokio::select! {
        end = download => panic!("{end:?}"),
        () = async { while heard.recv().await != Some(3) {} } => {}
    }
    assert_eq!(*dropped.0.lock().unwrap(), [(2, Some(200))]);
}
