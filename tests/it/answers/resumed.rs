//! Downloads that were cut: what counts as the rest of the same file, and what as progress.

use std::fs;

use retry_client::{AttemptRecord, ErrorKind, GaveUp};

use crate::support::mirror::{Files, LENGTH, MirrorClient, PIECE, WHOLE, download};
use crate::support::range_server::{RangeServer, Ranges, Serving};
use crate::support::script::{Step, ms, ok, status};
use crate::support::server::Server;
use crate::support::temp_dir::content;

#[tokio::test]
async fn a_file_that_changed_is_downloaded_from_its_start() {
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
async fn a_416_to_a_resumed_range_restarts_the_download() {
    // Of the second nothing is missing but that it is another file.
    for length in [20_000, PIECE] {
        let files = Files::new();
        let new = fs::OpenOptions::new().write(true).open(&files.new);
        new.unwrap().set_len(length).unwrap();
        let shrunk = Serving {
            validators: "",
            ranges: Ranges::Unconditional,
            ..Serving::of(&files.new, WHOLE)
        };
        let (bytes, asked) = download([Serving::of(&files.old, PIECE), shrunk], &files).await;
        assert_eq!(bytes.unwrap(), length);
        let asked = asked
            .iter()
            .map(|asked| (asked.range.as_deref(), asked.sent));
        let expected = [(None, PIECE), (Some("bytes=30000-"), 0), (None, length)];
        assert_eq!(asked.collect::<Vec<_>>(), expected);
        assert!(files.is_at_target(&files.new), "{length}");
    }
}

#[tokio::test]
async fn a_restart_after_an_invalid_range_takes_an_attempt() {
    let files = Files::new();
    let new = fs::OpenOptions::new().write(true).open(&files.new);
    new.unwrap().set_len(20_000).unwrap();
    let shrunk = Serving {
        ranges: Ranges::Unconditional,
        ..Serving::of(&files.new, WHOLE)
    };
    let depot = RangeServer::start([Serving::of(&files.old, PIECE), shrunk]).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let call = mirror.file().attempts(2);
    let error = call.download_to(&files.target).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Body, GaveUp::AttemptsExhausted)
    );
    let attempts = error.attempts().iter();
    let attempts = attempts.map(|attempt| (attempt.status().unwrap().as_u16(), attempt.outcome()));
    let body = Some(ErrorKind::Body);
    assert_eq!(attempts.collect::<Vec<_>>(), [(200, body), (416, body)]);
    assert_eq!((depot.requests().len(), files.count()), (2, 2));
}

#[tokio::test]
async fn a_416_without_a_range_is_an_error_like_any_other() {
    let files = Files::new();
    let server = Server::start([status(416)]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let error = mirror.file().download_to(&files.target).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Status, 1)
    );
}

#[tokio::test]
async fn a_416_listed_in_ok_on_is_the_file() {
    let files = Files::new();
    let server = Server::start([status(416).body("none")]).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let part = mirror.part("bytes=40000-").download_to(&files.target);
    assert_eq!(part.await.unwrap(), 4);
    assert_eq!(fs::read_to_string(&files.target).unwrap(), "none");
}

#[tokio::test]
async fn a_range_other_than_the_requested_one_is_rejected() {
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

/// The final content of the target, and the ranges that were asked for, where 30 of 100 bytes came
/// before these responses.
async fn after_thirty_of(whole: &[u8], then: &[Step]) -> (Vec<u8>, Vec<Option<String>>) {
    let files = Files::new();
    let first = ok(whole.to_vec()).header("etag", "\"v1\"").cut(30);
    let server = Server::start([&[first], then].concat()).await;
    let mirror = MirrorClient::new(server.url()).unwrap();
    let bytes = mirror.file().download_to(&files.target).await.unwrap();
    let file = fs::read(&files.target).unwrap();
    assert_eq!(bytes, file.len() as u64);
    let arrivals = server.arrivals();
    let ranges = arrivals.iter().map(|arrival| arrival.header("range"));
    (file, ranges.map(|range| range.map(str::to_owned)).collect())
}

#[tokio::test]
async fn ranges_can_be_shorter_than_requested() {
    let whole = content(100);
    let [second, third] = [(30, 59), (60, 99)].map(|(first, last)| {
        let part = status(206).body(whole[first..=last].to_vec());
        part.header("content-range", format!("bytes {first}-{last}/100"))
    });
    let (file, ranges) = after_thirty_of(&whole, &[second, third]).await;
    assert_eq!(file, whole);
    let ranges = ranges.iter().map(Option::as_deref);
    assert_eq!(
        ranges.collect::<Vec<_>>(),
        [None, Some("bytes=30-"), Some("bytes=60-")]
    );
}

#[tokio::test]
async fn a_range_beyond_the_complete_length_is_invalid() {
    let whole = content(100);
    let longer = status(206).header("content-range", "bytes 30-99/100");
    let longer = longer.body(content(80));
    let (file, ranges) = after_thirty_of(&whole, &[longer, ok(whole.clone())]).await;
    assert_eq!(file, whole);
    let ranges = ranges.iter().map(Option::as_deref);
    assert_eq!(ranges.collect::<Vec<_>>(), [None, Some("bytes=30-"), None]);
}

#[tokio::test]
async fn a_download_without_a_validator_restarts() {
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
async fn progress_resets_the_attempts() {
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
async fn a_restart_that_comes_no_further_is_not_progress() {
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
async fn a_body_cut_after_its_last_byte_is_complete() {
    let files = Files::new();
    let cut = Serving {
        is_announced: false,
        ..Serving::of(&files.old, WHOLE)
    };
    let (bytes, asked) = download([cut], &files).await;
    // reqwest may have decoded a body of unknown length, so nobody knows which byte is its last.
    if cfg!(retry_client_over_reqwest) {
        assert_eq!(bytes.unwrap_err().gave_up(), GaveUp::AttemptsExhausted);
        assert!(asked.iter().all(|asked| asked.range.is_none()));
        return;
    }
    assert_eq!((bytes.unwrap(), asked.len()), (LENGTH, 2));
    assert!(files.is_at_target(&files.old));
}
