//! Things that could stay behind outside of the process: files and connections.

use std::fs;
use std::sync::Arc;

use retry_client::RetryClient;

use super::{DroppableClient, Held, polled, runtime, stub};
use crate::support::script::{ms, ok, status};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

#[test]
fn a_dropped_download_leaves_no_file_behind() {
    // Files are written on threads of the runtime, which are through when it is gone.
    for times in 0..1_000 {
        let (scratch, held) = (TempDir::new(), Held(Arc::new(())));
        let target = scratch.path("target");
        let is_over = runtime(true).block_on(async {
            let client = RetryClient::builder().transport(stub()).build().unwrap();
            let policy = retry_client::Policy::new(retry_client::Strategy::constant(ms(1)));
            let request = client.get("http://drop.test/file").context(held.clone());
            let download = request.retry(policy).download_to(&target);
            let progress = held.clone();
            let download = download.on_progress(move |_, _| drop(Arc::clone(&progress.0)));
            let is_over = polled(download.into_future(), times).await;
            let reply = client.get("http://drop.test/fine").send().await.unwrap();
            assert_eq!(reply.status(), 200);
            is_over
        });
        assert_eq!(Arc::strong_count(&held.0), 1, "dropped after {times} polls");
        let files: Vec<_> = fs::read_dir(scratch.directory()).unwrap().collect();
        match &files[..] {
            [] => assert!(!is_over),
            // Once it is whole, it may have been given its name.
            [_] => assert_eq!(fs::read(&target).unwrap(), b"12345", "after {times} polls"),
            more => panic!("{more:?} after {times} polls"),
        }
        if is_over {
            assert!(times > 3, "it has no await points");
            return;
        }
    }
    panic!("it never ends");
}

#[test]
fn a_dropped_call_leaves_its_connection_closed_or_free() {
    for times in 0..1_000 {
        let is_over = runtime(false).block_on(async {
            let steps = [
                status(503).body("busy"),
                status(503),
                ok("done"),
                ok("fine"),
            ];
            let server = Server::start(steps).await;
            let client = DroppableClient::with_base_url(server.url()).unwrap();
            let held = Held(Arc::new(()));
            let call = client
                .judged()
                .context(held.clone())
                .retry(|policy| policy.strategy(retry_client::Strategy::constant(ms(1))));
            let is_over = polled(call, times).await;
            assert_eq!(Arc::strong_count(&held.0), 1, "dropped after {times} polls");
            let call = client
                .fine()
                .retry(|policy| policy.strategy(retry_client::Strategy::constant(ms(1))));
            call.await.unwrap();
            // Whatever is still open is the client's, and goes with it.
            drop(client);
            server.has_closed(server.connections()).await;
            is_over
        });
        if is_over {
            assert!(times > 3, "it has no await points");
            return;
        }
    }
    panic!("it never ends");
}
