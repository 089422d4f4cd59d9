//! Downloads: an attempt lasts until its last byte, for guards as for the caller.

use retry_client::{ByteStream, Circuit, ErrorKind, GaveUp, Guard, Result, client};

use crate::support::script::{ms, ok};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

#[client]
#[retry(constant, base = 1ms, attempts = 3)]
#[concurrency(1, wait = 0s)]
#[circuit_breaker(of = 5)]
trait Depot {
    #[get("/file")]
    async fn file(&self) -> Result<ByteStream>;

    #[get("/list")]
    async fn list(&self) -> Result<String>;
}

#[tokio::test]
async fn a_download_holds_its_permit_until_its_last_byte() {
    let dir = TempDir::new();
    let server = Server::start([ok("0123456789").dripping(ms(10)), ok("x")]).await;
    let depot = DepotClient::with_base_url(server.url()).unwrap();
    let guards = depot.guards();
    let download = depot.file().download_to(dir.path("file"));
    let download = download.on_progress(move |_, _| assert_eq!(guards.in_flight(), 1));
    assert_eq!(download.await.unwrap(), 10);
    assert_eq!(depot.guards().in_flight(), 0);
}

#[tokio::test]
async fn a_download_that_is_dropped_gives_its_permit_back() {
    let dir = TempDir::new();
    let server = Server::start([ok("0123456789").stuck(4), ok("x")]).await;
    let depot = DepotClient::with_base_url(server.url()).unwrap();
    let (told, begun) = tokio::sync::oneshot::channel();
    let told = std::sync::Mutex::new(Some(told));
    let download = depot.file().download_to(dir.path("file"));
    let download = download.on_progress(move |_, _| {
        let told = told.lock().unwrap().take();
        told.map(|told| told.send(()));
    });
    let download = tokio::spawn(download.into_future());
    begun.await.unwrap();
    let error = depot.list().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Concurrency));
    download.abort();
    let _ = download.await;
    assert_eq!(depot.guards().in_flight(), 0);
    assert_eq!(depot.list().await.unwrap(), "x");
}

#[tokio::test]
async fn downloads_that_are_cut_open_a_circuit() {
    let dir = TempDir::new();
    let server = Server::start([ok("0123456789").cut(4)]).await;
    let depot = DepotClient::with_base_url(server.url()).unwrap();
    for gave_up in [GaveUp::AttemptsExhausted, GaveUp::HeldBack] {
        let error = depot
            .file()
            .download_to(dir.path("file"))
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (ErrorKind::Body, gave_up));
    }
    assert_eq!(depot.guards().circuit(), Circuit::Open);
    assert_eq!(server.arrivals().len(), 5);
}
