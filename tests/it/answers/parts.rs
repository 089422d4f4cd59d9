//! Downloads take nothing for the file that is not the file: what came is checked, not what was asked for.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use retry_client::{Error, ErrorKind, Result};

use crate::support::mirror::MirrorClient;
use crate::support::script::{Step, ok, raw, status};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

const FILE: &str = "0123456789";

fn part(range: &str, body: &'static str) -> Step {
    let range = format!("bytes {range}");
    tagged(status(206).header("content-range", range).body(body))
}

fn tagged(step: Step) -> Step {
    step.header("etag", "\"a\"")
}

/// A body in chunks, whose length nobody knows, cut after `0123`.
fn unannounced() -> Step {
    raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\netag: \"a\"\r\n\r\n4\r\n0123\r\n")
}

/// A download from a server that gives the n-th request the n-th step, and the last to all others.
struct Outcome {
    bytes: Result<u64>,
    file: Option<String>,
    ranges: Vec<Option<String>>,
    /// The files that are left.
    count: usize,
}

async fn download(steps: impl Into<Vec<Step>>) -> Outcome {
    let server = Server::start(steps).await;
    let directory = TempDir::new();
    let target = directory.path("target");
    let mirror = MirrorClient::new(server.url()).unwrap();
    let bytes = mirror.file().download_to(&target).await;
    let arrivals = server.arrivals().into_iter();
    Outcome {
        bytes,
        file: fs::read_to_string(&target).ok(),
        ranges: arrivals
            .map(|arrival| arrival.header("range").map(str::to_owned))
            .collect(),
        count: fs::read_dir(directory.directory()).unwrap().count(),
    }
}

impl Outcome {
    /// The file is there, complete, after requests for these ranges.
    fn is_complete(&self, ranges: &[Option<&str>]) {
        assert_eq!(
            self.file.as_deref(),
            Some(FILE),
            "{:?} {:?}",
            self.bytes,
            self.ranges
        );
        assert_eq!(*self.bytes.as_ref().unwrap(), 10);
        let asked = self.ranges.iter().map(Option::as_deref);
        assert_eq!(asked.collect::<Vec<_>>(), ranges);
        assert_eq!(self.count, 1);
    }

    /// There is an error of kind `Body`, and no file.
    fn is_refused(&self) {
        let kind = self.bytes.as_ref().map_err(Error::kind);
        assert_eq!(
            (kind, self.count),
            (Err(ErrorKind::Body), 0),
            "{:?}",
            self.file
        );
    }
}

#[tokio::test]
async fn a_part_that_nobody_asked_for_is_not_the_file() {
    for range in ["0-4/10", "0-4/*", "5-9/10"] {
        download([part(range, "01234")]).await.is_refused();
        let with_200 = ok("01234").header("content-range", format!("bytes {range}"));
        download([tagged(with_200)]).await.is_refused();
    }
    download([part("0-9/10", FILE), ok(FILE)])
        .await
        .is_complete(&[None, None]);
    download([status(206).body("01234")]).await.is_refused();
}

#[tokio::test]
async fn a_slice_with_status_200_is_not_the_file() {
    let slice = ok("456789").header("content-range", "bytes 4-9/10");
    let cut = tagged(ok(FILE).cut(4));
    download([cut.clone(), tagged(slice.clone())])
        .await
        .is_refused();
    let all = download([cut, tagged(slice), ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None]);
}

#[tokio::test]
async fn a_good_status_without_the_file_does_not_end_a_download_that_has_begun() {
    for code in [202, 204, 205] {
        let cut = tagged(ok(FILE).cut(4));
        let all = download([cut, status(code), ok(FILE)]).await;
        all.is_complete(&[None, Some("bytes=4-"), None]);
    }
}

#[tokio::test]
async fn places_and_tags_that_contradict_each_other_are_not_believed() {
    let cut = || ok(FILE).cut(4);
    let two_places = part("4-9/10", "efghij").header("content-range", "bytes 0-5/10");
    let all = download([tagged(cut()), two_places, ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None]);
    let two_tags = part("4-9/10", "efghij").header("etag", "\"b\"");
    let all = download([tagged(cut()), two_tags, ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None]);
    let two_tags = tagged(cut()).header("etag", "\"b\"");
    download([two_tags, ok(FILE)])
        .await
        .is_complete(&[None, None]);
}

#[tokio::test]
async fn a_part_of_another_version_is_not_appended() {
    const OLD: &str = "Sun, 06 Nov 1994 08:00:00 GMT";
    const NEW: &str = "Mon, 07 Nov 1994 08:00:00 GMT";
    let dated = |step: Step, date| {
        let step = step.header("last-modified", date);
        step.header("date", "Tue, 08 Nov 1994 08:00:00 GMT")
    };
    let rest = |date| {
        dated(
            status(206)
                .header("content-range", "bytes 4-9/10")
                .body("efghij"),
            date,
        )
    };
    let same = || {
        dated(
            status(206)
                .header("content-range", "bytes 4-9/10")
                .body("456789"),
            OLD,
        )
    };
    let cut = || dated(ok(FILE).cut(4), OLD);
    let all = download([cut(), rest(NEW), ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None]);
    let all = download([cut(), same()]).await;
    all.is_complete(&[None, Some("bytes=4-")]);
    // The same tag, and another date: the tag is the stronger word.
    let moved = dated(part("4-9/10", "456789"), NEW);
    let all = download([tagged(cut()), moved]).await;
    all.is_complete(&[None, Some("bytes=4-")]);
    let other = status(206)
        .header("content-range", "bytes 4-9/10")
        .body("efghij");
    let other = other.header("etag", "\"b\"");
    let all = download([tagged(ok(FILE).cut(4)), other, ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None]);
}

#[tokio::test]
async fn a_part_whose_total_is_unknown_is_not_the_end() {
    let all = download([unannounced(), part("4-4/*", "4"), part("5-9/10", "56789")]).await;
    if cfg!(retry_client_over_reqwest) {
        // reqwest may have decoded a body of unknown length, so all of it is asked for again.
        all.is_refused();
        assert_eq!(all.ranges, [None, None, None]);
        return;
    }
    all.is_complete(&[None, Some("bytes=4-"), Some("bytes=5-")]);
    let end = tagged(status(416).header("content-range", "bytes */10"));
    let all = download([unannounced(), part("4-9/*", "456789"), end]).await;
    all.is_complete(&[None, Some("bytes=4-"), Some("bytes=10-")]);
}

#[tokio::test]
async fn a_part_longer_or_shorter_than_it_says_is_not_taken_for_the_rest() {
    let cut = || tagged(ok(FILE).cut(4));
    let long = download([cut(), part("4-7/10", "456789"), ok(FILE)]).await;
    long.is_complete(&[None, Some("bytes=4-"), None]);
    let all = download([cut(), part("4-9/10", "45"), part("6-9/10", "6789")]).await;
    all.is_complete(&[None, Some("bytes=4-"), Some("bytes=6-")]);
    let all = download([cut(), part("4-5/10", "45"), part("6-9/10", "6789")]).await;
    all.is_complete(&[None, Some("bytes=4-"), Some("bytes=6-")]);
}

#[tokio::test]
async fn a_body_with_a_content_coding_is_not_resumed() {
    let coded = |step: Step| tagged(step.header("content-encoding", "zstd9"));
    let all = download([coded(ok(FILE).cut(4)), ok(FILE)]).await;
    all.is_complete(&[None, None]);
    // The first response says nothing of it.
    let rest = coded(
        status(206)
            .header("content-range", "bytes 4-9/10")
            .body("efghij"),
    );
    let cut = || tagged(ok(FILE).cut(4));
    let more = tagged(ok(FILE).cut(6));
    let all = download([cut(), rest, more, ok(FILE)]).await;
    all.is_complete(&[None, Some("bytes=4-"), None, None]);
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_file_stored_in_gzip_and_cut_starts_over() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(FILE.repeat(10_000).as_bytes()).unwrap();
    let stored = encoder.finish().unwrap();
    let coded = |step: Step| tagged(step.header("content-encoding", "gzip"));
    let cut = coded(ok(stored.clone()).cut(stored.len() / 2));
    let all = download([cut, coded(ok(stored))]).await;
    assert_eq!(all.bytes.unwrap(), 100_000);
    assert_eq!(all.file.unwrap(), FILE.repeat(10_000));
    assert_eq!(all.ranges, [None, None]);
}

#[tokio::test]
async fn the_mode_of_an_existing_file_is_kept() {
    let server = Server::start([ok(FILE)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let directory = TempDir::new();
    for mode in [0o600, 0o755, 0o640] {
        let target = directory.path("target");
        fs::write(&target, "before").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(mode)).unwrap();
        mirror.file().download_to(&target).await.unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), FILE);
        let kept = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(kept & 0o777, mode);
    }
}

#[tokio::test]
async fn a_name_as_long_as_names_can_be_is_written() {
    let server = Server::start([ok(FILE)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let directory = TempDir::new();
    let target = directory.path(&"n".repeat(255));
    mirror.file().download_to(&target).await.unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), FILE);
}

#[tokio::test]
async fn a_target_that_is_no_regular_file_is_refused_before_anything_is_sent() {
    let server = Server::start([ok(FILE)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let directory = TempDir::new();
    let targets = [
        directory.directory().to_owned(),
        directory.directory().join(".."),
        "/".into(),
        "".into(),
        "/dev/null".into(),
    ];
    for target in targets {
        let error = mirror.file().download_to(&target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Sink, "{target:?}");
        assert!(error.attempts().is_empty());
    }
    assert_eq!(server.arrivals().len(), 0);
    assert_eq!(fs::read_dir(directory.directory()).unwrap().count(), 0);
}
