//! Downloads that are cut: they go on where they were, or begin again, and never mix two files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{AttemptRecord, ByteStream, ErrorKind, GaveUp, Result, client};

use crate::alone::{size, within};
use crate::depot::{Asked, Depot, Ranges, Serving};
use crate::scratch::{Scratch, content};
use crate::script::{ms, ok, secs, silence};
use crate::server::Server;

#[client]
#[retry(constant, base = 1ms, attempts = 3)]
trait Mirror {
    #[get("/file")]
    async fn file(&self) -> Result<ByteStream>;

    #[get("/once")]
    #[retry(off)]
    async fn once(&self) -> Result<ByteStream>;

    #[post("/report")]
    async fn report(&self) -> Result<ByteStream>;

    #[get("/part")]
    async fn part(&self, #[header("range")] range: &str) -> Result<ByteStream>;
}

const LENGTH: u64 = 100_000;
const PIECE: u64 = 30_000;
const WHOLE: u64 = u64::MAX;

/// Two files of the same length, and where to put a third.
struct Files {
    scratch: Scratch,
    old: PathBuf,
    new: PathBuf,
    target: PathBuf,
}

impl Files {
    fn new() -> Self {
        let scratch = Scratch::new();
        let old = scratch.file("old", LENGTH);
        let new = scratch.path("new");
        fs::write(&new, content(100_000).into_iter().rev().collect::<Vec<_>>()).unwrap();
        let target = scratch.path("target");
        Self {
            scratch,
            old,
            new,
            target,
        }
    }

    /// Whether the target is this file and nothing but the three files is there.
    fn is_at_target(&self, file: &Path) -> bool {
        fs::read(&self.target).unwrap() == fs::read(file).unwrap() && self.count() == 3
    }

    fn count(&self) -> usize {
        fs::read_dir(self.scratch.directory()).unwrap().count()
    }
}

async fn download(servings: impl Into<Vec<Serving>>, files: &Files) -> (Result<u64>, Vec<Asked>) {
    let depot = Depot::start(servings).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let bytes = mirror.file().download_to(&files.target).await;
    (bytes, depot.asked())
}

#[tokio::test]
async fn a_download_that_is_cut_again_and_again_fetches_no_byte_twice() {
    for is_announced in [true, false] {
        let files = Files::new();
        let serving = Serving {
            is_announced,
            ..Serving::of(&files.old, PIECE)
        };
        let (bytes, asked) = download([serving], &files).await;
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
async fn a_file_that_is_there_is_replaced_only_by_a_whole_one() {
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
async fn a_file_that_changed_is_fetched_from_its_start() {
    for (ranges, length, count) in [
        (Ranges::Honoured, 20_000, 2),
        (Ranges::Ignored, 20_000, 2),
        // Refused by its entity tag, so it takes one request more.
        (Ranges::Unconditional, LENGTH, 3),
    ] {
        let files = Files::new();
        let new = fs::OpenOptions::new().write(true).open(&files.new);
        new.unwrap().set_len(length).unwrap();
        let changed = Serving {
            validators: "etag: \"v2\"\r\n",
            ranges,
            ..Serving::of(&files.new, WHOLE)
        };
        let (bytes, asked) = download([Serving::of(&files.old, PIECE), changed], &files).await;
        assert_eq!((bytes.unwrap(), asked.len()), (length, count), "{ranges:?}");
        assert!(files.is_at_target(&files.new), "{ranges:?}");
    }
}

#[tokio::test]
async fn a_part_other_than_the_one_asked_for_is_not_taken() {
    let files = Files::new();
    let [cut, whole] = [PIECE, WHOLE].map(|cut| Serving::of(&files.old, cut));
    let shifted = Serving {
        ranges: Ranges::Shifted,
        ..whole.clone()
    };
    let (bytes, asked) = download([cut, shifted, whole], &files).await;
    assert_eq!(bytes.unwrap(), LENGTH);
    let ranges = asked.iter().map(|asked| asked.range.as_deref());
    assert_eq!(
        ranges.collect::<Vec<_>>(),
        [None, Some("bytes=30000-"), None]
    );
    assert!(files.is_at_target(&files.old));
}

#[tokio::test]
async fn without_a_validator_a_download_begins_again() {
    const OLD: &str = "last-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    const SETTLED: &str =
        "last-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\ndate: Sun, 06 Nov 1994 08:49:39 GMT\r\n";
    let table = [
        ("", None),
        ("etag: W/\"v1\"\r\n", None),
        (OLD, None),
        (SETTLED, Some("bytes=30000-")),
    ];
    for (validators, range) in table {
        let files = Files::new();
        let cut = Serving {
            validators,
            ..Serving::of(&files.old, PIECE)
        };
        let whole = Serving {
            cut: WHOLE,
            ..cut.clone()
        };
        let (bytes, asked) = download([cut, whole], &files).await;
        assert_eq!(bytes.unwrap(), LENGTH, "{validators}");
        assert_eq!(asked[1].range.as_deref(), range, "{validators}");
        assert!(files.is_at_target(&files.old), "{validators}");
    }
}

#[tokio::test]
async fn every_progress_lets_the_attempts_start_anew() {
    let files = Files::new();
    let mut servings = vec![Serving::of(&files.old, 10_000); 9];
    let busy = Serving {
        ranges: Ranges::Busy,
        ..servings[0].clone()
    };
    servings.insert(4, busy.clone());
    servings.insert(8, busy.clone());
    let (bytes, asked) = download(servings, &files).await;
    assert_eq!((bytes.unwrap(), asked.len()), (LENGTH, 12));

    let (bytes, asked) = download([Serving::of(&files.old, 10_000), busy], &files).await;
    let error = bytes.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.gave_up()),
        (503, GaveUp::AttemptsExhausted)
    );
    assert_eq!((error.attempts().len(), asked.len()), (3, 3));
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    let (body, status) = (Some(ErrorKind::Body), Some(ErrorKind::Status));
    assert_eq!(outcomes.collect::<Vec<_>>(), [body, status, status]);
    assert!(
        error
            .attempts()
            .iter()
            .take(2)
            .all(|attempt| attempt.delay() == Some(ms(1)))
    );
}

#[tokio::test]
async fn what_comes_no_farther_than_before_is_no_progress() {
    let files = Files::new();
    let stuck = Serving {
        validators: "",
        ..Serving::of(&files.old, PIECE)
    };
    let (bytes, asked) = download([stuck], &files).await;
    let error = bytes.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Body, GaveUp::AttemptsExhausted)
    );
    assert_eq!((error.attempts().len(), asked.len()), (3, 3));
    assert_eq!(files.count(), 2);
}

#[tokio::test]
async fn a_body_cut_behind_its_last_byte_is_whole() {
    let files = Files::new();
    let cut = Serving {
        is_announced: false,
        ..Serving::of(&files.old, WHOLE)
    };
    let (bytes, asked) = download([cut], &files).await;
    assert_eq!((bytes.unwrap(), asked.len()), (LENGTH, 2));
    assert!(files.is_at_target(&files.old));
}

#[tokio::test]
async fn a_method_that_may_not_be_repeated_is_not_resumed() {
    for (call, why) in [
        (
            MirrorClient::once as fn(&MirrorClient) -> _,
            GaveUp::AttemptsExhausted,
        ),
        (MirrorClient::report, GaveUp::NotRepeatable),
    ] {
        let files = Files::new();
        let depot = Depot::start([Serving::of(&files.old, PIECE)]).await;
        let mirror = MirrorClient::new(depot.url()).unwrap();
        let error = call(&mirror).download_to(&files.target).await.unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (ErrorKind::Body, why));
        assert_eq!((error.attempts().len(), depot.asked().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_range_of_the_callers_own_is_kept() {
    let files = Files::new();
    let [cut, whole] = [PIECE, WHOLE].map(|cut| Serving::of(&files.old, cut));
    let depot = Depot::start([cut, whole]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let part = mirror.part("bytes=40000-").download_to(&files.target);
    assert_eq!(part.await.unwrap(), 60_000);
    assert_eq!(fs::read(&files.target).unwrap(), content(100_000)[40_000..]);
    assert!(
        depot
            .asked()
            .iter()
            .all(|asked| asked.range.as_deref() == Some("bytes=40000-"))
    );
}

#[tokio::test]
async fn silence_is_bounded_by_the_attempt_and_all_of_it_by_the_call() {
    let files = Files::new();
    let server = Server::start([ok("12345").stuck(3).header("etag", "\"v\""), silence()]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let call = mirror.file().attempt_timeout(ms(300));
    let error = call.download_to(&files.target).await.unwrap_err();
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(outcomes.collect::<Vec<_>>(), [Some(ErrorKind::Timeout); 3]);

    let call = mirror.file().timeout(ms(300));
    let error = call.download_to(&files.target).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Timeout, GaveUp::TimeoutWouldPass)
    );
    assert!(error.elapsed() < secs(10), "{error}");
    assert_eq!(files.count(), 2);
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_of_its_own_and_nothing_is_sent() {
    let files = Files::new();
    let depot = Depot::start([Serving::of(&files.old, WHOLE)]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let nowhere = files.scratch.path("no/such/directory/file");
    let error = mirror.file().download_to(nowhere).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Sink, 0));
    assert_eq!(depot.asked(), []);

    fs::create_dir(&files.target).unwrap();
    let error = mirror.file().download_to(&files.target).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Sink, GaveUp::NotRetryable)
    );
    assert_eq!((error.attempts().len(), files.count()), (1, 3));
}

#[tokio::test]
async fn a_download_that_is_dropped_leaves_nothing_behind() {
    let files = Files::new();
    let server = Server::start([ok("12345").stuck(3)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let download = mirror.file().download_to(&files.target).into_future();
    assert!(tokio::time::timeout(ms(300), download).await.is_err());
    assert_eq!(files.count(), 2);
}

#[tokio::test]
async fn progress_is_told_in_bytes_and_goes_on_where_the_download_does() {
    let files = Files::new();
    let depot = Depot::start([Serving::of(&files.old, PIECE)]).await;
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
fn a_large_download_that_is_cut_ten_times_fetches_no_byte_twice_in_constant_memory() {
    let name = "downloads::a_large_download_that_is_cut_ten_times_fetches_no_byte_twice_in_constant_memory";
    within(64 * MIB, name, async {
        let scratch = Scratch::new();
        let length = size(80 * MIB, 200 * MIB);
        let file = scratch.file("large", length);
        let depot = Depot::start([Serving::of(&file, length / 10)]).await;
        let mirror = MirrorClient::new(depot.url()).unwrap();
        let target = scratch.path("target");
        let download = mirror
            .file()
            .timeout(Duration::from_mins(10))
            .download_to(&target);
        assert_eq!(download.await.unwrap(), length);
        let asked = depot.asked();
        assert_eq!(
            (
                asked.len(),
                asked.iter().map(|asked| asked.sent).sum::<u64>()
            ),
            (10, length)
        );
        assert_eq!(Scratch::hash(&target), Scratch::hash(&file));
    });
}
