//! Downloads to a file: whole or not at all, bounded, and in constant memory.

mod observed;

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{
    AttemptRecord, ByteStream, Call, ErrorKind, GaveUp, Policy, RetryClient, Strategy,
};
use tokio::time::Instant;

use crate::support::isolated::{size, within};
use crate::support::mirror::{Files, LENGTH, MirrorClient, PIECE, WHOLE, download};
use crate::support::range_server::{RangeServer, Serving};
use crate::support::script::{ms, ok, secs, silence, status};
use crate::support::server::Server;
use crate::support::temp_dir::{TempDir, content};

#[tokio::test]
async fn a_download_cut_again_and_again_fetches_no_byte_twice() {
    for is_announced in [true, false] {
        let files = Files::new();
        let serving = Serving {
            is_announced,
            ..Serving::of(&files.old, PIECE)
        };
        let (bytes, asked) = download([serving], &files).await;
        // reqwest does not tell a body of unknown length from one that it has decoded.
        if cfg!(retry_client_over_reqwest) && !is_announced {
            let error = bytes.unwrap_err();
            assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
            assert!(asked.iter().all(|asked| asked.range.is_none()));
            continue;
        }
        assert_eq!(bytes.unwrap(), LENGTH);
        assert!(files.is_at_target(&files.old));
        let ranges = asked.iter().map(|asked| asked.range.as_deref());
        let expected = [
            None,
            Some("bytes=30000-"),
            Some("bytes=60000-"),
            Some("bytes=90000-"),
        ];
        assert_eq!(ranges.collect::<Vec<_>>(), expected);
        assert!(
            asked[1..]
                .iter()
                .all(|asked| asked.if_range.as_deref() == Some("\"v1\""))
        );
        assert!(
            asked
                .iter()
                .all(|asked| asked.encoding.as_deref() == Some("identity"))
        );
        assert_eq!(asked.iter().map(|asked| asked.sent).sum::<u64>(), LENGTH);
    }
}

#[tokio::test]
async fn an_ad_hoc_download_resumes_where_it_was_cut() {
    let files = Files::new();
    let depot = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
    let client = RetryClient::new().unwrap();
    let policy = Policy::new(Strategy::constant(ms(1)));
    let request = client.get(depot.url()).retry(policy);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&heard);
    let download = request.download_to(&files.target);
    let download = download.on_progress(move |done, _| shared.lock().unwrap().push(done));
    assert_eq!(download.await.unwrap(), LENGTH);
    assert!(files.is_at_target(&files.old));
    let asked = depot.requests();
    let ranges = asked.iter().map(|asked| asked.range.as_deref());
    let [second, third, fourth] = ["bytes=30000-", "bytes=60000-", "bytes=90000-"].map(Some);
    assert_eq!(ranges.collect::<Vec<_>>(), [None, second, third, fourth]);
    assert_eq!(asked.iter().map(|asked| asked.sent).sum::<u64>(), LENGTH);
    assert!(
        asked[1..]
            .iter()
            .all(|asked| asked.if_range.as_deref() == Some("\"v1\""))
    );
    assert_eq!(heard.lock().unwrap().last(), Some(&LENGTH));

    let server = Server::start([status(404)]).await;
    let error = client
        .get(server.url())
        .download_to(&files.target)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Status, 1)
    );
    let depot = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
    let error = client
        .post(depot.url())
        .download_to(&files.target)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Body, GaveUp::NotRepeatable)
    );
    assert!(files.is_at_target(&files.old));
}

/// The declared URL is asked again after a cut, as it may lead elsewhere by then; after a 303 there is
/// only what it led to.
#[tokio::test]
async fn a_download_that_was_redirected_resumes_where_it_was_cut() {
    for (code, asked_again) in [(302, true), (307, true), (308, true), (303, false)] {
        let files = Files::new();
        let depot = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
        let to_depot = status(code).header("location", depot.url());
        let server = Server::start([to_depot]).await;
        let builder = MirrorClient::builder().base_url(server.url());
        let mirror = builder.redirects_elsewhere(1).build().unwrap();
        let call = mirror.file().header("authorization", "secret");
        assert_eq!(call.download_to(&files.target).await.unwrap(), LENGTH);
        assert!(files.is_at_target(&files.old));
        let [second, third, fourth] = ["bytes=30000-", "bytes=60000-", "bytes=90000-"].map(Some);
        let asked = depot.requests();
        let ranges = asked.iter().map(|asked| asked.range.as_deref());
        assert_eq!(ranges.collect::<Vec<_>>(), [None, second, third, fourth]);
        let if_ranges = asked[1..].iter().map(|asked| asked.if_range.as_deref());
        assert_eq!(if_ranges.collect::<Vec<_>>(), [Some("\"v1\""); 3]);
        assert_eq!(asked.iter().map(|asked| asked.sent).sum::<u64>(), LENGTH);
        let arrivals = server.arrivals();
        let ranges = arrivals.iter().map(|arrival| arrival.header("range"));
        let expected = [None, second, third, fourth];
        let expected = &expected[..if asked_again { 4 } else { 1 }];
        assert_eq!(ranges.collect::<Vec<_>>(), expected, "{code}");
    }
}

#[tokio::test]
async fn an_existing_file_is_replaced_only_by_a_complete_one() {
    let files = Files::new();
    fs::write(&files.target, "before").unwrap();
    let (bytes, _) = download([Serving::of(&files.old, 0)], &files).await;
    assert_eq!(bytes.unwrap_err().kind(), ErrorKind::Body);
    assert_eq!(
        (fs::read(&files.target).unwrap(), files.count()),
        (b"before".to_vec(), 3)
    );
    let (bytes, _) = download([Serving::of(&files.old, WHOLE)], &files).await;
    assert_eq!(bytes.unwrap(), LENGTH);
    assert!(files.is_at_target(&files.old));
}

#[tokio::test]
async fn a_download_that_is_not_idempotent_is_not_resumed() {
    for (call, why) in [
        (
            MirrorClient::once as fn(&MirrorClient) -> _,
            GaveUp::AttemptsExhausted,
        ),
        (MirrorClient::report, GaveUp::NotRepeatable),
    ] {
        let files = Files::new();
        let depot = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
        let mirror = MirrorClient::new(depot.url()).unwrap();
        let error = call(&mirror).download_to(&files.target).await.unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (ErrorKind::Body, why));
        assert_eq!((error.attempts().len(), depot.requests().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_range_set_by_the_caller_is_kept() {
    let files = Files::new();
    let [cut, whole] = [PIECE, WHOLE].map(|cut| Serving::of(&files.old, cut));
    let depot = RangeServer::start([cut, whole]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let part = mirror.part("bytes=40000-").download_to(&files.target);
    assert_eq!(part.await.unwrap(), 60_000);
    assert_eq!(fs::read(&files.target).unwrap(), content(100_000)[40_000..]);
    let ranges = depot.requests().into_iter().map(|asked| asked.range);
    let kept = Some("bytes=40000-".to_owned());
    assert_eq!(ranges.collect::<Vec<_>>(), [kept.clone(), kept]);
}

#[tokio::test]
async fn the_attempt_timeout_bounds_silence_and_the_timeout_bounds_the_download() {
    let files = Files::new();
    let server = Server::start([ok("12345").stuck(3).header("etag", "\"v\""), silence()]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let call = mirror.file().attempt_timeout(ms(300));
    let error = call.download_to(&files.target).await.unwrap_err();
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(outcomes.collect::<Vec<_>>(), [Some(ErrorKind::Timeout); 3]);

    let incoming = || Instant::now() + ms(300);
    let deadlines: [&dyn Fn() -> Call<ByteStream>; 3] = [
        &|| mirror.file().timeout(ms(300)),
        &|| mirror.file().within(incoming()),
        &|| mirror.file().timeout(secs(60)).within(incoming()),
    ];
    for call in deadlines {
        let error = call().download_to(&files.target).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Timeout, GaveUp::TimeoutWouldPass)
        );
        assert!(error.elapsed() < secs(10), "{error}");
    }
    assert_eq!(files.count(), 2);
}

#[tokio::test]
async fn a_target_that_cannot_be_written_is_an_error_before_anything_is_sent() {
    let files = Files::new();
    let depot = RangeServer::start([Serving::of(&files.old, WHOLE)]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let nowhere = files.scratch.path("no/such/directory/file");
    let error = mirror.file().download_to(nowhere).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Sink, 0));
    assert_eq!(depot.requests(), []);

    fs::create_dir(&files.target).unwrap();
    let error = mirror.file().download_to(&files.target).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Sink, GaveUp::NotRetryable)
    );
    assert_eq!((error.attempts().len(), files.count()), (0, 3));
    assert_eq!(depot.requests(), []);
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file_behind() {
    let files = Files::new();
    let server = Server::start([ok("12345").stuck(3)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let download = mirror.file().download_to(&files.target).into_future();
    assert!(tokio::time::timeout(ms(300), download).await.is_err());
    assert_eq!(files.count(), 2);
}

#[tokio::test]
async fn progress_counts_bytes_and_continues_when_the_download_resumes() {
    let files = Files::new();
    let depot = RangeServer::start([Serving::of(&files.old, PIECE)]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&heard);
    let download = mirror.file().download_to(&files.target);
    let download = download.on_progress(move |done, all| shared.lock().unwrap().push((done, all)));
    download.await.unwrap();
    let heard = heard.lock().unwrap();
    assert!(heard.is_sorted());
    assert_eq!(
        (heard.first(), heard.last()),
        (Some(&(0, Some(LENGTH))), Some(&(LENGTH, Some(LENGTH))))
    );
}

const MIB: u64 = 1024 * 1024;

#[test]
fn a_large_download_cut_ten_times_fetches_no_byte_twice_in_constant_memory() {
    let name = "answers::downloads::a_large_download_cut_ten_times_fetches_no_byte_twice_in_constant_memory";
    within(64 * MIB, name, async {
        let scratch = TempDir::new();
        let length = size(80 * MIB, 200 * MIB);
        let file = scratch.file("large", length);
        let depot = RangeServer::start([Serving::of(&file, length / 10)]).await;
        let mirror = MirrorClient::new(depot.url()).unwrap();
        let target = scratch.path("target");
        let download = mirror
            .file()
            .timeout(Duration::from_mins(10))
            .download_to(&target);
        assert_eq!(download.await.unwrap(), length);
        let asked = depot.requests();
        assert_eq!(
            (
                asked.len(),
                asked.iter().map(|asked| asked.sent).sum::<u64>()
            ),
            (10, length)
        );
        assert_eq!(TempDir::hash(&target), TempDir::hash(&file));
    });
}
